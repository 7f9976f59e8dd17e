"""From group-bys to one linear system: the distinct cells of all views and what each is a sum of.

A cell of a view is the sum of some lowest-level combinations (*leaves*). All views together make
one matrix of leaves by cells, so nested, linked and overlapping tables are simply more columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

STRUCTURE = "lmtools.disclosure.structure"


@dataclass(frozen=True)
class Plan:
    """The cells that will be published.

    Attributes:
        columns: The columns of any view, in order of first use.
        views: The distinct views, each with its columns in the order of `columns`.
        leaves: One row per lowest-level combination of `columns`, no counts.
        cells: One row per distinct cell; columns not in its view are NA.
        released: For each cell, whether it belongs to a view to be published; the others are
            cells that someone else has published.
        view: For each cell, the number of its view in `views`.
        matrix: Sparse 0/1 matrix of leaves by cells.
    """

    columns: tuple[str, ...]
    views: tuple[tuple[str, ...], ...]
    leaves: pd.DataFrame
    cells: pd.DataFrame
    released: np.ndarray
    view: np.ndarray
    matrix: sparse.csc_array

    @cached_property
    def index(self) -> dict[tuple[object, ...], int]:
        """The number of each cell by its values in `columns` (None where its view lacks the column)."""
        return {key: number for number, key in enumerate(_keys(self.cells.astype(object)))}

    @property
    def digest(self) -> str:
        """A hash of the views and the cells' names, without any count."""
        text = self.cells.to_csv(index=False) + repr(self.views)
        return hashlib.sha256(text.encode()).hexdigest()

    def leaf_counts(self, counts: pd.DataFrame, count: str) -> np.ndarray:
        """The counts of `counts` in the order of `leaves` (equal combinations added up)."""
        if not self.columns:
            return np.array([counts[count].sum()], dtype=np.int64)
        totals = counts.groupby(list(self.columns), sort=True, observed=True)[count].sum()
        return totals.to_numpy(dtype=np.int64)


class Structure(tuple[()]):
    """The combinations that can occur, carried in `DataFrame.attrs`.

    An empty tuple to everyone else, so that frames with it can be copied, compared, joined and
    written to Parquet; `frame` holds one row per combination and no counts.
    """

    frame: pd.DataFrame

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Structure:
        """Wrap `frame`."""
        structure = cls()
        structure.frame = frame
        return structure

    def __deepcopy__(self, memo: object) -> Structure:
        return self


def known_views(known: pd.DataFrame | None, count: str) -> tuple[tuple[str, ...], ...]:
    """The views that the rows of `known` are cells of."""
    return () if known is None else named_views(known.drop(columns=[count]))


def named_views(names: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    """The views that the rows of `names` are cells of: their columns that are not missing."""
    present = names.notna().drop_duplicates().to_numpy(dtype=bool)
    return tuple(tuple(names.columns[row]) for row in present)


def make_plan(
    frame: pd.DataFrame, views: Sequence[Sequence[str]], extra: Sequence[Sequence[str]] = ()
) -> Plan:
    """The plan for publishing `views` of a table whose combinations are those of `frame`.

    `extra` are views that others have published.

    Raises:
        ValueError: No view, an unknown column, or a missing value in a column of a view.
    """
    if not views:
        raise ValueError("views is empty: name at least one group-by to publish.")
    columns, distinct = _normalise(frame, (*views, *extra))
    own = {frozenset(view) for view in views}
    leaves = _leaves(frame, columns)
    parts, starts, cols, released, of_view = [], 0, [], [], []
    for number, view in enumerate(distinct):
        names, codes = _group(leaves, view)
        parts.append(names.astype(object).reindex(columns=list(columns)))
        cols.append(codes + starts)
        released.append(np.full(len(names), frozenset(view) in own))
        of_view.append(np.full(len(names), number))
        starts += len(names)
    rows = np.tile(np.arange(len(leaves)), len(distinct))
    cells = _stack(parts, columns)
    ones = np.ones(len(leaves) * len(distinct), dtype=np.int64)
    matrix = sparse.csc_array((ones, (rows, np.concatenate(cols))), shape=(len(leaves), starts))
    return Plan(columns, distinct, leaves, cells, np.concatenate(released), np.concatenate(of_view), matrix)


def locate(plan: Plan, frame: pd.DataFrame) -> np.ndarray:
    """For each row of `frame`, the number of its cell in `plan`; -1 where it is no cell of the plan.

    A row names its cell by the columns of a view, the others being missing.
    """
    wanted = frame.reindex(columns=list(plan.columns)).astype(object)
    return np.array([plan.index.get(key, -1) for key in _keys(wanted)], dtype=np.int64)


def _keys(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    blank = frame.isna().to_numpy(dtype=bool)
    values = frame.to_numpy(dtype=object, copy=True)
    values[blank] = None
    return [tuple(row) for row in values]


def _normalise(
    frame: pd.DataFrame, views: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    columns = tuple(dict.fromkeys(column for view in views for column in view))
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"views name columns that the table lacks: {', '.join(missing)}.")
    blank = [column for column in columns if bool(frame[column].isna().any())]
    if blank:
        raise ValueError(f"missing values in columns of a view: {', '.join(blank)}. Name them first.")
    distinct = dict.fromkeys(tuple(c for c in columns if c in set(view)) for view in views)
    return columns, tuple(distinct)


def _leaves(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    if not columns:
        return pd.DataFrame(index=pd.RangeIndex(1))
    grouped = frame.groupby(list(columns), sort=True, observed=True).size()
    return grouped.index.to_frame(index=False)


def _group(leaves: pd.DataFrame, view: tuple[str, ...]) -> tuple[pd.DataFrame, np.ndarray]:
    if not view:
        return pd.DataFrame(index=pd.RangeIndex(1)), np.zeros(len(leaves), dtype=np.int64)
    codes = leaves.groupby(list(view), sort=True, observed=True).ngroup().to_numpy(dtype=np.int64)
    _, first = np.unique(codes, return_index=True)
    return leaves.loc[first, list(view)].reset_index(drop=True), codes


def _stack(parts: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    """One frame of all cells. Built by hand, because joining empty columns changes their types."""
    rows = [row for part in parts for row in _keys(part)]
    return pd.DataFrame(rows, columns=list(columns), dtype=object, index=range(len(rows)))
