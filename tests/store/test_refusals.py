"""What the room refuses, where the line goes, and with which sentence; the answer of a command is whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lmtools.domain.contributions import Point
from lmtools.domain.session import Grouping, Outline, Participant, Role, Step
from lmtools.errors import LmtoolsError, NotAllowed, NotFound, UsageError
from lmtools.room import Room
from lmtools.store import BUSY, Clashed
from lmtools.text import Text
from tests.store.activities import ALONE, GROUP, PLENARY
from tests.store.conftest import OUTLINE
from tests.store.test_together import at_once

UNREAD = "Vi forsto ikke det som ble sendt. Last sida på nytt."
FULL = "Økta er full. Snakk med prosesslederen."


@pytest.mark.parametrize(
    ("command", "known", "sentence"),
    [
        (None, None, UNREAD),
        ({"id": "c1", "do": "slett alt"}, "c1", UNREAD),
        ({"id": "c1"}, "c1", UNREAD),
        ({"do": "next"}, None, "Noe mangler eller er feil i det som ble sendt (id). Last sida på nytt."),
        (
            {"id": 7, "do": "next"},
            None,
            "Noe mangler eller er feil i det som ble sendt (id). Last sida på nytt.",
        ),
        ({"id": "c1", "do": "note.add"}, "c1", "Det er ikke din rolle å gjøre dette."),
        (
            {"id": "c1", "do": "go", "step": "borte"},
            "c1",
            "Vi finner ikke dette steget i økta. Last sida på nytt.",
        ),
    ],
)
def test_a_refusal_has_the_commands_id_and_one_sentence(stage, command, known, sentence):
    assert stage.room.handle(stage.facilitator, command) == {"id": known, "ok": False, "error": sentence}
    english = replace(stage.facilitator, language="en")
    fields = {"field": "id"} if "(id)" in sentence else {}
    template = sentence.replace("(id)", "({field})")
    assert stage.room.handle(english, command)["error"] == Text("en").t(template, **fields) != sentence


def test_what_was_carried_out_is_answered_with_the_commands_id_and_the_revision(stage):
    person = stage.people(1)[0]
    sent = {"id": "c1", "do": "note.add", "note": "n1", "step": "reflect-1", "text": "hei"}
    answer = {"id": "c1", "ok": True, "note": "n1", "flag": None, "revision": 2}
    assert stage.room.handle(person, sent) == answer
    quiet = {"id": "c2", "do": "draft.save", "step": "reflect-1", "text": "x"}
    assert stage.room.handle(person, quiet) == {"id": "c2", "ok": True, "revision": 2}
    assert stage.room.handle(person, {**sent, "note": "n2"}) == answer  # the id has been used


class Contended(Room):
    """A room in which a command gives way to others' changes `left` times."""

    left = 0

    def _carry_out(self, visitor, command):
        if self.left:
            self.left -= 1
            raise Clashed(BUSY)
        return super()._carry_out(visitor, command)


@pytest.mark.parametrize(("clashes", "goes_through"), [(1, True), (2, True), (3, False)])
def test_a_command_that_gives_way_twice_is_tried_a_third_time(stage, store, clashes, goes_through):
    room = Contended(store, now=stage.clock)
    room.left = clashes
    answer = room.handle(stage.facilitator, {"id": "c1", "do": "next"})
    refused = {"id": "c1", "ok": False, "error": BUSY, "retry": True}
    assert answer == ({"id": "c1", "ok": True, "revision": 1} if goes_through else refused)


# --- coming in ----------------------------------------------------------------------------------------


def test_a_crowd_at_the_door_never_gets_more_in_than_there_is_room_for(stage):
    stage.room._policy = replace(stage.room._policy, people=3)

    def enter(number):
        try:
            return stage.room.enter(stage.code, browser_id=f"b{number}").participant
        except NotAllowed as error:
            return str(error)

    told = at_once([lambda number=number: enter(number) for number in range(9)])
    assert told.count(FULL) == 6
    with stage.store.reading() as work:
        assert {person.id for person in work.all(Participant)} == set(told) - {FULL}
    assert enter(10) == FULL


def test_who_has_no_seat_any_more_is_told_to_come_in_again(stage):
    gone = replace(stage.people(1)[0], participant="en-annen")
    answer = stage.ask(gone, "ready", step="guess-1", ready=True)
    assert answer["error"] == "Du er ikke med i økta lenger. Skriv koden fra lerretet på nytt."


def test_a_key_to_no_session_and_a_wrong_key_are_told_apart_for_who_leads(stage):
    code = f"{stage.code[:3]} {stage.code[3:]}"
    assert stage.room.facilitate(code, stage.started.key) == stage.facilitator
    with pytest.raises(NotFound, match="Vi finner ingen økt med koden 000\u00a0000"):
        stage.room.facilitate("000000", stage.started.key)
    with pytest.raises(NotAllowed, match="Nøkkelen passer ikke til denne økta"):
        stage.room.facilitate(stage.code, "feil")


