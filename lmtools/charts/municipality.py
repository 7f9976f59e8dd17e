"""A municipality's schools by name, for those who answer for all of them: beside each other, never ranked.

Released figures only, as each school's own page shows them: nothing is added up or averaged here, so a
hidden figure is as hidden as before. Schools stand in the order of their names, with how sure their figures
are, and a word only for what is more than chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from lmtools.domain.figures import Figure, Indicator, Level, Status, Unit
from lmtools.domain.grades import grade_name
from lmtools.domain.jsonable import Json
from lmtools.errors import N_
from lmtools.statistics import FEW, compare
from lmtools.text import Text

from .funnel import counted, funnel_chart, shared
from .marks import layer
from .panel import Panel, Point, decimals_for, make_line, title_of, write_range
from .scales import scale_of
from .schools import Funnel, Limits, make_funnel
from .sentences import credit, listed
from .source import FiguresSource
from .table import column
from .theme import SCHOOL

FEWEST = 2
"""One school is beside nobody. They are named here, so five are not needed to keep a dot without a name."""

_DRAWN = ("mean", "share")
_ASKED_NOT = N_("Ikke spurt")
_STANDINGS = {
    "inside": N_("Som vanlig for så mange svar"),
    "between": N_("Så vidt utenfor, kan være tilfeldig"),
    "higher": N_("Tydelig høyere enn kommunen"),
    "lower": N_("Tydelig lavere enn kommunen"),
    "few": N_("For få svar til å si noe"),
}
_CLEAR = ("higher", "lower")


@dataclass(frozen=True)
class Place:
    """A municipality with its schools by name; `municipality` is None where it has no released figures."""

    municipality: Unit | None
    schools: tuple[Unit, ...]

    @property
    def key(self) -> str:
        """The municipality's number; "" where it has no figures."""
        return self.municipality.key if self.municipality else ""


def places(source: FiguresSource) -> tuple[Place, ...]:
    """Every municipality with released schools, by name; schools without one come last, together."""
    found: dict[Unit | None, list[Unit]] = {}
    for school in source.units(Level.SCHOOL):
        found.setdefault(source.parents(school).get("municipality"), []).append(school)
    made = [Place(municipality, tuple(schools)) for municipality, schools in found.items()]
    return tuple(sorted(made, key=lambda place: (not place.key, _name(place))))


def _name(place: Place) -> str:
    return place.municipality.name.casefold() if place.municipality else ""


def grades_of(source: FiguresSource, place: Place) -> tuple[str, ...]:
    """The grades that any of the schools has figures for, in school order.

    All grades together are left out where there is another choice: a school of young pupils is not one of
    older ones.
    """
    every = {grade for school in place.schools for grade in source.grades(school)}
    single = every - {"all"} or every
    return tuple(sorted(single, key=lambda grade: (not grade.isdigit(), grade.zfill(2))))


def usual_grade(source: FiguresSource, place: Place) -> str:
    """The grade that most of the schools have figures for, the oldest of them; "all" when there is none."""
    grades = grades_of(source, place)
    having = [sum(grade in source.grades(school) for school in place.schools) for grade in grades]
    return max(zip(having, range(len(grades)), grades, strict=True), default=(0, 0, "all"))[2]


class SchoolsPanel(TypedDict):
    """One indicator: the table of its schools, and where there is one, its figure and the same in words."""

    key: str
    title: str
    table: Json
    spec: Json | None
    alt: str
    why: str


class SideBySide(TypedDict):
    """A place's schools beside each other.

    `year` is None without figures, `said` is what stands out or that nothing does, and `note` why some
    panels have no figure.
    """

    year: int | None
    who: str
    said: list[str]
    panels: list[SchoolsPanel]
    note: str
    legend: list[Json]
    source: str


def side_by_side(source: FiguresSource, place: Place, *, grade: str, text: Text) -> SideBySide:
    """What the page shows of a place's schools in one grade, in the latest year that any has figures for."""
    return _View(source, place, grade, text).shown()


@dataclass(frozen=True)
class _Row:
    """One school in one indicator. `standing` is a key of `_STANDINGS`, or "" where nothing can be said."""

    school: Unit
    point: Point
    limits: Limits | None
    standing: str


