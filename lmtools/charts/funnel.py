"""The chart of a municipality's schools, its words and its table, all made from the same `Funnel`."""

from __future__ import annotations

from collections.abc import Sequence

from lmtools.domain.figures import Status
from lmtools.domain.jsonable import Json
from lmtools.text import Text

from .marks import LETTER, PLAIN, layer
from .panel import write_range, write_value
from .scales import scale_of
from .schools import Funnel, Limits, School
from .series import Scale, push_apart
from .table import column
from .theme import CONFIG, GRID, LABEL_SIZE, REFERENCE, SCHOOL, SECOND_INK, VALUE_SIZE

HEIGHT = 200
_TITLE: Json = {
    "titleColor": SECOND_INK,
    "titleFontSize": LABEL_SIZE,
    "titleFontWeight": 400,
    "titleAnchor": "start",
}


def funnel_as_dict(funnel: Funnel, *, scale: Scale, text: Text) -> Json:
    """What the page shows for one indicator: "spec", "alt", "verdict", "why" and "table"."""
    alt = alternative(funnel, text)
    return {
        "key": funnel.panel.indicator.code,
        "title": funnel.panel.title,
        "spec": funnel_chart(funnel, scale=scale, alt=alt, text=text),
        "alt": alt,
        "verdict": verdict(funnel, text),
        "why": why(funnel, text),
        "table": funnel_table(funnel, text),
    }


def shared(funnels: Sequence[Funnel], scale: str) -> Scale:
    """The one scale of all funnels whose indicator has this `scale`: every dot, and limits."""
    values = [
        value
        for funnel in funnels
        if funnel.panel.indicator.scale == scale
        for value in (
            *(school.value for school in funnel.schools),
            *(end for limits in funnel.limits for end in (limits.low, limits.high)),
        )
    ]
    return scale_of(values, scale)


def funnel_chart(funnel: Funnel, *, scale: Scale, alt: str, text: Text, over: Sequence[Json] = ()) -> Json:
    """The specification: limits, the municipality's figure, dots without names, and the own school's dot.

    `over` are layers that are drawn on top.
    """
    largest = max(funnel.limits[-1].n, funnel.schools[-1].n)
    centre, name = funnel.centre.value or 0.0, text.t("Kommunen")
    words = [
        *((limits_label, getattr(funnel.limits[-1], end)) for limits_label, end in _ends(text)),
        (f"{name} {_written(funnel, centre, text)}", centre),
    ]
    right = 16 + round(LETTER * max(len(label) for label, _ in words))
    layers = [
        _grid(scale, right),
        *_limits(funnel.limits, scale),
        _centre(funnel, right),
        _labels(words, scale, right),
        layer(
            {
                "type": "point",
                "filled": False,
                "fill": "#fff",
                "stroke": SECOND_INK,
                "size": 55,
                "strokeWidth": 1.6,
            },
            [{"n": school.n, "value": school.value} for school in funnel.schools if not school.is_own],
        ),
    ]
    if funnel.own is not None:
        layers += _own(funnel, funnel.own, scale, text)
    return {
        "description": alt,
        "width": "container",
        "height": HEIGHT,
        "padding": {"left": 2, "right": 2, "top": 8, "bottom": 4},
        "config": CONFIG,
        "encoding": {"x": _x_axis(largest, right, text), "y": _y_axis(scale)},
        "layer": [*layers, *over],
    }


def _ends(text: Text) -> list[tuple[str, str]]:
    return [(text.percent(99.8, 1), "highest"), (text.percent(95, 0), "high")]


def _x_axis(largest: int, right: int, text: Text) -> Json:
    return {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [0, largest], "nice": False, "range": [0, {"expr": f"width - {right}"}]},
        "axis": {
            **_TITLE,
            "title": text.t("Antall svar"),
            "tickCount": 4,
            "format": "d",
            "labelFlush": False,
        },
    }


def _y_axis(scale: Scale) -> Json:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False, "clamp": True},
        "axis": {"values": list(scale.ticks), "format": "~r", "grid": False},
    }


def _grid(scale: Scale, right: int) -> Json:
    mark = {"type": "rule", "color": GRID, "strokeWidth": 1, **PLAIN}
    end = {"value": {"expr": f"width - {right}"}}
    return layer(mark, [{"value": tick} for tick in scale.ticks], x={"value": 0}, x2=end)


def _centre(funnel: Funnel, right: int) -> Json:
    mark = {"type": "rule", "color": SECOND_INK, "strokeWidth": 1.4, **PLAIN}
    end = {"value": {"expr": f"width - {right}"}}
    return layer(mark, [{"value": funnel.centre.value}], x={"value": 0}, x2=end)


def _limits(limits: Sequence[Limits], scale: Scale) -> list[Json]:
    """Four lines, cut where the scale ends; the outer ones are solid, the inner ones dashed."""
    layers = []
    for end, dash in (("lowest", [1, 0]), ("highest", [1, 0]), ("low", [3, 3]), ("high", [3, 3])):
        rows = [
            {"n": at.n, "value": round(getattr(at, end), 3)}
            for at in limits
            if scale.low <= getattr(at, end) <= scale.high
        ]
        mark = {
            "type": "line",
            "color": REFERENCE,
            "strokeWidth": 1.2,
            "strokeDash": dash,
            "interpolate": "linear",
        }
        layers.append(layer(mark, rows))
    return layers


def _labels(words: list[tuple[str, float]], scale: Scale, right: int) -> Json:
    def pixel(value: float) -> float:
        return min(max((scale.high - value) / (scale.high - scale.low), 0.0), 1.0) * HEIGHT

    places = push_apart([pixel(value) for _, value in words], height=HEIGHT)
    rows = [
        {"place": round(place, 1), "label": label} for (label, _), place in zip(words, places, strict=True)
    ]
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": LABEL_SIZE,
        "color": SECOND_INK,
    }
    return layer(
        mark,
        rows,
        x={"value": {"expr": f"width - {right - 8}"}},
        y={"field": "place", "type": "quantitative", "scale": None},
        text={"field": "label"},
    )


