"""The schools of one municipality beside each other, not ranked, and none named but one's own.

Only published figures of the same indicator, year, grade and gender take part. How many are hidden is
not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmtools.domain.figures import Figure, Status, Unit
from lmtools.statistics import funnel_limits

from .panel import Panel

FEWEST = 5
"""With fewer schools than this a dot without a name is as good as named, so none is drawn."""

OUTER = 0.998
INNER = 0.95
_POINTS = 40  # places along the limits
_ENDS = {"mean": (1.0, 5.0), "share": (0.0, 100.0)}
_ROUNDING = 0.05  # a published mean may be this far from the exact one


@dataclass(frozen=True)
class School:
    """One dot. `n` answered, `value` is in the unit of the figure, `label` as it is written."""

    key: str
    n: int
    value: float
    is_own: bool = False


@dataclass(frozen=True)
class Limits:
    """Between which a school of `n` answers lies as a rule when it does not differ from the municipality.

    `low` and `high` hold 95 % of such schools, `lowest` and `highest` 99.8 %.
    """

    n: int
    low: float
    high: float
    lowest: float
    highest: float

    def place(self, value: float) -> str:
        """ "inside", "between" the limits or "outside" both."""
        if self.low <= value <= self.high:
            return "inside"
        return "between" if self.lowest <= value <= self.highest else "outside"


@dataclass(frozen=True)
class Funnel:
    """All that one chart of schools is made from. `centre` is the municipality's own published figure."""

    panel: Panel
    municipality: str
    centre: Figure
    schools: tuple[School, ...]
    limits: tuple[Limits, ...]

    @property
    def own(self) -> School | None:
        """The reader's own school; None when its figure is not published."""
        return next((school for school in self.schools if school.is_own), None)

    def limits_at(self, n: int) -> Limits:
        """The limits for a school of `n` answers."""
        return limits_of([n], self.centre)[0]


def make_funnel(
    panel: Panel,
    *,
    own: Unit | None,
    municipality: Unit,
    centre: Figure,
    figures: Sequence[tuple[Unit, Figure]],
    fewest: int = FEWEST,
) -> Funnel | None:
    """The funnel of one indicator; None when there is no centre, no spread, or fewer than `fewest` schools.

    `figures` are those of all schools of the municipality in the panel's year, own school included; `own`
    is None for a reader who answers for all of them.
    """
    if not _is_shown(centre) or (centre.scale == "mean" and not centre.sd):
        return None
    schools = [
        School(unit.key, figure.n or 0, figure.value or 0.0, is_own=unit == own)
        for unit, figure in figures
        if _is_shown(figure)
    ]
    if len(schools) < fewest:
        return None
    in_order = tuple(sorted(schools, key=lambda school: (school.n, school.key)))  # never by value
    limits = limits_of(_along(in_order[0].n, in_order[-1].n), centre)
    return Funnel(panel, municipality.name, centre, in_order, limits)


def _is_shown(figure: Figure) -> bool:
    return figure.status is Status.PUBLISHED and figure.value is not None and bool(figure.n)


def _along(first: int, last: int) -> list[int]:
    low, high = max(2, round(0.85 * first)), round(1.05 * last)
    return sorted({round(low + (high - low) * (step / _POINTS) ** 2) for step in range(_POINTS + 1)})


def limits_of(sizes: Sequence[int], centre: Figure) -> tuple[Limits, ...]:
    """The limits around a published `centre` for each number of answers, with rounding of means in them."""
    is_share = centre.scale == "share"
    unit, (first, last) = (100.0 if is_share else 1.0), _ENDS[centre.scale]
    margin = 0.0 if is_share else _ROUNDING
    found = funnel_limits(
        (centre.value or 0.0) / unit,
        sizes,
        sd=None if is_share else centre.sd,
        levels=(INNER, OUTER),
    )
    (low, high), (lowest, highest) = (
        (
            [max(first, unit * end - margin) for end in ends[0]],
            [min(last, unit * end + margin) for end in ends[1]],
        )
        for ends in (found.at(INNER), found.at(OUTER))
    )
    return tuple(Limits(*at) for at in zip(sizes, low, high, lowest, highest, strict=True))
