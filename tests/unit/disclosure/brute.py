"""An attacker who tries every table: slow, simple, and shares no code with what it checks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd


def matches(leaves: pd.DataFrame, cell: pd.Series, columns: Sequence[str]) -> np.ndarray:
    """Which leaves a cell is the sum of."""
    inside = np.ones(len(leaves), dtype=bool)
    for column in columns:
        if not pd.isna(cell[column]):
            inside &= (leaves[column] == cell[column]).to_numpy()
    return inside


@dataclass(frozen=True)
class Fact:
    """`low` <= weights times leaf counts <= `high`."""

    weights: Sequence[int]
    low: float
    high: float


@dataclass(frozen=True)
class Everything:
    """Every table that fits: leaf counts, and each cell's count in it."""

    tables: np.ndarray
    sums: np.ndarray
    rows: np.ndarray
    hidden: list[int]

    def values(self) -> dict[int, set[int]]:
        """For each hidden cell (by row number), every value it has."""
        return {number: set(self.sums[:, number].tolist()) for number in self.hidden}

    def seen_through(self, primary: Sequence[int], needed: float) -> set[int]:
        """Cells of `primary` left with an interval below `needed` by one who knows another is 1."""
        narrow = {t for t in primary if np.ptp(self.sums[:, t]) < needed}
        for s, t in itertools.permutations(primary, 2):
            outside = (self.rows[t] > 0) & (self.rows[s] == 0)
            if (self.tables[:, outside] == 0).all():
                continue  # inside the insider's own cell
            left = self.sums[self.sums[:, s] == 1, t]
            if len(left) and np.ptp(left) < needed:
                narrow.add(t)
        return narrow


def everything(
    leaves: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    columns: Sequence[str],
    top: int,
    facts: Sequence[Fact] = (),
    floor: int = 0,
) -> Everything:
    """Every table of 0..top per leaf with the published counts, the facts and hidden cells from `floor`."""
    rows = np.array([matches(leaves, cell, columns) for _, cell in cells.iterrows()], dtype=int)
    shown = cells["n"].notna().to_numpy()
    tables = np.indices((top + 1,) * len(leaves), dtype=np.int16).reshape(len(leaves), -1).T
    fits = (tables @ rows[shown].T == cells["n"][shown].to_numpy(dtype=int)).all(axis=1)
    fits &= (tables @ rows[~shown].T >= floor).all(axis=1)
    for fact in facts:
        sums = tables @ np.asarray(fact.weights)
        fits &= (sums >= fact.low) & (sums <= fact.high)
    return Everything(tables[fits], tables[fits] @ rows.T, rows, np.flatnonzero(~shown).tolist())


def possible_values(
    leaves: pd.DataFrame, cells: pd.DataFrame, *, columns: Sequence[str], top: int
) -> dict[int, set[int]]:
    """For each hidden cell (by row number), every value it has in some table of 0..top per leaf."""
    return everything(leaves, cells, columns=columns, top=top).values()


def linearly_determined(leaves: pd.DataFrame, cells: pd.DataFrame, *, columns: Sequence[str]) -> list[int]:
    """Hidden cells that are a linear combination of the published ones."""
    rows = np.array([matches(leaves, cell, columns) for _, cell in cells.iterrows()], dtype=float)
    shown = cells["n"].notna().to_numpy()
    rank = np.linalg.matrix_rank(rows[shown]) if shown.any() else 0
    hidden = np.flatnonzero(~shown).tolist()
    return [h for h in hidden if np.linalg.matrix_rank(np.vstack([rows[shown], rows[h]])) == rank]
