"""Leading the day: moves, clock, counts that never point, and what the day gives."""

import dataclasses
import json
from datetime import date

import pytest

from lmtools.domain.session import Outline, Phase, Step


def now(stage):
    shown = stage.room.snapshot(stage.facilitator)["now"]
    return shown["step"], shown["phase"], shown["round"]


def clock(stage):
    shown = stage.room.snapshot(stage.facilitator)["now"]
    return shown["ends_at"], shown["paused_left"]


def test_a_session_starts_at_the_first_moment_with_its_clock_set_and_still(stage):
    assert now(stage) == ("guess-1", "alone", 1)
    assert clock(stage) == (None, 120)


def test_next_and_back_walk_through_the_whole_day(stage):
    walked = [now(stage)]
    while stage.ask(stage.facilitator, "next")["ok"]:
        walked.append(now(stage))
    assert walked == [
        ("guess-1", "alone", 1),
        ("guess-1", "plenary", 1),
        ("results-1", "plenary", 1),
        ("reflect-1", "alone", 1),
        ("reflect-1", "group", 1),
        ("reflect-1", "plenary", 1),
        ("prioritise-1", "alone", 1),
        ("prioritise-1", "group", 1),
        ("prioritise-1", "alone", 2),
        ("prioritise-1", "plenary", 2),
        ("actions-1", "group", 1),
        ("actions-1", "plenary", 1),
        ("report-1", "plenary", 1),
    ]
    assert "siste steget" in stage.ask(stage.facilitator, "next")["error"]
    for moment in reversed(walked[:-1]):
        stage.lead("back")
        assert now(stage) == moment
    assert "første steget" in stage.ask(stage.facilitator, "back")["error"]


def test_the_console_knows_what_comes_next(stage):
    assert stage.console()["next"] == {
        "step": "guess-1",
        "phase": "plenary",
        "round": 1,
        "title": "Gjett først",
    }
    assert stage.console()["back"] is None


@pytest.mark.parametrize(
    "fields", [{"step": "finnes-ikke"}, {"step": "guess-1", "phase": "group"}, {"phase": "alone"}]
)
def test_one_can_only_go_where_the_day_has_a_place(stage, fields):
    assert not stage.ask(stage.facilitator, "go", **fields)["ok"]
    assert not stage.ask(stage.facilitator, "go", step="guess-1", phase="lunsj")["ok"]


def test_the_clock_runs_pauses_extends_and_never_goes_below_zero(stage):
    stage.lead("resume")
    assert clock(stage) == ("2026-11-24T12:02:00+00:00", None)
    stage.clock.pass_(seconds=30)
    stage.lead("pause")
    assert clock(stage) == (None, 90)
    stage.lead("extend", minutes=1)
    assert clock(stage) == (None, 150)
    stage.lead("resume")
    stage.clock.pass_(minutes=10)
    stage.lead("extend", minutes=2)
    assert clock(stage) == ("2026-11-24T12:12:30+00:00", None)
    stage.clock.pass_(minutes=10)
    stage.lead("pause")
    assert clock(stage) == (None, 0)


def test_a_phase_with_planned_minutes_starts_its_clock_and_another_has_none(stage):
    stage.lead("go", step="reflect-1")
    assert clock(stage) == ("2026-11-24T12:05:00+00:00", None)
    stage.lead("next")
    assert clock(stage) == (None, None)


def test_groups_of_five_are_counted_and_smaller_ones_get_a_word(open_stage):
    stage = open_stage(groups=3)
    people = stage.people(14)
    stage.lead("go", step="reflect-1", phase="alone")
    for person in people[:6]:
        stage.note(person, "hei")
    stage.do(people[0], "ready", step="reflect-1", ready=True)
    console = stage.console()
    assert (console["joined"], console["written"], console["ready"]) == (14, 6, 1)
    # Groups 1 and 2 have five; 3 has four. Two are hidden, or 14 minus the rest would tell of the four.
    assert console["groups"] == [
        {"no": 1, "state": "few", "word": "trenger litt tid"},
        {"no": 2, "size": 5, "state": "counted", "written": 2, "ready": 0},
        {"no": 3, "state": "few", "word": "trenger litt tid"},
    ]


def test_a_small_groups_word_turns_before_the_last_one_is_done(open_stage):
    stage = open_stage(groups=1)
    people = stage.people(4)
    stage.lead("go", step="reflect-1", phase="alone")
    words = []
    for person in people:
        stage.note(person, "hei")
        words.append(stage.console()["groups"][0]["word"])
    assert words == ["trenger litt tid", "trenger litt tid", "nesten ferdig", "nesten ferdig"]


def test_an_empty_group_is_said_to_be_empty(open_stage):
    stage = open_stage(groups=2)
    stage.people(1)
    assert stage.console()["groups"][1] == {"no": 2, "size": 0, "state": "empty", "word": "ingen ennå"}


def test_dealing_the_groups_again_moves_no_more_than_it_must(open_stage):
    stage = open_stage(groups=2)
    people = stage.people(12)

    def seats():
        return [stage.room.snapshot(person)["me"]["group"] for person in people]

    before = seats()
    stage.lead("groups", count=3)
    after = seats()
    assert sorted(after) == sorted([1, 2, 3] * 4)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 4
    stage.lead("undo")
    assert seats() == before


def test_no_snapshot_holds_a_participants_id_or_a_browsers(stage):
    people = stage.people(6)
    stage.point(people[0], "vårt", show=True)
    stage.lead("go", step="reflect-1", phase="plenary")
    projector = stage.projector
    pages = str([stage.room.snapshot(who) for who in (*people, stage.facilitator, projector)])
    for person in people:
        assert person.participant not in pages
    assert "browser" not in pages


