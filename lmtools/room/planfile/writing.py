"""A plan as JSON: goals with their actions, reviews and chain inside, so that nobody need join tables."""

from __future__ import annotations

import json

from lmtools.domain.jsonable import Json
from lmtools.domain.plan import Action, Goal
from lmtools.domain.record import PlanRecord
from lmtools.store.mapping import to_row

FORMAT, VERSION = "lmtools-plan", 1

PLAN_FIELDS = ("participation", "support_leader", "support_owner", "support_ppt", "evaluate_on")
GOAL_FIELDS = ("id", "text", "finding", "target", "indicator")
ACTION_FIELDS = (
    *("id", "text", "who", "when", "status", "needs"),
    *("success_sign", "process_sign", "balancing_sign", "since"),
)
GOAL_REVIEW_FIELDS = ("verdict", "learned", "questioned")
ACTION_REVIEW_FIELDS = ("outcome", "why")


def write(record: PlanRecord) -> bytes:
    """The plan as UTF-8 JSON that can be read by people too."""
    return json.dumps(content_of(record), ensure_ascii=False, indent=2).encode() + b"\n"


def content_of(record: PlanRecord) -> Json:
    """The plan as JSON-able values, by the published schema."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "school": {"key": record.school_key, "name": record.school_name},
        "session": {
            "title": record.title,
            "mark": record.mark,
            "day": record.began.isoformat(),
            "grade": record.grade,
        },
        "language": record.language,
        "plan": _only(record.plan, PLAN_FIELDS),
        "goals": [_goal(record, goal) for goal in record.goals],
        "history": [_without(to_row(version), "session") for version in record.versions],
    }


def _goal(record: PlanRecord, goal: Goal) -> Json:
    review = record.review_of(goal.id)
    return {
        **_only(goal, GOAL_FIELDS),
        "review": _only(review, GOAL_REVIEW_FIELDS) if review else None,
        "chain": [to_row(link) for link in record.chains.get(goal.id, goal.roots)],
        "actions": [_action(record, action) for action in record.actions_for(goal.id)],
    }


def _action(record: PlanRecord, action: Action) -> Json:
    review = record.outcome_of(action.id)
    said = _only(action, ACTION_FIELDS)
    return {**said, "review": _only(review, ACTION_REVIEW_FIELDS) if review else None}


def _only(value: object, names: tuple[str, ...]) -> Json:
    row = to_row(value)
    return {name: row[name] for name in names}


def _without(row: Json, *names: str) -> Json:
    return {name: value for name, value in row.items() if name not in names}
