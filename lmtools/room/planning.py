"""Goals, actions and what the plan needs: everyone writes on the same ones, and nobody overwrites unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from lmtools.domain.contributions import Theme
from lmtools.domain.following import GoalReview, GoalVerdict
from lmtools.domain.plan import MAX_ACTIONS, MAX_GOALS, Action, ActionStatus, Goal, Plan
from lmtools.domain.session import Step
from lmtools.domain.verbs import Kind
from lmtools.errors import Conflict, NotAllowed, NotFound, UsageError
from lmtools.room.call import Answer, Call
from lmtools.store import Work

PLAN_TEXTS = ("participation", "support_leader", "support_owner", "support_ppt")
GOAL_TEXTS = ("text", "finding", "target", "indicator")
ACTION_TEXTS = ("text", "who", "when", "success_sign", "process_sign", "balancing_sign", "needs")

Shared = TypeVar("Shared", Goal, Action, Plan)


def save_goal(call: Call) -> Answer:
    """`goal.save{goal,text,finding?,target?,indicator?,sources?,step?,revision?}`: what is not sent stays.

    `sources` are the plenary points it came from; without them, those that read as `finding` does.
    """
    goal_id = call.arguments.identifier("goal")
    stored = call.work.one(Goal, session=call.session.id, id=goal_id)
    goal = _current(call, stored) if stored else _new_goal(call, goal_id)
    goal = replace(goal, **_texts(call, GOAL_TEXTS), revision=goal.revision + (stored is not None))
    if call.arguments.has("sources") or call.arguments.has("finding"):
        goal = replace(goal, sources=_sources(call, goal.finding))
    call.work.put(goal)
    return {"goal": {"id": goal.id, "revision": goal.revision}}


def remove_goal(call: Call) -> Answer:
    """`goal.remove{goal}`: with its actions."""
    goal = call.work.one(Goal, session=call.session.id, id=call.arguments.identifier("goal"), removed=False)
    if goal is None:
        raise _no_goal()
    call.work.put(replace(goal, removed=True))
    for action in call.work.all(Action, session=call.session.id, goal=goal.id, removed=False):
        call.work.put(replace(action, removed=True))
    return {}


def save_action(call: Call) -> Answer:
    """`action.save{action,goal,text,who,when,…_sign,needs?,status?,revision?}`: what is not sent stays."""
    action_id = call.arguments.identifier("action")
    stored = call.work.one(Action, session=call.session.id, id=action_id)
    action = _current(call, stored) if stored else _new_action(call, action_id)
    action = replace(action, **_texts(call, ACTION_TEXTS), revision=action.revision + (stored is not None))
    if call.arguments.has("status"):
        action = replace(action, status=_status(call))
    call.work.put(action)
    return {"action": {"id": action.id, "revision": action.revision}}


def remove_action(call: Call) -> Answer:
    """`action.remove{action}`."""
    action_id = call.arguments.identifier("action")
    action = call.work.one(Action, session=call.session.id, id=action_id, removed=False)
    if action is None:
        raise _no_action()
    call.work.put(replace(action, removed=True))
    return {}


def save_plan(call: Call) -> Answer:
    """`plan.save{participation,support_…,evaluate_on,revision?}`: what is not sent stays."""
    stored = call.work.one(Plan, session=call.session.id) or Plan(call.session.id)
    plan = _current(call, stored)
    plan = replace(plan, **_texts(call, PLAN_TEXTS), revision=plan.revision + 1)
    if call.arguments.sent("evaluate_on"):
        plan = replace(plan, evaluate_on=call.arguments.day("evaluate_on"))
    call.work.put(plan)
    return {"plan": {"revision": plan.revision}}


def goal_json(goal: Goal) -> dict[str, object]:
    """A goal as the browser gets it."""
    return {
        "id": goal.id,
        "text": goal.text,
        "finding": goal.finding,
        "target": goal.target,
        "indicator": goal.indicator,
        "sources": list(goal.sources),
        "revision": goal.revision,
    }


def action_json(action: Action) -> dict[str, object]:
    """An action as the browser gets it."""
    return {
        "id": action.id,
        **{name: getattr(action, name) for name in ACTION_TEXTS},
        "status": str(action.status),
        "revision": action.revision,
    }


def plan_json(plan: Plan) -> dict[str, object]:
    """What the plan needs, as the browser gets it."""
    texts: dict[str, object] = {name: getattr(plan, name) for name in PLAN_TEXTS}
    day = plan.evaluate_on
    return {**texts, "evaluate_on": day.isoformat() if day else None, "revision": plan.revision}


def _current(call: Call, stored: Shared) -> Shared:
    """What is stored, if the writer has seen it. Without a revision the last one to save decides."""
    if not isinstance(stored, Plan) and stored.removed:
        raise _no_goal() if isinstance(stored, Goal) else _no_action()
    if call.arguments.has("revision") and call.arguments.whole("revision", 0, 10**9) != stored.revision:
        raise Conflict("Noen andre endret dette først.", current=_as_json(stored))
    return stored


def _as_json(stored: Goal | Action | Plan) -> dict[str, object]:
    if isinstance(stored, Goal):
        return goal_json(stored)
    return action_json(stored) if isinstance(stored, Action) else plan_json(stored)


def _new_goal(call: Call, goal_id: str) -> Goal:
    step = _actions_step(call)
    limit = _max_goals(step)
    if len(running_goals(call.work, call.session.id)) >= limit:
        raise NotAllowed("{count} mål er nok. Vil dere legge til et nytt, må ett ut.", count=limit)
    position = call.work.next_position(Goal, session=call.session.id)
    return Goal(id=goal_id, session=call.session.id, step=step.key, position=position)


def running_goals(work: Work, session: str) -> frozenset[str]:
    """Ids of the goals that the school works on: those it has decided to stop make room for others."""
    stopped = {one.goal for one in work.all(GoalReview, session=session) if one.verdict is GoalVerdict.STOP}
    return frozenset(goal.id for goal in work.all(Goal, session=session, removed=False)) - stopped


def _new_action(call: Call, action_id: str) -> Action:
    goal_id = call.arguments.identifier("goal")
    if call.work.one(Goal, session=call.session.id, id=goal_id, removed=False) is None:
        raise _no_goal()
    if len(call.work.all(Action, session=call.session.id, goal=goal_id, removed=False)) >= MAX_ACTIONS:
        raise NotAllowed(
            "{count} tiltak for hvert mål er nok. Vil dere legge til et nytt, må ett ut.", count=MAX_ACTIONS
        )
    position = call.work.next_position(Action, session=call.session.id)
    return Action(id=action_id, session=call.session.id, goal=goal_id, position=position)


def _actions_step(call: Call) -> Step:
    if call.arguments.has("step"):
        return call.step(Kind.PLAN)
    steps = [step for step in call.session.steps if step.kind == Kind.PLAN]
    now = next((step for step in steps if step.key == call.session.now_step), None)
    if not steps:
        raise NotFound("Økta har ikke noe steg for mål og tiltak.")
    return now or steps[0]


def _sources(call: Call, finding: str) -> tuple[str, ...]:
    """Ids of the plenary points that the goal came from: those that are sent, or read as `finding` does."""
    lifted = call.work.all(Theme, session=call.session.id, removed=False)
    if call.arguments.has("sources"):
        sent = call.arguments.identifiers("sources")
        return tuple(one.id for one in lifted if one.id in sent)
    return tuple(one.id for one in lifted if finding and one.text == finding)


def _max_goals(step: Step) -> int:
    limit = step.params.get("max_goals")
    return min(limit, MAX_GOALS) if isinstance(limit, int) and limit > 0 else MAX_GOALS


def _texts(call: Call, names: tuple[str, ...]) -> dict[str, Any]:
    limit = call.policy.plan_length
    return {name: call.arguments.text(name, limit) for name in names if call.arguments.has(name)}


def _status(call: Call) -> ActionStatus:
    try:
        return ActionStatus(call.arguments.identifier("status"))
    except ValueError:
        raise UsageError("Et tiltak er ikke startet, i gang, ferdig eller stoppet.") from None


def _no_goal() -> NotFound:
    return NotFound("Vi finner ikke dette målet. Noen kan ha tatt det bort.")


def _no_action() -> NotFound:
    return NotFound("Vi finner ikke dette tiltaket. Noen kan ha tatt det bort.")
