"""What a vote chooses among."""

import pytest

from lmtools.domain.session import Step
from lmtools.room.board.board import option_steps

VERBS = ("reflect", "guess", "reflect", "prioritise", "reflect", "prioritise", "reflect")
STEPS = tuple(Step(f"{verb}-{number}", verb, verb) for number, verb in enumerate(VERBS))


@pytest.mark.parametrize(
    ("vote", "sources"),
    [("prioritise-3", ("reflect-0", "reflect-2")), ("prioritise-5", ("reflect-4",)), ("reflect-0", ())],
)
def test_a_vote_is_over_the_reflections_since_the_vote_before(vote, sources):
    assert option_steps(STEPS, vote) == sources


def test_boards_are_options_but_not_check_in_a_case_or_one_that_says_no():
    verbs = ("check_in", "swot", "forces", "case", "weigh", "prioritise", "check_out")
    steps = tuple(Step(f"{verb}-1", verb, verb) for verb in verbs)
    assert option_steps(steps, "weigh-1") == ("swot-1", "forces-1")
    assert option_steps(steps, "prioritise-1") == ("swot-1", "forces-1")
    silent = Step("reflect-1", "reflect", "Stille", params={"options": False})
    assert option_steps((silent, *steps), "prioritise-1") == ("swot-1", "forces-1")
