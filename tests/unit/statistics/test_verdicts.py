"""A change is clear only when it has earned it."""

from __future__ import annotations

import numpy as np
import pytest

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import Summary, Verdict, adjust, compare
from lmtools.statistics.differences import difference_arm


def published(year: int, mean: float, n: int | None = 100, sd: float | None = 0.7) -> Figure:
    return Figure(year, Status.PUBLISHED, mean=mean, sd=sd, n=n)


def summary(n: int, mean: float, sd: float) -> Summary:
    return Summary.of_published(n, mean, sd)


def test_a_large_fall_among_a_hundred_pupils_is_clear() -> None:
    verdict = compare(published(2024, 3.9), published(2025, 3.5))
    assert verdict.kind == "clear"
    assert verdict.difference == pytest.approx(-0.4)
    assert verdict.low is not None
    assert verdict.high is not None
    assert verdict.low < -0.4 < verdict.high < 0


def test_a_tenth_among_a_hundred_pupils_may_be_chance() -> None:
    verdict = compare(published(2024, 4.2), published(2025, 4.1))
    assert verdict.kind == "chance"


def test_the_same_fall_among_twenty_pupils_may_be_chance() -> None:
    assert compare(summary(20, 3.9, 0.9), summary(20, 3.5, 0.9)).kind == "chance"


def test_no_change_at_all_may_be_chance() -> None:
    assert compare(summary(100, 3.9, 0.9), summary(100, 3.9, 0.9)).kind == "chance"


@pytest.mark.parametrize(("n", "kind"), [(9, "few"), (10, "clear")])
def test_under_ten_answers_are_too_few_for_a_verdict(n: int, kind: str) -> None:
    assert compare(summary(n, 1.5, 0.5), summary(100, 4.5, 0.5)).kind == kind
    assert compare(summary(100, 1.5, 0.5), summary(n, 4.5, 0.5)).kind == kind


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.EMPTY, Status.ABSENT])
def test_a_year_without_a_figure_cannot_be_compared(status: Status) -> None:
    verdict = compare(Figure(2024, status), published(2025, 3.5))
    assert verdict == Verdict("incomparable")
    assert compare(published(2024, 3.5), Figure(2025, status)).kind == "incomparable"


def test_years_on_two_sides_of_a_break_cannot_be_compared() -> None:
    assert compare(summary(100, 3.9, 0.7), summary(100, 3.1, 0.7), comparable=False) == Verdict(
        "incomparable"
    )


def test_a_share_and_a_mean_cannot_be_compared() -> None:
    share = Figure(2024, Status.PUBLISHED, scale="share", share=10.0, n=100)
    assert compare(share, published(2025, 3.5)).kind == "incomparable"


def test_without_a_published_n_or_sd_a_change_may_be_chance() -> None:
    verdict = compare(published(2024, 4.5, n=None), published(2025, 3.0, n=None))
    assert (verdict.kind, verdict.low, verdict.p) == ("chance", None, None)
    verdict = compare(published(2024, 4.5, sd=None), published(2025, 3.0))
    assert verdict == Verdict("chance", -1.5)


def test_six_per_cent_of_thirty_pupils_can_move_by_many_points_without_being_clear() -> None:
    before = Figure(2024, Status.PUBLISHED, scale="share", share=6.0, n=30)
    after = Figure(2025, Status.PUBLISHED, scale="share", share=16.0, n=30)
    assert compare(before, after).kind == "chance"


def test_shares_match_newcombes_interval_for_a_difference() -> None:
    # Newcombe 1998, example (a): 56/70 against 48/80 gives 0.0524 to 0.3339.
    first, second = Summary.of_share(48, 80), Summary.of_share(56, 70)
    (low_1, high_1), (low_2, high_2) = first.bounds(0.05), second.bounds(0.05)
    down = difference_arm((high_1 - 60, 80 - low_2), roundings=(0, 0), steps=(0, 0), level=0.05)
    up = difference_arm((60 - low_1, high_2 - 80), roundings=(0, 0), steps=(0, 0), level=0.05)
    assert (20 - float(down), 20 + float(up)) == pytest.approx((5.24, 33.39), abs=0.01)


