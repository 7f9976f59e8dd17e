"""Linear statements about unknown numbers, and the least and greatest value each can have (HiGHS).

A `Model` collects unknowns and statements; `components` splits it where they share nothing, and
`Program` solves one component again and again with another objective. Unknown pupils are whole, and
are checked as whole numbers where the linear answer is not whole already. A solver status other than
"optimal" is passed on and is never an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from lmtools.disclosure.program import Quiet
from lmtools.survey.certificate_record import OPTIMAL

_WHOLE = 1e-6
_SECONDS = 10.0
_STEPS = 30
_MOST_POINTS = 500_000
_MOST_WHOLE = 14  # unknowns of a system that is checked in whole numbers

Unknown = int
Term = Unknown | float
"""A quantity in a statement: the number of an unknown (`int`), or a known value (`float`)."""


@dataclass(frozen=True)
class Statement:
    """`low <= sum of weight x unknown <= high`. `kind` tells where it comes from."""

    weights: Mapping[Unknown, float]
    low: float
    high: float
    kind: str


@dataclass(frozen=True)
class Range:
    """The least and greatest value of something, and what the solver said."""

    low: float
    high: float
    status: str = OPTIMAL

    @property
    def width(self) -> float:
        """How wide the range is; 0 when the solver did not answer."""
        return max(self.high - self.low, 0.0) if self.status == OPTIMAL else 0.0


@dataclass
class Model:
    """Unknowns with their bounds, and statements about them."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def unknown(self, low: float, high: float, *, whole: bool = False) -> Unknown:
        """A new unknown between `low` and `high`."""
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    def say(self, terms: Iterable[tuple[float, Term]], low: float, high: float, *, kind: str) -> None:
        """State that `low <= sum of weight x term <= high`. Says nothing when all terms are known."""
        weights: dict[Unknown, float] = {}
        known = 0.0
        for weight, term in terms:
            if isinstance(term, int):
                weights[term] = weights.get(term, 0.0) + weight
            else:
                known += weight * term
        if weights:
            self.statements.append(Statement(weights, low - known, high - known, kind))

    def components(self) -> Iterator[tuple[list[Unknown], list[Statement]]]:
        """Unknowns and statements that have to do with one another."""
        if not self.low:
            return
        pairs = [(number, u) for number, s in enumerate(self.statements) for u in s.weights]
        size = len(self.low)
        total = size + len(self.statements)
        rows = np.asarray([size + number for number, _ in pairs], dtype=np.int64)
        cols = np.asarray([u for _, u in pairs], dtype=np.int64)
        graph = sparse.coo_array((np.ones(len(pairs)), (rows, cols)), shape=(total, total))
        _, labels = connected_components(graph, directed=False)
        parts: dict[int, tuple[list[Unknown], list[Statement]]] = {}
        for unknown in range(size):
            parts.setdefault(int(labels[unknown]), ([], []))[0].append(unknown)
        for number, statement in enumerate(self.statements):
            parts[int(labels[size + number])][1].append(statement)
        yield from parts.values()


