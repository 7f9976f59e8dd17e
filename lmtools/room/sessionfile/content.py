"""A session as the file holds it: JSON-able, and without anyone in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from lmtools.domain.contributions import Audience, Point, Theme
from lmtools.domain.jsonable import Json
from lmtools.domain.shown import Shown, columns_of, guessed_of, rated_of
from lmtools.room.board.board import Board
from lmtools.room.policy import RoomPolicy
from lmtools.store.mapping import to_row

# Named one by one: what a session is given later stays in the house until somebody has thought of it.
_OF_SESSION = (
    *("workbook", "title", "school_key", "school_name", "grade", "language", "groups", "grouping"),
    *("expected", "started_at", "ends_on", "steps", "now_step", "now_phase", "closed"),
)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def content_of(board: Board, policy: RoomPolicy) -> Json:
    """Everything of the session that may leave the house in a file."""
    return {
        "session": _session(board, policy),
        "activities": _rows(board.activities.values()),
        "themes": [_theme(board, theme) for theme in board.themes if not theme.removed],
        "points": [_point(point, at) for at, point in enumerate(_unordered(board.points), start=1)],
        "shown": [_shown(shown) for shown in board.shown],
        "commitments": [
            {"id": one.id, "step": one.step, "text": one.text, "status": str(one.status)}
            for one in _unordered(board.commitments)
            if one.audience == Audience.PLENARY
        ],
        "goals": _rows(board.goals, "removed"),
        "actions": _rows(board.actions, "removed"),
        "plan": _rows([board.plan])[0],
        "goal_reviews": _rows(board.goal_reviews),
        "action_reviews": _rows(board.action_reviews),
        "versions": _rows(board.versions),
        "summary": _rows([board.summary])[0] if board.summary else None,
    }


def _session(board: Board, policy: RoomPolicy) -> Json:
    session = board.session
    came = board.joined if board.joined >= policy.minimum else session.came
    row = to_row(session)
    return {**{name: row[name] for name in _OF_SESSION}, "origin": session.mark, "came": came}


def _theme(board: Board, theme: Theme) -> Json:
    """With the number of groups behind it, where that may be told; which they were is told to nobody."""
    (seen,) = (point for point in board.plenary_points(theme.step) if point.id == theme.id)
    row = _without(to_row(theme), "session", "removed")
    return {**row, "groups": seen.groups, "of": seen.of}


def _point(point: Point, position: int) -> Json:
    row = _without(to_row(point), "session", "group", "notes", "removed", "revision")
    return {**row, "position": position}


def _shown(shown: Shown) -> Json:
    """A result as people saw it: how many stood behind it, and not who."""
    content: Json = {}
    if columns := columns_of(shown):
        content["columns"] = [
            {"round": one.round, "points": dict(one.points), "voters": len(one.ballots)} for one in columns
        ]
    if guessed := guessed_of(shown):
        content["guessed"] = _without(guessed.as_json(), "people")
    if rated := rated_of(shown):
        content["rated"] = [_without(one.as_json(), "given") for one in rated]
    return {"step": shown.step, "number": shown.number, "again": shown.again, "content": content}


def _unordered(values: Iterable[T]) -> list[T]:
    """By id, which is random: in which order they came is told to nobody."""
    return sorted(values, key=lambda one: one.id)


def _rows(values: Iterable[object], *without: str) -> list[Json]:
    return [_without(to_row(value), "session", *without) for value in values]


def _without(row: Json, *names: str) -> Json:
    return {name: value for name, value in row.items() if name not in names}
