"""Sheets as a workbook for Excel or LibreOffice: text stays text, numbers are numbers and dates are dates."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

import xlsxwriter

from lmtools.reports.description import plain

Value: TypeAlias = str | int | float | date | None

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31  # Excel's limit
_WIDEST = 32_767  # characters in a cell, Excel's limit
# What people wrote is text: "=2+2" stays four characters, a web address is no link.
_TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """One sheet. `widths` are in characters; None is an empty cell."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        lengths = {len(self.columns), len(self.widths), *(len(row) for row in self.rows)}
        if len(lengths) != 1:
            raise ValueError(f"{self.name}: columns, widths and rows differ in length")


def as_xlsx(sheets: Sequence[Sheet], *, title: str, on: date) -> bytes:
    """Write `sheets` as xlsx, each with its head frozen and repeated on every printed page.

    No author is named. `on` is the day that the file says it was made.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_TEXT_IS_TEXT})
    book.set_properties({"title": plain(title), "created": datetime.combine(on, time())})
    body = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#d5d3cc"}
    head = {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "font_color": "#1e2624"}
    writer = _Writer(
        head=book.add_format(head),
        body=book.add_format(body),
        day=book.add_format({**body, "num_format": "dd.mm.yyyy", "align": "left"}),
    )
    names: list[str] = []
    for sheet in sheets:
        names.append(_name(sheet.name, names))
        writer.write(book.add_worksheet(names[-1]), sheet)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True)
class _Writer:
    """The formats of one workbook."""

    head: object
    body: object
    day: object

    def write(self, page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
        for column, (name, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, plain(name), self.head)
        for row, values in enumerate(sheet.rows, start=1):
            for column, value in enumerate(values):
                self._cell(page, row, column, value)
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)

    def _cell(self, page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value) -> None:
        match value:
            case None | "":
                page.write_blank(row, column, None, self.body)
            case date():
                page.write_datetime(row, column, datetime.combine(value, time()), self.day)
            case int() | float():
                page.write_number(row, column, value, self.body)
            case str():
                page.write_string(row, column, plain(value)[:_WIDEST], self.body)


def _name(caption: str, taken: list[str]) -> str:
    short = _NOT_IN_NAMES.sub(" ", plain(caption)).strip()[:_NAME_LENGTH].strip() or "1"
    number = 2
    name = short
    while name.lower() in [other.lower() for other in taken]:
        name = f"{short[: _NAME_LENGTH - 4]} ({number})"
        number += 1
    return name