class _View:
    def __init__(self, source: FiguresSource, place: Place, grade: str, text: Text) -> None:
        self._source, self._place, self._grade, self._text = source, place, grade, text
        self._units = (*place.schools, *((place.municipality,) if place.municipality else ()))
        self._series = {
            (unit.key, indicator.code): source.series(indicator.code, unit=unit, grade=grade)
            for indicator in source.indicators()
            for unit in self._units
        }

    def shown(self) -> SideBySide:
        text, parts = self._text, self._parts
        funnels = [part.funnel for part in parts if part.funnel]
        return {
            "year": self._year,
            "who": grade_name(self._grade, text),
            "said": self._said(parts) if funnels else [],
            "panels": [self._panel_as_dict(part, funnels) for part in parts],
            "note": self._note([part.panel.name for part in parts if part.funnel is None]),
            "legend": legend(text) if funnels else [],
            "source": self._credit([part.panel.indicator for part in parts]),
        }

    @cached_property
    def _year(self) -> int | None:
        schools = {school.key for school in self._place.schools}
        return max(
            (
                figure.year
                for (unit, _), series in self._series.items()
                for figure in series
                if unit in schools and figure.status is not Status.ABSENT
            ),
            default=None,
        )

    @cached_property
    def _parts(self) -> list[_Part]:
        found = (self._part(indicator) for indicator in self._source.indicators())
        return [part for part in found if part is not None]

    def _figure(self, unit: Unit, indicator: Indicator) -> Figure:
        series = self._series[unit.key, indicator.code]
        absent = Figure(self._year or 0, Status.ABSENT, scale=indicator.scale)
        return next((figure for figure in series if figure.year == self._year), absent)

    def _part(self, indicator: Indicator) -> _Part | None:
        every = [(school, self._figure(school, indicator)) for school in self._place.schools]
        figures = [(school, figure) for school, figure in every if figure.status is not Status.ABSENT]
        if not figures or indicator.scale not in _DRAWN:
            return None
        municipality = self._place.municipality
        absent = Figure(self._year or 0, Status.ABSENT, scale=indicator.scale)
        centre = self._figure(municipality, indicator) if municipality else absent
        panel = self._panel(indicator, centre, [figure for _, figure in figures])
        funnel = (
            make_funnel(
                panel, own=None, municipality=municipality, centre=centre, figures=figures, fewest=FEWEST
            )
            if municipality
            else None
        )
        return _Part(panel, funnel, tuple(self._row(panel, funnel, school, at) for school, at in figures))

    def _panel(self, indicator: Indicator, centre: Figure, figures: Sequence[Figure]) -> Panel:
        """What a funnel asks of the municipality's own panel; no year is compared with another."""
        text = self._text
        decimals = decimals_for(indicator.scale, (centre, *figures))
        where = self._place.municipality.name if self._place.municipality else ""
        return Panel(
            indicator=indicator,
            name=text.t(indicator.name),
            title=title_of(indicator, text),
            lines=(make_line("municipality", where, (centre,), decimals=decimals, text=text),),
            breaks=(),
            year=centre.year,
            compare=None,
            figures=(centre,),
            verdict=compare(Figure(0, Status.ABSENT), centre, comparable=False),
            decimals=decimals,
        )

    def _row(self, panel: Panel, funnel: Funnel | None, school: Unit, figure: Figure) -> _Row:
        line = make_line("school", school.name, (figure,), decimals=panel.decimals, text=self._text)
        is_drawn = funnel is not None and any(dot.key == school.key for dot in funnel.schools)
        limits = funnel.limits_at(figure.n) if funnel and is_drawn and figure.n else None
        return _Row(school, line.points[0], limits, _standing(funnel, limits, figure))

    def _said(self, parts: Sequence[_Part]) -> list[str]:
        """What is more than chance, indicator by indicator; that nothing is, when nothing is."""
        text = self._text
        found = [
            text.t(
                "{title}: {schools} skiller seg tydelig fra kommunen.",
                title=part.panel.title,
                schools=listed([row.school.name for row in part.clear], text),
            )
            for part in parts
            if part.clear
        ]
        nothing = text.t(
            "Ingen skole skiller seg tydelig fra kommunen i {year}. "
            "Forskjellene i figurene kan være tilfeldige.",
            year=self._year,
        )
        return found or [nothing]

    def _panel_as_dict(self, part: _Part, funnels: Sequence[Funnel]) -> SchoolsPanel:
        text, funnel, panel = self._text, part.funnel, part.panel
        made: SchoolsPanel = {
            "key": panel.indicator.code,
            "title": panel.title,
            "table": _table(part, text),
            "spec": None,
            "alt": "",
            "why": "",
        }
        if funnel is None:
            return made
        why = _why(part, text)
        alt = f"{counted(funnel, text)} {why}"
        scale = shared(funnels, panel.indicator.scale) if funnels else scale_of([], panel.indicator.scale)
        spec = funnel_chart(funnel, scale=scale, alt=alt, text=text, over=[_outside(part)])
        return {**made, "spec": spec, "alt": alt, "why": why}

    def _note(self, names: Sequence[str]) -> str:
        if not names:
            return ""
        return self._text.t(
            "Uten kommunens eget tall, eller med tall fra bare én skole, "
            "er det ingen figur for {names}. Tabellen har det som er frigitt.",
            names=listed(names, self._text),
        )

    def _credit(self, indicators: Sequence[Indicator]) -> str:
        sources = self._source.sources(one.code for one in indicators)
        return credit(sources, self._text)


