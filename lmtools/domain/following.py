"""How a plan goes: what is done, under way or late, when to look at it, and what was learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lmtools.domain.deadlines import find_deadline
from lmtools.domain.plan import Action, ActionStatus, Plan, halfway
from lmtools.errors import N_


class Outcome(StrEnum):
    """What came of an action, as the school sees it afterwards."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


class GoalVerdict(StrEnum):
    """What the school does with a goal and the work for it from now on."""

    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"


class Standing(StrEnum):
    """How an action stands on a day: its status, or that its date has passed."""

    LATE = "late"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    DONE = "done"
    STOPPED = "stopped"


OUTCOME_WORDS = {
    Outcome.DONE: N_("Gjort"),
    Outcome.PARTLY: N_("Delvis gjort"),
    Outcome.NOT_DONE: N_("Ikke gjort"),
}
VERDICT_WORDS = {
    GoalVerdict.KEEP: N_("Beholde"),
    GoalVerdict.CHANGE: N_("Endre"),
    GoalVerdict.STOP: N_("Stoppe"),
}
STATUS_WORDS = {
    ActionStatus.NOT_STARTED: N_("Ikke startet"),
    ActionStatus.UNDER_WAY: N_("I gang"),
    ActionStatus.DONE: N_("Gjort"),
    ActionStatus.STOPPED: N_("Stoppet"),
}
STANDING_WORDS = {
    Standing.LATE: N_("Forsinket"),
    **{Standing(status): word for status, word in STATUS_WORDS.items()},
}


@dataclass(frozen=True)
class ActionReview:
    """What came of an action, and why. `outcome` is None until somebody has said."""

    session: str
    action: str
    outcome: Outcome | None = None
    why: str = ""
    revision: int = 0


@dataclass(frozen=True)
class GoalReview:
    """What the school does with a goal, and what it learned.

    `learned`: did we do it right (single loop)? `questioned`: was it the right thing to do, and what had we
    taken for granted (double loop)?
    """

    session: str
    goal: str
    verdict: GoalVerdict | None = None
    learned: str = ""
    questioned: str = ""
    revision: int = 0


def due_day(action: Action, *, began: date) -> date | None:
    """The day that the action's "when" names; None when it names none."""
    return find_deadline(action.when, after=action.since or began)


def standing_of(action: Action, *, began: date, today: date) -> Standing:
    """How the action stands on `today`; late when its day has passed and it is neither done nor stopped."""
    if not action.is_open:
        return Standing(action.status)
    due = due_day(action, began=began)
    return Standing.LATE if due is not None and due < today else Standing(action.status)


@dataclass(frozen=True)
class Overview:
    """A plan at a glance. `counts` has every standing; `coming` the dates that are left, with the actions."""

    counts: Mapping[Standing, int]
    check_on: date | None
    evaluate_on: date | None
    is_check_due: bool
    is_evaluation_due: bool
    coming: tuple[tuple[date, str], ...] = field(default=())

    @property
    def total(self) -> int:
        """How many actions there are."""
        return sum(self.counts.values())


def overview(actions: Iterable[Action], plan: Plan, *, began: date, today: date) -> Overview:
    """The plan on `today`. `began` is the day of the session that made it."""
    action_list = tuple(actions)
    standings = [standing_of(action, began=began, today=today) for action in action_list]
    check_on = halfway(began, plan.evaluate_on) if plan.evaluate_on else None
    is_evaluation_due = plan.evaluate_on is not None and plan.evaluate_on <= today
    return Overview(
        counts={standing: standings.count(standing) for standing in Standing},
        check_on=check_on,
        evaluate_on=plan.evaluate_on,
        is_check_due=check_on is not None and check_on <= today and not is_evaluation_due,
        is_evaluation_due=is_evaluation_due,
        coming=_coming(action_list, began, today),
    )


def _coming(actions: tuple[Action, ...], began: date, today: date) -> tuple[tuple[date, str], ...]:
    dated = ((due_day(action, began=began), action.text) for action in actions if action.is_open)
    return tuple(sorted((due, text) for due, text in dated if due is not None and due >= today))
