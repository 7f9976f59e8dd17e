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
from .solving import Bounds, Solver

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
    except Contradiction:
        return dict.fromkeys(cells.tolist(), _IMPOSSIBLE)
    bounds = {cell: Bounds(n, n, n, n, OPTIMAL) for cell, n in known.settled.items()}
    for component in known.components:
        solver = Solver(component, integers=integers)
        found = [solver.bounds(number) for number in range(component.sums.shape[0])]
        bounds |= {target.cell: found[target.row].plus(target.known) for target in component.targets}
    return bounds