def test_a_code_that_is_no_code_is_not_repeated_at_length(stage):
    with pytest.raises(NotFound) as told:
        stage.room.session("x" * 30)
    assert str(told.value).count("x") == 12
    with pytest.raises(NotFound, match="koden 12345\\."):
        stage.room.session("1 23 45")


def test_a_browser_is_known_in_the_session_that_it_came_into(open_stage):
    stage, other = open_stage(), open_stage()
    stage.people(1)
    spaced = f" {stage.code[:3]} {stage.code[3:]}"
    assert [stage.room.knows(code, "b0") for code in (stage.code, spaced, other.code, "000000")] == [
        True,
        True,
        False,
        False,
    ]
    assert not stage.room.knows(stage.code, "b1")


def test_who_comes_in_reads_what_they_asked_for_or_else_the_sessions_language(open_stage):
    stage = open_stage(language="nn")
    enter = stage.room.enter
    assert enter(stage.code, browser_id="a").language == "nn"
    assert enter(stage.code, browser_id="b", language="en").language == "en"
    assert enter(stage.code, browser_id="c", language="de").language == "nb"
    with stage.store.reading() as work:
        assert sorted(person.language for person in work.all(Participant)) == ["en", "nb", "nn"]
    for role in (Role.FACILITATOR, Role.PROJECTOR):
        session = stage.started.session
        let_in = stage.room.trusted(stage.code, role)
        assert (let_in.role, let_in.session, let_in.code) == (role, session.id, session.code)
        assert (let_in.language, let_in.participant, let_in.actor) == ("nn", None, str(role))
    with pytest.raises(NotAllowed, match="En deltaker må komme inn med koden"):
        stage.room.trusted(stage.code, Role.PARTICIPANT)


# --- how much there is room for -----------------------------------------------------------------------


def too_long(length, limit):
    return f"Teksten er på {length} tegn. Det er plass til {limit}."


STEPS = (
    Step("reflect-1", "reflect", "Kort", params={"limit": 10}),
    Step("check_in-1", "check_in", "Inn", phases=(ALONE, PLENARY)),
    Step("commit-1", "commit", "Mandag"),
    Step("actions-1", "actions", "Plan", phases=(GROUP,)),
)


@pytest.fixture
def short(open_stage):
    """A board where a text has ten characters, and one where it has as many as usual."""
    return open_stage(outline=Outline("x", "X", "", STEPS))


@pytest.mark.parametrize(("step", "limit"), [("reflect-1", 10), ("check_in-1", 280)])
def test_a_note_and_a_point_may_be_as_long_as_the_step_says(short, step, limit):
    one = short.people(1)[0]
    short.do(one, "note.add", note="n1", step=step, text="x" * limit)
    short.do(one, "note.edit", note="n1", text="y" * limit)
    short.do(one, "point.add", point="p1", step=step, text="x" * limit, notes=[])
    short.do(one, "point.edit", point="p1", text="y" * limit, revision=1)
    long, refused = "x" * (limit + 1), too_long(limit + 1, limit)
    for do, fields in (
        ("note.add", {"note": "n2", "step": step}),
        ("note.edit", {"note": "n1"}),
        ("point.add", {"point": "p2", "step": step, "notes": []}),
        ("point.edit", {"point": "p1", "revision": 2}),
    ):
        assert short.ask(one, do, text=long, **fields)["error"] == refused
        assert short.ask(one, do, text=" \n", **fields)["error"] == "Skriv noe først."


@pytest.mark.parametrize(
    ("do", "fields", "name", "limit"),
    [
        ("draft.save", {"step": "reflect-1"}, "text", 2000),
        ("commit.save", {"step": "commit-1"}, "text", 280),
        ("goal.save", {"goal": "g1"}, "target", 500),
    ],
)
def test_other_texts_have_their_own_room(short, do, fields, name, limit):
    one = short.people(1)[0]
    short.do(one, do, **fields, **{name: "x" * limit})
    assert short.ask(one, do, **fields, **{name: "x" * (limit + 1)})["error"] == too_long(limit + 1, limit)


