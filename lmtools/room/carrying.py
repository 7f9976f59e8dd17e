"""A plan on its own, and a session that takes over an earlier one's: "we begin with the last plan".

Goals and actions keep their ids from session to session, so that they can be followed, and what they came
from goes with them: the session that they came from may be deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.following import VERDICT_WORDS, GoalReview, GoalVerdict
from lmtools.domain.history import Change, Hand, PlanVersion
from lmtools.domain.plan import MAX_GOALS, Action, Goal, Plan
from lmtools.domain.record import PlanRecord
from lmtools.domain.session import WorkSession
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, NotAllowed, UsageError
from lmtools.room.board.board import Board
from lmtools.room.chain import chain_of
from lmtools.room.commands.planning import PLAN_TEXTS, running_goals
from lmtools.room.commands.remembering import next_number
from lmtools.room.policy import RoomPolicy
from lmtools.store import Work
from lmtools.text import Text

NO_STEP = "plan"  # where a session has no step for goals and actions
_NOTHING = N_("Det er ingen mål i planen som kan tas med videre.")
_OTHER_SCHOOL = N_("Planen er for {school}, og økta er for en annen skole. Velg en plan for samme skole.")


def record_of(board: Board, policy: RoomPolicy) -> PlanRecord:
    """The plan of a session on its own, with what each goal came from; nobody is in it."""
    session = board.session
    text = Text(session.language)
    return PlanRecord(
        mark=session.mark,
        title=session.title,
        school_key=session.school_key,
        school_name=session.school_name,
        language=session.language,
        grade=session.grade,
        began=session.started_at.date(),
        plan=board.plan,
        goals=board.goals,
        actions=board.actions,
        goal_reviews=board.goal_reviews,
        action_reviews=board.action_reviews,
        versions=board.versions,
        chains={goal.id: chain_of(board, goal, policy, text) for goal in board.goals},
    )


def take_over(work: Work, session: WorkSession, record: PlanRecord, *, today: date, everything: bool) -> int:
    """Put the record's goals and actions into the session; answers with how many goals.

    Those that are done or stopped are left behind unless `everything` is to come: then with what was said of
    them. What the record's plan says of support and dates comes too, where the session says nothing.

    Raises:
        UsageError: if the record is of another school, or holds no goal to take over.
        NotAllowed: if there would be more goals than a plan may have.
    """
    if record.school_key != session.school_key:
        raise UsageError(_OTHER_SCHOOL, school=record.school_name)
    goals, actions = _chosen(record, everything=everything)
    if not goals:
        raise UsageError(_NOTHING)
    if len(running_goals(work, session.id) | {goal.id for goal in goals}) > MAX_GOALS:
        raise NotAllowed("{count} mål er nok. Vil dere legge til et nytt, må ett ut.", count=MAX_GOALS)
    for value in _values(work, session, record, goals, actions, today=today, everything=everything):
        work.put(value)
    return len(goals)


def _chosen(record: PlanRecord, *, everything: bool) -> tuple[tuple[Goal, ...], tuple[Action, ...]]:
    if everything:
        return record.goals, record.actions
    actions = tuple(action for action in record.actions if action.is_open)
    stopped = {one.goal for one in record.goal_reviews if one.verdict is GoalVerdict.STOP}
    waiting = {one.goal for one in actions} | {
        goal.id for goal in record.goals if not record.actions_for(goal.id)
    }
    goals = tuple(goal for goal in record.goals if goal.id in waiting - stopped)
    kept = {goal.id for goal in goals}
    return goals, tuple(action for action in actions if action.goal in kept)


def _values(
    work: Work,
    session: WorkSession,
    record: PlanRecord,
    goals: tuple[Goal, ...],
    actions: tuple[Action, ...],
    *,
    today: date,
    everything: bool,
) -> Iterator[object]:
    step = next((one.key for one in session.steps if one.kind == Kind.PLAN), NO_STEP)
    for goal in goals:
        roots = _roots(record, goal)
        yield replace(goal, session=session.id, step=step, sources=(), roots=roots, removed=False)
    for action in actions:
        yield replace(action, session=session.id, since=action.since or record.began, removed=False)
    if everything:
        yield from (replace(one, session=session.id) for one in record.goal_reviews)
        yield from (replace(one, session=session.id) for one in record.action_reviews)
    yield _plan(work.one(Plan, session=session.id) or Plan(session.id), record.plan, everything=everything)
    yield from _history(work, session.id, record, goals, today)


def _roots(record: PlanRecord, goal: Goal) -> tuple[Link, ...]:
    """The chain so far, and what the earlier session said of the goal."""
    text, review = Text(record.language), record.review_of(goal.id)
    said = _said(review, text) if review else ""
    links = (
        *record.chains.get(goal.id, goal.roots),
        Link(LinkKind.GOAL, goal.text, record.title, record.began),
    )
    return (*links, Link(LinkKind.EVALUATION, said, record.title, record.began)) if said else links


def _said(review: GoalReview, text: Text) -> str:
    verdict = text.t(VERDICT_WORDS[review.verdict]) if review.verdict else ""
    return ". ".join(part.rstrip(".") for part in (verdict, review.learned, review.questioned) if part)


def _plan(own: Plan, earlier: Plan, *, everything: bool) -> Plan:
    """What the session says, and beside it what only the earlier plan says; its date only for evaluating."""
    texts = {name: getattr(own, name) or getattr(earlier, name) for name in PLAN_TEXTS}
    evaluate_on = own.evaluate_on or (earlier.evaluate_on if everything else None)
    return replace(own, **texts, evaluate_on=evaluate_on, revision=own.revision + 1)


def _history(
    work: Work, session: str, record: PlanRecord, goals: tuple[Goal, ...], today: date
) -> Iterator[PlanVersion]:
    """The history so far, and that the plan was carried on."""
    first = next_number(work, session)
    for number, version in enumerate(record.versions, start=first):
        yield replace(version, session=session, number=number)
    why = Text(record.language).t("Tatt med videre fra {title}", title=record.title)
    changes = tuple(Change("goal", goal.id, goal.text, "", "", goal.text) for goal in goals)
    yield PlanVersion(session, first + len(record.versions), today, Hand.FACILITATOR, why, changes)
