"""How a database is asked, and that whatever it says when something is wrong becomes one of our sentences."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lmtools.errors import UsageError
from lmtools.store.engine import BUSY_SECONDS, POOL_SIZE, is_sqlite, make_engine
from lmtools.store.trouble import Clashed, StoreUnavailable, as_sentences

WRITTEN = "Jenta i 8B gråt"


class Said(Exception):
    """As psycopg's errors: with PostgreSQL's five signs."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(WRITTEN)
        self.sqlstate = sqlstate


def told(error: BaseException) -> StoreUnavailable:
    """What a user is told of an error."""
    with pytest.raises(StoreUnavailable) as caught, as_sentences():
        raise error
    assert WRITTEN not in repr(caught.value) + str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize(
    ("sqlstate", "words"),
    [
        ("53100", "Disken er full"),
        ("53200", "Lageret er opptatt"),
        ("40001", "Lageret er opptatt"),
        ("55P03", "Lageret er opptatt"),
        ("57P01", "ikke kontakt med databasen"),
        ("08006", "ikke kontakt med databasen"),
        ("25006", "ikke skrive i mappa"),
        ("55000", "ingenting ble endret"),
        ("23505", "ingenting ble endret"),
    ],
)
def test_each_class_of_what_postgresql_says_has_its_sentence(sqlstate: str, words: str) -> None:
    assert words in str(told(DBAPIError(WRITTEN, {}, Said(sqlstate))))


@pytest.mark.parametrize(("sqlstate", "clashed"), [("40001", True), ("40P01", True), ("53300", False)])
def test_only_two_changes_in_each_others_way_may_be_tried_again_at_once(sqlstate: str, clashed: bool) -> None:
    assert isinstance(told(DBAPIError(WRITTEN, {}, Said(sqlstate))), Clashed) is clashed


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database or disk is full", "Disken er full"),
        ("database is locked", "Lageret er opptatt"),
        ("database table is locked: note", "Lageret er opptatt"),
        ("unable to open database file", "ikke skrive i mappa"),
        ("attempt to write a readonly database", "ikke skrive i mappa"),
        ("file is not a database", "Lagerfila kan ikke leses"),
        ("Database disk image is malformed", "Lagerfila kan ikke leses"),
    ],
)
def test_each_thing_that_sqlite_says_has_its_sentence(said: str, words: str) -> None:
    error = sqlite3.OperationalError(f"{said} {WRITTEN}")
    assert words in str(told(error))
    assert words in str(told(OperationalError(WRITTEN, {}, error)))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PoolTimeout(WRITTEN), "Lageret er opptatt"),
        (SQLAlchemyError(WRITTEN), "ingenting ble endret"),
        (sqlite3.DatabaseError(WRITTEN), "ingenting ble endret"),
        (OSError(WRITTEN), "ikke skrive i mappa"),
        (OperationalError(WRITTEN, {}, Said(None)), "ikke kontakt med databasen"),
        (InterfaceError(WRITTEN, {}, Said(None), connection_invalidated=True), "ikke kontakt med databasen"),
        (IntegrityError(WRITTEN, {}, Said(None)), "ingenting ble endret"),
    ],
)
def test_whatever_else_goes_wrong_is_a_sentence_too(error: BaseException, words: str) -> None:
    assert words in str(told(error))


def test_what_is_no_trouble_of_the_database_goes_through_as_it_is() -> None:
    with as_sentences():
        pass
    with pytest.raises(KeyError), as_sentences():
        raise KeyError


@pytest.mark.parametrize("address", ["sqlite:///{}/new/folder/s.sqlite", "postgresql://lm:x@127.0.0.1:1/lm"])
def test_connections_are_few_waited_for_briefly_and_never_tell_what_was_written(address, tmp_path) -> None:
    engine = make_engine(address.format(tmp_path))
    assert (engine.pool.size(), engine.pool._max_overflow) == (POOL_SIZE, 0)
    assert engine.pool._timeout == BUSY_SECONDS
    assert engine.hide_parameters


@pytest.mark.parametrize(
    "address", ["sqlite:///:memory:", "sqlite:///", "sqlite://", "mysql://h/d", "postgresq://h"]
)
def test_what_is_no_file_and_no_server_is_refused_before_anything_is_made(address) -> None:
    with pytest.raises(UsageError) as told:
        make_engine(address)
    assert str(told.value) == (
        "Vi kjenner ikke databaseadressen. Den må begynne med sqlite:/// eller postgresql://."
    )


@pytest.mark.parametrize("name", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg"])
def test_a_postgresql_server_may_be_named_as_others_name_it(name) -> None:
    engine = make_engine(f"{name}://lm:x@127.0.0.1:1/lm")
    assert engine.url.render_as_string(hide_password=False) == "postgresql+psycopg://lm:x@127.0.0.1:1/lm"
    assert not is_sqlite(engine)


def test_a_postgresql_server_is_asked_with_limits_on_every_wait() -> None:
    engine, asked = make_engine("postgresql://lm:x@127.0.0.1:1/lm"), {}

    @event.listens_for(engine, "do_connect")
    def note(_dialect, _record, _arguments, parameters):
        asked.update(parameters)
        raise OSError

    with pytest.raises(OSError):
        engine.connect()
    assert engine.driver == "psycopg"
    assert (engine.pool._pre_ping, engine.pool._recycle) == (True, 600)
    waits = {name: asked[name] for name in asked if name.startswith(("keepalives", "connect", "tcp"))}
    assert waits == {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": 10_000,
    }
    assert asked["options"] == "-c statement_timeout=5s -c lock_timeout=5s"
    assert asked["application_name"] == "lmtools"


def test_a_sqlite_file_lets_readers_and_a_writer_work_side_by_side(tmp_path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/s.sqlite")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == BUSY_SECONDS * 1000
    engine.dispose()


def test_only_a_change_takes_the_writers_turn(tmp_path) -> None:
    engine, begun = make_engine(f"sqlite:///{tmp_path}/s.sqlite"), []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: begun.append(statement))
    for options in ({}, {"lmtools_write": True}, {"lmtools_write": False}):
        with engine.connect().execution_options(**options) as connection, connection.begin():
            pass
    engine.dispose()
    assert begun == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]
