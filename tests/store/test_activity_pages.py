"""What each kind of step shows, whole, when people have answered: one's own, the counts and the result."""

from __future__ import annotations

import pytest

from lmtools.domain.session import Outline, Step
from tests.store.activities import ALONE, GROUP, OUTLINE, PLENARY, point, rate
from tests.store.test_console import whole_day

REFLECT, VOTE, COMMIT = "reflect-1", "prioritise-1", "commit-1"


def test_a_guess_that_is_revealed_is_ones_own_beside_the_rooms(stage):
    people = whole_day(stage)
    common = {
        "revealed": True,
        "locked": 6,
        "joined": 6,
        "room": {"q1": None, "median": 2.5, "q3": None, "n": 6},
        "notes": [],
    }
    answer = stage.sees(stage.projector, "guess-1")["answer"]
    assert answer["status"] == "absent"
    assert stage.sees(people[3], "guess-1") == {"mine": {"value": 3}, "answer": answer, **common}
    assert stage.sees(stage.projector, "guess-1") == {"mine": None, "answer": answer, **common}
    part = {"step": "guess-1", "value": 8.5}
    late = stage.people(1, first=6)[0]
    stage.lead("hide", step="guess-1")
    stage.do(late, "guess.lock", **part)
    shown = stage.sees(late, "guess-1")
    assert (shown["mine"], shown["answer"], shown["room"], shown["locked"]) == ({"value": 8.5}, None, None, 7)


def test_a_vote_that_is_revealed_is_ones_own_beside_what_all_chose(stage):
    people = whole_day(stage)
    a, b = (option["id"] for option in stage.sees(people[0], VOTE)["options"])
    common = {
        "round": 1,
        "points": 3,
        "options": [{"id": a, "text": "Regler"}, {"id": b, "text": "Tilsyn"}],
        "voted": 6,
        "result": {
            "options": [
                {"id": a, "text": "Regler", "round1": 12, "round2": None},
                {"id": b, "text": "Tilsyn", "round1": 6, "round2": None},
            ],
            "voters": 6,
            "kept": [a, b],
            "tied": [],
            "notes": [],
        },
    }
    assert stage.sees(people[0], VOTE) == {"mine": {a: 2, b: 1}, "mine_before": {}, **common}
    assert stage.sees(stage.projector, VOTE) == {"mine": {}, "mine_before": {}, **common}
    stage.lead("round", step=VOTE, round=2)
    stage.do(people[0], "vote.cast", step=VOTE, round=2, votes={b: 3, a: 0})
    again = {**common, "round": 2, "voted": 1, "result": None}
    assert stage.sees(people[0], VOTE) == {"mine": {b: 3}, "mine_before": {a: 2, b: 1}, **again}
    assert stage.sees(people[1], VOTE) == {"mine": {}, "mine_before": {a: 2, b: 1}, **again}
    assert stage.console()["written"] == 1


def test_a_tie_at_the_line_is_told_with_those_it_is_between(stage):
    people = stage.people(6)
    points = [stage.point(people[0], words, show=True) for words in "ABC"]
    stage.lead("go", step=VOTE)
    for person in people:
        stage.do(person, "vote.cast", step=VOTE, round=1, votes=dict.fromkeys(points, 1))
    stage.lead("reveal", step=VOTE)
    result = stage.sees(people[0], VOTE)["result"]
    assert (result["kept"], result["tied"]) == ([], points)


