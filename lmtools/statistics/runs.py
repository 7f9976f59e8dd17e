"""Run charts: whether a frequent pulse has moved, or only wanders about its median."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import comb
from typing import Literal

import numpy as np

# Perla, Provost and Murray: with fewer points off the median, the rules say nothing.
FEWEST_POINTS = 10
# How seldom a pulse that stands still may break one rule.
_LEVEL = 0.025
# The shortest run and trend that anyone calls a signal (Perla, Provost and Murray 2011).
_SHORTEST_RUN, _SHORTEST_TREND = 6, 5

SignalKind = Literal["few runs", "many runs", "shift", "trend"]


@dataclass(frozen=True)
class Signal:
    """One rule that was broken, from `start` to `end` (both included) of the series as it was given."""

    kind: SignalKind
    start: int
    end: int


@dataclass(frozen=True)
class RunChart:
    """A series about its median.

    Attributes:
        enough: Whether there are points enough for the rules; without, there are no signals.
        points: Points with a value.
        useful: Points that do not lie on the median.
        median: Of all points with a value; None without any.
        runs: Stretches on one side of the median.
        expected_runs: The fewest and most runs that chance leaves standing; None when not enough.
        longest: Useful points in the longest run.
        shift_from: A run of this length is a shift; None when not enough.
        steepest: Points in the longest stretch that only rises or only falls.
        trend_from: A stretch of this length is a trend; None when not enough.
        signals: What chance would seldom do.
    """

    enough: bool
    points: int
    useful: int
    median: float | None
    runs: int
    expected_runs: tuple[int, int] | None
    longest: int
    shift_from: int | None
    steepest: int
    trend_from: int | None
    signals: tuple[Signal, ...]


def run_chart(series: Sequence[float | None]) -> RunChart:
    """Median, runs, shift and trend of a series in time order; None is a point that is not published.

    Each rule is drawn where a pulse that stands still breaks it in at most 2.5 % of such series, by the
    exact distribution for as many points. Runs: Swed and Eisenhart 1943. A fixed length for a shift (6
    in Perla, Provost and Murray 2011; 8 in others) fits only one length of series: six of twelve are
    rare, but six of 24 come by chance in one series of five. So it grows with the series, as in Anhøj
    and Olesen 2014 (who use log2 of the points + 3, a limit that twelve points cannot reach); never
    under 6. Likewise for trends, never under 5: equal neighbours count once.

    Raises:
        ValueError: A value is not finite.
    """
    placed = [(place, float(value)) for place, value in enumerate(series) if value is not None]
    values = np.array([value for _, value in placed])
    if not np.isfinite(values).all():
        raise ValueError("run_chart needs finite values, and None where there is no figure.")
    median = float(np.median(values)) if values.size else None
    sides = [(place, value > median) for place, value in placed if median is not None and value != median]
    runs, trends = _stretches(sides), _trends(placed)
    above = sum(is_above for _, is_above in sides)
    enough = len(sides) >= FEWEST_POINTS
    longest = max((len(run) for run in runs), default=0)
    steepest = max((len(trend) for trend in trends), default=min(1, len(placed)))
    limits = _Limits.of(above, len(sides) - above, len(placed)) if enough else None
    return RunChart(
        enough=enough,
        points=len(placed),
        useful=len(sides),
        median=median,
        runs=len(runs),
        expected_runs=limits.runs if limits else None,
        longest=longest,
        shift_from=limits.shift if limits else None,
        steepest=steepest,
        trend_from=limits.trend if limits else None,
        signals=_signals(runs, trends, limits) if limits else (),
    )


@dataclass(frozen=True)
class _Limits:
    runs: tuple[int, int]
    shift: int
    trend: int

    @classmethod
    def of(cls, above: int, below: int, points: int) -> _Limits:
        return cls(
            runs=_expected_runs(above, below),
            shift=_first(_SHORTEST_RUN, lambda length: _chance_of_run(length, above, below)),
            trend=_first(_SHORTEST_TREND, lambda length: _chance_of_trend(length, points)),
        )


def _signals(runs: list[list[int]], trends: list[list[int]], limits: _Limits) -> tuple[Signal, ...]:
    fewest, most = limits.runs
    whole = runs[0][0], runs[-1][-1]
    found: list[Signal] = []
    if len(runs) < fewest:
        found.append(Signal("few runs", *whole))
    if len(runs) > most:
        found.append(Signal("many runs", *whole))
    found += [Signal("shift", run[0], run[-1]) for run in runs if len(run) >= limits.shift]
    found += [Signal("trend", trend[0], trend[-1]) for trend in trends if len(trend) >= limits.trend]
    return tuple(found)


def _stretches(sides: list[tuple[int, bool]]) -> list[list[int]]:
    """The places of each run; points on the median neither belong to a run nor end it."""
    runs: list[list[int]] = []
    previous: bool | None = None
    for place, is_above in sides:
        if is_above is not previous:
            runs.append([])
        runs[-1].append(place)
        previous = is_above
    return runs


def _trends(placed: list[tuple[int, float]]) -> list[list[int]]:
    """The places of each stretch that only rises or only falls; equal neighbours count once."""
    turns = [at for at in range(len(placed)) if at == 0 or placed[at][1] != placed[at - 1][1]]
    trends: list[list[int]] = []
    previous: bool | None = None
    for before, after in pairwise(turns):
        rises = placed[after][1] > placed[before][1]
        if rises is not previous:
            trends.append([placed[before][0]])
        trends[-1].append(placed[after][0])
        previous = rises
    return trends


def _first(shortest: int, chance: Callable[[int], float]) -> int:
    """The first length that chance makes seldom enough."""
    length = shortest
    while chance(length) > _LEVEL:
        length += 1
    return length


def _expected_runs(above: int, below: int) -> tuple[int, int]:
    """The fewest and most runs that are not rare."""
    total = comb(above + below, above)
    chances = [_orders(above, below, runs, above + below) / total for runs in range(above + below + 1)]
    fewest = next(runs for runs in range(len(chances)) if sum(chances[: runs + 1]) > _LEVEL)
    most = next(runs for runs in reversed(range(len(chances))) if sum(chances[runs:]) > _LEVEL)
    return fewest, most


@cache
def _chance_of_run(length: int, above: int, below: int) -> float:
    """How often chance makes a run of at least `length` out of so many above and below."""
    shorter = sum(_orders(above, below, runs, length - 1) for runs in range(above + below + 1))
    return 1 - shorter / comb(above + below, above)


def _orders(above: int, below: int, runs: int, longest: int) -> int:
    """How many orders have exactly `runs` runs, none over `longest`."""
    half, rest = divmod(runs, 2)
    return sum(
        _parts(above, first, longest) * _parts(below, second, longest)
        for first, second in ((half + rest, half), (half, half + rest))
    )


def _parts(total: int, parts: int, largest: int) -> int:
    """How many ways `total` falls into so many parts of 1 to `largest`, in order."""
    if parts == 0:
        return int(total == 0)
    return sum(
        (-1) ** too_large * comb(parts, too_large) * comb(total - too_large * largest - 1, parts - 1)
        for too_large in range(parts + 1)
        if total - too_large * largest >= parts
    )


@cache
def _chance_of_trend(length: int, points: int) -> float:
    """How often `points` different values in random order rise or fall through `length` of them.

    Builds the order point by point: `ways[k, r]` is the chance that the last point is number r of those
    so far and ends a rising stretch of k + 2 points, with none of `length` before. Falls mirror rises.
    """
    if points < length:
        return 0.0
    ways = np.zeros((max(1, length - 2), 2))
    ways[0, 1] = 0.5  # two points that rise; those that fall are its mirror image
    for count in range(3, points + 1):
        longer = np.zeros((len(ways), count))
        longer[1:, 1:] = np.cumsum(ways, axis=1)[:-1]  # the new point is over the last
        falling = ways.sum(axis=0)[::-1]  # the mirror image
        longer[0, 1:] = np.cumsum(falling)  # a rise after a fall
        ways = longer / count
    return float(1 - 2 * ways.sum())
