"""A file opened but not yet understood: a table with a header, or a JSON document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lmtools.domain.jsonable import Json
from lmtools.errors import N_
from lmtools.survey.labels import fold
from lmtools.survey.schema import Coded, Ints
from lmtools.survey.trouble import Trouble


@dataclass(frozen=True)
class TableSource:
    """A table whose header is known and whose columns are read when asked for.

    `first_row` is the row of the first record, as a spreadsheet counts; `load` takes column positions.
    """

    path: Path
    container: str  # "csv", "json" or "xlsx"
    header: tuple[str, ...]
    first_row: int
    load: Callable[[Sequence[int]], list[Coded]]


@dataclass(frozen=True)
class DocumentSource:
    """A JSON document that is not a list of records."""

    path: Path
    document: Json


Source = TableSource | DocumentSource


@dataclass(frozen=True)
class Sheet:
    """The columns of a table that a reader asked for, by folded name."""

    columns: dict[str, Coded]
    names: dict[str, str]
    rows: int
    first_row: int

    def __repr__(self) -> str:
        return f"Sheet({self.rows} rows)"

    def get(self, name: str) -> Coded | None:
        """A column by name, whatever its capitals."""
        return self.columns.get(fold(name))

    def row_numbers(self) -> Ints:
        """Each record's row in the file."""
        return np.arange(self.first_row, self.first_row + self.rows, dtype=np.int64)


def load_sheet(source: TableSource, wanted: Sequence[int], trouble: Trouble) -> Sheet:
    """Read the `wanted` columns. A repeated column or a table without records ends the reading.

    Formulas are noted in `trouble`, which the reader asks when it has looked at every cell.
    """
    names = [fold(source.header[i]) for i in wanted]
    for name in {name for name in names if names.count(name) > 1}:
        trouble.add(
            N_("Kolonnen står mer enn én gang."),
            N_("Fjern den ene, og prøv igjen."),
            column=source.header[wanted[names.index(name)]],
        )
    if len(set(names)) < len(names):
        trouble.stop_if_any()
    loaded = source.load(wanted)
    rows = len(loaded[0].codes) if loaded else 0
    if rows == 0:
        raise trouble.fail(N_("Fila har overskrifter, men ingen rader."), N_("Last ned fila på nytt."))
    for position, column in zip(wanted, loaded, strict=True):
        formulas = [i for i, label in enumerate(column.labels) if is_formula(label)]
        if formulas:
            at = np.flatnonzero(np.isin(column.codes, formulas)) + source.first_row
            refuse_formulas(at.tolist(), source.header[position], trouble)
    return Sheet(
        columns=dict(zip(names, loaded, strict=True)),
        names={name: source.header[i] for name, i in zip(names, wanted, strict=True)},
        rows=rows,
        first_row=source.first_row,
    )


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would work out this cell."""
    return text.lstrip()[:1] in ("=", "@")


def refuse_formulas(rows: Sequence[int], column: str, trouble: Trouble) -> None:
    """Note the rows of a column that hold a formula."""
    trouble.add_rows(
        N_("Cellen er en formel. Formler regnes ikke ut her."),
        N_("Lim inn verdiene i stedet for formlene, lagre og prøv igjen."),
        rows,
        column=column or None,
    )