def test_a_board_shows_ones_own_the_tables_and_everybodys(open_stage):
    stage = open_stage(groups=1)
    one, mate = stage.people(2)
    stage.lead("go", step=REFLECT, phase="group")
    stage.do(one, "draft.save", step=REFLECT, text="utkast")
    mine, theirs, kept = stage.note(one, "mitt"), stage.note(mate, "hennes"), stage.note(one, "beholdt")
    for who, note in ((one, mine), (mate, theirs)):
        stage.do(who, "note.share", note=note, shared=True)
    shown, waiting = stage.point(one, "vist", show=True), stage.point(mate, "venter")
    shared = [{"id": mine, "text": "mitt", "box": ""}, {"id": theirs, "text": "hennes", "box": ""}]
    everybodys = {
        "id": shown,
        "text": "vist",
        "groups": None,
        "of": None,
        "quotes": [],
        "merged": False,
        "box": "",
    }
    page = {
        "draft": "utkast",
        "drafts": {"": "utkast"},
        "mine": [
            {"id": mine, "text": "mitt", "box": "", "shared": True},
            {"id": kept, "text": "beholdt", "box": "", "shared": False},
        ],
        "group_notes": sorted(shared, key=lambda note: note["id"]),
        "group_points": [
            {"id": shown, "text": "vist", "box": "", "revision": 1, "status": "shown"},
            {"id": waiting, "text": "venter", "box": "", "revision": 1, "status": "waiting"},
        ],
        "points": [],
    }
    assert stage.sees(one, REFLECT) == page
    nobodys = {"draft": "", "drafts": {}, "mine": [], "group_notes": [], "group_points": []}
    assert stage.sees(stage.projector, REFLECT) == {**nobodys, "points": []}
    assert stage.sees(stage.facilitator, REFLECT) == {**nobodys, "points": [everybodys]}
    stage.lead("next")
    assert stage.sees(one, REFLECT) == {**page, "points": [everybodys]}
    assert stage.sees(stage.projector, REFLECT) == {**nobodys, "points": [everybodys]}


def test_what_is_ones_own_is_shown_to_its_writer_and_to_those_they_choose(open_stage):
    stage = open_stage(outline=OUTLINE, groups=1, minimum=2)
    one, mate = stage.people(2)
    nothing = {"draft": "", "mine": None, "written": 0, "group": [], "plenary": []}
    assert stage.sees(one, COMMIT) == nothing
    stage.do(one, "draft.save", step=COMMIT, text="Hil")
    assert stage.sees(one, COMMIT) == {**nothing, "draft": "Hil"}
    saved = stage.do(one, "commit.save", step=COMMIT, text="Hilse")
    assert {**saved, "id": "", "revision": 0} == {"id": "", "ok": True, "flag": None, "revision": 0}
    private = {"text": "Hilse", "with": "nobody", "status": None}
    assert stage.sees(one, COMMIT) == {**nothing, "mine": private, "written": 1}
    assert stage.do(one, "commit.share", step=COMMIT, **{"with": "group"})["with"] == "group"
    stage.lead("go", step=COMMIT, phase="group")
    (row,) = stage.sees(mate, COMMIT)["group"]
    assert stage.sees(mate, COMMIT) == {**nothing, "written": 1, "group": [{**row, "text": "Hilse"}]}
    assert stage.sees(stage.projector, COMMIT) == {**nothing, "written": 1}
    stage.do(one, "commit.share", step=COMMIT, **{"with": "plenary"})
    mine = {"text": "Hilse", "with": "plenary", "status": "waiting"}
    assert stage.sees(one, COMMIT) == {**nothing, "mine": mine, "written": 1}
    stage.lead("moderate", point=row["id"], show=True)
    assert stage.sees(stage.facilitator, COMMIT)["plenary"] == [{"id": row["id"], "text": "Hilse"}]
    assert stage.sees(mate, COMMIT)["plenary"] == []
    stage.lead("next")
    told = {**nothing, "written": 1, "plenary": [{"id": row["id"], "text": "Hilse"}]}
    assert stage.sees(mate, COMMIT) == told
    assert stage.do(one, "commit.save", step=COMMIT, text="")["flag"] is None
    assert stage.sees(one, COMMIT) == nothing


def test_what_is_in_the_queue_says_where_it_is_from_and_why_to_look_twice(open_stage):
    stage = open_stage(outline=OUTLINE)
    one = stage.people(1)[0]
    sent = point(stage, one, "swot-1", "Han ene i 10B", box="threats", show=False)
    row = {
        "point": sent,
        "step": "swot-1",
        "text": "Han ene i 10B",
        "flag": "Kan peke på én elev",
        "group": None,
        "box": "threats",
    }
    assert stage.console()["queue"] == [row]
    stage.lead("moderate", point=sent, show=False)
    assert (stage.console()["queue"], stage.console()["held"]) == ([], [row])
    stage.lead("moderate", point=sent, show=False)  # once more changes nothing
    assert stage.console()["held"] == [row]
    first = stage.do(one, "point.edit", point=sent, text="Noen elever", revision=1)
    assert (first["point"]["status"], first["flag"], first["point"]["revision"]) == ("waiting", None, 2)


