"""The store's own promises, alike on SQLite and PostgreSQL."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.contributions import Note
from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict
from lmtools.domain.history import Change, Hand, PlanVersion
from lmtools.domain.plan import Action, ActionStatus, Goal
from lmtools.domain.session import Activity, Draft, Grouping, Participant, WorkSession
from lmtools.domain.shown import Shown
from lmtools.errors import NotFound, UsageError
from lmtools.room import Room, RoomPolicy
from lmtools.store import Store, StoreUnavailable, migrations
from lmtools.store.engine import make_engine
from lmtools.store.schema import metadata

SERVER = os.environ.get("LMTOOLS_TEST_DATABASE")
only_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_migrations_build_exactly_the_tables_of_the_schema(store, url):
    with make_engine(url).connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    assert difference == []


def test_opening_a_store_again_keeps_what_is_in_it(stage, url):
    assert Store.open(url).reading
    with Store.open(url).reading() as work:
        assert work.one(WorkSession, code=stage.code) == stage.started.session


@contextmanager
def older_store(url: str, version: str, folder: Path) -> Iterator[sqlite3.Connection]:
    """A store as `version` left it, with one session and one participant in it."""
    (folder / "store.sqlite").unlink()  # it is empty, but of today
    upgrade_to(url, version)
    with sqlite3.connect(folder / "store.sqlite") as database:
        session = dict.fromkeys(("workbook", "title", "school_key", "school_name", "now_step"), "")
        session |= {"id": "s", "code": "111111", "grade": "all", "language": "nb", "groups": 2, "expected": 0}
        session |= {"started_at": "2026-11-24T12:00:00+00:00", "ends_on": "2027-01-01", "steps": "[]"}
        session |= {"now_phase": "alone", "closed": 0, "revision": 3}
        add(database, "work_session", session)
        person = {"id": "p", "session": "s", "browser_hash": "h", "group": 2, "language": "nb"}
        add(database, "participant", person)
        yield database


@only_sqlite
def test_a_store_of_the_first_version_is_upgraded_with_what_is_in_it(url, tmp_path):
    with older_store(url, "0001", tmp_path) as database:
        for note, shared in (("n1", 1), ("n2", 0)):
            kept = {"session": "s", "id": note, "step": "r", "participant": "p", "text": "tekst"}
            add(database, "note", {**kept, "shared": shared, "removed": 0, "position": 1})
    store = Store.open(url)
    with store.reading() as work:
        assert [(note.id, note.text, note.group) for note in work.all(Note)] == [
            ("n1", "tekst", 2),  # where it has been read
            ("n2", "tekst", None),
        ]
        assert work.all(Shown) == ()
        assert [session.grouping for session in work.all(WorkSession)] == [Grouping.DEALT]
    with make_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


def test_a_store_that_the_first_lmtools_wrote_is_opened_with_its_day(tmp_path):
    """`files/store-v1.db` was written by the code of its time: six people, a vote, a goal with its action."""
    shutil.copy(Path(__file__).parent / "files" / "store-v1.db", tmp_path / "store.sqlite")
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}")
    day = Room(store, policy=RoomPolicy()).day("858847")
    assert day.joined == 6
    assert [[action.text for action in planned.actions] for planned in day.goals] == [["Stå i døra"]]
    assert [row.text for vote in day.priorities for row in vote.result.options] == ["Hilse på alle"]
    store.close()


@only_sqlite
def test_drafts_and_notes_of_the_second_version_lie_in_the_box_without_a_name(url, tmp_path):
    with older_store(url, "0002", tmp_path) as database:
        add(database, "draft", {"session": "s", "participant": "p", "step": "r", "text": "halvferdig"})
        kept = {"session": "s", "id": "n1", "step": "r", "participant": "p", "text": "tekst"}
        add(database, "note", {**kept, "shared": 0, "removed": 0, "position": 1})
    store = Store.open(url)
    with store.reading() as work:
        assert work.all(Draft) == (Draft("s", "p", "r", "halvferdig"),)
        assert [(note.text, note.box) for note in work.all(Note)] == [("tekst", "")]
        assert [(one.phone, one.trial) for one in work.all(Participant)] == [(False, False)]
        assert work.one(WorkSession, id="s").recess is False
    with make_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


@only_sqlite
def test_a_plan_of_the_sixth_version_is_upgraded_with_what_is_in_it(url, tmp_path):
    with older_store(url, "0006", tmp_path) as database:
        place = {"session": "s", "removed": 0, "revision": 2, "position": 1}
        goal = {"id": "g1", "step": "actions-1", "text": "m", "finding": "f", "target": "t"}
        add(database, "goal", {**place, **goal})
        action = {"id": "a1", "goal": "g1", "text": "t", "who": "w", "when": "n", "success_sign": "s"}
        add(database, "action", {**place, **action, "status": "done"})
    store = Store.open(url)
    with store.reading() as work:
        assert work.all(Goal) == (Goal(**goal, session="s", revision=2, position=1),)
        assert work.all(Action) == (
            Action(**action, session="s", status=ActionStatus.DONE, revision=2, position=1),
        )
        assert (work.all(GoalReview), work.all(ActionReview), work.all(PlanVersion)) == ((), (), ())
    with make_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


def test_the_parts_of_a_plan_come_back_as_they_were_put(stage):
    session = stage.started.session.id
    link = Link(LinkKind.NOTE, "Reglene", "Ståsted", date(2026, 11, 24), "p1")
    change = Change("action", "a1", "Tre regler", "status", "not_started", "done")
    values = (
        Goal("g1", session, "actions-1", sources=("p1",), indicator="trivsel", roots=(link,)),
        Action("a1", session, "g1", needs="Teamtid", since=date(2026, 11, 24)),
        GoalReview(session, "g1", GoalVerdict.KEEP, "lært", "spurt", 1),
        ActionReview(session, "a1", None, "fordi", 2),
        PlanVersion(session, 1, date(2027, 1, 23), Hand.LEADER, "fordi", (change,)),
    )
    with stage.store.changing(session) as (work, _):
        for value in values:
            work.put(value)
    with stage.store.reading() as work:
        assert tuple(work.one(type(value), session=session) for value in values) == values


def upgrade_to(url, version):
    engine, config = make_engine(url), Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.connect().execution_options(lmtools_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def add(database, table, row):
    names, holders = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({holders})", tuple(row.values()))


def set_version(url, version):
    engine = make_engine(url)
    with engine.begin() as connection:
        before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()
    return before


def test_a_store_from_a_newer_lmtools_is_refused_in_a_sentence(store, url):
    store.close()
    ours = set_version(url, "9999")
    try:
        with pytest.raises(StoreUnavailable, match="nyere utgave"):
            Store.open(url)
    finally:
        set_version(url, ours)


def test_a_store_connects_to_nothing_before_it_is_used(tmp_path):
    file = tmp_path / "later.sqlite"
    lazy = Store(f"sqlite:///{file}")
    assert not file.exists()
    with lazy.reading() as work:
        assert work.all(WorkSession) == ()
    assert file.exists()


@only_sqlite
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_people_write_lies_in_files_that_only_the_owner_can_read(stage, tmp_path):
    with stage.store.reading() as work:
        assert work.all(WorkSession)
        modes = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.sqlite*")}
    assert modes == {0o600}


@pytest.mark.parametrize("address", ["mysql://host/db", "sqlite://", "ikke en adresse", ""])
def test_another_kind_of_database_is_refused_without_repeating_its_address(address):
    with pytest.raises(UsageError) as caught:
        Store.open(address)
    assert "sqlite:///" in str(caught.value)
    assert "mysql" not in str(caught.value)


def test_a_change_that_fails_halfway_leaves_nothing(stage):
    session = stage.started.session
    note = Note("n1", session.id, "reflect-1", "p", "tekst")
    with pytest.raises(ZeroDivisionError), stage.store.changing(session.id) as (work, _):
        work.put(note)
        raise ZeroDivisionError
    with stage.store.reading() as work:
        assert work.all(Note, session=session.id) == ()


def test_a_change_to_a_session_that_is_gone_is_refused(store):
    with pytest.raises(NotFound), store.changing("finnes-ikke"):
        pass


def test_every_kind_of_value_comes_back_as_it_was_put(stage):
    session = stage.started.session
    kept = Activity(session.id, "prioritise-1", True, 2, ("a", "b"))
    with stage.store.changing(session.id) as (work, _):
        work.put(kept)
    with stage.store.reading() as work:
        assert work.one(Activity, session=session.id, step="prioritise-1") == kept
    with stage.store.changing(session.id) as (work, _):
        work.put(replace(kept, kept=None))
    with stage.store.reading() as work:
        assert work.one(Activity, session=session.id, step="prioritise-1").kept is None


def test_undo_restores_only_the_fields_that_the_move_changed(stage):
    session = stage.started.session
    note = Note("n1", session.id, "reflect-1", "p", "først", position=1)
    with stage.store.changing(session.id) as (work, _):
        work.put(note)
        work.record()
        work.put(replace(note, shared=True))
        work.keep_move(session.id)
        work.put(replace(note, shared=True, text="rettet siden"))
        assert work.undo(session.id)
        assert not work.undo(session.id)
    with stage.store.reading() as work:
        assert work.one(Note, id="n1") == replace(note, text="rettet siden")


def test_deleting_a_session_deletes_all_that_was_written_in_it(stage):
    person = stage.people(1)[0]
    stage.note(person, "dette skal bort")
    stage.lead("next")
    stage.store.delete_session(stage.started.session.id)
    engine = make_engine(stage.store._url)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            assert connection.execute(table.select()).all() == [], table.name
    engine.dispose()


@only_sqlite
def test_a_deleted_text_is_gone_from_the_bytes_of_the_sqlite_file(tmp_path, open_stage):
    stage = open_stage()
    stage.note(stage.people(1)[0], "Solstikke i glasskår")
    stage.store.delete_session(stage.started.session.id)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Solstikke" not in written


def test_no_table_holds_a_time_of_writing_or_a_row_number(tmp_path):
    Store.open(f"sqlite:///{tmp_path / 's.sqlite'}").close()
    with sqlite3.connect(tmp_path / "s.sqlite") as database:
        for name in ("note", "point", "vote", "guess", "participant", "command", "ready"):
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                database.execute(f"SELECT rowid FROM {name}")
    columns = {column.name for table in metadata.sorted_tables for column in table.columns}
    assert {name for name in columns if name.endswith(("_at", "_on"))} == {
        "started_at",
        "ends_on",
        "phase_ends_at",
        "evaluate_on",
    }


@only_sqlite
def test_a_full_disk_is_a_sentence_and_the_change_is_not_kept(tmp_path, open_stage):
    stage = open_stage()
    person = stage.people(1)[0]
    stage.store.close()
    engine = stage.store._ready_engine()

    @event.listens_for(engine, "connect")
    def fill(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    engine.dispose()
    answers = [
        stage.ask(person, "note.add", note=f"n{i}", step="reflect-1", text="å" * 280) for i in range(60)
    ]
    refused = [answer for answer in answers if not answer["ok"]]
    assert refused
    assert refused[0]["retry"] is True
    assert "Disken er full" in refused[0]["error"]
    kept = {note["id"] for note in stage.sees(person, "reflect-1")["mine"]}
    assert kept == {answer["note"] for answer in answers if answer["ok"]}


@pytest.mark.skipif(not SERVER, reason="LMTOOLS_TEST_DATABASE is not set")
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_connections_that_the_server_has_dropped_are_made_anew(stage, url):
    person = stage.people(1)[0]
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
    stage.note(person, "hei igjen")
    assert len(stage.sees(person, "reflect-1")["mine"]) == 1


@only_sqlite
def test_deleted_pages_are_overwritten_and_commits_reach_the_disk(stage):
    with stage.store._ready_engine().connect() as connection:
        for pragma, value in (("secure_delete", 1), ("synchronous", 2), ("foreign_keys", 1)):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_a_file_that_is_not_a_database_is_a_sentence(tmp_path):
    (tmp_path / "s.sqlite").write_bytes(b"Dette er ikke en database." * 100)
    with pytest.raises(StoreUnavailable, match="Lagerfila kan ikke leses"):
        Store.open(f"sqlite:///{tmp_path / 's.sqlite'}")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "fil").write_text("")
    with pytest.raises(StoreUnavailable, match="Sjekk rettighetene"):
        Store.open(f"sqlite:///{tmp_path / 'fil' / 'store.sqlite'}")


def test_a_server_that_does_not_answer_is_a_sentence_without_the_password():
    with pytest.raises(StoreUnavailable) as caught:
        Store.open("postgresql://lm:hemmelig@127.0.0.1:1/lm")
    assert "Ingen database svarer på adressa" in str(caught.value)
    assert "hemmelig" not in repr(caught.value)
    assert caught.value.__cause__ is None


@only_sqlite
def test_a_locked_file_is_a_sentence_and_the_same_command_goes_through_later(open_stage, monkeypatch):
    monkeypatch.setattr("lmtools.store.engine.BUSY_SECONDS", 0.1)
    stage = open_stage()
    person = stage.people(1)[0]
    stage.store.close()
    stage.store._ready_engine()
    file = Path(stage.store._url.removeprefix("sqlite:///"))
    command = {"id": "c1", "do": "note.add", "note": "n1", "step": "reflect-1", "text": "hei"}
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = stage.room.handle(person, command)
        other.execute("ROLLBACK")
    assert refused["retry"] is True
    assert "opptatt" in refused["error"]
    assert stage.room.handle(person, command)["ok"]
    assert len(stage.sees(person, "reflect-1")["mine"]) == 1


@only_sqlite
def test_those_who_wait_their_turn_to_write_are_told_before_their_page_gives_up(open_stage, monkeypatch):
    monkeypatch.setattr("lmtools.store.BUSY_SECONDS", 0.1)
    stage = open_stage()
    person = stage.people(1)[0]
    command = {"id": "c1", "do": "note.add", "note": "n1", "step": "reflect-1", "text": "hei"}
    with ThreadPoolExecutor(1) as another, stage.store.changing(person.session):
        refused = another.submit(stage.room.handle, person, command).result(timeout=60)
    assert refused["retry"] is True
    assert "opptatt" in refused["error"]
    assert stage.room.handle(person, command)["ok"]
