"""Everything in one session at one revision, read in one go; what each role sees is worked out from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lmtools.domain.contributions import Guess, Note, PlenaryPoint, Point, PointStatus, Theme, Vote
from lmtools.domain.counting import groups_of
from lmtools.domain.moves import Moment, has_reached
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.domain.session import Activity, Group, Participant, Phase, Ready, Step, WorkSession
from lmtools.domain.shown import Shown
from lmtools.store import Work


@dataclass(frozen=True)
class Board:
    """A session with all that is in it, but for drafts. Removed notes, points, goals are not here.

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

    @property
    def joined(self) -> int:
        """How many have come."""
        return len(self.participants)

    @cached_property
    def moment(self) -> Moment:
        """Where the session stands."""
        return Moment(
            self.session.now_step, self.session.now_phase, self.activity(self.session.now_step).round
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All groups with their sizes."""
        return groups_of(self.participants.values(), self.session.groups)

    def activity(self, step: str) -> Activity:
        """How far the step has come."""
        return self.activities.get(step) or Activity(self.session.id, step)

    def reached(self, step: str, phase: Phase | None = None) -> bool:
        """Whether the session stands at or after the step (at or after its phase when given)."""
        return has_reached(self.session.steps, self.moment, step, phase)

    def plenary_points(self, step: str) -> tuple[PlenaryPoint, ...]:
        """The step's plenary points in the order they were let through."""
        return tuple(
            self._plenary(theme) for theme in self.themes if theme.step == step and not theme.removed
        )

    def _plenary(self, theme: Theme) -> PlenaryPoint:
        sources = [p for p in self.points if p.theme == theme.id and p.status == PointStatus.SHOWN]
        merged = len(sources) > 1
        behind = {point.group for point in sources}
        if sum(group.size for group in self.groups if group.no in behind) < self.text_minimum:
            return PlenaryPoint(theme.id, theme.step, theme.text, None, None, merged=merged)
        manned = {group.no for group in self.groups if group.size}
        quotes = tuple(dict.fromkeys(point.text for point in sources if point.text != theme.text))
        return PlenaryPoint(
            theme.id, theme.step, theme.text, len(behind), len(manned | behind), quotes, merged
        )

    def shown_of(self, step: str) -> tuple[Shown, ...]:
        """What has been shown of the step, oldest first."""
        return tuple(shown for shown in self.shown if shown.step == step)

    def options(self, step: str) -> tuple[PlenaryPoint, ...]:
        """What a prioritising step chooses among: the plenary points of the reflections before it."""
        return tuple(
            point
            for source in option_steps(self.session.steps, step)
            for point in self.plenary_points(source)
        )


def option_steps(steps: tuple[Step, ...], step: str) -> tuple[str, ...]:
    """Keys of the reflect steps between `step` and the prioritising step before it."""
    found: list[str] = []
    for earlier in steps:
        if earlier.key == step:
            break
        if earlier.verb == "prioritise":
            found = []
        elif earlier.verb == "reflect":
            found.append(earlier.key)
    return tuple(found)


def points_of(step: Step) -> int:
    """How many points each may give in a prioritising step."""
    points = step.params.get("points")
    return points if isinstance(points, int) and points > 0 else 3


def read_board(work: Work, session: str, *, text_minimum: int) -> Board | None:
    """The session's board, or None when the session is gone."""
    found = work.one(WorkSession, id=session)
    if found is None:
        return None
    return Board(
        session=found,
        participants={person.id: person for person in work.all(Participant, session=session)},
        activities={activity.step: activity for activity in work.all(Activity, session=session)},
        ready=work.all(Ready, session=session),
        notes=work.all(Note, session=session, removed=False),
        points=work.all(Point, session=session, removed=False),
        themes=work.all(Theme, session=session),
        guesses=work.all(Guess, session=session),
        votes=work.all(Vote, session=session),
        goals=work.all(Goal, session=session, removed=False),
        actions=work.all(Action, session=session, removed=False),
        plan=work.one(Plan, session=session) or Plan(session),
        can_undo=work.can_undo(session),
        shown=work.all(Shown, session=session),
        text_minimum=text_minimum,
    )
