"""Who is who across files: one key per unit and one code per indicator.

The organisation number is a school's key and the current municipality number a municipality's. A file
with names only joins the one unit of that name; where that is not certain it stands alone, under a
made key that begins with `navn-`. Indicators likewise by code, then by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from lmtools.domain.figures import Level
from lmtools.survey.catalogue import known_code, known_name
from lmtools.survey.labels import fold, slug
from lmtools.survey.places import current_number
from lmtools.survey.schema import Facts, IndicatorRow, Ints, Kind, UnitRow, present

MADE = "navn-"


def identify(facts: Facts) -> Facts:
    """The same facts, with each unit and indicator listed once, under its key or code.

    Keys made by an earlier call are forgotten first: what was uncertain then may be certain now.
    """
    facts = replace(
        facts,
        units=tuple(replace(row, key="") if row.key.startswith(MADE) else row for row in facts.units),
        indicators=tuple(
            replace(row, code="") if row.code.startswith(MADE) else row for row in facts.indicators
        ),
    )
    units, unit_place = _units(facts)
    indicators, indicator_place = _indicators(facts)
    return replace(
        facts,
        units=units,
        unit=unit_place[facts.unit] if len(unit_place) else facts.unit,
        indicators=indicators,
        indicator=indicator_place[facts.indicator] if len(indicator_place) else facts.indicator,
    )


def _years(facts: Facts) -> tuple[Ints, Ints]:
    """The first and the last year of each unit; (9999, 0) for a unit without figures."""
    first, last = np.full(len(facts.units), 9999), np.zeros(len(facts.units), dtype=np.int64)
    for year in present(facts.year):
        there = np.bincount(facts.unit[facts.year == year], minlength=len(last)) > 0
        first[there], last[there] = np.minimum(first[there], year), year
    return first, last


def _units(facts: Facts) -> tuple[tuple[UnitRow, ...], Ints]:
    first, last = _years(facts)
    rows = _renumbered([_with_current_numbers(row) for row in facts.units], first, last)
    places = _places_by_name(rows)
    rows = [_with_places(row, places) for row in rows]
    by_name: dict[tuple[Level, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.key:
            by_name[row.level, fold(row.name)].add(row.key)
    homes = {row.key: row for row in rows if row.key}
    keys = [row.key or _key_by_name(row, by_name[row.level, fold(row.name)], homes) for row in rows]
    return _merge(keys, rows, last.tolist())


def _renumbered(rows: Sequence[UnitRow], first: Ints, last: Ints) -> list[UnitRow]:
    """Join a municipality or county that got a new number which the table of reforms does not know.

    Two numbers with the same name are one place when the years of the one end before the other's begin.
    """
    spans: dict[tuple[Level, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for row, low, high in zip(rows, first.tolist(), last.tolist(), strict=True):
        if row.level in (Level.MUNICIPALITY, Level.COUNTY) and row.key and high:
            old = spans[row.level, fold(row.name)].get(row.key, (low, high))
            spans[row.level, fold(row.name)][row.key] = (min(low, old[0]), max(high, old[1]))
    successor: dict[str, str] = {}
    for numbers in spans.values():
        ordered = sorted(numbers, key=lambda key: numbers[key])
        apart = all(numbers[a][1] < numbers[b][0] for a, b in pairwise(ordered))
        successor.update({key: ordered[-1] for key in ordered[:-1] if apart})

    def now(number: str) -> str:
        return successor.get(number, number)

    return [
        replace(
            row,
            key=row.key if row.level is Level.SCHOOL else now(row.key),
            municipality=now(row.municipality),
            county=now(row.county),
        )
        for row in rows
    ]


def _with_current_numbers(row: UnitRow) -> UnitRow:
    key = current_number(row.key) if row.level is Level.MUNICIPALITY else row.key
    return replace(row, key=key, municipality=current_number(row.municipality))


def _places_by_name(rows: Iterable[UnitRow]) -> dict[tuple[Level, str], str]:
    """Municipality and county numbers by name, where a name has exactly one number."""
    found: dict[tuple[Level, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.level in (Level.MUNICIPALITY, Level.COUNTY) and row.key:
            found[row.level, fold(row.name)].add(row.key)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def _with_places(row: UnitRow, places: dict[tuple[Level, str], str]) -> UnitRow:
    municipality = row.municipality or places.get((Level.MUNICIPALITY, fold(row.municipality_name)), "")
    county = row.county or places.get((Level.COUNTY, fold(row.county_name)), "")
    return replace(row, municipality=municipality, county=county)


def _key_by_name(row: UnitRow, keys: set[str], homes: dict[str, UnitRow]) -> str:
    fitting = [key for key in keys if _may_be_same(row, homes[key])]
    if len(fitting) == 1:
        return fitting[0]
    place = row.municipality_name or row.county_name
    return MADE + slug(f"{row.level} {row.name} {place}" if place else f"{row.level} {row.name}")


def _may_be_same(row: UnitRow, other: UnitRow) -> bool:
    return all(
        not mine or not theirs or fold(mine) == fold(theirs)
        for mine, theirs in (
            (row.municipality, other.municipality),
            (row.municipality_name, other.municipality_name),
            (row.county_name, other.county_name),
        )
    )


def _merge(
    keys: Sequence[str], rows: Sequence[UnitRow], newest: Sequence[int]
) -> tuple[tuple[UnitRow, ...], Ints]:
    """One row per key: named as in the newest year, with the places that any of its rows knows."""
    merged: dict[str, UnitRow] = {}
    for i in sorted(range(len(rows)), key=lambda i: (newest[i], bool(rows[i].key))):
        old, row = merged.get(keys[i]), replace(rows[i], key=keys[i])
        if old is not None:
            row = replace(
                row,
                municipality=row.municipality or old.municipality,
                county=row.county or old.county,
                municipality_name=row.municipality_name or old.municipality_name,
                county_name=row.county_name or old.county_name,
            )
        merged[keys[i]] = row
    place = {key: at for at, key in enumerate(merged)}
    return tuple(merged.values()), np.asarray([place[key] for key in keys], dtype=np.int64)


def _indicators(facts: Facts) -> tuple[tuple[IndicatorRow, ...], Ints]:
    coded: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in facts.indicators:
        if row.code:
            coded[fold(row.name), ""].add(row.code)
            coded[fold(row.name), fold(row.group)].add(row.code)
    codes = [row.code or _code_by_name(row, coded) for row in facts.indicators]
    groups = {
        fold(row.name): code for row, code in zip(facts.indicators, codes, strict=True) if not row.group
    }
    merged: dict[str, IndicatorRow] = {}
    for code, row in zip(codes, facts.indicators, strict=True):
        parent = row.parent or known_code(row.group) or groups.get(fold(row.group), "")
        here = replace(
            row, code=code, name=known_name(code) or row.name, parent="" if parent == code else parent
        )
        merged[code] = _better(merged.get(code), here)
    place = {code: at for at, code in enumerate(merged)}
    return tuple(merged.values()), np.asarray([place[code] for code in codes], dtype=np.int64)


def _code_by_name(row: IndicatorRow, coded: dict[tuple[str, str], set[str]]) -> str:
    if known := known_code(row.name):
        return known
    for group in (fold(row.group), ""):
        codes = coded.get((fold(row.name), group), set())
        if len(codes) == 1:
            return next(iter(codes))
    return MADE + slug(f"{row.group} {row.name}" if row.group else row.name)


def _better(old: IndicatorRow | None, new: IndicatorRow) -> IndicatorRow:
    """Two files' view of one indicator: an index's group is worth more than a theme's."""
    if old is None:
        return new
    parent = old.parent if old.parent.startswith("EUIndeks") or not new.parent else new.parent
    kind = new.kind if old.kind is Kind.QUESTION else old.kind
    sources = tuple(dict.fromkeys((*old.sources, *new.sources)))
    return replace(old, parent=parent, group=old.group or new.group, kind=kind, sources=sources)
