"""The facilitator reads what can be said now, and beside it what the workbook tells of the step."""

from __future__ import annotations

import pytest

from lmtools.domain.moves import Moment
from lmtools.domain.session import Phase, Step
from lmtools.room.showing.script import note_of, script
from lmtools.text import Text

ADVICE = "Gi ordet til rektor i fem minutter."


@pytest.mark.parametrize(
    ("verb", "phase", "is_ours"),
    [("reflect", Phase.GROUP, True), ("results", Phase.PLENARY, False), ("forces", Phase.ALONE, False)],
)
def test_what_the_workbook_tells_is_shown_once_in_every_phase(verb, phase, is_ours):
    step = Step(f"{verb}-1", verb, "Steget", say=ADVICE)
    said = script(step, Moment(step.key, phase), Text("nb"))
    assert note_of(step, Moment(step.key, phase)) == (ADVICE if is_ours else "")
    assert (said == ADVICE) is not is_ours


@pytest.mark.parametrize(
    ("say", "planned", "said"),
    [
        ("Se.", {"minutes": 5}, "Se. Etter dette: Pause, 5 minutter."),
        ("", {"minutes": 10, "title": "Kaffe"}, "Etter dette: Kaffe, 10 minutter."),
        ("Se.", None, "Se."),
    ],
)
def test_a_break_that_comes_is_said_in_the_moment_before_it(say, planned, said):
    phases = (Phase.ALONE, Phase.PLENARY)
    step = Step("results-1", "results", "Tall", phases=phases, say=say, params={"break": planned})
    assert script(step, Moment(step.key, Phase.PLENARY), Text("nb")) == said
    assert script(step, Moment(step.key, Phase.ALONE), Text("nb")) == say
