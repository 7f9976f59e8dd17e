"""Whether a wished change can be told from chance with as many pupils as there are.

Judged by the same interval as `compare`, so a goal that is told to be within reach is called clear when
it is met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from scipy import stats
from scipy.optimize import brentq

from .differences import difference_bounds
from .intervals import CONFIDENCE
from .scores import HIGHEST, LOWEST
from .summary import Summary
from .verdicts import FEW

MOST_YEARS = 5
_PUBLISHED = 0.05


@dataclass(frozen=True)
class GoalCheck:
    """What can be seen of a wished change; amounts are without sign, in the unit of the figure.

    Attributes:
        change: Target minus current, with its sign.
        can_tell: Whether the change, once it is reached, is clear after one year.
        smallest: The smallest change in that direction that is clear after one year; None where none is
            before the scale ends, or there are too few pupils.
        found: How often such a change of the school is found after one year, 0-1. Just at `smallest`
            it is about half.
        years: Years of pooled figures, on both sides, until the change can be told; None when five are
            not enough.
        by_years: `smallest` for 1 to 5 pooled years.
        grades_can_tell: Whether it can be told after one year with the other grades pooled in; None when
            there are none.
        smallest_with_grades: `smallest` with the other grades; None also when there are none.
    """

    change: float
    can_tell: bool
    smallest: float | None
    found: float
    years: int | None
    by_years: tuple[float | None, ...]
    grades_can_tell: bool | None
    smallest_with_grades: float | None


def detectable_change(
    n: int, sd: float, *, power: float = 0.5, years: int = 1, before: int | None = None
) -> float:
    """The smallest change of a mean that can be told from chance, at 95 % confidence.

    For `n` pupils a year and answers with this SD (for a share, 100 times the root of p(1 - p)). With
    the default power the change is found every other time; 0.8 asks for four times out of five. Pooled
    grades count as more pupils. `years` pools as many years after, and before unless `before` says how
    many pupils are behind the figure one starts from. Rounding is left out; see `goal_check`.

    Raises:
        ValueError: n or before is under 2, years under 1, the SD is negative, or power is outside 0-1.
    """
    after = n * years
    earlier = after if before is None else before
    if min(n, earlier) < 2 or years < 1 or sd < 0 or not 0 < power < 1:
        raise ValueError(
            "detectable_change needs n and before of 2 or more, years of 1 or more, "
            "an SD of 0 or more and a power of 0-1."
        )
    quantile = float(stats.t.ppf((1 + CONFIDENCE) / 2, after + earlier - 2)) + float(stats.norm.ppf(power))
    return quantile * sd * sqrt(1 / after + 1 / earlier)


def goal_check(
    n: int,
    sd: float | None,
    current: float,
    target: float,
    *,
    scale: Literal["mean", "share"] = "mean",
    before: int | None = None,
    grades: Sequence[int] = (),
    rounding: float | None = None,
) -> GoalCheck:
    """Weigh a target against chance.

    Args:
        n: Pupils a year.
        sd: Of the answers; None for a share.
        current: The figure one starts from: a mean 1-5, or a share 0-100.
        target: The figure one wishes for, in the same unit.
        scale: "mean" or "share".
        before: Pupils behind `current`; as many as after (and so pooled over as many years) when None.
        grades: Pupils a year in other grades that could be pooled in, on both sides.
        rounding: How far the figures may be from the exact ones; 0.05 for a mean when None, 0 for a share.

    Raises:
        ValueError: Numbers of pupils under 1, a figure outside its scale, or a mean without an SD.
    """
    ends = (LOWEST, HIGHEST) if scale == "mean" else (0.0, 100.0)
    figures_fit = all(ends[0] <= figure <= ends[1] for figure in (current, target))
    if min(n, *grades, n if before is None else before) < 1 or not figures_fit:
        raise ValueError("goal_check needs 1 pupil or more, and figures inside their scale.")
    if scale == "mean" and (sd is None or sd < 0):
        raise ValueError("goal_check needs an SD of 0 or more for a mean.")
    aim = _Aim(
        sd=sd,
        current=current,
        target=target,
        scale=scale,
        rounding=(_PUBLISHED if scale == "mean" else 0.0) if rounding is None else rounding,
        end=ends[1] if target >= current else ends[0],
    )
    by_years = tuple(aim.smallest(n * years, before) for years in range(1, MOST_YEARS + 1))
    together = n + sum(grades)
    with_grades = aim.smallest(together, None if before is None else before + sum(grades)) if grades else None
    return GoalCheck(
        change=target - current,
        can_tell=aim.is_reached(by_years[0]),
        smallest=by_years[0],
        found=aim.found(n, before),
        years=next((year for year, least in enumerate(by_years, start=1) if aim.is_reached(least)), None),
        by_years=by_years,
        grades_can_tell=aim.is_reached(with_grades) if grades else None,
        smallest_with_grades=with_grades,
    )


@dataclass(frozen=True)
class _Aim:
    """A wish, apart from how many pupils it is measured with."""

    sd: float | None
    current: float
    target: float
    scale: Literal["mean", "share"]
    rounding: float
    end: float

    def is_reached(self, smallest: float | None) -> bool:
        """Whether the wish is at least the smallest change that is clear."""
        return smallest is not None and abs(self.target - self.current) >= smallest - 1e-9

    def smallest(self, after: int, before: int | None) -> float | None:
        """The smallest change on the way to the end of the scale that is clear."""
        earlier = after if before is None else before
        if min(after, earlier) < FEW or self.margin(self.end, after, earlier) <= 0:
            return None
        found = float(brentq(self.margin, self.current, self.end, args=(after, earlier), xtol=1e-6))
        return abs(found - self.current)

    def found(self, after: int, before: int | None) -> float:
        """How often a change as large as the wish is called clear, by the normal distribution."""
        earlier = after if before is None else before
        if min(after, earlier) < FEW or self.target == self.current:
            return 0.0
        first, second = self._pair(self.target, after, earlier)
        error = sqrt(first.standard_error**2 + second.standard_error**2)
        return float(stats.norm.cdf(self.margin(self.target, after, earlier) / error))

    def margin(self, later: float, after: int, earlier: int) -> float:
        """How far the interval of the change is from 0; negative when 0 lies in it."""
        first, second = self._pair(later, after, earlier)
        low, high = difference_bounds(first, second, 1 - CONFIDENCE)
        return float(low) if self.end > self.current or later > self.current else -float(high)

    def _pair(self, later: float, after: int, earlier: int) -> tuple[Summary, Summary]:
        return (
            Summary(earlier, self.current, self.sd, self.scale, self.rounding),
            Summary(after, later, self._sd_at(later), self.scale, self.rounding),
        )

    def _sd_at(self, later: float) -> float | None:
        """The SD when the mean has moved: as much of what the mean allows as now, so less near the ends."""
        room = (HIGHEST - self.current) * (self.current - LOWEST)
        if self.sd is None or room <= 0:
            return self.sd
        return self.sd * sqrt(max(0.0, (HIGHEST - later) * (later - LOWEST)) / room)