def test_one_may_write_sixty_notes_and_a_group_twenty_points(short):
    one, two, mate = short.people(3)
    for number in range(60):
        short.do(one, "note.add", note=f"n{number}", step="reflect-1", text="x")
    full = "Det er ikke plass til flere punkter her. Ta bort ett først."
    assert short.ask(one, "note.add", note="n60", step="reflect-1", text="x")["error"] == full
    short.do(two, "note.add", note="n61", step="reflect-1", text="x")
    short.do(one, "note.add", note="n62", step="check_in-1", text="x")
    for number in range(20):
        who = (one, mate)[number % 2]
        short.do(who, "point.add", point=f"p{number}", step="reflect-1", text="x", notes=[])
    refused = short.ask(one, "point.add", point="p20", step="reflect-1", text="x", notes=[])
    assert refused["error"] == "Det er ikke plass til flere punkter fra gruppa. Ta bort ett først."
    short.do(one, "point.remove", point="p0")
    short.do(mate, "point.add", point="p20", step="reflect-1", text="x", notes=[])
    short.do(two, "point.add", point="p21", step="reflect-1", text="x", notes=[])


def test_a_point_keeps_the_notes_it_came_from_and_no_other_and_is_sent_once(short):
    one = short.people(1)[0]
    short.do(one, "note.add", note="n1", step="reflect-1", text="x")
    short.do(one, "note.add", note="n2", step="check_in-1", text="x")
    sent = short.do(one, "point.add", point="p1", step="reflect-1", text="x", notes=["n2", "n1", "n9"])
    assert sent["point"] == {"id": "p1", "text": "x", "box": "", "revision": 1, "status": "waiting"}
    with short.store.reading() as work:
        kept = work.one(Point, id="p1")
    assert (kept.notes, kept.group, kept.position, kept.step) == (("n1",), 1, 1, "reflect-1")
    again = short.ask(one, "point.add", point="p1", step="reflect-1", text="y", notes=[])
    assert again["error"] == "Dette punktet er alt sendt."
    note = short.ask(one, "note.add", note="n1", step="reflect-1", text="y")
    assert note["error"] == "Dette punktet er alt lagret."


@pytest.mark.parametrize(
    ("do", "fields", "sentence"),
    [
        ("extend", {"minutes": 0}, "({field})"),
        ("extend", {"minutes": 61}, "({field})"),
        ("round", {"step": "prioritise-1", "round": 3}, "({field})"),
        ("round", {"step": "prioritise-1", "round": 0}, "({field})"),
        ("groups", {"count": 0}, "({field})"),
        ("groups", {"count": 100}, "({field})"),
        (
            "moderate",
            {"point": "borte", "show": True},
            "Vi finner ikke dette punktet. Gruppa kan ha tatt det bort.",
        ),
        ("split", {"point": "borte"}, "Vi finner ikke dette punktet på lerretet. Last sida på nytt."),
        (
            "keep",
            {"step": "prioritise-1", "options": ["x"]},
            "Vi finner ikke alle punktene på lista. Last sida på nytt.",
        ),
        ("merge", {"points": [], "text": "x"}, "Velg minst to punkter fra samme steg."),
        ("reveal", {"step": "reflect-1"}, "Vi finner ikke dette steget i økta. Last sida på nytt."),
        ("go", {"step": "guess-1", "phase": "group"}, "Dette steget har ikke den fasen."),
        ("go", {"step": "guess-1", "phase": "lunsj"}, "Fasen må være alone, group eller plenary."),
    ],
)
def test_what_who_leads_cannot_do_is_told_in_its_own_sentence(stage, do, fields, sentence):
    told = stage.ask(stage.facilitator, do, **fields)["error"]
    assert told == sentence or (sentence == "({field})" and f"({[*fields][-1]})" in told)


@pytest.mark.parametrize(("do", "fields"), [("extend", {"minutes": 60}), ("groups", {"count": 99})])
def test_the_most_that_who_leads_may_ask_for_is_given(stage, do, fields):
    stage.lead(do, **fields)


def test_a_vote_without_talk_at_the_tables_has_one_round(open_stage):
    vote = Step("prioritise-1", "prioritise", "Velg", phases=(ALONE, PLENARY))
    stage = open_stage(outline=replace(OUTLINE, steps=(vote,)))
    refused = stage.ask(stage.facilitator, "round", step="prioritise-1", round=2)
    assert refused["error"] == "Dette steget har bare én runde."
    stage.lead("round", step="prioritise-1", round=1)


def test_points_of_two_steps_are_not_one(open_stage):
    steps = tuple(Step(f"reflect-{number}", "reflect", "R") for number in (1, 2))
    stage = open_stage(outline=Outline("x", "X", "", steps))
    one = stage.people(1)[0]
    for number in (1, 2):
        step = f"reflect-{number}"
        stage.do(one, "point.add", point=f"p{number}", step=step, text="x", notes=[])
        stage.lead("moderate", point=f"p{number}", show=True)
    refused = stage.ask(stage.facilitator, "merge", points=["p1", "p2"], text="x")
    assert refused["error"] == "Velg minst to punkter fra samme steg."
    refused = stage.ask(stage.facilitator, "split", point="p1")
    assert refused["error"] == "Dette punktet er ikke slått sammen av flere."