@dataclass(frozen=True)
class _Part:
    """All that one indicator's figure, sentence and table are made from."""

    panel: Panel
    funnel: Funnel | None
    rows: tuple[_Row, ...]

    @property
    def clear(self) -> tuple[_Row, ...]:
        """The schools that differ by more than chance."""
        return tuple(row for row in self.rows if row.standing in _CLEAR)


def _standing(funnel: Funnel | None, limits: Limits | None, figure: Figure) -> str:
    if funnel is None or limits is None or figure.value is None:
        return ""
    if (figure.n or 0) < FEW:
        return "few"
    place = limits.place(figure.value)
    if place != "outside":
        return place
    return "higher" if figure.value > (funnel.centre.value or 0.0) else "lower"


def _outside(part: _Part) -> Json:
    """The dots that differ by more than chance, filled: the others cannot be told apart, so they are not."""
    rows = [{"n": row.point.n, "value": row.point.value} for row in part.clear]
    return layer({"type": "point", "filled": True, "size": 90, "fill": SCHOOL, "stroke": "#fff"}, rows)


def _why(part: _Part, text: Text) -> str:
    if not part.clear:
        return text.t("Alle ligger der like store skoler pleier å ligge.")
    names = listed([row.school.name for row in part.clear], text)
    return text.t("Utenfor de ytterste grensene: {schools}.", schools=names)


def _table(part: _Part, text: Text) -> Json:
    """One row for each school, by name; every cell is text."""

    panel = part.panel
    return {
        "caption": text.t("{title} i {year}, skolene etter navn", title=panel.title, year=panel.year),
        "columns": [
            column("school", text.t("Skole"), "left"),
            column("n", text.t("Svar")),
            column("value", str(panel.year)),
            column("interval", text.t("Usikkerhet")),
            column("inner", text.t("95 av 100 like skoler")),
            column("standing", text.t("Mot kommunen"), "left"),
        ],
        "rows": [_cells(panel, row, text) for row in part.rows],
    }


def _cells(panel: Panel, row: _Row, text: Text) -> list[str]:
    point, limits, scale = row.point, row.limits, panel.indicator.scale
    is_sure = point.low is not None and point.high is not None
    return [
        row.school.name,
        "" if point.n is None else text.number(point.n, 0),
        point.label or text.t(_ASKED_NOT),
        write_range(point.low or 0.0, point.high or 0.0, scale=scale, text=text) if is_sure else "",
        write_range(limits.low, limits.high, scale=scale, text=text) if limits else "",
        text.t(_STANDINGS[row.standing]) if row.standing else "",
    ]


def legend(text: Text) -> list[Json]:
    """What the marks mean; "role" tells the page which to draw."""
    return [
        {"role": "school", "name": text.t("En skole")},
        {"role": "clear", "name": text.t("En skole utenfor de ytterste grensene")},
        {"role": "limits", "name": text.t("Så mye svinger skoler som er like kommunen, av tilfeldigheter")},
    ]
