"""Hide small numbers in the invented tables in the way the published tables show it.

The publisher's own limits are not public; the model file holds the ones used here. What is true to the
published files is the pattern: a whole row, the negative end of the answer options, both genders when
one is hidden, most small bullying figures, and now and then a lone `*`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from simulate import ALL, Row

ROW = frozenset({"row"})


def indexes(model: dict, rows: list[Row]) -> list[Row]:
    """Suppress the rows of the index table."""
    few = {r: (r.n or 0) < model["minimum_answers"][str(r.year)] for r in rows}
    together = _one_hides_both(rows, few)
    return [replace(r, hidden=ROW) if together[r] else _hide_options(model, r) for r in rows]


def bullying(model: dict, rows: list[Row]) -> list[Row]:
    """Suppress the rows of the bullying table."""
    few = {r: _few_bullied(model, r) for r in rows}
    together = _one_hides_both(rows, few)
    return [replace(r, hidden=ROW) if together[r] else r for r in rows]


def _few_bullied(model: dict, row: Row) -> bool:
    year, number = str(row.year), row.counts[0]
    if (row.n or 0) < model["rules"]["minimum_bullying_answers"]:
        return True
    if number == 0:
        return row.year < model["rules"]["shown_zero_from"]
    return number < model["minimum_bullied"][year]


def _one_hides_both(rows: list[Row], few: dict[Row, bool]) -> dict[Row, bool]:
    """One hidden gender, or a hidden whole, hides both genders; a hidden gender leaves the whole."""
    cells: dict[tuple, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        cells[row.unit, row.year, row.grade, row.index, row.question][row.gender] = row
    hidden = {}
    for cell in cells.values():
        whole = few[cell["Alle kjønn"]]
        parts = any(few[row] for row in cell.values())
        hidden |= {row: whole if gender == "Alle kjønn" else parts for gender, row in cell.items()}
    return hidden


def _hide_options(model: dict, row: Row) -> Row:
    if row.question == ALL or not row.counts:
        return row
    limit = model["minimum_option"][str(row.year)]
    zeros = row.year < model["rules"]["shown_zero_option_from"]
    hidden = [k for k, c in enumerate(row.counts) if c < limit and (c > 0 or zeros)]
    rules = model["rules"]
    lone = row.year == rules["single_star_year"] and row.index == rules["single_star_index"]
    if len(hidden) == 1 and not lone:
        hidden.append(min((k for k in range(5) if k not in hidden), key=lambda k: (row.counts[k], k)))
    return replace(row, hidden=frozenset(str(k + 1) for k in hidden))
