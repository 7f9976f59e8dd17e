"""What a unit is held beside, in its chart: lines, how sure they are, and the years that are hidden."""

from __future__ import annotations

from lmtools.domain.figures import Status
from lmtools.domain.jsonable import Json
from lmtools.text import Text

from .marks import HEIGHT, PLAIN, RUN, layer, runs
from .panel import Line, Panel
from .theme import LABEL_SIZE, REFERENCE, SECOND_INK, SECOND_SERIES, STONE

_BOX_HALF = 35  # "Skjermet" fits
_LYING, _STANDING = 24, 74  # the height of a box, with its word along it or upwards


def reference(line: Line, stops: frozenset[int]) -> list[Json]:
    """The line of a municipality or the country; a short rule at each year whose interval is not narrow."""
    found = runs(line.points, stops)
    rows = [
        {"year": point.year, "value": point.value, "run": number}
        for number, run in enumerate(found)
        for point in run
    ]
    is_second = line.role == "municipality"
    color = SECOND_SERIES if is_second else REFERENCE
    layers = _whiskers(line, color)
    if is_second:
        mark = {
            "type": "line",
            "color": color,
            "strokeWidth": 1.8,
            "point": {"shape": "square", "color": color},
        }
        return [*layers, layer(mark, rows, detail=RUN)]
    mark = {"type": "line", "color": color, "strokeWidth": 1.8, "strokeDash": [5, 4]}
    layers.append(layer(mark, rows, detail=RUN))
    alone: list[Json] = [{"year": run[0].year, "value": run[0].value} for run in found if len(run) == 1]
    if alone:  # a line of one year would not be seen
        dash = {"type": "point", "shape": "stroke", "size": 200, "stroke": color, "strokeWidth": 1.8}
        layers.append(layer(dash, alone))
    return layers


def _whiskers(line: Line, color: str) -> list[Json]:
    rows: list[Json] = [
        {"year": point.year, "low": point.low, "high": point.high}
        for point in line.points
        if point.is_shown and point.low is not None
    ]
    if not rows:
        return []
    mark = {"type": "rule", "color": color, "strokeWidth": 1.4, **PLAIN}
    return [layer(mark, rows, y={"field": "low", "type": "quantitative"}, y2={"field": "high"})]


def hidden_references(panel: Panel, spacing: str, text: Text) -> list[Json]:
    """A box at the bottom for each year in which what the unit is held beside is hidden.

    `spacing` is the pixels between two years, as a Vega expression. The latest year is told at the end of
    the line, and a year in which the unit itself is hidden has a box already.
    """
    own = {point.year for point in panel.school.points if point.status is Status.SUPPRESSED}
    beside = {year for line in panel.references for year in line.hidden_years}
    years = beside - own - {panel.year}
    if not years:
        return []
    rows: list[Json] = [{"year": year, "label": text.t("Skjermet")} for year in sorted(years)]
    is_second = all(
        line.role == "municipality" for line in panel.references if set(line.hidden_years) & years
    )
    color = SECOND_SERIES if is_second else SECOND_INK  # the word tells which line it is about by its colour
    half = f"min({_BOX_HALF}, 0.45 * {spacing})"
    is_narrow = f"{half} < {_BOX_HALF - 2}"
    height = f"({is_narrow} ? {_STANDING} : {_LYING})"
    box = {
        "type": "rect",
        "fill": STONE,
        "stroke": color,
        "strokeWidth": 1,
        "strokeDash": [4, 3],
        "cornerRadius": 3,
        "xOffset": {"expr": f"-{half}"},
        "x2Offset": {"expr": half},
    }
    words = {
        "type": "text",
        "fontSize": LABEL_SIZE,
        "color": color,
        "baseline": "middle",
        "angle": {"expr": f"{is_narrow} ? 270 : 0"},
    }
    top = {"value": {"expr": f"{HEIGHT} - {height}"}}
    middle = {"value": {"expr": f"{HEIGHT} - {height} / 2"}}
    return [
        layer(box, rows, x2={"field": "year"}, y=top, y2={"value": HEIGHT}),
        layer(words, rows, y=middle, text={"field": "label"}),
    ]
