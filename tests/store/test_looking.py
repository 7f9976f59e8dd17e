"""How a database stands is told before anything is changed, and an old one is upgraded on both kinds."""

from __future__ import annotations

import hashlib
import itertools
import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import JSON, Boolean, MetaData, create_engine, make_url, text
from sqlalchemy.types import TypeEngine

from lmtools.room import Room, RoomPolicy
from lmtools.store import Seen, Store, StoreUnavailable, look
from lmtools.store.engine import make_engine
from tests.store.conftest import SERVER
from tests.store.test_store import set_version, upgrade_to

FIRST = Path(__file__).parent / "files" / "store-v1.db"
"""Written by the first lmtools: six people, a vote, a goal with its action."""
postgres = [pytest.mark.postgres, pytest.mark.skipif(not SERVER, reason="needs LMTOOLS_TEST_DATABASE")]


def test_a_database_of_today_answers_and_is_not_behind(store, url):
    seen = look(url)
    assert seen is not None
    assert seen.kind.startswith("SQLite" if url.startswith("sqlite") else "PostgreSQL")
    assert (seen.is_behind, seen.is_untried) == (False, False)


def test_a_file_that_is_not_there_yet_is_not_made(tmp_path):
    assert look(f"sqlite:///{tmp_path / 'store.sqlite'}") is None
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_and_a_folder_are_no_store_yet(tmp_path):
    (tmp_path / "store.sqlite").touch()
    assert look(f"sqlite:///{tmp_path / 'store.sqlite'}") is None
    assert look(f"sqlite:///{tmp_path}") is None
    assert (tmp_path / "store.sqlite").stat().st_size == 0


def test_a_file_is_told_of_as_what_it_is(empty):
    assert look(f"sqlite:///{empty}") == Seen("SQLite", is_behind=False, is_untried=False)


def test_an_older_file_is_told_of_and_left_as_it_is(tmp_path):
    file = Path(shutil.copy(FIRST, tmp_path / "store.sqlite"))
    schema = schema_of(file)
    seen = look(f"sqlite:///{file}")
    assert seen is not None
    assert seen.is_behind
    assert schema_of(file) == schema


def schema_of(file: Path) -> str:
    with sqlite3.connect(file) as database:
        rows = database.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_a_newer_database_is_refused(store, url):
    store.close()
    ours = set_version(url, "9999")
    try:
        with pytest.raises(StoreUnavailable, match="nyere utgave"):
            look(url)
    finally:
        set_version(url, ours)


@pytest.mark.parametrize("where", [0, 4096])
def test_a_broken_file_is_told_of_wherever_it_is_broken(empty, tmp_path, where):
    file = Path(shutil.copy(empty, tmp_path / "store.sqlite"))
    with file.open("r+b") as opened:
        opened.seek(where)
        opened.write(b"\xff" * 4096)
    with pytest.raises(StoreUnavailable, match="Hent den fra sikkerhetskopien"):
        look(f"sqlite:///{file}")


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    file = Path(shutil.copy(FIRST, tmp_path / "store.sqlite"))
    schema = schema_of(file)
    with sqlite3.connect(file) as database:  # in the way of the last of the migrations
        database.execute("CREATE TABLE plan_version (id TEXT)")
    with pytest.raises(StoreUnavailable):
        Store.open(f"sqlite:///{file}")
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE plan_version")
    assert schema_of(file) == schema


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"port": 1}, "Ingen database svarer på adressa", id="nothing there"),
        pytest.param({"host": "finnes-ikke.invalid"}, "Ingen database svarer på adressa", id="no such host"),
        pytest.param(
            {"database": "lmtools_borte"}, "Databasen finnes ikke", marks=postgres, id="no database"
        ),
        pytest.param(
            {"username": "lmtools_borte"}, "kjenner ikke brukeren", marks=postgres, id="no such user"
        ),
    ],
)
def test_what_keeps_us_from_a_database_is_told_without_its_password(change, sentence):
    server = make_url(SERVER or "postgresql://lmtools@127.0.0.1/lmtools").set(password="hemmelig")
    url = server.set(**change).render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailable, match=sentence) as told:
        look(url)
    assert "hemmelig" not in str(told.value)


@pytest.fixture
def own_postgresql() -> Iterator[str]:
    """A PostgreSQL database with nothing in it, not even our tables."""
    server = make_url(str(SERVER)).set(drivername="postgresql+psycopg")
    name = f"lmtools_old_{secrets.token_hex(6)}"
    maker = create_engine(server, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with maker.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    maker.dispose()


@pytest.mark.postgres
@pytest.mark.skipif(not SERVER, reason="needs LMTOOLS_TEST_DATABASE")
def test_what_the_first_lmtools_wrote_is_opened_from_postgresql_too(own_postgresql):
    seen = look(own_postgresql)
    assert seen is not None
    assert not seen.is_behind  # there is nothing yet
    upgrade_to(own_postgresql, "0001")
    copy_rows(FIRST, own_postgresql)
    seen = look(own_postgresql)
    assert seen is not None
    assert seen.is_behind
    store = Store.open(own_postgresql)
    day = Room(store, policy=RoomPolicy()).day("858847")
    assert day.joined == 6
    assert [[action.text for action in planned.actions] for planned in day.goals] == [["Stå i døra"]]
    store.close()


def copy_rows(file: Path, url: str) -> None:
    """Put every row of `file` into the same tables at `url`."""
    engine, metadata = make_engine(url), MetaData()
    with sqlite3.connect(file) as old, engine.begin() as connection:
        metadata.reflect(connection)
        old.row_factory = sqlite3.Row
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in old.execute(f"SELECT * FROM {table.name}")]
            for row, column in itertools.product(rows, table.c):
                row[column.name] = as_postgresql_has_it(row[column.name], column.type)
            if rows and table.name != "alembic_version":
                connection.execute(table.insert(), rows)
    engine.dispose()


def as_postgresql_has_it(value: object, kind: TypeEngine[object]) -> object:
    """SQLite has neither truth nor JSON, only 0 and 1 and text."""
    if isinstance(kind, Boolean):
        return bool(value)
    return json.loads(str(value)) if isinstance(kind, JSON) and value is not None else value
