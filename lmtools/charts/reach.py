"""Which change of a figure a later survey can show, and what helps where that is a large one.

Made only from published figures: the school's own of one grade, and those of its other grades when every
one of them is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import FEW, interval_of

YEARS = (1, 2, 3)
"""So many surveys ahead are looked at; a plan seldom reaches further."""

_STEPS = {"mean": 0.1, "share": 1.0}  # the steps in which figures are written
_ENDS = {"mean": (1.0, 5.0), "share": (0.0, 100.0)}


@dataclass(frozen=True)
class Reach:
    """The change that can be told from chance, in the unit of the figure (percentage points for a share).

    Attributes:
        now: The figure to start from.
        changes: By the number of surveys ahead that are seen together, the smallest change in the wanted
            direction that would be called clear, rounded up to a step that is written (0.1 or one
            percentage point). Years that cannot show any change are left out.
        together: The same for one year with all grades of the school seen together; None where they
            are not all published, or would not show a smaller change.
    """

    now: Figure
    changes: dict[int, float]
    together: float | None = None

    @property
    def next_year(self) -> float | None:
        """The change that the next survey can show."""
        return self.changes.get(1)


def reach(figure: Figure | None, *, direction: int, grades: Sequence[Figure] = ()) -> Reach | None:
    """What can be told from chance when the next cohorts are as large as this one.

    `direction` is 1 when the figure should rise and -1 when it should fall. `grades` are the figures
    of all grades of the same school and year. None where nothing can be told: the figure is not published,
    or not how many answered, or (for a mean) how much they differed, or they were fewer than ten.
    """
    if figure is None or not _is_enough(figure):
        return None
    alone = {years: smallest_clear(figure, direction=direction, years=years) for years in YEARS}
    changes = {years: change for years, change in alone.items() if change is not None}
    return Reach(figure, changes, _better(together(grades, direction=direction), changes.get(1)))


def together(grades: Sequence[Figure], *, direction: int) -> float | None:
    """The change that the next survey can show for all grades seen together; None where none can be told."""
    pooled = pool_grades(grades)
    return smallest_clear(pooled, direction=direction) if pooled and _is_enough(pooled) else None


def _better(change: float | None, alone: float | None) -> float | None:
    return change if change is not None and (alone is None or change < alone) else None


def _is_enough(figure: Figure) -> bool:
    return (figure.n or 0) >= FEW and interval_of(figure) is not None


def smallest_clear(figure: Figure, *, direction: int, years: int = 1) -> float | None:
    """The smallest written change that `compare` would call clear; None where the scale ends before it.

    The figure stands alone on one side; on the other the same number answer in each of `years` surveys
    that are seen together.
    """
    step, now = _STEPS[figure.scale], figure.value or 0.0
    low, high = _ENDS[figure.scale]
    most = int(round(abs((high if direction > 0 else low) - now) / step, 6))
    later = replace(figure, n=(figure.n or 0) * years)
    first, last = 1, most + 1  # a larger change is clear when a smaller one is, so halve what is left
    while first < last:
        middle = (first + last) // 2
        if _is_clear(figure, _moved(later, direction * middle * step)):
            last = middle
        else:
            first = middle + 1
    return round(first * step, 1) if first <= most else None


def _moved(figure: Figure, change: float) -> Figure:
    value = round((figure.value or 0.0) + change, 4)
    return replace(figure, share=value) if figure.scale == "share" else replace(figure, mean=value)


def _is_clear(before: Figure, after: Figure) -> bool:
    """As `lmtools.statistics.compare` decides it, without the p value, which costs the most."""
    one, two = interval_of(before), interval_of(after)
    if one is None or two is None or before.value is None or after.value is None:
        return False
    change = after.value - before.value
    if change > 0:
        return change > hypot(after.value - two.low, one.high - before.value)
    return -change > hypot(two.high - after.value, before.value - one.low)


def pool_grades(grades: Sequence[Figure]) -> Figure | None:
    """All grades of one school and year as one figure; None unless there are two and all are published.

    Years and grades without a row take no part. A mean's SD holds the spread within grades and between them.
    """
    there = [figure for figure in grades if figure.status not in (Status.ABSENT, Status.EMPTY)]
    if len(there) < 2 or not all(figure.status is Status.PUBLISHED and figure.n for figure in there):
        return None
    counts = [figure.n or 0 for figure in there]
    every = sum(counts)
    value = sum(n * (figure.value or 0.0) for n, figure in zip(counts, there, strict=True)) / every
    if there[0].scale == "share":
        return replace(there[0], share=round(value, 1), n=every)
    if any(figure.sd is None for figure in there):
        return None
    squares = [
        n * ((figure.sd or 0.0) ** 2 + ((figure.value or 0.0) - value) ** 2)
        for n, figure in zip(counts, there, strict=True)
    ]
    return replace(there[0], mean=round(value, 1), sd=sqrt(sum(squares) / every), n=every)
