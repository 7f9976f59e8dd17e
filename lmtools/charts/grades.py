"""The grades of one school beside each other: as they answered, and drawn towards each other.

Made from the published figures of one indicator, year and gender. Grades stand in school order, never ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from lmtools.domain.figures import Figure, Status
from lmtools.domain.jsonable import Json
from lmtools.statistics import Summary, pool
from lmtools.text import Text

from .marks import LETTER, PLAIN, layer
from .panel import SUPPRESSED, Panel, write_range, write_value
from .scales import scale_of
from .sentences import listed
from .series import Scale
from .table import column
from .theme import BAND, CONFIG, INK, LABEL_SIZE, SCHOOL, SECOND_INK, STONE

FEWEST = 3
"""With fewer grades how much they differ beyond chance is only a guess."""

_ROW = 44  # pixels for each grade
_BOX_HALF = 40  # "Skjermet" fits


@dataclass(frozen=True)
class Grade:
    """One row: `raw` as published with its interval, `pooled` drawn towards the other grades.

    All None where the figure is not published; `label` is then the word for it.
    """

    name: str
    label: str
    n: int | None = None
    raw: float | None = None
    low: float | None = None
    high: float | None = None
    pooled: float | None = None


def grades_as_dict(panel: Panel, figures: Sequence[tuple[str, Figure]], *, text: Text) -> Json | None:
    """What the page shows of the grades (name and figure, in school order) of `panel`'s indicator and year.

    Keys: "title", "lead", "legend", "spec", "alt" and "table". None with fewer than three that are
    published with their number of answers (and SD).
    """
    measured = [(name, Summary.of_figure(figure)) for name, figure in figures]
    known = [(name, summary) for name, summary in measured if summary is not None]
    if len(known) < FEWEST:
        return None
    found = pool([one.value for _, one in known], [one.standard_error for _, one in known])
    pooled = {name: value for (name, _), value in zip(known, found.estimates, strict=True)}
    rows = [_grade(panel, name, figure, pooled.get(name), text) for name, figure in figures]
    rows = [row for row in rows if row.label]
    alt = _alternative(panel, rows, text)
    return {
        "title": text.t("Trinnene ved siden av hverandre, {year}", year=panel.year),
        "lead": _lead(is_chance=not found.tau2, text=text),
        "legend": [
            {
                "role": "raw",
                "name": text.t("Det trinnet svarte, og det et annet, tilsvarende kull kunne vist"),
            },
            {"role": "pooled", "name": text.t("Trukket mot de andre trinnene")},
        ],
        "spec": _chart(panel, rows, alt=alt, text=text),
        "alt": alt,
        "table": _table(panel, rows, text),
    }


def _grade(panel: Panel, name: str, figure: Figure, pooled: float | None, text: Text) -> Grade:
    if figure.status is Status.SUPPRESSED:
        return Grade(name, text.t(SUPPRESSED))
    summary = Summary.of_figure(figure)
    if summary is None or figure.value is None or pooled is None:
        return Grade(
            name, "" if figure.value is None else _written(panel, figure.value, text), raw=figure.value
        )
    interval = summary.interval()
    return Grade(
        name,
        _written(panel, figure.value, text),
        n=summary.n,
        raw=figure.value,
        low=min(interval.low, figure.value),
        high=max(interval.high, figure.value),
        pooled=pooled,
    )


def _written(panel: Panel, value: float, text: Text) -> str:
    return write_value(value, scale=panel.indicator.scale, decimals=panel.decimals, text=text)


def _lead(*, is_chance: bool, text: Text) -> str:
    if is_chance:
        return text.t("Forskjellene mellom trinnene er ikke større enn tilfeldigheter gir.")
    return text.t(
        "Få svar gir store utslag. "
        "Derfor er hvert trinn også vist trukket mot de andre, mest der færrest svarte."
    )


def _chart(panel: Panel, rows: Sequence[Grade], *, alt: str, text: Text) -> Json:
    values = [end for row in rows for end in (row.low, row.high, row.raw) if end is not None]
    scale = scale_of(values, panel.indicator.scale)
    right = 16 + round(LETTER * max(len(_both(panel, row, text)) for row in rows))
    left = 12 + round(LETTER * max(len(row.name) for row in rows))
    shown = [row for row in rows if row.raw is not None]
    points = [{"grade": row.name, "value": row.raw} for row in shown]
    bands: list[Json] = [
        {"grade": row.name, "low": row.low, "high": row.high} for row in shown if row.low is not None
    ]
    moved: list[Json] = [
        {"grade": row.name, "low": row.raw, "high": row.pooled} for row in shown if row.pooled is not None
    ]
    pooled: list[Json] = [
        {"grade": row.name, "value": round(row.pooled, 3)} for row in shown if row.pooled is not None
    ]
    hollow = {
        "type": "point",
        "filled": False,
        "fill": "#fff",
        "stroke": SCHOOL,
        "size": 80,
        "strokeWidth": 2,
    }
    layers = [
        layer({"type": "rule", "color": BAND, "strokeWidth": 12, **PLAIN}, bands, **_span()),
        layer({"type": "rule", "color": SCHOOL, "strokeWidth": 2, **PLAIN}, moved, **_span()),
        layer(hollow, points),
        layer({"type": "point", "size": 110}, pooled),
        *_labels(panel, rows, right, text),
    ]
    return {
        "description": alt,
        "width": "container",
        "height": _ROW * len(rows),
        "padding": {"left": 2, "right": 2, "top": 8, "bottom": 4},
        "config": CONFIG,
        "encoding": {
            "x": _x_axis(scale, right),
            "y": {
                "field": "grade",
                "type": "nominal",
                "sort": [row.name for row in rows],
                "scale": {"domain": [row.name for row in rows]},
                "axis": {"labelColor": INK, "minExtent": left, "grid": False},
            },
        },
        "layer": layers,
    }


def _x_axis(scale: Scale, right: int) -> Json:
    halves = [half / 2 for half in range(ceil(2 * scale.low), floor(2 * scale.high) + 1)]
    ticks = list(scale.ticks) if len(scale.ticks) > 1 else halves  # one number alone tells no distance
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {
            "domain": [scale.low, scale.high],
            "nice": False,
            "zero": False,
            "range": [0, {"expr": f"width - {right}"}],
        },
        "axis": {"values": ticks, "format": "~r", "labelFlush": False, "grid": True},
    }


def _span() -> Json:
    return {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}


def _both(panel: Panel, row: Grade, text: Text) -> str:
    if row.pooled is None:
        return row.label
    return f"{row.label} → {_written(panel, row.pooled, text)}"


def _labels(panel: Panel, rows: Sequence[Grade], right: int, text: Text) -> list[Json]:
    end = {"value": {"expr": f"width - {right - 12}"}}
    said = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": LABEL_SIZE,
        "color": SECOND_INK,
    }
    hidden: list[Json] = [{"grade": row.name, "label": row.label} for row in rows if row.raw is None]
    words: list[Json] = [
        {"grade": row.name, "label": _both(panel, row, text)} for row in rows if row.raw is not None
    ]
    layers = [layer(said, words, x=end, text={"field": "label"})]
    if hidden:
        box = {"type": "rect", "fill": STONE, "stroke": SECOND_INK, "strokeWidth": 1.2, "strokeDash": [4, 3]}
        bold = {**said, "align": "center", "fontWeight": 600, "color": INK}
        middle, start, stop = (
            {"value": {"expr": f"(width - {right}) / 2 {shift}"}}
            for shift in ("", f"- {_BOX_HALF}", f"+ {_BOX_HALF}")
        )
        layers.append(layer({**box, "cornerRadius": 3, "height": 28}, hidden, x=start, x2=stop))
        layers.append(layer(bold, hidden, x=middle, text={"field": "label"}))
    return layers


def _alternative(panel: Panel, rows: Sequence[Grade], text: Text) -> str:
    said = [_in_words(panel, row, text) for row in rows]
    return text.t(
        "{title} i {year}: {grades}.", title=panel.title, year=panel.year, grades=listed(said, text)
    )


def _in_words(panel: Panel, row: Grade, text: Text) -> str:
    value = row.label if row.raw is not None else row.label.lower()
    if row.pooled is None:
        return f"{row.name} {value}"
    pooled = _written(panel, row.pooled, text)
    return text.t(
        "{grade} {value} ({pooled} når det trekkes mot de andre)",
        grade=row.name,
        value=value,
        pooled=pooled,
    )


def _table(panel: Panel, rows: Sequence[Grade], text: Text) -> Json:
    return {
        "caption": text.t("{title} i {year}, trinn for trinn", title=panel.title, year=panel.year),
        "columns": [
            column("grade", text.t("Trinn"), "left"),
            column("n", text.t("Svar")),
            column("raw", text.t("Det trinnet svarte")),
            column("interval", text.t("Tilsvarende kull")),
            column("pooled", text.t("Trukket mot de andre")),
        ],
        "rows": [
            [
                row.name,
                "" if row.n is None else text.number(row.n, 0),
                row.label,
                _interval(panel, row, text),
                "" if row.pooled is None else _written(panel, row.pooled, text),
            ]
            for row in rows
        ],
        "verdicts": [],
    }


def _interval(panel: Panel, row: Grade, text: Text) -> str:
    if row.low is None or row.high is None:
        return ""
    return write_range(row.low, row.high, scale=panel.indicator.scale, text=text)
