"""From a group's point to the projector, and through two rounds of votes: nothing leaks on the way."""

import random

import pytest

from lmtools.domain.figures import Figure, Level, Status, Unit
from lmtools.errors import NotFound


def test_a_groups_point_waits_for_the_facilitator_and_is_seen_by_its_group_only(open_stage):
    stage = open_stage(groups=2)
    one, stranger, mate = stage.people(3)
    stage.lead("go", step="reflect-1", phase="group")
    point = stage.point(one, "Like regler")
    assert stage.sees(mate, "reflect-1")["group_points"] == [
        {"id": point, "text": "Like regler", "revision": 1, "status": "waiting", "box": ""}
    ]
    assert stage.console()["queue"] == [
        {"point": point, "step": "reflect-1", "text": "Like regler", "flag": None, "group": None, "box": ""}
    ]
    stage.lead("go", step="reflect-1", phase="plenary")
    projector = stage.projector
    for who in (stranger, projector):
        assert "Like regler" not in str(stage.room.snapshot(who))


def test_a_shown_point_reaches_everyone_in_plenary_and_not_before(stage):
    one, other = stage.people(2)
    stage.lead("go", step="reflect-1", phase="group")
    point = stage.point(one, "Like regler", show=True)
    assert stage.sees(other, "reflect-1")["points"] == []
    assert stage.sees(stage.facilitator, "reflect-1")["points"][0]["id"] == point
    stage.lead("next")
    seen = [
        {
            "id": point,
            "text": "Like regler",
            "groups": None,
            "of": None,
            "quotes": [],
            "merged": False,
            "box": "",
        }
    ]
    projector = stage.projector
    for who in (one, other, projector):
        assert stage.sees(who, "reflect-1")["points"] == seen


def test_a_held_point_is_out_of_the_queue_and_can_still_be_let_through(stage):
    one = stage.people(1)[0]
    point = stage.point(one, "Hm")
    stage.lead("moderate", point=point, show=False)
    assert stage.console()["queue"] == []
    assert stage.console()["held"][0]["point"] == point
    stage.lead("moderate", point=point, show=True)
    assert stage.console()["held"] == []
    assert stage.sees(stage.facilitator, "reflect-1")["points"][0]["id"] == point


def test_a_held_point_that_the_group_rewrites_waits_again(stage):
    one = stage.people(1)[0]
    point = stage.point(one, "Han ene i 10B")
    assert stage.console()["queue"][0]["flag"] == "Kan peke på én elev"
    stage.lead("moderate", point=point, show=False)
    stage.do(one, "point.edit", point=point, text="Noen elever", revision=1)
    assert stage.console()["queue"][0]["text"] == "Noen elever"
    assert stage.console()["queue"][0]["flag"] is None


def test_saving_a_point_that_someone_else_has_changed_gives_the_stored_text_back(open_stage):
    stage = open_stage(groups=1)
    one, other = stage.people(2)
    point = stage.point(one, "først")
    stage.do(other, "point.edit", point=point, text="så", revision=1)
    refused = stage.ask(one, "point.edit", point=point, text="mitt", revision=1)
    assert refused["ok"] is False
    assert refused["current"] == {"id": point, "text": "så", "revision": 2, "status": "waiting", "box": ""}


def test_a_point_belongs_to_its_group_until_it_is_on_the_projector(open_stage):
    stage = open_stage(groups=2)
    one, stranger = stage.people(2)
    point = stage.point(one, "vårt")
    assert not stage.ask(stranger, "point.edit", point=point, text="deres", revision=1)["ok"]
    assert not stage.ask(stranger, "point.remove", point=point)["ok"]
    stage.lead("moderate", point=point, show=True)
    assert "lerretet" in stage.ask(one, "point.remove", point=point)["error"]
    stage.lead("moderate", point=point, show=False)
    stage.do(one, "point.remove", point=point)
    assert stage.console()["held"] == []


def test_merged_points_stand_for_the_groups_they_came_from_with_their_words_as_quotes(open_stage):
    stage = open_stage(groups=3)
    one, two, three, *_ = stage.people(15)
    a, b = stage.point(one, "Likt på papiret", show=True), stage.point(two, "Ulikt i timene", show=True)
    c = stage.point(three, "Noe annet", show=True)
    merged = stage.lead("merge", points=[a, b], text="Likt på papiret, ulikt i timene")["point"]
    points = stage.sees(stage.facilitator, "reflect-1")["points"]
    assert [(p["id"], p["groups"], p["of"]) for p in points] == [(merged, 2, 3), (c, None, None)]
    assert points[0]["quotes"] == ["Likt på papiret", "Ulikt i timene"]


