"""Percentiles of waits, and how they are written in a result line."""

from __future__ import annotations

import math
from collections.abc import Iterable


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of `values` do not exceed (nearest rank); nan when there are none."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def rounded(value: float, digits: int = 2) -> float | None:
    """For a result line: None where there is no such figure."""
    return round(value, digits) if math.isfinite(value) else None
