"""What a publisher asks for cell by cell: what to hide, what to keep, and what cannot occur."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .plan import Plan, locate, named_views

COST = "cost"


def asked_cells(plan: Plan, hide: pd.DataFrame | None) -> tuple[int, ...]:
    """The released cells that `hide` names. What is not released is hidden already."""
    if hide is None:
        return ()
    _check_names(plan, hide, "hide")
    numbers = np.unique(locate(plan, hide))
    return tuple(n for n in numbers.tolist() if n >= 0 and plan.released[n])


def cell_costs(plan: Plan, cost: pd.DataFrame | None) -> np.ndarray:
    """What it costs to hide each cell: 1 where `cost` does not say."""
    costs = np.ones(plan.matrix.shape[1])
    if cost is None:
        return costs
    if COST not in cost.columns:
        raise ValueError("the table of costs has no column 'cost'.")
    values = pd.to_numeric(cost[COST], errors="coerce").to_numpy(dtype=float)
    if not np.isfinite(values).all() or (values < 0).any():
        raise ValueError("column 'cost' must hold numbers of 0 or more, none missing.")
    names = cost.drop(columns=[COST])
    _check_names(plan, names, "cost")
    numbers = locate(plan, names)
    costs[numbers[numbers >= 0]] = values[numbers >= 0]
    return costs


def without_impossible(counts: pd.DataFrame, count: str, impossible: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of `counts` that can occur.

    Raises:
        ValueError: `impossible` names a column that `counts` lacks, or a combination that occurs.
    """
    if impossible is None or impossible.empty:
        return counts
    names = impossible.drop(columns=[count], errors="ignore")
    lacking = [column for column in names.columns if column not in counts.columns]
    if lacking:
        raise ValueError(f"impossible names columns that the table lacks: {', '.join(lacking)}.")
    never = np.zeros(len(counts), dtype=bool)
    for view in named_views(names):
        never |= _inside(counts, names, view)
    if counts[count].to_numpy()[never].any():
        raise ValueError("impossible names combinations that have a count above 0.")
    return counts[~never]


def _inside(counts: pd.DataFrame, names: pd.DataFrame, view: tuple[str, ...]) -> np.ndarray:
    """Which rows of `counts` lie in a cell of `view` that `names` has."""
    if not view:
        return np.ones(len(counts), dtype=bool)
    others = [column for column in names.columns if column not in view]
    own = names[names[list(view)].notna().all(axis=1) & names[others].isna().all(axis=1)]
    wanted = set(own[list(view)].astype(object).itertuples(index=False, name=None))
    rows = counts[list(view)].astype(object).itertuples(index=False, name=None)
    return np.fromiter((row in wanted for row in rows), dtype=bool, count=len(counts))


def _check_names(plan: Plan, frame: pd.DataFrame, what: str) -> None:
    lacking = [
        column for column in frame.columns if column not in plan.columns and frame[column].notna().any()
    ]
    if lacking:
        raise ValueError(f"{what} names columns that no view has: {', '.join(lacking)}.")
