"""What the facilitator could do now: at most two suggestions by fixed rules, which never decide anything.

Each rule is a pure function of what the console knows already. Counts of people are told only where the
room has as many as the policy's minimum; counts of groups name none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lmtools.domain.jsonable import Json
from lmtools.domain.moves import following
from lmtools.domain.session import Phase, Step
from lmtools.domain.verbs import Kind
from lmtools.room.board.board import Board
from lmtools.room.revealing.ratings import rating_result
from lmtools.room.showing.suggestion import Counts
from lmtools.room.showing.view import View
from lmtools.text import Text

MOST = 2
FEW_GROUPS = 3  # with fewer, "one of two groups" points at a table
TITLE_LENGTH = 60


@dataclass(frozen=True)
class Situation:
    """What the rules look at. `ready_groups` are those where two thirds or more have said "ready"."""

    view: View
    step: Step
    counts: Counts
    ready_groups: int
    has_alike: bool

    @property
    def board(self) -> Board:
        """The session's board."""
        return self.view.board

    @property
    def text(self) -> Text:
        """The facilitator's language."""
        return self.view.text

    @property
    def phase(self) -> Phase:
        """The present phase."""
        return self.board.session.now_phase

    @property
    def is_late(self) -> bool:
        """Whether the clock of the phase has run out."""
        return _is_past(self.board.session.phase_ends_at, self.view.now)


def advice(situation: Situation) -> list[Json]:
    """[{key, text, command?}]: the first two rules that have something to say; `command` does it."""
    if situation.board.session.closed or situation.counts.joined == 0:
        return []
    found = (told for rule in RULES for told in rule(situation))
    return [told for told, _ in zip(found, range(MOST), strict=False)]


def _break_is_on(now: Situation) -> Iterator[Json]:
    if now.board.session.recess:
        yield _told(
            "break", now.text.t("Det er pause. Si fra når dere er i gang igjen."), do="break", on=False
        )


def _waiting(now: Situation) -> Iterator[Json]:
    waiting = now.counts.waiting
    if waiting == 1 and now.phase == Phase.PLENARY:
        yield _told("waiting", now.text.t("Ett punkt venter på deg."))
    if waiting > 1:
        yield _told("waiting", now.text.t("{count} punkter venter på deg.", count=waiting))


def _out_of_time(now: Situation) -> Iterator[Json]:
    """The clock has run out; by how many have said "ready", give it more or go on."""
    ready, joined = now.counts.ready, now.counts.joined
    if not now.is_late or ready is None or now.phase == Phase.PLENARY or now.board.session.recess:
        return
    if 2 * ready <= joined:
        sentence = now.text.t("Tida er ute, og halvparten eller flere er ikke klare ennå. Gi litt mer tid?")
        yield _told("out_of_time", sentence, do="extend", minutes=2)
    elif following(now.board.session.steps, now.board.moment) is not None:
        yield _told("ready_to_go", now.text.t("Tida er ute, og de fleste er klare. Gå videre?"), do="next")


def _split(now: Situation) -> Iterator[Json]:
    """People stand at both ends of what has just been shown."""
    if now.step.kind != Kind.RATING:
        return
    result = rating_result(now.board, now.step, now.view.policy)
    for item in result.items if result else ():
        if any(spread.split for spread in item.spreads.values()):
            title = _short(now.text.t(item.text))
            sentence = now.text.t("Meningene er delte om «{title}». Snakk før dere stemmer.", title=title)
            has_tables = now.step.works_in_groups and now.phase != Phase.GROUP
            command = {"do": "go", "step": now.step.key, "phase": "group"} if has_tables else {}
            yield _told("split", sentence, **command)
            return


def _groups_ready(now: Situation) -> Iterator[Json]:
    groups, ready = now.counts.groups, now.ready_groups
    is_small = groups < FEW_GROUPS or now.counts.ready is None
    if now.phase != Phase.GROUP or is_small or 3 * ready < 2 * groups:
        return
    if ready == groups:
        yield _told("groups_ready", now.text.t("Alle gruppene er klare."), do="next")
    else:
        sentence = now.text.t("{ready} av {groups} grupper er klare.", ready=ready, groups=groups)
        yield _told("groups_ready", sentence)


def _groups_without_points(now: Situation) -> Iterator[Json]:
    groups, left = now.counts.groups, now.counts.groups - now.counts.groups_done
    if now.step.kind != Kind.BOARD or now.phase != Phase.GROUP or groups < FEW_GROUPS:
        return
    if 0 < 2 * left <= groups:
        one = now.text.t("Én gruppe har ikke sendt noe ennå. Gå innom bordene.")
        many = now.text.t("{count} grupper har ikke sendt noe ennå. Gå innom bordene.", count=left)
        yield _told("groups_without_points", one if left == 1 else many)


def _alike(now: Situation) -> Iterator[Json]:
    if now.has_alike and now.phase == Phase.PLENARY:
        yield _told("alike", now.text.t("Noen punkter ligner på hverandre. Se om de sier det samme."))


def _still_coming(now: Situation) -> Iterator[Json]:
    session, joined = now.board.session, now.view.count(now.counts.joined)
    is_first = session.steps[0].key == session.now_step and now.phase == session.steps[0].phases[0]
    if is_first and joined is not None and 2 * joined < session.expected:
        sentence = now.text.t(
            "{joined} av {expected} er med. Vis koden litt til.", joined=joined, expected=session.expected
        )
        yield _told("still_coming", sentence)


RULES: tuple[Callable[[Situation], Iterator[Json]], ...] = (
    _break_is_on,
    _split,
    _out_of_time,
    _waiting,
    _groups_ready,
    _groups_without_points,
    _alike,
    _still_coming,
)


def _told(key: str, text: str, **command: object) -> Json:
    return {"key": key, "text": text, **({"command": command} if command else {})}


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LENGTH else f"{title[:TITLE_LENGTH].rstrip()} …"


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
