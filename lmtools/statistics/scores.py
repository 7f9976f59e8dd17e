"""The arithmetic under the intervals: score bounds, and what whole or rounded answers add to them.

Everything takes numbers or arrays, so that the coverage of the very code that is used can be summed
over all possible samples (`python -m benchmarks.coverage`). Means are on the scale 1-5, shares 0-1.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from scipy import special

LOWEST, HIGHEST = 1.0, 5.0
# Squares that are always there, as of two answers one step from the others. With none, ten equal answers
# would claim to know the next cohort exactly. Put in at a right angle to those observed, they hardly widen
# the interval of answers that do differ. Chosen by `benchmarks.coverage`.
_LEAST_SQUARES = 2.0
# Of the arm that chance makes, what is kept when a whole rounding is added to it. The two are seldom
# against you at once; with all of both, 99 % of the intervals cover at n = 200.
_KEPT = 0.9

Numbers: TypeAlias = "float | np.ndarray"


def score_bounds(position: Numbers, size: Numbers, quantile: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's bounds around a position 0-1, for `size` answers and this quantile.

    The same as statsmodels' `proportion_confint(..., method="wilson")`, which takes a normal level
    where this needs a t quantile (its level is too small a number for few answers).
    """
    squared = np.square(quantile) / size
    centre = (position + squared / 2) / (1 + squared)
    variance = position * (1 - np.asarray(position)) / size + squared / (4 * np.asarray(size))
    arm = quantile * np.sqrt(variance) / (1 + squared)
    return np.minimum(centre - arm, position).clip(0, 1), np.maximum(centre + arm, position).clip(0, 1)


def share_bounds(share: Numbers, n: Numbers, level: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's bounds of a share 0-1 at the two-sided `level` (0.05 for 95 % confidence)."""
    return score_bounds(share, n, -special.ndtri(np.asarray(level) / 2))


def dispersion(n: Numbers, mean: Numbers, sd: Numbers) -> np.ndarray:
    """How spread answers are, of the most that their mean allows: 1 when all lie at the ends 1 and 5."""
    most = np.asarray(n * (HIGHEST - np.asarray(mean)) * (np.asarray(mean) - LOWEST), dtype=float)
    squares = np.hypot((np.asarray(n) - 1) * np.square(sd), _LEAST_SQUARES)
    return np.asarray(squares / np.maximum(most, squares))


def mean_bounds(
    n: Numbers, mean: Numbers, sd: Numbers, level: Numbers = 0.05
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of an exact mean of two or more answers; what they are is told at `mean_interval`."""
    position = (np.asarray(mean) - LOWEST) / (HIGHEST - LOWEST)
    quantile = t_quantile(n, level)
    low, high = score_bounds(position, n / dispersion(n, mean, sd), quantile)
    return LOWEST + (HIGHEST - LOWEST) * low, LOWEST + (HIGHEST - LOWEST) * high


def t_quantile(n: Numbers, level: Numbers) -> np.ndarray:
    """Student's quantile for `n` answers at a two-sided level."""
    return np.asarray(-special.stdtrit(np.asarray(n) - 1.0, np.asarray(level) / 2))


def widen(arm: Numbers, roundings: tuple[float, ...], level: Numbers = 0.05) -> np.ndarray:
    """An arm of an interval, made longer by figures that each may be this far from the exact one.

    Published figures come in steps, so the rounding cannot be averaged in as a variance: for some true
    means nearly all published ones then lie on the wrong side. Nor is all of it added to all of chance.
    """
    whole = sum(roundings)
    spread = -special.ndtri(np.asarray(level) / 2) * np.sqrt(sum(r**2 for r in roundings) / 3)
    return np.asarray(
        arm if whole == 0 else np.maximum(np.hypot(arm, spread), _KEPT * np.asarray(arm) + whole)
    )


def step_of(n: Numbers, mean: Numbers, sd: Numbers) -> np.ndarray:
    """How far one pupil's other answer moves the mean: 1/n, and 4/n where only the ends are used."""
    return np.asarray(np.maximum(1.0, (HIGHEST - LOWEST) * dispersion(n, mean, sd)) / n)
