"""What follows at once from a published pattern, and what is left to work out.

An attacker first puts in what is known: everything inside a published zero is zero, a published
total with one unknown part gives that part. What is left is made local (a published total minus
the published parts inside it), so that it falls apart into many small problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .facts import Rows
from .localising import localise, without_equations


class Contradiction(Exception):
    """No counts at all fit the pattern."""


@dataclass(frozen=True)
class Target:
    """A hidden cell: `known` plus the sum of the unknown leaves in row `row` of `sums`."""

    cell: int
    row: int
    known: int


@dataclass(frozen=True)
class Situation:
    """What an attacker has left to work out.

    Attributes:
        rows: Sparse matrix of what is known (rows) over the unknown leaves (columns).
        low: The least value of each row's sum.
        high: The greatest value of each row's sum.
        sums: Sparse 0/1 matrix: the distinct sets of unknown leaves that hidden cells have.
        floors: The least value of each row of `sums`.
        targets: The hidden cells that do not follow at once.
        settled: The hidden cells that do, with their counts.
        leaves: Which leaf of the plan each unknown one is.
    """

    rows: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    sums: sparse.csr_array
    floors: np.ndarray
    targets: tuple[Target, ...]
    settled: dict[int, int]
    leaves: np.ndarray


def situation(
    matrix: sparse.csc_array, published: Mapping[int, int], hidden: np.ndarray, floor: int, facts: Rows
) -> Situation:
    """Put in what is known.

    Args:
        matrix: Leaves by cells, 0/1.
        published: Count by cell number.
        hidden: Numbers of the hidden cells.
        floor: The least count a hidden cell can have.
        facts: What is known of weighted sums of leaves.

    Raises:
        Contradiction: No counts fit.
    """
    numbers = np.fromiter(published, dtype=np.int64, count=len(published))
    totals = np.fromiter(published.values(), dtype=np.int64, count=len(published))
    equations = sparse.csr_array(matrix[:, numbers].T)
    values, unknown = np.zeros(matrix.shape[0], dtype=np.int64), np.ones(matrix.shape[0], dtype=bool)
    _deduce(equations, totals, values, unknown)
    more = True
    while more:
        left = np.flatnonzero(unknown)
        equations, totals = _remaining(equations, totals, values, unknown)
        local, totals = localise(equations[:, left], totals)
        equations = _widen(local, left, len(unknown))
        more = _deduce(equations, totals, values, unknown)
    local = equations[:, left]
    known = _remaining_facts(facts, values, left, local, totals)
    cells = sparse.csr_array(matrix[:, hidden].T)
    return _asked(local, totals, known, cells, values, hidden.tolist(), floor, left)


def _deduce(equations: sparse.csr_array, totals: np.ndarray, values: np.ndarray, unknown: np.ndarray) -> bool:
    """Fill in `values` and `unknown` as far as single equations go; whether anything came of it."""
    places = np.arange(len(values))
    changed = False
    while True:
        open_ = unknown.astype(np.int64)
        sizes, rest = equations @ open_, totals - equations @ values
        if ((rest < 0) | ((sizes == 0) & (rest != 0))).any():
            raise Contradiction
        nothing = np.flatnonzero((rest == 0) & (sizes > 0))
        single = np.flatnonzero((sizes == 1) & (rest > 0))
        if not len(nothing) and not len(single):
            return changed
        changed = True
        where = np.asarray(equations[single] @ (open_ * places), dtype=np.int64)
        values[where], unknown[where] = rest[single], False
        inside = np.asarray(equations[nothing].sum(axis=0)).ravel() > 0
        # A leaf that another equation has just made positive shows up as a contradiction next time.
        unknown[inside] = False


def _remaining(
    equations: sparse.csr_array, totals: np.ndarray, values: np.ndarray, unknown: np.ndarray
) -> tuple[sparse.csr_array, np.ndarray]:
    keep = np.flatnonzero(equations @ unknown.astype(np.int64))
    return equations[keep], (totals - equations @ values)[keep]


def _widen(matrix: sparse.csr_array, left: np.ndarray, width: int) -> sparse.csr_array:
    """`matrix`, whose columns are the leaves `left`, with a column for every leaf."""
    return sparse.csr_array(
        (matrix.data, left[matrix.indices], matrix.indptr), shape=(matrix.shape[0], width)
    )


def _remaining_facts(
    facts: Rows, values: np.ndarray, left: np.ndarray, equations: sparse.csr_array, totals: np.ndarray
) -> Rows:
    sums = facts.matrix @ values
    rest = Rows(facts.matrix[:, left], facts.low - sums, facts.high - sums)
    rest = without_equations(rest, equations, totals)
    used = np.diff(rest.matrix.indptr) > 0
    if ((rest.low > 0) | (rest.high < 0))[~used].any():
        raise Contradiction
    keep = np.flatnonzero(used)
    return Rows(rest.matrix[keep], rest.low[keep], rest.high[keep])


def _asked(
    equations: sparse.csr_array,
    totals: np.ndarray,
    facts: Rows,
    cells: sparse.csr_array,
    values: np.ndarray,
    hidden: list[int],
    floor: int,
    left: np.ndarray,
) -> Situation:
    known = (cells @ values).tolist()
    sums, row_of = _distinct(cells[:, left])
    floors = np.zeros(sums.shape[0])
    for number, row in row_of.items():
        floors[row] = max(floors[row], floor - known[number])
    return Situation(
        rows=sparse.csr_array(sparse.vstack([equations, facts.matrix], format="csr")),
        low=np.concatenate([totals, facts.low]).astype(float),
        high=np.concatenate([totals, facts.high]).astype(float),
        sums=sums,
        floors=floors,
        targets=tuple(Target(hidden[number], row, known[number]) for number, row in row_of.items()),
        settled={cell: known[number] for number, cell in enumerate(hidden) if number not in row_of},
        leaves=left,
    )


def _distinct(cells: sparse.csr_array) -> tuple[sparse.csr_array, dict[int, int]]:
    """The distinct non-empty rows, and for each row of `cells` which of them it is."""
    cells.sort_indices()
    seen: dict[bytes, int] = {}
    row_of: dict[int, int] = {}
    for number in range(cells.shape[0]):
        indices = cells.indices[cells.indptr[number] : cells.indptr[number + 1]]
        if len(indices):
            row_of[number] = seen.setdefault(indices.tobytes(), len(seen))
    first = {row: number for number, row in reversed(row_of.items())}
    return cells[np.array([first[row] for row in range(len(seen))], dtype=np.int64)], row_of
