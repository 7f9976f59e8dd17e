"""What the app may see: one figure at a time, or one series, never a table of rows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np

from lmtools.domain.figures import Break, Figure, Indicator, Level, Source, Status, Unit
from lmtools.errors import N_, NotFound
from lmtools.settings import Settings
from lmtools.survey import storage
from lmtools.survey.catalogue import INDEXES, PARTICIPATION, breaks_of, known_code
from lmtools.survey.credits import OWN
from lmtools.survey.labels import fold, grade_order
from lmtools.survey.schema import ALL, SHARES, IndicatorRow, Ints, Kind, UnitRow
from lmtools.survey.storage import Tables

_MAIN = frozenset({Kind.INDEX, Kind.BULLYING})
_STATUS = {
    storage.PUBLISHED: Status.PUBLISHED,
    storage.HIDDEN: Status.SUPPRESSED,
    storage.NOT_ASKED: Status.EMPTY,
}
_LEVELS = (Level.SCHOOL, Level.MUNICIPALITY, Level.COUNTY, Level.COUNTRY)
_NEAR = 3


class Released:
    """Released figures. Opaque on purpose: ask it for units, indicators, a figure or a series."""

    __slots__ = ("__dict__", "_folder")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __repr__(self) -> str:
        return "<Released figures>"

    @cached_property
    def _tables(self) -> Tables:
        return storage.read(self._folder)[1]

    @cached_property
    def _unit_place(self) -> dict[str, int]:
        return {row.key: i for i, row in enumerate(self._tables.units)}

    @cached_property
    def _indicator_place(self) -> dict[str, int]:
        return {row.code: i for i, row in enumerate(self._tables.indicators)}

    @cached_property
    def _names(self) -> dict[str, str]:
        """Codes by folded name; an index is found before a question of the same name."""
        rows = sorted(self._tables.indicators, key=lambda row: row.kind not in _MAIN or bool(row.parent))
        names: dict[str, str] = {}
        for row in rows:
            names.setdefault(fold(row.name), row.code)
        return names

    def sources(self, indicators: Iterable[str] | None = None) -> tuple[Source, ...]:
        """Where the figures come from: all of them, or those of some indicators (codes)."""
        wanted = None if indicators is None else frozenset(indicators)
        rows = [row for row in self._tables.indicators if wanted is None or row.code in wanted]
        return tuple(dict.fromkeys(source for row in rows for source in row.sources))

    @property
    def empty(self) -> bool:
        """Whether nothing has been imported."""
        return len(self._tables.key) == 0

    def units(self, level: Level | None = None) -> tuple[Unit, ...]:
        """All units, or those of one level: schools first, then by name."""
        rows = [row for row in self._tables.units if level is None or row.level is level]
        return tuple(
            _unit(row) for row in sorted(rows, key=lambda r: (_LEVELS.index(r.level), fold(r.name), r.key))
        )

    def unit(self, key: str | Unit) -> Unit:
        """The unit with this key. Raises `NotFound`."""
        return _unit(self._tables.units[self._unit_at(key)])

    def parents(self, unit: Unit | str) -> dict[str, Unit | None]:
        """The unit's municipality, county and country, each None when no figures are released for it."""
        row = self._tables.units[self._unit_at(unit)]
        country = next((r.key for r in self._tables.units if r.level is Level.COUNTRY), "")
        keys = {"municipality": row.municipality, "county": row.county, "country": country}
        order = {"municipality": 1, "county": 2, "country": 3}
        here = _LEVELS.index(row.level)
        return {
            name: _unit(self._tables.units[place])
            if order[name] > here and (place := self._unit_place.get(key, -1)) >= 0
            else None
            for name, key in keys.items()
        }

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The autumns with any figure, ascending."""
        if self.empty:
            return ()
        return tuple((np.unique(self._tables.key % self._tables.years) + self._tables.first_year).tolist())

    @cached_property
    def genders(self) -> tuple[str, ...]:
        """Keys of the genders with any figure: "all", "girls", "boys", and others as the file names them."""
        first = {ALL: 0, "girls": 1, "boys": 2}
        return tuple(sorted(self._tables.genders, key=lambda key: (first.get(key, 3), key)))

    def grades(self, unit: Unit | str | None = None) -> tuple[str, ...]:
        """Keys of the grades a unit has figures for ("all", "5" … "10", "vg1" …), in school order."""
        tables = self._tables
        keys = tables.key if unit is None else tables.key[self._rows_of(unit)]
        at = np.unique(keys // max(len(tables.genders) * tables.years, 1) % max(len(tables.grades), 1))
        return tuple(sorted((tables.grades[i] for i in at.tolist()), key=grade_order))

    def indicators(
        self, unit: Unit | str | None = None, *, kinds: Iterable[str] = ("index", "bullying")
    ) -> tuple[Indicator, ...]:
        """Indexes in Udir's order, bullying, own surveys'; `kinds` may name others (see `Indicator`)."""
        wanted = frozenset(kinds)
        here = None if unit is None else self._indicators_of(unit)
        rows = [
            row
            for i, row in enumerate(self._tables.indicators)
            if row.kind in wanted and not row.parent and (here is None or i in here)
        ]
        return tuple(_indicator(row) for row in sorted(rows, key=_udirs_order))

    def questions(self, indicator: str | Indicator) -> tuple[Indicator, ...]:
        """The questions inside an index."""
        code = self.indicator(indicator).code
        return tuple(_indicator(row) for row in self._tables.indicators if row.parent == code)

    def indicator(self, indicator: str | Indicator) -> Indicator:
        """An indicator by code or by name. Raises `NotFound` with the nearest names."""
        return _indicator(self._tables.indicators[self._indicator_at(indicator)])

    def figure(
        self, indicator: str | Indicator, *, unit: Unit | str, year: int, grade: str = ALL, gender: str = ALL
    ) -> Figure:
        """One figure; its status is ABSENT when there is no such row."""
        return self._figure(self._indicator_at(indicator), self._unit_at(unit), year, str(grade), gender)

    def series(
        self, indicator: str | Indicator, *, unit: Unit | str, grade: str = ALL, gender: str = ALL
    ) -> tuple[Figure, ...]:
        """One figure for each year of the data, ascending; years without a row are ABSENT."""
        place, unit_at = self._indicator_at(indicator), self._unit_at(unit)
        return tuple(self._figure(place, unit_at, year, str(grade), gender) for year in self.years)

    def breaks(self, indicator: str | Indicator) -> tuple[Break, ...]:
        """Breaks in the indicator's series that lie within the years of the data."""
        row = self._tables.indicators[self._indicator_at(indicator)]
        is_udirs = row.kind is not Kind.OTHER and any(source.name != OWN.name for source in row.sources)
        found = (*breaks_of(row.code), *breaks_of(row.parent)) if is_udirs else ()
        own = (
            Break(year, text) for code, year, text in self._tables.breaks if code in (row.code, row.parent)
        )
        years = self.years
        within = {b for b in (*found, *own) if years and years[0] < b.year <= years[-1]}
        return tuple(sorted(within, key=lambda b: (b.year, b.sentence)))

    def _unit_at(self, unit: Unit | str) -> int:
        key = unit.key if isinstance(unit, Unit) else str(unit)
        place = self._unit_place.get(key)
        if place is None:
            raise NotFound(N_("Vi finner ingen skole eller kommune med nøkkelen «{key}»."), key=key)
        return place

    def _indicator_at(self, indicator: str | Indicator) -> int:
        text = indicator.code if isinstance(indicator, Indicator) else str(indicator)
        place = self._indicator_place
        for code in (text, self._names.get(fold(text), ""), known_code(text)):
            if code in place:
                return place[code]
        raise self._no_indicator(text)

    def _no_indicator(self, text: str) -> NotFound:
        if not self._tables.indicators:
            return NotFound(N_("Det er ikke lest inn noen tall ennå. Kjør lmtools import først."))
        names = {fold(row.name): row.name for row in self._tables.indicators if row.kind in _MAIN}
        near = [names[n] for n in difflib.get_close_matches(fold(text), names, n=_NEAR, cutoff=0.4)]
        shown = near or sorted(names.values())[:_NEAR]
        return NotFound(
            N_("Vi finner ikke «{name}» i tallene. Mente du {near}?"),
            name=text,
            near=" eller ".join(f"«{name}»" for name in shown),
        )

    def _rows_of(self, unit: Unit | str) -> slice:
        tables = self._tables
        width = len(tables.indicators) * len(tables.grades) * len(tables.genders) * tables.years
        at = self._unit_at(unit)
        first, last = np.searchsorted(tables.key, [at * width, (at + 1) * width])
        return slice(int(first), int(last))

    def _indicators_of(self, unit: Unit | str) -> frozenset[int]:
        tables = self._tables
        width = len(tables.grades) * len(tables.genders) * tables.years
        keys: Ints = tables.key[self._rows_of(unit)] // max(width, 1) % max(len(tables.indicators), 1)
        return frozenset(np.unique(keys).tolist())

    def _figure(self, indicator: int, unit: int, year: int, grade: str, gender: str) -> Figure:
        row = self._tables.indicators[indicator]
        at = self._find(indicator, unit, year, grade, gender)
        status = Status.ABSENT if at is None else _STATUS[int(self._tables.status[at])]
        if at is None or status is not Status.PUBLISHED:
            return Figure(year=year, status=status, scale=row.scale)
        value, n = self._number("value", at), self._number("n", at)
        if n is None and row.kind is Kind.BULLYING and gender == ALL:
            n = self._participants(unit, year, grade)
        share = value if row.scale == "share" else None
        return Figure(
            year=year,
            status=status,
            scale=row.scale,
            mean=None if row.scale == "share" else value,
            sd=self._number("sd", at),
            share=share,
            n=None if n is None else round(n),
            shares=self._shares(at),
        )

    def _find(self, indicator: int, unit: int, year: int, grade: str, gender: str) -> int | None:
        tables = self._tables
        if grade not in tables.grades or gender not in tables.genders:
            return None
        if not tables.first_year <= year < tables.first_year + tables.years:
            return None
        key = tables.cell(unit, indicator, tables.grades.index(grade), tables.genders.index(gender), year)
        at = int(np.searchsorted(tables.key, key))
        return at if at < len(tables.key) and tables.key[at] == key else None

    def _number(self, name: str, at: int) -> float | None:
        values = self._tables.numbers.get(name)
        found = float("nan") if values is None else float(values[at])
        return None if np.isnan(found) else found

    def _shares(self, at: int) -> tuple[float | None, ...]:
        shares = tuple(self._number(name, at) for name in SHARES)
        return shares if any(share is not None for share in shares) else ()

    def _participants(self, unit: int, year: int, grade: str) -> float | None:
        place = self._indicator_place.get(PARTICIPATION)
        at = None if place is None else self._find(place, unit, year, grade, ALL)
        return None if at is None else self._number("n", at)


def open_released(settings: Settings) -> Released:
    """What the app may see. Read when first asked; empty when nothing has been imported."""
    return Released(settings.released_dir)


def _udirs_order(row: IndicatorRow) -> int:
    codes = list(INDEXES)
    return codes.index(row.code) if row.code in codes else len(codes)


def _unit(row: UnitRow) -> Unit:
    return Unit(row.key, row.name, row.level)


def _indicator(row: IndicatorRow) -> Indicator:
    best = {Kind.BULLYING: "low", Kind.OTHER: "none"}.get(row.kind, "high")
    kind = (
        "question" if row.parent and row.kind in (Kind.INDEX, Kind.QUESTION, Kind.BULLYING) else str(row.kind)
    )
    return Indicator(row.code, row.name, row.scale, row.parent or None, kind, best)