def test_points_that_are_alike_are_told_of_by_their_box_until_they_are_voted_on(open_stage):
    stage = open_stage(outline=OUTLINE)
    one = stage.people(1)[0]
    words = "Flere voksne ute i friminuttene"
    alike = [point(stage, one, "forces-1", words, box="for") for _ in range(2)]
    point(stage, one, "forces-1", words, box="against")
    told = [{"box": "for", "points": alike, "likeness": 1.0}]
    assert stage.console()["likeness"] == {"forces-1": told}
    stage.lead("go", step=VOTE)
    assert stage.console()["likeness"] == {"forces-1": told}
    stage.do(one, "vote.cast", step=VOTE, round=1, votes={alike[0]: 1})
    assert stage.console()["likeness"] == {}


@pytest.mark.parametrize(
    ("phases", "now", "command"),
    [
        ((ALONE, GROUP, PLENARY), ALONE, {"do": "go", "step": "statements-1", "phase": "group"}),
        ((ALONE, GROUP, PLENARY), PLENARY, {"do": "go", "step": "statements-1", "phase": "group"}),
        ((ALONE, GROUP, PLENARY), GROUP, None),
        ((ALONE, PLENARY), ALONE, None),
    ],
)
def test_where_people_are_split_it_is_said_of_what_in_a_line_and_to_go_to_the_tables(
    open_stage, phases, now, command
):
    items = [{"key": "s1", "text": "Enig"}, {"key": "s2", "text": "x" * 61}, {"key": "s3", "text": "y" * 61}]
    step = Step("statements-1", "statements", "S", phases=phases, params={"items": items, "scales": "agree"})
    stage = open_stage(outline=Outline("x", "X", "", (step,)))
    people = stage.people(20)
    rate(stage, people, "5" * 12)
    for item in ("s2", "s3"):
        rate(stage, people, "111111555555", item=item)
    stage.lead("go", step="statements-1", phase=str(now))
    stage.lead("reveal", step="statements-1")
    sentence = f"Meningene er delte om «{'x' * 60} …». Snakk før dere stemmer."
    told = {"key": "split", "text": sentence, **({"command": command} if command else {})}
    assert stage.console()["advice"] == [told]


def test_a_title_of_sixty_letters_is_not_cut(open_stage):
    items = [{"key": "s1", "text": "x" * 60}]
    step = Step("statements-1", "statements", "S", params={"items": items, "scales": "agree"})
    stage = open_stage(outline=Outline("x", "X", "", (step,)))
    rate(stage, stage.people(20), "111111555555")
    stage.lead("reveal", step="statements-1")
    assert f"«{'x' * 60}»" in stage.console()["advice"][0]["text"]


def test_what_lies_in_another_step_is_neither_waiting_nor_sent_here(open_stage):
    stage = open_stage(outline=OUTLINE)
    one = stage.people(2)[0]
    point(stage, one, "swot-1", "Ro", box="threats", show=False)
    said = {}
    for step in ("swot-1", "forces-1"):
        for phase in (GROUP, PLENARY):
            stage.lead("go", step=step, phase=str(phase))
            said[step, str(phase)] = stage.console()["suggestion"]
    assert said == {
        ("swot-1", "group"): "1 av 2 grupper har sendt punkter.",
        ("swot-1", "plenary"): "Ett innspill venter på deg.",
        ("forces-1", "group"): "0 av 2 grupper har sendt punkter.",
        ("forces-1", "plenary"): "Gå videre når dere er klare.",
    }


