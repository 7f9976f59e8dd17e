"""The smallest change that can be told from chance with as many pupils as there are.

Judged by the same interval as `compare`, so a goal that is told to be within reach is called clear when
it is met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from scipy.optimize import brentq

from .differences import difference_bounds
from .intervals import CONFIDENCE
from .scores import HIGHEST, LOWEST
from .summary import Summary
from .verdicts import FEW


@dataclass(frozen=True)
class ClearChanges:
    """Smallest changes that would be called clear, without sign, in the unit of the figure.

    None where no change is before the scale ends, or there are too few pupils.

    Attributes:
        by_years: With the figures of one year afterwards, of two together, and so on.
        with_grades: With one year of figures of all the grades together; None also without other grades.
    """

    by_years: tuple[float | None, ...]
    with_grades: float | None = None


def clear_changes(now: Summary, end: float, *, years: int, grades: Sequence[int] = ()) -> ClearChanges:
    """What can be told from chance on the way from `now` towards `end`, one of the ends of its scale.

    `now` stands alone on one side; on the other are from 1 to `years` cohorts as large as this one, put
    together. `grades` are the pupils of other grades that could be put together with it on both sides.
    """
    together = now.n + sum(grades)
    return ClearChanges(
        by_years=tuple(_smallest(now, end, after=now.n * year) for year in range(1, years + 1)),
        with_grades=_smallest(replace(now, n=together), end, after=together) if grades else None,
    )


def _smallest(now: Summary, end: float, *, after: int) -> float | None:
    def margin(later: float) -> float:
        """How far the interval of the change is from 0; negative when 0 lies in it."""
        then = replace(now, n=after, value=later, sd=_sd_at(now, later))
        low, high = difference_bounds(now, then, 1 - CONFIDENCE)
        return float(low) if end > now.value else -float(high)

    if min(after, now.n) < FEW or margin(end) <= 0:
        return None
    return abs(float(brentq(margin, now.value, end, xtol=1e-6)) - now.value)


def _sd_at(now: Summary, later: float) -> float | None:
    """The SD when the mean has moved: as much of what the mean allows as now, so less near the ends."""
    room = (HIGHEST - now.value) * (now.value - LOWEST)
    if now.sd is None or room <= 0:
        return now.sd
    return now.sd * sqrt(max(0.0, (HIGHEST - later) * (later - LOWEST)) / room)
