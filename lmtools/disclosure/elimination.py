"""Secondary suppression by Gaussian elimination over all views at once.

The method of Langsrud, *Secondary Cell Suppression by Gaussian Elimination* (PSD 2024):
candidates are published from the largest down; one whose publication would put a hidden cell in
the linear span of what is published is hidden instead. Our own code is the bookkeeping. Columns
are sparse and arithmetic is modulo a large prime, which is exact where floating point is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse

from .basis import sparser

# A Mersenne prime: the matrix is 0/1, so a rank that falls modulo this by accident is negligible,
# and the audit that follows is independent of it.
PRIME = (1 << 61) - 1

Column = dict[int, int]
Kind = frozenset[tuple[int, int]]


class Elimination:
    """What is published so far, as the reduced columns of everything that is not.

    The quotient by the published columns is kept by eliminating one pivot row per published
    column from all others. A column that is reduced to nothing is linearly determined; of two
    that are proportional, one determines the other.

    Args:
        matrix: Unknowns by cells.
        hidden: Cells that must not become determined.
        apart: Those of them that must not become determined by one another either.
    """

    def __init__(self, matrix: sparse.csr_array, *, hidden: Iterable[int], apart: Iterable[int] = ()) -> None:
        self._columns = _columns(sparse.csc_array(matrix))
        starts, indices = matrix.indptr.tolist(), matrix.indices.tolist()
        self._using = {row: set(indices[starts[row] : starts[row + 1]]) for row in range(matrix.shape[0])}
        self._hidden = set(hidden)
        self._apart = set(apart)
        self._kind: dict[int, Kind] = {}
        self._kinds: dict[Kind, set[int]] = {}
        for number in self._apart:
            self._sort(number)

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
        if any(_proportional(self._columns[other], column, row) for other in others):
            return True
        return bool(self._apart) and self._joins(column)

    def _joins(self, column: Column) -> bool:
        """Whether publishing this column would make two cells proportional that are not so now."""
        row = min(column, key=lambda r: len(self._using[r] & self._apart))
        changing = {self._kind[number]: number for number in self._using[row] & self._apart}
        seen: set[Kind] = set()
        for number in changing.values():
            own = self._columns[number]
            factor = own[row] * _inverse(column[row])
            reduced = {
                r: (own.get(r, 0) - factor * column.get(r, 0)) % PRIME for r in own.keys() | column.keys()
            }
            kind = _kind({r: value for r, value in reduced.items() if value})
            if kind in seen or (kind in self._kinds and kind not in changing):
                return True
            seen.add(kind)
        return False

    def _sort(self, number: int) -> None:
        """Note which cells this one is proportional to."""
        old = self._kind.get(number)
        if old is not None:
            self._kinds[old].discard(number)
            if not self._kinds[old]:
                del self._kinds[old]
        kind = _kind(self._columns[number])
        self._kind[number] = kind
        self._kinds.setdefault(kind, set()).add(number)

    def publish(self, number: int) -> None:
        """Add this cell to the published ones."""
        column = self._columns[number]
        if not column:
            return
        using = self._using
        pivot = min(column, key=lambda row: len(using[row]))
        inverse = _inverse(column[pivot])
        targets = using.pop(pivot)
        targets.discard(number)
        self._forget(number)
        rest = [(row, _small(value * inverse)) for row, value in column.items() if row != pivot]
        for target in targets:
            self._subtract(target, pivot, rest)
        for target in targets & self._apart:
            self._sort(target)

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
        column, using = self._columns[target], self._using
        factor = column.pop(pivot)
        for row, value in rest:
            if row not in column:
                column[row] = _small(-factor * value)
                using[row].add(target)
                continue
            new = column[row] - factor * value
            if new and (-PRIME < new < PRIME or (new := new % PRIME)):
                column[row] = new
            else:
                del column[row]
                using[row].discard(target)


def _small(value: int) -> int:
    """The same number modulo `PRIME`; left alone where small, so that arithmetic stays fast."""
    return value if -PRIME < value < PRIME else value % PRIME


def _kind(column: Column) -> Kind:
    """The same for all proportional columns."""
    if not column:
        return frozenset()
    scale = _inverse(column[min(column)])
    return frozenset((row, value * scale % PRIME) for row, value in column.items())


def _inverse(value: int) -> int:
    return value if value in (1, -1) else pow(value, -1, PRIME)


def _columns(matrix: sparse.csc_array) -> list[Column]:
    starts, indices = matrix.indptr.tolist(), matrix.indices.tolist()
    values = matrix.data.tolist()
    return [dict(zip(indices[start:end], values[start:end], strict=True)) for start, end in pairwise(starts)]


def prepared(matrix: sparse.csc_array, rows: np.ndarray, views: np.ndarray) -> sparse.csr_array:
    """The matrix as `secondary` wants it.

    Args:
        matrix: Leaves by cells, 0/1.
        rows: Which leaves are unknown to an attacker (False: known, as inside a published zero).
        views: The number of each cell's view; the cells of one are disjoint.
    """
    unknown = sparse.csr_array(matrix)[np.flatnonzero(rows)]
    return sparser(unknown, [np.flatnonzero(views == view) for view in np.unique(views)])


def secondary(
    matrix: sparse.csr_array,
    *,
    order: Sequence[int],
    hidden: Iterable[int],
    fixed: Iterable[int] = (),
    apart: Iterable[int] = (),
) -> tuple[list[int], list[int]]:
    """The cells of `order` that must be hidden too, and the hidden cells that cannot be protected.

    Args:
        matrix: Unknowns by cells, from `prepared`.
        order: Candidates, the one to publish first first.
        hidden: Cells hidden whatever happens.
        fixed: Cells the attacker already has; published before any candidate.
        apart: Hidden cells that must not determine one another (the singleton method).

    Returns:
        (secondary cells, hidden cells determined by the fixed ones alone).
    """
    wanted = set(hidden)
    state = Elimination(matrix, hidden=wanted, apart=apart)
    for number in set(range(matrix.shape[1])) - wanted - set(order) - set(fixed):
        state.hide(number)
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
