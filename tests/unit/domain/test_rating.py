"""What answers on a scale say, and that hidden counts stay hidden behind it."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmtools.domain.rating import (
    Spread,
    agreement_of,
    clear_winners,
    is_split,
    mean_of,
    median_of,
    middle_of,
    place,
    spread_of,
    ways,
)
from lmtools.domain.verbs import FEASIBILITY, IMPORTANCE, NOW


@pytest.mark.parametrize(
    ("counts", "agreement"),
    [
        ((10, 0, 0, 0, 0), 1.0),
        ((5, 0, 0, 0, 5), 0.0),
        ((0, 0, 10, 0, 0), 1.0),
        ((0, 5, 5, 0, 0), 0.807),  # log2(1 - 0.5/4) = -0.193, for each half
        ((2, 2, 2, 2, 2), 0.434),
    ],
)
def test_agreement_is_the_consensus_of_tastle_and_wierman(counts, agreement):
    assert agreement_of(counts) == pytest.approx(agreement, abs=0.001)


@pytest.mark.parametrize(
    ("counts", "split"),
    [
        ((5, 0, 0, 0, 5), True),
        ((2, 2, 4, 2, 2), True),  # a third at each end
        ((2, 1, 5, 2, 2), False),
        ((0, 0, 0, 5, 5), False),
        ((0, 0, 9, 0, 0), False),
    ],
)
def test_people_are_split_when_a_third_stands_at_each_end(counts, split):
    assert is_split(counts) is split


def test_with_all_counts_shown_everything_is_exact():
    told = spread_of(20, (0, 5, 0, 8, 7))
    assert told == Spread(20, (0, 5, 0, 8, 7), 3.9, 4.0, 0.58, False, True, False)


def test_hidden_counts_are_filled_in_in_every_way_and_never_with_nothing():
    assert list(ways((None, None, 0, 9, 0), 12)) == [(1, 2, 0, 9, 0), (2, 1, 0, 9, 0)]


def test_what_hidden_counts_could_change_is_not_told():
    told = spread_of(12, (0, None, None, 6, None))
    assert (told.mean, told.median, told.about) == (None, 4.0, True)
    many = spread_of(38, (None, None, 9, 17, 8))
    assert (many.mean, many.median, many.split, many.high) == (3.7, 4.0, False, True)


counts = st.lists(st.integers(0, 9), min_size=5, max_size=5).map(tuple).filter(lambda c: sum(c) >= 5)


@settings(max_examples=150, deadline=None)
@given(counts, st.sets(st.integers(0, 4), min_size=1, max_size=3))
def test_two_rooms_that_look_alike_are_told_the_same_of(whole, places):
    """Nothing is worked out from a hidden count: every room behind the same counts gets the same words."""
    hidden = {at for at in places if whole[at]}
    shown = tuple(None if at in hidden else count for at, count in enumerate(whole))
    told = spread_of(sum(whole), shown)
    for way in itertools.islice(ways(shown, sum(whole)), 60):
        assert told.mean is None or abs(told.mean - mean_of(way)) <= 0.301
        assert told.median in (None, median_of(way))
        assert told.split in (None, is_split(way))
        assert told.agreement is None or abs(told.agreement - agreement_of(way)) <= 0.101


def test_a_small_rooms_middle_is_not_told_where_it_tells_the_answers():
    assert middle_of([5, 5, 5, 5, 4], 5) is None  # 4.8 can only be this
    assert middle_of([1, 3, 3, 4, 5], 5) == 3.2
    assert middle_of([3] * 4, 5) is None
    assert spread_of(5, None, 3.2) == Spread(5, median=3.2, high=True, about=True)


@pytest.mark.parametrize(
    ("first", "second", "quadrant"),
    [
        ((0, 0, 0, 5, 5), (0, 0, 0, 5, 5), "keep"),
        ((0, 0, 0, 5, 5), (5, 5, 0, 0, 0), "lift"),
        ((5, 5, 0, 0, 0), (0, 0, 0, 5, 5), "rest"),
        ((5, 5, 0, 0, 0), (0, 0, 10, 0, 0), "leave"),
    ],
)
def test_an_item_lands_in_a_quadrant_by_the_middle_of_each_scale(first, second, quadrant):
    spreads = {"importance": spread_of(10, first), "now": spread_of(10, second)}
    item = place("a", "A", (IMPORTANCE, NOW), spreads)
    assert item.quadrant.key == quadrant
    assert item.gap == pytest.approx(spreads["importance"].mean - spreads["now"].mean)


def test_an_item_that_could_lie_on_either_side_lands_nowhere():
    unsure = spread_of(12, (None, None, 0, None, 0))
    item = place("a", "A", (IMPORTANCE, FEASIBILITY), {"importance": unsure, "feasibility": unsure})
    assert (item.quadrant, item.gap) == (None, None)


def weighed(*means):
    scales = (IMPORTANCE, FEASIBILITY)
    return [
        place(str(at), str(at), scales, {scale.key: Spread(9, mean=mean) for scale in scales})
        for at, mean in enumerate(means)
    ]


def test_what_to_take_further_is_told_where_nothing_blurs_the_line():
    assert clear_winners(weighed(3.0, 4.5, 4.0), 2) == ("1", "2")
    assert clear_winners(weighed(4.0, 4.5, 4.0), 2) == ("1",)
    assert clear_winners(weighed(4.0, None, 4.0), 2) == ()
