"""Funnel limits hold what they say, for small units too, and stay on the scale."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lmtools.statistics import funnel_limits

BOTH = (0.95, 0.998)  # about two and three standard errors


@pytest.mark.parametrize("expected", [0.02, 0.06, 0.3, 0.5, 0.97])
@pytest.mark.parametrize("size", [10, 30, 100, 400])
def test_chance_puts_at_most_half_of_the_rest_on_either_side(expected: float, size: int) -> None:
    funnel = funnel_limits(expected, [size], levels=BOTH)
    counts = np.arange(size + 1)
    chance = stats.binom.pmf(counts, size, expected)
    for row, level in enumerate(funnel.levels):
        low, high = funnel.lower[row][0], funnel.upper[row][0]
        assert 0 <= low <= expected <= high <= 1
        assert chance[counts / size < low].sum() <= (1 - level) / 2
        assert chance[counts / size > high].sum() <= (1 - level) / 2


def test_limits_lie_between_the_whole_numbers_as_in_spiegelhalter() -> None:
    # Of 30 with 10 %: P(X <= 6) = 0.9742 and P(X <= 7) = 0.9922, so the limit is just past 7.
    funnel = funnel_limits(0.1, [30], levels=[0.95])
    whole = 7 + (0.975 - 0.97417) / (0.99222 - 0.97417)
    assert funnel.upper[0][0] == pytest.approx(whole / 30, abs=1e-4)


def test_few_of_something_is_as_rare_as_many_of_its_opposite() -> None:
    few, many = (funnel_limits(share, [30, 101], levels=BOTH) for share in (0.3, 0.7))
    for lower, upper in zip(few.lower, many.upper, strict=True):
        assert lower == pytest.approx([1 - limit for limit in upper], abs=1e-9)


def test_large_units_have_the_normal_limits() -> None:
    low, high = funnel_limits(0.3, [20_000], levels=BOTH).at(0.95)
    arm = 1.96 * (0.3 * 0.7 / 20_000) ** 0.5
    assert (low[0], high[0]) == pytest.approx((0.3 - arm, 0.3 + arm), abs=1e-4)


def test_means_have_normal_limits_inside_the_scale() -> None:
    funnel = funnel_limits(4.8, [9, 100], sd=0.6, levels=BOTH)
    assert funnel.lower[0] == pytest.approx((4.8 - 1.96 * 0.2, 4.8 - 1.96 * 0.06), abs=0.001)
    assert funnel.upper[0] == pytest.approx((5.0, 4.8 + 1.96 * 0.06), abs=0.001)


def test_where_nobody_or_everybody_is_expected_there_is_no_chance() -> None:
    for expected in (0, 1):
        funnel = funnel_limits(expected, [10, 20], levels=BOTH)
        assert funnel.lower == funnel.upper == ((expected, expected),) * 2


def test_without_units_there_are_no_limits() -> None:
    assert funnel_limits(0.1, [], levels=BOTH).lower == ((), ())


@pytest.mark.parametrize(
    "call",
    [
        lambda: funnel_limits(1.1, [10], levels=BOTH),
        lambda: funnel_limits(-0.1, [10], levels=BOTH),
        lambda: funnel_limits(0.1, [0], levels=BOTH),
        lambda: funnel_limits(0.1, [10], levels=[0.0]),
        lambda: funnel_limits(0.1, [10], levels=[1.0]),
        lambda: funnel_limits(0.1, [10], levels=[0.95, 1.5]),
        lambda: funnel_limits(0.1, [10], levels=[]),
        lambda: funnel_limits(3.5, [10], levels=BOTH),
        lambda: funnel_limits(5.5, [10], sd=0.9, levels=BOTH),
        lambda: funnel_limits(3.5, [10], sd=-0.9, levels=BOTH),
    ],
)
def test_limits_that_cannot_be_are_refused(call) -> None:
    with pytest.raises(ValueError, match="needs"):
        call()
