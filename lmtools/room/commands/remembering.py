"""The plan's history: what is saved after the day is kept as a version, with role, day and reason."""

from __future__ import annotations

from lmtools.domain.following import ActionReview, GoalReview
from lmtools.domain.history import Hand, Part, PlanVersion, changes_between
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.domain.session import Role
from lmtools.errors import N_
from lmtools.room.call import Call
from lmtools.store import Work

REASON_LENGTH = 200


def is_remembered(call: Call) -> bool:
    """Whether what is saved now belongs to the plan's life: after the day, or when a role is given for it."""
    return call.visitor.role == Role.FACILITATOR and (call.session.closed or call.arguments.filled("role"))


def parts(work: Work, session: str) -> tuple[Part, ...]:
    """The plan as it stands, part by part."""
    return (
        *work.all(Goal, session=session, removed=False),
        *work.all(Action, session=session, removed=False),
        *work.all(Plan, session=session),
        *work.all(GoalReview, session=session),
        *work.all(ActionReview, session=session),
    )


def remember(call: Call, before: tuple[Part, ...]) -> None:
    """Keep a version if anything of the plan is other than `before`."""
    changes = changes_between(before, parts(call.work, call.session.id))
    role, reason = _role(call), _reason(call)
    if changes:
        number = next_number(call.work, call.session.id)
        call.work.put(PlanVersion(call.session.id, number, call.now.date(), role, reason, changes))


def next_number(work: Work, session: str) -> int:
    """The number of the history's next entry."""
    return 1 + max((one.number for one in work.all(PlanVersion, session=session)), default=0)


def _role(call: Call) -> Hand:
    if not call.arguments.filled("role"):
        return Hand.FACILITATOR
    return call.arguments.choice("role", Hand, N_("Velg hvilken rolle dere endrer planen i."))


def _reason(call: Call) -> str:
    return call.arguments.text("reason", REASON_LENGTH) if call.arguments.has("reason") else ""
