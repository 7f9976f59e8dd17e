"""Tables of whole counts that fit a component: each one an attacker cannot rule out."""

from __future__ import annotations

import numpy as np

from .knowledge import Component


class Points:
    """A pool of whole-number points; two that differ in a hidden cell prove it is not known.

    Attributes:
        low: For each sum of the component, the least value seen (infinity before the first point).
        high: The greatest value seen (minus infinity before the first point).
    """

    def __init__(self, component: Component) -> None:
        self._component = component
        self._values: list[np.ndarray] = []
        size = component.sums.shape[0]
        self.low, self.high = np.full(size, np.inf), np.full(size, -np.inf)

    def add(self, point: np.ndarray) -> bool:
        """Take a point in if it fits; whether it does."""
        part = self._component
        sums = part.rows @ point
        values = part.sums @ point
        if (
            ((sums < part.low) | (sums > part.high)).any()
            or (point < 0).any()
            or (values < part.floors).any()
        ):
            return False
        self._values.append(values)
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
        return True

    def values(self) -> np.ndarray:
        """Points by sums."""
        return np.array(self._values).reshape(len(self._values), -1)
