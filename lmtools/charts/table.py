"""The same panels as a table: a row per indicator, a column per year, text in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from lmtools.domain.jsonable import Json
from lmtools.text import Text

from .panel import Line, Panel
from .sentences import beside_text, interval_text, verdict_text


def column(key: str, name: str, align: str = "right") -> Json:
    """A column of a table as the page gets it."""
    return {"key": key, "name": name, "align": align}


def make_table(panels: Sequence[Panel], *, caption: str, text: Text) -> Json:
    """Columns and rows of text cells, and the verdict's kind beside each row ("" for none)."""
    if not panels:
        return {"caption": caption, "columns": [], "rows": [], "verdicts": []}
    years = [point.year for point in panels[0].school.points]
    references = panels[0].references
    return {
        "caption": caption,
        "columns": _columns(panels[0], years, text),
        "rows": [row for panel in panels for row in _rows(panel, years, text)]
        + _answered(panels, years, len(references), text),
        "verdicts": [kind for panel in panels for kind in (panel.verdict.kind, *("" for _ in _hidden(panel)))]
        + [""] * (_counted(panels) is not None),
    }


def _hidden(panel: Panel) -> list[Line]:
    """What the unit is held beside that is hidden in an earlier year: its box is in the chart."""
    return [line for line in panel.references if set(line.hidden_years) - {panel.year}]


def _rows(panel: Panel, years: list[int], text: Text) -> list[list[str]]:
    """The unit's own row, and one for each line beside it with a hidden year in the chart."""
    rest = [""] * (1 + len(panel.references) + (panel.compare is not None))
    beside = [
        [f"{panel.title}, {line.name.lower()}", *(_label(line, year) for year in years), *rest]
        for line in _hidden(panel)
    ]
    return [_row(panel, years, text), *beside]


def _label(line: Line, year: int | None) -> str:
    point = line.at(year)
    return point.label if point else ""


def _columns(panel: Panel, years: list[int], text: Text) -> list[Json]:
    columns = [column("indicator", text.t("Område"), "left")]
    columns += [column(str(year), str(year)) for year in years]
    columns.append(column("interval", text.t("Båndet {year}", year=panel.year)))
    columns += [
        column(line.role, text.t("{name} {year}", name=line.name, year=panel.year))
        for line in panel.references
    ]
    if panel.compare is not None:
        name = text.t("{year} mot {compare}", year=panel.year, compare=panel.compare)
        columns.append(column("verdict", name, "left"))
    return columns


def _row(panel: Panel, years: list[int], text: Text) -> list[str]:
    cells = [panel.title]
    cells += [_label(panel.school, year) for year in years]
    cells.append(interval_text(panel, text))
    for line in panel.references:
        point = line.at(panel.year)
        is_shown = point is not None and point.is_shown
        cells.append(beside_text(panel, point, text) if point and is_shown else _label(line, panel.year))
    if panel.compare is not None:
        cells.append(verdict_text(panel, text))
    return cells


def _counted(panels: Sequence[Panel]) -> Panel | None:
    """The panel that tells for most years how many answered; None when none tells."""
    counts = [sum(point.n is not None for point in panel.school.points) for panel in panels]
    best = max(range(len(panels)), key=lambda number: counts[number], default=None)
    return panels[best] if best is not None and counts[best] else None


def _answered(panels: Sequence[Panel], years: list[int], references: int, text: Text) -> list[list[str]]:
    panel = _counted(panels)
    if panel is None:
        return []
    cells = [text.t("Svar, {unit}", unit=panel.school.name)]
    for year in years:
        point = panel.school.at(year)
        words = "" if point is None or point.is_shown else point.label
        cells.append(words if point is None or point.n is None else text.number(point.n, 0))
    cells += [""] * (references + 1 + (panel.compare is not None))
    return [cells]


def answered_sentence(panels: Sequence[Panel], text: Text) -> str:
    """How many answered, for the line with the source; "" where no count is published."""
    panel = _counted(panels)
    if panel is None:
        return ""
    counts = sorted(point.n for point in panel.school.points if point.n is not None)
    low, high = text.number(counts[0], 0), text.number(counts[-1], 0)
    if len(counts) == 1:
        return text.t("{count} elever svarte.", count=low)
    if low == high:
        return text.t("{count} elever svarte hvert år.", count=low)
    return text.t("{low}–{high} elever svarte hvert år.", low=low, high=high)