def _own(funnel: Funnel, own: School, scale: Scale, text: Text) -> list[Json]:
    is_high = scale.high - own.value < 0.15 * (scale.high - scale.low)
    place = {"dy": 20 if is_high else -18, "align": "center", "baseline": "middle"}
    words = {"type": "text", **place, "color": SCHOOL, "fontSize": VALUE_SIZE, "fontWeight": 700}
    row = {"n": own.n, "value": own.value, "label": _written(funnel, own.value, text)}
    return [
        layer({"type": "point", "size": 130}, [row]),
        layer({**words, "stroke": "#fff", "strokeWidth": 4}, [row], text={"field": "label"}),
        layer(words, [row], text={"field": "label"}),
    ]


def _written(funnel: Funnel, value: float, text: Text) -> str:
    return write_value(value, scale=funnel.panel.indicator.scale, decimals=funnel.panel.decimals, text=text)


def _range(funnel: Funnel, low: float, high: float, text: Text) -> str:
    return write_range(low, high, scale=funnel.panel.indicator.scale, text=text)


def verdict(funnel: Funnel, text: Text) -> Json:
    """The own school against the limits, in a few words."""
    own = funnel.own
    if own is None:
        return {"kind": "incomparable", "text": text.t("Kan ikke sammenliknes")}
    if funnel.limits_at(own.n).place(own.value) != "outside":
        return {"kind": "chance", "text": text.t("Kan være tilfeldig")}
    if own.value < (funnel.centre.value or 0.0):
        return {"kind": "clear", "text": text.t("Lavere enn kommunen: tydelig forskjell")}
    return {"kind": "clear", "text": text.t("Høyere enn kommunen: tydelig forskjell")}


def why(funnel: Funnel, text: Text) -> str:
    """The reason: where schools of this size lie as a rule."""
    own = funnel.own
    if own is None:
        return no_own(funnel, text)
    limits = funnel.limits_at(own.n)
    between = _range(funnel, limits.low, limits.high, text)
    n = text.number(own.n, 0)
    usual = text.t(
        "Med {n} svar havner 19 av 20 skoler som er like kommunen, på {between}.", n=n, between=between
    )
    if limits.place(own.value) == "between":
        near = text.t("Skolen ligger så vidt utenfor, og det kan også være tilfeldig.")
        return f"{usual} {near}"
    return usual


def no_own(funnel: Funnel, text: Text) -> str:
    """The own school is not among the dots; which rule hid it is not told."""
    figure, year = funnel.panel.figure(funnel.panel.year), funnel.panel.year
    if figure is not None and figure.status is Status.SUPPRESSED:
        return text.t("Skolens tall for {year} er skjermet.", year=year)
    return text.t("Det finnes ikke tall for {year}.", year=year)


def alternative(funnel: Funnel, text: Text) -> str:
    """The chart in words."""
    sentences = [counted(funnel, text)]
    own = funnel.own
    if own is not None:
        sentences.append(
            text.t(
                "{school}: {value} med {n} svar.",
                school=funnel.panel.school.name,
                value=_written(funnel, own.value, text),
                n=text.number(own.n, 0),
            )
        )
    sentences.append(why(funnel, text))
    others = [school for school in funnel.schools if not school.is_own]
    outside = sum(funnel.limits_at(school.n).place(school.value) == "outside" for school in others)
    sentences.append(
        text.t(
            "Av de andre skolene ligger {outside} av {count} utenfor de ytterste grensene.",
            outside=outside,
            count=len(others),
        )
    )
    return " ".join(sentences)


def counted(funnel: Funnel, text: Text) -> str:
    """How many schools are in the chart, and the municipality's own figure."""
    return text.t(
        "{title} i {year}: {count} skoler i {municipality}. Kommunen: {centre}.",
        title=funnel.panel.title,
        year=funnel.panel.year,
        count=len(funnel.schools),
        municipality=funnel.municipality,
        centre=_written(funnel, funnel.centre.value or 0.0, text),
    )


def funnel_table(funnel: Funnel, text: Text) -> Json:
    """One row for each dot in the order of how many answered; only the own school has its name."""

    return {
        "caption": text.t(
            "{title} i {year}, etter antall svar", title=funnel.panel.title, year=funnel.panel.year
        ),
        "columns": [
            column("school", text.t("Skole"), "left"),
            column("n", text.t("Svar")),
            column("value", str(funnel.panel.year)),
            column("inner", text.t("95 av 100 like skoler")),
            column("outer", text.t("998 av 1000 like skoler")),
        ],
        "rows": [_row(funnel, school, text) for school in funnel.schools],
        "verdicts": [],
    }


def _row(funnel: Funnel, school: School, text: Text) -> list[str]:
    limits = funnel.limits_at(school.n)
    return [
        funnel.panel.school.name if school.is_own else text.t("En annen skole"),
        text.number(school.n, 0),
        _written(funnel, school.value, text),
        _range(funnel, limits.low, limits.high, text),
        _range(funnel, limits.lowest, limits.highest, text),
    ]


def legend(school: str, text: Text) -> list[Json]:
    """What the marks mean; "role" tells the page which to draw."""
    return [
        {"role": "own", "name": school},
        {"role": "others", "name": text.t("Andre skoler i kommunen, uten navn")},
        {"role": "limits", "name": text.t("Så mye svinger skoler som er like kommunen, av tilfeldigheter")},
    ]
