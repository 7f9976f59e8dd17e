"""What a plan must hold, and when to look at it again."""

from dataclasses import replace
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from lmtools.domain.plan import (
    Action,
    Goal,
    Plan,
    completeness,
    evaluations,
    is_complete,
    suggested_evaluation,
)

TODAY = date(2026, 11, 24)
GOAL = Goal("g", "s", "actions-1", "Like regler")
ACTION = Action("a", "s", "g", "Tre regler", "Teamlederne", "15. januar", "Elevrådet sier ja")
PLAN = Plan("s", "FAU", "Teamtid", "Vikar", "Veiledning", date(2027, 9, 16))


def checks(goals=(GOAL,), actions=(ACTION,), plan=PLAN):
    return {check.key: check for check in completeness(goals, actions, plan, today=TODAY)}


def test_a_whole_plan_is_ready():
    assert is_complete(completeness([GOAL], [ACTION], PLAN, today=TODAY))


@given(st.sampled_from(["participation", "support_leader", "support_owner", "support_ppt", "evaluate_on"]))
def test_a_plan_without_any_one_of_its_parts_is_not_ready_and_asks_for_it(part):
    lacking = replace(PLAN, **{part: None if part == "evaluate_on" else ""})
    found = completeness([GOAL], [ACTION], lacking, today=TODAY)
    missing = [check.key for check in found if not check.filled]
    assert missing == [part]


@given(st.sampled_from(["text", "who", "when"]))
def test_an_action_says_what_who_and_when(part):
    check = checks(actions=[ACTION, replace(ACTION, id="b", **{part: ""})])["actions"]
    assert (check.filled, check.text) == (False, "Hvem gjør hva, og når?")


def test_the_first_question_is_the_goal_then_its_words_then_an_action():
    assert checks(goals=(), actions=())["actions"].text == "Hva vil dere oppnå?"
    assert checks(goals=[Goal("g", "s", "a")])["actions"].text == "Hvordan lyder målet?"
    assert checks(actions=())["actions"].text == "Hva vil dere gjøre for å nå målet?"


def test_each_action_needs_its_own_sign():
    unsigned = replace(ACTION, id="b", success_sign="")
    assert checks()["signs"].filled
    assert not checks(actions=[ACTION, unsigned])["signs"].filled
    assert not checks(actions=())["signs"].filled


def test_support_from_owner_and_ppt_asks_for_the_one_that_is_missing():
    assert checks(plan=Plan("s"))["support_owner"].text == "Hva trenger dere, og hvem spør?"
    assert "PPT" in checks(plan=Plan("s", support_owner="x"))["support_ppt"].text
    assert "skoleeier" in checks(plan=Plan("s", support_ppt="x"))["support_owner"].text


@example(date(2032, 12, 18))  # half a year ahead is a Saturday, and the Monday after it is in the summer
@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_the_suggested_date_is_a_school_weekday_about_half_a_year_ahead(today):
    day = suggested_evaluation(today)
    assert day.weekday() < 5
    assert not (6, 20) <= (day.month, day.day) < (8, 20)
    assert 180 <= (day - today).days <= 260


def test_there_is_an_evaluation_for_each_goal_once_the_date_is_set():
    assert evaluations([GOAL], [ACTION], Plan("s")) == ()
    found = evaluations([GOAL, Goal("h", "s", "a", "Trygg pause")], [ACTION], PLAN)
    assert [(entry.goal, entry.signs) for entry in found] == [
        ("Like regler", ("Elevrådet sier ja",)),
        ("Trygg pause", ()),
    ]
    assert {entry.on for entry in found} == {date(2027, 9, 16)}
