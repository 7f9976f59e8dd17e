"""Hiding what must be hidden: the threshold, its complements, and repair until an attack fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version

import numpy as np
import pandas as pd

from .attack import Bounds, attack
from .auditing import fails
from .elimination import secondary
from .plan import STRUCTURE, Plan, Structure, known_views, locate, make_plan
from .rule import Rule

_LIBRARIES = ("numpy", "scipy", "pandas", "highspy")


class ProtectionError(Exception):
    """No pattern was found that stands up to the attack. Nothing may be released."""


@dataclass(frozen=True)
class Release:
    """What may be published.

    Attributes:
        cells: One row per distinct cell of any view: the columns of its view (others NA), the
            count (NA when hidden), `status` ("published", "primary" or "secondary") and `reason`
            ("", "threshold", "linked" or "repair"). Status and reason tell more than a reader
            should know; show hidden cells alike.
        certificate: Policy, hash of the plan, numbers of cells by status, narrowest interval,
            solver statuses and library versions. Holds no count of any cell.
    """

    cells: pd.DataFrame
    certificate: dict[str, object]


@dataclass(frozen=True)
class _Pattern:
    primary: tuple[int, ...]
    linked: tuple[int, ...]
    forced: tuple[int, ...]
    lost: tuple[int, ...]

    @property
    def hidden(self) -> tuple[int, ...]:
        return (*self.primary, *self.forced, *self.linked)


@dataclass(frozen=True)
class _Table:
    plan: Plan
    counts: np.ndarray
    fixed: tuple[int, ...]
    candidates: tuple[int, ...]
    primary: tuple[int, ...]
    unknown_leaves: np.ndarray


def protect(
    counts: pd.DataFrame,
    count: str = "n",
    views: Sequence[Sequence[str]] = (),
    rule: Rule | None = None,
    known: pd.DataFrame | None = None,
) -> Release:
    """Hide small counts in every view at once, so that none can be worked out from the rest.

    Args:
        counts: One row per lowest-level combination, with a non-negative whole count. Unchanged.
        count: The column with the count.
        views: Every group-by that will be published; `[]` is the grand total.
        rule: What to hide; `Rule()` when left out.
        known: Cells already published elsewhere (a view's columns, others missing, and the
            count): fixed, and visible to an attacker.

    Raises:
        ValueError: The table or the views cannot be used.
        ProtectionError: Even after repair the attack succeeds, or the solver gave no definite answer.

    Example:
        >>> table = pd.DataFrame({"grade": ["8", "8", "9", "9"], "gender": ["g", "j", "g", "j"],
        ...                       "n": [2, 14, 9, 20]})
        >>> release = protect(table, views=[["grade", "gender"], ["grade"], ["gender"], []])
        >>> int(release.cells["n"].isna().sum())
        4
    """
    rule = rule or Rule()
    table = _table(counts, count, views, rule, known)
    pattern, bounds, rounds = _search(table, rule)
    return Release(
        cells=_as_cells(table, pattern, count),
        certificate=_certificate(table, pattern, bounds, rule, rounds),
    )


def _table(
    counts: pd.DataFrame,
    count: str,
    views: Sequence[Sequence[str]],
    rule: Rule,
    known: pd.DataFrame | None,
) -> _Table:
    _check_counts(counts, count)
    extra = known_views(known, count)
    plan = make_plan(counts, views, extra=extra)
    leaf_counts = plan.leaf_counts(counts, count)
    values = np.asarray(plan.matrix.T @ leaf_counts, dtype=np.int64)
    fixed = () if known is None else tuple(n for n in locate(plan, known).tolist() if n >= 0)
    released = [number for number in range(len(values)) if plan.released[number]]
    primary = tuple(n for n in released if rule.hides(int(values[n])))
    hidden = {*primary, *fixed}
    candidates = tuple(n for n in released if n not in hidden)
    zero = np.zeros(len(leaf_counts), dtype=bool)
    for number in (*candidates, *fixed):
        if values[number] == 0:
            zero[plan.matrix[:, [number]].indices] = True
    # Equal counts: the last one first. It reproduces the published optimum on Statistics Norway's z1.
    order = sorted(candidates, key=lambda n: (values[n] != 0, -values[n], -n))
    return _Table(plan, values, fixed, tuple(order), primary, ~zero)


def _check_counts(counts: pd.DataFrame, count: str) -> None:
    if count not in counts.columns:
        raise ValueError(f"the table has no column {count!r} with counts.")
    numbers = pd.to_numeric(counts[count], errors="coerce")
    if numbers.isna().any() or (numbers < 0).any() or (numbers % 1 != 0).any():
        raise ValueError(f"column {count!r} must hold whole numbers of 0 or more, none missing.")


def _search(table: _Table, rule: Rule) -> tuple[_Pattern, dict[int, Bounds], int]:
    """Eliminate, attack, and hide one cell more beside each that fell, until none falls."""
    forced: tuple[int, ...] = ()
    for rounds in range(len(table.counts) + 1):
        pattern = _eliminate(table, forced)
        if rule.check == "linear" or not pattern.hidden:
            return pattern, {}, rounds
        bounds = _attack(table, pattern, rule)
        broken = [cell for cell, bound in bounds.items() if bound.status != "optimal"]
        if broken:
            raise ProtectionError(f"the solver gave no definite answer for {len(broken)} cells.")
        fallen = [c for c, b in bounds.items() if fails(b, rule) and c not in pattern.lost]
        if not fallen:
            return pattern, bounds, rounds
        more = _helpers(table, pattern, fallen)
        if not more:
            break
        forced = (*forced, *more)
    raise ProtectionError("some hidden cells can be worked out whatever else is hidden.")


def _eliminate(table: _Table, forced: tuple[int, ...]) -> _Pattern:
    taken = set(forced)
    order = [number for number in table.candidates if number not in taken]
    hidden = (*table.primary, *forced)
    if not hidden:
        return _Pattern((), (), (), ())
    linked, lost = secondary(
        table.plan.matrix, order=order, hidden=hidden, rows=table.unknown_leaves, fixed=table.fixed
    )
    return _Pattern(table.primary, tuple(linked), forced, tuple(lost))


def _attack(table: _Table, pattern: _Pattern, rule: Rule) -> dict[int, Bounds]:
    hidden = set(pattern.hidden)
    published = {n: int(table.counts[n]) for n in (*table.candidates, *table.fixed) if n not in hidden}
    published |= {n: int(table.counts[n]) for n in table.fixed}
    return attack(
        table.plan.matrix,
        published=published,
        hidden=hidden - set(table.fixed),
        least_hidden=rule.least_hidden,
        integers=rule.check == "integers",
    )


def _helpers(table: _Table, pattern: _Pattern, fallen: list[int]) -> tuple[int, ...]:
    """For each fallen cell not already helped, the smallest published cell beside it.

    Beside means inside a published total that also holds the fallen cell. Zeros are no cover
    when zeros are published, because everyone knows that a hidden cell is then not zero.
    """
    hidden = set(pattern.hidden)
    open_cells = [n for n in table.candidates if n not in hidden and table.counts[n] > 0]
    matrix = table.plan.matrix
    sizes = np.asarray(matrix.sum(axis=0))
    chosen: dict[int, None] = {}
    for cell in fallen:
        leaves = matrix[:, [cell]].indices
        touching = np.asarray(matrix[leaves, :].sum(axis=0))
        totals = [n for n in open_cells if touching[n] and sizes[n] > touching[n]]
        if not totals:
            totals = open_cells
        around = np.asarray(matrix[:, totals].sum(axis=1)) > 0
        inside = np.asarray(matrix.T @ around.astype(np.int64)) == sizes
        beside = [n for n in open_cells if inside[n]]
        if beside and not any(n in chosen for n in beside):
            chosen[min(beside, key=lambda n: (table.counts[n], n))] = None
    return tuple(chosen)


def _as_cells(table: _Table, pattern: _Pattern, count: str) -> pd.DataFrame:
    hidden = np.zeros(len(table.counts), dtype=bool)
    status = np.full(len(table.counts), "published", dtype=object)
    reason = np.full(len(table.counts), "", dtype=object)
    for numbers, kind, why in (
        (pattern.primary, "primary", "threshold"),
        (pattern.linked, "secondary", "linked"),
        (pattern.forced, "secondary", "repair"),
    ):
        where = np.array(numbers, dtype=np.int64)
        hidden[where], status[where], reason[where] = True, kind, why
    cells = table.plan.cells.copy()
    cells[count] = pd.array(table.counts, dtype="Int64")
    cells.loc[hidden, count] = pd.NA
    cells["status"], cells["reason"] = status, reason
    cells = cells[table.plan.released].reset_index(drop=True)
    cells.attrs[STRUCTURE] = Structure.of(table.plan.leaves)
    return cells


def _certificate(
    table: _Table, pattern: _Pattern, bounds: dict[int, Bounds], rule: Rule, rounds: int
) -> dict[str, object]:
    widths = [b.high_integer - b.low_integer for c, b in bounds.items() if c not in pattern.lost]
    return {
        "policy": asdict(rule),
        "plan": table.plan.digest,
        "cells": int(table.plan.released.sum()),
        "primary": len(pattern.primary),
        "secondary": len(pattern.linked) + len(pattern.forced),
        "repaired": len(pattern.forced),
        "known_elsewhere": len(pattern.lost),
        "rounds": rounds,
        "narrowest": min(widths) if widths else None,
        "solver": sorted({b.status for b in bounds.values()}),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
