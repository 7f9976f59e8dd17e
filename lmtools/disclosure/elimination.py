"""Secondary suppression by Gaussian elimination over all views at once.

The method of Langsrud, *Secondary Cell Suppression by Gaussian Elimination* (PSD 2024):
candidates are published from the largest down; one whose publication would put a hidden cell in
the linear span of what is published is hidden instead. Our own code is the bookkeeping. Columns
are sparse and arithmetic is modulo a large prime, which is exact where floating point is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

# A Mersenne prime: the matrix is 0/1, so a rank that falls modulo this by accident is negligible,
# and the audit that follows is independent of it.
PRIME = (1 << 61) - 1

Column = dict[int, int]


class Elimination:
    """What is published so far, as the reduced columns of everything that is not.

    The quotient by the published columns is kept by eliminating one pivot row per published
    column from all others. A column that is reduced to nothing is linearly determined.
    """

    def __init__(self, matrix: sparse.csc_array, *, hidden: Iterable[int], rows: np.ndarray) -> None:
        keep = set(np.flatnonzero(rows).tolist())
        starts, indices = matrix.indptr, matrix.indices
        self._columns: list[Column] = [
            {row: 1 for row in indices[starts[j] : starts[j + 1]].tolist() if row in keep}
            for j in range(matrix.shape[1])
        ]
        self._using: dict[int, set[int]] = {row: set() for row in keep}
        for number, column in enumerate(self._columns):
            for row in column:
                self._using[row].add(number)
        self._hidden = set(hidden)

    def determined(self, number: int) -> bool:
        """Whether this cell follows from the published ones."""
        return not self._columns[number]

    def gives_away(self, number: int) -> bool:
        """Whether publishing this cell would determine a hidden one."""
        column = self._columns[number]
        if not column:
            return False
        row = min(column, key=lambda r: len(self._using[r]))
        others = self._using[row] & self._hidden
        return any(_proportional(self._columns[other], column, row) for other in others)

    def publish(self, number: int) -> None:
        """Add this cell to the published ones."""
        column = self._columns[number]
        if not column:
            return
        pivot = min(column, key=lambda r: len(self._using[r]))
        inverse = pow(column[pivot], -1, PRIME)
        targets = self._using.pop(pivot)
        targets.discard(number)
        self._forget(number)
        rest = [(row, value * inverse % PRIME) for row, value in column.items() if row != pivot]
        for target in targets:
            self._subtract(target, pivot, rest)

    def hide(self, number: int) -> None:
        """Drop a cell that will not be published and needs no watching of its own.

        A secondary cell is in the span of the published ones and a hidden one, so it cannot
        become determined unless that hidden cell does.
        """
        self._forget(number)

    def _forget(self, number: int) -> None:
        for row in self._columns[number]:
            if row in self._using:
                self._using[row].discard(number)
        self._columns[number] = {}

    def _subtract(self, target: int, pivot: int, rest: list[tuple[int, int]]) -> None:
        column = self._columns[target]
        factor = column.pop(pivot)
        for row, value in rest:
            old = column.get(row)
            if old is None:
                column[row] = (-factor * value) % PRIME
                self._using[row].add(target)
                continue
            new = (old - factor * value) % PRIME
            if new:
                column[row] = new
            else:
                del column[row]
                self._using[row].discard(target)


def secondary(
    matrix: sparse.csc_array,
    *,
    order: Sequence[int],
    hidden: Iterable[int],
    rows: np.ndarray,
    fixed: Iterable[int] = (),
) -> tuple[list[int], list[int]]:
    """The cells of `order` that must be hidden too, and the hidden cells that cannot be protected.

    Args:
        matrix: Leaves by cells, 0/1.
        order: Candidates, the one to publish first first.
        hidden: Cells hidden whatever happens.
        rows: Which leaves are unknown to an attacker (False: known, as inside a published zero).
        fixed: Cells the attacker already has; published before any candidate.

    Returns:
        (secondary cells, hidden cells determined by the fixed ones alone).
    """
    wanted = set(hidden)
    state = Elimination(matrix, hidden=wanted, rows=rows)
    for number in fixed:
        state.publish(number)
    lost = [number for number in sorted(wanted) if state.determined(number)]
    chosen: list[int] = []
    for number in order:
        if state.gives_away(number):
            chosen.append(number)
            state.hide(number)
        else:
            state.publish(number)
    return chosen, lost


def _proportional(first: Column, second: Column, row: int) -> bool:
    if len(first) != len(second):
        return False
    factor, other = first[row], second[row]
    return all(
        key in first and (first[key] * other - value * factor) % PRIME == 0 for key, value in second.items()
    )
