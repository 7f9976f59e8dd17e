"""The plan a day leaves behind: goals, actions, who supports them, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from lmtools.domain.chain import Link
from lmtools.errors import N_

MAX_GOALS = 3
MAX_ACTIONS = 3  # for each goal
SHORTEST_WITH_CHECK = timedelta(weeks=8)


class ActionStatus(StrEnum):
    """How far an action has come."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Goal:
    """Where the school wants to be. `finding` is what it answers; `target` how far, in words.

    `sources` are ids of the plenary points it came from, where the room knows them; `indicator` is the code
    of the released figure that it was meant to move; `roots` are the chain's links from other
    sessions: what earlier ones found, and after it the voices that this one was given.
    """

    id: str
    session: str
    step: str
    text: str = ""
    finding: str = ""
    target: str = ""
    removed: bool = False
    revision: int = 1
    position: int = 0
    sources: tuple[str, ...] = ()
    indicator: str = ""
    roots: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Action:
    """What is done for a goal: by whom, when, what it needs, and the signs to look for.

    `success_sign` is the sign that it works (outcome), `process_sign` that it is being done, and
    `balancing_sign` that nothing else suffers. `since` is the day that dates without a year are counted from,
    where that is an earlier one than the session's.
    """

    id: str
    session: str
    goal: str
    text: str = ""
    who: str = ""
    when: str = ""
    success_sign: str = ""
    status: ActionStatus = ActionStatus.NOT_STARTED
    removed: bool = False
    revision: int = 1
    position: int = 0
    process_sign: str = ""
    balancing_sign: str = ""
    needs: str = ""
    since: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor stopped."""
        return self.status not in (ActionStatus.DONE, ActionStatus.STOPPED)


@dataclass(frozen=True)
class Plan:
    """What a plan needs beside goals and actions before it may be called ready."""

    session: str
    participation: str = ""
    support_leader: str = ""
    support_owner: str = ""
    support_ppt: str = ""
    evaluate_on: date | None = None
    revision: int = 0


@dataclass(frozen=True)
class Evaluation:
    """An appointment with one's own plan: on this day, look for these signs of this goal."""

    goal: str
    on: date
    signs: tuple[str, ...]


@dataclass(frozen=True)
class PlanCheck:
    """One thing a plan must hold. `title` and `text` are msgids; `fields` fill `text`."""

    key: str
    filled: bool
    title: str
    text: str
    fields: dict[str, object] = field(default_factory=dict)


def completeness(
    goals: Iterable[Goal], actions: Iterable[Action], plan: Plan, *, today: date
) -> tuple[PlanCheck, ...]:
    """What is filled and what is missing, in the order a school fills it; what is missing is a question."""
    goal_list, action_list = tuple(goals), tuple(actions)
    return (
        _goals_and_actions(goal_list, action_list),
        _signs(action_list),
        _support_from_leader(plan),
        _participation(plan),
        _support_from_outside(plan),
        _evaluation_date(plan, today),
    )


def is_complete(checks: Iterable[PlanCheck]) -> bool:
    """Whether the plan may be called ready."""
    return all(check.filled for check in checks)


def evaluations(goals: Iterable[Goal], actions: Iterable[Action], plan: Plan) -> tuple[Evaluation, ...]:
    """One evaluation for each goal on the plan's date; none before the date is set."""
    if plan.evaluate_on is None:
        return ()
    action_list = tuple(actions)
    return tuple(
        Evaluation(
            goal=goal.text,
            on=plan.evaluate_on,
            signs=tuple(a.success_sign for a in action_list if a.goal == goal.id and a.success_sign),
        )
        for goal in goals
    )


def suggested_evaluation(today: date) -> date:
    """About half a year ahead, on a weekday, and never in the schools' summer (late June to mid-August)."""
    return _school_day(today + timedelta(days=182))


def halfway(began: date, evaluate_on: date) -> date | None:
    """The day of the half-year check: half way to the evaluation, on a school day.

    None when the evaluation is less than eight weeks away.
    """
    if evaluate_on - began < SHORTEST_WITH_CHECK:
        return None
    day = _school_day(began + (evaluate_on - began) // 2)
    return day if day < evaluate_on else None


def _school_day(day: date) -> date:
    monday = _after_weekend(day)  # the Monday after the last weekend of the term may be a day of the summer
    if (6, 20) <= (monday.month, monday.day) < (8, 20):
        return _after_weekend(monday.replace(month=9, day=1))
    return monday


def _after_weekend(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _goals_and_actions(goals: tuple[Goal, ...], actions: tuple[Action, ...]) -> PlanCheck:
    title = N_("Mål, tiltak, hvem og når")
    with_action = {action.goal for action in actions}
    if not goals:
        return PlanCheck("actions", False, title, N_("Hva vil dere oppnå?"))
    if any(not goal.text for goal in goals):
        return PlanCheck("actions", False, title, N_("Hvordan lyder målet?"))
    if any(goal.id not in with_action for goal in goals):
        return PlanCheck("actions", False, title, N_("Hva vil dere gjøre for å nå målet?"))
    if any(not (action.text and action.who and action.when) for action in actions):
        return PlanCheck("actions", False, title, N_("Hvem gjør hva, og når?"))
    if len(actions) == 1:
        return PlanCheck("actions", True, title, N_("Ett tiltak"))
    return PlanCheck("actions", True, title, N_("{count} tiltak"), {"count": len(actions)})


def _signs(actions: tuple[Action, ...]) -> PlanCheck:
    title = N_("Tegn på at det virker")
    if actions and all(action.success_sign for action in actions):
        return PlanCheck("signs", True, title, N_("Ett for hvert tiltak"))
    return PlanCheck("signs", False, title, N_("Hva ser eller hører dere når det virker?"))


def _support_from_leader(plan: Plan) -> PlanCheck:
    title = N_("Støtte fra ledelsen")
    question = N_("Hvilken tid og hvilke folk setter ledelsen av?")
    return _text_or_question("support_leader", title, plan.support_leader, question)


def _participation(plan: Plan) -> PlanCheck:
    question = N_("Hvem spør elevrådet og FAU, og når?")
    return _text_or_question("participation", N_("Medvirkning"), plan.participation, question)


def _support_from_outside(plan: Plan) -> PlanCheck:
    title = N_("Støtte fra skoleeier og PPT")
    if plan.support_owner and plan.support_ppt:
        both: dict[str, object] = {"owner": plan.support_owner, "ppt": plan.support_ppt}
        return PlanCheck("support_owner", True, title, N_("Skoleeier: {owner}. PPT: {ppt}"), both)
    if plan.support_owner:
        return PlanCheck("support_ppt", False, title, N_("Hva trenger dere fra PPT, og hvem spør?"))
    if plan.support_ppt:
        return PlanCheck("support_owner", False, title, N_("Hva trenger dere fra skoleeier, og hvem spør?"))
    return PlanCheck("support_owner", False, title, N_("Hva trenger dere, og hvem spør?"))


def _evaluation_date(plan: Plan, today: date) -> PlanCheck:
    title = N_("Dato for å se på planen")
    if plan.evaluate_on is not None:
        return PlanCheck("evaluate_on", True, title, "{date}", {"date": plan.evaluate_on})
    return PlanCheck(
        "evaluate_on", False, title, N_("Forslag: {date}"), {"date": suggested_evaluation(today)}
    )


def _text_or_question(key: str, title: str, text: str, question: str) -> PlanCheck:
    if text:
        return PlanCheck(key, True, title, "{text}", {"text": text})
    return PlanCheck(key, False, title, question)
