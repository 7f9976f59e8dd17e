"""Pooling draws groups together by how little they know, shows both, and ranks nothing."""

from __future__ import annotations

import numpy as np
import pytest

from lmtools.statistics import pool

# Thirteen trials of the BCG vaccine (Colditz and others 1994): log risk ratios and their variances.
TRIALS = (
    (-0.8893, 0.3256),
    (-1.5854, 0.1946),
    (-1.3481, 0.4154),
    (-1.4416, 0.0200),
    (-0.2175, 0.0512),
    (-0.7861, 0.0069),
    (-1.6209, 0.2230),
    (0.0120, 0.0040),
    (-0.4694, 0.0564),
    (-1.3713, 0.0730),
    (-0.3394, 0.0124),
    (0.4459, 0.5325),
    (-0.0173, 0.0714),
)


def test_a_published_meta_analysis_is_found_again() -> None:
    # DerSimonian-Laird as printed by metafor: tau2 0.3088, mean -0.7141.
    found = pool([ratio for ratio, _ in TRIALS], [variance**0.5 for _, variance in TRIALS])
    assert found.tau2 == pytest.approx(0.3088, abs=0.001)
    for (ratio, variance), pooled in zip(TRIALS, found.estimates, strict=True):
        kept = 0.3088 / (0.3088 + variance)
        assert pooled == pytest.approx(kept * ratio + (1 - kept) * -0.7141, abs=0.001)


def test_the_pooled_lie_between_the_raw_and_the_common_mean_in_the_order_they_came() -> None:
    raw = (4.4, 3.2, 3.9, 4.1, 3.5)
    for own, pooled in zip(raw, pool(raw, (0.1,) * 5).estimates, strict=True):
        assert min(own, 3.82) <= pooled <= max(own, 3.82)


def test_the_group_that_knows_least_is_drawn_the_most() -> None:
    known, unsure, *_ = pool((4.4, 4.4, 3.2, 3.6, 3.9), (0.05, 0.4, 0.1, 0.1, 0.1)).estimates
    assert 4.4 > known > unsure > 3.8


def test_groups_that_differ_by_less_than_chance_become_one() -> None:
    found = pool((3.80, 3.82, 3.81, 3.79, 3.80), (0.1,) * 5)
    assert found.tau2 == 0
    assert found.estimates == pytest.approx((3.804,) * 5)


def test_without_groups_there_is_nothing_and_one_group_stays_as_it_is() -> None:
    nothing, one = pool((), ()), pool((3.7,), (0.2,))
    assert (nothing.estimates, nothing.tau2) == ((), None)
    assert (one.estimates, one.tau2) == ((3.7,), None)


def test_two_groups_are_drawn_together() -> None:
    low, high = pool((3.4, 4.0), (0.2, 0.2)).estimates
    assert 3.4 < low < high < 4.0


@pytest.mark.parametrize(("groups", "spread"), [(5, 0.15), (12, 0.05), (30, 0.1)])
def test_pooled_estimates_lie_nearer_the_truth(groups: int, spread: float) -> None:
    generator = np.random.default_rng(11)
    near, far = 0.0, 0.0
    for _ in range(300):
        truth = generator.normal(4, spread, groups)
        errors = 0.12 * generator.uniform(0.6, 1.6, groups)
        raw = generator.normal(truth, errors)
        distance = np.array(pool(raw, errors).estimates) - truth
        near, far = near + float(distance @ distance), far + float((raw - truth) @ (raw - truth))
    assert near < 0.8 * far


@pytest.mark.parametrize(
    ("estimates", "errors"),
    [((3.5, 4.0), (0.1, 0.0)), ((3.5, 4.0), (0.1,)), ((3.5, float("nan")), (0.1, 0.1)), ((3.5,), (-0.1,))],
)
def test_what_cannot_be_pooled_is_refused(estimates: tuple[float, ...], errors: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="pool needs"):
        pool(estimates, errors)
