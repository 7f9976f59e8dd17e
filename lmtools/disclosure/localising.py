"""Making knowledge local: from each published total, the published parts inside it are taken off."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .facts import Rows


def localise(equations: sparse.csr_array, totals: np.ndarray) -> tuple[sparse.csr_array, np.ndarray]:
    """The same knowledge in smaller equations.

    Args:
        equations: Sparse 0/1 matrix, one row per published sum of unknown leaves.
        totals: Each row's sum.

    Returns:
        Distinct rows, each less the disjoint other rows inside it (the largest first), and their
        sums. A row of which nothing is left is kept only if its sum is not zero: a contradiction.
    """
    sets, sums = _distinct(equations, totals)
    inside = _parts(sets, equations.shape[1])
    kept: list[np.ndarray] = []
    rests: list[int] = []
    for number, members in enumerate(sets):
        left, rest = set(members), sums[number]
        for part in inside[number]:
            if len(sets[part]) <= len(left) and left.issuperset(sets[part]):
                left.difference_update(sets[part])
                rest -= sums[part]
        if left or rest:
            kept.append(np.array(sorted(left), dtype=np.int64))
            rests.append(rest)
    lengths = np.array([len(row) for row in kept], dtype=np.int64)
    indices = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
    local = sparse.csr_array(
        (np.ones(len(indices), dtype=np.int64), indices, np.concatenate([[0], np.cumsum(lengths)])),
        shape=(len(kept), equations.shape[1]),
    )
    return local, np.array(rests, dtype=np.int64)


def _distinct(equations: sparse.csr_array, totals: np.ndarray) -> tuple[list[tuple[int, ...]], list[int]]:
    """Distinct equations in order of size; the same set with another sum stays, to be contradicted."""
    starts, indices = equations.indptr.tolist(), equations.indices.tolist()
    rows = {
        (tuple(sorted(indices[starts[n] : starts[n + 1]])), total): None
        for n, total in enumerate(totals.tolist())
    }
    ordered = sorted(rows, key=lambda row: len(row[0]))
    return [members for members, _ in ordered], [total for _, total in ordered]


def _parts(sets: list[tuple[int, ...]], width: int) -> list[list[int]]:
    """For each set, the numbers of the earlier sets inside it, the largest first."""
    sizes = np.array([len(members) for members in sets], dtype=np.int64)
    indices = np.array([leaf for members in sets for leaf in members], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    matrix = sparse.csr_array(
        (np.ones(len(indices), dtype=np.int64), indices, starts), shape=(len(sets), width)
    )
    common = sparse.coo_array(matrix @ matrix.T)
    whole = (common.data == sizes[common.col]) & (common.col < common.row)
    parts: list[list[int]] = [[] for _ in sets]
    order = np.argsort(-common.col[whole], kind="stable")
    for row, col in zip(common.row[whole][order].tolist(), common.col[whole][order].tolist(), strict=True):
        parts[row].append(col)
    return parts


def without_equations(facts: Rows, equations: sparse.csr_array, totals: np.ndarray) -> Rows:
    """The facts less what equations already say, where a fact weighs a whole equation alike.

    A mean over published shares then says nothing, and does not tie their leaves together.
    """
    if not facts.matrix.shape[0]:
        return facts
    holding = sparse.csc_array(equations)
    starts, indices = equations.indptr, equations.indices
    rows, low, high = [], facts.low.copy(), facts.high.copy()
    for number in range(facts.matrix.shape[0]):
        inside = slice(facts.matrix.indptr[number], facts.matrix.indptr[number + 1])
        weight = dict(
            zip(facts.matrix.indices[inside].tolist(), facts.matrix.data[inside].tolist(), strict=True)
        )
        for equation in _touching(holding, list(weight)):
            leaves = indices[starts[equation] : starts[equation + 1]].tolist()
            first = weight.get(leaves[0], 0)
            if first and all(weight.get(leaf, 0) == first for leaf in leaves):
                for leaf in leaves:
                    del weight[leaf]
                low[number] -= first * totals[equation]
                high[number] -= first * totals[equation]
        rows.append(weight)
    matrix = sparse.csr_array(
        (
            np.array([w for row in rows for w in row.values()], dtype=np.int64),
            (
                np.repeat(np.arange(len(rows)), [len(row) for row in rows]),
                np.array([leaf for row in rows for leaf in row], dtype=np.int64),
            ),
        ),
        shape=facts.matrix.shape,
    )
    return Rows(matrix, low, high)


def _touching(holding: sparse.csc_array, leaves: list[int]) -> list[int]:
    """The equations with any of these leaves, the largest first."""
    found = {
        number
        for leaf in leaves
        for number in holding.indices[holding.indptr[leaf] : holding.indptr[leaf + 1]].tolist()
    }
    return sorted(found, reverse=True)
