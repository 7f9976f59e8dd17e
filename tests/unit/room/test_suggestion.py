"""What the console suggests next: by how many are missing, and without a count where they are few."""

from types import SimpleNamespace

import pytest

from lmtools.domain.moves import agenda
from lmtools.domain.session import Phase, Step
from lmtools.room.showing.suggestion import Counts, suggestion
from lmtools.text import Text

ALONE, GROUP, PLENARY = Phase.ALONE, Phase.GROUP, Phase.PLENARY
GUESS = Step("guess-1", "guess", "Gjett", phases=(ALONE, PLENARY))
REFLECT = Step("reflect-1", "reflect", "Tenk", phases=(ALONE, GROUP, PLENARY))
VOTE = Step("prioritise-1", "prioritise", "Velg", phases=(ALONE, GROUP, PLENARY))
RATE = Step("statements-1", "statements", "Ta stilling", phases=(ALONE, PLENARY))
COMMIT = Step("commit-1", "commit", "Min ting", phases=(ALONE, PLENARY))
PLAN = Step("actions-1", "actions", "Plan", phases=(GROUP, PLENARY))
STEPS = (GUESS, REFLECT, VOTE, RATE, COMMIT, PLAN)
ON = "Gå videre når dere er klare."


def said(step, phase, *, revealed=False, options=("a",), goals=(), closed=False, last=False, **progress):
    """The sentence, in a room of 20 in 4 groups unless `progress` says otherwise."""
    steps = (step,) if last else (*STEPS, GUESS)
    moment = next(one for one in reversed(agenda((step,))) if one.phase == phase)
    board = SimpleNamespace(
        session=SimpleNamespace(closed=closed, now_phase=phase, steps=steps),
        moment=moment,
        activity=lambda _key: SimpleNamespace(revealed=revealed),
        options=lambda _key: options,
        items=lambda _step: options,
        goals=goals,
    )
    numbers = {
        "joined": 20,
        "written": 12,
        "ready": 5,
        "groups": 4,
        "groups_done": 1,
        "waiting": 0,
        **progress,
    }
    return suggestion(board, step, Counts(**numbers), Text("nb"))


@pytest.mark.parametrize("step", STEPS)
def test_a_closed_session_and_an_empty_room_come_before_the_step(step):
    phase = step.phases[0]
    assert said(step, phase, closed=True, joined=0).startswith("Økta er avsluttet.")
    assert said(step, phase, joined=0) == "Ingen er med ennå. Vis koden på lerretet."
    assert said(step, phase, joined=1, written=0) != said(step, phase, joined=0)


@pytest.mark.parametrize(
    ("step", "unknown", "nobody", "one", "many"),
    [
        (
            GUESS,
            "Vis svaret når alle har låst gjetningen.",
            "Alle har låst gjetningen. Vis svaret.",
            "Én har ikke gjettet ennå.",
            "2 har ikke gjettet ennå.",
        ),
        (
            VOTE,
            "Gå videre når alle har stemt.",
            "Alle har stemt.",
            "Én har ikke stemt ennå.",
            "2 har ikke stemt ennå.",
        ),
        (
            RATE,
            "Vis resultatet når alle har svart.",
            "Alle har svart.",
            "Én har ikke svart ennå.",
            "2 har ikke svart ennå.",
        ),
    ],
)
def test_who_is_missing_is_counted_only_where_the_room_is_large_enough(step, unknown, nobody, one, many):
    assert said(step, ALONE, written=None) == unknown
    assert said(step, ALONE, written=20) == nobody
    assert said(step, ALONE, written=21) == nobody
    assert said(step, ALONE, written=19) == one
    assert said(step, ALONE, written=18) == many


@pytest.mark.parametrize("step", [GUESS, VOTE, RATE])
def test_when_the_result_is_shown_the_room_may_go_on(step):
    assert said(step, ALONE, revealed=True) == ON
    assert said(step, PLENARY, revealed=True, last=True).startswith("Dette er det siste steget.")


@pytest.mark.parametrize(("step", "words"), [(VOTE, "velge blant"), (RATE, "veie")])
def test_without_anything_to_choose_among_points_are_let_through_first(step, words):
    assert words in said(step, ALONE, options=())
    assert words not in said(step, ALONE)


def test_a_vote_is_talked_about_at_the_tables_and_shown_in_plenary():
    assert said(VOTE, GROUP) == "La gruppene snakke om grunnene før dere stemmer igjen."
    assert said(VOTE, PLENARY) == "Vis resultatet når alle ser på lerretet."
    assert said(RATE, PLENARY, written=20) == "Alle har svart. Vis resultatet."


def test_while_people_write_the_room_waits_warns_or_goes_on():
    assert said(REFLECT, ALONE, written=None) == "Gå til gruppe når de fleste har skrevet."
    assert said(REFLECT, ALONE, written=20) == "Alle har skrevet. Gå til gruppe når det passer."
    assert said(REFLECT, ALONE, written=19) == "Én har ikke skrevet ennå. Vent litt."
    assert said(REFLECT, ALONE, written=18, ready=10) == "2 har ikke skrevet ennå. Vent litt."
    assert said(REFLECT, ALONE, written=18, ready=None) == "2 har ikke skrevet ennå. Vent litt."
    assert said(REFLECT, ALONE, written=18, ready=11).startswith("De fleste er klare.")


def test_a_board_without_tables_goes_straight_to_plenary():
    step = Step("check_in-1", "check_in", "Inn", phases=(ALONE, PLENARY))
    assert said(step, ALONE, written=None) == "Gå til plenum når de fleste har skrevet."
    assert said(step, ALONE, written=20) == "Alle har skrevet. Gå til plenum når det passer."


def test_at_the_tables_it_is_the_groups_that_are_counted():
    assert said(REFLECT, GROUP) == "1 av 4 grupper har sendt punkter."
    assert said(REFLECT, GROUP, groups_done=3) == "3 av 4 grupper har sendt punkter."
    assert said(REFLECT, GROUP, groups_done=4).startswith("Alle gruppene har sendt punkter.")


@pytest.mark.parametrize("step", [REFLECT, COMMIT])
def test_what_waits_for_the_facilitator_comes_first_in_plenary(step):
    assert said(step, PLENARY, waiting=1) == "Ett innspill venter på deg."
    assert said(step, PLENARY, waiting=2) == "2 innspill venter på deg."
    assert said(step, PLENARY) == ON


def test_what_is_ones_own_is_left_in_peace_and_a_plan_begins_with_a_goal():
    assert said(COMMIT, ALONE, waiting=3) == "Gi ro til å skrive. Ingen må dele."
    assert said(PLAN, GROUP).startswith("Begynn med ett mål.")
    assert said(PLAN, GROUP, goals=("a",)) == ON