def test_a_table_tells_its_tasks_and_its_phone_and_a_table_nobody_sits_at_is_none(open_stage):
    stage = open_stage(groups=3)
    one, two = stage.people(2)
    stage.do(two, "group.phone", on=True)
    stage.do(one, "role.take", role="timekeeper")
    stage.do(one, "role.take", role="chair")
    assert stage.console()["tables"] == [
        {"no": 1, "phone": False, "roles": ["chair", "timekeeper"]},
        {"no": 2, "phone": True, "roles": []},
    ]
    groups = [(group["no"], group["state"]) for group in stage.console()["groups"]]
    assert groups == [(1, "few"), (2, "empty"), (3, "empty")]
    stage.do(one, "role.take", role="chair", release=True)
    stage.do(two, "group.phone", on=False)
    assert stage.console()["tables"] == [
        {"no": 1, "phone": False, "roles": ["timekeeper"]},
        {"no": 2, "phone": False, "roles": []},
    ]


def test_what_was_shared_at_one_table_is_shared_anew_at_another(open_stage):
    stage = open_stage(outline=OUTLINE)
    one, other, mate = stage.people(3)
    stage.do(one, "commit.save", step=COMMIT, text="Hilse")
    stage.do(one, "commit.share", step=COMMIT, **{"with": "group"})
    stage.lead("go", step=COMMIT, phase="group")
    stage.do(one, "group.choose", group=2)
    assert [len(stage.sees(who, COMMIT)["group"]) for who in (mate, other)] == [1, 0]
    stage.do(one, "commit.share", step=COMMIT, **{"with": "group"})
    assert [len(stage.sees(who, COMMIT)["group"]) for who in (mate, other)] == [0, 1]


def test_what_who_leads_tries_out_is_theirs_to_see_and_counted_nowhere(open_stage):
    stage = open_stage(outline=OUTLINE)
    people = stage.people(5)
    trial = stage.room.enter(stage.code, browser_id="leder", trial=True)
    rate(stage, people, "55555")
    rate(stage, [trial], "1")
    stage.do(trial, "ready", step="check_in-1", ready=True)
    seen, console = stage.sees(trial, "statements-1"), stage.console()
    assert (seen["mine"], seen["rated"], seen["joined"]) == ({"s1": {"agree": 1}}, 5, 5)
    assert (console["joined"], console["ready"]) == (5, 0)
    assert stage.room.snapshot(trial)["me"]["trial"] is True
    stage.lead("reveal", step="statements-1")
    (row, _) = stage.sees(trial, "statements-1")["result"]["items"]
    assert row["scales"]["agree"]["distribution"] == [0, 0, 0, 0, 5]


@pytest.mark.parametrize(("params", "kept"), [({}, 2), ({"keep": 1}, 1), ({"keep": 3}, 3)])
def test_two_are_taken_further_where_the_workbook_does_not_say_how_many(open_stage, params, kept):
    steps = (Step(REFLECT, "reflect", "R"), Step(VOTE, "prioritise", "V", params={"points": 6, **params}))
    stage = open_stage(outline=Outline("x", "X", "", steps))
    people = stage.people(6)
    points = [stage.point(people[0], words, show=True) for words in "ABC"]
    stage.lead("go", step=VOTE)
    for person in people:
        votes = dict(zip(points, (3, 2, 1), strict=True))
        stage.do(person, "vote.cast", step=VOTE, round=1, votes=votes)
    stage.lead("reveal", step=VOTE)
    assert stage.sees(people[0], VOTE)["result"]["kept"] == points[:kept]


@pytest.mark.parametrize(("unanimous", "counts"), [(True, [0, 0, 0, 0, 6]), (False, None)])
def test_where_all_answer_alike_the_policy_says_whether_it_is_told(open_stage, unanimous, counts):
    stage = open_stage(outline=OUTLINE, unanimous=unanimous)
    rate(stage, stage.people(6), "555555")
    stage.lead("reveal", step="statements-1")
    told = stage.sees(stage.projector, "statements-1")["result"]["items"][0]["scales"]["agree"]
    assert (told["n"], told["distribution"]) == (6, counts)


def test_guesses_that_were_shown_stand_in_a_session_that_is_opened_again(stage, elsewhere):
    whole_day(stage)
    opened = elsewhere.after.open_file(stage.room.after.pack(stage.started.session.id)).session
    (was,), (now,) = stage.room.day(stage.code).guesses, elsewhere.day(opened.code).guesses
    assert now.room == was.room
    assert now.room.n == 6