class Program:
    """One component, solved for one objective after another.

    With `check_whole`, ends that are not whole pupils are looked for again among whole pupils.
    """

    def __init__(self, model: Model, unknowns: list[Unknown], statements: list[Statement]) -> None:
        self._model, self._statements = model, statements
        self.check_whole = len(unknowns) <= _MOST_WHOLE
        self._place = {unknown: at for at, unknown in enumerate(unknowns)}
        self._unknowns = unknowns
        self._linear = self._built(whole=False)
        self._whole: highspy.Highs | None = None
        self._points: np.ndarray | None = None
        self._counted = False

    @property
    def possible(self) -> bool:
        """Whether any numbers fit all the statements."""
        return _solved(self._linear, np.zeros(len(self._unknowns)), smallest=True)[1] == OPTIMAL

    def range(self, weights: Mapping[Unknown, float]) -> Range:
        """The range of a sum of unknowns."""
        low, first, _ = self._extreme(weights, smallest=True)
        high, second, _ = self._extreme(weights, smallest=False)
        return Range(low, high, next((s for s in (first, second) if s != OPTIMAL), OPTIMAL))

    def ratio(self, above: Unknown, below: Unknown) -> Range:
        """The range of one unknown divided by another that is above zero (Dinkelbach's method)."""
        ends = []
        for smallest in (True, False):
            value = 3.0
            for _ in range(_STEPS):
                best, status, point = self._extreme({above: 1.0, below: -value}, smallest=smallest)
                if status != OPTIMAL:
                    return Range(float("nan"), float("nan"), status)
                value = float(point[self._place[above]] / max(point[self._place[below]], 1e-9))
                if abs(best) < 1e-6:
                    break
            ends.append(value)
        return Range(ends[0], ends[1])

    def _extreme(self, weights: Mapping[Unknown, float], *, smallest: bool) -> tuple[float, str, np.ndarray]:
        costs = np.zeros(len(self._unknowns))
        for unknown, weight in weights.items():
            costs[self._place[unknown]] = weight
        value, status, point = _solved(self._linear, costs, smallest=smallest)
        if status != OPTIMAL or not self.check_whole:
            return value, status, point
        kinds = np.asarray([self._model.whole[u] for u in self._unknowns])
        if bool(np.all(np.abs(point - np.round(point))[kinds] < _WHOLE)):
            return value, status, point
        points = self._all_points()
        if points is not None and len(points):
            values = points @ costs
            at = int(values.argmin() if smallest else values.argmax())
            return float(values[at]), OPTIMAL, points[at]
        if self._whole is None:
            self._whole = self._built(whole=True)
        return _solved(self._whole, costs, smallest=smallest)

    def _all_points(self) -> np.ndarray | None:
        """Every possible point, when all unknowns are whole and there are not too many; None otherwise."""
        if self._counted:
            return self._points
        self._counted = True
        if not all(self._model.whole[u] for u in self._unknowns):
            return None
        spans = []
        for at in range(len(self._unknowns)):
            costs = np.zeros(len(self._unknowns))
            costs[at] = 1.0
            ends = [_solved(self._linear, costs, smallest=smallest) for smallest in (True, False)]
            if any(status != OPTIMAL for _, status, _ in ends):
                return None
            low, high = np.ceil(ends[0][0] - _WHOLE), np.floor(ends[1][0] + _WHOLE)
            spans.append(np.arange(low, max(high, low) + 1))
            if np.prod([float(len(span)) for span in spans]) > _MOST_POINTS:
                return None
        points = np.stack(np.meshgrid(*spans, indexing="ij"), axis=-1).reshape(-1, len(spans))
        for statement in self._statements:
            where = [self._place[u] for u in statement.weights]
            value = points[:, where] @ np.asarray(list(statement.weights.values()))
            slack = _slack(statement)
            points = points[(value >= statement.low - slack) & (value <= statement.high + slack)]
        self._points = points
        return points

    def _built(self, *, whole: bool) -> highspy.Highs:
        solver = Quiet()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("time_limit", _SECONDS)
        if not whole:
            solver.setOptionValue("presolve", "off")
        size = len(self._unknowns)
        solver.addVars(
            size,
            np.asarray([self._model.low[u] for u in self._unknowns]),
            np.asarray([self._model.high[u] for u in self._unknowns]),
        )
        for statement in self._statements:
            where = np.asarray([self._place[u] for u in statement.weights], dtype=np.int32)
            values = np.asarray(list(statement.weights.values()), dtype=np.float64)
            slack = _slack(statement)
            solver.addRow(statement.low - slack, statement.high + slack, len(where), where, values)
        if whole:
            kinds = [
                highspy.HighsVarType.kInteger if self._model.whole[u] else highspy.HighsVarType.kContinuous
                for u in self._unknowns
            ]
            solver.changeColsIntegrality(size, np.arange(size, dtype=np.int32), np.asarray(kinds))
        return solver


def _slack(statement: Statement) -> float:
    ends = [abs(end) for end in (statement.low, statement.high) if np.isfinite(end)]
    return 1e-7 * max([1.0, *ends])


def _solved(solver: highspy.Highs, costs: np.ndarray, *, smallest: bool) -> tuple[float, str, np.ndarray]:
    size = len(costs)
    solver.changeColsCost(size, np.arange(size, dtype=np.int32), costs)
    solver.changeObjectiveSense(highspy.ObjSense.kMinimize if smallest else highspy.ObjSense.kMaximize)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        return float("nan"), str(solver.modelStatusToString(status)).lower(), np.zeros(size)
    point = np.asarray(solver.getSolution().col_value)
    return float(costs @ point), OPTIMAL, point
