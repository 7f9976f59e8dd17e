"""Ratings in the room: one's own until they are revealed, and then nothing that points at a few."""

import json

import pytest

from lmtools.room.revealing.ratings import FEW_ALIKE, FEW_RATERS, RATINGS_STAND
from tests.store.activities import OUTLINE, point, rate

STEP = "statements-1"


@pytest.fixture
def stage(open_stage):
    return open_stage(outline=OUTLINE)


def result(stage, who=None, item="s1", scale="agree"):
    rows = stage.sees(who or stage.facilitator, STEP)["result"]["items"]
    return next(row for row in rows if row["key"] == item)["scales"][scale]


def said(*notes):
    return [note.format(minimum=5) for note in notes]


def test_ones_own_answers_are_kept_replaced_and_taken_back(stage):
    person = stage.people(1)[0]
    stage.do(person, "rate", step=STEP, ratings={"s1": {"agree": 4}})
    stage.do(person, "rate", step=STEP, ratings={"s1": {"agree": 2}, "s2": {"agree": 5}})
    assert stage.sees(person, STEP)["mine"] == {"s1": {"agree": 2}, "s2": {"agree": 5}}
    stage.do(person, "rate", step=STEP, ratings={"s1": {"agree": None}})
    assert stage.sees(person, STEP)["mine"] == {"s2": {"agree": 5}}
    stage.do(person, "rate", step=STEP, ratings={"s2": {"agree": None}})
    assert stage.sees(person, STEP)["mine"] == {}


