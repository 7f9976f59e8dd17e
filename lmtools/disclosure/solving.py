"""The range of every hidden cell of one component, by as few programs as will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .points import Points
from .program import OPTIMAL, TOLERANCE, Answer, Program
from .reducing import Sum
from .splitting import Component


@dataclass(frozen=True)
class Bounds:
    """The values a hidden cell can have. `status` is "optimal", or what the solver said instead."""

    low: float
    high: float
    low_integer: float
    high_integer: float
    status: str

    def of(self, part: Sum, known: int) -> Bounds:
        """From the bounds of a form to those of a cell that is it, turned or not, plus what is known."""
        plus = part.known + known
        if part.sign > 0:
            low, high, first, last = self.low, self.high, self.low_integer, self.high_integer
        else:
            low, high, first, last = -self.high, -self.low, -self.high_integer, -self.low_integer
        return Bounds(low + plus, high + plus, first + plus, last + plus, self.status)


@dataclass(frozen=True)
class _End:
    linear: float
    whole: float
    status: str


class Solver:
    """Answers questions about one component, remembering every point it has seen.

    Args:
        component: The component.
        integers: Whether counts are taken to be whole.
        truth: The true unknowns, where they are known: a first point, and a good one to look about.
    """

    def __init__(
        self, component: Component, *, integers: bool = True, truth: np.ndarray | None = None
    ) -> None:
        self.component = component
        self.points = Points(component)
        self.integers = integers
        self._bounds: dict[int, Bounds] = {}
        self._linear: Program | None = None
        self._whole: Program | None = None
        self._explored = 0
        if truth is not None:
            self.points.add(truth)
        if integers:
            self._try_all_points()

    def _try_all_points(self) -> None:
        """Where the unknowns are few and narrow, every point there is tells all at once."""
        sizes = np.diff(self.component.forms.indptr)
        first = self.component.forms.indptr[:-1]
        alone = np.flatnonzero((sizes == 1) & (self.component.forms.data[first] == 1))
        order = alone[np.argsort(self.component.forms.indices[first[alone]])]
        if len(order) != self.component.size or self.component.size > 12:
            return
        low, high = np.empty(len(order)), np.empty(len(order))
        for place, form in enumerate(order.tolist()):
            ends = [self._linear_end(form, smallest=side) for side in (True, False)]
            if any(end.status != OPTIMAL for end in ends):
                return
            low[place], high[place] = np.ceil(ends[0].value - TOLERANCE), np.floor(ends[1].value + TOLERANCE)
        self.points.add_all(low, high)

    def bounds(self, form: int) -> Bounds:
        """The range of a form."""
        if form not in self._bounds:
            high, low = self._end(form, smallest=False), self._end(form, smallest=True)
            status = next((end.status for end in (low, high) if end.status != OPTIMAL), OPTIMAL)
            self._bounds[form] = Bounds(low.linear, high.linear, low.whole, high.whole, status)
        return self._bounds[form]

    def proved(self, forms: Sequence[int], width: float) -> dict[int, Bounds]:
        """Ranges that prove which forms are at least `width` wide; they may be wider than told.

        While linear programs find a form that is not, whole numbers are not asked for the others:
        the pattern must be changed anyway.
        """
        if self.points.complete or not self.integers:
            return {form: self.bounds(form) for form in forms}
        found = {form: self._at_once(form, width) for form in forms}
        if any(b.status != OPTIMAL or b.high_integer - b.low_integer < width for b in found.values()):
            return found
        return {
            form: self._seen_range(form) if self._wide(form, width) else self._at_last(form, width)
            for form in forms
        }

    def _at_once(self, form: int, width: float) -> Bounds:
        """What known points prove, or else what linear programs say."""
        if not self._wide(form, width):
            self._explore()
        if self._wide(form, width):
            return self._seen_range(form)
        low, high = (self._linear_end(form, smallest=side) for side in (True, False))
        status = next((end.status for end in (low, high) if end.status != OPTIMAL), OPTIMAL)
        first, last = _inwards(low.value, smallest=True), _inwards(high.value, smallest=False)
        return Bounds(low.value, high.value, first, last, status)

    def _at_last(self, form: int, width: float) -> Bounds:
        """The same by whole numbers: one end, if that is enough."""
        self._explore()
        if not self._wide(form, width):
            self.extreme(form, smallest=False, whole=True)
        return self._seen_range(form) if self._wide(form, width) else self.bounds(form)

    def _wide(self, form: int, width: float) -> bool:
        return bool(self.points.high[form] - self.points.low[form] >= width)

    def _seen_range(self, form: int) -> Bounds:
        low, high = float(self.points.low[form]), float(self.points.high[form])
        return Bounds(low, high, low, high, OPTIMAL)

    def _explore(self) -> None:
        """Look about when twice as many points are known as last time."""
        if len(self.points.values) >= 2 * self._explored:
            self.points.explore()
            self._explored = max(1, len(self.points.values))

    def _end(self, form: int, *, smallest: bool) -> _End:
        answer = self._linear_end(form, smallest=smallest)
        if answer.status != OPTIMAL or not np.isfinite(answer.value):
            return _End(answer.value, answer.value, answer.status)
        if not self.integers:
            return _End(answer.value, _inwards(answer.value, smallest=smallest), OPTIMAL)
        seen = self._seen(form, smallest=smallest)
        if self.points.complete:
            status = OPTIMAL if np.isfinite(seen) else "Infeasible"
            return _End(answer.value, seen if np.isfinite(seen) else float("nan"), status)
        if seen == _inwards(answer.value, smallest=smallest):
            return _End(answer.value, seen, OPTIMAL)
        self._explore()
        seen = self._seen(form, smallest=smallest)
        if seen == _inwards(answer.value, smallest=smallest):
            return _End(answer.value, seen, OPTIMAL)
        whole = self.extreme(form, smallest=smallest, whole=True)
        return _End(answer.value, whole.value, whole.status)

    def _linear_end(self, form: int, *, smallest: bool) -> Answer:
        limit = float((self.component.low if smallest else self.component.high)[form])
        if self._seen(form, smallest=smallest) == limit:
            return Answer(limit, None, True, OPTIMAL)  # nothing can be beyond, and a point is there
        return self.extreme(form, smallest=smallest, whole=False)

    def extreme(self, form: int, *, smallest: bool, whole: bool) -> Answer:
        """Run a program for the least or greatest value of a form; a whole point is kept."""
        return self.run(self.costs(form), smallest=smallest, whole=whole)

    def run(self, costs: np.ndarray, *, smallest: bool, whole: bool) -> Answer:
        """Run a program for any objective; a whole point is kept."""
        answer = self.program(whole=whole).extreme(costs, smallest=smallest)
        fits = answer.whole and answer.point is not None and self.points.add(answer.point)
        if whole and answer.status == OPTIMAL and np.isfinite(answer.value) and not fits:
            return Answer(float("nan"), None, False, "the solver's point does not fit")
        return answer

    def _seen(self, form: int, *, smallest: bool) -> float:
        return float((self.points.low if smallest else self.points.high)[form])

    def costs(self, form: int) -> np.ndarray:
        """The objective that is this form."""
        forms = self.component.forms
        inside = slice(forms.indptr[form], forms.indptr[form + 1])
        costs = np.zeros(self.component.size)
        costs[forms.indices[inside]] = forms.data[inside]
        return costs

    def program(self, *, whole: bool) -> Program:
        """The component's program, built when first needed."""
        if whole:
            self._whole = self._whole or Program(self.component, integers=True)
            return self._whole
        self._linear = self._linear or Program(self.component, integers=False)
        return self._linear


def _inwards(value: float, *, smallest: bool) -> float:
    return float(np.ceil(value - TOLERANCE) if smallest else np.floor(value + TOLERANCE))
