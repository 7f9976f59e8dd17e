"""The small chart of one panel, as a Vega-Lite specification with its data inside.

The unit's line and band stop at a year that is hidden, where a dashed box says so; they stop at a
break in the series too, which is a rule with words. Labels stand at the end of the line and at
the year compared with. No tooltips: what is not drawn is not there to be found.

Plain dictionaries rather than Altair objects: a kernel would wait longer for Altair to be imported, and
a visitor who changes a filter longer for its objects, than for all else together. The tests hold each
specification against Altair's own schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from scipy.optimize import isotonic_regression

from lmtools.domain.figures import Status
from lmtools.domain.jsonable import Json
from lmtools.text import Text

from .beside import hidden_references, reference
from .marks import HEIGHT, LETTER, PLAIN, RUN, layer, runs
from .panel import Line, Panel, Point
from .theme import BAND, CONFIG, GRID, INK, LABEL_SIZE, SCHOOL, SECOND_INK, STONE, VALUE_SIZE

_LABEL_GAP = 20  # two labels closer than this are pushed apart
_BOX_HALF = 35  # "Skjermet" fits


@dataclass(frozen=True)
class Scale:
    """The values that panels side by side share, and the ticks that are written."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def pixel(self, value: float) -> float:
        """How far from the top of the chart a value stands."""
        return (self.high - value) / (self.high - self.low) * HEIGHT


@dataclass(frozen=True)
class Margins:
    """Pixels kept free inside the chart, alike in all panels, so that years stand above each other."""

    left: int
    right: int

    @property
    def inner(self) -> str:
        """The width left for the years, as a Vega expression."""
        return f"(width - {self.left + self.right})"


def margins(panels: Sequence[Panel], text: Text) -> Margins:
    """Room for the longest label at the right, and for a "Skjermet" box at the first or latest year."""
    words = [_end_words(line, line.at(panel.year), text) for panel in panels for line in panel.lines]
    ends = [(panel.school.points[0], panel.school.points[-1]) for panel in panels if panel.school.points]
    longest = max((len(one) for one in words), default=0)
    return Margins(
        left=_BOX_HALF + 2 if any(_is_hidden(first) for first, _ in ends) else 20,
        right=max((_label_offset(last) for _, last in ends), default=0) + ceil(LETTER * longest),
    )


def _label_offset(latest: Point) -> int:
    """How far from the latest year its labels begin: beside the point, or beside the box."""
    return _BOX_HALF + 8 if _is_hidden(latest) else 14


def _is_hidden(point: Point) -> bool:
    return point.status is Status.SUPPRESSED


def chart(panel: Panel, *, scale: Scale, room: Margins, alt: str, text: Text) -> Json:
    """The specification of one panel.

    `room` is as `margins` gives it, `alt` the chart's text alternative.
    """
    stops = frozenset(item.year for item in panel.breaks)
    layers = [
        _grid(scale, room),
        *_bands(panel.school, stops),
        *(one for line in panel.references for one in reference(line, stops)),
        *hidden_references(panel, f"{room.inner} / {max(1, len(panel.school.points) - 1)}", text),
        *_breaks(panel, text),
        *_boxes(panel.school, room, text),
        *_own_line(panel, stops),
        *_labels(panel, scale, text),
    ]
    return {
        "description": alt,
        "width": "container",
        "height": HEIGHT,
        "padding": {"left": 2, "right": 2, "top": 8, "bottom": 4},
        "config": CONFIG,
        "encoding": {"x": _x_axis(panel, room), "y": _y_axis(scale)},
        "layer": layers,
    }


def _x_axis(panel: Panel, room: Margins) -> Json:
    years = [point.year for point in panel.school.points]
    ends = [years[0], years[-1]] if len(years) > 1 else [years[0] - 1, years[0] + 1]
    latest = {"test": f"datum.value === {panel.year}"}
    return {
        "field": "year",
        "type": "quantitative",
        "scale": {
            "domain": ends,
            "nice": False,
            "zero": False,
            "range": [room.left, {"expr": f"width - {room.right}"}],
        },
        "axis": {
            "values": years,
            "format": "d",
            "labelFontWeight": {"condition": {**latest, "value": 600}, "value": 400},
            "labelColor": {"condition": {**latest, "value": INK}, "value": SECOND_INK},
            "labelOverlap": "parity",
            "labelSeparation": 4,
            "labelFlush": False,
        },
    }


