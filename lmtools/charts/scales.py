"""Which part of a scale the panels of one view share."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from .panel import Panel
from .series import Scale

_SMALLEST_SPAN = 1.0
_HEADROOM = 0.13  # of the span, for the label above the line


def shared_scale(panels: Sequence[Panel], scale: str) -> Scale:
    """The one scale of all panels whose indicator has this `scale`.

    Means show the part of 1-5 that holds every line and band, at least one whole step; shares
    start at 0.
    """
    values = [
        value
        for panel in panels
        if panel.indicator.scale == scale
        for line in panel.lines
        for point in line.points
        for value in (point.value, point.low, point.high)
        if value is not None
    ]
    return scale_of(values, scale)


def scale_of(values: list[float], scale: str) -> Scale:
    """The part of a "mean", "share" or other scale that holds all `values`."""
    if scale == "mean":
        return _mean_scale(values)
    if scale == "share":
        return _from_zero(values, top=100.0)
    return _from_zero(values, top=None)


def _mean_scale(values: list[float]) -> Scale:
    if not values:
        return Scale(1.0, 5.0, (1.0, 2.0, 3.0, 4.0, 5.0))
    low, high = floor(min(values) * 10 - 0.5) / 10, max(values)
    high = ceil((high + _HEADROOM * (high - low)) * 10) / 10
    if high - low < _SMALLEST_SPAN:
        middle = (low + high) / 2
        low, high = middle - _SMALLEST_SPAN / 2, middle + _SMALLEST_SPAN / 2
    low, high = round(max(1.0, low), 1), round(min(5.0, high), 1)
    return Scale(low, high, tuple(float(tick) for tick in range(ceil(low), floor(high) + 1)))


def _from_zero(values: list[float], *, top: float | None) -> Scale:
    largest = max([*values, 1.0]) * (1 + _HEADROOM)
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100, 1000, 10**9) if largest / s <= 3.5)
    high = largest if top is None else min(top, largest)
    return Scale(0.0, round(high, 1), tuple(float(tick * step) for tick in range(floor(high / step) + 1)))