def test_the_projector_shows_the_code_and_no_me(stage):
    shown = stage.room.snapshot(stage.projector)
    assert shown["join"]["code"] == stage.code
    assert "me" not in shown and "facilitator" not in shown


SUGGESTIONS = [
    ([], 0, "Ingen er med ennå. Vis koden på lerretet."),
    ([], 6, "6 har ikke gjettet ennå."),
    ([("go", {"step": "reflect-1"})], 6, "6 har ikke skrevet ennå. Vent litt."),
    ([("go", {"step": "reflect-1", "phase": "group"})], 6, "0 av 2 grupper har sendt punkter."),
    ([("go", {"step": "reflect-1", "phase": "plenary"})], 6, "Gå videre når dere er klare."),
    (
        [("go", {"step": "prioritise-1"})],
        6,
        "Det er ingen punkter å velge blant. Slipp fram punkter i plenum først.",
    ),
    ([("go", {"step": "actions-1"})], 6, "Begynn med ett mål. Det skal svare på det dere valgte."),
    (
        [("go", {"step": "report-1"})],
        6,
        "Dette er det siste steget. Trykk «Avslutt økta» øverst når dere er ferdige.",
    ),
    ([("close", {})], 6, "Økta er avsluttet. Referatet og planen kan fortsatt hentes."),
    ([("go", {"step": "reflect-1"})], 3, "Gå til gruppe når de fleste har skrevet."),
]


@pytest.mark.parametrize(("moves", "people", "sentence"), SUGGESTIONS)
def test_the_suggestion_says_what_could_come_next_and_decides_nothing(stage, moves, people, sentence):
    stage.people(people)
    for do, fields in moves:
        stage.lead(do, **fields)
    before = now(stage)
    assert stage.console()["suggestion"] == sentence
    assert now(stage) == before


def test_the_suggestion_counts_one_as_one(stage):
    people = stage.people(5)
    for person in people[:4]:
        stage.do(person, "guess.lock", step="guess-1", value=3)
    assert stage.console()["suggestion"] == "Én har ikke gjettet ennå."
    stage.do(people[4], "guess.lock", step="guess-1", value=3)
    assert stage.console()["suggestion"] == "Alle har låst gjetningen. Vis svaret."


def test_the_script_is_the_moments_or_else_the_workbooks_own(open_stage):
    step = Step("results-1", "results", "Tall", phases=(Phase.PLENARY,), say="Se på tallet først.")
    stage = open_stage(outline=Outline("x", "X", "", (step, Step("reflect-1", "reflect", "R"))))
    assert stage.console()["say"] == "Se på tallet først."
    stage.lead("next")
    assert "Ett punkt om gangen" in stage.console()["say"]


def whole_day(stage):
    people = stage.people(6)
    for number, person in enumerate(people):
        stage.do(person, "guess.lock", step="guess-1", value=number)
    stage.lead("reveal", step="guess-1")
    stage.lead("go", step="reflect-1", phase="group")
    stage.note(people[0], "et notat som ikke skal ut")
    a, b = stage.point(people[0], "Regler", show=True), stage.point(people[1], "Tilsyn", show=True)
    stage.point(people[2], "holdt tilbake")
    stage.lead("go", step="prioritise-1")
    for person in people:
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes={a: 2, b: 1})
    stage.lead("reveal", step="prioritise-1")
    stage.do(people[0], "goal.save", goal="g1", text="Like regler")
    stage.do(people[0], "action.save", action="a1", goal="g1", text="Tre regler", success_sign="Ro")
    stage.lead("plan.save", evaluate_on="2027-09-16")
    return people


def test_the_day_holds_what_was_shown_and_agreed_and_nothing_of_a_person(stage):
    people = whole_day(stage)
    day = stage.room.day(stage.code)
    assert day.joined == 6
    assert day.guesses[0].room.median == 2.5
    assert [point.text for point in day.reflections[0].points] == ["Regler", "Tilsyn"]
    assert [(row.text, row.round1, row.round2) for row in day.priorities[0].result.options] == [
        ("Regler", 12, None),
        ("Tilsyn", 6, None),
    ]
    assert day.goals[0].goal.text == "Like regler"
    assert day.evaluations[0].on == date(2027, 9, 16)
    assert day.evaluations[0].signs == ("Ro",)
    told = repr(day)
    for secret in ("et notat", "holdt tilbake", *(person.participant for person in people)):
        assert secret not in told


def test_the_day_holds_nothing_that_has_not_been_revealed(stage):
    whole_day(stage)
    stage.lead("hide", step="prioritise-1")
    stage.lead("hide", step="guess-1")
    stage.lead("go", step="reflect-1", phase="group")
    day = stage.room.day(stage.code)
    assert (day.guesses, day.reflections, day.priorities) == ((), (), ())


def test_a_day_with_few_people_does_not_say_how_many(stage):
    stage.people(4)
    assert stage.room.day(stage.code).joined is None


def test_snapshots_are_plain_json(stage):
    people = whole_day(stage)
    for who in (people[0], stage.facilitator, stage.projector):
        assert json.loads(json.dumps(stage.room.snapshot(who)))["revision"] > 0


def test_the_visitors_language_reaches_the_console(stage):
    english = dataclasses.replace(stage.facilitator, language="en")
    assert stage.room.snapshot(english)["language"] == "en"
