"""A run chart signals what chance would seldom do, and nothing when there are few points."""

from __future__ import annotations

from itertools import combinations, groupby, pairwise, permutations

import numpy as np
import pytest

from lmtools.statistics import Signal, run_chart
from lmtools.statistics import runs as inner

STANDING = (3.1, 3.4, 3.0, 3.3, 3.5, 3.2, 2.9, 3.6, 3.15, 3.35, 3.05, 3.45)


def test_a_pulse_that_stands_still_gives_no_signal() -> None:
    chart = run_chart(STANDING)
    assert (chart.enough, chart.points, chart.useful, chart.signals) == (True, 12, 12, ())
    assert chart.median == pytest.approx(3.25)
    assert chart.expected_runs is not None
    assert chart.expected_runs[0] <= chart.runs <= chart.expected_runs[1]


def test_six_of_twelve_points_on_one_side_are_a_shift() -> None:
    chart = run_chart((3.1, 3.4, 3.0, 3.3, 3.5, 3.2, 3.9, 3.8, 4.1, 3.7, 4.0, 3.85))
    assert chart.shift_from == 6
    assert Signal("shift", 0, 5) in chart.signals
    assert Signal("shift", 6, 11) in chart.signals


def test_in_a_long_series_a_shift_takes_eight_points() -> None:
    chart = run_chart((*STANDING, *STANDING))
    assert chart.shift_from == 8


def test_six_points_that_only_fall_are_a_trend() -> None:
    chart = run_chart((3.0, 3.6, 3.5, 3.4, 3.3, 3.2, 3.1, 3.7, 3.05, 3.45, 2.9, 3.55))
    assert (chart.trend_from, chart.steepest) == (6, 6)
    assert Signal("trend", 1, 6) in chart.signals


def test_equal_neighbours_count_once_in_a_trend() -> None:
    assert run_chart((1, 2, 2, 3, 3, 3, 4)).steepest == 4


def test_a_pulse_that_swings_every_time_has_too_many_runs() -> None:
    chart = run_chart((3.0, 3.5) * 7)
    assert [signal.kind for signal in chart.signals] == ["many runs"]
    assert (chart.runs, chart.longest) == (14, 1)


def test_under_ten_points_off_the_median_there_are_no_signals() -> None:
    steep = run_chart(range(9))
    assert (steep.enough, steep.signals, steep.shift_from, steep.median) == (False, (), None, 4)
    flat = run_chart((3.0,) * 15)
    assert (flat.enough, flat.points, flat.useful, flat.signals) == (False, 15, 0, ())


def test_points_that_are_not_published_are_left_out_and_keep_their_place() -> None:
    series = (3.1, None, 3.4, 3.0, 3.3, 3.5, 3.2, 3.9, None, 3.8, 4.1, 3.7, 4.0, 3.85)
    chart = run_chart(series)
    assert chart.points == 12
    assert Signal("shift", 7, 13) in chart.signals


def test_nothing_makes_an_empty_chart_and_infinity_none() -> None:
    assert run_chart(()).median is None
    with pytest.raises(ValueError, match="finite"):
        run_chart((3.0, float("inf")))


@pytest.mark.parametrize(("above", "below", "length"), [(5, 6, 4), (6, 4, 3), (3, 7, 7), (5, 5, 2)])
def test_the_chance_of_a_run_is_that_of_all_orders_counted(above: int, below: int, length: int) -> None:
    orders = [[i in ups for i in range(above + below)] for ups in combinations(range(above + below), above)]
    longest = [max(len(list(run)) for _, run in groupby(order)) for order in orders]
    counted = sum(one >= length for one in longest) / len(orders)
    assert inner._chance_of_run(length, above, below) == pytest.approx(counted)


@pytest.mark.parametrize(("points", "length"), [(7, 5), (7, 3), (6, 6), (4, 5)])
def test_the_chance_of_a_trend_is_that_of_all_orders_counted(points: int, length: int) -> None:
    orders = list(permutations(range(points)))
    counted = sum(_steepest(order) >= length for order in orders) / len(orders)
    assert inner._chance_of_trend(length, points) == pytest.approx(counted)


def _steepest(order: tuple[int, ...]) -> int:
    return 1 + max(
        len(list(same)) for _, same in groupby(after > before for before, after in pairwise(order))
    )


@pytest.mark.parametrize(("side", "expected"), [(10, (7, 15)), (6, (4, 10))])
def test_runs_match_swed_and_eisenharts_table(side: int, expected: tuple[int, int]) -> None:
    # Their table rejects at 6 and 16 runs of 10 and 10, and at 3 and 11 of 6 and 6.
    assert inner._expected_runs(side, side) == expected


@pytest.mark.parametrize("points", [12, 24])
def test_a_still_pulse_gives_any_signal_in_few_series(points: int) -> None:
    generator = np.random.default_rng(points)
    signals = sum(bool(run_chart(generator.normal(size=points)).signals) for _ in range(500))
    assert signals / 500 <= 0.07
