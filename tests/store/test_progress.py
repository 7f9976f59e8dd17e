"""What those who answer for several schools hear of a session: counts, when enough have taken part."""

from __future__ import annotations

from lmtools.domain.plan import ActionStatus
from lmtools.domain.progress import PlanPhase
from tests.store.conftest import OUTLINE


def planned(stage, person, goal="g1"):
    stage.do(person, "goal.save", goal=goal, text="Like regler i alle timer")
    stage.do(person, "action.save", action=f"{goal}-a", goal=goal, text="Tre regler", who="Eli")


def test_goals_and_actions_are_counted_and_no_word_of_them_is_told(stage):
    people = stage.people(5)
    planned(stage, people[0])
    stage.do(people[1], "action.save", action="a2", goal="g1", text="Turnus", status="under_way")
    (told,) = stage.room.progress.sessions()
    assert told.plan is not None
    assert (told.plan.phase, told.plan.goals) == (PlanPhase.UNDER_WAY, 1)
    assert told.plan.actions[ActionStatus.NOT_STARTED] == told.plan.actions[ActionStatus.UNDER_WAY] == 1
    assert (told.school_name, told.title) == ("Solbakken ungdomsskole", "Ståsted")
    for word in ("Like regler", "Tre regler", "Eli", "Turnus", stage.code):
        assert word not in repr(told)


def test_what_is_taken_out_of_the_plan_is_not_counted(stage):
    people = stage.people(5)
    planned(stage, people[0])
    planned(stage, people[0], "g2")
    stage.do(people[0], "goal.remove", goal="g2")
    (told,) = stage.room.progress.sessions()
    assert told.plan is not None
    assert (told.plan.goals, sum(told.plan.actions.values())) == (1, 1)


def test_a_session_of_fewer_than_five_tells_nothing_of_its_plan(stage):
    people = stage.people(4)
    planned(stage, people[0])
    (told,) = stage.room.progress.sessions()
    assert (told.too_few, told.plan) == (True, None)
    stage.people(1, first=4)
    (told,) = stage.room.progress.sessions()
    assert told.too_few is False
    assert told.plan is not None


def test_neither_a_shared_phone_nor_the_one_who_leads_makes_them_five(stage):
    people = stage.people(4)
    planned(stage, people[0])
    stage.room.enter(stage.code, browser_id="leder", trial=True)
    phone = stage.room.enter(stage.code, browser_id="telefon")
    stage.do(phone, "group.phone", on=True)
    (told,) = stage.room.progress.sessions()
    assert told.plan is None


def test_a_plan_that_goes_on_from_a_file_is_told_of_when_five_made_it(stage):
    people = stage.people(5)
    planned(stage, people[0])
    stage.lead("close")
    packed = stage.room.after.pack(stage.started.session.id)
    stage.room.after.delete(stage.started.session.id)
    stage.room.after.open_file(packed)
    (told,) = stage.room.progress.sessions()
    assert told.plan is not None
    assert told.plan.goals == 1


def test_a_rehearsal_is_not_told_of(stage):
    stage.room.start(
        outline=OUTLINE, school_key="9", school_name="Øving", groups=1, expected=2, rehearsal=True
    )
    assert [one.school_name for one in stage.room.progress.sessions()] == ["Solbakken ungdomsskole"]
