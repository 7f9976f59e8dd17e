"""How a database stands, for somebody who asks before the server is started. Changes nothing in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url

from lmtools.store.engine import is_sqlite, make_engine
from lmtools.store.trouble import BROKEN, StoreUnavailable, as_sentences
from lmtools.store.upgrade import is_behind

TRIED_POSTGRESQL = 15
"""The oldest PostgreSQL that the tests run on."""


@dataclass(frozen=True)
class Seen:
    """A database that answers. `is_behind`: its schema is older than ours, and is upgraded at the next start.

    `is_untried`: the tests run on a newer PostgreSQL.
    """

    kind: str
    is_behind: bool
    is_untried: bool


def look(url: str) -> Seen | None:
    """What the database at `url` is; None when it is a file that is still to be made.

    Raises:
        StoreUnavailable: when it does not answer, is broken, or is newer than we are.
        UsageError: when the address is none of ours.
    """
    if url.startswith("sqlite") and not _is_there(url):
        return None
    engine = make_engine(url)
    try:
        with as_sentences(setting_up=True), engine.connect() as connection:
            return _seen(engine, connection)
    finally:
        engine.dispose()


def _is_there(url: str) -> bool:
    file = Path(str(make_url(url).database))
    return file.is_file() and file.stat().st_size > 0


def _seen(engine: Engine, connection: Connection) -> Seen:
    if is_sqlite(engine):
        if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
            raise StoreUnavailable(BROKEN)
        return Seen("SQLite", is_behind(connection), is_untried=False)
    version = str(connection.execute(text("SHOW server_version")).scalar()).split()[0]
    is_untried = int(version.split(".")[0]) < TRIED_POSTGRESQL
    return Seen(f"PostgreSQL {version}", is_behind(connection), is_untried)
