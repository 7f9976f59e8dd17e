"""One component as a linear program, and as one with whole numbers, for HiGHS."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from .knowledge import Component

TOLERANCE = 1e-6
OPTIMAL = "optimal"
_SECONDS_PER_PROGRAM = 20.0


@dataclass(frozen=True)
class Answer:
    """The extreme value of a sum, a point that has it, and the solver's status.

    `point` is None where the value is unbounded or there is no optimal answer; `whole` says that
    the point's counts are whole numbers.
    """

    value: float
    point: np.ndarray | None
    whole: bool
    status: str


class _Quiet(highspy.Highs):
    """HiGHS that never writes to standard output; its constructor would print a banner there."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # highspy has no types

    def enableCallbacks(self) -> None:
        """Turn output off before anything else happens."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy has no types


class Program:
    """A component's linear program, whose objective changes from question to question (warm starts)."""

    def __init__(self, component: Component, *, integers: bool) -> None:
        self._size = component.rows.shape[1]
        self._sums, self._floors = component.sums, component.floors
        self._columns = np.arange(self._size, dtype=np.int32)
        self._model = _model(component, integers=integers)
        self._rows: dict[int, int] = {}

    def hold(self, number: int, value: float) -> None:
        """Take sum `number` to be `value` from now on."""
        self._limit(number, value, value)

    def release(self, number: int) -> None:
        """Undo `hold`."""
        self._limit(number, max(float(self._floors[number]), 0.0), highspy.kHighsInf)

    def _limit(self, number: int, low: float, high: float) -> None:
        leaves = self._sums.indices[self._sums.indptr[number] : self._sums.indptr[number + 1]]
        if len(leaves) == 1:
            self._model.changeColBounds(int(leaves[0]), low, high)
        elif number in self._rows:
            self._model.changeRowBounds(self._rows[number], low, high)
        else:
            self._rows[number] = self._model.getNumRow()
            self._model.addRow(low, high, len(leaves), leaves.astype(np.int32), np.ones(len(leaves)))

    def extreme(self, costs: np.ndarray, *, smallest: bool) -> Answer:
        """The least or the greatest value of `costs` times the leaves."""
        model = self._model
        sense = highspy.ObjSense.kMinimize if smallest else highspy.ObjSense.kMaximize
        model.changeColsCost(self._size, self._columns, costs)
        model.changeObjectiveSense(sense)
        # The solver's clock runs over all programs of a model, the limit is for this one.
        model.setOptionValue("time_limit", model.getRunTime() + _SECONDS_PER_PROGRAM)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded and not smallest:
            return Answer(float("inf"), None, True, OPTIMAL)
        if status != highspy.HighsModelStatus.kOptimal:
            return Answer(float("nan"), None, False, str(model.modelStatusToString(status)))
        point = np.asarray(model.getSolution().col_value)
        rounded = np.round(point)
        if bool(np.all(np.abs(point - rounded) < TOLERANCE)):
            return Answer(float(costs @ rounded), rounded, True, OPTIMAL)
        return Answer(float(costs @ point), point, False, OPTIMAL)


def _model(component: Component, *, integers: bool) -> _Quiet:
    floored = np.flatnonzero(component.floors > 0)
    rows = sparse.csr_array(sparse.vstack([component.rows, component.sums[floored]], format="csr"))
    low = np.concatenate([component.low, component.floors[floored]])
    high = np.concatenate([component.high, np.full(len(floored), highspy.kHighsInf)])
    height, width = rows.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = width, height
    program.col_cost_, program.col_lower_ = np.zeros(width), np.zeros(width)
    program.col_upper_ = np.full(width, highspy.kHighsInf)
    program.row_lower_, program.row_upper_ = low, high
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.num_col_, program.a_matrix_.num_row_ = width, height
    program.a_matrix_.start_ = rows.indptr.astype(np.int32)
    program.a_matrix_.index_ = rows.indices.astype(np.int32)
    program.a_matrix_.value_ = rows.data.astype(float)
    if integers:
        program.integrality_ = [highspy.HighsVarType.kInteger] * width
    model = _Quiet()
    model.setOptionValue("threads", 1)
    if integers:
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 0.5)
    else:
        model.setOptionValue("presolve", "off")  # a definite answer, and warm starts
    model.passModel(program)
    return model