def test_two_points_from_one_group_count_as_one_group(open_stage):
    stage = open_stage(groups=2)
    one, *_ = stage.people(20)
    a, b = stage.point(one, "A", show=True), stage.point(one, "B", show=True)
    stage.lead("merge", points=[a, b], text="A og B")
    point = stage.sees(stage.facilitator, "reflect-1")["points"][0]
    assert (point["groups"], point["of"], point["merged"]) == (1, 2, True)


def test_splitting_gives_every_group_its_own_words_back(open_stage):
    stage = open_stage(groups=3)
    people = stage.people(3)
    a, b, c = (stage.point(who, words, show=True) for who, words in zip(people, "abc", strict=True))
    before = stage.sees(stage.facilitator, "reflect-1")["points"]
    first = stage.lead("merge", points=[a, b], text="ab")["point"]
    both = stage.lead("merge", points=[first, c], text="abc")["point"]
    assert not stage.ask(stage.facilitator, "split", point=a)["ok"]
    stage.lead("split", point=both)
    assert stage.sees(stage.facilitator, "reflect-1")["points"] == before


def test_a_point_taken_down_and_shown_again_comes_back_to_its_place(stage):
    one = stage.people(1)[0]
    first, second = stage.point(one, "a", show=True), stage.point(one, "b", show=True)
    stage.lead("moderate", point=first, show=False)
    assert [p["id"] for p in stage.sees(stage.facilitator, "reflect-1")["points"]] == [second]
    stage.lead("moderate", point=first, show=True)
    assert [p["id"] for p in stage.sees(stage.facilitator, "reflect-1")["points"]] == [first, second]


def test_merging_needs_two_points_that_are_shown(stage):
    one = stage.people(1)[0]
    a, waiting = stage.point(one, "a", show=True), stage.point(one, "b")
    for points in ([a], [a, a], [a, waiting], [a, "finnes-ikke"]):
        assert not stage.ask(stage.facilitator, "merge", points=points, text="x")["ok"]


def test_the_facilitators_last_moves_can_be_undone_one_by_one(stage):
    one = stage.people(1)[0]
    views = [stage.room.snapshot(stage.facilitator)]

    def without_clock(view):
        return {key: view[key] for key in ("activities", "now")}

    a, b = stage.point(one, "a"), stage.point(one, "b")
    views = [stage.room.snapshot(stage.facilitator)]
    for command in (
        {"do": "moderate", "point": a, "show": True},
        {"do": "moderate", "point": b, "show": True},
        {"do": "merge", "points": [a, b], "text": "ab"},
        {"do": "go", "step": "prioritise-1"},
        {"do": "keep", "step": "prioritise-1", "options": []},
        {"do": "reveal", "step": "guess-1"},
        {"do": "extend", "minutes": 3},
        {"do": "groups", "count": 4},
    ):
        stage.lead(command.pop("do"), **command)
        views.append(stage.room.snapshot(stage.facilitator))
    for earlier in reversed(views[:-1]):
        assert stage.console()["can_undo"]
        stage.lead("undo")
        assert without_clock(stage.room.snapshot(stage.facilitator)) == without_clock(earlier)
    assert not stage.console()["can_undo"]
    assert "ingenting å angre" in stage.ask(stage.facilitator, "undo")["error"]


def test_undoing_a_moderation_keeps_what_the_group_wrote_in_the_meantime(stage):
    one = stage.people(1)[0]
    point = stage.point(one, "før")
    stage.lead("moderate", point=point, show=False)
    stage.do(one, "point.edit", point=point, text="etter", revision=1)
    stage.lead("undo")
    assert stage.console()["queue"][0]["text"] == "etter"


# --- guesses ---------------------------------------------------------------------------------------


class Figures:
    """Released figures of one school, as far as the room looks at them."""

    def __init__(self, *figures: Figure) -> None:
        self.figures = figures

    def unit(self, key):
        if key != "999999999":
            raise NotFound("Vi finner ingen skole eller kommune med nøkkelen «{key}».", key=key)
        return Unit(key, "Solbakken ungdomsskole", Level.SCHOOL)

    def series(self, indicator, *, unit, grade="all", gender="all"):
        assert (indicator, grade) == ("Mobbing på skolen", "10")
        return self.figures


SHARE = {"scale": "share", "n": 104}
PUBLISHED = Figure(2024, Status.PUBLISHED, share=14.4, **SHARE)


