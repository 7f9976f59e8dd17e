"""Excel workbooks (xlsx): refused when they unpack to too much, hold formulas, or are not what they say."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lmtools.errors import N_
from lmtools.survey.policy import Limits
from lmtools.survey.reading.header import find_header
from lmtools.survey.reading.source import TableSource, refuse_formulas
from lmtools.survey.schema import Coded
from lmtools.survey.trouble import Trouble, Unreadable

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_MEGABYTE = 1_000_000
_MOST_PARTS = 5_000
_SMALL_PART = 100_000
_PROLOG = 65_536


def open_workbook(path: Path, limits: Limits, trouble: Trouble) -> TableSource:
    """Open the first sheet that has anything in it, every cell as text."""
    _check_archive(path, limits, trouble)
    rows, formulas = _rows(path, limits, trouble)
    width = max((len(row) for row in rows), default=0)
    if not rows or width < 2:
        raise trouble.fail(N_("Arbeidsboka har ingen tabell."), N_("Legg tabellen i det første arket."))
    _refuse_columns(width, limits, trouble)
    at = find_header(rows[:12])
    header = tuple(cell.strip() for cell in rows[at])
    for column, numbers in sorted(formulas.items()):
        refuse_formulas(numbers, header[column] if column < len(header) else "", trouble)
    while header and not header[-1]:
        header = header[:-1]
    body = rows[at + 1 :]
    while body and not any(body[-1]):
        body.pop()

    def load(wanted: Sequence[int]) -> list[Coded]:
        return [Coded.of([row[i] if i < len(row) else "" for row in body]) for i in wanted]

    return TableSource(path=path, container="xlsx", header=header, first_row=at + 2, load=load)


def _refuse_columns(width: int, limits: Limits, trouble: Trouble) -> None:
    if width > limits.columns:
        raise trouble.fail(
            N_("Arket har {count} kolonner. Grensa er {limit}."),
            N_("Last ned et mindre utvalg, eller hev grensa i regelfila."),
            count=width,
            limit=limits.columns,
        )


def _check_archive(path: Path, limits: Limits, trouble: Trouble) -> None:
    """Read only the archive's directory, which Python's unzipping also holds each part to."""
    advice = N_("Lagre tabellen på nytt som xlsx eller CSV.")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise trouble.fail(
                    N_("Fila er en zip-fil, ikke en Excel-tabell."), N_("Pakk den ut, og velg tabellen.")
                )
            if any(part.flag_bits & 1 for part in parts):
                raise trouble.fail(
                    N_("Arbeidsboka er låst med passord."), N_("Fjern passordet, lagre og prøv igjen.")
                )
            total = sum(part.file_size for part in parts)
            steep = any(
                part.file_size > _SMALL_PART
                and part.file_size > limits.xlsx_ratio * max(part.compress_size, 1)
                for part in parts
            )
            if steep or total > limits.xlsx_unpacked_megabytes * _MEGABYTE or len(parts) > _MOST_PARTS:
                raise trouble.fail(
                    N_(
                        "Arbeidsboka pakker seg ut til {megabytes} MB og er ikke åpnet. "
                        "Den kan være laget for å fylle minnet."
                    ),
                    advice,
                    megabytes=total // _MEGABYTE,
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(_PROLOG).upper():
                            raise trouble.fail(N_("Arbeidsboka er ikke laget av et regneark."), advice)
    except Unreadable:
        raise
    except Exception:  # zipfile and zlib raise many sorts; the file is not trusted
        raise _damaged(trouble) from None


def _rows(path: Path, limits: Limits, trouble: Trouble) -> tuple[list[list[str]], dict[int, list[int]]]:
    """The rows of the first sheet with anything in it, and the rows that hold a formula, by column."""
    from openpyxl import load_workbook

    book = None
    try:
        # A stream, because openpyxl refuses a path by its ending, and names may lie.
        with path.open("rb") as stream:
            book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
            for sheet in book.worksheets:
                formulas: dict[int, list[int]] = {}
                rows = list(_sheet_rows(sheet, limits, formulas, trouble))
                if any(any(row) for row in rows) or formulas:
                    return rows, formulas
        return [], {}
    except Unreadable:
        raise
    except Exception:  # openpyxl raises whatever the XML provokes; the file is not trusted
        raise _damaged(trouble) from None
    finally:
        if book is not None:
            book.close()


def _damaged(trouble: Trouble) -> Unreadable:
    return trouble.fail(
        N_("Arbeidsboka er kuttet eller ødelagt."), N_("Last den ned eller lagre den på nytt.")
    )


def _sheet_rows(
    sheet: ReadOnlyWorksheet, limits: Limits, formulas: dict[int, list[int]], trouble: Trouble
) -> Iterator[list[str]]:
    """Each row as texts, and in `formulas` the rows with a formula by column; it becomes an empty cell."""
    cells = 0
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells += max(len(row), 1)
        if cells > limits.cells:
            raise trouble.fail(
                N_("Arket er for stort."), N_("Last ned et mindre utvalg, eller hev grensa i regelfila.")
            )
        _refuse_columns(len(row), limits, trouble)
        for column, cell in enumerate(row):
            if cell.data_type == "f":
                formulas.setdefault(column, []).append(number)
        yield ["" if cell.data_type == "f" else _text(cell.value) for cell in row]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nei"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(round(value, 10))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)
