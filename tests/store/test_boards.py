"""What is kept of a session between two looks; that it is right is seen in all tests here (`kept`)."""

from collections import Counter

import pytest
from sqlalchemy import event

from lmtools.room import Room
from lmtools.room.board.reading import read_board


@pytest.fixture
def asked(store):
    """How often each table is read."""
    tables = Counter()
    engine = store._ready_engine()

    def count(_connection, _cursor, statement, *_):
        if statement.startswith("SELECT") and "FROM " in statement:
            tables[statement.split("FROM ")[1].split()[0]] += 1

    event.listen(engine, "before_cursor_execute", count)
    return tables


@pytest.fixture
def kept():
    """Look at nothing but what is looked at."""


def test_of_a_change_made_here_only_what_it_touched_is_read_again(open_stage, asked):
    stage = open_stage()
    one, other = stage.people(2)
    stage.room.snapshot(one)
    stage.note(one, "Elevene hilser")
    asked.clear()
    stage.room.snapshot(other)
    assert asked["note"] == 1
    assert not asked.keys() & {"participant", "vote", "point", "goal"}
    asked.clear()
    stage.room.snapshot(one)
    assert asked["note"] == 0


def test_a_change_made_at_another_node_is_read_whole(open_stage, store):
    stage = open_stage()
    another = Room(store, policy=stage.room._policy, now=stage.clock)
    one, other = stage.people(2)
    for room in (stage.room, another):
        room.snapshot(one)
    stage.point(one, "Mer ro")
    stage.note(one, "Elevene hilser")
    another.handle(other, {"id": "c1", "do": "note.add", "note": "n", "step": "reflect-1", "text": "Ro"})
    stage.note(one, "Timene begynner presis")
    with store.reading() as work:
        stored = read_board(work, one.session, text_minimum=10)
    assert stage.room._boards.of(one.session) == stored == another._boards.of(one.session)


def test_a_browser_that_came_in_a_moment_ago_is_known_without_asking(open_stage, asked):
    stage = open_stage()
    one = stage.people(1)[0]
    asked.clear()
    again = stage.room.enter(stage.code, browser_id="b0", language="nn")
    assert not asked
    assert (again.participant, again.language) == (one.participant, "nn")
    assert stage.room.enter(stage.code, browser_id="b0").language == one.language


def test_a_browser_that_came_in_a_moment_ago_is_told_when_the_session_is_deleted(open_stage):
    stage = open_stage()
    one = stage.people(1)[0]
    stage.store.delete_session(one.session)  # at another node
    again = stage.room.enter(stage.code, browser_id="b0")
    assert "finnes ikke lenger" in stage.ask(again, "language", language="nn")["error"]


def test_the_sessions_that_were_looked_at_last_are_kept(open_stage, asked, monkeypatch):
    monkeypatch.setattr("lmtools.room.board.boards._MOST", 2)
    first = open_stage()
    stages = [first, *(open_stage() for _ in range(2))]
    boards = first.room._boards
    sessions = [stage.started.session.id for stage in stages]
    for session in sessions:
        boards.of(session)
    for session, times in zip(reversed(sessions), (0, 0, 1), strict=True):
        asked.clear()
        boards.of(session)
        assert asked["note"] == times


@pytest.mark.parametrize(("changes", "is_read_whole"), [(2, False), (3, True)])
def test_more_changes_than_are_kept_between_two_looks_are_read_whole(
    open_stage, asked, monkeypatch, changes, is_read_whole
):
    monkeypatch.setattr("lmtools.room.board.boards._MOST_CHANGES", 2)
    stage = open_stage()
    one = stage.people(1)[0]
    stage.room.snapshot(one)
    for number in range(changes):
        stage.note(one, f"tanke {number}")
    asked.clear()
    assert len(stage.sees(one, "reflect-1")["mine"]) == changes
    assert (asked["point"] == 1) is is_read_whole
