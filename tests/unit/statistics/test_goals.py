"""A goal is told to be within reach only where the verdict would call it clear."""

from __future__ import annotations

import pytest

from lmtools.statistics import Summary, clear_changes, compare


def mean(n: int, value: float, sd: float = 0.9, rounding: float = 0.05) -> Summary:
    return Summary(n, value, sd, rounding=rounding)


def smallest(now: Summary, end: float = 5.0) -> float | None:
    return clear_changes(now, end, years=1).by_years[0]


@pytest.mark.parametrize("n", [12, 30, 100, 400])
@pytest.mark.parametrize("end", [5.0, 1.0])
def test_the_smallest_change_is_where_the_verdict_turns(n: int, end: float) -> None:
    change = smallest(mean(n, 3.0), end)
    assert change is not None
    kinds = []
    for step in (-0.01, 0.01):
        later = 3.0 + (change + step) * (1 if end > 3 else -1)
        sd = 0.9 * ((5 - later) * (later - 1) / 4) ** 0.5
        kinds.append(compare(mean(n, 3.0), mean(n, later, sd)).kind)
    assert kinds == ["chance", "clear"]


@pytest.mark.parametrize(
    ("n", "sd", "change"),
    [(20, 0.8, 0.50), (20, 1.0, 0.62), (50, 0.8, 0.31), (50, 1.0, 0.39), (100, 0.8, 0.22), (100, 1.0, 0.28)],
)
def test_without_rounding_it_is_near_what_is_tabulated_for_the_normal_interval(
    n: int, sd: float, change: float
) -> None:
    assert smallest(mean(n, 3.0, sd, rounding=0)) == pytest.approx(change, rel=0.1)


def test_more_years_together_show_smaller_changes_and_one_year_before_sets_the_limit() -> None:
    by_years = clear_changes(mean(50, 3.6), 5.0, years=4).by_years
    shown = [change for change in by_years if change is not None]
    assert len(shown) == 4
    assert shown == sorted(shown, reverse=True)
    assert shown[-1] > (smallest(mean(200, 3.6)) or 5)


def test_grades_together_count_as_one_larger_grade() -> None:
    found = clear_changes(mean(40, 3.6), 5.0, years=1, grades=(45, 38, 42))
    assert found.with_grades == smallest(mean(165, 3.6))
    assert (found.with_grades or 5) < (found.by_years[0] or 0)
    assert clear_changes(mean(40, 3.6), 5.0, years=1).with_grades is None


def test_exact_figures_show_smaller_changes_than_rounded_ones() -> None:
    assert (smallest(mean(200, 3.6, rounding=0)) or 5) < (smallest(mean(200, 3.6)) or 0)


def test_even_no_bullying_at_all_is_not_clear_among_thirty_pupils() -> None:
    assert smallest(Summary(30, 12, scale="share"), end=0.0) is None
    assert smallest(Summary(100, 12, scale="share"), end=0.0) is not None
    assert compare(Summary.of_share(4, 30), Summary.of_share(0, 30)).kind == "chance"


def test_under_ten_pupils_nothing_is_said() -> None:
    assert clear_changes(mean(9, 3.0), 5.0, years=3).by_years == (None, None, None)
    assert smallest(mean(10, 3.0)) is not None


def test_at_the_end_of_the_scale_there_is_nowhere_to_go() -> None:
    assert smallest(mean(100, 5.0, 0.0)) is None
    assert smallest(mean(100, 5.0, 0.0), end=1.0) is not None
