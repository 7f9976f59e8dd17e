"""Statistikkbanken's web export: one row per unit, one wide dotted header per figure.

The same engine exports other surveys (national tests); their scores are read as points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lmtools.errors import N_
from lmtools.survey import labels
from lmtools.survey.reading.dotted import Part, measure_of, read_parts, split_header
from lmtools.survey.reading.header import UNIT_COLUMNS
from lmtools.survey.reading.reading import Reading, check_unit_numbers, column_or_blank, numbers, unit_row
from lmtools.survey.reading.source import Sheet, TableSource, load_sheet
from lmtools.survey.reading.wide import NUMBER_OF, RULE_OF, main_measures, topic_row
from lmtools.survey.schema import (
    EMPTY,
    NUMBERS,
    Coded,
    Facts,
    Floats,
    IndicatorRow,
    Ints,
    UnitRow,
    combine,
    distinct,
)
from lmtools.survey.trouble import Trouble

_UNIT_NAMES = {labels.fold(name) for name in UNIT_COLUMNS}
_MOST_SHOWN = 20


@dataclass(frozen=True)
class Column:
    """What one wide header tells."""

    position: int
    year: int
    grade: str
    gender: str
    slice: str
    topic: tuple[str, str]
    measure: str


def read(source: TableSource, trouble: Trouble) -> Reading:
    """Read one web export into facts."""
    fixed = [i for i, name in enumerate(source.header) if labels.fold(name) in _UNIT_NAMES]
    wide = [i for i, name in enumerate(source.header) if labels.fold(name) not in _UNIT_NAMES and name]
    columns = _columns(source, wide, trouble)
    trouble.stop_if_any()
    read_too = [column.position for column in columns if column.measure != "ignored"]
    repeated = {source.header[i] for i in read_too if source.header.count(source.header[i]) > 1}
    if repeated:
        raise trouble.fail(
            N_("Kolonnen står mer enn én gang."), N_("Fjern den ene."), column=sorted(repeated)[0]
        )
    sheet = load_sheet(source, [*fixed, *read_too], trouble)
    check_unit_numbers(sheet, trouble)
    facts = _facts(sheet, columns, _units(sheet), source, trouble)
    trouble.stop_if_any()
    return Reading(format="web-export", facts=_without_padding(facts))


def _without_padding(facts: Facts) -> Facts:
    """Drop empty cells that only fill the table: a grade or a year that a unit with figures has none of.

    A wide table has a cell for every unit in every column, so a primary school has empty cells in
    grade 10, and a municipality that got a new number has them in the years of the other number. An
    empty cell beside others of its grade and year was not asked, and stays.
    """
    given = np.any([~np.isnan(values) for values in facts.numbers.values()], axis=0)
    alive = np.zeros(len(facts.units), dtype=bool)
    alive[facts.unit[given]] = True
    padding = np.zeros(len(facts), dtype=bool)
    for codes in (facts.year, facts.grade.codes):
        place = facts.unit * (int(codes.max(initial=0)) + 1) + codes
        padding |= alive[facts.unit] & ~np.isin(place, place[given])
    return facts.only(~padding) if padding.any() else facts


def _columns(source: TableSource, wide: list[int], trouble: Trouble) -> list[Column]:
    found: list[Column] = []
    misunderstood: list[str] = []
    split = [split_header(source.header[i]) for i in wide]
    usual = min((len(parts) for parts in split), default=0)
    for position, parts in zip(wide, split, strict=True):
        column = _column(position, parts, usual)
        if column is None:
            misunderstood.append(source.header[position])
        else:
            found.append(column)
    for name in misunderstood[:_MOST_SHOWN]:
        trouble.add(
            N_("Overskriften mangler skoleår eller mål, eller har et mål vi ikke kjenner."),
            N_("Last ned fila på nytt, med skoleår og skår eller andel."),
            column=name,
        )
    if len(misunderstood) > _MOST_SHOWN:
        trouble.add(
            N_("Det samme gjelder {count} kolonner til."),
            N_("Last ned fila på nytt."),
            count=len(misunderstood) - _MOST_SHOWN,
        )
    if not wide:
        trouble.add(
            N_("Fila har ingen kolonner med tall."),
            N_("Velg minst ett skoleår og ett mål før du laster ned."),
        )
    return found


def _column(position: int, parts: list[str], usual: int) -> Column | None:
    kinds = read_parts(parts)
    known = {kind: text for kind, text in zip(kinds, parts, strict=True) if kind is not Part.TOPIC}
    if Part.YEAR not in known or Part.MEASURE not in known:
        return None
    rest = [text for kind, text in zip(kinds, parts, strict=True) if kind is Part.TOPIC]
    topic = [t for t in rest if not labels.is_everything(t) or labels.fold(t) == "alle spørsmål"]
    extra = len(parts) - usual
    group, name = _topic(topic, extra)
    return Column(
        position=position,
        year=labels.year(known[Part.YEAR]),
        grade=labels.grade(known.get(Part.GRADE, "")),
        gender=labels.gender(known.get(Part.GENDER, "")),
        slice=labels.owner(known.get(Part.OWNER, "")),
        topic=(group, name),
        measure=measure_of(known[Part.MEASURE]),
    )


def _topic(topic: list[str], extra: int) -> tuple[str, str]:
    """Index and question. Parts too many are a question that holds dots, and are put together again."""
    if not topic:
        return "", "Alle spørsmål"
    if len(topic) - extra < 2:
        return ".".join(topic), "Alle spørsmål"
    return topic[0], ".".join(topic[1:])


def _units(sheet: Sheet) -> tuple[tuple[UnitRow, ...], Ints]:
    names = ("Organisasjonsnummer", "EnhetNavn", "Kommune", "Kommunekode", "Fylke", "Fylkekode")
    codes, combos = combine([column_or_blank(sheet, name) for name in names])
    rows = [
        unit_row(organisation=o, name=n, municipality=k, municipality_code=kc, county=f, county_code=fc)
        for o, n, k, kc, f, fc in combos
    ]
    units, place = distinct(rows)
    return units, place[codes]


def _facts(
    sheet: Sheet,
    columns: list[Column],
    units: tuple[tuple[UnitRow, ...], Ints],
    source: TableSource,
    trouble: Trouble,
) -> Facts:
    """One block of facts per combination of year, topic, grade, gender and slice in the header."""
    main = main_measures([column.measure for column in columns])
    blocks: dict[tuple[IndicatorRow, int, str, str, str], dict[str, Floats]] = {}
    rows = sheet.row_numbers()
    for column in columns:
        if column.measure == "ignored":
            continue
        text = sheet.columns[labels.fold(source.header[column.position])]
        rule = RULE_OF.get(column.measure, "share" if column.measure.startswith("s") else "n")
        values = numbers(text, rule, rows, source.header[column.position], trouble)
        group, name = column.topic
        indicator = topic_row(group=group, group_code="", name=name, code="", measure=main)
        key = (indicator, column.year, column.grade, column.gender, column.slice)
        block, measure = blocks.setdefault(key, {}), NUMBER_OF.get(column.measure, column.measure)
        if measure in block:
            trouble.add(
                N_("To kolonner gir det samme målet for det samme."),
                N_("Fjern den ene kolonnen."),
                column=source.header[column.position],
            )
        block[measure] = values
    keys = list(blocks)
    height = sheet.rows
    indicators = tuple(dict.fromkeys(key[0] for key in keys))

    def spread(values: list[str]) -> Coded:
        coded = Coded.of(values)
        return replace(coded, codes=np.repeat(coded.codes, height))

    return Facts(
        units=units[0],
        unit=np.tile(units[1], len(keys)),
        indicators=indicators,
        indicator=np.repeat(np.asarray([indicators.index(key[0]) for key in keys], dtype=np.int64), height),
        year=np.repeat(np.asarray([key[1] for key in keys], dtype=np.int64), height),
        grade=spread([key[2] for key in keys]),
        gender=spread([key[3] for key in keys]),
        slice=spread([key[4] for key in keys]),
        row=np.tile(rows, len(keys)),
        numbers={
            name: np.concatenate([blocks[key].get(name, np.full(height, EMPTY)) for key in keys])
            for name in NUMBERS
            if any(name in blocks[key] for key in keys)
        },
    )
