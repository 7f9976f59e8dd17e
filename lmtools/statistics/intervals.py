"""What another, similar cohort could have answered: intervals around one share or one mean.

All pupils of a school answer, so the interval is not about a sample of them. It says how much a
figure moves from cohort to cohort when nothing about the school has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, sqrt

from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from lmtools.domain.figures import Figure, Status

CONFIDENCE = 0.95
LOWEST, HIGHEST = 1.0, 5.0
# Published shares have one decimal of a per cent.
_SHARE_ROUNDING = 0.05
# Answers spread over both ends that are added to the dispersion. With none, ten equal answers would
# claim to know the next cohort exactly. A quarter gives 93-99 % coverage from n = 10 in simulation.
_PSEUDO_ANSWERS = 0.25


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, in the unit of the figure."""

    low: float
    high: float


def share_interval(successes: float, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's interval for a share, 0-1, never of zero width.

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
    return _wilson(successes, n, alpha=1 - confidence)


def mean_interval(
    n: int, mean: float, sd: float, *, confidence: float = CONFIDENCE, rounding: float | None = None
) -> Interval:
    """An interval for a mean of answers 1-5, inside [1, 5] and never of zero width.

    Wilson's score interval on the scale 1-5 with the dispersion that was observed (a share is the
    case where all answers lie at the ends), and the t quantile of n - 1. For a mean in the middle
    it is the t interval; near an end it bends away from the end, where the t interval covers as
    little as 34-80 %. `rounding` is how far a published mean may be from the exact one; when left out
    it is half a unit of the last decimal of a mean with one or two, and 0 of one with more. It is
    added and not averaged in, because published changes come in steps: a change that shows as 0.1
    is anything from 0 to 0.2.

    Raises:
        ValueError: n is under 1, the mean lies outside 1-5, or the SD is negative.

    Example:
        >>> interval = mean_interval(50, 3.9, 0.8)
        >>> round(interval.low, 2), round(interval.high, 2)
        (3.61, 4.16)
    """
    if n < 1 or not LOWEST <= mean <= HIGHEST or sd < 0:
        raise ValueError("mean_interval needs n of 1 or more, a mean from 1 to 5 and an SD of 0 or more.")
    if n == 1:
        return Interval(LOWEST, HIGHEST)
    spread = (HIGHEST - LOWEST) ** 2 / 4 * _PSEUDO_ANSWERS
    widest = (HIGHEST - mean) * (mean - LOWEST)
    dispersion = min(1.0, (n * sd**2 + spread) / (n * widest + spread))
    position = (mean - LOWEST) / (HIGHEST - LOWEST)
    size = n / dispersion
    quantile = float(stats.t.ppf((1 + confidence) / 2, n - 1))
    inner = _wilson(position * size, size, alpha=2 * float(stats.norm.sf(quantile)))
    low, high = (LOWEST + (HIGHEST - LOWEST) * end for end in (inner.low, inner.high))
    margin = _rounding_of(mean) if rounding is None else rounding
    return Interval(max(LOWEST, low - margin), min(HIGHEST, high + margin))


def interval_of(figure: Figure, *, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of a published figure in its own unit (1-5, or 0-100 for a share).

    None where nothing may be derived: the figure is not published, or n (for a mean also the SD)
    is not published with it.
    """
    if figure.status is not Status.PUBLISHED or not figure.n:
        return None
    if figure.scale == "share" and figure.share is not None:
        return _of_share(figure.share, figure.n, confidence)
    if figure.scale == "mean" and figure.mean is not None and figure.sd is not None:
        return mean_interval(figure.n, figure.mean, figure.sd, confidence=confidence)
    return None


def detectable_change(n: int, sd: float, *, power: float = 0.5) -> float:
    """The smallest change of a mean between two years that can be told from chance.

    For two cohorts of `n` pupils and answers with this SD, at 95 % confidence. With the default
    power the change is found every other time; 0.8 asks for four times out of five.

    Raises:
        ValueError: n is under 2, the SD is negative, or the power is outside 0-1.
    """
    if n < 2 or sd < 0 or not 0 < power < 1:
        raise ValueError("detectable_change needs n of 2 or more, an SD of 0 or more and a power of 0-1.")
    quantile = float(stats.t.ppf((1 + CONFIDENCE) / 2, 2 * n - 2)) + float(stats.norm.ppf(power))
    return quantile * sd * sqrt(2 / n)


def _rounding_of(mean: float) -> float:
    for decimals in (1, 2):
        if isclose(mean, round(mean, decimals), abs_tol=1e-9):
            return 0.5 / 10**decimals
    return 0.0


def _of_share(share: float, n: int, confidence: float) -> Interval:
    low = share_interval(max(0.0, share - _SHARE_ROUNDING) / 100 * n, n, confidence=confidence).low
    high = share_interval(min(100.0, share + _SHARE_ROUNDING) / 100 * n, n, confidence=confidence).high
    return Interval(100 * low, 100 * high)


def _wilson(successes: float, n: float, *, alpha: float) -> Interval:
    low, high = proportion_confint(successes, n, alpha=alpha, method="wilson")
    return Interval(max(0.0, float(low)), min(1.0, float(high)))
