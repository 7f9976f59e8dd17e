"""What a reader hands back, and what readers share: columns of numbers, years and units."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from lmtools.domain.figures import Level
from lmtools.errors import N_
from lmtools.survey import labels
from lmtools.survey.counting import Counted
from lmtools.survey.pupils import Pupils
from lmtools.survey.reading.source import Sheet, is_formula
from lmtools.survey.schema import EMPTY, Coded, Facts, Floats, Ints, Kind, UnitRow
from lmtools.survey.trouble import Trouble

COUNTRY_KEY = "NO"
COUNTRY_NAME = "Hele landet"

RANGES: dict[str, tuple[float, float, str]] = {
    "mean": (1, 5, N_("Cellen er ikke et tall fra 1 til 5.")),
    "sd": (0, 3, N_("Cellen er ikke et tall fra 0 til 3.")),
    "share": (0, 100, N_("Cellen er ikke en andel fra 0 til 100.")),
    "n": (0, 10_000_000, N_("Cellen er ikke et antall.")),
    "points": (0, 1_000_000_000, N_("Cellen er ikke et tall fra 0 og opp.")),
}
NO_SCHOOL_YEAR = N_("Cellen er ikke et skoleår, som 2025-26.")
_NEXT = N_("Last ned fila på nytt. Er den redigert for hånd, så rett cellen.")


@dataclass(frozen=True)
class Reading:
    """One file, read: published facts, or pupils' own answers that must be counted first.

    `rows` and `duplicates` are set by readers that fold several rows into one fact. `counted` is what
    came of counting pupils' answers.
    """

    format: str
    facts: Facts | None = None
    pupils: Pupils | None = None
    rows: int | None = None
    duplicates: int = 0
    own_breaks: tuple[tuple[str, int, str], ...] = ()
    counted: Counted | None = None


def numbers(column: Coded, rule: str, rows: Ints, name: str, trouble: Trouble) -> Floats:
    """A column of numbers within a rule of `RANGES`; each distinct text is understood once."""
    low, high, wrong_cell = RANGES[rule]
    parsed = np.full(len(column.labels), EMPTY)
    wrong: list[int] = []
    for i, text in enumerate(column.labels):
        if is_formula(text):  # told already
            continue
        try:
            parsed[i] = value = labels.number(text)
        except ValueError:
            wrong.append(i)
            continue
        outside = not (np.isnan(value) or np.isneginf(value) or low <= value <= high)
        if outside or (rule == "n" and np.isfinite(value) and not value.is_integer()):
            wrong.append(i)
    if wrong:
        at = rows[np.isin(column.codes, wrong)]
        trouble.add_rows(wrong_cell, _NEXT, at.tolist(), column=name)
    return parsed[column.codes] if len(parsed) else np.zeros(0)


def understood_years(column: Coded, rows: Ints, name: str, trouble: Trouble) -> Ints:
    """A column of school years as autumns; rows with another text are problems, and their year is 0."""
    found: list[int] = []
    wrong: list[int] = []
    for i, text in enumerate(column.labels):
        try:
            found.append(labels.year(text))
        except ValueError:
            found.append(0)
            wrong.append(i)
    wrong = [i for i in wrong if not is_formula(column.labels[i])]
    if wrong:
        at = rows[np.isin(column.codes, wrong)]
        trouble.add_rows(NO_SCHOOL_YEAR, _NEXT, at.tolist(), column=name)
    return np.asarray(found, dtype=np.int64)[column.codes]


def years(sheet: Sheet, name: str, trouble: Trouble) -> Ints:
    """The column of school years as autumns; see `understood_years`."""
    column = sheet.get(name)
    if column is None:
        raise trouble.fail(
            N_("Kolonnen med skoleår mangler."), N_("Last ned fila på nytt, med skoleår."), column=name
        )
    return understood_years(column, sheet.row_numbers(), sheet.names[labels.fold(name)], trouble)


def column_or_blank(sheet: Sheet, name: str) -> Coded:
    """A column, or nothing in every row when the file has no such column."""
    return sheet.get(name) or Coded.constant("", sheet.rows)


def check_unit_numbers(sheet: Sheet, trouble: Trouble) -> None:
    """Refuse organisation numbers that a spreadsheet has rounded (`9,74E+08`): they fit many schools."""
    column = sheet.get("Organisasjonsnummer")
    if column is None:
        return
    ruined = [
        i for i, text in enumerate(column.labels) if re.fullmatch(r"[0-9][.,]?[0-9]*E\+?[0-9]+", text.strip())
    ]
    if ruined:
        trouble.add_rows(
            N_("Organisasjonsnummeret er avrundet av et regneark."),
            N_("Last ned fila på nytt, eller gjør kolonnen om til tekst før du lagrer."),
            sheet.row_numbers()[np.isin(column.codes, ruined)].tolist(),
            column=sheet.names[labels.fold("Organisasjonsnummer")],
        )
        trouble.stop_if_any()


def unit_row(
    *,
    organisation: str = "",
    name: str = "",
    municipality: str = "",
    municipality_code: str = "",
    county: str = "",
    county_code: str = "",
) -> UnitRow:
    """The unit that the cells of one row name. The number decides the level; without it, the names do."""
    organisation, name = labels.tidy(organisation), labels.tidy(name)
    municipality, county = plain_place(municipality), plain_place(county)
    municipality_code = _code(municipality_code, 4)
    county_code = _code(county_code, 2)
    level = _level(organisation, name, municipality, county)
    if level is Level.SCHOOL:
        key = organisation if len(organisation) == 9 and organisation.isdigit() else ""
        return UnitRow(key, name, level, municipality_code, county_code, municipality, county)
    if level is Level.MUNICIPALITY:
        key = municipality_code or _code(organisation, 4)
        return UnitRow(key, municipality or name, level, "", county_code, "", county)
    if level is Level.COUNTY:
        return UnitRow(county_code or _code(organisation, 2), county or name, level)
    return UnitRow(COUNTRY_KEY, COUNTRY_NAME, Level.COUNTRY)


def _level(organisation: str, name: str, municipality: str, county: str) -> Level:
    if organisation.isdigit():
        width = len(organisation)
        if width >= 5:
            return Level.SCHOOL
        if width >= 3 and set(organisation) != {"0"}:
            return Level.MUNICIPALITY
        if set(organisation) != {"0"}:
            return Level.COUNTY
        return Level.COUNTRY
    if name and not labels.is_everything(name) and name not in (municipality, county):
        return Level.SCHOOL
    if municipality:
        return Level.MUNICIPALITY
    if county:
        return Level.COUNTY
    return Level.COUNTRY


def _code(text: str, width: int) -> str:
    text = labels.tidy(text)
    if not text.isdigit() or set(text) == {"0"} or len(text) > width:
        return ""
    return text.zfill(width)


def plain_place(name: str) -> str:
    """A municipality's or county's name without " kommune" or " fylke"; "" for all of them together."""
    name = labels.tidy(name)
    if labels.is_everything(name):
        return ""
    for ending in (" fylkeskommune", " kommune", " fylke"):
        if name.casefold().endswith(ending):
            return name[: -len(ending)]
    return name


def scale_of(kind: Kind) -> str:
    """The scale of Udir's own indicators."""
    return "share" if kind in (Kind.BULLYING, Kind.PARTICIPATION) else "mean"
