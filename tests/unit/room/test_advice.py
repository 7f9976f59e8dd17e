"""The rules behind the console's advice, each at its edge, in the words that who leads reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from lmtools.domain.moves import agenda
from lmtools.domain.session import Phase, Step
from lmtools.room.showing.advice import Situation, advice
from lmtools.room.showing.suggestion import Counts
from lmtools.text import Text

ALONE, GROUP, PLENARY = Phase.ALONE, Phase.GROUP, Phase.PLENARY
REFLECT = Step("reflect-1", "reflect", "Tenk", phases=(ALONE, GROUP, PLENARY))
OTHER = Step("results-1", "results", "Tall", phases=(PLENARY,))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def told(
    phase, *, late=None, is_last=False, recess=False, closed=False, expected=0, first=OTHER, ready_groups=0,
    has_alike=False, **counts,
):  # fmt: skip
    """The advice in a board with 20 people at 4 tables, where all is well unless `counts` say otherwise."""
    steps = (first, REFLECT) if is_last else (first, REFLECT, OTHER)
    session = SimpleNamespace(
        closed=closed,
        recess=recess,
        steps=steps,
        expected=expected,
        now_step=REFLECT.key,
        now_phase=phase,
        phase_ends_at=None if late is None else NOW - timedelta(seconds=late),
    )
    moment = next(one for one in agenda((REFLECT,)) if one.phase == phase)
    view = SimpleNamespace(
        board=SimpleNamespace(session=session, moment=moment),
        text=Text("nb"),
        now=NOW,
        count=lambda number: number if number >= 5 else None,
    )
    numbers = {
        "joined": 20,
        "written": 20,
        "ready": 20,
        "groups": 4,
        "groups_done": 4,
        "waiting": 0,
        **counts,
    }
    return advice(Situation(view, REFLECT, Counts(**numbers), ready_groups, has_alike))


def test_a_day_that_is_over_and_an_empty_room_get_no_advice():
    assert told(ALONE, recess=True) != []
    assert told(ALONE, recess=True, closed=True) == []
    assert told(ALONE, recess=True, joined=0) == []
    assert told(ALONE, recess=True, joined=1) != []


def test_during_a_break_it_says_how_to_end_it_and_nothing_of_the_time():
    assert told(ALONE, recess=True, late=60) == [
        {
            "key": "break",
            "text": "Det er pause. Si fra når dere er i gang igjen.",
            "command": {"do": "break", "on": False},
        }
    ]


def test_when_the_time_is_out_it_is_those_who_are_not_ready_that_decide():
    wait = {
        "key": "out_of_time",
        "text": "Tida er ute, og halvparten eller flere er ikke klare ennå. Gi litt mer tid?",
        "command": {"do": "extend", "minutes": 2},
    }
    go_on = {
        "key": "ready_to_go",
        "text": "Tida er ute, og de fleste er klare. Gå videre?",
        "command": {"do": "next"},
    }
    assert told(ALONE, late=0, ready=10) == [wait]
    assert told(ALONE, late=0, ready=11) == [go_on]
    assert told(ALONE, late=-1, ready=11) == []
    assert told(ALONE, ready=11) == []
    assert told(ALONE, late=0, ready=None) == []
    assert told(PLENARY, late=0, ready=11) == []
    assert told(GROUP, late=0, ready=11, is_last=True) == [go_on]  # its plenary is still to come


@pytest.mark.parametrize(
    ("phase", "waiting", "text"),
    [
        (PLENARY, 0, None),
        (PLENARY, 1, "Ett punkt venter på deg."),
        (GROUP, 1, None),
        (GROUP, 2, "2 punkter venter på deg."),
        (PLENARY, 2, "2 punkter venter på deg."),
    ],
)
def test_what_waits_is_told_at_once_and_a_single_point_in_plenary(phase, waiting, text):
    assert told(phase, waiting=waiting) == ([{"key": "waiting", "text": text}] if text else [])


def test_tables_that_are_ready_are_counted_from_two_thirds_of_three_tables():
    all_ready = {"key": "groups_ready", "text": "Alle gruppene er klare.", "command": {"do": "next"}}
    assert told(GROUP, groups=3, groups_done=3, ready_groups=3) == [all_ready]
    two = {"key": "groups_ready", "text": "2 av 3 grupper er klare."}
    assert told(GROUP, groups=3, groups_done=3, ready_groups=2) == [two]
    assert told(GROUP, groups=3, groups_done=3, ready_groups=1) == []
    assert told(GROUP, groups=2, groups_done=2, ready_groups=2) == []
    assert told(GROUP, groups=3, groups_done=3, ready_groups=3, ready=None) == []
    assert told(ALONE, groups=3, groups_done=3, ready_groups=3) == []


def test_tables_that_have_sent_nothing_are_told_of_when_they_are_half_or_fewer():
    def without(done, groups=4, phase=GROUP):
        return [one["text"] for one in told(phase, groups=groups, groups_done=done)]

    assert without(3) == ["Én gruppe har ikke sendt noe ennå. Gå innom bordene."]
    assert without(2) == ["2 grupper har ikke sendt noe ennå. Gå innom bordene."]
    assert without(1) == without(4) == without(3, phase=ALONE) == without(1, groups=2) == []
    assert without(2, groups=3) == ["Én gruppe har ikke sendt noe ennå. Gå innom bordene."]
    assert told(GROUP, groups_done=3)[0]["key"] == "groups_without_points"


def test_points_that_are_alike_are_told_of_in_plenary():
    said = {"key": "alike", "text": "Noen punkter ligner på hverandre. Se om de sier det samme."}
    assert told(PLENARY, has_alike=True) == [said]
    assert told(GROUP, has_alike=True) == told(PLENARY) == []


def test_those_who_are_still_to_come_are_waited_for_in_the_first_moment_alone():
    def coming(phase=ALONE, first=REFLECT, **counts):
        return told(phase, first=first, **counts)

    said = {"key": "still_coming", "text": "20 av 41 er med. Vis koden litt til."}
    assert coming(expected=41) == [said]
    assert coming(expected=40) == coming(expected=41, phase=PLENARY) == coming(expected=41, first=OTHER) == []
    assert coming(expected=41, joined=4) == []


def test_no_more_than_two_things_are_said_at_once():
    found = told(PLENARY, recess=True, waiting=2, has_alike=True)
    assert [one["key"] for one in found] == ["break", "waiting"]
