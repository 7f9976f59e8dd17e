"""What is only just possible is accepted, and what only just is not is refused."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import Summary, compare, funnel_limits, mean_interval, pool, share_interval

LEVELS = (0.95, 0.998)
POSSIBLE = [
    lambda: funnel_limits(1.0, [1], sd=0.0, levels=LEVELS),
    lambda: funnel_limits(5.0, [1], sd=0.0, levels=LEVELS),
    lambda: funnel_limits(1, [1], levels=LEVELS),
    lambda: share_interval(0, 1),
    lambda: share_interval(1, 1),
    lambda: mean_interval(1, 1.0, 0.0),
    lambda: mean_interval(2, 5.0, 0.0),
    lambda: Summary.of_share(0, 1),
    lambda: Summary.of_share(1, 1),
    lambda: Summary.of_answers([1, 5]),
    lambda: Summary.of_counts((1, 0, 0, 0, 0)),
]
IMPOSSIBLE = [
    lambda: share_interval(0, 0),
    lambda: share_interval(-1, 10),
    lambda: share_interval(11, 10),
    lambda: mean_interval(0, 3.0, 0.9),
    lambda: mean_interval(10, 0.999, 0.9),
    lambda: mean_interval(10, 5.001, 0.9),
    lambda: mean_interval(10, 3.0, -0.001),
    lambda: Summary.of_answers([0.999]),
    lambda: Summary.of_share(-1, 2),
    lambda: Summary.of_share(0, 0),
    lambda: Summary.of_counts((0, 0, 1.5, 2, 0)),
    lambda: Summary.of_answers([[3, 4], [4, 5]]),
    lambda: pool([[3.5, 4.0]], [[0.1, 0.1]]),
    lambda: pool((3.5, 4.0), (0.1, inf)),
]


@pytest.mark.parametrize("call", POSSIBLE)
def test_what_is_only_just_possible_is_accepted(call: Callable[[], object]) -> None:
    assert call() is not None


@pytest.mark.parametrize("call", IMPOSSIBLE)
def test_what_is_only_just_impossible_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="needs"):
        call()


def test_a_figure_and_a_summary_of_the_same_scale_can_be_compared() -> None:
    share = Figure(2024, Status.PUBLISHED, scale="share", share=10.0, n=100)
    assert compare(share, Summary.of_share(40, 100)).kind == "clear"
    assert compare(share, Summary(100, 4.0, 0.9)).kind == "incomparable"
