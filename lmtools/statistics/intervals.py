"""What another, similar cohort could have answered: intervals around one share or one mean.

All pupils of a school answer, so the interval is not about a sample of them. It says how much a
figure moves from cohort to cohort when nothing about the school has changed.
"""

from __future__ import annotations

from math import isclose
from typing import NamedTuple

from statsmodels.stats.proportion import proportion_confint

from .scores import HIGHEST, LOWEST, mean_bounds, widen

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """From `low` to `high`, in the unit of the figure."""

    low: float
    high: float


def share_interval(successes: float, n: int) -> Interval:
    """Wilson's interval for a share, 0-1, at 95 %, never of zero width.

    `successes` may be a fraction of a pupil when it comes from a rounded share.
    Source: Wilson 1927, through `statsmodels.stats.proportion.proportion_confint`.

    Raises:
        ValueError: n is under 1, or successes lie outside 0 to n.

    Example:
        >>> interval = share_interval(81, 263)
        >>> round(interval.low, 4), round(interval.high, 4)
        (0.2553, 0.3662)
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError("share_interval needs n of 1 or more and successes from 0 to n.")
    low, high = proportion_confint(successes, n, alpha=1 - CONFIDENCE, method="wilson")
    return Interval(max(0.0, float(low)), min(1.0, float(high)))


def mean_interval(n: int, mean: float, sd: float, *, rounding: float | None = None) -> Interval:
    """The interval at 95 % for a mean of answers 1-5, inside [1, 5] and never of zero width.

    Wilson's score interval on the scale 1-5 with the dispersion that was observed (a share is the
    case where all answers lie at the ends), and the t quantile of n - 1. For a mean in the middle
    it is the t interval; near an end it bends away from the end, where the t interval covers as
    little as 34-80 %.

    `rounding` is how far a published mean may be from the exact one. When left out it is half a unit
    of the last decimal of a mean with one or two, and 0 where mean or SD has more: then they come from
    answers.

    Raises:
        ValueError: n is under 1, the mean lies outside 1-5, or the SD is negative.

    Example:
        >>> interval = mean_interval(50, 3.9, 0.8)
        >>> round(interval.low, 2), round(interval.high, 2)
        (3.64, 4.13)
    """
    if n < 1 or not LOWEST <= mean <= HIGHEST or sd < 0:
        raise ValueError("mean_interval needs n of 1 or more, a mean from 1 to 5 and an SD of 0 or more.")
    if n == 1:
        return Interval(LOWEST, HIGHEST)
    low, high = mean_bounds(n, mean, sd, 1 - CONFIDENCE)
    roundings = (rounding_of(mean, sd) if rounding is None else rounding,)
    return Interval(
        max(LOWEST, mean - float(widen(mean - low, roundings, 1 - CONFIDENCE))),
        min(HIGHEST, mean + float(widen(high - mean, roundings, 1 - CONFIDENCE))),
    )


def rounding_of(mean: float, sd: float) -> float:
    """How far a mean may be from the exact one, judged by its decimals; 0 when its SD has over two."""
    if not _has_decimals(sd, 2):
        return 0.0
    return next((0.5 / 10**decimals for decimals in (1, 2) if _has_decimals(mean, decimals)), 0.0)


def _has_decimals(value: float, decimals: int) -> bool:
    return isclose(value, round(value, decimals), abs_tol=1e-9)
