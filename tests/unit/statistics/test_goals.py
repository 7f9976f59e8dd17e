"""A goal is told to be within reach only where the verdict would call it clear."""

from __future__ import annotations

import pytest

from lmtools.statistics import Summary, compare, detectable_change, goal_check


@pytest.mark.parametrize(
    ("n", "sd", "change"),
    [(20, 0.8, 0.50), (20, 1.0, 0.62), (50, 0.8, 0.31), (50, 1.0, 0.39), (100, 0.8, 0.22), (100, 1.0, 0.28)],
)
def test_the_detectable_change_is_as_tabulated(n: int, sd: float, change: float) -> None:
    assert detectable_change(n, sd) == pytest.approx(change, abs=0.021)  # tabulated with 1.96


def test_asking_to_find_the_change_more_often_takes_a_larger_change() -> None:
    assert detectable_change(50, 0.9, power=0.8) > detectable_change(50, 0.9)


def test_pooled_years_count_as_more_pupils_on_both_sides() -> None:
    assert detectable_change(25, 0.9, years=4) == detectable_change(100, 0.9)


def test_many_pupils_before_help_less_than_many_on_both_sides() -> None:
    both, one = detectable_change(100, 0.9), detectable_change(50, 0.9, before=100)
    assert both < one < detectable_change(50, 0.9)


def test_three_tenths_take_fifty_pupils_several_years() -> None:
    check = goal_check(50, 0.9, 3.6, 3.9)
    assert (check.can_tell, check.years, check.change) == (False, 3, pytest.approx(0.3))
    assert check.smallest == check.by_years[0]
    assert list(check.by_years) == sorted(check.by_years, reverse=True)


@pytest.mark.parametrize("n", [12, 30, 100, 400])
@pytest.mark.parametrize("target", [4.6, 2.0])
def test_the_smallest_change_is_where_the_verdict_turns(n: int, target: float) -> None:
    check = goal_check(n, 0.9, 3.0, target)
    assert check.smallest is not None
    kinds = []
    for step in (-0.01, 0.01):
        later = 3.0 + (check.smallest + step) * (1 if target > 3 else -1)
        sd = 0.9 * ((5 - later) * (later - 1) / 4) ** 0.5
        verdict = compare(Summary(n, 3.0, 0.9, rounding=0.05), Summary(n, later, sd, rounding=0.05))
        kinds.append(verdict.kind)
    assert kinds == ["chance", "clear"]


def test_a_change_just_large_enough_is_found_about_every_other_time() -> None:
    smallest = goal_check(100, 0.9, 3.0, 3.1).smallest
    assert smallest is not None
    at, far = goal_check(100, 0.9, 3.0, 3.0 + smallest), goal_check(100, 0.9, 3.0, 3.0 + 2 * smallest)
    assert at.can_tell
    assert at.found == pytest.approx(0.5, abs=0.001)
    assert far.found > 0.9


def test_a_wish_that_five_years_cannot_show_has_no_number_of_years() -> None:
    check = goal_check(20, 0.9, 3.6, 3.8)
    assert (check.can_tell, check.years) == (False, None)
    assert len(check.by_years) == 5


def test_pooled_grades_can_make_a_goal_visible() -> None:
    check = goal_check(40, 0.8, 3.6, 4.0, grades=(45, 38, 42))
    assert (check.can_tell, check.grades_can_tell) == (False, True)
    assert check.smallest_with_grades == goal_check(165, 0.8, 3.6, 4.0).smallest
    assert goal_check(40, 0.8, 3.6, 4.0).grades_can_tell is None


def test_exact_figures_show_smaller_changes_than_rounded_ones() -> None:
    exact, rounded = goal_check(200, 0.9, 3.6, 3.9, rounding=0), goal_check(200, 0.9, 3.6, 3.9)
    assert exact.smallest is not None
    assert rounded.smallest is not None
    assert exact.smallest < rounded.smallest


def test_even_no_bullying_at_all_is_not_clear_among_thirty_pupils() -> None:
    check = goal_check(30, None, 12, 0, scale="share")
    assert (check.can_tell, check.smallest) == (False, None)
    assert check.years is not None
    assert compare(Summary.of_share(4, 30), Summary.of_share(0, 30)).kind == "chance"


def test_under_ten_pupils_need_more_years_before_anything_is_said() -> None:
    check = goal_check(8, 0.9, 3.0, 4.5)
    assert (check.can_tell, check.smallest, check.found, check.years) == (False, None, 0.0, 2)


def test_no_change_is_no_goal_that_can_be_told() -> None:
    check = goal_check(100, 0.9, 3.6, 3.6)
    assert (check.can_tell, check.years, check.found) == (False, None, 0.0)


def test_from_the_end_of_the_scale_one_can_only_fall() -> None:
    assert goal_check(100, 0.0, 5.0, 5.0).smallest is None
    assert goal_check(100, 0.4, 5.0, 4.5).can_tell


@pytest.mark.parametrize(
    "call",
    [
        lambda: detectable_change(1, 1),
        lambda: detectable_change(20, -1),
        lambda: detectable_change(20, 1, power=1),
        lambda: detectable_change(20, 1, years=0),
        lambda: detectable_change(20, 1, before=1),
        lambda: goal_check(0, 0.9, 3, 4),
        lambda: goal_check(20, None, 3, 4),
        lambda: goal_check(20, 0.9, 3, 6),
        lambda: goal_check(20, None, 10, 101, scale="share"),
        lambda: goal_check(20, 0.9, 3, 4, grades=(0,)),
    ],
)
def test_goals_that_cannot_be_are_refused(call) -> None:
    with pytest.raises(ValueError, match="needs"):
        call()
