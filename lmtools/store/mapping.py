"""Domain dataclasses to rows and back. A field and its column have the same name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Table

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.contributions import (
    Audience,
    Commitment,
    Guess,
    Note,
    Point,
    PointStatus,
    Rating,
    Theme,
    Vote,
)
from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.history import Change, Hand, PlanVersion
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan
from lmtools.domain.session import (
    Activity,
    Draft,
    Duty,
    DutyTaken,
    Grouping,
    Participant,
    Phase,
    Ready,
    Step,
    WorkSession,
)
from lmtools.domain.shown import Shown
from lmtools.domain.summary import Summary
from lmtools.store import schema

T = TypeVar("T")
Row = dict[str, object]
"""Column -> value."""
_Reader = Callable[[Any], object]  # Any: what it reads is what `to_row` made of that very field

TABLES: dict[type[object], Table] = {
    WorkSession: schema.work_session,
    Participant: schema.participant,
    Activity: schema.activity,
    Ready: schema.ready,
    Draft: schema.draft,
    DutyTaken: schema.duty_taken,
    Note: schema.note,
    Point: schema.point,
    Theme: schema.theme,
    Guess: schema.guess,
    Vote: schema.vote,
    Rating: schema.rating,
    Commitment: schema.commitment,
    Shown: schema.shown,
    Goal: schema.goal,
    Action: schema.action,
    Plan: schema.plan,
    Summary: schema.summary,
    GoalReview: schema.goal_review,
    ActionReview: schema.action_review,
    PlanVersion: schema.plan_version,
}
KINDS = {table.name: kind for kind, table in TABLES.items()}
_ORDERS = {
    kind: attrgetter(*(["position"] if "position" in table.c else []), *table.primary_key.columns.keys())
    for kind, table in TABLES.items()
}
_NAMES = {kind: tuple(table.c.keys()) for kind, table in TABLES.items()}


def to_row(value: object) -> Row:
    """The value's fields as plain JSON-able values, column by column."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]  # always a dataclass


def from_row(kind: type[T], row: Iterable[object]) -> T:
    """The domain object of `kind` whose columns, in the order of its table, `row` holds."""
    values = dict(zip(_NAMES[kind], row, strict=True))
    for name, read in _READERS.get(kind, {}).items():
        values[name] = read(values[name])
    return kind(**values)


def in_order(kind: type[T], values: Iterable[T]) -> tuple[T, ...]:
    """The values by `position` where they have one, otherwise by their random key."""
    return tuple(sorted(values, key=_ORDERS[kind]))


def key_of(row: Mapping[str, object], table: Table) -> Row:
    """The part of `row` that is the table's primary key."""
    return {column.name: row[column.name] for column in table.primary_key}


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(field) for name, field in asdict(value).items()}
    return value


def _step(value: Mapping[str, Any]) -> Step:
    return Step(**{**value, "phases": tuple(Phase(phase) for phase in value["phases"])})


def _link(value: Mapping[str, Any]) -> Link:
    return Link(**{**value, "kind": LinkKind(value["kind"]), "day": date.fromisoformat(value["day"])})


def _optional(reader: _Reader) -> _Reader:
    return lambda value: None if value is None else reader(value)


_READERS: dict[type[object], dict[str, _Reader]] = {
    WorkSession: {
        "started_at": datetime.fromisoformat,
        "ends_on": date.fromisoformat,
        "steps": lambda steps: tuple(_step(step) for step in steps),
        "now_phase": Phase,
        "grouping": Grouping,
        "phase_ends_at": _optional(datetime.fromisoformat),
    },
    Activity: {"kept": _optional(tuple)},
    DutyTaken: {"duty": Duty},
    Commitment: {"audience": Audience, "status": PointStatus},
    Point: {"notes": tuple, "status": PointStatus},
    Goal: {"sources": tuple, "roots": lambda links: tuple(_link(link) for link in links)},
    Action: {"status": ActionStatus, "since": _optional(date.fromisoformat)},
    Plan: {"evaluate_on": _optional(date.fromisoformat)},
    GoalReview: {"verdict": _optional(GoalVerdict)},
    ActionReview: {"outcome": _optional(Outcome)},
    PlanVersion: {
        "day": date.fromisoformat,
        "role": Hand,
        "changes": lambda changes: tuple(Change(**change) for change in changes),
    },
}
