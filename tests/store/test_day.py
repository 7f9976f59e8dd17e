"""What the day leaves behind, whole: for the report, the plan's file, and who answers for several schools."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.counting import GuessSummary
from lmtools.domain.day import GuessOutcome, Prioritisation
from lmtools.domain.following import GoalVerdict
from lmtools.domain.history import Change, Hand
from lmtools.domain.plan import ActionStatus
from lmtools.domain.progress import PlanPhase, PlanProgress, SessionProgress
from lmtools.domain.session import Outline, Step
from lmtools.room.afterwards import Deleted, Purged
from lmtools.room.carrying import NO_STEP
from tests.store import activities
from tests.store.activities import point, rate
from tests.store.conftest import OUTLINE
from tests.store.test_carrying import start_next
from tests.store.test_console import whole_day
from tests.store.test_plan_life import POINT, planned
from tests.store.test_plenary import PUBLISHED, Figures
from tests.store.test_revealing import STEP, Poll

DAY = date(2026, 11, 24)


def test_the_day_tells_each_result_with_what_it_takes_to_read_it(open_stage):
    stage = open_stage(released=Figures(PUBLISHED), minimum=4)
    whole_day(stage)
    day = stage.room.day(stage.code)
    guess, _, reflect, vote, *_ = OUTLINE.steps
    (told,) = day.guesses
    assert told == GuessOutcome(
        guess,
        GuessSummary(None, 2.5, None, 6),
        PUBLISHED,
        told.low,
        told.high,
        "Solbakken ungdomsskole",
    )
    assert told.low < 14.4 < told.high
    (chosen,) = day.priorities
    assert chosen == Prioritisation(vote, 3, chosen.result, 4)
    assert (chosen.result.voters, len(chosen.result.kept)) == (6, 2)
    assert [one.step for one in day.reflections] == [reflect]
    assert day.reached == {"guess-1", "results-1", "reflect-1", "prioritise-1"}
    assert day.session == stage.room.session(stage.code)
    assert [check.filled for check in day.checks] == [False, True, False, False, False, True]


def test_ratings_and_what_people_shared_are_in_the_day_and_tell_nothing_of_when_they_came(open_stage):
    stage = open_stage(outline=activities.OUTLINE, minimum=4)
    people = stage.people(6)
    rate(stage, people, "555544")
    stage.lead("reveal", step="statements-1")
    for number, person in enumerate(people):
        stage.do(person, "commit.save", step="commit-1", text=f"Hilse {number} ganger")
        stage.do(person, "commit.share", step="commit-1", **{"with": "plenary"})
    queue = stage.console()["queue"]
    assert [row["point"] for row in queue] == sorted(row["point"] for row in queue)
    assert queue[0] == {**queue[0], "step": "commit-1", "flag": None, "group": None, "box": ""}
    for row in queue:
        stage.lead("moderate", point=row["point"], show=True)
    assert stage.room.day(stage.code).commitments == ()
    stage.lead("go", step="commit-1", phase="plenary")
    day = stage.room.day(stage.code)
    (rating,) = day.ratings
    assert (rating.step.key, rating.minimum) == ("statements-1", 4)
    (shared,) = day.commitments
    assert shared.step.key == "commit-1"
    assert shared.texts == tuple(row["text"] for row in queue)
    assert [row["id"] for row in stage.sees(people[0], "commit-1")["plenary"]] == [
        row["point"] for row in queue
    ]


def test_a_session_that_is_deleted_or_has_ended_is_told_of_by_what_could_be_seen(open_stage):
    stage, other = open_stage(), open_stage()
    planned(stage)
    school = "Solbakken ungdomsskole"
    assert stage.room.after.delete(stage.started.session.id) == Deleted("Ståsted", school, 1, 1, 1)
    assert other.room.purge(date(2027, 2, 22)) == ()
    other.clock.pass_(days=91)
    assert other.room.purge() == (Purged("Ståsted", school, date(2027, 2, 22)),)
    assert other.room.purge() == ()


def test_a_list_of_sessions_tells_what_it_takes_to_find_the_right_one(stage):
    stage.lead("close")
    assert stage.room.sessions() == [
        {
            "code": stage.code,
            "title": "Ståsted",
            "workbook": "stasted",
            "school": {"key": "999999999", "name": "Solbakken ungdomsskole"},
            "started_at": "2026-11-24T12:00:00+00:00",
            "ends_on": "2027-02-22",
            "closed": True,
            "rehearsal": False,
        }
    ]


# --- several schools --------------------------------------------------------------------------------


def test_a_session_is_told_of_by_its_place_in_the_day_and_its_plan_in_numbers(stage):
    people = stage.people(5)
    stage.lead("go", step="actions-1")
    stage.do(people[0], "goal.save", goal="g1", text="Like regler")
    stage.do(people[0], "action.save", action="a1", goal="g1", text="Tre regler")
    stage.do(people[0], "goal.review", goal="g1", verdict="keep")
    stage.lead("plan.save", evaluate_on="2026-11-24")
    (told,) = stage.room.progress.sessions()
    assert told.plan is not None
    assert told == SessionProgress(
        school_key="999999999",
        school_name="Solbakken ungdomsskole",
        title="Ståsted",
        workbook="stasted",
        started_at=stage.started.session.started_at,
        closed=False,
        number=5,
        steps=6,
        too_few=False,
        plan=PlanProgress(
            PlanPhase.DRAFTED,
            1,
            told.plan.actions,
            DAY,
            True,
            told.plan.verdicts,
        ),
    )
    assert told.plan.actions[ActionStatus.NOT_STARTED] == 1
    assert told.plan.verdicts[GoalVerdict.KEEP] == 1
    assert stage.room.progress.minimum == 5


def test_schools_stand_by_their_names_and_their_sessions_with_the_oldest_first(stage):
    for name, days in (("ås skole", 0), ("Berg skole", 2), ("alm skole", 0), ("Berg skole", -2)):
        stage.clock.pass_(days=days)
        stage.room.start(outline=OUTLINE, school_key="1", school_name=name, groups=1, expected=1)
        stage.clock.pass_(days=-days)
    told = [(one.school_name, one.started_at.day) for one in stage.room.progress.sessions()]
    assert told == [
        ("alm skole", 24),
        ("Berg skole", 22),
        ("Berg skole", 26),
        ("Solbakken ungdomsskole", 24),
        ("ås skole", 24),
    ]


def test_a_day_with_no_place_for_a_plan_has_none_to_tell_of(open_stage):
    stage = open_stage(outline=Outline("x", "X", "", (Step("reflect-1", "reflect", "R"),)))
    stage.people(5)
    (told,) = stage.room.progress.sessions()
    assert (told.too_few, told.plan, told.number, told.steps) == (False, None, 1, 1)


# --- a plan on its own ------------------------------------------------------------------------------


def test_a_plan_on_its_own_tells_which_day_it_is_from(stage):
    planned(stage)
    session, plan = stage.started.session, stage.room.after.plan(stage.started.session.id)
    assert (plan.mark, plan.title, plan.school_key, plan.school_name) == (
        session.mark,
        "Ståsted",
        "999999999",
        "Solbakken ungdomsskole",
    )
    assert (plan.language, plan.grade, plan.began) == ("nb", "10", DAY)
    assert plan.plan.evaluate_on == date(2027, 9, 16)


def test_a_carried_goal_takes_what_was_said_of_it_and_the_history_says_where_it_came_from(stage):
    planned(stage)
    stage.lead(
        "goal.review", goal="g1", verdict="change", learned="Vi kom i gang.", questioned="Var det nok?"
    )
    stage.lead("goal.save", goal="g2", text="Uten tiltak")
    new = start_next(stage)
    assert stage.room.after.carry_on(stage.started.session.id, new.id) == 2
    taken = stage.room.after.plan(new.id)
    said = "Endre. Vi kom i gang. Var det nok?"
    assert taken.chains["g1"][-2:] == (
        Link(LinkKind.GOAL, "Like regler i alle timer", "Ståsted", DAY),
        Link(LinkKind.EVALUATION, said, "Ståsted", DAY),
    )
    assert taken.chains["g2"] == (Link(LinkKind.GOAL, "Uten tiltak", "Ståsted", DAY),)
    assert [(goal.step, goal.sources, goal.session) for goal in taken.goals] == [
        ("actions-1", (), new.id)
    ] * 2
    assert (taken.plan.revision, taken.plan.evaluate_on) == (1, None)
    last = taken.versions[-1]
    assert (last.role, last.why) == (Hand.FACILITATOR, "Tatt med videre fra Ståsted")
    assert last.changes == tuple(
        Change("goal", goal.id, goal.text, "", "", goal.text) for goal in taken.goals
    )


def test_a_plan_comes_also_to_a_day_that_has_no_step_for_it_and_says_what_only_it_says(stage):
    planned(stage)
    stage.lead("plan.save", participation="Elevrådet", support_ppt="Veiledning")
    started = stage.room.start(
        outline=replace(OUTLINE, steps=OUTLINE.steps[:3]),
        school_key="999999999",
        school_name="Solbakken ungdomsskole",
        groups=1,
        expected=1,
    ).session
    leader = stage.room.trusted(started.code, stage.facilitator.role)
    stage.do(leader, "plan.save", participation="FAU", evaluate_on="2027-12-01")
    stage.room.after.carry_on(stage.started.session.id, started.id, everything=True)
    taken = stage.room.after.plan(started.id)
    assert [goal.step for goal in taken.goals] == [NO_STEP] == ["plan"]
    assert (taken.plan.participation, taken.plan.support_ppt) == ("FAU", "Veiledning")
    assert (taken.plan.evaluate_on, taken.plan.revision) == (date(2027, 12, 1), 2)


def test_as_many_goals_as_a_plan_may_have_are_taken_over(stage):
    planned(stage)
    new = start_next(stage)
    leader = stage.room.trusted(new.code, stage.facilitator.role)
    for number in range(2):
        stage.do(leader, "goal.save", goal=f"n{number}", text="m")
    assert stage.room.after.carry_on(stage.started.session.id, new.id) == 1
    assert len(stage.room.after.plan(new.id).goals) == 3
    assert stage.room.after.carry_on(stage.started.session.id, new.id) == 1  # the same goal once more


# --- the chain ----------------------------------------------------------------------------------------


def chain(stage, goal="g1"):
    (found,) = (one for one in stage.console()["plan"]["goals"] if one["id"] == goal)
    return [(link["kind"], link["text"]) for link in found["chain"]]


def test_a_choice_is_told_with_its_points_and_without_where_they_are_hidden(open_stage):
    poll = Poll(open_stage(), 14)
    poll.vote(["AAA"] * 4 + ["AAB"] * 4 + ["ABB"] + ["ACC"] * 3 + ["AAD", "ADD"])
    poll.reveal()
    poll.stage.lead("keep", step=STEP, options=[poll.points[0], poll.points[2]])
    for goal, at in (("g1", 0), ("g2", 2), ("g3", 1)):
        poll.stage.lead("goal.save", goal=goal, text="m", sources=[poll.points[at]])
    assert chain(poll.stage) == [("note", "A"), ("vote", "Tatt med videre med 27 poeng")]
    assert chain(poll.stage, "g2") == [("note", "C"), ("vote", "Tatt med videre etter avstemningen")]
    assert chain(poll.stage, "g3") == [("note", "B")]


def test_a_choice_after_two_rounds_is_told_with_the_points_of_the_last(open_stage):
    poll = Poll(open_stage(), 6)
    poll.vote(["AAB"] * 6)
    poll.reopen(2)
    poll.vote(["ABB"] * 6)
    poll.reveal()
    poll.stage.lead("keep", step=STEP, options=[poll.points[0]])
    poll.stage.lead("goal.save", goal="g1", text="m", sources=[poll.points[0]])
    assert chain(poll.stage) == [("note", "A"), ("vote", "Tatt med videre med 6 poeng")]


def test_a_point_is_told_with_how_many_groups_it_came_from_where_that_may_be_told(open_stage):
    stage = open_stage(groups=3)
    one, two, *_ = stage.people(18)
    a, b = stage.point(one, "Ro", show=True), stage.point(two, "God ro", show=True)
    merged = stage.lead("merge", points=[a, b], text="Mer ro")["point"]
    stage.lead("go", step="reflect-1", phase="plenary")
    stage.lead("goal.save", goal="g1", text="m", finding="Noe annet", sources=[merged])
    assert chain(stage) == [("finding", "Noe annet"), ("note", "Mer ro (fra 2 av 3 grupper)")]
    assert stage.console()["plan"]["points"] == [{"id": merged, "text": "Mer ro", "goals": ["g1"]}]


def test_what_a_carried_goal_was_built_on_is_not_told_twice(stage):
    planned(stage)
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id)
    kinds = [link.kind for link in stage.room.after.plan(new.id).chains["g1"]]
    assert kinds == [LinkKind.NOTE, LinkKind.VOTE, LinkKind.GOAL]
    leader = stage.room.trusted(new.code, stage.facilitator.role)
    assert stage.room.after.plan(new.id).goals[0].finding == POINT
    stage.do(leader, "goal.save", goal="g1", finding="Noe nytt")
    kinds = [link.kind for link in stage.room.after.plan(new.id).chains["g1"]]
    assert kinds == [LinkKind.NOTE, LinkKind.VOTE, LinkKind.GOAL, LinkKind.FINDING]


def test_a_vote_is_over_the_points_of_every_board_before_it(open_stage):
    stage = open_stage(outline=activities.OUTLINE)
    one = stage.people(1)[0]
    first = point(stage, one, "swot-1", "Ro", box="strengths")
    second = point(stage, one, "forces-1", "Vilje", box="for")
    stage.lead("go", step="prioritise-1")
    options = [{"id": first, "text": "Ro"}, {"id": second, "text": "Vilje"}]
    assert stage.sees(one, "prioritise-1")["options"] == options