def _y_axis(scale: Scale) -> Json:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
        "axis": {"values": list(scale.ticks), "format": "~r", "grid": False},
    }


def _grid(scale: Scale, room: Margins) -> Json:
    """Lines at the ticks that end where the labels begin."""
    mark = {"type": "rule", "color": GRID, "strokeWidth": 1, **PLAIN}
    end = {"value": {"expr": f"width - {room.right - 12}"}}
    return layer(mark, [{"value": tick} for tick in scale.ticks], x={"value": 0}, x2=end)


def _bands(line: Line, stops: frozenset[int]) -> list[Json]:
    layers = []
    certain = tuple(p if p.low is not None else Point(p.year, p.status, None, "") for p in line.points)
    for run in runs(certain, stops):
        rows = [{"year": p.year, "low": p.low, "high": p.high} for p in run]
        ends: Json = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
        if len(run) > 1:
            layers.append(layer({"type": "area"}, rows, **ends))
            continue
        alone = {"type": "rect", "color": BAND, "xOffset": -7, "x2Offset": 7}
        layers.append(layer(alone, rows, x2={"field": "year"}, **ends))
    return layers


def _breaks(panel: Panel, text: Text) -> list[Json]:
    rows: list[Json] = [
        {"year": item.year - 0.5, "label": text.t("Brudd {year}", year=item.year)} for item in panel.breaks
    ]
    if not rows:
        return []
    top = {"value": 0}
    rule = {"type": "rule", "color": SECOND_INK, "strokeWidth": 1.2, **PLAIN}
    words = {"type": "text", "align": "left", "baseline": "top", "dx": 5, "fontSize": LABEL_SIZE}
    return [
        layer(rule, rows, y=top, y2={"value": HEIGHT}),
        layer(words, rows, y=top, text={"field": "label"}),
    ]


def _boxes(line: Line, room: Margins, text: Text) -> list[Json]:
    hidden: list[list[int]] = []
    for before, point in zip((None, *line.points), line.points, strict=False):
        if point.status is not Status.SUPPRESSED:
            continue
        if before is not None and before.status is Status.SUPPRESSED:
            hidden[-1][1] = point.year
        else:
            hidden.append([point.year, point.year])
    if not hidden:
        return []
    rows: list[Json] = [
        {"year": first, "last": last, "middle": (first + last) / 2, "label": text.t("Skjermet")}
        for first, last in hidden
    ]
    span = max(1, line.points[-1].year - line.points[0].year)
    half = f"min({_BOX_HALF}, 0.8 * {room.inner} / {span})"
    box = {
        "type": "rect",
        "fill": STONE,
        "stroke": SECOND_INK,
        "strokeWidth": 1.2,
        "strokeDash": [4, 3],
        "cornerRadius": 3,
        "xOffset": {"expr": f"-{half}"},
        "x2Offset": {"expr": half},
    }
    # Where years stand too close for the word, it is written upwards.
    angle = {"expr": f"datum.year === datum.last && {half} < {_BOX_HALF - 2} ? 270 : 0"}
    words = {"type": "text", "fontSize": LABEL_SIZE, "fontWeight": 600, "color": INK, "angle": angle}
    middle = {"field": "middle", "type": "quantitative"}
    return [
        layer(box, rows, x2={"field": "last"}, y={"value": 0}, y2={"value": HEIGHT}),
        layer(words, rows, x=middle, y={"value": HEIGHT / 2}, text={"field": "label"}),
    ]


