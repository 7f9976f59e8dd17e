"""The range of every hidden cell of one component, by as few programs as will do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .knowledge import Component
from .points import Points
from .program import OPTIMAL, TOLERANCE, Answer, Program


@dataclass(frozen=True)
class Bounds:
    """The values a hidden cell can have. `status` is "optimal", or what the solver said instead."""

    low: float
    high: float
    low_integer: float
    high_integer: float
    status: str

    def plus(self, known: int) -> Bounds:
        """The same with a known count added."""
        return Bounds(
            self.low + known,
            self.high + known,
            self.low_integer + known,
            self.high_integer + known,
            self.status,
        )


@dataclass(frozen=True)
class _End:
    linear: float
    whole: float
    status: str


class Solver:
    """Answers questions about one component, remembering every point it has seen."""

    def __init__(self, component: Component, *, integers: bool = True) -> None:
        self.component = component
        self.points = Points(component)
        self._integers = integers
        self._least, self._most = np.maximum(component.floors, 0.0), _ceilings(component)
        self._linear: Program | None = None
        self._whole: Program | None = None

    def bounds(self, number: int) -> Bounds:
        """The range of sum `number` of the component."""
        high, low = self._end(number, smallest=False), self._end(number, smallest=True)
        status = next((end.status for end in (low, high) if end.status != OPTIMAL), OPTIMAL)
        return Bounds(low.linear, high.linear, low.whole, high.whole, status)

    def _end(self, number: int, *, smallest: bool) -> _End:
        limit = float(self._least[number] if smallest else self._most[number])
        if self._seen(number, smallest=smallest) == limit:
            return _End(limit, limit, OPTIMAL)  # nothing can be beyond, and a point is there
        answer = self.program(whole=False).extreme(self.costs(number), smallest=smallest)
        settled = self._keep(answer)
        if settled or answer.status != OPTIMAL or not np.isfinite(answer.value):
            return _End(answer.value, answer.value, answer.status)
        rounded = float(np.ceil(answer.value - TOLERANCE) if smallest else np.floor(answer.value + TOLERANCE))
        if not self._integers or self._seen(number, smallest=smallest) == rounded:
            return _End(answer.value, rounded, OPTIMAL)
        whole = self.program(whole=True).extreme(self.costs(number), smallest=smallest)
        if whole.status == OPTIMAL and np.isfinite(whole.value) and not self._keep(whole):
            return _End(answer.value, float("nan"), "the point does not fit")
        return _End(answer.value, whole.value, whole.status)

    def _seen(self, number: int, *, smallest: bool) -> float:
        return float((self.points.low if smallest else self.points.high)[number])

    def _keep(self, answer: Answer) -> bool:
        return answer.whole and answer.point is not None and self.points.add(answer.point)

    def costs(self, number: int) -> np.ndarray:
        """The objective that adds up sum `number`."""
        sums = self.component.sums
        costs = np.zeros(sums.shape[1])
        costs[sums.indices[sums.indptr[number] : sums.indptr[number + 1]]] = 1.0
        return costs

    def program(self, *, whole: bool) -> Program:
        """The component's program, built when first needed."""
        if whole:
            self._whole = self._whole or Program(self.component, integers=True)
            return self._whole
        self._linear = self._linear or Program(self.component, integers=False)
        return self._linear


def _ceilings(component: Component) -> np.ndarray:
    """For each sum, the least total of a row of plain ones that holds all of it; else infinity."""
    plain = np.flatnonzero(
        np.asarray(component.rows.min(axis=1).toarray()).ravel() >= 0
        if component.rows.shape[0] and component.rows.shape[1]
        else np.zeros(0)
    )
    ceilings = np.full(component.sums.shape[0], np.inf)
    if not len(plain):
        return ceilings
    # Weights are whole, so a row of weights of 0 or more bounds what it weighs at least 1.
    held = component.rows[plain].sign()
    common = (component.sums @ held.T).tocoo()
    sizes = np.diff(component.sums.indptr)
    inside = common.data == sizes[common.row]
    np.minimum.at(ceilings, common.row[inside], component.high[plain][common.col[inside]])
    return ceilings
