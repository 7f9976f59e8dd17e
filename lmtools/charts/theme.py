"""The look of every chart: colours, sizes and Norwegian numbers, as a Vega-Lite config.

Colours are told apart under simulated protan, deutan and tritan vision, and each series also has its
own shape or dash. No colour means good or bad.
"""

from __future__ import annotations

from lmtools.domain.jsonable import Json

INK = "#1e2624"
SECOND_INK = "#5a615e"
SCHOOL = "#0f5b57"
BAND = "#cfe4e1"
SECOND_SERIES = "#b8510a"
REFERENCE = "#747974"
STONE = "#f5f4f1"
GRID = "#e5e3dd"
LABEL_SIZE = 14
VALUE_SIZE = 19

CONFIG: Json = {
    "background": "transparent",
    "font": "Inter Variable, Inter, system-ui, sans-serif",
    "view": {"stroke": None},
    "locale": {
        "number": {
            "decimal": ",",
            "thousands": "\u00a0",
            "grouping": [3],
            "currency": ["", "\u00a0kr"],
            "percent": "\u00a0%",
            "minus": "\u2212",
        }
    },
    "range": {"category": [SCHOOL, SECOND_SERIES, "#3b82c4"], "symbol": ["circle", "square", "diamond"]},
    "axis": {
        "labelFontSize": LABEL_SIZE,
        "labelColor": SECOND_INK,
        "title": None,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "gridColor": GRID,
    },
    "axisX": {"grid": False, "labelAngle": 0},
    "axisY": {"tickCount": 3},
    "legend": {"disable": True},
    "line": {"strokeWidth": 2.5, "color": SCHOOL, "strokeJoin": "round"},
    "area": {"color": BAND, "opacity": 1},
    "point": {
        "filled": True,
        "size": 50,
        "color": SCHOOL,
        "stroke": "#fff",
        "strokeWidth": 1.5,
        "opacity": 1,
    },
    "rule": {"color": REFERENCE, "strokeWidth": 1.8, "strokeDash": [5, 4]},
    "text": {"fontSize": LABEL_SIZE, "color": SECOND_INK},
}
