"""Goals, actions and what the plan needs: everyone writes on the same ones, and nobody overwrites unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from lmtools.domain.contributions import Theme
from lmtools.domain.following import GoalReview, GoalVerdict
from lmtools.domain.jsonable import Json
from lmtools.domain.plan import MAX_ACTIONS, Action, ActionStatus, Goal, Plan
from lmtools.domain.session import Step
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, NotAllowed, NotFound
from lmtools.room.call import NO_ACTION, NO_GOAL, Call, Reply
from lmtools.room.limits import most_goals
from lmtools.store import Work

PLAN_TEXTS = ("participation", "support_leader", "support_owner", "support_ppt")
GOAL_TEXTS = ("text", "finding", "target", "indicator")
ACTION_TEXTS = ("text", "who", "when", "success_sign", "process_sign", "balancing_sign", "needs")
_NO_SUCH_STATUS = N_("Et tiltak er ikke startet, i gang, ferdig eller stoppet.")

Shared = TypeVar("Shared", Goal, Action, Plan)


def save_goal(call: Call) -> Reply:
    """`goal.save{goal,text,finding?,target?,indicator?,sources?,step?,revision?}`: what is not sent stays.

    `sources` are the plenary points it came from; without them, those that read as `finding` does.
    """
    goal_id = call.arguments.identifier("goal")
    stored = call.work.one(Goal, session=call.session.id, id=goal_id)
    goal = _current(call, stored) if stored else _new_goal(call, goal_id)
    goal = replace(goal, **call.plan_texts(*GOAL_TEXTS), revision=goal.revision + (stored is not None))
    if call.arguments.has("sources") or call.arguments.has("finding"):
        goal = replace(goal, sources=_sources(call, goal.finding))
    call.work.put(goal)
    return {"goal": {"id": goal.id, "revision": goal.revision}}


def remove_goal(call: Call) -> Reply:
    """`goal.remove{goal}`: with its actions."""
    goal = call.goal()
    call.work.put(replace(goal, removed=True))
    for action in call.work.all(Action, session=call.session.id, goal=goal.id, removed=False):
        call.work.put(replace(action, removed=True))
    return {}


def save_action(call: Call) -> Reply:
    """`action.save{action,goal,text,who,when,…_sign,needs?,status?,revision?}`: what is not sent stays."""
    action_id = call.arguments.identifier("action")
    stored = call.work.one(Action, session=call.session.id, id=action_id)
    action = _current(call, stored) if stored else _new_action(call, action_id)
    action = replace(
        action, **call.plan_texts(*ACTION_TEXTS), revision=action.revision + (stored is not None)
    )
    if call.arguments.has("status"):
        action = replace(action, status=call.arguments.choice("status", ActionStatus, _NO_SUCH_STATUS))
    call.work.put(action)
    return {"action": {"id": action.id, "revision": action.revision}}


def remove_action(call: Call) -> Reply:
    """`action.remove{action}`."""
    call.work.put(replace(call.action(), removed=True))
    return {}


def save_plan(call: Call) -> Reply:
    """`plan.save{participation,support_…,evaluate_on,revision?}`: what is not sent stays."""
    stored = call.work.one(Plan, session=call.session.id) or Plan(call.session.id)
    plan = _current(call, stored)
    plan = replace(plan, **call.plan_texts(*PLAN_TEXTS), revision=plan.revision + 1)
    if call.arguments.sent("evaluate_on"):
        plan = replace(plan, evaluate_on=call.arguments.day("evaluate_on"))
    call.work.put(plan)
    return {"plan": {"revision": plan.revision}}


def goal_json(goal: Goal) -> Json:
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


def action_json(action: Action) -> Json:
    """An action as the browser gets it."""
    return {
        "id": action.id,
        **{name: getattr(action, name) for name in ACTION_TEXTS},
        "status": str(action.status),
        "revision": action.revision,
    }


def plan_json(plan: Plan) -> Json:
    """What the plan needs, as the browser gets it."""
    texts: Json = {name: getattr(plan, name) for name in PLAN_TEXTS}
    day = plan.evaluate_on
    return {**texts, "evaluate_on": day.isoformat() if day else None, "revision": plan.revision}


def _current(call: Call, stored: Shared) -> Shared:
    """What is stored, if the writer has seen it. Without a revision the last one to save decides."""
    if not isinstance(stored, Plan) and stored.removed:
        raise NotFound(NO_GOAL if isinstance(stored, Goal) else NO_ACTION)
    call.refuse_stale(stored.revision, _as_json(stored))
    return stored


def _as_json(stored: Goal | Action | Plan) -> Json:
    if isinstance(stored, Goal):
        return goal_json(stored)
    return action_json(stored) if isinstance(stored, Action) else plan_json(stored)


def _new_goal(call: Call, goal_id: str) -> Goal:
    step = _actions_step(call)
    limit = most_goals(step)
    if len(running_goals(call.work, call.session.id)) >= limit:
        raise NotAllowed("{count} mål er nok. Vil dere legge til et nytt, må ett ut.", count=limit)
    position = call.work.next_position(Goal, session=call.session.id)
    return Goal(id=goal_id, session=call.session.id, step=step.key, position=position)


def running_goals(work: Work, session: str) -> frozenset[str]:
    """Ids of the goals that the school works on: those it has decided to stop make room for others."""
    stopped = {one.goal for one in work.all(GoalReview, session=session) if one.verdict is GoalVerdict.STOP}
    return frozenset(goal.id for goal in work.all(Goal, session=session, removed=False)) - stopped


def _new_action(call: Call, action_id: str) -> Action:
    goal = call.goal()
    if len(call.work.all(Action, session=call.session.id, goal=goal.id, removed=False)) >= MAX_ACTIONS:
        raise NotAllowed(
            "{count} tiltak for hvert mål er nok. Vil dere legge til et nytt, må ett ut.", count=MAX_ACTIONS
        )
    position = call.work.next_position(Action, session=call.session.id)
    return Action(id=action_id, session=call.session.id, goal=goal.id, position=position)


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
