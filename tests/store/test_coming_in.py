"""Starting a session, coming in, and who one is."""

import dataclasses
import uuid
from datetime import timedelta
from itertools import pairwise

import pytest

from lmtools.domain.session import Outline, Participant, Role, Step
from lmtools.errors import NotAllowed, NotFound, UsageError
from lmtools.room import Room

OUTLINE = Outline("x", "X", "", (Step("reflect-1", "reflect", "R"),))


def test_a_code_has_six_digits_and_is_not_the_next_one_in_a_row(open_stage):
    codes = [int(open_stage().code) for _ in range(6)]
    assert all(100_000 <= code <= 999_999 for code in codes)
    assert len(set(codes)) == 6
    assert {abs(a - b) for a, b in pairwise(codes)} != {1}


def test_a_code_in_use_is_drawn_again(open_stage, monkeypatch):
    first = open_stage()
    drawn = iter([first.code, first.code, "123456"])
    monkeypatch.setattr("lmtools.room.keys.new_code", lambda: next(drawn))
    assert open_stage().code == "123456"


def test_an_unknown_code_is_answered_with_a_sentence_that_shows_it_in_two_groups(stage):
    with pytest.raises(NotFound) as caught:
        stage.room.enter("482671", browser_id="b")
    assert str(caught.value) == ("Vi finner ingen økt med koden 482\u00a0671. Se på lerretet og prøv igjen.")


def test_a_code_may_be_typed_with_a_space(stage):
    code = f"{stage.code[:3]} {stage.code[3:]}"
    assert stage.room.enter(code, browser_id="b").code == stage.code


def test_the_same_browser_is_the_same_participant(stage):
    first, again = stage.people(1)[0], stage.people(1)[0]
    assert first == again
    assert stage.console()["joined"] == 1


def test_the_browsers_own_id_is_not_stored_and_differs_between_sessions(open_stage):
    one, other = open_stage(), open_stage()
    hashes = set()
    for stage in (one, other):
        stage.room.enter(stage.code, browser_id="hemmelig-id")
        with stage.store.reading() as work:
            hashes |= {person.browser_hash for person in work.all(Participant)}
    assert len(hashes) == 2
    assert not any("hemmelig" in value for value in hashes)


def test_late_arrivals_get_the_smallest_group(open_stage):
    stage = open_stage(groups=3)
    groups = [stage.room.snapshot(person)["me"]["group"] for person in stage.people(7)]
    assert groups == [1, 2, 3, 1, 2, 3, 1]
    leaver = stage.people(1)[0]
    stage.do(leaver, "group.choose", group=3)
    late = stage.people(1, first=7)[0]
    assert stage.room.snapshot(late)["me"]["group"] == 1


def test_the_key_opens_the_console_however_it_is_typed_and_another_does_not(stage):
    key = stage.started.key
    assert stage.room.facilitate(stage.code, key.upper().replace("-", " ")).role == Role.FACILITATOR
    for wrong in ("", key[:-1], "abcd-abcd-abcd-abcd", "é"):
        with pytest.raises(NotAllowed):
            stage.room.facilitate(stage.code, wrong)


def test_the_key_is_told_once_and_not_in_any_representation(stage):
    assert stage.started.key not in repr(stage.started)
    with stage.store.reading() as work:
        assert stage.started.key not in str(work.key_hash(stage.started.session.id))


def test_a_server_may_vouch_for_a_facilitator_but_never_for_a_participant(stage):
    assert stage.room.trusted(stage.code, Role.PROJECTOR, "nn").language == "nn"
    with pytest.raises(NotAllowed):
        stage.room.trusted(stage.code, Role.PARTICIPANT)


def test_a_workbook_without_activities_starts_no_session(store):
    with pytest.raises(UsageError):
        Room(store).start(
            outline=Outline("tom", "Tom", "", ()), school_key="1", school_name="S", groups=1, expected=1
        )


