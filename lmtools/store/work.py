"""One transaction's work: read and write domain objects, answer a command once, remember a move."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypedDict, TypeVar

from sqlalchemy import Connection, Select, Table, and_, bindparam, func, insert, select, true, update
from sqlalchemy import delete as sql_delete
from sqlalchemy.sql import ColumnElement

from lmtools.domain.session import Participant, WorkSession
from lmtools.store import schema
from lmtools.store.mapping import KINDS, TABLES, Row, from_row, in_order, key_of, to_row

T = TypeVar("T")

WHOLE = "*"
"""In `Work.touched`: rows of nobody in particular."""


class _Undo(TypedDict):
    """What it takes to undo one write: what the changed fields held, or None where the row was new."""

    table: str
    key: Row
    before: Row | None


class Work:
    """Reads and writes inside one transaction. Made by `Store.reading` and `Store.changing` only.

    `touched` is what was written so far: of each kind whose (the field `participant`; of a Participant, its
    `id`), where WHOLE stands for anybody's. `raised_to` is the revision that it led to.
    """

    def __init__(self, connection: Connection) -> None:
        self.touched: dict[type[object], set[str]] = {}
        self.raised_to: int | None = None
        self._connection = connection
        self._before: list[_Undo] | None = None

    def one(self, kind: type[T], **where: object) -> T | None:
        """The only `kind` with these fields, or None."""
        row = self._connection.execute(_query(TABLES[kind], tuple(where)), where).first()
        return None if row is None else from_row(kind, row)

    def all(self, kind: type[T], **where: object) -> tuple[T, ...]:
        """Every `kind` with these fields: by `position` where it has one, otherwise by its random key."""
        rows = self._connection.execute(_query(TABLES[kind], tuple(where)), where)
        return in_order(kind, (from_row(kind, row) for row in rows))  # databases order letters differently

    def count(self, kind: type[object], **where: object) -> int:
        """How many `kind` have these fields."""
        table = TABLES[kind]
        query = select(func.count()).select_from(table).where(_matches(table, where))
        return int(self._connection.execute(query).scalar_one())

    def tally(self, kind: type[object], by: str, **where: object) -> dict[Any, int]:
        """How many `kind` with these fields there are of each value of `by`, a field of any type."""
        column = TABLES[kind].c[by]
        query = select(column, func.count()).where(_matches(TABLES[kind], where)).group_by(column)
        return {value: int(count) for value, count in self._connection.execute(query)}

    def put(self, value: object) -> None:
        """Insert `value`, or update the row with its key."""
        table, row = TABLES[type(value)], to_row(value)
        key = key_of(row, table)
        earlier = self._row(table, key)
        if earlier is None:
            self._connection.execute(insert(table), row)
            self._note(table, key, None, row)
            return
        changed = {name: new for name, new in row.items() if earlier[name] != new}
        if changed:
            self._connection.execute(update(table).where(_matches(table, key)).values(changed))
            self._note(table, key, {name: earlier[name] for name in changed}, row)

    def remove(self, kind: type[object], **where: object) -> None:
        """Delete every `kind` with these fields."""
        self._touch(kind, where)
        table = TABLES[kind]
        self._connection.execute(sql_delete(table).where(_matches(table, where)))

    def next_position(self, kind: type[object], **where: object) -> int:
        """One more than the highest position among those with these fields; 1 for the first."""
        table = TABLES[kind]
        highest = select(func.max(table.c.position)).where(_matches(table, where))
        return int(self._connection.execute(highest).scalar() or 0) + 1

    def bump(self, session: WorkSession) -> int:
        """Raise the locked session's revision by one and return it."""
        table, revision = schema.work_session, session.revision + 1
        self._connection.execute(update(table).where(table.c.id == session.id).values(revision=revision))
        self.raised_to = revision
        return revision

    # --- commands, each answered once -------------------------------------------------------------

    def answer_to(self, session: str, actor: str, command: str) -> Row | None:
        """What this actor's command was answered, if it has been carried out before."""
        table = schema.command
        key = {"session": session, "actor": actor, "id": command}
        answer: Row | None = self._connection.execute(
            select(table.c.answer).where(_matches(table, key))
        ).scalar()
        return answer

    def remember_answer(self, session: str, actor: str, command: str, answer: Row) -> None:
        """Keep the answer, so that the same command is not carried out again."""
        row = {"session": session, "actor": actor, "id": command, "answer": answer}
        self._connection.execute(insert(schema.command).values(row))

    # --- the facilitator's moves, which can be undone ---------------------------------------------

    def record(self) -> None:
        """From now on, note what each changed field held before."""
        self._before = []

    def keep_move(self, session: str) -> None:
        """Store what was noted since `record` as one move; nothing when nothing changed."""
        if self._before:
            number = (self._last_move(session) or 0) + 1
            row = {"session": session, "number": number, "before": self._before}
            self._connection.execute(insert(schema.move).values(row))
        self._before = None

    def can_undo(self, session: str) -> bool:
        """Whether there is a move to take back."""
        return self._last_move(session) is not None

    def undo(self, session: str) -> bool:
        """Take back the last move: only the fields it changed. False when there is none."""
        number = self._last_move(session)
        if number is None:
            return False
        key = {"session": session, "number": number}
        before = self._connection.execute(
            select(schema.move.c.before).where(_matches(schema.move, key))
        ).scalar_one()
        for change in reversed(before):
            self._restore(change)
        self._connection.execute(sql_delete(schema.move).where(_matches(schema.move, key)))
        return True

    # --- the session itself -----------------------------------------------------------------------

    def add_session(self, session: WorkSession, key_hash: str) -> None:
        """Store a new session and the hash of its facilitator's key."""
        self._connection.execute(insert(schema.work_session).values(to_row(session)))
        row = {"session": session.id, "key_hash": key_hash}
        self._connection.execute(insert(schema.facilitator_key).values(row))

    def key_hash(self, session: str) -> str | None:
        """The hash of the session's facilitator key."""
        table = schema.facilitator_key
        found: str | None = self._connection.execute(
            select(table.c.key_hash).where(table.c.session == session)
        ).scalar()
        return found

    def delete_session(self, session: str) -> None:
        """Delete the session and everything written in it."""
        table = schema.work_session
        self._connection.execute(sql_delete(table).where(table.c.id == session))

    def revision(self, session: str) -> int | None:
        """The session's revision, or None when it is gone."""
        table = schema.work_session
        return self._connection.execute(select(table.c.revision).where(table.c.id == session)).scalar()

    def revisions(self, codes: Collection[str]) -> dict[str, int]:
        """The revision of each session with one of these codes."""
        table = schema.work_session
        rows = self._connection.execute(select(table.c.code, table.c.revision).where(table.c.code.in_(codes)))
        return {row.code: row.revision for row in rows}

    def _last_move(self, session: str) -> int | None:
        moves = schema.move.c
        newest = select(func.max(moves.number)).where(moves.session == session)
        found: int | None = self._connection.execute(newest).scalar()
        return found

    def _row(self, table: Table, key: Row) -> Row | None:
        row = self._connection.execute(_query(table, tuple(key)), key).mappings().first()
        return None if row is None else dict(row)

    def _touch(self, kind: type[object], row: Row) -> None:
        whose = str(row.get("id" if kind is Participant else "participant", WHOLE))
        self.touched.setdefault(kind, set()).add(whose)

    def _note(self, table: Table, key: Row, before: Row | None, row: Row) -> None:
        self._touch(KINDS[table.name], row)
        if self._before is not None:
            self._before.append({"table": table.name, "key": key, "before": before})

    def _restore(self, change: _Undo) -> None:
        kind = KINDS[change["table"]]
        self._touch(kind, {})
        table = TABLES[kind]
        which = _matches(table, change["key"])
        if change["before"] is None:
            self._connection.execute(sql_delete(table).where(which))
        else:
            self._connection.execute(update(table).where(which).values(change["before"]))


def lock(connection: Connection, session: str) -> WorkSession | None:
    """The session, with its row locked until the transaction ends, so that its changes come one by one."""
    table = schema.work_session
    row = connection.execute(_query(table, ("id",), locked=True), {"id": session}).first()
    return None if row is None else from_row(WorkSession, row)


@cache
def _query(table: Table, names: tuple[str, ...], *, locked: bool = False) -> Select[tuple[object, ...]]:
    """All rows of `table` with given values, none of them null, in its columns `names`.

    Kept, because making such a query takes longer than asking it, and everybody asks the same few.
    """
    query = select(table).where(true(), *(table.c[name] == bindparam(name) for name in names))
    return query.with_for_update() if locked else query


def _matches(table: Table, where: Mapping[str, object]) -> ColumnElement[bool]:
    return and_(true(), *(table.c[name] == value for name, value in where.items()))
