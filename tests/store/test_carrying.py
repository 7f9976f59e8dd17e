"""A new session begins with the last plan: what is not done comes along, with all that it came from."""

import json
from pathlib import Path

import pytest

from lmtools.domain.plan import ActionStatus
from lmtools.errors import NotAllowed, UsageError
from lmtools.reports import as_xlsx, plan_sheets, read_plan_sheets
from lmtools.room import planfile
from lmtools.room.planfile import BadPlan
from lmtools.text import Text
from tests.store.test_plan_life import POINT, planned

FILES = Path(__file__).parent / "files"


@pytest.fixture
def stage(stage):
    """A day that is over, with one action done and one that is not."""
    planned(stage)
    stage.lead("action.save", action="a2", goal="g1", text="Teamtid", who="Rektor", when="Hver uke")
    stage.lead("action.save", action="a1", goal="g1", status="done")
    stage.lead("goal.review", goal="g1", verdict="keep", learned="Vi kom i gang")
    stage.lead("action.review", action="a1", outcome="done", why="Alle var med")
    return stage


def start_next(stage, **other):
    """Another session, half a year later."""
    stage.clock.pass_(days=182)
    session = stage.started.session
    school = {"school_key": session.school_key, "school_name": session.school_name, **other}
    return stage.room.start(
        outline=outline_of(session), **school, groups=2, expected=30, grade=session.grade
    ).session


def outline_of(session):
    from tests.store.conftest import OUTLINE

    assert session.steps == OUTLINE.steps
    return OUTLINE


def record(stage):
    return stage.room.after.plan(stage.started.session.id)


def test_what_is_not_done_is_taken_over_and_what_is_done_is_left(stage):
    new = start_next(stage)
    assert stage.room.after.carry_on(stage.started.session.id, new.id) == 1
    taken = stage.room.after.plan(new.id)
    assert [(goal.id, goal.text) for goal in taken.goals] == [("g1", "Like regler i alle timer")]
    assert [(action.id, action.status) for action in taken.actions] == [("a2", ActionStatus.NOT_STARTED)]
    assert taken.goal_reviews == ()
    assert taken.plan.evaluate_on is None


def test_a_day_that_evaluates_takes_everything_over(stage):
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id, everything=True)
    taken = stage.room.after.plan(new.id)
    assert [action.id for action in taken.actions] == ["a1", "a2"]
    assert taken.review_of("g1").learned == "Vi kom i gang"
    assert taken.outcome_of("a1").why == "Alle var med"
    assert taken.plan.evaluate_on == record(stage).plan.evaluate_on


def test_what_is_carried_keeps_the_day_its_dates_count_from_and_the_support_that_was_agreed(stage):
    began = stage.started.session.started_at.date()
    stage.lead("plan.save", participation="Elevrådet", support_leader="Teamtid i vår")
    second = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, second.id)
    taken = stage.room.after.plan(second.id)
    assert [action.since for action in taken.actions] == [began]
    assert (taken.plan.participation, taken.plan.support_leader) == ("Elevrådet", "Teamtid i vår")
    third = start_next(stage)
    stage.room.after.carry_on(second.id, third.id)
    assert [action.since for action in stage.room.after.plan(third.id).actions] == [began]


def test_the_goal_is_in_the_new_session_for_everyone(stage):
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id)
    person = stage.room.enter(new.code, browser_id="x")
    goals = stage.room.snapshot(person)["activities"]["actions-1"]["goals"]
    assert [goal["text"] for goal in goals] == ["Like regler i alle timer"]
    assert "Like regler i alle timer" not in [link["text"] for link in goals[0]["chain"]]
    assert goals[0]["carried"], "the page asks what came of it"
    assert "Tatt med videre" not in json.dumps(stage.room.snapshot(person)["session"])


def test_the_chain_holds_when_the_first_session_has_been_deleted(stage):
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id)
    stage.room.after.delete(stage.started.session.id)
    chain = stage.room.after.plan(new.id).chains["g1"]
    assert [(str(link.kind), link.text, link.title) for link in chain] == [
        ("note", POINT, "Ståsted"),
        ("vote", "Tatt med videre med 18 poeng", "Ståsted"),
        ("goal", "Like regler i alle timer", "Ståsted"),
        ("evaluation", "Beholde. Vi kom i gang", "Ståsted"),
    ]


def test_the_history_goes_with_the_plan_and_tells_where_it_came_from(stage):
    new = start_next(stage)
    before = record(stage).versions
    stage.room.after.carry_on(stage.started.session.id, new.id)
    versions = stage.room.after.plan(new.id).versions
    assert [version.changes for version in versions[:-1]] == [version.changes for version in before]
    assert (versions[-1].why, versions[-1].day.isoformat()) == ("Tatt med videre fra Ståsted", "2027-05-25")
    assert [version.number for version in versions] == list(range(1, len(before) + 2))


