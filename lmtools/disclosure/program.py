"""A component as a linear program, and as one with whole numbers, for HiGHS."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from .splitting import Component

TOLERANCE = 1e-6
OPTIMAL = "optimal"
SECONDS = 20.0


@dataclass(frozen=True)
class Answer:
    """The extreme value of a form, a point that has it, and the solver's status.

    `point` is None where the value is unbounded or there is no optimal answer; `whole` says that
    the point's unknowns are whole numbers.
    """

    value: float
    point: np.ndarray | None
    whole: bool
    status: str


class Quiet(highspy.Highs):
    """HiGHS that never writes to standard output; its constructor would print a banner there."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # highspy has no types

    def enableCallbacks(self) -> None:
        """Turn output off before anything else happens."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy has no types


class Program:
    """A component's program, whose objective changes from question to question (warm starts)."""

    def __init__(self, component: Component, *, integers: bool) -> None:
        self._component = component
        self._columns = np.arange(component.size, dtype=np.int32)
        forms = component.forms
        sizes = np.diff(forms.indptr)
        unit = (sizes == 1) & (np.abs(forms.data[forms.indptr[:-1]]) == 1)
        bounded = np.isfinite(component.low) | np.isfinite(component.high)
        self._column_of = {int(n): int(forms.indices[forms.indptr[n]]) for n in np.flatnonzero(unit)}
        rows = np.flatnonzero(bounded & ~unit)
        self._row_of = {int(n): place for place, n in enumerate(rows)}
        self._model = self._build(rows, integers=integers)

    def hold(self, form: int, value: float) -> None:
        """Take a form to be `value` from now on."""
        self._limit(form, value, value)

    def release(self, form: int) -> None:
        """Undo `hold`."""
        self._limit(form, float(self._component.low[form]), float(self._component.high[form]))

    def _limit(self, form: int, low: float, high: float) -> None:
        if form in self._column_of:
            self._model.changeColBounds(self._column_of[form], low, high)
            return
        if form not in self._row_of:
            forms = self._component.forms
            inside = slice(forms.indptr[form], forms.indptr[form + 1])
            indices, weights = forms.indices[inside].astype(np.int32), forms.data[inside].astype(float)
            self._row_of[form] = self._model.getNumRow()
            self._model.addRow(low, high, len(indices), indices, weights)
        self._model.changeRowBounds(self._row_of[form], low, high)

    def extreme(self, costs: np.ndarray, *, smallest: bool) -> Answer:
        """The least or the greatest value of `costs` times the unknowns."""
        model = self._model
        sense = highspy.ObjSense.kMinimize if smallest else highspy.ObjSense.kMaximize
        model.changeColsCost(self._component.size, self._columns, costs)
        model.changeObjectiveSense(sense)
        # The solver's clock runs over all programs of a model, the limit is for this one.
        model.setOptionValue("time_limit", model.getRunTime() + SECONDS)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return Answer(float("-inf") if smallest else float("inf"), None, False, OPTIMAL)
        if status != highspy.HighsModelStatus.kOptimal:
            return Answer(float("nan"), None, False, str(model.modelStatusToString(status)))
        point = np.asarray(model.getSolution().col_value)
        rounded = np.round(point)
        if np.abs(point - rounded).max(initial=0.0) < TOLERANCE:
            return Answer(float(costs @ rounded), rounded, True, OPTIMAL)
        return Answer(_tidy(float(costs @ point)), point, False, OPTIMAL)

    def _build(self, rows: np.ndarray, *, integers: bool) -> Quiet:
        component = self._component
        matrix = component.forms[rows]
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = component.size, len(rows)
        program.col_cost_ = np.zeros(component.size)
        lower, upper = np.full(component.size, -highspy.kHighsInf), np.full(component.size, highspy.kHighsInf)
        for form, column in self._column_of.items():
            lower[column], upper[column] = component.low[form], component.high[form]
        program.col_lower_, program.col_upper_ = lower, upper
        program.row_lower_, program.row_upper_ = component.low[rows], component.high[rows]
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.num_col_, program.a_matrix_.num_row_ = component.size, len(rows)
        program.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        program.a_matrix_.index_ = matrix.indices.astype(np.int32)
        program.a_matrix_.value_ = matrix.data.astype(float)
        if integers:
            program.integrality_ = [highspy.HighsVarType.kInteger] * component.size
        model = Quiet()
        model.setOptionValue("threads", 1)
        if integers:
            model.setOptionValue("mip_rel_gap", 0.0)  # counts may be large; the objective is whole
            model.setOptionValue("mip_abs_gap", 0.5)
        else:
            model.setOptionValue("presolve", "off")  # a definite answer, and warm starts
        model.passModel(program)
        return model


def _tidy(value: float) -> float:
    """A whole number where the solver means one."""
    return float(np.round(value)) if abs(value - np.round(value)) < TOLERANCE else value
