"""Checking a pattern, our own or someone else's: can any hidden count be worked out?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .attack import attack
from .elimination import prepared, secondary
from .facts import Linear, fact_rows, fact_views
from .plan import STRUCTURE, Plan, Structure, known_views, locate, make_plan
from .program import TOLERANCE
from .rule import Rule
from .solving import Bounds


@dataclass(frozen=True)
class Report:
    """The outcome of an audit.

    Attributes:
        ok: Nothing hidden can be worked out, every interval is wide enough, no published count
            is one the rule hides, and every solver status was optimal; with `Rule.insiders` no
            cell is seen through by an insider either.
        cells: One row per hidden cell: its view's columns, `low` and `high` by linear
            programming, `low_integer` and `high_integer` by whole numbers, `exact` (at most one
            possible value, or no definite answer), `width` (`high_integer - low_integer`),
            `insider` (the rule hides it, and someone alone in another cell that the rule hides
            could work it out, as anyone can an exact one), `elsewhere` (what is known from
            elsewhere gives it away by itself; this pattern is not to blame) and the solver's
            `solver` status.
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
    *,
    facts: Sequence[Linear] = (),
) -> Report:
    """Attack a published pattern and report what can be learned.

    Args:
        cells: As `Release.cells`: the columns of a view (others NA), the count (NA when hidden).
            `status`, if present, is not trusted: what has a count is published. It tells which
            hidden cells the rule hides itself ("primary"; all of them where it is missing), and
            `reason` which were hidden whatever their count ("asked").
        views: The published group-bys.
        count: The column with the count.
        rule: The rule the pattern should obey; `Rule()` when left out.
        known: Further cells an attacker already has.
        structure: One row per lowest-level combination that can occur, without counts. Cells
            from `protect` carry it with them. It is needed otherwise when no view holds all
            columns, because the cells alone do not tell which region lies in which county.
        facts: What an attacker knows of weighted sums of counts, as in `protect`.

    Raises:
        ValueError: The cells do not fit the views, or the structure is needed and missing.
    """
    rule = rule or Rule()
    extra = (*known_views(known, count), *fact_views(facts))
    plan = make_plan(_structure(cells, views, structure), views, extra=extra)
    numbers = locate(plan, cells)
    if (numbers < 0).any():
        raise ValueError(f"{int((numbers < 0).sum())} rows are no cell of any view.")
    blank = cells[count].isna().to_numpy()
    shown = cells[count][~blank].to_numpy(dtype=np.int64)
    published = dict(zip(numbers[~blank].tolist(), shown.tolist(), strict=True))
    exposed = sum(rule.hides(value) for value in published.values())
    given = _known(plan, known, count)
    hidden = numbers[blank].tolist()
    primary = numbers[blank & (cells["status"] == "primary").to_numpy()] if "status" in cells else hidden
    outcome = attack(
        plan.matrix,
        published={**published, **given},
        hidden=hidden,
        facts=fact_rows(plan, facts),
        floor=rule.floor(asked="reason" in cells and bool((cells["reason"] == "asked").any())),
        rule=rule,
        alone=primary,
    )
    bounds = outcome.bounds
    elsewhere = _elsewhere(plan, given, hidden)
    table = _report(cells, blank, [bounds[number] for number in hidden], plan.columns)
    table["insider"] = [number in outcome.insider for number in hidden]
    table["elsewhere"] = [number in elsewhere for number in hidden]
    fallen = {n for n in hidden if rule.fails(bounds[n])} - elsewhere
    if rule.insiders:
        fallen |= outcome.insider - elsewhere
    broken = any(bound.status != "optimal" for bound in bounds.values())
    return Report(ok=exposed == 0 and not fallen and not broken, cells=table, exposed=exposed)


def _known(plan: Plan, known: pd.DataFrame | None, count: str) -> dict[int, int]:
    if known is None:
        return {}
    return {int(n): int(v) for n, v in zip(locate(plan, known), known[count], strict=True) if n >= 0}


def _elsewhere(plan: Plan, given: dict[int, int], hidden: list[int]) -> set[int]:
    """The hidden cells that what is known from elsewhere gives away by itself, as `protect` sees it."""
    if not given:
        return set()
    unknown = np.ones(plan.matrix.shape[0], dtype=bool)
    for number, value in given.items():
        if value == 0:
            unknown[plan.matrix[:, [number]].indices] = False
    matrix = prepared(plan.matrix, unknown, plan.view)
    _, lost = secondary(matrix, order=[], hidden=hidden, fixed=given)
    return set(lost)


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
    table = cells[[column for column in columns if column in cells]][blank].reset_index(drop=True)
    table["low"] = [b.low for b in bounds]
    table["high"] = [b.high for b in bounds]
    table["low_integer"] = [b.low_integer for b in bounds]
    table["high_integer"] = [b.high_integer for b in bounds]
    table["width"] = table["high_integer"] - table["low_integer"]
    table["exact"] = [not b.high_integer - b.low_integer >= TOLERANCE for b in bounds]  # NaN is exact
    table["solver"] = [b.status for b in bounds]
    return table