def test_a_plan_of_another_school_is_refused(stage):
    new = start_next(stage, school_key="888888888", school_name="Annen skole")
    with pytest.raises(UsageError, match="for en annen skole"):
        stage.room.after.carry_on(stage.started.session.id, new.id)
    assert stage.room.after.plan(new.id).goals == ()


def test_a_plan_in_which_all_is_done_gives_nothing_to_take_over(stage):
    stage.lead("action.save", action="a2", goal="g1", status="stopped")
    with pytest.raises(UsageError, match="ingen mål"):
        stage.room.after.carry_on(stage.started.session.id, start_next(stage).id)


def test_a_goal_that_is_to_be_stopped_is_left_behind(stage):
    stage.lead("goal.review", goal="g1", verdict="stop")
    with pytest.raises(UsageError, match="ingen mål"):
        stage.room.after.carry_on(stage.started.session.id, start_next(stage).id)


def test_there_are_never_more_goals_than_a_plan_may_have(stage):
    new = start_next(stage)
    leader = stage.room.trusted(new.code, stage.facilitator.role)
    for number in range(3):
        stage.do(leader, "goal.save", goal=f"n{number}", text="m")
    with pytest.raises(NotAllowed, match="3 mål er nok"):
        stage.room.after.carry_on(stage.started.session.id, new.id)


def test_a_goal_that_the_school_stops_makes_room_for_another(stage):
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id)
    leader = stage.room.trusted(new.code, stage.facilitator.role)
    for number in range(2):
        stage.do(leader, "goal.save", goal=f"n{number}", text="m")
    assert not stage.ask(leader, "goal.save", goal="n2", text="m")["ok"]
    stage.do(leader, "goal.review", goal="g1", verdict="stop")
    stage.do(leader, "goal.save", goal="n2", text="m")


# --- files ------------------------------------------------------------------------------------------


def test_a_plan_written_and_read_again_is_the_same(stage):
    was = record(stage)
    now = planfile.read(planfile.write(was))
    assert planfile.write(now) == planfile.write(was)
    assert b"participant" not in planfile.write(was)


def test_a_plan_from_a_file_is_taken_over_as_from_a_session(stage):
    new, other = start_next(stage), start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id, everything=True)
    stage.room.after.take_plan(planfile.read(planfile.write(record(stage))), other.id, everything=True)
    one, two = (stage.room.after.plan(session.id) for session in (new, other))
    assert planfile.content_of(one)["goals"] == planfile.content_of(two)["goals"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_spreadsheet_is_read_back_in_every_language(stage, language):
    was = record(stage)
    now = read_plan_sheets(as_xlsx(plan_sheets(was, Text(language)), title="Plan", on=was.began))
    assert planfile.content_of(now) == {**planfile.content_of(was), "history": []}


def test_a_plan_of_the_first_version_is_still_read():
    found = planfile.read((FILES / "plan-v1.json").read_bytes())
    assert (found.school_name, found.plan.evaluate_on.isoformat()) == ("Solbakken ungdomsskole", "2027-09-16")
    assert [(goal.text, goal.indicator) for goal in found.goals] == [
        ("Like regler i alle timer", "felles_regler")
    ]
    assert [(one.text, str(one.status)) for one in found.actions] == [("Tre regler", "under_way")]
    assert found.review_of("g1").questioned == "Trodde vi at regler var nok?"
    assert found.versions[0].changes[0].after == "under_way"
    assert [str(link.kind) for link in found.chains["g1"]] == ["finding", "note", "vote"]


def content(stage, **changes):
    return json.dumps({**planfile.content_of(record(stage)), **changes}).encode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "noe annet"}, "ikke ei planfil"),
        ({"version": 2}, "nyere utgave"),
        ({"goals": [{}]}, "ikke en hel plan"),
        ({"more": 1}, "ikke en hel plan"),
        ({"plan": {"participation": "Ring 09871696079"}}, "fødselsnummer"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(stage, change, sentence):
    with pytest.raises(BadPlan, match=sentence):
        planfile.read(content(stage, **change))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"[" * 100_000, b"x" * 2_000_000])
def test_bytes_that_are_no_plan_are_refused_in_a_sentence(data):
    with pytest.raises(BadPlan):
        planfile.read(data)


@pytest.mark.parametrize("data", [b"PK", b"PK\x03\x04" + b"0" * 100])
def test_bytes_that_are_no_spreadsheet_are_refused_in_a_sentence(data):
    with pytest.raises(BadPlan, match="ikke et regneark"):
        read_plan_sheets(data)
