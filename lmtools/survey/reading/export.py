"""Statistikkbanken's export (tables 148-155 and 243), as JSON or CSV, with all its columns or a few.

Which table it is, is told by its columns: Udir has swapped the descriptions of 153 and 154.
`AntallBesvart` of the bullying table is the number bullied and becomes `count`, never `n`.
"""

from __future__ import annotations

import numpy as np

from lmtools.errors import N_
from lmtools.survey import labels
from lmtools.survey.catalogue import PARTICIPATION, is_bullying, known_code
from lmtools.survey.reading import theme
from lmtools.survey.reading.header import EXPORT_VALUES
from lmtools.survey.reading.reading import (
    Reading,
    check_unit_numbers,
    column_or_blank,
    numbers,
    scale_of,
    unit_row,
    years,
)
from lmtools.survey.reading.source import Sheet, TableSource, load_sheet
from lmtools.survey.schema import (
    ALL,
    SHARES,
    SUPPRESSED,
    Coded,
    Facts,
    Floats,
    IndicatorRow,
    Ints,
    Kind,
    UnitRow,
    combine,
    distinct,
    is_suppressed,
    present,
)
from lmtools.survey.trouble import Trouble

_UNIT = ("Organisasjonsnummer", "EnhetNavn", "Kommune", "Kommunekode", "Fylke", "Fylkekode")
_TOPIC = (
    "Spoersmaalgruppekode",
    "Spoersmaalgruppe",
    "Temakode",
    "Temanavn",
    "Spoersmaalkode",
    "Spoersmaalnavn",
)
_SLICE = ("EierformNavn", "UtdanningstypeNavn", "UtdanningsprogramNavn", "ProgramomraadeNavn", "GruppeNavn")
_OTHER = (
    "Skoleaarnavn",
    "Trinnnavn",
    "TrinnKode",
    "Kjoenn",
    "KjoennNavn",
    "SvaralternativKode",
    "SvaralternativNavn",
)
_NUMBERS = (
    "Score",
    "Standardavvik",
    "AntallBesvart",
    "AndelMobbet",
    "AndelDeltatt",
    "AntallInvitert",
    "AndelBesvart",
)
_PER_OPTION = tuple(f"{what}Svaralternativ{i}" for i in range(1, 6) for what in ("Andel", "AntallBesvart"))
_WANTED = {labels.fold(name) for name in (*_UNIT, *_TOPIC, *_SLICE, *_OTHER, *_NUMBERS, *_PER_OPTION)}

ALL_QUESTIONS = frozenset({"alle spørsmål", "alle spørsmåla", ""})


def read(source: TableSource, trouble: Trouble) -> Reading:
    """Read one export file into facts."""
    names = [labels.fold(name) for name in source.header]
    if not {labels.fold(name) for name in EXPORT_VALUES} & set(names):
        raise trouble.fail(
            N_("Fila mangler kolonnen med tall (Score, AndelMobbet eller AndelDeltatt)."),
            N_("Last ned eksporten på nytt, med alle kolonner."),
        )
    wanted = [i for i, name in enumerate(names) if name in _WANTED]
    sheet = load_sheet(source, wanted, trouble)
    check_unit_numbers(sheet, trouble)
    format_ = f"export-{source.container}"
    if sheet.get("AndelBesvart") is not None and sheet.get("AndelMobbet") is None:
        return theme.read(sheet, _facts(sheet, Kind.QUESTION, trouble), format_, trouble)
    kind = Kind.QUESTION
    if sheet.get("AndelMobbet") is not None:
        kind = Kind.BULLYING
    elif sheet.get("AndelDeltatt") is not None:
        kind = Kind.PARTICIPATION
    facts = _facts(sheet, kind, trouble)
    trouble.stop_if_any()
    return Reading(format=format_, facts=facts)


def _facts(sheet: Sheet, kind: Kind, trouble: Trouble) -> Facts:
    year = years(sheet, "Skoleaarnavn", trouble)
    units, unit = _units(sheet, year)
    indicators, indicator = _indicators(sheet, kind)
    grade = sheet.get("Trinnnavn")
    return Facts(
        units=units,
        unit=unit,
        indicators=indicators,
        indicator=indicator,
        year=year,
        grade=(column_or_blank(sheet, "TrinnKode") if grade is None else grade).map(labels.grade),
        gender=(sheet.get("Kjoenn") or column_or_blank(sheet, "KjoennNavn")).map(labels.gender),
        slice=_slices(sheet),
        row=sheet.row_numbers(),
        numbers=_numbers(sheet, kind, trouble),
    )


def _units(sheet: Sheet, year: Ints) -> tuple[tuple[UnitRow, ...], Ints]:
    """Units by organisation number, named as in the newest year; by names where there is no number."""
    number = sheet.get("Organisasjonsnummer")
    fields = {name: column_or_blank(sheet, name) for name in _UNIT}
    if number is None or any(not label.strip() for label in number.labels):
        codes, combos = combine([fields[name] for name in _UNIT])
        rows = [_unit(dict(zip(_UNIT, combo, strict=True))) for combo in combos]
        units, place = distinct(rows)
        return units, place[codes]
    newest = np.zeros(len(number.labels), dtype=np.int64)
    for one in present(year):
        at = np.flatnonzero(year == one)
        newest[number.codes[at]] = at
    rows = [
        _unit({name: column.labels[column.codes[at]] for name, column in fields.items()})
        for at in newest.tolist()
    ]
    units, place = distinct(rows)
    return units, place[number.codes]


