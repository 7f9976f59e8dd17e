"""Connections to SQLite and PostgreSQL: few, short, and opened only when first used."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from lmtools.errors import UsageError

BUSY_SECONDS = 5  # shorter than a page waits for its answer
POOL_SIZE = 6
"""As many as the server has threads for the room, and never more: what a node takes of a database."""


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://…`; connects to nothing yet.

    Raises UsageError for any other kind of address. The address is not repeated: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("unknown")
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return _sqlite(parsed)
    if backend in ("postgresql", "postgres"):
        return _postgresql(parsed)
    raise UsageError("Vi kjenner ikke databaseadressen. Den må begynne med sqlite:/// eller postgresql://.")


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine's database is a SQLite file."""
    return engine.dialect.name == "sqlite"


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database))
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "do_connect", lambda *_: _make_private(file))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(file: Path) -> None:
    """Make the file before SQLite does, for its owner only; SQLite gives its side files the same mode."""
    with suppress(OSError):  # SQLite meets the same trouble, and its error is told
        file.touch(mode=0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",  # readers do not wait for a writer
        "synchronous=FULL",  # what is acknowledged survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a read that later turns into a write could only fail.
    writes = connection.get_execution_options().get("lmtools_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,  # a connection that a restart of the database has cut is replaced unnoticed
        pool_recycle=600,
        hide_parameters=True,
        connect_args={
            "application_name": "lmtools",
            "connect_timeout": 5,
            # A database that is gone without a word is let go of, before every thread waits for it.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "tcp_user_timeout": (BUSY_SECONDS + 5) * 1000,
            "options": f"-c statement_timeout={BUSY_SECONDS}s -c lock_timeout={BUSY_SECONDS}s",
        },
    )
