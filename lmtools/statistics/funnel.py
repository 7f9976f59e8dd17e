"""Funnel limits: how far a unit of a given size may be from the expected by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import stats

from .scores import HIGHEST, LOWEST

Kind = Literal["share", "mean", "rate"]


@dataclass(frozen=True)
class Funnel:
    """Limits for each size, in the unit of `expected`.

    Attributes:
        expected: The line in the middle.
        sizes: Respondents of the units, as they were given.
        levels: How much lies within, 0-1.
        lower, upper: One row for each level, and in it one limit for each size.
    """

    expected: float
    sizes: tuple[float, ...]
    levels: tuple[float, ...]
    lower: tuple[tuple[float, ...], ...]
    upper: tuple[tuple[float, ...], ...]

    def at(self, level: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Lower and upper limits of one of the levels."""
        place = self.levels.index(level)
        return self.lower[place], self.upper[place]


def funnel_limits(
    expected: float,
    sizes: Sequence[float],
    *,
    kind: Kind = "share",
    sd: float | None = None,
    levels: Sequence[float] = (0.95, 0.998),
) -> Funnel:
    """Limits around an expected share (0-1), mean (1-5; needs `sd`) or rate (events per pupil).

    For shares the exact binomial and for rates the exact Poisson quantiles, interpolated between whole
    numbers so that the curve is smooth (Spiegelhalter 2005, Statistics in Medicine 24, appendix A.1). The
    upper limit mirrors the lower and so lies one count over his, which puts a unit outside that has more
    than half of the tail with it: each tail holds at most its share.
    For means the normal limits with the common SD, kept inside [1, 5]. The default levels are his: about
    two and three standard errors.

    Raises:
        ValueError: The expected value is not possible, a size is under 1, a level is not between 0 and
            1, or a mean has no SD.
    """
    _check(expected, sizes, kind=kind, sd=sd, levels=levels)
    size = np.asarray(sizes, dtype=float)
    rows = [_limits(expected, size, kind, sd, level) for level in levels]
    return Funnel(
        expected=float(expected),
        sizes=tuple(size.tolist()),
        levels=tuple(levels),
        lower=tuple(tuple(low.tolist()) for low, _ in rows),
        upper=tuple(tuple(high.tolist()) for _, high in rows),
    )


def _limits(
    expected: float, size: np.ndarray, kind: Kind, sd: float | None, level: float
) -> tuple[np.ndarray, np.ndarray]:
    tails = (1 - level) / 2, (1 + level) / 2
    if kind == "mean":
        arm = stats.norm.ppf(tails[1]) * (sd or 0.0) / np.sqrt(size)
        return np.maximum(LOWEST, expected - arm), np.minimum(HIGHEST, expected + arm)
    if expected == 0 or (kind == "share" and expected == 1):
        return np.full(size.shape, float(expected)), np.full(size.shape, float(expected))
    counts = stats.binom(size, expected) if kind == "share" else stats.poisson(size * expected)
    most = 1.0 if kind == "share" else np.inf
    low, high = (np.clip(limit / size, 0.0, most) for limit in _between(counts, tails))
    return low, high


def _between(counts: Any, tails: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Limits between whole numbers: the rarer the last count inside, the nearer it lies to its limit."""
    low, high = counts.ppf(tails[0]), counts.ppf(tails[1])
    under = (counts.cdf(low) - tails[0]) / counts.pmf(low)
    over = (tails[1] - counts.cdf(high - 1)) / counts.pmf(high)
    return np.asarray(low - under), np.asarray(high + over)


def _check(
    expected: float, sizes: Sequence[float], *, kind: Kind, sd: float | None, levels: Sequence[float]
) -> None:
    possible = {
        "share": 0 <= expected <= 1,
        "mean": LOWEST <= expected <= HIGHEST,
        "rate": 0 <= expected < np.inf,
    }
    if kind not in possible or not possible[kind]:
        raise ValueError("funnel_limits needs a share of 0-1, a mean of 1-5 or a rate of 0 or more.")
    if any(size < 1 for size in sizes) or any(size != int(size) for size in sizes if kind == "share"):
        raise ValueError("funnel_limits needs whole sizes of 1 or more.")
    if not levels or any(not 0 < level < 1 for level in levels):
        raise ValueError("funnel_limits needs levels between 0 and 1.")
    if kind == "mean" and (sd is None or sd < 0):
        raise ValueError("funnel_limits needs the SD of the answers for means.")
