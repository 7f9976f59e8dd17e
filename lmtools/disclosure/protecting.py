"""Hiding what must be hidden: the threshold, its complements, and repair until an attack fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .certificate import certify
from .facts import Linear
from .plan import STRUCTURE, Structure
from .repair import Pattern, find_pattern
from .rule import Rule
from .table import Table, Wishes, make_table


@dataclass(frozen=True)
class Release:
    """What may be published.

    Attributes:
        cells: One row per distinct cell of any view: the columns of its view (others NA), the
            count (NA when hidden), `status` ("published", "primary" or "secondary") and `reason`
            ("", "threshold", "share", "asked", "linked" or "repair"). Status and reason tell more
            than a reader should know; show hidden cells alike.
        certificate: Policy, hash of the plan, numbers of cells by status and reason, facts and
            insiders reckoned with, rounds of repair, narrowest interval, solver statuses and
            library versions. Holds no count of any cell.
    """

    cells: pd.DataFrame
    certificate: dict[str, object]


def protect(
    counts: pd.DataFrame,
    count: str = "n",
    views: Sequence[Sequence[str]] = (),
    rule: Rule | None = None,
    known: pd.DataFrame | None = None,
    *,
    cost: pd.DataFrame | None = None,
    impossible: pd.DataFrame | None = None,
    hide: pd.DataFrame | None = None,
    facts: Sequence[Linear] = (),
) -> Release:
    """Hide small counts in every view at once, so that none can be worked out from the rest.

    Tables below name cells by the columns of a view, the others missing.

    Args:
        counts: One row per lowest-level combination, with a non-negative whole count. Unchanged.
            Combinations without a row cannot occur.
        count: The column with the count.
        views: Every group-by that will be published; `[]` is the grand total.
        rule: What to hide; `Rule()` when left out.
        known: Cells already published elsewhere, with the count: fixed, and visible to an attacker.
        cost: Cells with a column `cost`, 1 for the rest: what is cheap is hidden rather.
        impossible: Cells that cannot occur, such as a grade a school does not have. Everything
            inside them must be 0, and they are no cells at all.
        hide: Cells to hide whatever their count.
        facts: What an attacker knows besides: rounded means, shares, deviations, pooled figures.

    Raises:
        ValueError: The table, the views or one of the other tables cannot be used.
        ProtectionError: Even after repair the attack succeeds, or the solver gave no definite answer.

    Example:
        >>> table = pd.DataFrame({"grade": ["8", "8", "9", "9"], "gender": ["g", "j", "g", "j"],
        ...                       "n": [2, 14, 9, 20]})
        >>> release = protect(table, views=[["grade", "gender"], ["grade"], ["gender"], []])
        >>> int(release.cells["n"].isna().sum())
        4
    """
    rule = rule or Rule()
    wishes = Wishes(known=known, cost=cost, impossible=impossible, hide=hide, facts=facts)
    table = make_table(counts, count, views, rule, wishes)
    found = find_pattern(table, rule)
    return Release(_as_cells(table, found.pattern, count), certify(table, found, rule))


def _as_cells(table: Table, pattern: Pattern, count: str) -> pd.DataFrame:
    hidden = np.zeros(len(table.counts), dtype=bool)
    status = np.full(len(table.counts), "published", dtype=object)
    reason = np.full(len(table.counts), "", dtype=object)
    for numbers, kind, why in (
        (pattern.primary, "primary", ""),
        (pattern.linked, "secondary", "linked"),
        (pattern.repaired, "secondary", "repair"),
    ):
        where = np.array(numbers, dtype=np.int64)
        hidden[where], status[where], reason[where] = True, kind, why
    for number, why in table.primary.items():
        reason[number] = why
    cells = table.plan.cells.copy()
    cells[count] = pd.array(table.counts, dtype="Int64")
    cells.loc[hidden, count] = pd.NA
    cells["status"], cells["reason"] = status, reason
    cells = cells[table.plan.released].reset_index(drop=True)
    cells.attrs[STRUCTURE] = Structure.of(table.plan.leaves)
    return cells
