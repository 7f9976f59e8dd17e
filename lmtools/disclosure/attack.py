"""What an attacker can work out from a published pattern: bounds on every hidden cell.

The attacker knows every published cell, how cells add up, and that counts are whole and not
negative. Equations are first made local (a published total minus the published parts inside it),
which splits the problem into small components; HiGHS then finds the least and the greatest value
of each hidden cell, and again with whole numbers where the linear answer is not whole already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

TOLERANCE = 1e-6
_SECONDS_PER_PROGRAM = 20.0


@dataclass(frozen=True)
class Bounds:
    """The values a hidden cell can have. `status` is "optimal", or what the solver said instead."""

    low: float
    high: float
    low_integer: float
    high_integer: float
    status: str


@dataclass(frozen=True)
class _Equation:
    leaves: frozenset[int]
    total: int


def attack(
    matrix: sparse.csc_array,
    *,
    published: dict[int, int],
    hidden: Iterable[int],
    least_hidden: int = 0,
    integers: bool = True,
) -> dict[int, Bounds]:
    """Bounds for each cell in `hidden`, given the counts in `published` (cell number to count)."""
    sets = _leaf_sets(matrix)
    zero: set[int] = set()
    for cell, count in published.items():
        if count == 0:
            zero |= sets[cell]
    equations = _localise([_Equation(frozenset(sets[c] - zero), n) for c, n in published.items() if n])
    targets = {cell: frozenset(sets[cell] - zero) for cell in hidden}
    # A cell with no unknown leaf lies inside a published zero.
    answers = {cell: Bounds(0.0, 0.0, 0.0, 0.0, "optimal") for cell, leaves in targets.items() if not leaves}
    targets = {cell: leaves for cell, leaves in targets.items() if leaves}
    for part_equations, part_targets in _components(equations, targets):
        answers.update(_solve(part_equations, part_targets, least_hidden, integers))
    return answers


def _leaf_sets(matrix: sparse.csc_array) -> list[set[int]]:
    starts, indices = matrix.indptr, matrix.indices
    return [set(indices[starts[j] : starts[j + 1]].tolist()) for j in range(matrix.shape[1])]


def _localise(equations: list[_Equation]) -> list[_Equation]:
    """The same knowledge in smaller equations: from each total, published disjoint parts are taken off.

    An equation of which nothing is left says nothing new and is dropped, unless what is left over
    contradicts it; then it is kept so that the solver reports the pattern as impossible.
    """
    distinct = list(dict.fromkeys(equations))
    distinct.sort(key=lambda e: len(e.leaves))
    holding: dict[int, list[int]] = {}
    for number, equation in enumerate(distinct):
        for leaf in equation.leaves:
            holding.setdefault(leaf, []).append(number)
    local: list[_Equation] = []
    for number, equation in enumerate(distinct):
        left, total = set(equation.leaves), equation.total
        for part in _parts_within(number, distinct, holding):
            if distinct[part].leaves <= left:
                left -= distinct[part].leaves
                total -= distinct[part].total
        if left or total:
            local.append(_Equation(frozenset(left), total))
    return local


def _parts_within(number: int, equations: list[_Equation], holding: dict[int, list[int]]) -> list[int]:
    """Numbers of the equations inside equation `number`, the largest first."""
    inside: dict[int, int] = {}
    for leaf in equations[number].leaves:
        for other in holding[leaf]:
            if other < number:
                inside[other] = inside.get(other, 0) + 1
    parts = [other for other, common in inside.items() if common == len(equations[other].leaves)]
    return sorted(parts, reverse=True)


def _components(
    equations: list[_Equation], targets: dict[int, frozenset[int]]
) -> list[tuple[list[_Equation], dict[int, frozenset[int]]]]:
    """Equations and hidden cells that share no leaf with one another, apart."""
    groups = [equation.leaves for equation in equations] + list(targets.values())
    leaves = sorted(set().union(*groups)) if groups else []
    place = {leaf: number for number, leaf in enumerate(leaves)}
    rows = [number for number, group in enumerate(groups) for _ in group]
    cols = [place[leaf] for group in groups for leaf in group]
    size = len(groups) + len(leaves)
    graph = sparse.coo_array(
        (np.ones(len(rows)), (np.array(rows, dtype=int), np.array(cols, dtype=int) + len(groups))),
        shape=(size, size),
    )
    _, labels = connected_components(graph, directed=False)
    parts: dict[int, tuple[list[_Equation], dict[int, frozenset[int]]]] = {}
    for number, equation in enumerate(equations):
        parts.setdefault(int(labels[number]), ([], {}))[0].append(equation)
    for number, (cell, group) in enumerate(targets.items(), start=len(equations)):
        parts.setdefault(int(labels[number]), ([], {}))[1][cell] = group
    return [part for part in parts.values() if part[1]]


def _solve(
    equations: list[_Equation], targets: dict[int, frozenset[int]], least_hidden: int, integers: bool
) -> dict[int, Bounds]:
    program = _Program(equations, targets, least_hidden)
    answers: dict[int, Bounds] = {}
    known: dict[frozenset[int], Bounds] = {}
    for cell, leaves in targets.items():
        if leaves not in known:
            known[leaves] = program.bounds(leaves, integers=integers)
        answers[cell] = known[leaves]
    return answers


class _Quiet(highspy.Highs):
    """HiGHS that never writes to standard output; its constructor would print a banner there."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # highspy has no types

    def enableCallbacks(self) -> None:
        """Turn output off before anything else happens."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy has no types


class _Program:
    """One component as a linear program whose objective changes from cell to cell (warm starts)."""

    def __init__(
        self, equations: list[_Equation], targets: dict[int, frozenset[int]], least_hidden: int
    ) -> None:
        every = [e.leaves for e in equations] + list(targets.values())
        self._place = {leaf: number for number, leaf in enumerate(sorted(set().union(*every)))}
        rows = [(e.leaves, float(e.total), float(e.total)) for e in equations]
        if least_hidden:
            rows += [(leaves, float(least_hidden), highspy.kHighsInf) for leaves in set(targets.values())]
        self._rows = rows
        self._linear = self._model()
        self._whole: highspy.Highs | None = None

    def bounds(self, leaves: frozenset[int], *, integers: bool) -> Bounds:
        """The range of the sum of `leaves`."""
        costs = np.zeros(len(self._place))
        costs[[self._place[leaf] for leaf in leaves]] = 1.0
        low, low_whole, first = self._extreme(costs, smallest=True, integers=integers)
        high, high_whole, second = self._extreme(costs, smallest=False, integers=integers)
        status = next((s for s in (first, second) if s != "optimal"), "optimal")
        return Bounds(low, high, low_whole, high_whole, status)

    def _extreme(self, costs: np.ndarray, *, smallest: bool, integers: bool) -> tuple[float, float, str]:
        value, whole, status = _optimise(self._linear, costs, smallest=smallest)
        if whole or status != "optimal" or not np.isfinite(value):
            return value, value, status
        rounded = float(np.ceil(value - TOLERANCE) if smallest else np.floor(value + TOLERANCE))
        if not integers:
            return value, rounded, status
        if self._whole is None:
            self._whole = self._model(integers=True)
        exact, _, status = _optimise(self._whole, costs, smallest=smallest)
        return value, exact, status

    def _model(self, *, integers: bool = False) -> highspy.Highs:
        size = len(self._place)
        model = _Quiet()
        model.setOptionValue("threads", 1)
        model.setOptionValue("time_limit", _SECONDS_PER_PROGRAM)
        if not integers:
            model.setOptionValue("presolve", "off")  # a definite answer, and warm starts
        model.addVars(size, np.zeros(size), np.full(size, highspy.kHighsInf))
        for leaves, low, high in self._rows:
            where = np.array(sorted(self._place[leaf] for leaf in leaves), dtype=np.int32)
            model.addRow(low, high, len(where), where, np.ones(len(where)))
        if integers:
            kinds = np.full(size, highspy.HighsVarType.kInteger)
            model.changeColsIntegrality(size, np.arange(size, dtype=np.int32), kinds)
        return model


def _optimise(model: highspy.Highs, costs: np.ndarray, *, smallest: bool) -> tuple[float, bool, str]:
    """(value, whether the solution is whole, status) of one program."""
    size = len(costs)
    sense = highspy.ObjSense.kMinimize if smallest else highspy.ObjSense.kMaximize
    model.changeColsCost(size, np.arange(size, dtype=np.int32), costs)
    model.changeObjectiveSense(sense)
    model.run()
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kUnbounded and not smallest:
        return float("inf"), True, "optimal"
    if status != highspy.HighsModelStatus.kOptimal:
        return float("nan"), False, str(model.modelStatusToString(status))
    point = np.asarray(model.getSolution().col_value)
    whole = bool(np.all(np.abs(point - np.round(point)) < TOLERANCE))
    value = float(costs @ point)
    return (float(np.round(value)) if whole else value), whole, "optimal"
