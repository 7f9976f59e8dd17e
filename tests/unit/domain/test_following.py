"""How a plan goes: late, under way or done, the check half way, and a history of what was changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lmtools.domain.following import (
    ActionReview,
    GoalReview,
    GoalVerdict,
    Outcome,
    Standing,
    overview,
    standing_of,
)
from lmtools.domain.history import KINDS, Change, changes_between, say_change
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan, halfway
from lmtools.text import Text

BEGAN = date(2026, 11, 24)
GOAL = Goal("g1", "s", "actions-1", text="Like regler")
ACTION = Action("a1", "s", "g1", text="Tre regler", who="Teamlederne", when="15. januar")


@pytest.mark.parametrize(
    ("status", "today", "standing"),
    [
        (ActionStatus.NOT_STARTED, date(2027, 1, 15), Standing.NOT_STARTED),
        (ActionStatus.UNDER_WAY, date(2027, 1, 15), Standing.UNDER_WAY),
        (ActionStatus.UNDER_WAY, date(2027, 1, 16), Standing.LATE),
        (ActionStatus.DONE, date(2027, 1, 16), Standing.DONE),
        (ActionStatus.STOPPED, date(2027, 1, 16), Standing.STOPPED),
    ],
)
def test_an_action_is_late_from_the_day_after_its_date_until_it_is_done_or_stopped(status, today, standing):
    assert standing_of(replace(ACTION, status=status), began=BEGAN, today=today) is standing


def test_an_action_without_a_day_is_never_late():
    action = replace(ACTION, when="Hver uke")
    assert standing_of(action, began=BEGAN, today=date(2030, 1, 1)) is Standing.NOT_STARTED


def test_a_date_without_a_year_is_counted_from_the_session_that_wrote_it():
    carried = replace(ACTION, since=BEGAN)
    later = date(2027, 9, 1)
    assert standing_of(carried, began=later, today=later) is Standing.LATE
    assert standing_of(ACTION, began=later, today=later) is Standing.NOT_STARTED


def test_the_check_is_half_way_to_the_evaluation_on_a_school_day():
    check = halfway(BEGAN, date(2027, 9, 16))
    assert check == date(2027, 4, 21)
    assert check.weekday() < 5


def test_the_check_is_not_in_the_summer():
    assert halfway(date(2027, 4, 1), date(2027, 10, 15)) == date(2027, 9, 1)


def test_there_is_no_check_when_the_evaluation_is_near():
    assert halfway(BEGAN, BEGAN + timedelta(days=55)) is None


def test_the_plan_at_a_glance_counts_each_standing_and_tells_what_is_coming():
    actions = (ACTION, replace(ACTION, id="a2", when="1. mars 2027", text="Teamtid"))
    plan = Plan("s", evaluate_on=date(2027, 9, 16))
    found = overview(actions, plan, began=BEGAN, today=date(2027, 2, 1))
    assert (found.total, found.counts[Standing.LATE], found.counts[Standing.NOT_STARTED]) == (2, 1, 1)
    assert found.coming == ((date(2027, 3, 1), "Teamtid"),)
    assert not found.is_check_due
    assert overview(actions, plan, began=BEGAN, today=date(2027, 4, 21)).is_check_due
    at_the_end = overview(actions, plan, began=BEGAN, today=date(2027, 9, 16))
    assert at_the_end.is_evaluation_due
    assert not at_the_end.is_check_due


def sentences(before, after, language="nb"):
    return [Text(language).say(say_change(change)) for change in changes_between(before, after)]


def test_a_changed_status_is_told_in_words():
    after = replace(ACTION, status=ActionStatus.UNDER_WAY, revision=2)
    assert sentences((GOAL, ACTION), (GOAL, after)) == [
        "Tiltaket «Tre regler», status: fra «Ikke startet» til «I gang»"
    ]


def test_what_is_new_and_what_is_gone_is_told_once():
    other = replace(ACTION, id="a2", text="Teamtid", who="", when="")
    assert sentences((GOAL, ACTION), (GOAL, other)) == [
        "Tiltaket «Teamtid» er nytt",
        "Tiltaket «Tre regler» er tatt bort",
    ]


def test_a_review_is_told_with_the_name_of_what_it_is_about():
    reviews = (
        GoalReview("s", "g1", GoalVerdict.CHANGE, learned="Vi begynte for seint"),
        ActionReview("s", "a1", Outcome.PARTLY, "Vi manglet tid"),
    )
    assert sentences((GOAL, ACTION), (GOAL, ACTION, *reviews)) == [
        "Målet «Like regler», veien videre: «Endre»",
        "Målet «Like regler», det vi lærte: «Vi begynte for seint»",
        "Tiltaket «Tre regler», hva det ble av tiltaket: «Delvis gjort»",
        "Tiltaket «Tre regler», hvorfor: «Vi manglet tid»",
    ]


def test_nothing_changed_gives_nothing_to_remember():
    assert changes_between((GOAL, ACTION), (GOAL, replace(ACTION, revision=9, position=3))) == ()


def test_curly_brackets_in_what_people_wrote_are_only_text():
    change = Change("action", "a1", "{name}", "who", "{0}", "{after}")
    assert Text("nb").say(say_change(change)) == "Tiltaket «{name}», hvem: fra «{0}» til «{after}»"
    assert change.kind in KINDS.values()
