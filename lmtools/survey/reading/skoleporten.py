"""Old Skoleporten exports: long, `;`, bokmål or nynorsk labels, one row per figure.

`Eierform` tells who owns the school; at school level that is the whole school (see `release`).
"""

from __future__ import annotations

import numpy as np

from lmtools.domain.figures import Level
from lmtools.errors import N_
from lmtools.survey import labels
from lmtools.survey.catalogue import BULLYING, known_code, known_name
from lmtools.survey.reading.reading import (
    COUNTRY_KEY,
    COUNTRY_NAME,
    Reading,
    column_or_blank,
    numbers,
    plain_place,
    scale_of,
    years,
)
from lmtools.survey.reading.source import Sheet, TableSource, load_sheet
from lmtools.survey.schema import Coded, Facts, Floats, IndicatorRow, Ints, Kind, UnitRow, combine, distinct
from lmtools.survey.trouble import Trouble

_INDICATOR = "Indikator/delskår"
_WANTED = (
    *("Enhetsnavn", "EnhetsId", "Fylke", "Kommune", _INDICATOR, "Statistikk", "Periode"),
    *("Eierform", "Trinn", "Kjønn", "Verdi", "Måleenhet"),
)


def read(source: TableSource, trouble: Trouble) -> Reading:
    """Read one Skoleporten file into facts. What is not Elevundersøkelsen becomes indicators of its own."""
    wanted = {labels.fold(name) for name in _WANTED}
    sheet = load_sheet(source, [i for i, n in enumerate(source.header) if labels.fold(n) in wanted], trouble)
    value = sheet.get("Verdi")
    if value is None or sheet.get(_INDICATOR) is None:
        raise trouble.fail(
            N_("Fila mangler kolonnen Verdi eller Indikator/delskår."), N_("Last ned fila på nytt.")
        )
    year = years(sheet, "Periode", trouble)
    units, unit = _units(sheet)
    indicators, indicator = _indicators(sheet)
    facts = Facts(
        units=units,
        unit=unit,
        indicators=indicators,
        indicator=indicator,
        year=year,
        grade=column_or_blank(sheet, "Trinn").map(labels.grade),
        gender=column_or_blank(sheet, "Kjønn").map(labels.gender),
        slice=column_or_blank(sheet, "Eierform").map(labels.owner),
        row=sheet.row_numbers(),
        numbers={"value": _values(value, indicators, indicator, sheet, trouble)},
    )
    trouble.stop_if_any()
    return Reading(format="skoleporten", facts=facts)


def _units(sheet: Sheet) -> tuple[tuple[UnitRow, ...], Ints]:
    codes, combos = combine(
        [column_or_blank(sheet, n) for n in ("EnhetsId", "Enhetsnavn", "Kommune", "Fylke")]
    )
    rows = [_unit(*combo) for combo in combos]
    units, place = distinct(rows)
    return units, place[codes]


def _unit(number: str, name: str, municipality: str, county: str) -> UnitRow:
    number, name = labels.tidy(number), labels.tidy(name)
    municipality, county = plain_place(municipality), plain_place(county)
    small = name.casefold()
    if small in ("hele landet", "heile landet", "nasjonalt", "norge", "noreg"):
        return UnitRow(COUNTRY_KEY, COUNTRY_NAME, Level.COUNTRY)
    if small.endswith((" fylke", " fylkeskommune")):
        return UnitRow(number if len(number) == 2 else "", plain_place(name), Level.COUNTY)
    if small.endswith(" kommune"):
        key = number if len(number) == 4 else ""
        return UnitRow(key, plain_place(name), Level.MUNICIPALITY, county_name=county)
    if small.endswith("(privat)"):
        name = labels.tidy(name[: -len("(privat)")])
    key = number if len(number) == 9 and number.isdigit() else ""
    return UnitRow(key, name, Level.SCHOOL, municipality_name=municipality, county_name=county)


def _indicators(sheet: Sheet) -> tuple[tuple[IndicatorRow, ...], Ints]:
    codes, combos = combine([column_or_blank(sheet, _INDICATOR), column_or_blank(sheet, "Måleenhet")])
    rows = [_indicator(labels.tidy(name), labels.fold(unit)) for name, unit in combos]
    indicators, place = distinct(rows)
    return indicators, place[codes]


def _indicator(name: str, unit: str) -> IndicatorRow:
    code = known_code(name)
    if code:
        kind = Kind.BULLYING if code == BULLYING or unit in ("prosent", "andel") else Kind.INDEX
        title = known_name(code) or name
        return IndicatorRow(code, title, kind, scale_of(kind), sensitive=kind is Kind.BULLYING)
    scale = "count" if unit.startswith("antall") or unit.startswith("antal") else "points"
    return IndicatorRow(f"skoleporten-{labels.slug(name)}", name, Kind.OTHER, scale)


def _values(
    value: Coded, indicators: tuple[IndicatorRow, ...], indicator: Ints, sheet: Sheet, trouble: Trouble
) -> Floats:
    rule = {"mean": "mean", "share": "share"}
    found = np.zeros(sheet.rows)
    rows = sheet.row_numbers()
    for scale in {row.scale for row in indicators}:
        mine = [i for i, row in enumerate(indicators) if row.scale == scale]
        at = np.flatnonzero(np.isin(indicator, mine))
        found[at] = numbers(value.only(at), rule.get(scale, "points"), rows[at], "Verdi", trouble)
    return found
