"""A session is taken along as a file and opened again: the same for those who lead, and nobody in it."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from pathlib import Path

import pytest

from lmtools.domain.contributions import Point
from lmtools.domain.session import Grouping, Participant
from lmtools.errors import Conflict, NotAllowed
from lmtools.reports import day_report
from lmtools.room import planfile
from lmtools.room.sessionfile.packing import MANIFEST
from lmtools.text import Text
from tests.store.activities import ALONE, rate
from tests.store.session_files import OUTLINE, a_day, changed, content_of, packed, rezipped

SECRETS = ("egen tanke", "delt i gruppa", "halvskrevet", "privat forsett", "i gruppa på mandag")


def ask(room, who, name, **fields):
    return room.handle(who, {"id": str(uuid.uuid4()), "do": name, **fields})


def test_the_day_says_the_same_on_another_machine(open_stage, elsewhere):
    stage = a_day(open_stage)
    opened = elsewhere.after.open_file(packed(stage)).session
    was, now = stage.room.day(stage.code), elsewhere.day(opened.code)
    assert day_report(now, Text("nb")) == day_report(was, Text("nb"))
    assert now.joined == 12
    (priority,) = now.priorities
    assert [(option.text, option.round1) for option in priority.result.options][:2] == [
        ("Vi drar sammen", 21),
        ("Tida er knapp", 15),
    ]
    assert [shared.texts for shared in now.commitments] == [("delt med alle",)]


def test_the_facilitator_leads_on_where_the_session_stood(open_stage, elsewhere):
    stage = a_day(open_stage)
    started = elsewhere.after.open_file(packed(stage))
    leader = elsewhere.facilitate(started.session.code, started.key)
    shown = elsewhere.snapshot(leader)
    assert shown["session"]["closed"]
    assert (shown["now"]["step"], shown["now"]["phase"]) == ("report-1", "plenary")
    assert [row["text"] for row in shown["facilitator"]["queue"]] == ["Holdt tilbake"]
    assert shown["facilitator"]["summary"]["said"] == "14 av 100 blir mobbet"
    assert shown["facilitator"]["joined"] == 0
    with pytest.raises(NotAllowed, match="avsluttet"):
        elsewhere.enter(started.session.code, browser_id="b0")


def test_how_groups_are_made_goes_along_and_is_by_lot_in_files_from_before_one_could_choose(
    open_stage, elsewhere
):
    stage = open_stage(outline=OUTLINE)
    stage.lead("groups.way", way="table")
    opened = elsewhere.after.open_file(packed(stage)).session
    assert opened.grouping == Grouping.TABLE
    older = changed(packed(stage), lambda content: content["session"].pop("grouping"))
    with zipfile.ZipFile(io.BytesIO(older)) as file:
        manifest = json.loads(file.read(MANIFEST))
    older = rezipped(older, manifest_json=json.dumps({**manifest, "version": 1}).encode())
    assert elsewhere.after.open_file(older, again=True).session.grouping == Grouping.DEALT


def test_a_file_that_the_first_version_wrote_is_still_opened(elsewhere):
    kept = Path(__file__).parent / "files" / "session-v1.lmtools"
    opened = elsewhere.after.open_file(kept.read_bytes()).session
    assert opened.grouping == Grouping.DEALT
    day = elsewhere.day(opened.code)
    told = [point.text for one in day.reflections for point in one.points]
    assert "Vi drar sammen" in told


def test_a_file_of_the_second_version_is_still_opened_with_its_plan(elsewhere):
    kept = Path(__file__).parent / "files" / "session-v2.lmtools"
    opened = elsewhere.after.open_file(kept.read_bytes()).session
    day = elsewhere.day(opened.code)
    assert [planned.goal.text for planned in day.goals] == ["Like regler"]
    assert [action.needs for planned in day.goals for action in planned.actions] == [""]
    assert elsewhere.after.plan(opened.id).versions == ()


def test_what_happened_to_the_plan_afterwards_is_in_the_file(open_stage, elsewhere):
    stage = a_day(open_stage)
    stage.lead("action.save", action="a1", goal="g1", status="done", reason="Alle var med")
    stage.lead("goal.review", goal="g1", verdict="keep", learned="Vi kom i gang")
    opened = elsewhere.after.open_file(packed(stage)).session
    was, now = stage.room.after.plan(stage.started.session.id), elsewhere.after.plan(opened.id)
    assert planfile.content_of(now) == planfile.content_of(was)
    assert [version.why for version in now.versions] == ["Alle var med", ""]


def test_the_old_code_and_key_and_the_old_browsers_open_nothing(open_stage, elsewhere):
    stage = a_day(open_stage)
    started = elsewhere.after.open_file(packed(stage))
    assert started.key != stage.started.key
    with pytest.raises(NotAllowed):
        elsewhere.facilitate(started.session.code, stage.started.key)
    assert not elsewhere.knows(started.session.code, "b0")


def test_nobody_is_in_the_file(open_stage):
    stage = a_day(open_stage)
    data = packed(stage)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        written = b"".join(file.read(name) for name in file.namelist()).decode()
    with stage.store.reading() as work:
        people = work.all(Participant, session=stage.started.session.id)
        hidden = work.key_hash(stage.started.session.id)
        groups = {point.group for point in work.all(Point, session=stage.started.session.id)}
    assert len(groups) == 2
    never = [*SECRETS, stage.started.key, hidden, stage.started.session.id, stage.code]
    never += [person.id for person in people] + [person.browser_hash for person in people]
    assert [word for word in never if word in written] == []
    content = content_of(data)
    assert not {"participants", "notes", "votes", "ratings", "guesses"} & set(content)
    assert all("group" not in row and "notes" not in row for row in content["points"])


def test_a_result_that_was_not_shown_is_not_in_the_file(open_stage):
    stage = open_stage(outline=OUTLINE)
    people = stage.people(6)
    rate(stage, people, "555522")
    content = content_of(packed(stage))
    assert content["shown"] == []
    stage.lead("go", step="statements-1", phase="plenary")
    stage.lead("reveal", step="statements-1")
    (shown,) = content_of(packed(stage))["shown"]
    assert [row["n"] for row in shown["content"]["rated"]] == [6]


def test_a_small_room_does_not_say_how_many_came(open_stage):
    stage = open_stage(outline=OUTLINE)
    stage.people(4)
    assert content_of(packed(stage))["session"]["came"] is None
    stage.people(1, first=4)
    assert content_of(packed(stage))["session"]["came"] == 5


def test_from_how_many_groups_stands_only_where_it_stood_before(open_stage, elsewhere):
    for minimum, counted in ((10, (2, 2)), (20, (None, None))):
        stage = a_day(open_stage, text_minimum=minimum)
        opened = elsewhere.after.open_file(packed(stage)).session
        merged = next(
            seen
            for reflection in elsewhere.day(opened.code).reflections
            for seen in reflection.points
            if seen.text == "Vi drar sammen"
        )
        assert (merged.groups, merged.of) == counted
        assert set(merged.quotes) == (set() if counted == (None, None) else {"Vi drar 0", "Vi drar 1"})


def test_what_was_voted_on_stays_as_it_was_also_after_opening(day_file, elsewhere):
    started = elsewhere.after.open_file(day_file)
    leader = elsewhere.facilitate(started.session.code, started.key)
    assert ask(elsewhere, leader, "reopen")["ok"]
    merged = next(
        point["id"]
        for point in elsewhere.snapshot(leader)["activities"]["forces-1"]["points"]
        if point["text"] == "Vi drar sammen"
    )
    assert "stemt" in ask(elsewhere, leader, "split", point=merged)["error"]


def test_a_result_that_came_in_the_file_stands(day_file, elsewhere):
    started = elsewhere.after.open_file(day_file)
    code = started.session.code
    leader = elsewhere.facilitate(code, started.key)
    assert ask(elsewhere, leader, "reopen")["ok"]
    assert ask(elsewhere, leader, "round", step="prioritise-1", round=2)["ok"]
    person = elsewhere.enter(code, browser_id="new")
    option = elsewhere.snapshot(person)["activities"]["prioritise-1"]["options"][0]["id"]
    refused = ask(elsewhere, person, "vote.cast", step="prioritise-1", round=2, votes={option: 3})
    assert "står slik det ble vist" in refused["error"]
    assert ask(elsewhere, leader, "go", step="prioritise-1", phase="plenary")["ok"]
    assert ask(elsewhere, leader, "reveal", step="prioritise-1")["ok"]
    (priority,) = elsewhere.day(code).priorities
    assert [option.round1 for option in priority.result.options][:2] == [21, 15]


def test_what_was_not_shown_can_be_answered_anew(open_stage, elsewhere):
    stage = open_stage(outline=OUTLINE)
    rate(stage, stage.people(6), "555522")
    started = elsewhere.after.open_file(packed(stage))
    leader = elsewhere.facilitate(started.session.code, started.key)
    people = [elsewhere.enter(started.session.code, browser_id=f"new{at}") for at in range(5)]
    for person in people:
        assert ask(elsewhere, person, "rate", step="statements-1", ratings={"s1": {"agree": 4}})["ok"]
    assert ask(elsewhere, leader, "reveal", step="statements-1")["ok"]
    (rating,) = elsewhere.day(started.session.code).ratings
    assert rating.result.items[0].spreads["agree"].counts == (0, 0, 0, 5, 0)


def test_opening_the_same_file_twice_is_told_of(day_file, elsewhere):
    first = elsewhere.after.open_file(day_file)
    with pytest.raises(Conflict, match="her fra før, med koden") as told:
        elsewhere.after.open_file(day_file)
    assert told.value.current == first.session.code
    second = elsewhere.after.open_file(day_file, again=True)
    assert second.session.code != first.session.code
    assert len(elsewhere.sessions()) == 2


def test_a_file_of_a_session_that_is_here_is_told_of_too(open_stage):
    stage = a_day(open_stage)
    data = packed(stage)
    with pytest.raises(Conflict):
        stage.room.after.open_file(data)
    stage.room.after.delete(stage.started.session.id)
    assert stage.room.after.open_file(data).session.title == "Alle verb"


def test_an_opened_session_is_kept_for_ninety_days_more(open_stage):
    stage = a_day(open_stage)
    data = packed(stage)
    stage.clock.pass_(days=200)
    stage.room.purge()
    opened = stage.room.after.open_file(data).session
    assert (opened.ends_on - stage.clock.now.date()).days == 90
    assert stage.room.purge() == ()


def test_a_file_of_an_opened_session_is_the_same_again(day_file, elsewhere):
    opened = elsewhere.after.open_file(day_file).session
    again = content_of(elsewhere.after.pack(opened.id))
    first = content_of(day_file)
    for content in (first, again):
        content["session"].pop("ends_on")
    assert again == first


def test_the_same_session_gives_the_same_bytes(open_stage):
    stage = a_day(open_stage)
    assert packed(stage) == packed(stage)


def test_a_session_that_goes_on_is_opened_with_its_clock_standing_still(open_stage, elsewhere):
    stage = open_stage()
    stage.lead("resume")
    opened = elsewhere.after.open_file(packed(stage)).session
    assert (opened.now_step, opened.now_phase, opened.closed) == ("guess-1", ALONE, False)
    assert (opened.phase_ends_at, opened.paused_left) == (None, 120)
