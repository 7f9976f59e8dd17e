"""Everything in one session at one revision; what each role sees is worked out from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol, TypeVar, cast

from lmtools.domain.contributions import (
    Commitment,
    Guess,
    Note,
    PlenaryPoint,
    Point,
    PointStatus,
    Rating,
    Theme,
    Vote,
)
from lmtools.domain.counting import groups_of
from lmtools.domain.following import ActionReview, GoalReview
from lmtools.domain.history import PlanVersion
from lmtools.domain.moves import Moment, break_after, has_reached
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.domain.session import (
    NO_GROUP,
    Activity,
    Duty,
    DutyTaken,
    Group,
    Participant,
    Pause,
    Phase,
    Ready,
    Step,
    WorkSession,
)
from lmtools.domain.shown import Shown
from lmtools.domain.summary import Summary
from lmtools.domain.verbs import Item, Kind

T = TypeVar("T")
K = TypeVar("K")


class Written(Protocol):
    """What somebody has written or answered in a step."""

    @property
    def step(self) -> str:
        """The step's key."""

    @property
    def participant(self) -> str:
        """Who wrote it."""


W = TypeVar("W", bound=Written)

WRITTEN: Mapping[type[Written], str] = {
    Ready: "ready",
    Note: "notes",
    Guess: "guesses",
    Vote: "votes",
    Rating: "ratings",
    Commitment: "commitments",
}
"""The field of a board that holds what is written of a kind."""


