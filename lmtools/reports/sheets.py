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
_PAGE = 180  # characters across a printed page that can still be read
_LINE, _HIGHEST = 15, 409  # points: the height of a line, and Excel's limit for a row
# What people wrote is text: "=2+2" stays four characters, a web address is no link.
_TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """One sheet. `widths` are in characters; None is an empty cell.

    The first `kept` columns stay when the others are scrolled, and are printed on every page. `keyed`: the
    last column holds keys that nobody reads, and is set so.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...]
    kept: int = 1
    keyed: bool = False

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
        number=book.add_format({**body, "align": "right", "indent": 1}),
        key=book.add_format({**body, "text_wrap": False, "font_color": "#5a615e", "font_size": 8}),
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
    number: object
    key: object
    day: object

    def write(self, page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
        for column, (name, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, plain(name), self.head)
        page.set_row(0, _height(sheet.columns, sheet.widths))
        for row, values in enumerate(sheet.rows, start=1):
            if (height := _height(values, sheet.widths)) > _LINE:
                page.set_row(row, height)  # LibreOffice finds none by itself, as Excel does
            for column, value in enumerate(values):
                is_key = sheet.keyed and column == len(values) - 1
                self._cell(page, row, column, value, self.key if is_key else self.body)
        page.freeze_panes(1, sheet.kept)
        page.repeat_rows(0)
        page.repeat_columns(0, sheet.kept - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(max(1, round(sum(sheet.widths) / _PAGE)), 0)

    def _cell(
        self, page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, body: object
    ) -> None:
        match value:
            case None | "":
                page.write_blank(row, column, None, body)
            case date():
                page.write_datetime(row, column, datetime.combine(value, time()), self.day)
            case int() | float():
                page.write_number(row, column, value, self.number)
            case str():
                page.write_string(row, column, plain(value)[:_WIDEST], body)


def _height(values: tuple[Value, ...], widths: tuple[int, ...]) -> int:
    """Points that the row needs; a line holds a little less than the column's width, as words are whole."""
    lines = [
        sum(-(-len(line) * 10 // (width * 9)) or 1 for line in value.split("\n"))
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str)
    ]
    return min(_LINE * max(lines, default=1), _HIGHEST)


def _name(caption: str, taken: list[str]) -> str:
    short = _NOT_IN_NAMES.sub(" ", plain(caption)).strip()[:_NAME_LENGTH].strip() or "1"
    number = 2
    name = short
    while name.lower() in [other.lower() for other in taken]:
        name = f"{short[: _NAME_LENGTH - 4]} ({number})"
        number += 1
    return name
