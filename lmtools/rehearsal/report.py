"""What a rehearsal found, and what it means: a verdict, a few lines, and what to do about the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from lmtools.domain.jsonable import Json
from lmtools.errors import N_, Message
from lmtools.text import Text

SLOW_ANSWER_SECONDS = 2.0
"""Who waits longer than this for "Sendt" begins to wonder."""
SLOW_WALL_SECONDS = 3.0
SLOW_ARRIVAL_SECONDS = 20.0
"""From the QR code to the task; a minute is promised for all of it, and most of it is people's own."""
MOST_TOLD, MOST_IN_TIME, MOST_IN_SENTENCE = 3, 40, 300
_COUNTS = ("people", "joined", "acknowledged", "errors", "ready_for")
_SECONDS = ("ack_p95_s", "ack_max_s", "arrival_p95_s", "arrival_max_s", "projector_p95_s")


class Verdict(StrEnum):
    """Whether the day would have held."""

    HELD = "held"
    SLOW = "slow"
    BROKE = "broke"


@dataclass(frozen=True)
class Report:
    """What was measured. Times are in seconds, None where nothing was.

    `ready_for` is how many the server was started for; `is_here` says that server and crowd shared a
    machine, so that no network was measured. `told` counts the sentences of what went wrong.
    """

    people: int
    joined: int
    acknowledged: int
    errors: int
    ack_p95_s: float | None = None
    ack_max_s: float | None = None
    arrival_p95_s: float | None = None
    arrival_max_s: float | None = None
    projector_p95_s: float | None = None
    ready_for: int = 0
    is_here: bool = True
    at: str = ""
    told: Mapping[str, int] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Whether it held."""
        if self.errors or self.joined < self.people:
            return Verdict.BROKE
        is_slow = self.answers_slowly or self.shows_slowly or self.lets_in_slowly
        return Verdict.SLOW if is_slow else Verdict.HELD

    @property
    def answers_slowly(self) -> bool:
        """Whether people would wonder if what they sent has come."""
        return (self.ack_p95_s or 0) > SLOW_ANSWER_SECONDS

    @property
    def shows_slowly(self) -> bool:
        """Whether the projector is behind."""
        return (self.projector_p95_s or 0) > SLOW_WALL_SECONDS

    @property
    def lets_in_slowly(self) -> bool:
        """Whether it takes too long to come to the task."""
        return (self.arrival_p95_s or 0) > SLOW_ARRIVAL_SECONDS

    def result(self) -> Json:
        """The result line: the figures that `--json` ends with."""
        names = ("people", "joined", "acknowledged", "ack_p95_s", "projector_p95_s", "errors")
        return {name: getattr(self, name) for name in names}

    def as_json(self) -> Json:
        """All of it, for the file that is kept."""
        return {**asdict(self), "told": dict(self.told)}

    @classmethod
    def from_json(cls, value: object) -> Report | None:
        """The report that `value` holds, or None if it holds none."""
        if not isinstance(value, dict):
            return None
        # Any: each goes to the field of its own name, which the type of a dict cannot tell.
        figures: dict[str, Any] = {name: value.get(name) for name in (*_COUNTS, *_SECONDS)}
        if not all(_is_number(one) or (one is None and name in _SECONDS) for name, one in figures.items()):
            return None
        counts = {name: int(figures[name]) for name in _COUNTS}
        is_here, at = bool(value.get("is_here")), str(value.get("at"))[:MOST_IN_TIME]
        return cls(**{**figures, **counts}, is_here=is_here, at=at, told=_told_in(value.get("told")))


def headline(report: Report, text: Text) -> str:
    """The verdict in a sentence or two."""
    fields = {"joined": report.joined, "people": report.people}
    slowest = _seconds(report.ack_max_s, text)
    if report.verdict == Verdict.BROKE:
        broke = N_("Det holdt ikke. {joined} av {people} kom inn, og {errors} ting gikk galt.")
        return text.t(broke, **fields, errors=report.errors)
    held = N_("Det holdt. {joined} av {people} kom inn, og det tregeste svaret tok {slowest}.")
    slow = N_("Det gikk, men tregt. {joined} av {people} kom inn, og det tregeste svaret tok {slowest}.")
    return text.t(held if report.verdict == Verdict.HELD else slow, **fields, slowest=slowest)


def lines(report: Report, text: Text) -> list[str]:
    """What was measured, one sentence each."""
    return [text.say(message) for message in _measured(report, text)]


def advice(report: Report, text: Text) -> list[str]:
    """What to do about it, the most useful first; what was not measured comes last."""
    return [text.say(message) for message in _advice(report)]


def _measured(report: Report, text: Text) -> Iterator[Message]:
    if report.arrival_p95_s is not None:
        said = N_("Fra QR-kode til oppgave gikk det {p95} for de fleste, og {most} for den siste.")
        most = _seconds(report.arrival_max_s, text)
        yield Message(said, {"p95": _seconds(report.arrival_p95_s, text), "most": most})
    if report.ack_p95_s is not None:
        said = N_("{acknowledged} svar ble tatt imot, 95 av 100 innen {p95}.")
        p95 = _seconds(report.ack_p95_s, text)
        yield Message(said, {"acknowledged": text.number(report.acknowledged, 0), "p95": p95})
    if report.projector_p95_s is not None:
        said = N_("Lerretet viste det nye innen {p95} i 95 av 100 tilfeller.")
        yield Message(said, {"p95": _seconds(report.projector_p95_s, text)})
    for sentence, count in report.told.items():
        yield Message(N_("{count} ganger: {sentence}"), {"count": count, "sentence": Message(sentence)})


def _advice(report: Report) -> Iterator[Message]:
    is_too_much = report.verdict == Verdict.BROKE or report.answers_slowly
    if is_too_much and report.ready_for < report.people:
        said = N_("Serveren er startet for {ready_for}. Start den med lmtools serve --people {people}.")
        yield Message(said, {"ready_for": report.ready_for, "people": report.people})
    elif is_too_much:
        said = N_("Prøv med færre: lmtools rehearse --people {fewer}. Holder det, kan flere dele en telefon.")
        yield Message(said, {"fewer": max(2, report.people // 2)})
    if report.lets_in_slowly:
        yield Message(N_("La ei gruppe skanne om gangen når folk kommer, så går det fortere for alle."))
    if report.shows_slowly:
        yield Message(N_("Koble maskinen som viser lerretet, til nettet med kabel."))
    if is_too_much and not report.is_here:
        yield Message(N_("Spør den som har nettet, om telefonene kan få et eget trådløst nett denne dagen."))
    if report.is_here:
        said = N_(
            "Prøven gikk på samme maskin som serveren, så det trådløse nettet er ikke med. Kjør lmtools "
            "rehearse --url med adressa til deltakerne fra en annen maskin på nettet for å få det med."
        )
        yield Message(said)


def _seconds(value: float | None, text: Text) -> str:
    return text.t("{seconds}\u00a0s", seconds=text.number(value or 0.0, 1))


def _told_in(value: object) -> dict[str, int]:
    rows = value.items() if isinstance(value, dict) else ()
    counted = Counter({str(said)[:MOST_IN_SENTENCE]: int(n) for said, n in rows if _is_number(n)})
    return dict(counted.most_common(MOST_TOLD))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**6
