"""Funnel limits: how far a unit of a given size may be from the expected by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from .scores import HIGHEST, LOWEST


@dataclass(frozen=True)
class Funnel:
    """Limits for each size, in the unit of what is expected.

    Attributes:
        levels: How much lies within, 0-1.
        lower, upper: One row for each level, and in it one limit for each size.
    """

    levels: tuple[float, ...]
    lower: tuple[tuple[float, ...], ...]
    upper: tuple[tuple[float, ...], ...]

    def at(self, level: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Lower and upper limits of one of the levels."""
        place = self.levels.index(level)
        return self.lower[place], self.upper[place]


def funnel_limits(
    expected: float, sizes: Sequence[int], *, sd: float | None = None, levels: Sequence[float]
) -> Funnel:
    """Limits around an expected share (0-1), or around a mean (1-5) of answers that have an `sd`.

    For shares the exact binomial quantiles, interpolated between whole numbers so that the curve is smooth
    (Spiegelhalter 2005, Statistics in Medicine 24, appendix A.1). The upper limit mirrors the lower and so
    lies one count over his, which puts a unit outside that has more than half of the tail with it: each
    tail holds at most its share. For means the normal limits with the common SD, kept inside [1, 5].

    Raises:
        ValueError: The expected value is not possible, a size is under 1, a level is not between 0 and
            1, or the SD is negative.
    """
    _check(expected, sizes, sd, levels)
    size = np.asarray(sizes, dtype=float)
    rows = [
        _shares(expected, size, level) if sd is None else _means(expected, size, sd, level)
        for level in levels
    ]
    return Funnel(
        levels=tuple(levels),
        lower=tuple(tuple(low.tolist()) for low, _ in rows),
        upper=tuple(tuple(high.tolist()) for _, high in rows),
    )


def _means(expected: float, size: np.ndarray, sd: float, level: float) -> tuple[np.ndarray, np.ndarray]:
    arm = stats.norm.ppf((1 + level) / 2) * sd / np.sqrt(size)
    return np.maximum(LOWEST, expected - arm), np.minimum(HIGHEST, expected + arm)


def _shares(expected: float, size: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits between whole numbers: the rarer the last count inside, the nearer it lies to its limit."""
    if expected in (0, 1):
        return np.full(size.shape, float(expected)), np.full(size.shape, float(expected))
    counts, tails = stats.binom(size, expected), ((1 - level) / 2, (1 + level) / 2)
    low, high = counts.ppf(tails[0]), counts.ppf(tails[1])
    under = (counts.cdf(low) - tails[0]) / counts.pmf(low)
    over = (tails[1] - counts.cdf(high - 1)) / counts.pmf(high)
    return np.clip((low - under) / size, 0.0, 1.0), np.clip((high + over) / size, 0.0, 1.0)


def _check(expected: float, sizes: Sequence[int], sd: float | None, levels: Sequence[float]) -> None:
    lowest, highest = (0.0, 1.0) if sd is None else (LOWEST, HIGHEST)
    if not lowest <= expected <= highest:
        raise ValueError("funnel_limits needs a share of 0-1, or a mean of 1-5 with an SD.")
    if any(size < 1 for size in sizes):
        raise ValueError("funnel_limits needs sizes of 1 or more.")
    if not levels or any(not 0 < level < 1 for level in levels):
        raise ValueError("funnel_limits needs levels between 0 and 1.")
    if sd is not None and sd < 0:
        raise ValueError("funnel_limits needs an SD of 0 or more.")
