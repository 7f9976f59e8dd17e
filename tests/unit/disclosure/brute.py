"""An attacker who tries every table: slow, simple, and shares no code with what it checks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd


def matches(leaves: pd.DataFrame, cell: pd.Series, columns: Sequence[str]) -> np.ndarray:
    """Which leaves a cell is the sum of."""
    inside = np.ones(len(leaves), dtype=bool)
    for column in columns:
        if not pd.isna(cell[column]):
            inside &= (leaves[column] == cell[column]).to_numpy()
    return inside


def possible_values(
    leaves: pd.DataFrame, cells: pd.DataFrame, *, columns: Sequence[str], top: int
) -> dict[int, set[int]]:
    """For each hidden cell (by row number), every value it has in some table of 0..top per leaf."""
    rows = np.array([matches(leaves, cell, columns) for _, cell in cells.iterrows()], dtype=int)
    shown = cells["n"].notna().to_numpy()
    tables = np.array(list(itertools.product(range(top + 1), repeat=len(leaves))))
    fits = (tables @ rows[shown].T == cells["n"][shown].to_numpy(dtype=int)).all(axis=1)
    sums = tables[fits] @ rows.T
    return {number: set(sums[:, number].tolist()) for number in np.flatnonzero(~shown).tolist()}


def linearly_determined(leaves: pd.DataFrame, cells: pd.DataFrame, *, columns: Sequence[str]) -> list[int]:
    """Hidden cells that are a linear combination of the published ones."""
    rows = np.array([matches(leaves, cell, columns) for _, cell in cells.iterrows()], dtype=float)
    shown = cells["n"].notna().to_numpy()
    rank = np.linalg.matrix_rank(rows[shown]) if shown.any() else 0
    hidden = np.flatnonzero(~shown).tolist()
    return [h for h in hidden if np.linalg.matrix_rank(np.vstack([rows[shown], rows[h]])) == rank]
