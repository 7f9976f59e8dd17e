"""The schools of one municipality beside each other, not ranked, and none named but one's own.

Only published figures of the same indicator, year, grade and gender take part. How many are hidden is
not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy import stats

from lmtools.domain.figures import Figure, Status, Unit

from .panel import Panel

FEWEST = 5
"""With fewer schools than this a dot without a name is as good as named, so none is drawn."""

OUTER = 0.998
INNER = 0.95
_POINTS = 40  # places along the limits
_ENDS = (1.0, 5.0)
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
        return limits_at(n, self.centre, _spread(self.centre))


def make_funnel(
    panel: Panel, *, own: Unit, municipality: Unit, centre: Figure, figures: Sequence[tuple[Unit, Figure]]
) -> Funnel | None:
    """The funnel of one indicator; None when there is no centre, no spread, or fewer than five schools.

    `figures` are those of all schools of the municipality in the panel's year, own school included.
    """
    if not _is_shown(centre) or (centre.scale == "mean" and not centre.sd):
        return None
    schools = [
        School(unit.key, figure.n or 0, figure.value or 0.0, is_own=unit == own)
        for unit, figure in figures
        if _is_shown(figure)
    ]
    if len(schools) < FEWEST:
        return None
    in_order = tuple(sorted(schools, key=lambda school: (school.n, school.key)))  # never by value
    sizes = _along(in_order[0].n, in_order[-1].n)
    limits = tuple(limits_at(n, centre, _spread(centre)) for n in sizes)
    return Funnel(panel, municipality.name, centre, in_order, limits)


def _is_shown(figure: Figure) -> bool:
    return figure.status is Status.PUBLISHED and figure.value is not None and bool(figure.n)


def _spread(centre: Figure) -> float:
    """SD of one answer."""
    if centre.scale == "mean":
        return centre.sd or 0.0
    share = (centre.share or 0.0) / 100
    return 100 * sqrt(share * (1 - share))


def _along(first: int, last: int) -> list[int]:
    low, high = max(2, round(0.85 * first)), round(1.05 * last)
    return sorted({round(low + (high - low) * (step / _POINTS) ** 2) for step in range(_POINTS + 1)})


def limits_at(n: int, centre: Figure, spread: float) -> Limits:
    """The limits around `centre` for `n` answers: exact binomial for a share, normal for a mean."""
    low, high = _between(n, centre, spread, INNER)
    lowest, highest = _between(n, centre, spread, OUTER)
    return Limits(n, low, high, lowest, highest)


def _between(n: int, centre: Figure, spread: float, level: float) -> tuple[float, float]:
    value = centre.value or 0.0
    if centre.scale == "share":
        low, high = (_binomial_end(n, value / 100, (1 + sign * level) / 2) for sign in (-1, 1))
        return 100 * low / n, 100 * high / n
    arm = float(stats.norm.ppf((1 + level) / 2)) * spread / sqrt(n) + _ROUNDING
    first, last = _ENDS
    return max(first, value - arm), min(last, value + arm)


def _binomial_end(n: int, share: float, level: float) -> float:
    """The number of answers that this share of all schools stay below, exact and between whole answers.

    Source: Spiegelhalter 2005, Funnel plots for comparing institutional performance, appendix A.1.1.
    """
    whole = float(stats.binom.ppf(level, n, share))
    below, at = (float(stats.binom.cdf(count, n, share)) for count in (whole - 1, whole))
    return max(0.0, whole - (at - level) / (at - below)) if at > below else whole
