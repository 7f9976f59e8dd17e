"""The chain behind a goal, walked both ways: what it came from, and what came of each point.

Only what everybody has been shown is in it: plenary points once their phase has been reached, and votes
whose result has been revealed. What pupils and parents said was shown in their own session (`voicing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.contributions import PlenaryPoint
from lmtools.domain.counting import Priority
from lmtools.domain.plan import Goal
from lmtools.domain.session import Phase
from lmtools.domain.verbs import Kind
from lmtools.room.board.board import Board
from lmtools.room.policy import RoomPolicy
from lmtools.room.revealing.votes import result_of
from lmtools.text import Text


@dataclass(frozen=True)
class Lifted:
    """A plenary point, and the goals that were built on it."""

    point: PlenaryPoint
    goals: tuple[Goal, ...]


def chain_of(board: Board, goal: Goal, policy: RoomPolicy, text: Text) -> tuple[Link, ...]:
    """The links up to the goal: those from earlier sessions, this session's own, and the voices beside it."""
    earlier, voices = _parted(goal.roots)
    return (*earlier, *_own_links(board, goal, policy, text), *voices)


def lifted(board: Board) -> tuple[Lifted, ...]:
    """The plenary points of the session, each with the goals that came of it."""
    by_goal = {goal.id: {point.id for point in _sources(board, goal)} for goal in board.goals}
    return tuple(
        Lifted(point, tuple(goal for goal in board.goals if point.id in by_goal[goal.id]))
        for point in told(board)
    )


def told(board: Board) -> tuple[PlenaryPoint, ...]:
    """The plenary points that everybody has been shown, in the order of the day."""
    return tuple(
        point
        for step in board.session.steps
        if step.kind == Kind.BOARD and board.reached(step.key, Phase.PLENARY)
        for point in board.plenary_points(step.key)
    )


def _parted(roots: tuple[Link, ...]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """What was carried on, which ends with the goal as it was, and the voices that this session was given."""
    at = len(roots)
    while at and roots[at - 1].kind is LinkKind.VOICE:
        at -= 1
    return roots[:at], roots[at:]


def _own_links(board: Board, goal: Goal, policy: RoomPolicy, text: Text) -> Iterator[Link]:
    title, day = board.session.title, board.session.started_at.date()
    points = _sources(board, goal)
    is_told = any(point.text == goal.finding for point in points) or any(
        link.text.startswith(goal.finding) for link in goal.roots if link.kind is not LinkKind.VOICE
    )
    if goal.finding and not is_told:
        yield Link(LinkKind.FINDING, goal.finding, title, day)
    for point in points:
        yield Link(LinkKind.NOTE, _point_said(point, text), title, day, point.id)
        for option in _votes(board, point, policy):
            yield Link(LinkKind.VOTE, _vote_said(option, text), title, day, point.id)


def _sources(board: Board, goal: Goal) -> tuple[PlenaryPoint, ...]:
    return tuple(
        point
        for point in told(board)
        if point.id in goal.sources or (goal.finding and point.text == goal.finding)
    )


def _votes(board: Board, point: PlenaryPoint, policy: RoomPolicy) -> Iterator[Priority]:
    for step in board.session.steps:
        result = result_of(board, step, policy) if step.kind == Kind.VOTE else None
        if result is not None:
            yield from (one for one in result.options if one.id == point.id and one.id in result.kept)


def _point_said(point: PlenaryPoint, text: Text) -> str:
    if point.groups is None or point.of is None:
        return point.text
    return text.t("{text} (fra {groups} av {of} grupper)", text=point.text, groups=point.groups, of=point.of)


def _vote_said(option: Priority, text: Text) -> str:
    points = option.round2 if option.round2 is not None else option.round1
    if points is None:
        return text.t("Tatt med videre etter avstemningen")
    return text.t("Tatt med videre med {points} poeng", points=points)