def test_a_session_cannot_end_before_it_begins(stage):
    with pytest.raises(UsageError, match="dato"):
        stage.room.start(
            outline=OUTLINE,
            school_key="1",
            school_name="S",
            groups=1,
            expected=1,
            ends_on=stage.clock().date() - timedelta(days=1),
        )


def test_a_full_room_says_so_and_keeps_those_who_are_in(stage):
    stage.room._policy = dataclasses.replace(stage.room._policy, people=2)
    inside = stage.people(2)
    with pytest.raises(NotAllowed, match="Økta er full"):
        stage.people(3)
    assert stage.people(2) == inside


def test_after_closing_one_can_read_but_neither_write_nor_come_in(stage):
    person = stage.people(1)[0]
    stage.note(person, "hei")
    stage.lead("close")
    assert stage.room.snapshot(person)["session"]["closed"] is True
    assert stage.sees(person, "reflect-1")["mine"][0]["text"] == "hei"
    refused = stage.ask(person, "note.add", note="n", step="reflect-1", text="sent")
    assert "avsluttet" in refused["error"]
    with pytest.raises(NotAllowed, match="avsluttet"):
        stage.people(2)


def test_closing_can_be_undone(stage):
    stage.lead("close")
    assert not stage.ask(stage.facilitator, "next")["ok"]
    stage.lead("undo")
    stage.lead("next")


def test_purge_deletes_sessions_past_their_end_date_and_says_which(open_stage):
    old, new = open_stage(), open_stage()
    today = old.started.session.ends_on
    assert old.room.purge(today) == ()
    with new.store.changing(new.started.session.id) as (work, session):
        work.put(dataclasses.replace(session, ends_on=today + timedelta(days=5)))
    purged = old.room.purge(today + timedelta(days=1))
    assert [(entry.title, entry.school_name) for entry in purged] == [("Ståsted", "Solbakken ungdomsskole")]
    with pytest.raises(NotFound):
        old.room.snapshot(old.facilitator)
    assert new.room.session(new.code)


def test_sessions_are_listed_newest_first_without_keys(open_stage):
    first, second = open_stage(), open_stage()
    with second.store.changing(second.started.session.id) as (work, session):
        work.put(dataclasses.replace(session, started_at=session.started_at + timedelta(hours=1)))
    listed = first.room.sessions()
    assert [entry["code"] for entry in listed] == [second.code, first.code]
    assert first.started.key not in str(listed)


@pytest.mark.parametrize(
    "command",
    [
        None,
        [],
        {},
        {"do": "next"},
        {"id": "a b", "do": "next"},
        {"id": 7, "do": "next"},
        {"id": "x" * 65, "do": "next"},
        {"id": "ok", "do": "slett alt"},
        {"id": "ok", "do": ["next"]},
        {"id": "ok", "do": "go", "step": {"a": 1}},
        {"id": "ok", "do": "extend", "minutes": True},
        {"id": "ok", "do": "merge", "points": "abc", "text": "x"},
        {"id": "ok", "do": "keep", "step": "prioritise-1", "options": [1]},
    ],
)
def test_a_malformed_command_is_refused_in_a_sentence(stage, command):
    answer = stage.room.handle(stage.facilitator, command)
    assert answer["ok"] is False
    assert answer["error"].endswith(".")


def test_each_role_can_only_do_what_is_its_own(stage):
    person, projector = stage.people(1)[0], stage.projector
    for who, do in (
        (person, "next"),
        (person, "plan.save"),
        (stage.facilitator, "note.add"),
        (projector, "next"),
    ):
        refused = stage.ask(who, do)
        assert not refused["ok"], do
        assert "rolle" in refused["error"]


def test_refusals_are_in_the_visitors_language(stage):
    english = stage.room.enter(stage.code, browser_id="e", language="en")
    answer = stage.room.handle(english, {"id": str(uuid.uuid4()), "do": "next"})
    assert answer["ok"] is False
    assert stage.room.snapshot(english)["language"] == "en"
