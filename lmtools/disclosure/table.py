"""A table about to be protected: its cells, what must be hidden, and what may be published, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .facts import Linear, Rows, fact_rows, fact_views
from .plan import Plan, known_views, locate, make_plan
from .rule import Rule
from .shares import concentrated_cells
from .wishes import asked_cells, cell_costs, without_impossible


@dataclass(frozen=True)
class Wishes:
    """What the publisher and the attacker bring, as given to `protect`."""

    known: pd.DataFrame | None = None
    cost: pd.DataFrame | None = None
    impossible: pd.DataFrame | None = None
    hide: pd.DataFrame | None = None
    facts: Sequence[Linear] = ()


@dataclass(frozen=True)
class Table:
    """What is to be protected.

    Attributes:
        plan: All cells, and how they add up.
        counts: The count of each cell.
        leaf_counts: The count of each leaf.
        costs: What it costs to hide each cell.
        facts: What an attacker knows of weighted sums of leaves.
        fixed: Cells that others have published.
        primary: Cells that the rule or the publisher hides, with the reason of each
            ("threshold", "share" or "asked").
        covered: Zeros that would give away a hidden zero, and are hidden with it.
        candidates: The other released cells, the first to publish first.
        unknown: For each leaf, whether no published zero holds it.
        floor: The least count an attacker must allow for in a hidden cell.
    """

    plan: Plan
    counts: np.ndarray
    leaf_counts: np.ndarray
    costs: np.ndarray
    facts: Rows
    fixed: tuple[int, ...]
    primary: dict[int, str]
    covered: tuple[int, ...]
    candidates: tuple[int, ...]
    unknown: np.ndarray
    floor: int


def make_table(
    counts: pd.DataFrame, count: str, views: Sequence[Sequence[str]], rule: Rule, wishes: Wishes
) -> Table:
    """Check the input and work out what must be hidden.

    Raises:
        ValueError: The table, the views or what is wished for cannot be used.
    """
    _check_counts(counts, count)
    counts = without_impossible(counts, count, wishes.impossible)
    extra = (*known_views(wishes.known, count), *fact_views(wishes.facts))
    plan = make_plan(counts, views, extra=extra)
    leaf_counts = plan.leaf_counts(counts, count)
    values = np.asarray(plan.matrix.T @ leaf_counts, dtype=np.int64)
    facts = fact_rows(plan, wishes.facts)
    wrong = facts.contradicted(leaf_counts)
    if len(wrong):
        raise ValueError(f"{len(wrong)} facts do not fit the counts, the first is number {wrong[0]}.")
    fixed = () if wishes.known is None else tuple(n for n in locate(plan, wishes.known).tolist() if n >= 0)
    primary = _primary(plan, values, rule, wishes)
    candidates = [
        n for n in np.flatnonzero(plan.released).tolist() if n not in primary and n not in set(fixed)
    ]
    covered, unknown = _zeros(plan, values, primary, fixed, [n for n in candidates if values[n] == 0])
    costs = cell_costs(plan, wishes.cost)
    # Equal counts: the last one first. It reproduces the published optimum on Statistics Norway's z1.
    order = sorted(
        (n for n in candidates if n not in set(covered)),
        key=lambda n: (values[n] != 0, -costs[n], -values[n], -n),
    )
    floor = rule.floor(asked="asked" in primary.values())
    return Table(
        plan, values, leaf_counts, costs, facts, fixed, primary, covered, tuple(order), unknown, floor
    )


def _check_counts(counts: pd.DataFrame, count: str) -> None:
    if count not in counts.columns:
        raise ValueError(f"the table has no column {count!r} with counts.")
    numbers = pd.to_numeric(counts[count], errors="coerce")
    if numbers.isna().any() or (numbers < 0).any() or (numbers % 1 != 0).any():
        raise ValueError(f"column {count!r} must hold whole numbers of 0 or more, none missing.")


def _primary(plan: Plan, values: np.ndarray, rule: Rule, wishes: Wishes) -> dict[int, str]:
    small = (values < rule.minimum) & plan.released
    if rule.zeros == "publish":
        small &= values > 0
    reasons = dict.fromkeys(np.flatnonzero(small).tolist(), "threshold")
    for cells, reason in (
        (concentrated_cells(plan, values, rule), "share"),
        (asked_cells(plan, wishes.hide), "asked"),
    ):
        for number in cells:
            reasons.setdefault(number, reason)
    return reasons


def _zeros(
    plan: Plan, values: np.ndarray, primary: dict[int, str], fixed: tuple[int, ...], zeros: list[int]
) -> tuple[tuple[int, ...], np.ndarray]:
    """The zeros that must be hidden because they hold all of a hidden zero, and the unknown leaves.

    Small zeros are published first, so that what is hidden is rather one total than many parts.
    """
    starts, indices = plan.matrix.indptr, plan.matrix.indices

    def leaves(number: int) -> np.ndarray:
        inside: np.ndarray = indices[starts[number] : starts[number + 1]]
        return inside

    unknown = np.ones(plan.matrix.shape[0], dtype=bool)
    for number in fixed:
        if values[number] == 0:
            unknown[leaves(number)] = False
    left = {
        number: set(leaves(number)[unknown[leaves(number)]].tolist())
        for number in primary
        if values[number] == 0
    }
    holding: dict[int, list[int]] = {}
    for number, own in left.items():
        for leaf in own:
            holding.setdefault(leaf, []).append(number)
    covered = []
    for number in sorted(zeros, key=lambda n: (len(leaves(n)), -n)):
        own = set(leaves(number).tolist())
        touched = {cell for leaf in own for cell in holding.get(leaf, ())}
        if any(left[cell] and left[cell] <= own for cell in touched):
            covered.append(number)
            continue
        unknown[leaves(number)] = False
        for cell in touched:
            left[cell] -= own
    return tuple(covered), unknown