@pytest.mark.parametrize(
    "ratings",
    [
        {"s9": {"agree": 3}},
        {"s1": {"enig": 3}},
        {"s1": {"agree": 6}},
        {"s1": {"agree": "3"}},
        {"s1": 3},
        [],
        None,
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_whole(stage, ratings):
    person = stage.people(1)[0]
    assert not stage.ask(person, "rate", step=STEP, ratings=ratings)["ok"]
    assert stage.sees(person, STEP)["mine"] == {}


def test_nothing_of_a_result_is_in_any_snapshot_before_it_is_revealed(stage):
    people = stage.people(12)
    rate(stage, people, "555554444411")
    projector = stage.projector
    stage.lead("go", step=STEP, phase="plenary")
    for who in (*people, stage.facilitator, projector):
        seen = stage.sees(who, STEP)
        assert (seen["revealed"], seen["result"], seen["rated"]) == (False, None, 12)
    others = json.loads(json.dumps(stage.sees(people[0], STEP)))
    assert others["mine"] == {"s1": {"agree": 5}}
    assert stage.room.day(stage.code).ratings == ()


def test_everyone_sees_the_same_result_when_it_is_revealed_and_it_cannot_be_answered_then(stage):
    people = stage.people(15)
    rate(stage, people, "555554444433333")
    stage.lead("reveal", step=STEP)
    projector = stage.projector
    seen = [stage.sees(who, STEP)["result"] for who in (people[0], stage.facilitator, projector)]
    assert seen[0] == seen[1] == seen[2]
    assert result(stage) == {
        "n": 15,
        "distribution": [0, 0, 5, 5, 5],
        "mean": 4.0,
        "median": 4.0,
        "agreement": 0.72,
        "split": False,
        "about": False,
    }
    assert seen[0]["notes"] == said(FEW_RATERS)  # nobody has answered the second one
    assert result(stage, item="s2")["n"] is None
    assert "for sent" in stage.ask(people[0], "rate", step=STEP, ratings={"s1": {"agree": 1}})["error"]
    stage.lead("hide", step=STEP)
    assert stage.sees(people[0], STEP)["result"] is None


def test_people_who_stand_at_both_ends_are_said_to_be_split(stage):
    rate(stage, stage.people(12), "111111555555")
    stage.lead("reveal", step=STEP)
    assert (result(stage)["split"], result(stage)["agreement"]) == (True, 0.0)


@pytest.mark.parametrize("raters", [1, 4])
def test_under_five_raters_there_is_nothing_at_all(stage, raters):
    rate(stage, stage.people(12), "5" * raters)
    stage.lead("reveal", step=STEP)
    assert set(result(stage).values()) == {None, False}
    assert stage.sees(stage.facilitator, STEP)["result"]["notes"] == said(FEW_RATERS)


def test_a_level_that_few_chose_is_hidden_with_what_would_give_it_away(stage):
    rate(stage, stage.people(15), "555555" + "444444" + "333")
    stage.lead("reveal", step=STEP)
    told = result(stage)
    assert told["distribution"] == [0, 0, None, None, 6] or told["distribution"] == [0, 0, None, 6, None]
    assert told["about"] is True
    assert said(FEW_ALIKE)[0] in stage.sees(stage.facilitator, STEP)["result"]["notes"]


@pytest.mark.parametrize("changes", range(5))
def test_revealed_again_the_result_stands_until_five_have_changed(stage, changes):
    people = stage.people(15)
    rate(stage, people, "555554444433333")
    stage.lead("reveal", step=STEP)
    before = result(stage)
    stage.lead("hide", step=STEP)
    rate(stage, people, "1" * changes)
    stage.lead("reveal", step=STEP)
    assert result(stage) == before
    assert said(RATINGS_STAND)[0] in stage.sees(stage.facilitator, STEP)["result"]["notes"]


@pytest.mark.parametrize(("late", "n"), [(1, 10), (4, 10), (5, 15)])
def test_late_raters_are_counted_when_five_have_come(stage, late, n):
    people = stage.people(10)
    rate(stage, people, "5555544444")
    stage.lead("reveal", step=STEP)
    stage.lead("undo")
    rate(stage, stage.people(late, first=10), "3" * late)
    stage.lead("reveal", step=STEP)
    assert result(stage)["n"] == n


def test_each_statement_is_measured_by_itself(stage):
    people = stage.people(10)
    rate(stage, people, "5555544444")
    stage.lead("reveal", step=STEP)
    stage.lead("hide", step=STEP)
    rate(stage, people, "2222233333", item="s2")
    stage.lead("reveal", step=STEP)
    assert (result(stage)["n"], result(stage, item="s2")["distribution"]) == (10, [0, 5, 5, 0, 0])


def test_a_small_rooms_middle_stands_once_it_has_been_told(stage):
    people = stage.people(16)
    rate(stage, people, "13345")
    stage.lead("reveal", step=STEP)
    assert (result(stage)["distribution"], result(stage)["median"]) == (None, 3.2)
    stage.lead("hide", step=STEP)
    rate(stage, people, "55555444443", first=5)
    stage.lead("reveal", step=STEP)
    assert result(stage)["n"] == 5


def test_going_back_to_answer_alone_hides_the_result(stage):
    people = stage.people(10)
    rate(stage, people, "5555544444")
    stage.lead("go", step=STEP, phase="group")
    stage.lead("reveal", step=STEP)
    stage.lead("next")
    assert stage.sees(people[0], STEP)["result"] is not None
    stage.lead("go", step=STEP, phase="alone")
    assert stage.sees(people[0], STEP)["revealed"] is False


def test_points_that_were_lifted_before_are_weighed_and_stay_as_they_are(stage):
    people = stage.people(12)
    points = [point(stage, people[0], "swot-1", words, box="strengths") for words in ("Ro", "Regler")]
    point(stage, people[0], "case-1", "Ikke noe å velge")
    stage.lead("go", step="weigh-1")
    step = next(step for step in stage.room.snapshot(people[0])["steps"] if step["key"] == "weigh-1")
    assert [item["text"] for item in step["items"]] == ["Ro", "Regler"]
    assert [scale["key"] for scale in step["scales"]] == ["importance", "feasibility"]
    for person in people:
        ratings = {
            points[0]: {"importance": 5, "feasibility": 2},
            points[1]: {"importance": 4, "feasibility": 5},
        }
        stage.do(person, "rate", step="weigh-1", ratings=ratings)
    refused = stage.ask(stage.facilitator, "merge", points=points, text="Begge")
    assert "stemt over punktene" in refused["error"]
    stage.lead("reveal", step="weigh-1")
    told = stage.sees(people[0], "weigh-1")["result"]
    assert [row["quadrant"]["key"] for row in told["items"]] == ["build", "start"]
    assert [row["gap"] for row in told["items"]] == [3.0, -1.0]
    assert told["kept"] == [points[1]]
    stage.lead("keep", step="weigh-1", options=[points[0]])
    assert stage.sees(people[0], "weigh-1")["result"]["kept"] == [points[0]]


def test_the_points_to_weigh_are_not_there_before_the_room_has_come_to_them(stage):
    people = stage.people(2)
    point(stage, people[0], "forces-1", "Ro", box="for")
    step = next(step for step in stage.room.snapshot(people[0])["steps"] if step["key"] == "weigh-1")
    assert step["items"] == []
