"""What a respondent alone in a hidden cell can work out, because they know that its count is 1.

The singleton problem of cell suppression (Langsrud 2024; the singleton method of the R package
GaussSuppression). No true count is used: every cell that the rule hides and that can be 1 might
have such a respondent, so a pattern is judged the same by its maker and by an auditor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .program import OPTIMAL, TOLERANCE
from .rule import Rule
from .solving import Solver


@dataclass(frozen=True)
class Member:
    """A cell that the rule hides: `sign` times form number `form` of its component, plus `known`."""

    cell: int
    form: int
    sign: int
    known: int

    @property
    def if_one(self) -> float:
        """What the form is when the cell is 1."""
        return float(self.sign * (1 - self.known))

    def high(self, low: float, high: float) -> float:
        """The cell's upper end when its form runs from `low` to `high`."""
        return (high if self.sign > 0 else -low) + self.known


def seen_through(
    solver: Solver, members: Sequence[Member], nested: set[tuple[int, int]], rule: Rule
) -> set[int]:
    """The cells among `members` that someone alone in another of them could work out.

    Args:
        solver: The component that all of them are in.
        members: Its cells that the rule hides.
        nested: Pairs of cells (inner, outer): what lies inside an insider's own cell, or is known
            to be the same, is 0 or 1 to them anyway, and is no news.
        rule: How wide the interval of a cell must be.
    """
    found: set[int] = set()
    tried: dict[tuple[int, float], set[int]] = {}
    for insider in members:
        event = (insider.form, insider.if_one)
        others = [
            member
            for member in members
            if member.cell != insider.cell and (member.cell, insider.cell) not in nested
        ]
        done = tried.setdefault(event, set())
        others = [other for other in others if other.cell not in found and other.cell not in done]
        done |= {other.cell for other in others}
        if others and _possible(solver, *event):
            found |= _Insider(solver, *event, rule).pinned(others)
    return found


def _possible(solver: Solver, form: int, value: float) -> bool:
    if (solver.points.values[:, form] == value).any():
        return True
    bounds = solver.bounds(form)
    if bounds.status != OPTIMAL:
        return True
    low, high = (bounds.low_integer, bounds.high_integer) if solver.integers else (bounds.low, bounds.high)
    return low - TOLERANCE <= value <= high + TOLERANCE


class _Insider:
    """One who knows the value of one form."""

    def __init__(self, solver: Solver, form: int, value: float, rule: Rule) -> None:
        self._solver, self._form, self._value, self._rule = solver, form, value, rule

    def pinned(self, others: Sequence[Member]) -> set[int]:
        """The cells of `others` left with too narrow an interval; none if the value cannot be."""
        if self._solver.points.complete:
            points = self._points()
            return {o.cell for o in others if self._narrow(o, points)} if len(points) else set()
        left = self._unproved(others)
        if not left:
            return set()
        programs = [self._solver.program(whole=False)]
        if self._solver.integers:
            programs.append(self._solver.program(whole=True))
        for program in programs:
            program.hold(self._form, self._value)
        found = self._by_programs(left)
        for program in programs:
            program.release(self._form)
        return found

    def _points(self) -> np.ndarray:
        values = self._solver.points.values
        fitting: np.ndarray = values[values[:, self._form] == self._value]
        return fitting

    def _narrow(self, other: Member, points: np.ndarray) -> bool:
        own = points[:, other.form]
        low, high = float(own.min()), float(own.max())
        return high - low < self._rule.needed(other.high(low, high)) - TOLERANCE / 2

    def _unproved(self, others: Sequence[Member]) -> list[Member]:
        """Those that no two known points prove to be safe."""
        points = self._points()
        if not len(points):
            return list(others)
        forms = [other.form for other in others]
        widths = points[:, forms].max(axis=0) - points[:, forms].min(axis=0)
        return [other for other, width in zip(others, widths, strict=True) if width < self._most(other)]

    def _most(self, other: Member) -> float:
        if not self._rule.relative_width:
            return self._rule.needed(0.0)
        bounds = self._solver.bounds(other.form)
        return self._rule.needed(other.high(bounds.low_integer, bounds.high_integer))

    def _by_programs(self, left: list[Member]) -> set[int]:
        if not self._exists():
            return set()
        found: set[int] = set()
        self._solver.points.explore(self._form, self._value)
        left = self._unproved(left)
        while left:
            other = left.pop()
            if other.form == self._form or self._too_narrow(other):
                found |= {other.cell}
            left = self._unproved(left)
        return found

    def _exists(self) -> bool:
        """Whether the value can be; no definite answer counts as yes."""
        if len(self._points()):
            return True
        nothing = np.zeros(self._solver.component.size)
        answer = self._solver.run(nothing, smallest=True, whole=False)
        if answer.status == OPTIMAL and self._solver.integers and not len(self._points()):
            answer = self._solver.run(nothing, smallest=True, whole=True)
        return answer.status != "Infeasible"

    def _too_narrow(self, other: Member) -> bool:
        """Whether the interval of `other` is too narrow; no definite answer counts as yes."""
        narrow = True
        for whole in (False, True) if self._solver.integers else (False,):
            answers = []
            for smallest in (True, False):
                answers.append(self._solver.extreme(other.form, smallest=smallest, whole=whole))
                if answers[-1].status != OPTIMAL:
                    return True
                if not self._unproved([other]):
                    return False
            low, high = answers[0].value, answers[1].value
            if self._solver.integers:
                low, high = np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)
            narrow = bool(high - low < self._rule.needed(other.high(low, high)) - TOLERANCE / 2)
            if narrow or all(answer.whole or np.isinf(answer.value) for answer in answers):
                return narrow
        return narrow
