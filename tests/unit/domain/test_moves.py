"""The phase machine and the clock: wherever one stands, next and back are each other's inverse."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lmtools.domain.moves import (
    Moment,
    agenda,
    at_rest,
    extend,
    following,
    has_reached,
    moment_of,
    move_to,
    pause,
    preceding,
    resume,
    voting_moment,
)
from lmtools.domain.session import Phase, Step, WorkSession

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VERBS = ("guess", "results", "reflect", "prioritise", "actions", "report")


@st.composite
def steps(draw):
    verbs = draw(st.lists(st.sampled_from(VERBS), min_size=1, max_size=6))
    return tuple(
        Step(
            f"{verb}-{number}",
            verb,
            verb,
            phases=tuple(draw(st.lists(st.sampled_from(list(Phase)), unique=True, max_size=3))),
            minutes=draw(st.dictionaries(st.sampled_from(list(Phase)), st.integers(0, 90))),
        )
        for number, verb in enumerate(verbs)
    )


def session_of(all_steps, moment, **fields):
    return WorkSession(
        id="s",
        code="123456",
        workbook="w",
        title="W",
        school_key="1",
        school_name="S",
        grade="all",
        language="nb",
        groups=1,
        expected=1,
        started_at=NOON,
        ends_on=NOON.date(),
        steps=all_steps,
        now_step=moment.step,
        now_phase=moment.phase,
        **fields,
    )


@given(steps())
def test_next_from_the_start_visits_every_moment_once_and_then_stops(all_steps):
    moments = agenda(all_steps)
    walked = [moments[0]]
    while (after := following(all_steps, walked[-1])) is not None:
        walked.append(after)
    assert tuple(walked) == moments
    assert len(set(moments)) == len(moments)


@given(steps())
def test_back_undoes_next_wherever_one_stands(all_steps):
    for moment in agenda(all_steps):
        after = following(all_steps, moment)
        if after is not None:
            assert preceding(all_steps, after) == moment
    assert preceding(all_steps, agenda(all_steps)[0]) is None


@given(steps())
def test_every_step_can_be_gone_to_and_is_reached_from_there_on(all_steps):
    moments = agenda(all_steps)
    for step in all_steps:
        start = moment_of(all_steps, step.key, None)
        assert start is not None
        place = moments.index(start)
        for index, moment in enumerate(moments):
            assert has_reached(all_steps, moment, step.key) == (index >= place)


@given(steps())
def test_votes_are_cast_before_their_result_and_the_second_after_a_talk(all_steps):
    for step in all_steps:
        phases = [moment for moment in agenda(all_steps) if moment.step == step.key]
        rounds = [moment.round for moment in phases]
        assert rounds == sorted(rounds)
        if step.verb != "prioritise":
            assert set(rounds) == {1}
        elif {Phase.ALONE, Phase.GROUP} <= set(step.phases):
            again = voting_moment(all_steps, step.key, 2)
            assert again == Moment(step.key, Phase.ALONE, 2)
            assert phases.index(Moment(step.key, Phase.GROUP)) < phases.index(again)


def test_a_place_outside_the_agenda_has_no_neighbours():
    all_steps = (Step("reflect-1", "reflect", "R"),)
    nowhere = Moment("guess-1", Phase.ALONE)
    assert following(all_steps, nowhere) is None
    assert moment_of(all_steps, "guess-1", None) is None
    assert not has_reached(all_steps, nowhere, "reflect-1")


@given(steps(), st.data())
def test_moving_sets_the_clock_of_the_phase_or_none(all_steps, data):
    moment = data.draw(st.sampled_from(agenda(all_steps)))
    moved = move_to(session_of(all_steps, agenda(all_steps)[0], paused_left=7), moment, NOON)
    minutes = moved.step(moment.step).minutes.get(moment.phase, 0)
    assert (moved.now_step, moved.now_phase, moved.paused_left) == (moment.step, moment.phase, None)
    assert moved.phase_ends_at == (NOON + timedelta(minutes=minutes) if minutes else None)


clock_moves = st.lists(
    st.one_of(
        st.tuples(st.just("pause"), st.just(0)),
        st.tuples(st.just("resume"), st.just(0)),
        st.tuples(st.just("extend"), st.integers(1, 60)),
        st.tuples(st.just("wait"), st.integers(0, 4000)),
    ),
    max_size=12,
)


@given(clock_moves)
def test_the_clock_never_runs_and_stands_at_once_and_never_shows_less_than_nothing(played):
    step = Step("r", "reflect", "R", phases=(Phase.ALONE,), minutes={"alone": 5})
    session, now = at_rest(session_of((step,), Moment("r", Phase.ALONE))), NOON
    assert session.paused_left == 300
    for do, amount in played:
        if do == "wait":
            now += timedelta(seconds=amount)
        elif do == "extend":
            session = extend(session, amount, now)
        else:
            session = {"pause": pause, "resume": resume}[do](session, now)
        assert (session.phase_ends_at is None) != (session.paused_left is None)
        assert session.paused_left is None or session.paused_left >= 0


@given(st.integers(0, 299))
def test_a_pause_costs_no_time(seconds):
    step = Step("r", "reflect", "R", phases=(Phase.ALONE,), minutes={"alone": 5})
    running = move_to(session_of((step,), Moment("r", Phase.ALONE)), Moment("r", Phase.ALONE), NOON)
    stopped_at = NOON + timedelta(seconds=seconds)
    again_at = stopped_at + timedelta(hours=2)
    again = resume(pause(running, stopped_at), again_at)
    assert again.phase_ends_at - again_at == running.phase_ends_at - stopped_at


def test_time_given_after_the_clock_ran_out_counts_from_now():
    step = Step("r", "reflect", "R", phases=(Phase.ALONE,), minutes={"alone": 5})
    running = move_to(session_of((step,), Moment("r", Phase.ALONE)), Moment("r", Phase.ALONE), NOON)
    late = NOON + timedelta(minutes=30)
    assert extend(running, 2, late).phase_ends_at == late + timedelta(minutes=2)
