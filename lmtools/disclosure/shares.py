"""Groups whose members answered alike: their answers are known although the group is large.

Attribute disclosure (a share of 0 or 100 %): every answer of such a group is hidden, the zeros
too, because the zeros are what tells.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .plan import Plan
from .rule import Rule


def concentrated_cells(plan: Plan, values: np.ndarray, rule: Rule) -> tuple[int, ...]:
    """The released cells of groups that `rule.concentrated` hides.

    Args:
        plan: The plan; one of its columns is `rule.answer`.
        values: The count of each cell.
        rule: The rule.

    Raises:
        ValueError: No view has the column `rule.answer`.
    """
    if not rule.concentrated:
        return ()
    if rule.answer not in plan.columns:
        raise ValueError(f"no view has the column {rule.answer!r} that Rule.answer names.")
    options = _options(plan.leaves[rule.answer])
    # With two options, all in two neighbouring ones says nothing.
    span = rule.concentrated if len(options) > 2 else 1
    rank = {option: number for number, option in enumerate(options)}
    found: list[int] = []
    for number, view in enumerate(plan.views):
        if rule.answer in view:
            cells = np.flatnonzero((plan.view == number) & plan.released)
            ranks = np.array([rank[option] for option in plan.cells[rule.answer].iloc[cells]], dtype=np.int64)
            groups = _groups(plan, cells, [column for column in view if column != rule.answer])
            found += cells[_alike(groups, ranks, values[cells], span)].tolist()
    return tuple(found)


def _options(column: pd.Series) -> list[object]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return list(column.cat.categories)
    return sorted(column.unique())


def _groups(plan: Plan, cells: np.ndarray, columns: list[str]) -> np.ndarray:
    if not columns:
        return np.zeros(len(cells), dtype=np.int64)
    frame = plan.cells.iloc[cells]
    return frame.groupby(columns, sort=False).ngroup().to_numpy(dtype=np.int64)


def _alike(groups: np.ndarray, ranks: np.ndarray, values: np.ndarray, span: int) -> np.ndarray:
    """Which cells belong to a group all of whose members are within `span` neighbouring options."""
    size = int(groups.max(initial=-1)) + 1
    given = values > 0
    least = np.full(size, np.iinfo(np.int64).max)
    most = np.full(size, -1)
    np.minimum.at(least, groups[given], ranks[given])
    np.maximum.at(most, groups[given], ranks[given])
    alike: np.ndarray = ((most >= 0) & (most - least < span))[groups]
    return alike
