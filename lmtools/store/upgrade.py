"""Bring a database to this version's schema; refuse one from a newer lmtools."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from lmtools.store.engine import is_sqlite
from lmtools.store.trouble import StoreUnavailable

_PATIENCE_MINUTES = 10
LOCK = 0x6C6D746F  # "lmto": two processes that start at once take turns


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing. Raises StoreUnavailable when the schema is newer than we know."""
    scripts = ScriptDirectory(str(_folder()))
    with engine.connect() as connection:
        if _version(connection, scripts) == scripts.get_current_head():
            return
    with engine.connect().execution_options(lmtools_write=True) as connection, connection.begin():
        if not is_sqlite(engine):
            _take_turn(connection)
        if _version(connection, scripts) != scripts.get_current_head():
            config = Config()
            config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def is_behind(connection: Connection) -> bool:
    """Whether there is an older schema. Raises StoreUnavailable when it is newer than we know."""
    scripts = ScriptDirectory(str(_folder()))
    return _version(connection, scripts) not in (None, scripts.get_current_head())


def _take_turn(connection: Connection) -> None:
    """Wait until no other node is at it; a migration of much text may take longer than a command."""
    for limit in ("statement_timeout", "lock_timeout"):
        connection.execute(text(f"SET LOCAL {limit} = '{_PATIENCE_MINUTES}min'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _folder() -> Path:
    return Path(__file__).parent / "migrations"


def _version(connection: Connection, scripts: ScriptDirectory) -> str | None:
    version = MigrationContext.configure(connection).get_current_revision()
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreUnavailable(
            "Lageret er laget av en nyere utgave av lmtools. Oppgrader lmtools, og prøv igjen."
        )
    return version
