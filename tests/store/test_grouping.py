"""How people come to sit together: by lot, at the table they say, or as they choose; nobody stays outside."""

from __future__ import annotations

from collections import Counter

import pytest

from lmtools.domain.session import NO_GROUP, Grouping
from lmtools.errors import NotAllowed
from tests.store.conftest import GROUP, PLENARY


def group_of(stage, who):
    return stage.room.snapshot(who)["me"]["group"]


def at_table(stage, table, browser="b0"):
    who = stage.room.enter(stage.code, browser_id=browser, table=table)
    stage.room.sit_at(who, table)
    return who


def ask_where(stage, way="self"):
    stage.lead("groups.way", way=way)


def to_the_tables(stage):
    stage.lead("go", step="reflect-1", phase=GROUP)


def test_a_session_may_begin_with_tables_and_the_console_and_phones_know_it(stage):
    session = stage.started.session
    assert session.grouping == Grouping.DEALT
    ask_where(stage, "table")
    (person,) = stage.people(1)
    assert stage.room.session(stage.code).grouping == Grouping.TABLE
    shown = stage.room.snapshot(person)
    assert shown["session"]["grouping"] == "table"
    assert shown["me"]["tables"] == [{"no": 1, "word": ""}, {"no": 2, "word": ""}]


@pytest.mark.parametrize("way", ["table", "self"])
def test_who_says_where_they_sit_is_asked_and_then_sits_there(stage, way):
    ask_where(stage, way)
    (person,) = stage.people(1)
    assert group_of(stage, person) == NO_GROUP
    stage.do(person, "group.choose", group=2)
    assert group_of(stage, person) == 2


@pytest.mark.parametrize("way", ["table", "self"])
def test_the_address_of_a_table_leads_to_that_table(stage, way):
    ask_where(stage, way)
    assert group_of(stage, at_table(stage, 2)) == 2


def test_whoever_scans_another_table_moves_there(stage):
    ask_where(stage, "table")
    person = at_table(stage, 2)
    assert at_table(stage, 1) == person
    assert group_of(stage, person) == 1
    assert len(stage.people(1)) == stage.console()["joined"] == 1


def test_a_shared_note_stays_at_the_table_its_writer_scanned_themselves_away_from(stage):
    ask_where(stage, "table")
    writer, mate, other = (at_table(stage, no, f"b{at}") for at, no in enumerate((1, 1, 2)))
    note = stage.note(writer, "delt ved bord 1")
    stage.do(writer, "note.share", note=note, shared=True)
    to_the_tables(stage)
    at_table(stage, 2)
    assert [one["text"] for one in stage.sees(mate, "reflect-1")["group_notes"]] == ["delt ved bord 1"]
    assert stage.sees(other, "reflect-1")["group_notes"] == []


def test_where_a_lot_decides_a_table_s_address_is_the_session_s_own(stage):
    first, second = at_table(stage, 2), at_table(stage, 2, "b1")
    assert [group_of(stage, one) for one in (first, second)] == [1, 2]
    at_table(stage, 2)
    assert group_of(stage, first) == 1


@pytest.mark.parametrize("table", [0, -1, 3, 99])
def test_a_table_that_is_not_there_leads_in_and_to_no_table(stage, table):
    ask_where(stage, "table")
    assert group_of(stage, at_table(stage, table)) == NO_GROUP


def test_a_table_s_address_opens_no_session_that_is_closed_and_moves_nobody_in_it(stage):
    ask_where(stage, "table")
    person = at_table(stage, 1)
    stage.lead("close")
    assert at_table(stage, 2) == person
    assert group_of(stage, person) == 1
    with pytest.raises(NotAllowed, match="avsluttet"):
        at_table(stage, 2, "b1")


def test_nobody_is_left_outside_when_the_tables_begin(stage):
    ask_where(stage)
    people = stage.people(5)
    stage.do(people[0], "group.choose", group=1)
    to_the_tables(stage)
    assert Counter(group_of(stage, one) for one in people) in (Counter({1: 3, 2: 2}), Counter({1: 2, 2: 3}))
    assert group_of(stage, people[0]) == 1


def test_those_who_stand_are_seated_where_there_are_fewest(stage):
    ask_where(stage)
    people = stage.people(6)
    for person in people[:4]:
        stage.do(person, "group.choose", group=1)
    to_the_tables(stage)
    assert [group_of(stage, one) for one in people] == [1, 1, 1, 1, 2, 2]


def test_who_comes_while_the_tables_work_gets_the_smallest_at_once(stage):
    ask_where(stage)
    people = stage.people(3)
    for person in people:
        stage.do(person, "group.choose", group=1)
    to_the_tables(stage)
    assert group_of(stage, stage.people(1, first=3)[0]) == 2
    assert group_of(stage, at_table(stage, 1, "b9")) == 1


def test_the_facilitator_places_those_who_have_not_chosen_and_can_take_it_back(stage):
    ask_where(stage)
    people = stage.people(6)
    assert stage.console()["standing"] == 6
    stage.lead("groups.place")
    assert Counter(group_of(stage, one) for one in people) == {1: 3, 2: 3}
    assert stage.console()["standing"] == 0
    stage.lead("undo")
    assert {group_of(stage, one) for one in people} == {NO_GROUP}


