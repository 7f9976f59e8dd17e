"""What an attacker can work out from a published pattern: bounds on every hidden cell.

The attacker knows every published cell, how cells add up, facts such as rounded means, and that
counts are whole and not negative. HiGHS finds the least and the greatest value of each hidden
cell, and again with whole numbers where the linear answer is not whole already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy import sparse

from .facts import Rows
from .knowledge import Contradiction, situation
from .program import OPTIMAL, TOLERANCE
from .reducing import Reduced, reduce
from .solving import Bounds, Solver
from .splitting import components

__all__ = ["TOLERANCE", "Bounds", "attack"]

_IMPOSSIBLE = Bounds(float("nan"), float("nan"), float("nan"), float("nan"), "Infeasible")


def attack(
    matrix: sparse.csc_array,
    *,
    published: Mapping[int, int],
    hidden: Iterable[int],
    facts: Rows | None = None,
    floor: int = 0,
    integers: bool = True,
) -> dict[int, Bounds]:
    """Bounds for each cell in `hidden`.

    Args:
        matrix: Leaves by cells, 0/1.
        published: The count of each published cell, by its number.
        hidden: The numbers of the hidden cells.
        facts: Weighted sums of leaves that the attacker knows too.
        floor: The least count a hidden cell can have.
        integers: Whether to look for whole numbers where the linear answer is not whole.
    """
    cells = np.array(sorted(hidden), dtype=np.int64)
    try:
        known = situation(matrix, published, cells, floor, facts or Rows.none(matrix.shape[0]))
        reduced = reduce(known)
    except Contradiction:
        return dict.fromkeys(cells.tolist(), _IMPOSSIBLE)
    ranges = _ranges(reduced, integers=integers)
    bounds = {cell: _exactly(count) for cell, count in known.settled.items()}
    for target in known.targets:
        part = reduced.sums[target.row]
        bounds[target.cell] = ranges.get(part.form, _exactly(0)).of(part, target.known)
    return bounds


def _ranges(reduced: Reduced, *, integers: bool) -> dict[int, Bounds]:
    """The range of every form that a hidden cell is."""
    wanted = np.zeros(reduced.forms.shape[0], dtype=bool)
    wanted[[part.form for part in reduced.sums if part.form >= 0]] = True
    ranges = {}
    for component in components(reduced):
        asked = np.flatnonzero(wanted[component.numbers])
        if len(asked):
            solver = Solver(component, integers=integers)
            ranges |= {int(component.numbers[form]): solver.bounds(form) for form in asked.tolist()}
    return ranges


def _exactly(count: int) -> Bounds:
    return Bounds(count, count, count, count, OPTIMAL)
