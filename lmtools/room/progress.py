"""How far the plans of all sessions have come, for those who answer for several schools: counts only.

A session in which fewer than the room's minimum have taken part tells nothing of its plan, as its report
does not tell how many they were. Rehearsals are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from lmtools.domain.following import GoalReview
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.domain.progress import PlanProgress, SessionProgress, progress_of
from lmtools.domain.session import Participant, WorkSession
from lmtools.domain.verbs import Kind
from lmtools.room.policy import RoomPolicy
from lmtools.store import Store


class _OfSession(Protocol):
    @property
    def session(self) -> str: ...


T = TypeVar("T", bound=_OfSession)


class Progress:
    """Looks over all sessions of a store at once."""

    def __init__(self, store: Store, policy: RoomPolicy, now: Callable[[], datetime]) -> None:
        self._store, self._policy, self._now = store, policy, now

    @property
    def minimum(self) -> int:
        """The fewest who must have taken part for a plan to be told of."""
        return self._policy.minimum

    def sessions(self) -> tuple[SessionProgress, ...]:
        """Every session that is no rehearsal, by school and then the oldest first."""
        with self._store.reading() as work:
            sessions = work.all(WorkSession, rehearsal=False)
            joined = work.tally(Participant, "session", phone=False, trial=False)
            goals = _by_session(work.all(Goal, removed=False))
            actions = _by_session(work.all(Action, removed=False))
            reviews = _by_session(work.all(GoalReview))
            plans = {plan.session: plan for plan in work.all(Plan)}
        today = self._now().date()
        return tuple(
            _told(
                one,
                progress_of(
                    goals.get(one.id, ()),
                    actions.get(one.id, ()),
                    plans.get(one.id) or Plan(one.id),
                    reviews.get(one.id, ()),
                    today=today,
                ),
                too_few=max(joined.get(one.id, 0), one.came or 0) < self._policy.minimum,
            )
            for one in sorted(sessions, key=lambda one: (one.school_name.casefold(), one.started_at))
        )


def _told(session: WorkSession, plan: PlanProgress, *, too_few: bool) -> SessionProgress:
    keys = [step.key for step in session.steps]
    has_plan = plan.goals > 0 or any(step.kind == Kind.PLAN for step in session.steps)
    return SessionProgress(
        school_key=session.school_key,
        school_name=session.school_name,
        title=session.title,
        workbook=session.workbook,
        started_at=session.started_at,
        closed=session.closed,
        number=keys.index(session.now_step) + 1 if session.now_step in keys else 1,
        steps=len(keys),
        too_few=too_few,
        plan=plan if has_plan and not too_few else None,
    )


def _by_session(values: Iterable[T]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for value in values:
        found[value.session].append(value)
    return found