def test_the_answer_and_the_rooms_guesses_are_in_nobodys_page_before_the_reveal(open_stage):
    stage = open_stage(released=Figures(PUBLISHED))
    people = stage.people(6)
    for number, person in enumerate(people):
        stage.do(person, "guess.lock", step="guess-1", value=50 + number)
    projector = stage.projector
    for who in (stage.facilitator, projector):
        seen = stage.sees(who, "guess-1")
        assert (seen["room"], seen["answer"], seen["mine"]) == (None, None, None)
        assert seen["locked"] == 6
    assert stage.sees(people[0], "guess-1")["mine"] == {"value": 50}
    assert "14.4" not in str([stage.room.snapshot(who) for who in (*people, stage.facilitator, projector)])


def test_the_reveal_shows_quartiles_and_the_newest_published_figure_with_its_interval(open_stage):
    hidden = Figure(2025, Status.SUPPRESSED, scale="share")
    stage = open_stage(
        released=Figures(Figure(2023, Status.PUBLISHED, share=10.0, **SHARE), PUBLISHED, hidden)
    )
    for number, person in enumerate(stage.people(11)):
        stage.do(person, "guess.lock", step="guess-1", value=2 * number)
    stage.lead("reveal", step="guess-1")
    seen = stage.sees(stage.facilitator, "guess-1")
    assert seen["room"] == {"q1": 4, "median": 10, "q3": 16, "n": 11}
    answer = seen["answer"]
    assert (answer["value"], answer["year"], answer["n"], answer["status"]) == (14.4, 2024, 104, "published")
    assert answer["low"] < 14.4 < answer["high"]
    assert answer["unit_name"] == "Solbakken ungdomsskole"
    stage.lead("hide", step="guess-1")
    assert stage.sees(stage.facilitator, "guess-1")["answer"] is None


def test_a_suppressed_figure_is_told_as_suppressed_and_nothing_more(open_stage):
    stage = open_stage(released=Figures(Figure(2025, Status.SUPPRESSED, scale="share")))
    stage.lead("reveal", step="guess-1")
    answer = stage.sees(stage.facilitator, "guess-1")["answer"]
    assert answer["status"] == "suppressed"
    assert [answer[name] for name in ("value", "low", "high", "n")] == [None] * 4


@pytest.mark.parametrize("released", [None, Figures(), Figures(Figure(2025, Status.ABSENT, scale="share"))])
def test_without_a_figure_the_reveal_says_that_there_is_none(open_stage, released):
    stage = open_stage(released=released)
    stage.lead("reveal", step="guess-1")
    answer = stage.sees(stage.facilitator, "guess-1")["answer"]
    assert (answer["status"], answer["value"], answer["year"]) == ("absent", None, None)
    assert stage.room.day(stage.code).guesses[0].answer is None


def test_in_a_room_under_the_minimum_neither_counts_nor_quartiles_are_told(open_stage):
    stage = open_stage(minimum=5)
    people = stage.people(4)
    for person in people:
        stage.do(person, "guess.lock", step="guess-1", value=8)
    stage.lead("reveal", step="guess-1")
    seen = stage.sees(people[0], "guess-1")
    assert (seen["locked"], seen["joined"], seen["room"]) == (None, None, None)
    assert stage.console()["written"] is None


# --- votes -----------------------------------------------------------------------------------------


def voting(open_stage, people=6, **options):
    stage = open_stage(**options)
    voters = stage.people(people)
    points = [stage.point(voters[0], words, show=True) for words in ("Regler", "Tilsyn", "Foreldre")]
    stage.lead("go", step="prioritise-1")
    return stage, voters, points


def test_the_options_are_the_points_of_the_reflection_before(open_stage):
    stage, voters, points = voting(open_stage)
    assert [option["id"] for option in stage.sees(voters[0], "prioritise-1")["options"]] == points
    stage.lead("go", step="reflect-1", phase="alone")
    assert stage.sees(voters[0], "prioritise-1")["options"] == []


def test_no_tally_is_in_anyones_page_before_the_result_is_shown(open_stage):
    stage, voters, points = voting(open_stage)
    rng = random.Random(4)
    projector = stage.projector
    quiet = [*voters[1:], stage.facilitator, projector]

    def pages():
        return [
            {k: v for k, v in stage.room.snapshot(who)["activities"]["prioritise-1"].items() if k != "mine"}
            for who in quiet
        ]

    stage.do(voters[0], "vote.cast", step="prioritise-1", round=1, votes={points[0]: 3})
    one_way = pages()
    stage.do(voters[0], "vote.cast", step="prioritise-1", round=1, votes={rng.choice(points[1:]): 2})
    assert pages() == one_way
    assert all(page["result"] is None and page["voted"] == 1 for page in one_way)


