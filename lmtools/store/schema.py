"""The tables of the store, in SQLAlchemy Core, alike in SQLite and PostgreSQL.

Every table of what people wrote hangs on `work_session` and is deleted with it. No table holds a time
of writing (the history of a plan holds the day on which who leads it changed it, and no name), and in
SQLite the tables keep no hidden row number either: their order is that of random ids, so that the file
does not tell in which order anonymous texts came.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = 64


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_with_rowid=False)


def _key(name: str, length: int = ID) -> Column[str]:
    return Column(name, String(length), primary_key=True)


def _of_session(*, primary_key: bool = False) -> Column[str]:
    owner = ForeignKey("work_session.id", ondelete="CASCADE")
    return Column("session", String(ID), owner, primary_key=primary_key, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _word(name: str) -> Column[str]:
    return Column(name, String(ID), nullable=False)


def _box() -> Column[str]:
    return Column("box", String(ID), nullable=False, server_default="")


def _later_flag(name: str) -> Column[bool]:
    """A flag that rows from before it was there do not have."""
    return Column(name, Boolean, nullable=False, server_default=false())


def _later_text(name: str) -> Column[str]:
    """A text that rows from before it was there do not have."""
    return Column(name, Text, nullable=False, server_default="")


def _later_list(name: str) -> Column[list[object]]:
    """A list that rows from before it was there do not have."""
    return Column(name, JSON, nullable=False, server_default="[]")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


work_session = _table(
    "work_session",
    _key("id"),
    Column("code", String(6), nullable=False, unique=True),
    _word("workbook"),
    _text("title"),
    _word("school_key"),
    _text("school_name"),
    _word("grade"),
    _word("language"),
    _number("groups"),
    _number("expected"),
    _word("started_at"),
    _word("ends_on"),
    Column("steps", JSON, nullable=False),
    _word("now_step"),
    _word("now_phase"),
    Column("phase_ends_at", String(ID)),
    Column("paused_left", Integer),
    _flag("closed"),
    _number("revision"),
    _later_flag("recess"),
    _later_flag("rehearsal"),
    Column("grouping", String(ID), nullable=False, server_default="dealt"),
    Column("origin", String(ID), nullable=False, server_default=""),
    Column("came", Integer),
)
facilitator_key = _table("facilitator_key", _of_session(primary_key=True), _word("key_hash"))
participant = _table(
    "participant",
    _key("id"),
    _of_session(),
    _word("browser_hash"),
    _number("group"),
    _word("language"),
    _later_flag("phone"),
    _later_flag("trial"),
    UniqueConstraint("session", "browser_hash"),
)
activity = _table(
    "activity",
    _of_session(primary_key=True),
    _key("step"),
    _flag("revealed"),
    _number("round"),
    Column("kept", JSON(none_as_null=True)),
)
ready = _table("ready", _of_session(primary_key=True), _key("step"), _key("moment"), _key("participant"))
duty_taken = _table(
    "duty_taken",
    _of_session(primary_key=True),
    Column("group", Integer, primary_key=True, autoincrement=False),
    _key("duty"),
    _word("participant"),
)
draft = _table(
    "draft",
    _of_session(primary_key=True),
    _key("participant"),
    _key("step"),
    _key("box"),
    _text("text"),
)
note = _table(
    "note",
    _of_session(primary_key=True),
    _key("id"),
    _word("step"),
    _word("participant"),
    _text("text"),
    _flag("shared"),
    _flag("removed"),
    _number("position"),
    Column("group", Integer),
    _box(),
    Index(None, "session", "step"),
)
point = _table(
    "point",
    _of_session(primary_key=True),
    _key("id"),
    _word("step"),
    _number("group"),
    _text("text"),
    Column("notes", JSON, nullable=False),
    _word("status"),
    Column("theme", String(ID)),
    _flag("removed"),
    _number("revision"),
    _number("position"),
    _box(),
    Index(None, "session", "step"),
)
theme = _table(
    "theme",
    _of_session(primary_key=True),
    _key("id"),
    _word("step"),
    _text("text"),
    _flag("removed"),
    _number("position"),
    _box(),
    Column("groups", Integer),
    Column("of", Integer),
    Index(None, "session", "step"),
)
guess = _table(
    "guess",
    _of_session(primary_key=True),
    _key("step"),
    _key("participant"),
    Column("value", Float, nullable=False),
)
vote = _table(
    "vote",
    _of_session(primary_key=True),
    _key("step"),
    Column("round", Integer, primary_key=True, autoincrement=False),
    _key("participant"),
    _key("option"),
    _number("points"),
)
# One row for all that one participant answers in a step: they are replaced together.
rating = _table(
    "rating",
    _of_session(primary_key=True),
    _key("step"),
    _key("participant"),
    Column("given", JSON, nullable=False),
)
commitment = _table(
    "commitment",
    _of_session(primary_key=True),
    _key("step"),
    _key("participant"),
    _word("id"),
    _text("text"),
    _word("audience"),
    Column("group", Integer),
    _word("status"),
)
# What has been shown of a vote or a guess, oldest first, with what stood behind it: never undone.
shown = _table(
    "shown",
    _of_session(primary_key=True),
    _key("step"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", JSON, nullable=False),
    _flag("again"),
)
goal = _table(
    "goal",
    _of_session(primary_key=True),
    _key("id"),
    _word("step"),
    _text("text"),
    _text("finding"),
    _text("target"),
    _flag("removed"),
    _number("revision"),
    _number("position"),
    _later_list("sources"),
    _later_text("indicator"),
    _later_list("roots"),
)
action = _table(
    "action",
    _of_session(primary_key=True),
    _key("id"),
    _word("goal"),
    _text("text"),
    _text("who"),
    _text("when"),
    _text("success_sign"),
    _word("status"),
    _flag("removed"),
    _number("revision"),
    _number("position"),
    _later_text("process_sign"),
    _later_text("balancing_sign"),
    _later_text("needs"),
    Column("since", String(ID)),
)
plan = _table(
    "plan",
    _of_session(primary_key=True),
    _text("participation"),
    _text("support_leader"),
    _text("support_owner"),
    _text("support_ppt"),
    Column("evaluate_on", String(ID)),
    _number("revision"),
)
goal_review = _table(
    "goal_review",
    _of_session(primary_key=True),
    _key("goal"),
    Column("verdict", String(ID)),
    _text("learned"),
    _text("questioned"),
    _number("revision"),
)
action_review = _table(
    "action_review",
    _of_session(primary_key=True),
    _key("action"),
    Column("outcome", String(ID)),
    _text("why"),
    _number("revision"),
)
# What was changed in the plan after the day. Rows are only added.
plan_version = _table(
    "plan_version",
    _of_session(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _word("day"),
    _word("role"),
    _text("why"),
    Column("changes", JSON, nullable=False),
)
# The page for pupils and parents, as the facilitator has written it.
summary = _table(
    "summary",
    _of_session(primary_key=True),
    _text("headline"),
    _text("said"),
    _text("does"),
    _number("revision"),
)
# What a client has asked for and been answered, so that asking again changes nothing.
command = _table(
    "command",
    _of_session(primary_key=True),
    _key("actor"),
    _key("id"),
    Column("answer", JSON, nullable=False),
)
# The facilitator's moves, newest last, each with what the changed fields held before.
move = _table(
    "move",
    _of_session(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("before", JSON, nullable=False),
)
