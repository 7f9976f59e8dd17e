"""The plan as a page gets it: goals with chain and review, actions as they stand, and the plan's life."""

from __future__ import annotations

from lmtools.domain.chain import Link, LinkKind, unrepeated
from lmtools.domain.following import due_day, overview, standing_of
from lmtools.domain.history import HAND_WORDS, PlanVersion, say_change
from lmtools.domain.jsonable import Json
from lmtools.domain.plan import Action, Goal
from lmtools.room.board.board import Board
from lmtools.room.chain import chain_of, lifted
from lmtools.room.commands.planning import action_json, goal_json
from lmtools.room.commands.reviewing import review_json
from lmtools.room.showing.view import View
from lmtools.text import Text


def planned_goal_json(view: View, goal: Goal) -> Json:
    """A goal with its chain, its review and its actions."""
    board = view.board
    review = next((one for one in board.goal_reviews if one.goal == goal.id), None)
    chain = unrepeated(chain_of(board, goal, view.policy, view.text), goal.text)
    return {
        **goal_json(goal),
        "review": review_json(review),
        "chain": [link_json(link) for link in chain],
        "carried": any(link.kind is LinkKind.GOAL for link in goal.roots),
        "actions": [_action(view, action) for action in board.actions if action.goal == goal.id],
    }


def life_json(view: View) -> Json:
    """How the plan goes, for the one who leads: at a glance, both ways through the chain, and its history.

    counts {standing: n}, check_on, evaluate_on, check_due, evaluation_due, goals, points [{id, text, goals}],
    versions [{number, day, role, why, changes}] newest first.
    """
    board, text = view.board, view.text
    began, today = board.session.started_at.date(), view.now.date()
    found = overview(board.actions, board.plan, began=began, today=today)
    return {
        "counts": {str(standing): count for standing, count in found.counts.items()},
        "check_on": found.check_on.isoformat() if found.check_on else None,
        "evaluate_on": found.evaluate_on.isoformat() if found.evaluate_on else None,
        "check_due": found.is_check_due,
        "evaluation_due": found.is_evaluation_due,
        "goals": [planned_goal_json(view, goal) for goal in board.goals],
        "points": _points(board),
        "versions": [_version(version, text) for version in reversed(board.versions)],
    }


def link_json(link: Link) -> Json:
    """One link of a chain."""
    return {
        "kind": str(link.kind),
        "text": link.text,
        "title": link.title,
        "day": link.day.isoformat(),
        "source": link.source,
    }


def _action(view: View, action: Action) -> Json:
    board = view.board
    began = board.session.started_at.date()
    due = due_day(action, began=began)
    review = next((one for one in board.action_reviews if one.action == action.id), None)
    return {
        **action_json(action),
        "due": due.isoformat() if due else None,
        "standing": str(standing_of(action, began=began, today=view.now.date())),
        "review": review_json(review),
    }


def _points(board: Board) -> list[Json]:
    return [
        {"id": one.point.id, "text": one.point.text, "goals": [goal.id for goal in one.goals]}
        for one in lifted(board)
    ]


def _version(version: PlanVersion, text: Text) -> Json:
    return {
        "number": version.number,
        "day": version.day.isoformat(),
        "role": text.t(HAND_WORDS[version.role]),
        "why": version.why,
        "changes": [text.say(say_change(change)) for change in version.changes],
    }