def test_a_new_ballot_replaces_the_one_before(open_stage):
    stage, voters, (a, b, _) = voting(open_stage)
    stage.do(voters[0], "vote.cast", step="prioritise-1", round=1, votes={a: 3})
    stage.do(voters[0], "vote.cast", step="prioritise-1", round=1, votes={a: 1, b: 2})
    assert stage.sees(voters[0], "prioritise-1")["mine"] == {a: 1, b: 2}


@pytest.mark.parametrize(
    "votes", [{0: 4}, {0: 2, 1: 2}, {0: -1}, {0: 1.5}, {0: True}, {"x": 1}, {0: "3"}], ids=str
)
def test_a_ballot_that_does_not_add_up_is_refused_whole(open_stage, votes):
    stage, voters, points = voting(open_stage)
    ballot = {points[key] if isinstance(key, int) else key: given for key, given in votes.items()}
    assert not stage.ask(voters[0], "vote.cast", step="prioritise-1", round=1, votes=ballot)["ok"]
    assert stage.sees(voters[0], "prioritise-1")["mine"] == {}


def test_two_rounds_and_the_shift_between_them(open_stage):
    stage, voters, (a, b, c) = voting(open_stage)
    for voter in voters:
        stage.do(voter, "vote.cast", step="prioritise-1", round=1, votes={a: 1, b: 2})
    assert (
        "ikke åpen" in stage.ask(voters[0], "vote.cast", step="prioritise-1", round=2, votes={a: 1})["error"]
    )
    stage.lead("next")
    stage.lead("next")
    assert stage.room.snapshot(voters[0])["now"] | {"ends_at": None} == {
        "step": "prioritise-1",
        "phase": "alone",
        "round": 2,
        "ends_at": None,
        "paused_left": None,
        "recess": False,
        "pause": None,
    }
    assert not stage.ask(voters[0], "vote.cast", step="prioritise-1", round=1, votes={a: 1})["ok"]
    for voter in voters:
        stage.do(voter, "vote.cast", step="prioritise-1", round=2, votes={a: 3})
    stage.lead("next")
    assert stage.sees(voters[0], "prioritise-1")["result"] is None
    stage.lead("reveal", step="prioritise-1")
    result = stage.sees(voters[0], "prioritise-1")["result"]
    assert [(row["id"], row["round1"], row["round2"]) for row in result["options"]] == [
        (a, 6, 18),
        (b, 12, 0),
        (c, 0, 0),
    ]
    assert result["voters"] == 6
    assert result["kept"] == [a]


def test_a_tie_at_the_line_is_left_to_the_facilitator(open_stage):
    stage, voters, (a, b, c) = voting(open_stage)
    for voter in voters:
        stage.do(voter, "vote.cast", step="prioritise-1", round=1, votes={a: 1, b: 1, c: 1})
    stage.lead("reveal", step="prioritise-1")
    assert stage.sees(voters[0], "prioritise-1")["result"]["kept"] == []
    stage.lead("keep", step="prioritise-1", options=[c, a])
    assert stage.sees(voters[0], "prioritise-1")["result"]["kept"] == [c, a]
    assert not stage.ask(stage.facilitator, "keep", step="prioritise-1", options=["x"])["ok"]


def test_with_too_few_voters_the_result_has_neither_numbers_nor_order(open_stage):
    stage, voters, points = voting(open_stage, people=6)
    for voter in voters[:4]:
        stage.do(voter, "vote.cast", step="prioritise-1", round=1, votes={points[2]: 3})
    stage.lead("reveal", step="prioritise-1")
    result = stage.sees(stage.facilitator, "prioritise-1")["result"]
    assert [row["id"] for row in result["options"]] == points
    assert {(row["round1"], row["round2"]) for row in result["options"]} == {(None, None)}
    assert (result["voters"], result["kept"]) == (None, [])


def test_after_the_result_is_shown_nobody_votes_until_the_round_is_opened_again(open_stage):
    stage, voters, (a, *_) = voting(open_stage)
    stage.lead("reveal", step="prioritise-1")
    assert not stage.ask(voters[0], "vote.cast", step="prioritise-1", round=1, votes={a: 1})["ok"]
    stage.lead("round", step="prioritise-1", round=2)
    assert stage.sees(voters[0], "prioritise-1")["result"] is None
    stage.do(voters[0], "vote.cast", step="prioritise-1", round=2, votes={a: 1})


def test_points_that_people_have_voted_on_stay_as_they_are(open_stage):
    stage, voters, (a, b, _) = voting(open_stage)
    stage.do(voters[0], "vote.cast", step="prioritise-1", round=1, votes={a: 1})
    for command in (
        {"do": "merge", "points": [a, b], "text": "ab"},
        {"do": "moderate", "point": a, "show": False},
    ):
        assert "stemt" in stage.ask(stage.facilitator, command.pop("do"), **command)["error"]
