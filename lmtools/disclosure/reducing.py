"""A situation in as few unknowns as it has freedom: every count a form over a handful of them.

Published sums are used up by writing one of their counts in terms of the others. Only counts with
weight 1 or -1 are written so; all others stay whole exactly when these are. What is left has as
many unknowns as the pattern leaves free (tens where there were thousands), and counts that rise
and fall together are one form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .knowledge import Contradiction, Situation


@dataclass(frozen=True)
class Sum:
    """A hidden cell's unknown part: `sign` times form number `form`, plus `known`.

    `form` is -1 where nothing is unknown after all.
    """

    form: int
    sign: int
    known: int


@dataclass(frozen=True)
class Reduced:
    """What is left to work out, in free unknowns, which are whole numbers.

    Attributes:
        forms: Sparse matrix, distinct forms by unknowns; whole weights, no form a multiple -1 of
            another. A form of which a hidden cell consists has no bounds of its own.
        low: The least value of each form, as far as single rows tell; may be minus infinity.
        high: The greatest value of each form.
        sums: What each row of the situation's `sums` is.
        leaves: Which leaf of the plan each unknown is.
    """

    forms: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    sums: tuple[Sum, ...]
    leaves: np.ndarray


def reduce(situation: Situation) -> Reduced:
    """Use up the equations of `situation`.

    Raises:
        Contradiction: No counts fit, as equations or single counts show.
    """
    expressed, left = _solve(situation)
    size = situation.rows.shape[1]
    free = [leaf for leaf in range(size) if leaf not in expressed]
    counts, known = _counts(expressed, free, size)
    ranges = np.array(left + np.flatnonzero(situation.low < situation.high).tolist(), dtype=np.int64)
    rows, offset = situation.rows[ranges] @ counts, situation.rows[ranges] @ known
    sums, sum_known = situation.sums @ counts, np.asarray(situation.sums @ known)
    matrix = sparse.csr_array(sparse.vstack([counts, rows, sums], format="csr"))
    low = np.concatenate([-known, situation.low[ranges] - offset, situation.floors - sum_known])
    low[size + len(ranges) :][situation.floors <= 0] = -np.inf
    high = np.concatenate(
        [np.full(size, np.inf), situation.high[ranges] - offset, np.full(len(sum_known), np.inf)]
    )
    return _forms(matrix, low, high, sum_known, situation.leaves[free])


Expression = dict[int, int]
_CONSTANT = -1


def _solve(situation: Situation) -> tuple[dict[int, Expression], list[int]]:
    """Leaves written in terms of others, and the numbers of the equations that could not be used."""
    expressed: dict[int, Expression] = {}
    using: dict[int, set[int]] = {}
    left: list[int] = []
    rows = situation.rows
    starts, indices, data = rows.indptr.tolist(), rows.indices.tolist(), rows.data.tolist()
    equations = np.flatnonzero(situation.low == situation.high)
    equations = equations[np.argsort(np.diff(rows.indptr)[equations], kind="stable")]
    for number in equations.tolist():
        row: Expression = {_CONSTANT: -round(float(situation.low[number]))}
        for leaf, weight in zip(
            indices[starts[number] : starts[number + 1]],
            data[starts[number] : starts[number + 1]],
            strict=True,
        ):
            _add(row, expressed.get(leaf, {leaf: 1}), weight)
        constant = row.pop(_CONSTANT, 0)
        if not row:
            if constant:
                raise Contradiction
            continue
        fit = [leaf for leaf, weight in row.items() if weight in (1, -1)]
        if not fit:
            left.append(number)
            continue
        pivot = min(fit, key=lambda leaf: len(using.get(leaf, ())))
        weight = row.pop(pivot)
        solved = {leaf: -weight * other for leaf, other in row.items()}
        solved[_CONSTANT] = -weight * constant
        _substitute(expressed, using, pivot, solved)
    return expressed, left


def _add(row: Expression, other: Expression, weight: int) -> None:
    for leaf, value in other.items():
        new = row.get(leaf, 0) + weight * value
        if new:
            row[leaf] = new
        else:
            row.pop(leaf, None)


def _substitute(
    expressed: dict[int, Expression], using: dict[int, set[int]], pivot: int, solved: Expression
) -> None:
    """Write `pivot` out wherever it is used, and keep what it is."""
    for user in using.pop(pivot, set()):
        expression = expressed[user]
        before = set(expression)
        _add(expression, solved, expression.pop(pivot))
        for leaf in before - set(expression) - {pivot, _CONSTANT}:
            using[leaf].discard(user)
        for leaf in set(expression) - before - {_CONSTANT}:
            using.setdefault(leaf, set()).add(user)
    expressed[pivot] = solved
    for leaf in solved:
        if leaf != _CONSTANT:
            using.setdefault(leaf, set()).add(pivot)


def _counts(
    expressed: dict[int, Expression], free: list[int], size: int
) -> tuple[sparse.csr_array, np.ndarray]:
    """All leaves as a matrix over the free ones, and a constant each."""
    place = {leaf: number for number, leaf in enumerate(free)}
    known = np.zeros(size)
    rows, cols, data = list(free), list(range(len(free))), [1] * len(free)
    for leaf, expression in expressed.items():
        for other, weight in expression.items():
            if other == _CONSTANT:
                known[leaf] = weight
            else:
                rows.append(leaf)
                cols.append(place[other])
                data.append(weight)
    matrix = sparse.csr_array(
        (np.array(data, dtype=np.int64), (np.array(rows, dtype=np.int64), np.array(cols, dtype=np.int64))),
        shape=(size, len(free)),
    )
    return matrix, known


def _forms(
    matrix: sparse.csr_array, low: np.ndarray, high: np.ndarray, known: np.ndarray, leaves: np.ndarray
) -> Reduced:
    """Rows that are the same up to sign become one form with the narrowest bounds."""
    matrix.eliminate_zeros()
    matrix.sort_indices()
    starts = matrix.indptr
    seen: dict[tuple[bytes, bytes], int] = {}
    first: list[int] = []
    flips: list[int] = []
    of_row, sign = np.full(matrix.shape[0], -1), np.ones(matrix.shape[0], dtype=np.int64)
    for number in range(matrix.shape[0]):
        inside = slice(starts[number], starts[number + 1])
        data = matrix.data[inside]
        if not len(data):
            if low[number] > 0 or high[number] < 0:
                raise Contradiction
            continue
        sign[number] = 1 if data[0] > 0 else -1
        key = (matrix.indices[inside].tobytes(), (data * sign[number]).tobytes())
        of_row[number] = seen.setdefault(key, len(seen))
        if of_row[number] == len(first):
            first.append(number)
            flips.append(int(sign[number]))
    forms = matrix[np.array(first, dtype=np.int64)]
    forms.data *= np.repeat(np.array(flips, dtype=np.int64), np.diff(forms.indptr))
    least, most = np.full(len(first), -np.inf), np.full(len(first), np.inf)
    there = of_row >= 0
    straight = sign > 0
    np.maximum.at(least, of_row[there], np.where(straight, low, -high)[there])
    np.minimum.at(most, of_row[there], np.where(straight, high, -low)[there])
    if (least > most).any():
        raise Contradiction
    tail = matrix.shape[0] - len(known)
    sums = tuple(
        Sum(int(of_row[tail + number]), int(sign[tail + number]), round(float(constant)))
        for number, constant in enumerate(known.tolist())
    )
    return Reduced(forms, least, most, sums, leaves)
