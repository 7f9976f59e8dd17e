"""Which change of a figure a later survey can show, and what helps where that is a large one.

Made only from published figures: the school's own of one grade, and the number of answers of its other
grades when every one of them is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lmtools.domain.figures import Figure, Status
from lmtools.statistics import FEW, Summary, clear_changes

YEARS = 3
"""So many surveys ahead are looked at; a plan seldom reaches further."""

_STEPS = {"mean": 0.1, "share": 1.0}  # the steps in which figures are written
_ENDS = {"mean": (1.0, 5.0), "share": (0.0, 100.0)}


@dataclass(frozen=True)
class Reach:
    """The changes that can be told from chance, in the unit of the figure (percentage points for a share).

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

    @property
    def is_measured(self) -> bool:
        """Whether there are answers enough for a figure to start from."""
        return (self.now.n or 0) >= FEW


def reach(figure: Figure | None, *, direction: int, others: Sequence[Figure] = ()) -> Reach | None:
    """What can be told from chance when the next cohorts are as large as this one.

    The figure stands alone on one side, and on the other as many surveys as are seen together.
    `direction` is 1 when the figure should rise and -1 when it should fall. `others` are the figures of the
    same school's other grades in the same year. None where nothing can be derived: the figure is not
    published, or not how many answered, or (for a mean) how much they differed.
    """
    summary = Summary.of_figure(figure) if figure is not None else None
    if figure is None or summary is None or figure.value is None:
        return None
    end = _ENDS[figure.scale][direction > 0]
    if summary.value == end:
        return Reach(figure, {})
    clear = clear_changes(summary, end, years=YEARS, grades=_answered(others))
    room = abs(end - figure.value)
    written = [_written(change, figure.scale, room) for change in clear.by_years]
    changes = {year: change for year, change in enumerate(written, start=1) if change is not None}
    together = _written(clear.with_grades, figure.scale, room)
    is_better = together is not None and together < changes.get(1, 1 + room)
    return Reach(figure, changes, together if is_better else None)


def _answered(others: Sequence[Figure]) -> tuple[int, ...]:
    """How many answered in each of the other grades; none unless all that exist are published."""
    there = [figure for figure in others if figure.status not in (Status.ABSENT, Status.EMPTY)]
    if not all(figure.status is Status.PUBLISHED and figure.n for figure in there):
        return ()
    return tuple(figure.n or 0 for figure in there)


def _written(change: float | None, scale: str, room: float) -> float | None:
    """Rounded up to a step that is written; None where the scale ends before it."""
    if change is None:
        return None
    step = _STEPS[scale]
    written = round(ceil(round(change / step, 6)) * step, 1)
    return written if written <= round(room, 6) else None
