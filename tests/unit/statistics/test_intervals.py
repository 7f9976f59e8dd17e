"""Intervals hold where they are promised to hold, and are never drawn around what is not published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import Interval, detectable_change, interval_of, mean_interval, share_interval


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_match_newcombes_table_for_wilson(successes: int, n: int, low: float, high: float) -> None:
    interval = share_interval(successes, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (10, 10), (0, 1)])
def test_a_share_is_never_certain_because_all_answered_alike(successes: int, n: int) -> None:
    interval = share_interval(successes, n)
    assert interval.low < interval.high


@given(
    n=st.integers(1, 2000),
    mean=st.floats(1, 5),
    sd=st.floats(0, 2),
)
def test_a_mean_lies_inside_an_interval_that_stays_on_the_scale(n: int, mean: float, sd: float) -> None:
    interval = mean_interval(n, mean, sd)
    assert 1 <= interval.low <= mean <= interval.high <= 5
    assert interval.low < interval.high


def test_ten_pupils_who_all_answer_five_do_not_settle_the_next_cohort() -> None:
    interval = mean_interval(10, 5.0, 0.0)
    assert interval.high == 5
    assert interval.low < 4.7


def test_a_mean_in_the_middle_of_the_scale_has_about_the_t_interval() -> None:
    interval = mean_interval(50, 3.0, 0.9, rounding=0)
    assert interval.low == pytest.approx(3 - 2.0096 * 0.9 / 50**0.5, abs=0.02)


def test_rounding_of_published_means_is_part_of_the_uncertainty() -> None:
    exact, rounded = mean_interval(100, 3.5, 0.8, rounding=0), mean_interval(100, 3.5, 0.8)
    assert rounded.low == pytest.approx(exact.low - 0.05)
    assert rounded.high == pytest.approx(exact.high + 0.05)


def test_a_mean_with_many_decimals_is_taken_as_exact() -> None:
    exact, two = mean_interval(90, 3.46789, 0.8), mean_interval(90, 3.47, 0.8)
    assert exact == mean_interval(90, 3.46789, 0.8, rounding=0)
    assert two == mean_interval(90, 3.47, 0.8, rounding=0.005)


def test_one_answer_says_nothing_about_the_mean() -> None:
    assert mean_interval(1, 3.0, 0.0) == Interval(1, 5)


@pytest.mark.parametrize("n", [10, 50, 200])
@pytest.mark.parametrize(
    "shares",
    [
        (0.03, 0.07, 0.2, 0.4, 0.3),
        (0.01, 0.02, 0.07, 0.3, 0.6),
        (0.01, 0.01, 0.03, 0.1, 0.85),
        (0.3, 0.1, 0.1, 0.1, 0.4),
    ],
)
def test_the_interval_covers_the_true_mean_about_nineteen_times_of_twenty(
    n: int, shares: tuple[float, ...]
) -> None:
    generator = np.random.default_rng(20250101 + n)
    answers = generator.choice(5, p=shares, size=(400, n)) + 1
    truth = float(np.dot(shares, range(1, 6)))
    hits = 0
    for row in answers:
        interval = mean_interval(n, float(row.mean()), float(row.std(ddof=1)), rounding=0)
        hits += interval.low <= truth <= interval.high
    assert 0.92 <= hits / len(answers) <= 1.0  # 400 draws: two standard errors are 2 points


@pytest.mark.parametrize(
    "figure",
    [
        Figure(2025, Status.SUPPRESSED, n=40),
        Figure(2025, Status.ABSENT),
        Figure(2025, Status.EMPTY),
        Figure(2025, Status.PUBLISHED, mean=4.0, sd=0.8),
        Figure(2025, Status.PUBLISHED, mean=4.0, n=40),
        Figure(2025, Status.PUBLISHED, scale="share", share=12.0),
        Figure(2025, Status.PUBLISHED, scale="points", mean=48.0, sd=9.0, n=40),
    ],
)
def test_no_interval_is_derived_from_what_is_not_published(figure: Figure) -> None:
    assert interval_of(figure) is None


def test_a_share_gets_its_interval_in_per_cent() -> None:
    interval = interval_of(Figure(2025, Status.PUBLISHED, scale="share", share=14.0, n=104))
    assert interval is not None
    assert (round(interval.low), round(interval.high)) == (9, 22)


@pytest.mark.parametrize(("n", "sd", "change"), [(20, 0.8, 0.50), (50, 1.0, 0.39), (100, 0.8, 0.22)])
def test_the_detectable_change_is_as_tabulated(n: int, sd: float, change: float) -> None:
    assert detectable_change(n, sd) == pytest.approx(change, abs=0.02)


def test_asking_to_find_the_change_more_often_takes_a_larger_change() -> None:
    assert detectable_change(50, 0.9, power=0.8) > detectable_change(50, 0.9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: share_interval(5, 4),
        lambda: share_interval(0, 0),
        lambda: mean_interval(10, 5.5, 1),
        lambda: mean_interval(0, 3, 1),
        lambda: mean_interval(10, 3, -1),
        lambda: detectable_change(1, 1),
    ],
)
def test_numbers_that_cannot_be_are_refused(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="needs"):
        call()