@dataclass(frozen=True)
class Board:
    """A session with all that is in it, but for drafts. Removed notes, points, goals are not here.

    Nor is what the one who leads has tried out: that is in `trials`, by the field it would have been in.
    `text_minimum` is how many people a plenary point's groups must have together for the point to be
    tied to them (see `RoomPolicy`).
    """

    session: WorkSession
    participants: Mapping[str, Participant]
    activities: Mapping[str, Activity]
    ready: tuple[Ready, ...]
    notes: tuple[Note, ...]
    points: tuple[Point, ...]
    themes: tuple[Theme, ...]
    guesses: tuple[Guess, ...]
    votes: tuple[Vote, ...]
    goals: tuple[Goal, ...]
    actions: tuple[Action, ...]
    plan: Plan
    can_undo: bool
    shown: tuple[Shown, ...] = ()
    text_minimum: int = 10
    ratings: tuple[Rating, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    duties: tuple[DutyTaken, ...] = ()
    trials: Mapping[str, tuple[Written, ...]] = field(default_factory=dict, repr=False)
    summary: Summary | None = None
    goal_reviews: tuple[GoalReview, ...] = ()
    action_reviews: tuple[ActionReview, ...] = ()
    versions: tuple[PlanVersion, ...] = ()

    @cached_property
    def people(self) -> Mapping[str, Participant]:
        """Those who have come: neither a group's shared phone nor the one who leads."""
        return {key: person for key, person in self.participants.items() if person.is_counted}

    @property
    def joined(self) -> int:
        """How many have come."""
        return len(self.people)

    @cached_property
    def with_phone(self) -> frozenset[int]:
        """Groups that write on one phone."""
        phones = (person.group for person in self.participants.values() if person.phone)
        return frozenset(group for group in phones if group != NO_GROUP)

    @cached_property
    def standing(self) -> int:
        """How many of those who have come have no group yet."""
        return sum(person.group == NO_GROUP for person in self.people.values())

    @cached_property
    def manned(self) -> frozenset[int]:
        """Groups where someone sits."""
        return frozenset(group.no for group in self.groups if group.size) | self.with_phone

    def holder(self, group: int, duty: Duty) -> str | None:
        """Who has the task at the table; it lapses when they sit elsewhere."""
        taken = next((one for one in self.duties if (one.group, one.duty) == (group, duty)), None)
        person = self.participants.get(taken.participant) if taken else None
        return person.id if person and person.group == group else None

    def tried_by(self, participant: str) -> Board:
        """The board as the one who leads sees it as a participant: with their own answers too."""
        own = {
            name: getattr(self, name) + tuple(one for one in tried if one.participant == participant)
            for name, tried in self.trials.items()
        }
        return replace(self, **own)

    @cached_property
    def moment(self) -> Moment:
        """Where the session stands."""
        return Moment(
            self.session.now_step, self.session.now_phase, self.activity(self.session.now_step).round
        )

    @cached_property
    def planned_break(self) -> Pause | None:
        """The break that the agenda has after the moment where the session stands."""
        return break_after(self.session.steps, self.moment)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All groups with their sizes."""
        return groups_of(self.people.values(), self.session.groups)

    def activity(self, step: str) -> Activity:
        """How far the step has come."""
        return self.activities.get(step) or Activity(self.session.id, step)

    def reached(self, step: str, phase: Phase | None = None) -> bool:
        """Whether the session stands at or after the step (at or after its phase when given)."""
        return self.once(
            ("reached", step, phase), lambda: has_reached(self.session.steps, self.moment, step, phase)
        )

    def once(self, what: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, worked out the first time: fifty people look at the same board."""
        if what not in self._found:
            self._found[what] = find()
        return cast("T", self._found[what])

    @cached_property
    def _found(self) -> dict[Hashable, object]:
        return {}

    def written(self, kind: type[W], step: str, participant: str | None = None) -> Sequence[W]:
        """What has been written of a kind in the step; by one participant where that is told."""
        name = WRITTEN[kind]
        everything: tuple[W, ...] = getattr(self, name)
        if participant is None:
            by_step = self.once((name, "step"), lambda: _by(everything, lambda one: one.step))
            return by_step.get(step, ())
        by_writer = self.once(
            (name, "writer"), lambda: _by(everything, lambda one: (one.step, one.participant))
        )
        return by_writer.get((step, participant), ())

    def plenary_points(self, step: str) -> tuple[PlenaryPoint, ...]:
        """The step's plenary points in the order they were let through."""
        return self.once(
            ("plenary points", step),
            lambda: tuple(
                self._plenary(theme) for theme in self.themes if theme.step == step and not theme.removed
            ),
        )

    def _plenary(self, theme: Theme) -> PlenaryPoint:
        sources = [p for p in self.points if p.theme == theme.id and p.status == PointStatus.SHOWN]
        merged = len(sources) > 1
        behind = {point.group for point in sources}
        plain = PlenaryPoint(theme.id, theme.step, theme.text, None, None, merged=merged, box=theme.box)
        if theme.groups is not None:  # counted before the session was opened from a file
            return replace(plain, groups=theme.groups, of=theme.of, quotes=_other_words(theme, sources))
        members = sum(group.size for group in self.groups if group.no in behind)
        if members < self.text_minimum or not self._is_of_groups(theme.step):
            return plain
        quotes = _other_words(theme, sources)
        return replace(plain, groups=len(behind), of=len(self.manned | behind), quotes=quotes)

    def _is_of_groups(self, step: str) -> bool:
        found = self.session.step(step)
        return found is not None and found.works_in_groups

    def shown_of(self, step: str) -> tuple[Shown, ...]:
        """What has been shown of the step, oldest first."""
        return tuple(shown for shown in self.shown if shown.step == step)

    def options(self, step: str) -> tuple[PlenaryPoint, ...]:
        """What a vote or a weighing is over: the plenary points of the boards before it."""
        return tuple(
            point
            for source in option_steps(self.session.steps, step)
            for point in self.plenary_points(source)
        )

    def is_voted_on(self, step: str) -> bool:
        """Whether someone has voted on or weighed the step's plenary points: they then stay as they are."""
        over = {
            voting.key
            for voting in self.session.steps
            if not voting.items and step in option_steps(self.session.steps, voting.key)
        }
        return any(step in over for step in self._answered)

    @cached_property
    def _answered(self) -> frozenset[str]:
        """Steps that people have voted or rated in, or that a result has been shown of."""
        return frozenset(
            [one.step for one in self.votes]
            + [one.step for one in self.ratings]
            + [one.step for one in self.shown]
        )

    def items(self, step: Step) -> tuple[Item, ...]:
        """What is rated in the step: what the workbook says, or else the plenary points before it."""
        return step.items or tuple(Item(point.id, point.text) for point in self.options(step.key))


def _by(values: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: defaultdict[K, list[T]] = defaultdict(list)
    for value in values:
        found[key(value)].append(value)
    return found


def _other_words(theme: Theme, sources: Sequence[Point]) -> tuple[str, ...]:
    """The groups' own wordings behind a theme, where they differ from it."""
    return tuple(dict.fromkeys(point.text for point in sources if point.text != theme.text))


def option_steps(steps: tuple[Step, ...], step: str) -> tuple[str, ...]:
    """Keys of the boards between `step` and the vote before it, whose plenary points are chosen among."""
    found: list[str] = []
    for earlier in steps:
        if earlier.key == step:
            break
        if earlier.kind == Kind.VOTE:
            found = []
        elif earlier.kind == Kind.BOARD and earlier.is_option_source:
            found.append(earlier.key)
    return tuple(found)
