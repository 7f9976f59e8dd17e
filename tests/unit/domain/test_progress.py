"""How far a plan has come, in numbers."""

from __future__ import annotations

from datetime import date

import pytest

from lmtools.domain.following import GoalReview, GoalVerdict
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan
from lmtools.domain.progress import PlanPhase, progress_of

TODAY = date(2026, 11, 24)
GOAL = Goal("g1", "s", "actions-1", text="Like regler")
WHOLE = Plan("s", "Elevrådet", "Tid", "Vikar", "Veiledning", evaluate_on=date(2027, 3, 17))


def action(number: int, status: ActionStatus = ActionStatus.NOT_STARTED) -> Action:
    return Action(f"a{number}", "s", "g1", "Tre regler", "Alle", "1. mars", "Vi ser det", status=status)


@pytest.mark.parametrize(
    ("goals", "statuses", "plan", "phase"),
    [
        ((), "", WHOLE, PlanPhase.NONE),
        ((GOAL,), "", WHOLE, PlanPhase.DRAFTED),
        ((GOAL,), "n", Plan("s"), PlanPhase.DRAFTED),
        ((GOAL,), "n", WHOLE, PlanPhase.READY),
        ((GOAL,), "nu", Plan("s"), PlanPhase.UNDER_WAY),
        ((GOAL,), "nd", WHOLE, PlanPhase.UNDER_WAY),
        ((GOAL,), "ds", WHOLE, PlanPhase.ENDED),
    ],
)
def test_a_plans_phase_follows_from_what_is_in_it(
    goals: tuple[Goal, ...], statuses: str, plan: Plan, phase: PlanPhase
) -> None:
    letters = {
        "n": ActionStatus.NOT_STARTED,
        "u": ActionStatus.UNDER_WAY,
        "d": ActionStatus.DONE,
        "s": ActionStatus.STOPPED,
    }
    actions = [action(number, letters[letter]) for number, letter in enumerate(statuses)]
    assert progress_of(goals, actions, plan, today=TODAY).phase is phase


def test_actions_are_counted_by_status_and_every_status_is_there() -> None:
    found = progress_of([GOAL], [action(1), action(2, ActionStatus.DONE)], WHOLE, today=TODAY)
    assert set(found.actions) == set(ActionStatus)
    assert [found.actions[status] for status in ActionStatus] == [1, 0, 1, 0]


def test_what_the_school_decided_is_counted_for_the_goals_that_are_there() -> None:
    reviews = [
        GoalReview("s", "g1", GoalVerdict.CHANGE, "Begynn før"),
        GoalReview("s", "g2", GoalVerdict.KEEP),
        GoalReview("s", "borte", GoalVerdict.STOP),
    ]
    other = Goal("g2", "s", "actions-1", text="Ingen alene")
    found = progress_of([GOAL, other], [], WHOLE, reviews, today=TODAY)
    assert found.verdicts == {GoalVerdict.CHANGE: 1, GoalVerdict.KEEP: 1}
    assert progress_of([GOAL], [], WHOLE, [GoalReview("s", "g1")], today=TODAY).verdicts == {}


def test_a_date_that_has_come_is_due_from_that_very_day() -> None:
    day = date(2027, 3, 17)
    assert progress_of([GOAL], [action(1)], WHOLE, today=date(2027, 3, 16)).is_due is False
    assert progress_of([GOAL], [action(1)], WHOLE, today=day).is_due is True
    assert progress_of([GOAL], [action(1)], Plan("s"), today=day).is_due is False