def test_what_a_participant_cannot_do_is_told_in_its_own_sentence(short):
    one, two = short.people(2)
    short.do(one, "point.add", point="p1", step="reflect-1", text="x", notes=[])
    theirs = "Vi finner ikke dette punktet i gruppa di. Last sida på nytt."
    assert short.ask(two, "point.remove", point="p1")["error"] == theirs
    assert (
        short.ask(one, "note.remove", note="n9")["error"]
        == "Vi finner ikke dette punktet. Last sida på nytt."
    )
    assert short.ask(one, "group.choose", group=3)["error"] == "Det er 2 grupper i økta."
    assert short.ask(one, "language", language="de")["error"] == "Vi har bokmål, nynorsk og engelsk."
    short.lead("groups.way", way="self")
    assert short.ask(one, "role.take", role="chair")["error"] == "Velg hvilken gruppe du er i, først."


def test_a_day_without_a_plan_has_no_place_for_a_goal(open_stage):
    stage = open_stage(outline=Outline("x", "X", "", STEPS[:1]))
    refused = stage.ask(stage.facilitator, "goal.save", goal="g1", text="m")
    assert refused["error"] == "Økta har ikke noe steg for mål og tiltak."


def test_the_page_for_parents_has_room_for_eight_points(stage):
    points = [f"- punkt {number}" for number in range(9)]
    saved = stage.lead("summary.save", headline="x" * 90, said="\n".join(points[:8]), does="- y")
    assert saved["summary"] == {"revision": 1}
    refused = stage.ask(stage.facilitator, "summary.save", does="\n".join(points))
    assert refused["error"] == "Det er plass til 8 punkter. Slå sammen eller ta bort noen."
    refused = stage.ask(stage.facilitator, "summary.save", headline="x" * 91)
    assert refused["error"] == too_long(91, 90)
    refused = stage.ask(stage.facilitator, "summary.save", said="x" * 601)
    assert refused["error"] == too_long(601, 600)
    kept = {"headline": "x" * 90, "said": "\n".join(points[:8]), "does": "- y", "revision": 1, "saved": True}
    assert stage.console()["summary"] == kept
    stale = stage.ask(stage.facilitator, "summary.save", does="z", revision=0)
    assert (stale["error"], stale["current"]) == ("Noen andre endret dette først.", kept)
    stage.lead("summary.save", does="z", revision=1)
    assert stage.console()["summary"] == {**kept, "does": "z", "revision": 2}
    assert stage.room.summary(stage.code).does == "z"


# --- starting -----------------------------------------------------------------------------------------


def start(stage, **changes):
    asked = {"outline": OUTLINE, "school_key": "1", "school_name": "S", "groups": 3, "expected": 0, **changes}
    return stage.room.start(**asked).session


def test_what_is_not_said_of_a_new_session_is_as_most_want_it(stage):
    session = start(stage)
    assert session == replace(
        stage.started.session,
        id=session.id,
        code=session.code,
        school_key="1",
        school_name="S",
        groups=3,
        expected=0,
        grade="all",
    )
    assert (session.workbook, session.title, session.steps) == ("stasted", "Ståsted", OUTLINE.steps)
    assert (session.now_step, str(session.now_phase), session.paused_left) == ("guess-1", "alone", 120)
    assert (session.ends_on.isoformat(), session.started_at) == ("2027-02-22", stage.clock.now)
    assert (session.language, session.rehearsal, str(session.grouping)) == ("nb", False, "dealt")


def test_what_is_said_of_a_new_session_is_so(stage):
    ends = stage.clock.now.date() + timedelta(days=3)
    asked = {"language": "nn", "ends_on": ends, "grade": "8", "rehearsal": True, "grouping": Grouping.TABLE}
    session = start(stage, **asked)
    assert {name: getattr(session, name) for name in asked} == asked


def test_a_session_has_as_many_groups_as_a_room_and_ends_today_at_the_earliest(stage):
    assert [start(stage, groups=count).groups for count in (1, 99)] == [1, 99]
    assert start(stage, ends_on=stage.clock.now.date()).ends_on == stage.clock.now.date()
    assert [start(stage, language=asked).language for asked in ("en", "de")] == ["en", "nb"]
    for wrong in ({"groups": 0}, {"groups": 100}, {"expected": -1}):
        with pytest.raises(UsageError, match="Velg fra 1 til 99 grupper"):
            start(stage, **wrong)
    with pytest.raises(UsageError, match="Arbeidsboka har ingen aktiviteter"):
        start(stage, outline=Outline("tom", "Tom", "", ()))


def test_where_no_code_is_free_it_is_said_what_to_do(stage, monkeypatch):
    monkeypatch.setattr("lmtools.room.keys.new_code", lambda: stage.code)
    with pytest.raises(LmtoolsError, match="Slett gamle økter med lmtools purge"):
        start(stage)
