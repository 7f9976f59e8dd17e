"""Checking a pattern, our own or someone else's: can any hidden count be worked out?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .attack import TOLERANCE, Bounds, attack
from .plan import STRUCTURE, Plan, Structure, known_views, locate, make_plan
from .rule import Rule


@dataclass(frozen=True)
class Report:
    """The outcome of an audit.

    Attributes:
        ok: Nothing hidden can be worked out, every interval is wide enough, no published count
            is one the rule hides, and every solver status was optimal.
        cells: One row per hidden cell: its view's columns, `low` and `high` by linear
            programming, `low_integer` and `high_integer` by whole numbers, `exact` (one possible
            value), `width` (`high_integer - low_integer`) and the solver's `solver` status.
        exposed: Published cells whose count the rule would hide.
    """

    ok: bool
    cells: pd.DataFrame
    exposed: int


def audit(
    cells: pd.DataFrame,
    views: Sequence[Sequence[str]] = (),
    count: str = "n",
    rule: Rule | None = None,
    known: pd.DataFrame | None = None,
    structure: pd.DataFrame | None = None,
) -> Report:
    """Attack a published pattern and report what can be learned.

    Args:
        cells: As `Release.cells`: the columns of a view (others NA), the count (NA when hidden).
            `status`, if present, is not trusted: what has a count is published.
        views: The published group-bys.
        count: The column with the count.
        rule: The rule the pattern should obey; `Rule()` when left out.
        known: Further cells an attacker already has.
        structure: One row per lowest-level combination that can occur, without counts. Cells
            from `protect` carry it with them. It is needed otherwise when no view holds all
            columns, because the cells alone do not tell which region lies in which county.

    Raises:
        ValueError: The cells do not fit the views, or the structure is needed and missing.
    """
    rule = rule or Rule()
    plan = make_plan(_structure(cells, views, structure), views, extra=known_views(known, count))
    numbers = locate(plan, cells)
    if (numbers < 0).any():
        raise ValueError(f"{int((numbers < 0).sum())} rows are no cell of any view.")
    blank = cells[count].isna().to_numpy()
    published = {
        int(number): int(value)
        for number, value, hidden in zip(numbers, cells[count], blank, strict=True)
        if not hidden
    }
    exposed = sum(rule.hides(value) for value in published.values())
    given = _known(plan, known, count)
    hidden = [int(number) for number, is_hidden in zip(numbers, blank, strict=True) if is_hidden]
    bounds = attack(
        plan.matrix,
        published={**published, **given},
        hidden=hidden,
        least_hidden=rule.least_hidden,
        integers=rule.check == "integers",
    )
    table = _report(cells, blank, [bounds[number] for number in hidden], plan.columns)
    ok = exposed == 0 and not any(b.status != "optimal" or fails(b, rule) for b in bounds.values())
    return Report(ok=ok, cells=table, exposed=exposed)


def fails(bound: Bounds, rule: Rule) -> bool:
    """Whether these bounds say too much by `rule`."""
    if bound.status != "optimal":
        return True
    width = bound.high - bound.low if rule.check != "integers" else bound.high_integer - bound.low_integer
    return bool(width < max(rule.width, TOLERANCE))


def _known(plan: Plan, known: pd.DataFrame | None, count: str) -> dict[int, int]:
    if known is None:
        return {}
    return {int(n): int(v) for n, v in zip(locate(plan, known), known[count], strict=True) if n >= 0}


def _structure(
    cells: pd.DataFrame, views: Sequence[Sequence[str]], given: pd.DataFrame | None
) -> pd.DataFrame:
    if given is not None:
        return given
    carried = cells.attrs.get(STRUCTURE)
    if isinstance(carried, Structure):
        return carried.frame
    columns = list(dict.fromkeys(column for view in views for column in view))
    if not any(set(view) == set(columns) for view in views):
        raise ValueError("no view holds all columns: give `structure`, the combinations that can occur.")
    whole = cells[columns].notna().all(axis=1)
    return cells[columns][whole] if columns else pd.DataFrame(index=[0])


def _report(
    cells: pd.DataFrame, blank: np.ndarray, bounds: list[Bounds], columns: tuple[str, ...]
) -> pd.DataFrame:
    table = cells[list(columns)][blank].reset_index(drop=True)
    table["low"] = [b.low for b in bounds]
    table["high"] = [b.high for b in bounds]
    table["low_integer"] = [b.low_integer for b in bounds]
    table["high_integer"] = [b.high_integer for b in bounds]
    table["width"] = table["high_integer"] - table["low_integer"]
    table["exact"] = [bool(b.high_integer - b.low_integer < TOLERANCE) for b in bounds]
    table["solver"] = [b.status for b in bounds]
    return table
