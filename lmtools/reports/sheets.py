"""A report's tables as a workbook for Excel or LibreOffice, one sheet a table."""

from __future__ import annotations

import io
import re
from datetime import datetime, time

import xlsxwriter

from lmtools.reports.description import Report, Table, plain

_PAGE_WIDTH = 110  # characters across all columns together
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31  # Excel's limit
# What people wrote is text: "=2+2" stays four characters, a web address is no link.
_TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(report: Report) -> bytes:
    """Write the tables of `report` as xlsx. Whole numbers are numbers; everything else is text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_TEXT_IS_TEXT})
    book.set_properties({"title": plain(report.title), "created": datetime.combine(report.on, time())})
    head = book.add_format(
        {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "font_color": "#1e2624"}
    )
    body = book.add_format({"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#d5d3cc"})
    names: list[str] = []
    for table in report.tables:
        names.append(_name(table.caption, names))
        _write(book.add_worksheet(names[-1]), table, head=head, body=body)
    if not names:
        book.add_worksheet(_name(report.title, names)).write_string(0, 0, plain(report.lead))
    book.close()
    return buffer.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, table: Table, *, head: object, body: object) -> None:
    for column, (name, width) in enumerate(zip(table.columns, table.widths, strict=True)):
        sheet.set_column(column, column, round(width * _PAGE_WIDTH))
        sheet.write_string(0, column, plain(name), head)
    for row, cells in enumerate(table.rows, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(row, column, value, body)
            else:
                sheet.write_string(row, column, plain(value), body)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _name(caption: str, taken: list[str]) -> str:
    short = _NOT_IN_NAMES.sub(" ", plain(caption)).strip()[:_NAME_LENGTH].strip() or "1"
    number = 2
    name = short
    while name.lower() in [other.lower() for other in taken]:
        name = f"{short[: _NAME_LENGTH - 4]} ({number})"
        number += 1
    return name
