"""A break that the agenda has: it is come to by `next` as everything else, with a clock of its own."""

from dataclasses import replace

import pytest

from tests.store.conftest import OUTLINE


@pytest.fixture
def stage(open_stage):
    """A day with 15 minutes of coffee after the guess, which stands where the answer is talked about."""
    guess, *others = OUTLINE.steps
    guess = replace(guess, params={**guess.params, "break": {"minutes": 15, "title": "Kaffe"}})
    stage = open_stage(outline=replace(OUTLINE, steps=(guess, *others)))
    stage.lead("go", step="guess-1", phase="plenary")
    return stage


def now(stage, who=None):
    """(step, whether everybody has a break, what it is called, minutes left by the clock)."""
    found = stage.room.snapshot(who or stage.facilitator)["now"]
    until = found["ends_at"] and (stage.clock.now.fromisoformat(found["ends_at"]) - stage.clock.now)
    title = found["pause"] and found["pause"]["title"]
    return found["step"], found["recess"], title, until and until.total_seconds() / 60


def test_the_way_on_from_the_step_before_it_is_into_the_break_and_then_out_of_it(stage):
    one = stage.people(1)[0]
    assert stage.console()["say"].endswith("Etter dette: Kaffe, 15 minutter.")
    stage.lead("next")
    for who in (one, stage.facilitator, stage.projector):
        assert now(stage, who) == ("guess-1", True, "Kaffe", 15)
    assert stage.console()["say"] == ""
    stage.clock.pass_(minutes=20)
    assert [told["key"] for told in stage.console()["advice"]] == ["break"]  # and not that the time is out
    stage.lead("next")
    assert now(stage) == ("results-1", False, None, None)


def test_its_clock_can_be_stopped_and_given_more_as_any_other(stage):
    stage.lead("next")
    stage.lead("pause")
    assert stage.room.snapshot(stage.facilitator)["now"]["paused_left"] == 15 * 60
    stage.lead("extend", minutes=5)
    stage.lead("resume")
    assert now(stage) == ("guess-1", True, "Kaffe", 20)


@pytest.mark.parametrize("way", ["back", "undo"])
def test_one_can_go_back_from_it_to_what_was_being_done(stage, way):
    stage.lead("next")
    stage.lead(way)
    assert now(stage)[:3] == ("guess-1", False, None)
    assert stage.room.snapshot(stage.facilitator)["now"]["phase"] == "plenary"
    stage.lead("next")
    assert now(stage)[1]


def test_the_button_for_a_break_takes_the_planned_one_where_there_is_one(stage):
    stage.lead("break", on=True)
    assert now(stage) == ("guess-1", True, "Kaffe", 15)
    stage.lead("break", on=False)
    assert now(stage)[:2] == ("results-1", False)


def test_a_break_at_another_time_has_no_end_and_leads_back(stage):
    stage.lead("go", step="guess-1", phase="alone")
    stage.lead("break", on=True)
    assert now(stage) == ("guess-1", True, None, None)
    stage.lead("break", on=False)
    assert now(stage) == ("guess-1", False, None, 2)
    stage.lead("next")
    assert now(stage) == ("guess-1", False, None, None)


def test_a_break_at_the_very_end_leads_nowhere_else(open_stage):
    *others, report = OUTLINE.steps
    report = replace(report, params={"break": {"minutes": 5}})
    stage = open_stage(outline=replace(OUTLINE, steps=(*others, report)))
    stage.lead("go", step="report-1")
    stage.lead("next")
    assert now(stage) == ("report-1", True, "Pause", 5)
    stage.lead("break", on=False)
    assert now(stage) == ("report-1", False, None, None)
