"""A store that was upgraded step by step is the one that a new lmtools would make, to the last constraint."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine

from lmtools.store import Store, migrations
from lmtools.store.engine import make_engine
from lmtools.store.schema import metadata
from tests.store.test_together import at_once

COPIES = "0003"  # reads the drafts that it puts in a new table, so its SQL depends on what is there


@pytest.fixture
def upgraded(empty):
    """The tables as the migrations build them."""
    return described(empty)


def described(file: Path) -> dict[str, object]:
    """All that SQLite knows of each table but the order of its columns."""
    with sqlite3.connect(file) as database:
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: {
                "columns": sorted(row[1:] for row in database.execute(f"PRAGMA table_xinfo('{name}')")),
                "references": [row[2:] for row in database.execute(f"PRAGMA foreign_key_list('{name}')")],
                "indexes": sorted(indexes(database, name)),
                "constraints": sorted(re.findall(r"CONSTRAINT (\w+)", sql)),
                "has no row number": "WITHOUT ROWID" in sql,
            }
            for name, sql in tables
            if name != "alembic_version"
        }


def indexes(database: sqlite3.Connection, table: str) -> Iterator[tuple[str, bool, list[str]]]:
    """Each index with its name, if it is ours, whether it is unique, and its columns."""
    for _, name, unique, origin, _ in database.execute(f"PRAGMA index_list('{table}')").fetchall():
        columns = [row[2] for row in database.execute(f"PRAGMA index_info('{name}')")]
        yield name if origin == "c" else origin, bool(unique), columns


def test_the_migrations_build_what_a_new_store_would_be(upgraded, tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")
    metadata.create_all(engine)
    engine.dispose()
    new = described(tmp_path / "new.sqlite")
    assert sorted(upgraded) == sorted(new) == sorted(metadata.tables)
    for table, found in upgraded.items():
        assert found == new[table], table


def migrated(dialect: str) -> str:
    """The SQL of all migrations but the one that copies."""
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name=dialect, opts={"as_sql": True, "output_buffer": written}
    )
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    with Operations.context(context):
        for script in reversed(list(scripts.walk_revisions())):
            if script.revision != COPIES:
                script.module.upgrade()
    return written.getvalue()


def test_postgresql_numbers_no_row_of_ours_by_itself_and_deletes_what_hangs_on_a_session():
    sql = migrated("postgresql")
    made: list[str] = []
    engine = create_mock_engine(
        "postgresql+psycopg://", lambda ddl, *_, **__: made.append(str(ddl.compile(dialect=engine.dialect)))
    )
    metadata.create_all(engine, checkfirst=False)
    for written in (sql, "\n".join(made)):
        assert "SERIAL" not in written
        assert written.count("FOREIGN KEY") == written.count("ON DELETE CASCADE") > 10


def test_the_versions_follow_each_other_without_a_gap_or_a_fork():
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    found = [script.revision for script in scripts.walk_revisions()]
    assert found == [f"{number:04}" for number in range(len(found), 0, -1)]
    assert scripts.get_heads() == found[:1]


def test_servers_that_start_at_once_on_a_new_store_upgrade_it_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    stores = at_once([lambda: Store.open(url)] * 4)
    for store in stores:
        store.close()
    with sqlite3.connect(tmp_path / "store.sqlite") as database:
        assert len(database.execute("SELECT version_num FROM alembic_version").fetchall()) == 1
