"""Cells that each say what they are about, gathered into facts: used by the wide and pivot formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lmtools.errors import N_
from lmtools.survey import labels
from lmtools.survey.catalogue import PARTICIPATION
from lmtools.survey.reading.dotted import measure_of
from lmtools.survey.reading.export import indicator_row
from lmtools.survey.reading.reading import numbers, understood_years, unit_row
from lmtools.survey.schema import EMPTY, NUMBERS, Coded, Facts, IndicatorRow, Kind, UnitRow, distinct
from lmtools.survey.trouble import Trouble

NUMBER_OF = {"mean": "value", "bullied": "value", "participation": "value", "points": "value"}
RULE_OF = {"mean": "mean", "bullied": "share", "participation": "share", "points": "points", "sd": "sd"}


@dataclass(frozen=True)
class Cell:
    """One cell of a pivot. `unit` names country, county, municipality and school, as far as they go."""

    unit: tuple[str, ...]
    year: str
    grade: str
    gender: str
    owner: str
    measure: str
    group: str
    group_code: str
    name: str
    code: str
    text: str
    row: int

    def __repr__(self) -> str:
        return f"Cell(row={self.row})"


def topic_row(*, group: str, group_code: str, name: str, code: str, measure: str) -> IndicatorRow:
    """The indicator that a topic and a measure make together."""
    if measure == "participation":
        return IndicatorRow(PARTICIPATION, PARTICIPATION, Kind.PARTICIPATION, "share")
    if measure == "points":
        title = group if labels.fold(name) == "alle spørsmål" else name
        return IndicatorRow(f"skalapoeng-{labels.slug(title)}", f"{title} (skalapoeng)", Kind.OTHER, "points")
    kind = Kind.BULLYING if measure in ("bullied", "count") else Kind.QUESTION
    return indicator_row(group=group, group_code=group_code, name=name, code=code, kind=kind)


def unit_of(names: Sequence[str]) -> UnitRow:
    """The unit that names from the country down lead to."""
    _, county, municipality, school, *_ = (*names, "", "", "", "")
    return unit_row(name=school, municipality=municipality, county=county)


def main_measures(measures: Sequence[str]) -> str:
    """The measure that decides the indicator when a column of another measure is met."""
    return next((m for m in ("points", "participation", "bullied", "count") if m in measures), "mean")


def cells_to_facts(cells: Sequence[Cell], trouble: Trouble) -> Facts:
    """Gather a pivot's cells into facts, one for all measures of the same thing."""
    measures = [measure_of(cell.measure) for cell in cells]
    for unknown in sorted({cell.measure for cell, m in zip(cells, measures, strict=True) if not m}):
        trouble.add(
            N_("Rapporten har et mål vi ikke kjenner."),
            N_("Velg skår eller andel i rapporten."),
            column=unknown,
        )
    trouble.stop_if_any()
    main = main_measures(measures)
    rows = np.asarray([cell.row for cell in cells], dtype=np.int64)
    topics = [
        topic_row(group=c.group, group_code=c.group_code, name=c.name, code=c.code, measure=main)
        for c in cells
    ]
    unit_names = [unit_of(cell.unit) for cell in cells]
    year_texts = Coded.of([cell.year for cell in cells])
    year = understood_years(year_texts, rows, "skoleår", trouble)
    units, unit = distinct(unit_names)
    indicators, indicator = distinct(topics)
    facts = Facts(
        units=units,
        unit=unit,
        indicators=indicators,
        indicator=indicator,
        year=year,
        grade=Coded.of([labels.grade(cell.grade) for cell in cells]),
        gender=Coded.of([labels.gender(cell.gender) for cell in cells]),
        slice=Coded.of([labels.owner(cell.owner) for cell in cells]),
        row=rows,
    )
    texts = Coded.of([cell.text for cell in cells])
    return gather(facts, texts, measures, trouble)


def gather(facts: Facts, texts: Coded, measures: Sequence[str], trouble: Trouble) -> Facts:
    """Put each cell's number in its measure's column, and the cells of one fact together."""
    measure = Coded.of(measures)
    keys, _ = facts.keys()
    cells, cell = np.unique(keys, return_inverse=True)
    first = np.full(len(cells), len(facts), dtype=np.int64)
    np.minimum.at(first, cell, np.arange(len(facts)))
    found = {name: np.full(len(cells), EMPTY) for name in NUMBERS}
    for code, name in enumerate(measure.labels):
        at = np.flatnonzero(measure.codes == code)
        if name == "ignored" or len(at) == 0:
            continue
        rule = RULE_OF.get(name, "share" if name.startswith("s") else "n")
        values = numbers(texts.only(at), rule, facts.row[at], name, trouble)
        found[NUMBER_OF.get(name, name)][cell[at]] = values
    trouble.stop_if_any()
    return replace(facts.only(first), numbers=found)