def _own_line(panel: Panel, stops: frozenset[int]) -> list[Json]:
    rows: list[Json] = [
        {
            "year": point.year,
            "value": point.value,
            "run": number,
            "size": 95 if point.year == panel.year else 50,
        }
        for number, run in enumerate(runs(panel.school.points, stops))
        for point in run
    ]
    return [
        layer({"type": "line"}, rows, detail=RUN),
        layer({"type": "point"}, rows, size={"field": "size", "type": "quantitative", "scale": None}),
    ]


def _labels(panel: Panel, scale: Scale, text: Text) -> list[Json]:
    ends = [(line, line.at(panel.year)) for line in panel.lines]
    shown = [(line, point) for line, point in ends if point is not None and _end_words(line, point, text)]
    offset = _label_offset(panel.school.points[-1])
    places = push_apart([_end_place(point, scale) for _, point in shown])
    layers = []
    for (line, point), place in zip(shown, places, strict=True):
        words = _end_words(line, point, text)
        style = _SCHOOL_LABEL if line.role == "school" else _OTHER_LABEL
        layers.append(_label({**style, "dx": offset}, point.year, words, place))
    compared = panel.school.at(panel.compare)
    if compared is not None and compared.value is not None:
        layers.append(_compared_label(panel, compared, scale))
    return layers


def _end_words(line: Line, point: Point | None, text: Text) -> str:
    """The label at the end of a line; the unit's own hidden year has its box instead."""
    if point is None or not point.label or (line.role == "school" and not point.is_shown):
        return ""
    if not point.is_shown:
        return text.t("{name} skjermet", name=line.name)
    return point.label if line.role == "school" else f"{line.name} {point.label}"


def _end_place(point: Point, scale: Scale) -> float:
    """From the top; a hidden figure has no place on the scale and stands at the bottom."""
    return HEIGHT - 10 if point.value is None else scale.pixel(point.value)


def push_apart(places: list[float], *, height: float = HEIGHT) -> list[float]:
    """The same places, moved as little as it takes to stand apart and inside the chart."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    if not order:
        return []
    # With the gaps taken out, "apart" is "in order", and the nearest such places are isotonic.
    packed = [places[number] - _LABEL_GAP * rank for rank, number in enumerate(order)]
    settled = isotonic_regression(packed).x
    last = height - _LABEL_GAP * (len(order) - 1)
    result = [0.0] * len(places)
    for rank, number in enumerate(order):
        result[number] = min(max(float(settled[rank]), 0.0), last) + _LABEL_GAP * rank
    return result


_OTHER_LABEL: Json = {"align": "left", "fontSize": LABEL_SIZE, "color": SECOND_INK}
_SCHOOL_LABEL: Json = {"align": "left", "fontSize": VALUE_SIZE, "fontWeight": 700, "color": SCHOOL}


def _label(style: Json, year: int, words: str, place: float) -> Json:
    mark = {"type": "text", "baseline": "middle", **style}
    row = {"year": year, "place": round(place, 1), "label": words}
    return layer(mark, [row], y=_at("place"), text={"field": "label"})


def _compared_label(panel: Panel, point: Point, scale: Scale) -> Json:
    """The label at the year compared with, where neither line nor edge runs through it.

    Above the band; to the left of a line that rises; below in a valley, or without room above.
    """
    value = scale.pixel(point.value or 0)
    top = scale.pixel(point.high) if point.high is not None else value
    bottom = scale.pixel(point.low) if point.low is not None else value
    before, after = panel.school.at(point.year - 1), panel.school.at(point.year + 1)
    falls_to, rises_from = _is_higher(before, point), _is_higher(after, point)
    style: Json = {"fontSize": LABEL_SIZE, "fontWeight": 600, "color": SCHOOL}
    style |= {"align": "right", "dx": 7} if rises_from and not falls_to else {"align": "center"}
    if falls_to and rises_from:
        return _label(style, point.year, point.label, bottom + 14)
    return _label(style, point.year, point.label, top - 12 if top > 12 else value + 18)


def _is_higher(other: Point | None, point: Point) -> bool:
    return other is not None and other.value is not None and other.value > (point.value or 0)


def _at(field: str) -> Json:
    """A position in pixels from the top, not on the scale."""
    return {"field": field, "type": "quantitative", "scale": None}
