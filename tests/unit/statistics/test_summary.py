"""Answers, counts and published figures come to the same few numbers, and to no more than is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import Summary, interval_of, mean_interval, share_interval

# 1, 2, 5, 20 and 12 of 40 pupils: mean 4.0, SD 0.934.
SHARES = (2.5, 5.0, 12.5, 50.0, 30.0)
FIGURE = Figure(2025, Status.PUBLISHED, mean=4.0, sd=0.9, n=40, shares=SHARES)


def test_answers_and_counts_of_answers_say_the_same() -> None:
    answers = [1, 2, 2, 3, 3, 3, 3, 3, *[4] * 20, *[5] * 12]
    assert Summary.of_answers(answers) == Summary.of_counts((1, 2, 5, 20, 12))
    assert Summary.of_counts((1, 2, 5, 20, 12)).sd == pytest.approx(0.934, abs=0.001)


def test_answers_have_no_rounding_in_their_interval() -> None:
    answers = [3, 4] * 20
    summary = Summary.of_answers(answers)
    assert summary.interval() == mean_interval(40, 3.5, summary.sd or 0, rounding=0)


def test_with_all_five_shares_published_the_exact_mean_is_used() -> None:
    assert Summary.of_figure(FIGURE) == Summary.of_counts((1, 2, 5, 20, 12))
    narrow, wide = interval_of(FIGURE), interval_of(replace(FIGURE, shares=()))
    assert narrow is not None
    assert wide is not None
    assert narrow.high - narrow.low < wide.high - wide.low


@pytest.mark.parametrize(
    "shares",
    [
        (None, *SHARES[1:]),
        (None, None, *SHARES[2:]),
        (2.5, 5.0, 12.5, 50.0, 27.5),  # do not add up to n
        (30.0, 50.0, 12.5, 5.0, 2.5),  # another mean
        (2.6, 4.9, 12.5, 50.0, 30.0),  # not of 40 pupils
    ],
)
def test_shares_that_are_hidden_or_of_something_else_are_not_used(shares: tuple[float | None, ...]) -> None:
    assert Summary.of_figure(replace(FIGURE, shares=shares)) == Summary(40, 4.0, 0.9, rounding=0.05)


def test_shares_that_leave_out_one_pupil_of_many_are_not_used() -> None:
    figure = Figure(2025, Status.PUBLISHED, mean=4.0, sd=0.9, n=400, shares=(2.5, 5.0, 12.5, 50.0, 29.8))
    assert Summary.of_figure(figure) == Summary(400, 4.0, 0.9, rounding=0.05)


def test_a_published_share_is_a_whole_number_of_pupils() -> None:
    summary = Summary.of_figure(Figure(2025, Status.PUBLISHED, scale="share", share=10.1, n=148))
    assert summary == Summary.of_share(15, 148)
    found = summary.interval()
    exact = share_interval(15, 148)
    assert (found.low, found.high) == pytest.approx((100 * exact.low, 100 * exact.high))


def test_a_share_of_another_number_of_pupils_keeps_its_rounding() -> None:
    summary = Summary.of_figure(Figure(2025, Status.PUBLISHED, scale="share", share=14.0, n=104))
    assert summary == Summary(104, 14.0, scale="share", rounding=0.05)


def test_the_rounding_of_a_share_widens_its_interval_to_both_sides() -> None:
    interval = Summary(2000, 14.0, scale="share", rounding=0.05).interval()
    low, high = share_interval(0.1395 * 2000, 2000), share_interval(0.1405 * 2000, 2000)
    assert (interval.low, interval.high) == pytest.approx((100 * low.low, 100 * high.high))


def test_of_a_thousand_pupils_or_more_a_share_fits_several_numbers_and_keeps_its_rounding() -> None:
    thousand = Figure(2025, Status.PUBLISHED, scale="share", share=14.0, n=1000)
    assert Summary.of_figure(thousand) == Summary(1000, 14.0, scale="share", rounding=0.05)
    assert Summary.of_figure(replace(thousand, n=950)) == Summary.of_share(133, 950)


def test_an_interval_always_holds_the_figure_that_is_read() -> None:
    # 40,000 pupils: the exact mean 4.051 is read as 4.1, which is far outside chance.
    figure = Figure(2025, Status.PUBLISHED, mean=4.1, sd=0.2, n=40_000, shares=(0, 0, 0, 94.9, 5.1))
    interval = interval_of(figure)
    assert interval is not None
    assert interval.low < 4.051 < interval.high == 4.1


def test_the_standard_error_is_never_nought_and_holds_the_rounding() -> None:
    assert Summary(50, 3.5, 0.9).standard_error == pytest.approx(0.9 / 50**0.5, rel=0.02)
    assert Summary(10, 5.0, 0.0).standard_error > 0
    assert Summary(50, 3.5, 0.9, rounding=0.05).standard_error > Summary(50, 3.5, 0.9).standard_error
    assert Summary.of_share(0, 20).standard_error > 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: Summary.of_answers([]),
        lambda: Summary.of_answers([3, 6]),
        lambda: Summary.of_answers([3, float("nan")]),
        lambda: Summary.of_counts((1, 2, 3)),
        lambda: Summary.of_counts((0, 0, 0, 0, 0)),
        lambda: Summary.of_counts((0, 0, -1, 2, 0)),
        lambda: Summary.of_share(3, 2),
        lambda: Summary.of_published(20, 7.0, 1.0),
    ],
)
def test_answers_that_cannot_be_are_refused(call) -> None:
    with pytest.raises(ValueError, match="needs"):
        call()
