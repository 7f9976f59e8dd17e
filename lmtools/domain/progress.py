"""How far the plans of many sessions have come, in numbers: no text that anyone wrote, and no writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lmtools.domain.following import GoalReview, GoalVerdict
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan, completeness, is_complete


class PlanPhase(StrEnum):
    """How far a plan has come, by what is in it."""

    NONE = "none"
    DRAFTED = "drafted"
    READY = "ready"
    UNDER_WAY = "under_way"
    ENDED = "ended"


@dataclass(frozen=True)
class PlanProgress:
    """A plan in numbers. `is_due`: the date for looking at it again has come; `verdicts`: on its goals."""

    phase: PlanPhase
    goals: int
    actions: Mapping[ActionStatus, int]
    evaluate_on: date | None
    is_due: bool
    verdicts: Mapping[GoalVerdict, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SessionProgress:
    """One session as those who answer for several schools see it: neither its code nor a word from it.

    `number` and `steps` say how far the session has come, and `closed` that it is over. `plan` is None where
    the session has no place for one, or where `too_few` have taken part for it to be told of.
    """

    school_key: str
    school_name: str
    title: str
    workbook: str
    started_at: datetime
    closed: bool
    number: int
    steps: int
    too_few: bool
    plan: PlanProgress | None


def progress_of(
    goals: Iterable[Goal],
    actions: Iterable[Action],
    plan: Plan,
    reviews: Iterable[GoalReview] = (),
    *,
    today: date,
) -> PlanProgress:
    """A plan's goals and actions, those that have been taken out left out, as numbers and a phase.

    Of the reviews only those of these goals are counted.
    """
    goal_list, action_list = tuple(goals), tuple(actions)
    there = {goal.id for goal in goal_list}
    counts = Counter(action.status for action in action_list)
    evaluate_on = plan.evaluate_on
    is_ready = is_complete(completeness(goal_list, action_list, plan, today=today))
    return PlanProgress(
        phase=_phase(len(goal_list), counts, is_ready=is_ready),
        goals=len(goal_list),
        actions={status: counts[status] for status in ActionStatus},
        evaluate_on=evaluate_on,
        is_due=evaluate_on is not None and evaluate_on <= today,
        verdicts=Counter(one.verdict for one in reviews if one.verdict and one.goal in there),
    )


def _phase(goals: int, actions: Counter[ActionStatus], *, is_ready: bool) -> PlanPhase:
    if not goals:
        return PlanPhase.NONE
    over = actions[ActionStatus.DONE] + actions[ActionStatus.STOPPED]
    if over and over == actions.total():
        return PlanPhase.ENDED
    if over or actions[ActionStatus.UNDER_WAY]:
        return PlanPhase.UNDER_WAY
    return PlanPhase.READY if is_ready else PlanPhase.DRAFTED
