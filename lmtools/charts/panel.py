"""One indicator as a reader meets it, before it becomes a chart, a sentence or a table row.

Chart, text alternative and table are all made from the same `Panel`, so they cannot disagree. A
figure that is not published has no label but a word, and no number is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.figures import Break, Figure, Indicator, Status
from lmtools.errors import N_
from lmtools.statistics import Verdict, interval_of
from lmtools.text import Text

SUPPRESSED = N_("Skjermet")
NARROW = {"mean": 0.2, "share": 4.0}
"""Intervals of large units that are no wider than the marks of a chart."""


@dataclass(frozen=True)
class Point:
    """One year of one series. `label` is what is written: a number, "Skjermet", or "" for no figure.

    `low` and `high` bound what a similar cohort could have shown; None where that is not known.
    """

    year: int
    status: Status
    value: float | None
    label: str
    low: float | None = None
    high: float | None = None
    n: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to draw."""
        return self.value is not None


@dataclass(frozen=True)
class Line:
    """One series. `role` is "school", "municipality" or "country"."""

    role: str
    name: str
    points: tuple[Point, ...]

    def at(self, year: int | None) -> Point | None:
        """The point of a year; None when the series has no such year."""
        return next((point for point in self.points if point.year == year), None)

    @property
    def hidden_years(self) -> tuple[int, ...]:
        """The years in which the series is hidden."""
        return tuple(point.year for point in self.points if point.status is Status.SUPPRESSED)

    @property
    def has_intervals(self) -> bool:
        """Whether there is uncertainty to draw."""
        return any(point.low is not None for point in self.points)


@dataclass(frozen=True)
class Panel:
    """One indicator for one unit: its lines, breaks, the two years compared and the verdict.

    `name` is for sentences, `title` also says that a share is a share.
    """

    indicator: Indicator
    name: str
    title: str
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...]
    year: int
    compare: int | None
    figures: tuple[Figure, ...]
    verdict: Verdict
    decimals: int

    @property
    def school(self) -> Line:
        """The unit's own line."""
        return self.lines[0]

    @property
    def references(self) -> tuple[Line, ...]:
        """What the unit is held beside."""
        return self.lines[1:]

    @property
    def is_share(self) -> bool:
        """Whether values are per cent."""
        return self.indicator.scale == "share"

    def figure(self, year: int | None) -> Figure | None:
        """The unit's own figure of a year."""
        return next((figure for figure in self.figures if figure.year == year), None)

    def break_between(self) -> Break | None:
        """The break that makes the two compared years incomparable, if there is one."""
        return break_between(self.breaks, self.compare, self.year)


def break_between(breaks: tuple[Break, ...], earlier: int | None, later: int) -> Break | None:
    """The first break after `earlier`, up to and with `later`."""
    if earlier is None:
        return None
    return next((item for item in breaks if earlier < item.year <= later), None)


def write_value(value: float, *, scale: str, decimals: int, text: Text) -> str:
    """A value as it is written everywhere: "3,9", or "14 %" for a share."""
    return text.percent(value, decimals) if scale == "share" else text.number(value, decimals)


def write_range(low: float, high: float, *, scale: str, text: Text) -> str:
    """An interval as it is written everywhere: "3,3–3,7", or "9–22 %" for a share."""
    if scale == "share":
        return f"{text.number(low, 0)}–{text.percent(high, 0)}"
    return f"{text.number(low, 1)}–{text.number(high, 1)}"


def title_of(indicator: Indicator, text: Text) -> str:
    """The indicator's name, which also says that a share is a share."""
    name = text.t(indicator.name)
    if indicator.scale != "share":
        return name
    return text.t("{name} Andel", name=name) if name.endswith("?") else text.t("{name}, andel", name=name)


def decimals_for(scale: str, figures: tuple[Figure, ...]) -> int:
    """One decimal, except for shares, points and counts that are all whole."""
    values = [figure.value for figure in figures if figure.value is not None]
    return 0 if scale != "mean" and all(abs(value - round(value)) < 0.05 for value in values) else 1


def make_line(
    role: str,
    name: str,
    figures: tuple[Figure, ...],
    *,
    decimals: int,
    text: Text,
    narrowest: float = 0.0,
) -> Line:
    """The line of one series, with each year's interval where it may be derived.

    An interval under `narrowest` (in the unit of the figure) is left out: it would not be seen.
    """
    return Line(role, name, tuple(_point(figure, decimals, text, narrowest) for figure in figures))


def _point(figure: Figure, decimals: int, text: Text, narrowest: float) -> Point:
    if figure.status is Status.SUPPRESSED:
        return Point(figure.year, figure.status, None, text.t(SUPPRESSED))
    if figure.status is not Status.PUBLISHED or figure.value is None:
        return Point(figure.year, figure.status, None, "")
    label = write_value(figure.value, scale=figure.scale, decimals=decimals, text=text)
    interval = interval_of(figure)
    is_drawn = interval is not None and interval.high - interval.low >= narrowest
    low, high = (round(interval.low, 3), round(interval.high, 3)) if interval and is_drawn else (None, None)
    return Point(figure.year, figure.status, figure.value, label, low, high, figure.n)
