"""A school's own survey: one row per pupil, columns told by a mapping.

Only mapped columns are read, so names and free text never come further than the file. No message
repeats what a pupil answered.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from lmtools.domain.figures import Level
from lmtools.errors import N_
from lmtools.survey import labels
from lmtools.survey.mapping import Asked, SurveyMapping, read_mapping
from lmtools.survey.pupils import UNKNOWN, Pupils, Question
from lmtools.survey.reading.reading import Reading, understood_years
from lmtools.survey.reading.source import Sheet, TableSource, is_formula, load_sheet
from lmtools.survey.schema import ALL, Coded, Floats, IndicatorRow, Ints, Kind, UnitRow
from lmtools.survey.trouble import Trouble

_UNMAPPED = -1.0


def read(source: TableSource, content: Mapping[str, object] | None, trouble: Trouble) -> Reading:
    """Read pupils' answers. Raises `Unreadable` when there is no mapping or it does not fit the file."""
    if content is None:
        raise trouble.fail(
            N_("Fila ligner ingen av Udirs filer. Skolens egen undersøkelse trenger en koblingsfil."),
            N_("Lag et utkast med lmtools import --describe FIL, og les inn med --mapping UTKAST."),
        )
    mapping = read_mapping(content, trouble)
    sheet = load_sheet(source, _wanted(source, mapping, trouble), trouble)
    year = _years(sheet, mapping, trouble)
    units, unit = _units(sheet, mapping, trouble)
    answers = _answers(sheet, mapping, trouble)
    trouble.stop_if_any()
    pupils = Pupils(
        units=units,
        unit=unit,
        year=year,
        grade=_group(sheet, mapping, "grade"),
        gender=_group(sheet, mapping, "gender"),
        questions=tuple(_questions(mapping, answers)),
    )
    breaks = tuple(
        (code or asked.code, y, text) for code, y, text in mapping.breaks for asked in mapping.indicators
    )
    return Reading(
        format="own-survey", pupils=pupils, rows=sheet.rows, own_breaks=tuple(dict.fromkeys(breaks))
    )


def _wanted(source: TableSource, mapping: SurveyMapping, trouble: Trouble) -> list[int]:
    names = [labels.fold(name) for name in source.header]
    asked = [column for one in mapping.indicators for column in one.columns]
    wanted: list[int] = []
    for column in dict.fromkeys([*mapping.columns.values(), *asked]):
        if labels.fold(column) in names:
            wanted.append(names.index(labels.fold(column)))
            continue
        near = difflib.get_close_matches(labels.fold(column), names, n=1)
        unknown = N_("Kolonnen i koblingsfila finnes ikke i fila.")
        misspelt = N_("Kolonnen i koblingsfila finnes ikke i fila. Mente du «{near}»?")
        trouble.add(
            misspelt if near else unknown,
            N_("Rett navnet i koblingsfila."),
            column=column,
            near=source.header[names.index(near[0])] if near else "",
        )
    trouble.stop_if_any()
    return list(dict.fromkeys(wanted))


def _column(sheet: Sheet, mapping: SurveyMapping, name: str) -> Coded | None:
    title = mapping.columns.get(name)
    return sheet.get(title) if title else None


def _years(sheet: Sheet, mapping: SurveyMapping, trouble: Trouble) -> Ints:
    column = _column(sheet, mapping, "year")
    if column is None:
        return np.full(sheet.rows, mapping.year or 0, dtype=np.int64)
    name = mapping.columns["year"]
    return understood_years(column, sheet.row_numbers(), name, trouble)


def _units(sheet: Sheet, mapping: SurveyMapping, trouble: Trouble) -> tuple[tuple[UnitRow, ...], Ints]:
    column = _column(sheet, mapping, "school")
    if column is None:
        return (_school(mapping.school, mapping.school_name),), np.zeros(sheet.rows, dtype=np.int64)
    blank = [i for i, label in enumerate(column.labels) if not label.strip()]
    if blank:
        rows = sheet.row_numbers()[np.isin(column.codes, blank)]
        trouble.add_rows(
            N_("Raden mangler skole."),
            N_("Fyll inn skolen."),
            rows.tolist(),
            column=mapping.columns["school"],
        )
    tidy = column.map(labels.tidy)
    return tuple(_school(label, "") for label in tidy.labels), tidy.codes


