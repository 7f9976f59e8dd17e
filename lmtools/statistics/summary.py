"""One group's answers in a few numbers, from a published figure or from the answers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Literal

import numpy as np

from lmtools.domain.figures import Figure, Status

from .intervals import Interval, mean_interval, rounding_of, share_interval
from .scores import HIGHEST, LOWEST, mean_bounds, share_bounds, step_of

_OPTIONS = range(int(LOWEST), int(HIGHEST) + 1)
# Published shares have one decimal of a per cent, published means one decimal.
_SHARE_ROUNDING = 0.05
_NEAR = 0.051


@dataclass(frozen=True)
class Summary:
    """What intervals and comparisons are made of.

    Attributes:
        n: Respondents, 1 or more.
        value: A mean of answers 1-5, or a share 0-100.
        sd: Standard deviation of the answers (n - 1 in the denominator); None for a share.
        scale: "mean" or "share".
        rounding: How far `value` may be from the exact one, in its unit; 0 when it comes from answers.
    """

    n: int
    value: float
    sd: float | None = None
    scale: Literal["mean", "share"] = "mean"
    rounding: float = 0.0

    @classmethod
    def of_answers(cls, answers: Sequence[float]) -> Summary:
        """From answers 1-5, one per pupil.

        Raises:
            ValueError: There are no answers, or one lies outside 1-5.
        """
        values = np.asarray(answers, dtype=float)
        if values.ndim != 1 or not values.size or not ((values >= LOWEST) & (values <= HIGHEST)).all():
            raise ValueError("Summary.of_answers needs one or more answers from 1 to 5.")
        spread = float(values.std(ddof=1)) if values.size > 1 else 0.0
        return cls(int(values.size), float(values.mean()), spread)

    @classmethod
    def of_counts(cls, counts: Sequence[int]) -> Summary:
        """From how many chose each of the five options, 1 first.

        Raises:
            ValueError: There are not five whole numbers of 0 or more, with one answer at least.
        """
        if len(counts) != len(_OPTIONS) or any(c < 0 or c != int(c) for c in counts) or not sum(counts):
            raise ValueError("Summary.of_counts needs five whole numbers of 0 or more, not all 0.")
        return cls.of_answers(np.repeat(_OPTIONS, np.asarray(counts, dtype=int)).tolist())

    @classmethod
    def of_share(cls, successes: int, n: int) -> Summary:
        """From how many of `n` pupils it concerns.

        Raises:
            ValueError: n is under 1, or successes lie outside 0 to n.
        """
        if n < 1 or not 0 <= successes <= n:
            raise ValueError("Summary.of_share needs n of 1 or more and successes from 0 to n.")
        return cls(n, 100 * successes / n, scale="share")

    @classmethod
    def of_published(cls, n: int, mean: float, sd: float) -> Summary:
        """From n, mean and SD; they are taken as rounded when they have few decimals."""
        mean_interval(n, mean, sd)  # refuses what cannot be
        return cls(n, mean, sd, rounding=rounding_of(mean, sd))

    @classmethod
    def of_figure(cls, figure: Figure) -> Summary | None:
        """From a released figure, and only from what is published in it.

        Where all five answer shares are published, and for a published share, the exact counts follow
        from n, so no rounding is left. None where nothing may be derived: the figure is not
        published, or n (for a mean also the SD) is not published with it.
        """
        if figure.status is not Status.PUBLISHED or not figure.n or figure.value is None:
            return None
        if figure.scale == "share":
            return _of_share_figure(figure.value, figure.n)
        counts = _counts_of(figure)
        if counts is not None:
            return cls.of_counts(counts)
        if figure.scale != "mean" or figure.sd is None:
            return None
        return cls.of_published(figure.n, figure.value, figure.sd)

    def interval(self) -> Interval:
        """The interval in the unit of `value`."""
        if self.scale == "mean":
            return mean_interval(self.n, self.value, self.sd or 0.0, rounding=self.rounding)
        ends = (max(0.0, self.value - self.rounding), min(100.0, self.value + self.rounding))
        low, high = (share_interval(end / 100 * self.n, self.n) for end in ends)
        return Interval(100 * low.low, 100 * high.high)

    def bounds(self, level: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The bounds at two-sided levels, before rounding is allowed for."""
        if self.scale == "share":
            low, high = share_bounds(self.value / 100, self.n, level)
            return 100 * low, 100 * high
        return mean_bounds(self.n, self.value, self.sd or 0.0, level)

    @property
    def step(self) -> float:
        """How far one pupil's other answer moves `value`."""
        if self.scale == "share":
            return 100 / self.n
        return float(step_of(self.n, self.value, self.sd or 0.0))

    @property
    def standard_error(self) -> float:
        """For `pool`, in the unit of `value`: never 0, and with the rounding in it."""
        low, high = self.bounds(2 * _ONE_SIGMA)
        return hypot(float(high - low) / 2, self.rounding / sqrt(3))


# The level of one standard error to each side.
_ONE_SIGMA = 0.15865525393145707


def interval_of(figure: Figure) -> Interval | None:
    """The interval of a published figure in its own unit (1-5, or 0-100 for a share), around its value.

    None where nothing may be derived: the figure is not published, or n (for a mean also the SD)
    is not published with it.
    """
    summary = Summary.of_figure(figure)
    if summary is None or figure.value is None:
        return None
    found = summary.interval()
    return Interval(min(found.low, figure.value), max(found.high, figure.value))


def _of_share_figure(share: float, n: int) -> Summary:
    """The only whole number of pupils that gives this share, or the share as it is rounded."""
    successes = min(n, max(0, round(share * n / 100)))
    if n < 1000 and abs(100 * successes / n - share) <= _NEAR:
        return Summary.of_share(successes, n)
    return Summary(n, share, scale="share", rounding=_SHARE_ROUNDING)


def _counts_of(figure: Figure) -> tuple[int, ...] | None:
    """The answers behind five published shares; None where they do not make up the published mean."""
    shares = [share for share in figure.shares if share is not None]
    n, mean = figure.n or 0, figure.mean
    if figure.scale != "mean" or mean is None or len(shares) != len(figure.shares) or len(shares) != 5:
        return None
    counts = tuple(round(share * n / 100) for share in shares)
    near = all(abs(100 * count / n - share) <= _NEAR for count, share in zip(counts, shares, strict=True))
    if sum(counts) != n or not near:
        return None
    exact = sum(option * count for option, count in zip(_OPTIONS, counts, strict=True)) / n
    return counts if abs(exact - mean) <= _NEAR else None
