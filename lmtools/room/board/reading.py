"""A session's board read from the store: all of it, or only what is known to have been changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from lmtools.domain.contributions import Note, Point, Theme
from lmtools.domain.following import ActionReview, GoalReview
from lmtools.domain.history import PlanVersion
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.domain.session import Activity, DutyTaken, Participant, WorkSession
from lmtools.domain.shown import Shown
from lmtools.domain.summary import Summary
from lmtools.room.board.board import WRITTEN, Board, W, Written
from lmtools.store import WHOLE, Work, in_order

T = TypeVar("T")

Fields = dict[str, Any]
"""Fields of a board by name. Any: what each of them holds is said by the board, not by a dict."""

Touched = Mapping[type[object], Collection[str]]
"""What a change has written, as `Work.touched` has it."""


def read_board(work: Work, session: str, *, text_minimum: int) -> Board | None:
    """The session's board, or None when the session is gone."""
    found = work.one(WorkSession, id=session)
    if found is None:
        return None
    people = _people(work, session)
    return Board(
        session=found,
        participants=people,
        **_read(work, session, _READ),
        **_written(people, {kind: _rows(work, session, kind) for kind in WRITTEN}),
        can_undo=work.can_undo(session),
        text_minimum=text_minimum,
    )


def renewed(work: Work, board: Board, touched: Touched) -> Board | None:
    """The board as it stands now, when nothing else than this has changed. None when it is gone."""
    key = board.session.id
    found = work.one(WorkSession, id=key)
    if found is None:
        return None
    people = _renewed_people(work, board, touched.get(Participant, ()))
    if _trial(people) != _trial(board.participants):
        return read_board(work, key, text_minimum=board.text_minimum)
    written = {kind: _renewed(work, board, kind, touched[kind]) for kind in WRITTEN if kind in touched}
    return replace(
        board,
        session=found,
        participants=people,
        **_read(work, key, touched.keys() & _READ.keys()),
        **_written(people, written, board),
        can_undo=work.can_undo(key),
    )


def _renewed_people(work: Work, board: Board, who: Collection[str]) -> Mapping[str, Participant]:
    if WHOLE in who:
        return _people(work, board.session.id)
    found = (work.one(Participant, session=board.session.id, id=key) for key in who)
    people = {**board.participants, **{person.id: person for person in found if person}}
    return {person.id: person for person in in_order(Participant, people.values())}


def _read(work: Work, session: str, kinds: Iterable[type[object]]) -> Fields:
    fields = (_READ[kind] for kind in kinds)
    return {name: read(work, session) for name, read in fields}


def _renewed(work: Work, board: Board, kind: type[W], whose: Collection[str]) -> tuple[W, ...]:
    """All rows of `kind`, those of `whose` read anew."""
    if WHOLE in whose:
        return _rows(work, board.session.id, kind)
    name = WRITTEN[kind]
    kept: list[W] = [*getattr(board, name), *cast("tuple[W, ...]", board.trials.get(name, ()))]
    read = [one for person in whose for one in _rows(work, board.session.id, kind, participant=person)]
    return in_order(kind, [*(one for one in kept if one.participant not in whose), *read])


def _all(kind: type[T], **where: object) -> Callable[[Work, str], tuple[T, ...]]:
    return lambda work, session: work.all(kind, session=session, **where)


_READ: Mapping[type[object], tuple[str, Callable[[Work, str], object]]] = {
    Activity: ("activities", lambda work, session: {one.step: one for one in _all(Activity)(work, session)}),
    DutyTaken: ("duties", _all(DutyTaken)),
    Point: ("points", _all(Point, removed=False)),
    Theme: ("themes", _all(Theme)),
    Goal: ("goals", _all(Goal, removed=False)),
    Action: ("actions", _all(Action, removed=False)),
    Plan: ("plan", lambda work, session: work.one(Plan, session=session) or Plan(session)),
    Shown: ("shown", _all(Shown)),
    GoalReview: ("goal_reviews", _all(GoalReview)),
    ActionReview: ("action_reviews", _all(ActionReview)),
    PlanVersion: ("versions", _all(PlanVersion)),
    Summary: ("summary", lambda work, session: work.one(Summary, session=session)),
}
"""The field of a board that holds what is stored of a kind, and how it is read."""


def _people(work: Work, session: str) -> dict[str, Participant]:
    return {person.id: person for person in work.all(Participant, session=session)}


def _trial(people: Mapping[str, Participant]) -> frozenset[str]:
    return frozenset(person.id for person in people.values() if person.trial)


def _rows(work: Work, session: str, kind: type[W], **where: str) -> tuple[W, ...]:
    return work.all(kind, session=session, **({"removed": False} if kind is Note else {}), **where)


def _written(
    people: Mapping[str, Participant],
    rows: Mapping[type[Written], tuple[Written, ...]],
    before: Board | None = None,
) -> Fields:
    """What counts of `rows`, and in `trials` what the one who leads has tried out."""
    trial, found, tried = _trial(people), {}, dict(before.trials if before else {})
    for kind, all_of_kind in rows.items():
        name = WRITTEN[kind]
        found[name] = tuple(one for one in all_of_kind if one.participant not in trial)
        tried[name] = tuple(one for one in all_of_kind if one.participant in trial)
    return {**found, "trials": {name: some for name, some in tried.items() if some}}
