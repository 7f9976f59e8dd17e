"""Tables of whole counts that fit a component: each one an attacker cannot rule out."""

from __future__ import annotations

import numpy as np

from .splitting import Component

MOST_POINTS = 20_000
_STEPS = 100
_LARGEST = 2_000_000


class Points:
    """A pool of whole-number points; two that differ in a hidden cell prove it is not known.

    Attributes:
        low: For each form, the least value seen (infinity before the first point).
        high: The greatest value seen (minus infinity before the first point).
        complete: Whether these are all the points there are.
    """

    def __init__(self, component: Component) -> None:
        self._component = component
        self._values = np.empty((16, component.forms.shape[0]))
        self._count = 0
        size = component.forms.shape[0]
        self.low, self.high = np.full(size, np.inf), np.full(size, -np.inf)
        self.complete = False

    @property
    def values(self) -> np.ndarray:
        """Points by forms."""
        return self._values[: self._count]

    def add(self, point: np.ndarray) -> bool:
        """Take a point in if it fits; whether it does."""
        values = self._component.forms @ point
        if ((values < self._component.low) | (values > self._component.high)).any():
            return False
        self._keep(values[None, :])
        return True

    def explore(self, form: int | None = None, value: float = 0.0) -> None:
        """Walk about from known points by small steps, and take in all that fits on either side.

        Steps are one unknown up or down, and the differences of points known already. With
        `form`, only where that form is `value`.
        """
        part, known = self._component, self.values
        if form is not None:
            known = known[known[:, form] == value]
        if self.complete or not len(known) or part.forms.shape[0] * part.size > _LARGEST:
            return
        random = np.random.default_rng(len(known))
        single = part.forms.toarray().T.astype(float)
        between = np.diff(known[-_STEPS:], axis=0)
        steps = np.concatenate([single, -single, between, -between])
        if form is not None:
            steps = steps[steps[:, form] == 0]
        here = known[-1]
        for count in range(_STEPS if form is None else _STEPS // 4):
            there = here + steps
            there = there[((there >= part.low) & (there <= part.high)).all(axis=1)]
            self._widen(there)
            stuck = not len(there) or count % 20 == 19
            here = known[random.integers(len(known))] if stuck else there[random.integers(len(there))]
            if len(there) and self._count < MOST_POINTS // 4:
                self._keep(there[random.integers(len(there), size=4)])

    def add_all(self, low: np.ndarray, high: np.ndarray) -> bool:
        """Take in every point with unknowns from `low` to `high`, if they are not too many."""
        ranges = high - low + 1
        if not np.isfinite(ranges).all() or np.prod(np.maximum(ranges, 0)) > MOST_POINTS:
            return False
        axes = [np.arange(first, last + 1) for first, last in zip(low, high, strict=True)]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
        values = (self._component.forms @ grid.T).T
        fits = ((values >= self._component.low) & (values <= self._component.high)).all(axis=1)
        self._keep(values[fits])
        self.complete = True
        return True

    def _keep(self, values: np.ndarray) -> None:
        needed = self._count + len(values)
        if needed > len(self._values):
            grown = np.empty((max(needed, 2 * len(self._values)), self._values.shape[1]))
            grown[: self._count] = self.values
            self._values = grown
        self._values[self._count : needed] = values
        self._count = needed
        self._widen(values)

    def _widen(self, values: np.ndarray) -> None:
        if len(values):
            np.minimum(self.low, values.min(axis=0), out=self.low)
            np.maximum(self.high, values.max(axis=0), out=self.high)
