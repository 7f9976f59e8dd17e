"""What an attacker knows besides published counts: weighted sums of counts, within an interval.

A rounded mean with its n, a rounded share, a standard deviation or a pooled figure is such a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from .plan import Plan, locate, named_views

WEIGHT = "weight"
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Linear:
    """One fact: `low` <= the sum of weight x count over `cells` <= `high`, both ends included.

    Args:
        cells: Cells named as in `known` (a view's columns, others missing), and the column
            `weight` with a whole number, negative too. Combinations that cannot occur count 0.
        low: The least value of the sum.
        high: The greatest value of the sum.

    Raises:
        ValueError: Weights are missing or not whole, or the interval is empty or not a number.

    Example:
        A mean of 4.2 (rounded to one decimal) of 20 answers from 1 to 5:

        >>> answers = pd.DataFrame({"answer": [1, 2, 3, 4, 5], "weight": [1, 2, 3, 4, 5]})
        >>> fact = Linear(answers, low=20 * 4.15, high=20 * 4.25)
    """

    cells: pd.DataFrame
    low: float
    high: float

    def __post_init__(self) -> None:
        if WEIGHT not in self.cells.columns:
            raise ValueError("Linear.cells has no column 'weight'.")
        weights = pd.to_numeric(self.cells[WEIGHT], errors="coerce")
        if weights.isna().any() or (weights % 1 != 0).any():
            raise ValueError("Linear.cells: 'weight' must hold whole numbers, none missing.")
        if not self.low <= self.high:
            raise ValueError("Linear.low must not exceed Linear.high.")


@dataclass(frozen=True)
class Rows:
    """Facts as rows over the leaves of a plan: `low` <= `matrix` @ leaf counts <= `high`."""

    matrix: sparse.csr_array
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def none(cls, leaves: int) -> Rows:
        """No facts over this many leaves."""
        return cls(sparse.csr_array((0, leaves), dtype=np.int64), np.zeros(0), np.zeros(0))

    def contradicted(self, leaf_counts: np.ndarray) -> np.ndarray:
        """The numbers of the facts that these counts do not fit."""
        sums = self.matrix @ leaf_counts
        return np.flatnonzero((sums < self.low) | (sums > self.high))


def fact_views(facts: Sequence[Linear]) -> tuple[tuple[str, ...], ...]:
    """The views that the cells of `facts` belong to."""
    views = (view for fact in facts for view in named_views(fact.cells.drop(columns=[WEIGHT])))
    return tuple(dict.fromkeys(views))


def fact_rows(plan: Plan, facts: Sequence[Linear]) -> Rows:
    """The facts over the leaves of `plan`, whose views must hold `fact_views(facts)`.

    Counts and weights are whole, so an end between two whole numbers is moved inwards.
    """
    if not facts:
        return Rows.none(plan.matrix.shape[0])
    frames = [fact.cells for fact in facts]
    owner = np.repeat(np.arange(len(facts)), [len(frame) for frame in frames])
    together = pd.concat([frame.astype(object) for frame in frames], ignore_index=True)
    numbers = locate(plan, together)
    weights = together[WEIGHT].to_numpy(dtype=np.int64)
    found = numbers >= 0
    weighing = sparse.csr_array(
        (weights[found], (owner[found], numbers[found])), shape=(len(facts), plan.matrix.shape[1])
    )
    matrix = sparse.csr_array(weighing @ plan.matrix.T)
    matrix.eliminate_zeros()
    low = np.ceil(np.array([float(fact.low) for fact in facts]) - _ROUNDING)
    high = np.floor(np.array([float(fact.high) for fact in facts]) + _ROUNDING)
    return Rows(matrix, low, high)
