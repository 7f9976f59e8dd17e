"""What the figures say, for a report: the sentence, the table and the credit line that the page showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lmtools.charts import Explorer, FiguresSource, Selection, Shown
from lmtools.domain.day import Day
from lmtools.domain.verbs import Kind
from lmtools.errors import LmtoolsError
from lmtools.reports.description import Table
from lmtools.text import Text

_MOST_YEARS = 2  # the two that the verdict is about; more would not fit a portrait page
_WIDTHS = {"indicator": 0.27, "year": 0.1, "verdict": 0.24}


@dataclass(frozen=True)
class Findings:
    """Sentences and a table about the indicators of a workbook's results, for one school and grade."""

    headline: str
    lead: str
    table: Table
    notes: tuple[str, ...]


def find(day: Day, released: FiguresSource, text: Text) -> Findings | None:
    """Look up what `day`'s workbook showed of `released`, or None when there is nothing to show."""
    shown = look_up(day, released, text)
    if shown is None:
        return None
    table = _table(shown.table)
    is_hidden = any(text.t("Skjermet") in row for row in table.rows)
    notes = (shown.suppressed_note if is_hidden else "", *shown.notes, shown.source)
    return Findings(shown.headline, shown.lead, table, tuple(note for note in notes if note))


def look_up(day: Day, released: FiguresSource, text: Text) -> Shown | None:
    """What the page showed of the areas in the workbook's results, for the session's school and grade.

    Only of those that the room has come to: who is still to guess must not find the answer in a document.
    """
    areas = [
        str(code)
        for step in day.session.steps
        if step.kind == Kind.RESULTS and (day.reached is None or step.key in day.reached)
        for code in _as_list(step.params.get("indicators"))
    ]
    selection = Selection(
        unit=day.session.school_key, grade=day.session.grade or "all", indicators=tuple(dict.fromkeys(areas))
    )
    if not areas or not released.units():
        return None
    try:
        return Explorer(released, text).show(selection)
    except LmtoolsError:  # the school or an area is no longer among what has been imported
        return None


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _table(shown: dict[str, Any]) -> Table:  # Any: JSON as the page gets it; `charts.table` says its shape
    """Keep the two last years, the band, the reference and the verdict."""
    keys = [str(column["key"]) for column in shown["columns"]]
    years = [key for key in keys if key.isdigit()]
    kept = [at for at, key in enumerate(keys) if not key.isdigit() or key in years[-_MOST_YEARS:]]
    kinds = ["year" if keys[at].isdigit() else keys[at] for at in kept]
    fixed = sum(_WIDTHS.get(kind, 0.0) for kind in kinds)
    free = sum(kind not in _WIDTHS for kind in kinds) or 1
    return Table(
        caption=str(shown["caption"]),
        columns=tuple(str(shown["columns"][at]["name"]) for at in kept),
        rows=tuple(tuple(str(row[at]) for at in kept) for row in shown["rows"]),
        widths=tuple(_WIDTHS.get(kind, (1 - fixed) / free) for kind in kinds),
    )
