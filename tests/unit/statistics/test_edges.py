"""What is only just possible is accepted, what only just is not is refused, and what is asked for is used."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import (
    Interval,
    Summary,
    Verdict,
    adjust,
    compare,
    detectable_change,
    funnel_limits,
    goal_check,
    interval_of,
    mean_interval,
    mean_interval_of,
    pool,
    share_interval,
)

POSSIBLE = [
    lambda: detectable_change(2, 0.0),
    lambda: detectable_change(20, 1, before=2),
    lambda: goal_check(1, 0.0, 1.0, 5.0),
    lambda: goal_check(1, None, 0, 100, scale="share"),
    lambda: goal_check(1, 0.9, 5.0, 1.0, before=1, grades=(1,)),
    lambda: funnel_limits(1.0, [1], kind="mean", sd=0.0),
    lambda: funnel_limits(5.0, [1], kind="mean", sd=0.0),
    lambda: funnel_limits(0, [10.5], kind="rate"),
    lambda: funnel_limits(1, [1]),
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
    lambda: detectable_change(20, 1, power=0),
    lambda: detectable_change(2, -0.001),
    lambda: goal_check(20, -0.001, 3, 4),
    lambda: goal_check(20, 0.9, 3, 0.999),
    lambda: goal_check(20, 0.9, 5.001, 4),
    lambda: goal_check(20, None, -0.001, 4, scale="share"),
    lambda: goal_check(20, 0.9, 3, 4, before=0),
    lambda: funnel_limits(0.999, [10], kind="mean", sd=0.9),
    lambda: funnel_limits(3.0, [10], kind="mean", sd=-0.001),
    lambda: funnel_limits(3.0, [0.5], kind="mean", sd=0.9),
    lambda: funnel_limits(inf, [10], kind="rate"),
    lambda: funnel_limits(0.5, [10], kind="median"),  # type: ignore[arg-type]
    lambda: funnel_limits(0.5, [10], levels=[0.95, 0.0]),
    lambda: share_interval(0, 0),
    lambda: share_interval(-1, 10),
    lambda: share_interval(11, 10),
    lambda: mean_interval(0, 3.0, 0.9),
    lambda: mean_interval(10, 0.999, 0.9),
    lambda: mean_interval(10, 5.001, 0.9),
    lambda: mean_interval(10, 3.0, -0.001),
    lambda: mean_interval_of([0.999]),
    lambda: Summary.of_share(-1, 2),
    lambda: Summary.of_share(0, 0),
    lambda: Summary.of_counts((0, 0, 1.5, 2, 0)),  # type: ignore[arg-type]
    lambda: Summary.of_answers([[3, 4], [4, 5]]),  # type: ignore[list-item]
    lambda: pool([[3.5, 4.0]], [[0.1, 0.1]]),  # type: ignore[list-item]
    lambda: pool((3.5, 4.0), (0.1, inf)),
]


@pytest.mark.parametrize("call", POSSIBLE)
def test_what_is_only_just_possible_is_accepted(call: Callable[[], object]) -> None:
    assert call() is not None


@pytest.mark.parametrize("call", IMPOSSIBLE)
def test_what_is_only_just_impossible_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="needs"):
        call()


@pytest.mark.parametrize(
    "of",
    [
        lambda confidence: share_interval(12, 40, confidence=confidence),
        lambda confidence: mean_interval(40, 3.5, 0.9, confidence=confidence),
        lambda confidence: mean_interval_of([3, 4] * 20, confidence=confidence),
        lambda confidence: Summary.of_share(12, 40).interval(confidence=confidence),
        lambda confidence: Summary(40, 3.5, 0.9).interval(confidence=confidence),
        lambda confidence: interval_of(
            Figure(2025, Status.PUBLISHED, mean=3.5, sd=0.9, n=40), confidence=confidence
        ),
    ],
)
def test_the_confidence_that_is_asked_for_is_used(of: Callable[[float], Interval]) -> None:
    some, more, most = of(0.8), of(0.95), of(0.99)
    assert most.low < more.low < some.low < some.high < more.high < most.high


def test_all_intervals_are_of_95_per_cent_unless_another_is_asked_for() -> None:
    assert share_interval(12, 40) == share_interval(12, 40, confidence=0.95)
    assert mean_interval(40, 3.5, 0.9) == mean_interval(40, 3.5, 0.9, confidence=0.95)
    assert Summary.of_share(12, 40).interval() == Summary.of_share(12, 40).interval(confidence=0.95)


def test_a_funnel_tells_what_it_was_asked_for() -> None:
    funnel = funnel_limits(0.25, [10, 40], levels=(0.8, 0.95))
    assert (funnel.expected, funnel.sizes, funnel.levels) == (0.25, (10, 40), (0.8, 0.95))
    assert funnel.at(0.95) == (funnel.lower[1], funnel.upper[1])
    assert funnel_limits(0.25, [10]).levels == (0.95, 0.998)


def test_a_figure_and_answers_of_the_same_scale_can_be_compared() -> None:
    share = Figure(2024, Status.PUBLISHED, scale="share", share=10.0, n=100)
    assert compare(share, Summary.of_share(40, 100)).kind == "clear"
    assert compare(Figure(2024, Status.PUBLISHED, mean=2.0, sd=0.9, n=40), [4, 5] * 20).kind == "clear"
    assert compare(share, [4, 5] * 20).kind == "incomparable"


def test_the_level_of_a_change_falls_with_the_change_and_has_a_smallest_value() -> None:
    levels = [compare((200, 1.5, 0.4), (200, later, 0.4)).p for later in (1.6, 1.7, 2.0, 4.5)]
    assert levels == sorted(levels, reverse=True)  # type: ignore[type-var]
    assert levels[-1] == pytest.approx(1e-9)


def test_among_many_a_change_is_withdrawn_only_above_the_level_that_is_asked_for() -> None:
    changes = [Verdict("clear", 0.3, 0.01, 0.6, p=0.04), Verdict("chance", 0.0, -0.3, 0.3, p=0.9)]
    assert adjust(changes, level=0.08)[0].kind == "clear"
    assert adjust(changes, level=0.07)[0] == Verdict("chance", 0.3, 0.01, 0.6, p=0.04, among_many=True)
