"""A sparser description of the same table, for elimination.

A country's total is a sum of thousands of leaves, but of fifteen counties' totals. Putting a
cell's total in the place of one of its leaves (a change of unknowns that loses nothing) makes
large cells short, so that eliminating them first, as the method wants, fills little in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse


def sparser(matrix: sparse.csr_array, views: Sequence[np.ndarray]) -> sparse.csr_array:
    """`matrix` in other unknowns (rows): which columns depend on which is unchanged.

    Args:
        matrix: Unknowns by cells, whole numbers.
        views: The cells of each view, which are disjoint.
    """
    current = matrix
    for cells in sorted(views, key=len, reverse=True):
        changed = _with_totals(current, cells)
        if changed.nnz <= current.nnz:
            current = changed
    return current


def _with_totals(matrix: sparse.csr_array, cells: np.ndarray) -> sparse.csr_array:
    """Each of `cells` takes the place of one of its unknowns, if it has one that is its alone."""
    columns = sparse.csc_array(matrix[:, cells])
    sizes = np.diff(columns.indptr)
    col, row, value = np.repeat(np.arange(len(cells)), sizes), columns.indices, columns.data
    alone = np.bincount(row, minlength=matrix.shape[0]) == 1
    fit = alone[row] & (np.abs(value) == 1) & (sizes[col] > 1)
    # The unknown that fewest other cells have: the last of those sorted so wins.
    order = np.lexsort((-np.diff(matrix.indptr)[row[fit]], col[fit]))
    pivot, sign = np.full(len(cells), -1), np.zeros(len(cells), dtype=np.int64)
    pivot[col[fit][order]] = row[fit][order]
    sign[col[fit][order]] = value[fit][order]
    others = (pivot[col] >= 0) & (row != pivot[col])
    change = sparse.csr_array(
        (-value[others] * sign[col[others]], (row[others], pivot[col[others]])),
        shape=(matrix.shape[0], matrix.shape[0]),
    )
    changed = sparse.csr_array(matrix + change @ matrix)
    changed.eliminate_zeros()
    return changed
