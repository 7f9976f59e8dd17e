"""Intervals hold where they are promised to hold, and are never drawn around what is not published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import Interval, interval_of, mean_interval, share_interval
from lmtools.statistics.scores import dispersion, mean_bounds, share_bounds, widen


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
    added = exact.low - rounded.low
    assert 0.05 / 3**0.5 < added < 0.05  # more than as a variance among others, less than all of it
    assert rounded.low == pytest.approx(3.5 - (0.9 * (3.5 - exact.low) + 0.05))


@pytest.mark.parametrize(
    ("mean", "sd", "rounding"),
    [
        (3.5, 0.8, 0.05),
        (3.5, 0.83, 0.05),
        (3.47, 0.8, 0.005),
        (3.46789, 0.8, 0),
        (3.4, 0.9660917830792959, 0),
    ],
)
def test_the_rounding_is_judged_by_the_decimals_and_answers_have_none(
    mean: float, sd: float, rounding: float
) -> None:
    assert mean_interval(90, mean, sd) == mean_interval(90, mean, sd, rounding=rounding)


def test_the_squares_that_are_always_there_hardly_widen_answers_that_do_differ() -> None:
    assert float(dispersion(10, 3.0, 0.0)) == 2 / 40
    assert float(dispersion(10, 3.0, 1.0)) == pytest.approx(9 / 40, rel=0.03)


@pytest.mark.parametrize("level", [0.5, 0.05, 1e-6])
def test_our_score_bounds_are_statsmodels_wilson(level: float) -> None:
    low, high = share_bounds(15 / 148, 148, level)
    assert (float(low), float(high)) == pytest.approx(
        proportion_confint(15, 148, alpha=level, method="wilson"), abs=1e-12
    )


def test_one_answer_says_nothing_about_the_mean() -> None:
    assert mean_interval(1, 3.0, 0.0) == Interval(1, 5)


SHAPES = {
    "middle": (0.05, 0.2, 0.5, 0.2, 0.05),
    "high": (0.03, 0.07, 0.2, 0.4, 0.3),
    "skewed": (0.01, 0.02, 0.07, 0.3, 0.6),
    "polar": (0.3, 0.1, 0.1, 0.1, 0.4),
}


@pytest.mark.parametrize("n", [10, 20, 50])
@pytest.mark.parametrize("shape", SHAPES)
def test_over_all_possible_samples_the_interval_covers_93_to_97_per_cent(n: int, shape: str) -> None:
    covered = coverage(SHAPES[shape], n, rounded=False)
    if (shape, n) == ("skewed", 10):  # the rare low answers are often not among ten
        assert 0.97 < covered < 0.98
    else:
        assert 0.93 <= covered <= 0.97


@pytest.mark.parametrize("n", [10, 50, 100])
@pytest.mark.parametrize("shape", SHAPES)
def test_from_published_figures_it_covers_at_least_as_often(n: int, shape: str) -> None:
    assert 0.93 <= coverage(SHAPES[shape], n, rounded=True) <= 0.99


def coverage(shape: tuple[float, ...], n: int, *, rounded: bool) -> float:
    """Exact for answers: the chance of every sum and sum of squares, found by adding one answer at a time."""
    samples = {(0, 0): 1.0}
    for _ in range(n):
        following: dict[tuple[int, int], float] = {}
        for (total, squares), chance in samples.items():
            for answer, likely in enumerate(shape, start=1):
                key = total + answer, squares + answer**2
                following[key] = following.get(key, 0.0) + chance * likely
        samples = {key: chance for key, chance in following.items() if chance > 1e-9}
    total, squares = np.array(list(samples)).T
    chance, mean = np.array(list(samples.values())), total / n
    sd = np.sqrt(np.maximum(0, squares - total**2 / n) / (n - 1))
    if rounded:
        mean, sd = np.floor(mean * 10 + 0.5 + 1e-9) / 10, np.floor(sd * 10 + 0.5 + 1e-9) / 10
    low, high = mean_bounds(n, mean, sd)
    roundings = (0.05,) if rounded else ()
    truth = float(np.dot(shape, range(1, 6)))
    holds = (mean - widen(mean - low, roundings) <= truth) & (mean + widen(high - mean, roundings) >= truth)
    return float(chance[holds].sum())


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


@pytest.mark.parametrize(
    "call",
    [
        lambda: share_interval(5, 4),
        lambda: share_interval(0, 0),
        lambda: mean_interval(10, 5.5, 1),
        lambda: mean_interval(0, 3, 1),
        lambda: mean_interval(10, 3, -1),
    ],
)
def test_numbers_that_cannot_be_are_refused(call) -> None:
    with pytest.raises(ValueError, match="needs"):
        call()