def _unit(cells: dict[str, str]) -> UnitRow:
    return unit_row(
        organisation=cells["Organisasjonsnummer"],
        name=cells["EnhetNavn"],
        municipality=cells["Kommune"],
        municipality_code=cells["Kommunekode"],
        county=cells["Fylke"],
        county_code=cells["Fylkekode"],
    )


def _indicators(sheet: Sheet, kind: Kind) -> tuple[tuple[IndicatorRow, ...], Ints]:
    if kind is Kind.PARTICIPATION:
        row = IndicatorRow(PARTICIPATION, PARTICIPATION, Kind.PARTICIPATION, "share")
        return (row,), np.zeros(sheet.rows, dtype=np.int64)
    present = [name for name in _TOPIC if sheet.get(name) is not None]
    codes, combos = combine(
        [column_or_blank(sheet, name) for name in present] or [Coded.constant("", sheet.rows)]
    )
    rows = [_indicator(dict(zip(present, combo, strict=False)), kind) for combo in combos]
    indicators, place = distinct(rows)
    return indicators, place[codes]


def _indicator(cells: dict[str, str], kind: Kind) -> IndicatorRow:
    tidy = {name: labels.tidy(text) for name, text in cells.items()}
    group = tidy.get("Spoersmaalgruppe") or tidy.get("Temanavn") or ""
    group_code = tidy.get("Spoersmaalgruppekode") or tidy.get("Temakode") or known_code(group)
    name, code = tidy.get("Spoersmaalnavn", ""), tidy.get("Spoersmaalkode", "")
    return indicator_row(group=group, group_code=group_code, name=name, code=code, kind=kind)


def indicator_row(*, group: str, group_code: str, name: str, code: str, kind: Kind) -> IndicatorRow:
    """The index or question that group and question texts name."""
    whole = name.casefold() in ALL_QUESTIONS
    if whole:
        code = code if code.startswith("EUIndeks") else (group_code or code)
        name = group or name
    code = code or known_code(name)
    if kind is Kind.BULLYING or is_bullying(code, group):
        kind = Kind.BULLYING
    else:
        kind = Kind.INDEX if whole else Kind.QUESTION
    if whole:
        group, group_code = "", ""
    return IndicatorRow(code, name, kind, scale_of(kind), group, group_code, sensitive=kind is Kind.BULLYING)


def _slices(sheet: Sheet) -> Coded:
    """Which part of the pupils a row is about: "all", an ownership, or a programme or group."""
    columns = [column for name in _SLICE if (column := sheet.get(name)) is not None]
    names = [name for name in _SLICE if sheet.get(name) is not None]
    if not columns:
        return Coded.constant(ALL, sheet.rows)
    codes, combos = combine(columns)
    return Coded(codes, tuple(_slice(dict(zip(names, combo, strict=True))) for combo in combos)).map(str)


def _slice(cells: dict[str, str]) -> str:
    parts = [
        text
        for name, cell in cells.items()
        if name != "EierformNavn" and not labels.is_everything(text := labels.tidy(cell))
    ]
    owner = labels.owner(cells.get("EierformNavn", ""))
    if not parts:
        return owner
    return " / ".join([owner, *parts])


def _numbers(sheet: Sheet, kind: Kind, trouble: Trouble) -> dict[str, Floats]:
    columns = {
        Kind.BULLYING: (("value", "AndelMobbet", "share"), ("count", "AntallBesvart", "n")),
        Kind.PARTICIPATION: (("value", "AndelDeltatt", "share"), ("n", "AntallBesvart", "n")),
    }.get(
        kind,
        (
            ("value", "Score", "mean"),
            ("sd", "Standardavvik", "sd"),
            ("n", "AntallBesvart", "n"),
            *((name, f"AndelSvaralternativ{i}", "share") for i, name in enumerate(SHARES, start=1)),
        ),
    )
    rows = sheet.row_numbers()
    found = {
        name: numbers(column, rule, rows, sheet.names[labels.fold(title)], trouble)
        for name, title, rule in columns
        if (column := sheet.get(title)) is not None
    }
    for i, name in enumerate(SHARES, start=1):
        counts = sheet.get(f"AntallBesvartSvaralternativ{i}")
        if name in found and counts is not None:
            hidden = np.asarray(
                [label.strip() in labels.SUPPRESSION_MARKS for label in counts.labels], dtype=bool
            )
            if hidden.any():
                found[name][hidden[counts.codes]] = SUPPRESSED
    if kind is Kind.BULLYING and "count" in found and "value" in found:
        found["value"] = np.where(is_suppressed(found["count"]), SUPPRESSED, found["value"])
    return found
