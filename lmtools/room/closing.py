"""What a session leaves behind as a `Day`: shown and agreed things only, and no person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from lmtools.domain.answers import Answer
from lmtools.domain.day import (
    Day,
    GuessOutcome,
    PlannedGoal,
    Prioritisation,
    RatingOutcome,
    Reflection,
    Shared,
)
from lmtools.domain.plan import completeness, evaluations
from lmtools.domain.session import Phase, Step
from lmtools.domain.verbs import Kind
from lmtools.room.board.board import Board
from lmtools.room.limits import points_of
from lmtools.room.policy import RoomPolicy
from lmtools.room.revealing.ratings import rating_result
from lmtools.room.revealing.sharing import told_to_all
from lmtools.room.revealing.votes import guessed, result_of


def day_of(board: Board, answers: Mapping[str, Answer], policy: RoomPolicy, today: date) -> Day:
    """The day as a report may tell it; `answers` by step key, for revealed guesses only."""
    steps = board.session.steps
    return Day(
        session=board.session,
        joined=board.joined if board.joined >= policy.minimum else board.session.came,
        guesses=tuple(
            _guess(board, step, answers.get(step.key), policy)
            for step in steps
            if step.kind == Kind.GUESS and board.activity(step.key).revealed
        ),
        reflections=tuple(
            Reflection(step, board.plenary_points(step.key))
            for step in steps
            if step.kind == Kind.BOARD and board.reached(step.key, Phase.PLENARY)
        ),
        priorities=tuple(_priorities(board, policy)),
        goals=tuple(
            PlannedGoal(goal, tuple(action for action in board.actions if action.goal == goal.id))
            for goal in board.goals
        ),
        plan=board.plan,
        checks=completeness(board.goals, board.actions, board.plan, today=today),
        evaluations=evaluations(board.goals, board.actions, board.plan),
        ratings=tuple(_ratings(board, policy)),
        commitments=tuple(_commitments(board)),
        reached=frozenset(step.key for step in steps if board.reached(step.key)),
    )


def _guess(board: Board, step: Step, answer: Answer | None, policy: RoomPolicy) -> GuessOutcome:
    room, _ = guessed(board, step, policy)
    if answer is None:
        return GuessOutcome(step, room, None)
    return GuessOutcome(step, room, answer.figure, answer.low, answer.high, answer.unit_name)


def _priorities(board: Board, policy: RoomPolicy) -> list[Prioritisation]:
    found = []
    for step in board.session.steps:
        result = result_of(board, step, policy) if step.kind == Kind.VOTE else None
        if result is not None:
            found.append(Prioritisation(step, points_of(step), result, policy.minimum))
    return found


def _ratings(board: Board, policy: RoomPolicy) -> Iterator[RatingOutcome]:
    for step in board.session.steps:
        result = rating_result(board, step, policy) if step.kind == Kind.RATING else None
        if result is not None:
            yield RatingOutcome(step, result, policy.minimum)


def _commitments(board: Board) -> Iterator[Shared]:
    """What their writers have shared with everyone, once it could be seen; by id, which is random."""
    for step in board.session.steps:
        if step.kind == Kind.PRIVATE and board.reached(step.key, Phase.PLENARY):
            shared = told_to_all(one for one in board.commitments if one.step == step.key)
            if shared:
                texts = (one.text for one in sorted(shared, key=lambda one: one.id))
                yield Shared(step, tuple(texts))
