"""What a day gives, ready for a report: no participant, no note and no single vote is in here."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.counting import GuessSummary, PriorityResult
from lmtools.domain.figures import Figure
from lmtools.domain.plan import Action, Evaluation, Goal, Plan, PlanCheck
from lmtools.domain.rating import RatingResult
from lmtools.domain.session import Step, WorkSession


@dataclass(frozen=True)
class GuessOutcome:
    """What the room guessed beside what the pupils answered. `low` and `high` are the figure's interval."""

    step: Step
    room: GuessSummary | None
    answer: Figure | None
    low: float | None = None
    high: float | None = None
    unit_name: str = ""


@dataclass(frozen=True)
class Reflection:
    """A question the staff thought about, and the points the groups lifted to plenary."""

    step: Step
    points: tuple[PlenaryPoint, ...]


@dataclass(frozen=True)
class Prioritisation:
    """A vote and its outcome; only votes whose result has been shown to the room.

    `minimum` fills the field of the outcome's notes.
    """

    step: Step
    points: int
    result: PriorityResult
    minimum: int = 5


@dataclass(frozen=True)
class RatingOutcome:
    """What people answered on scales; only where the result has been shown to the room.

    `minimum` fills the field of the outcome's notes.
    """

    step: Step
    result: RatingResult
    minimum: int = 5


@dataclass(frozen=True)
class Shared:
    """What people have said to everyone that they will do, in no order."""

    step: Step
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PlannedGoal:
    """A goal with the actions for it, in the plan's order."""

    goal: Goal
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Day:
    """Everything a report needs of one work session.

    `joined` is None when fewer took part than the room's minimum. `checks` says what the plan still lacks.
    `reached` are the keys of the steps that the room has come to (None: all of them): the figures of a step
    that is still to come are told to nobody.
    """

    session: WorkSession
    joined: int | None
    guesses: tuple[GuessOutcome, ...]
    reflections: tuple[Reflection, ...]
    priorities: tuple[Prioritisation, ...]
    goals: tuple[PlannedGoal, ...]
    plan: Plan
    checks: tuple[PlanCheck, ...]
    evaluations: tuple[Evaluation, ...]
    ratings: tuple[RatingOutcome, ...] = ()
    commitments: tuple[Shared, ...] = ()
    reached: frozenset[str] | None = None