def test_too_few_without_a_group_are_not_counted(stage):
    ask_where(stage)
    stage.people(4)
    assert stage.console()["standing"] is None


def test_a_few_without_a_group_cannot_be_counted_by_taking_the_groups_from_the_room(stage):
    ask_where(stage)
    people = stage.people(12)
    for person in people[:10]:
        stage.do(person, "group.choose", group=1 + people.index(person) % 2)
    states = [group["state"] for group in stage.console()["groups"]]
    assert states == ["few", "counted"]  # 12 in all, 5 shown: the two without a group are among 7


def test_changing_the_way_asks_everybody_and_undoing_it_gives_them_back_their_seats(stage):
    people = stage.people(4)
    dealt = [group_of(stage, one) for one in people]
    ask_where(stage)
    assert {group_of(stage, one) for one in people} == {NO_GROUP}
    stage.do(people[0], "group.choose", group=2)
    late = stage.people(1, first=4)[0]
    assert group_of(stage, late) == NO_GROUP
    stage.lead("undo")
    assert stage.room.session(stage.code).grouping == Grouping.DEALT
    assert [group_of(stage, one) for one in people] == dealt
    assert group_of(stage, late) != NO_GROUP


def test_changing_the_way_at_the_tables_moves_nobody(stage):
    people = stage.people(4)
    to_the_tables(stage)
    seats = [group_of(stage, one) for one in people]
    ask_where(stage)
    assert [group_of(stage, one) for one in people] == seats


def test_from_tables_to_free_choice_nobody_is_asked_twice(stage):
    ask_where(stage, "table")
    person = at_table(stage, 2)
    ask_where(stage, "self")
    assert group_of(stage, person) == 2


def test_going_over_to_the_lot_seats_those_who_stand_and_moves_no_other(stage):
    ask_where(stage)
    people = stage.people(3)
    stage.do(people[0], "group.choose", group=2)
    stage.lead("groups.way", way="dealt")
    assert [group_of(stage, one) for one in people].count(NO_GROUP) == 0
    assert group_of(stage, people[0]) == 2


def test_dealing_again_is_even_and_by_lot_and_can_be_undone(open_stage):
    stage = open_stage(groups=4)
    people = stage.people(20)
    before = [group_of(stage, one) for one in people]
    stage.lead("groups.deal")
    after = [group_of(stage, one) for one in people]
    assert sorted(Counter(after).values()) == [5, 5, 5, 5]
    assert after != before  # the same by lot: one in 11,732,745,024
    stage.lead("undo")
    assert [group_of(stage, one) for one in people] == before


def test_a_shared_phone_stays_on_its_table_when_everybody_is_dealt_or_asked_again(stage):
    people = stage.people(4)
    stage.do(people[0], "group.phone", on=True)
    here = group_of(stage, people[0])
    stage.lead("groups.deal")
    assert group_of(stage, people[0]) == here
    ask_where(stage)
    assert group_of(stage, people[0]) == here


def test_a_table_that_is_taken_away_leaves_only_those_who_sat_there_standing(open_stage):
    stage = open_stage(groups=3)
    ask_where(stage, "table")
    people = [at_table(stage, no, f"b{at}") for at, no in enumerate((1, 1, 1, 3))]
    stage.lead("groups", count=2)
    assert [group_of(stage, one) for one in people] == [1, 1, 1, NO_GROUP]
    stage.lead("undo")
    assert [group_of(stage, one) for one in people] == [1, 1, 1, 3]


def test_whoever_has_no_group_reads_and_writes_for_none(stage):
    ask_where(stage)
    stage.lead("go", step="reflect-1", phase=PLENARY)
    one, other = stage.people(2)
    note = stage.note(one, "min tanke")
    stage.do(one, "note.share", note=note, shared=True)
    assert stage.sees(one, "reflect-1")["mine"][0]["shared"] is True
    assert stage.sees(other, "reflect-1")["group_notes"] == []
    for do, fields in (
        ("role.take", {"role": "secretary"}),
        ("group.phone", {"on": True}),
        ("point.add", {"point": "p1", "step": "reflect-1", "text": "x", "notes": []}),
    ):
        assert stage.ask(other, do, **fields)["error"] == "Velg hvilken gruppe du er i, først."


def test_a_group_has_room_until_it_has_its_share_of_those_who_are_expected(open_stage):
    stage = open_stage(groups=13)  # three each of the 38 who are expected
    ask_where(stage)
    people = stage.people(5)
    for person, group in zip(people, (1, 1, 1, 2), strict=False):
        stage.do(person, "group.choose", group=group)
    words = [table["word"] for table in stage.room.snapshot(people[4])["me"]["tables"]]
    assert words == ["mange her", *["ledig plass"] * 12]


def test_a_way_that_does_not_exist_is_refused_in_a_sentence(stage):
    answer = stage.ask(stage.facilitator, "groups.way", way="alphabet")
    assert answer["error"] == "Måten må være dealt, table eller self."