def _school(number: str, name: str) -> UnitRow:
    is_number = number.isdigit() and len(number) == 9
    return UnitRow(number if is_number else "", name or number, Level.SCHOOL)


def _group(sheet: Sheet, mapping: SurveyMapping, name: str) -> Coded:
    column = _column(sheet, mapping, name)
    if column is None:
        return Coded.constant(UNKNOWN, sheet.rows)
    meaning = labels.grade if name == "grade" else labels.gender

    def group(text: str) -> str:
        found = meaning(text)
        return UNKNOWN if found == ALL else found  # a pupil is in one group, not in all of them

    return column.map(group)


def _answers(sheet: Sheet, mapping: SurveyMapping, trouble: Trouble) -> dict[tuple[str, str], Floats]:
    """Each mapped column as numbers, by indicator and column; checked all at once."""
    found: dict[tuple[str, str], Floats] = {}
    for asked in mapping.indicators:
        for name in asked.columns:
            column = sheet.get(name)
            if column is not None:
                numbers = np.asarray(
                    [_number(text, asked, mapping) for text in column.labels], dtype=np.float64
                )
                found[asked.code, name] = numbers[column.codes] if len(numbers) else np.zeros(0)
    _check(found, mapping, sheet, trouble)
    return found


def _number(text: str, asked: Asked, mapping: SurveyMapping) -> float:
    folded = labels.fold(text)
    if not folded or folded in mapping.no_answer or is_formula(text):
        return float("nan")
    if asked.answers:
        return asked.answers.get(folded, _UNMAPPED)
    try:
        value = labels.number(folded)
    except ValueError:
        return _UNMAPPED
    return value if 1 <= value <= 5 else _UNMAPPED


def _check(
    answers: Mapping[tuple[str, str], Floats], mapping: SurveyMapping, sheet: Sheet, trouble: Trouble
) -> None:
    """Let pandera check every answer against its scale, and report rows, never answers."""
    import pandera.pandas as pandera

    scales = {
        asked.code: (0.0, 1.0) if asked.scale == "share" else (1.0, 5.0) for asked in mapping.indicators
    }
    titles = {f"{code}\n{name}": name for code, name in answers}
    frame = pd.DataFrame({f"{code}\n{name}": values for (code, name), values in answers.items()})
    schema = pandera.DataFrameSchema(
        {
            f"{code}\n{name}": pandera.Column(float, pandera.Check.in_range(*scales[code]), nullable=True)
            for code, name in answers
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for column, title in titles.items():
            rows = sorted(int(i) + sheet.first_row for i in cases.loc[cases["column"] == column, "index"])
            trouble.add_rows(
                N_("Svaret står ikke i koblingsfila."),
                N_("Legg svaret til under answers eller no_answer i koblingsfila."),
                rows,
                column=title,
            )


def _questions(mapping: SurveyMapping, answers: Mapping[tuple[str, str], Floats]) -> list[Question]:
    found: list[Question] = []
    for asked in mapping.indicators:
        columns = [answers[asked.code, name] for name in asked.columns]
        kind = Kind.BULLYING if asked.scale == "share" and asked.sensitive else Kind.INDEX
        row = IndicatorRow(asked.code, asked.name, kind, asked.scale, sensitive=asked.sensitive)
        found.append(Question(row, np.mean(columns, axis=0) if len(columns) > 1 else columns[0]))
        if len(columns) > 1:
            found.extend(_inside(asked, columns))
    return found


def _inside(asked: Asked, columns: list[Floats]) -> list[Question]:
    return [
        Question(
            IndicatorRow(
                code=f"{asked.code}-{labels.slug(name)}",
                name=name,
                kind=Kind.QUESTION,
                group=asked.name,
                parent=asked.code,
                sensitive=asked.sensitive,
            ),
            values,
        )
        for name, values in zip(asked.columns, columns, strict=True)
    ]
