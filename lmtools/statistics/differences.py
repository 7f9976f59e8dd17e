"""The interval of a change between two cohorts, and the level at which it just reaches 0."""

from __future__ import annotations

import numpy as np
from scipy import special

from .scores import Numbers, widen
from .summary import Summary

_SMALLEST_P = 1e-9
# Of half a step of each figure. A whole half step is the usual continuity correction; half of it keeps
# false changes under 5 % for every shape of answers in `benchmarks.coverage`.
_OF_HALF_A_STEP = 0.5
_ROUNDS, _POINTS = 4, 41


def difference_arm(
    arms: tuple[Numbers, Numbers],
    *,
    roundings: tuple[float, float],
    steps: tuple[Numbers, Numbers],
    level: Numbers,
) -> np.ndarray:
    """The arm of a difference from the two arms that point towards each other.

    The method of variance estimates recovery (Newcombe 1998 for shares, Zou and Donner 2008), with
    rounding, and half a continuity correction for figures that are exact.
    """
    slack = sum(
        _OF_HALF_A_STEP * np.asarray(step) / 2
        for step, rounding in zip(steps, roundings, strict=True)
        if not rounding
    )
    return np.asarray(widen(np.hypot(*arms), roundings, level) + slack)


def difference_bounds(first: Summary, second: Summary, level: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of second minus first at two-sided levels, in their unit."""
    (low_1, high_1), (low_2, high_2) = first.bounds(level), second.bounds(level)
    difference = second.value - first.value

    def arm(one: np.ndarray, two: np.ndarray) -> np.ndarray:
        return difference_arm(
            (one, two),
            roundings=(first.rounding, second.rounding),
            steps=(first.step, second.step),
            level=level,
        )

    return (
        difference - arm(high_1 - first.value, second.value - low_2),
        difference + arm(first.value - low_1, high_2 - second.value),
    )


def smallest_level(first: Summary, second: Summary) -> float:
    """The level at which the interval of the difference just reaches 0: the p value of the change."""
    is_up = second.value > first.value
    start, end = float(special.logit(_SMALLEST_P)), float(special.logit(1 - _SMALLEST_P))
    for _ in range(_ROUNDS):
        places = np.linspace(start, end, _POINTS)
        low, high = difference_bounds(first, second, special.expit(places))
        excess = low if is_up else -high  # rises with the level
        clear = np.flatnonzero(excess > 0)
        if not clear.size:
            return 1.0
        if clear[0] == 0:
            return _SMALLEST_P
        start, end = float(places[clear[0] - 1]), float(places[clear[0]])
    return float(special.expit((start + end) / 2))
