"""What one transaction reads, counts, notes and takes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lmtools.domain.contributions import Note
from lmtools.domain.session import Participant
from lmtools.store import WHOLE, Store

NOTE = Note("n1", "", "reflect-1", "p", "tekst", position=1)


@pytest.fixture
def session(stage):
    """A session with notes of two people: three of p's and one of q's."""
    known = stage.started.session
    with stage.store.changing(known.id) as (work, _):
        for number, (note, person) in enumerate(
            [("n4", "p"), ("n3", "p"), ("n2", "q"), ("n1", "p")], start=1
        ):
            work.put(replace(NOTE, id=note, session=known.id, participant=person, position=number))
    return known


def test_what_was_written_is_read_in_its_order_and_found_by_its_fields(stage, session):
    with stage.store.reading() as work:
        assert [note.id for note in work.all(Note, session=session.id)] == ["n4", "n3", "n2", "n1"]
        assert [note.id for note in work.all(Note, session=session.id, participant="q")] == ["n2"]
        assert work.all(Note, session="another") == ()
        assert work.one(Note, session=session.id, id="n3").position == 2
        assert work.one(Note, session="another", id="n3") is None


def test_rows_are_counted_by_their_fields(stage, session):
    with stage.store.reading() as work:
        assert work.count(Note, session=session.id) == 4
        assert work.count(Note, session=session.id, participant="p") == 3
        assert work.tally(Note, "participant", session=session.id) == {"p": 3, "q": 1}
        assert work.tally(Note, "participant", session=session.id, removed=True) == {}
        assert work.next_position(Note, session=session.id, participant="q") == 4
        assert work.next_position(Note, session=session.id) == 5
        assert work.next_position(Note, session="another") == 1


def test_only_what_is_named_is_removed(stage, session):
    with stage.store.changing(session.id) as (work, _):
        work.remove(Note, session=session.id, participant="p")
    with stage.store.reading() as work:
        assert [note.id for note in work.all(Note)] == ["n2"]


def test_it_is_known_whose_rows_a_change_has_touched(stage, session):
    person = Participant("someone", session.id, "hash", 1, "nb")
    with stage.store.changing(session.id) as (work, _):
        assert work.touched == {}
        work.put(replace(NOTE, id="n9", session=session.id))
        work.put(replace(NOTE, id="n9", session=session.id, participant="p"))  # nothing is other than it was
        work.remove(Note, session=session.id, participant="q")
        assert work.touched == {Note: {"p", "q"}}
        work.remove(Note, session=session.id, id="n1")
        work.put(person)
        assert work.touched == {Note: {"p", "q", WHOLE}, Participant: {"someone"}}


def test_what_is_put_as_it_was_is_no_change(stage, session):
    with stage.store.changing(session.id) as (work, _):
        work.record()
        work.put(work.one(Note, id="n1"))
        work.keep_move(session.id)
        assert work.touched == {}
        assert not work.can_undo(session.id)


def test_moves_are_taken_back_one_by_one_the_last_first(stage, session):
    with stage.store.changing(session.id) as (work, _):
        first = work.one(Note, id="n1")
        for text in ("én", "to", "tre"):
            work.record()
            work.put(replace(first, text=text))
            work.keep_move(session.id)
        seen = []
        while work.can_undo(session.id):
            assert work.undo(session.id)
            seen.append(work.one(Note, id="n1").text)
    assert seen == ["to", "én", "tekst"]


def test_a_move_that_changed_a_row_twice_is_taken_back_to_before_both(stage, session):
    with stage.store.changing(session.id) as (work, _):
        first = work.one(Note, id="n1")
        work.record()
        work.put(replace(first, text="én"))
        work.put(replace(first, text="to", shared=True))
        work.put(replace(NOTE, id="new", session=session.id))
        work.keep_move(session.id)
        work.undo(session.id)
        assert work.one(Note, id="n1") == first
        assert work.one(Note, id="new") is None


def test_what_is_written_outside_a_move_is_no_move(stage, session):
    with stage.store.changing(session.id) as (work, _):
        work.put(replace(NOTE, id="n9", session=session.id))
        work.keep_move(session.id)
        assert not work.can_undo(session.id)
        work.record()
        work.put(replace(NOTE, id="n8", session=session.id))
        work.keep_move(session.id)
        work.put(replace(NOTE, id="n7", session=session.id))
        work.keep_move(session.id)
        assert work.undo(session.id)
        assert not work.can_undo(session.id)
        assert {note.id for note in work.all(Note)} >= {"n7", "n9"}


def test_a_command_is_answered_once_for_each_actor_and_session(stage, session):
    with stage.store.changing(session.id) as (work, _):
        work.remember_answer(session.id, "p", "c1", {"ok": True, "note": "n1"})
    with stage.store.reading() as work:
        assert work.answer_to(session.id, "p", "c1") == {"ok": True, "note": "n1"}
        assert work.answer_to(session.id, "q", "c1") is None
        assert work.answer_to(session.id, "p", "c2") is None
        assert work.answer_to("another", "p", "c1") is None


def test_a_revision_rises_by_one_and_is_found_by_session_and_code(stage, session):
    with stage.store.changing(session.id) as (work, locked):
        assert work.raised_to is None
        assert work.bump(locked) == work.raised_to == locked.revision + 1
    with stage.store.reading() as work:
        assert work.revision(session.id) == locked.revision + 1
        assert work.revisions([session.code, "000000"]) == {session.code: locked.revision + 1}
        assert work.revision("another") is None


def test_another_session_is_left_alone(open_stage, store: Store):
    mine, theirs = open_stage(), open_stage()
    with store.changing(mine.started.session.id) as (work, locked):
        assert locked.id == mine.started.session.id
        before = work.revision(theirs.started.session.id)
        work.bump(locked)
        assert work.revision(theirs.started.session.id) == before
        assert work.key_hash(mine.started.session.id) != work.key_hash(theirs.started.session.id)
    store.delete_session(mine.started.session.id)
    with store.reading() as work:
        assert work.revision(mine.started.session.id) is None
        assert work.key_hash(mine.started.session.id) is None
        assert work.revision(theirs.started.session.id) == before