def test_a_verdict_keeps_half_a_continuity_correction_in_hand() -> None:
    verdict = compare(Summary.of_share(48, 80), Summary.of_share(56, 70))
    assert verdict.low == pytest.approx(5.24 - 25 / 80 - 25 / 70, abs=0.01)
    assert verdict.high == pytest.approx(33.39 + 25 / 80 + 25 / 70, abs=0.01)


def test_answers_and_counts_of_answers_are_compared_alike() -> None:
    before, after = Summary.of_answers([4] * 30 + [5] * 20), Summary.of_answers([3] * 30 + [4] * 20)
    verdict = compare(before, after)
    assert verdict == compare(before, Summary.of_counts((0, 0, 30, 20, 0)))
    assert (verdict.kind, verdict.difference) == ("clear", pytest.approx(-1))


def test_the_same_change_is_easier_to_tell_from_answers_than_from_rounded_figures() -> None:
    exact = compare(Summary(200, 3.5, 0.9), Summary(200, 3.72, 0.9))
    rounded = compare(Summary(200, 3.5, 0.9, rounding=0.05), Summary(200, 3.72, 0.9, rounding=0.05))
    assert (exact.kind, rounded.kind) == ("clear", "chance")


def test_a_change_that_reads_as_none_is_not_called_clear() -> None:
    # 4.051 and 4.149 are both read as 4.1.
    before = Figure(2024, Status.PUBLISHED, mean=4.1, sd=0.2, n=1000, shares=(0, 0, 0, 94.9, 5.1))
    after = Figure(2025, Status.PUBLISHED, mean=4.1, sd=0.4, n=1000, shares=(0, 0, 0, 85.1, 14.9))
    verdict = compare(before, after)
    assert (verdict.kind, verdict.difference, verdict.p) == ("chance", 0, 1)


def test_a_verdict_is_clear_exactly_when_its_level_is_under_five_per_cent() -> None:
    for later in np.arange(3.0, 4.01, 0.1):
        verdict = compare(summary(80, 3.5, 0.8), summary(80, float(later), 0.8))
        assert verdict.p is not None
        assert (verdict.kind == "clear") == (verdict.p < 0.05)


SHAPES = [
    (0.05, 0.2, 0.5, 0.2, 0.05),
    (0.01, 0.02, 0.07, 0.3, 0.6),
    (0.3, 0.1, 0.1, 0.1, 0.4),
    (0.01, 0.01, 0.03, 0.9, 0.05),
]


@pytest.mark.parametrize("n", [10, 50, 200])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("decimals", [1, 12])
def test_two_cohorts_of_the_same_school_are_seldom_called_a_clear_change(
    n: int, shape: tuple[float, ...], decimals: int
) -> None:
    generator = np.random.default_rng(7 + n)
    answers = generator.choice(5, p=shape, size=(2, 300, n)) + 1
    means, sds = answers.mean(axis=2).round(decimals), answers.std(axis=2, ddof=1).round(decimals)
    rounding = 0.05 if decimals == 1 else 0.0
    false = sum(
        compare(*(Summary(n, means[year, pair], sds[year, pair], rounding=rounding) for year in (0, 1))).kind
        == "clear"
        for pair in range(300)
    )
    assert false / 300 <= 0.05 + 2 * 0.0126  # two standard errors of 300 pairs; exact rates by the benchmark


def test_one_barely_clear_change_among_many_questions_does_not_hold_up() -> None:
    barely = Verdict("clear", 0.3, 0.01, 0.6, p=0.04)
    others = [Verdict("chance", 0.0, -0.3, 0.3, p=0.5 + i / 100) for i in range(9)]
    first, *rest = adjust([barely, *others])
    assert (first.kind, first.among_many) == ("chance", True)
    assert tuple(rest) == tuple(others)


def test_a_strong_change_holds_up_among_many_questions() -> None:
    strong = Verdict("clear", 0.6, 0.4, 0.8, p=0.0001)
    others = [Verdict("chance", 0.0, -0.3, 0.3, p=0.5) for _ in range(9)]
    assert adjust([strong, *others])[0] == strong


def test_verdicts_without_a_level_pass_through_the_adjustment() -> None:
    verdicts = (Verdict("incomparable"), Verdict("few", 0.2))
    assert adjust(verdicts) == verdicts
    assert adjust([]) == ()
