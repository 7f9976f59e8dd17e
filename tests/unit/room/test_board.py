"""What a vote chooses among."""

import pytest

from lmtools.domain.session import Step
from lmtools.room.board import option_steps

VERBS = ("reflect", "guess", "reflect", "prioritise", "reflect", "prioritise", "reflect")
STEPS = tuple(Step(f"{verb}-{number}", verb, verb) for number, verb in enumerate(VERBS))


@pytest.mark.parametrize(
    ("vote", "sources"),
    [("prioritise-3", ("reflect-0", "reflect-2")), ("prioritise-5", ("reflect-4",)), ("reflect-0", ())],
)
def test_a_vote_is_over_the_reflections_since_the_vote_before(vote, sources):
    assert option_steps(STEPS, vote) == sources
