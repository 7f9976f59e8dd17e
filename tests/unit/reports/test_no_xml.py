"""A name from a survey file may hold signs that no document can; the document opens all the same."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl

from lmtools.reports import Report, Sheet, Table, as_docx, as_xlsx

ON = date(2026, 9, 16)
STRANGE = "Skole\x00 \x0b\ufffe\uffff\ud800 nord"


def test_a_report_leaves_out_signs_that_xml_cannot_hold() -> None:
    table = Table(STRANGE, (STRANGE,), ((STRANGE,),), (1.0,))
    report = Report(STRANGE, STRANGE, STRANGE, "nb", ON, (table,))
    assert docx.Document(io.BytesIO(as_docx(report)))


def test_sheets_leave_out_signs_that_xml_cannot_hold() -> None:
    sheets = [Sheet(STRANGE, (STRANGE,), ((STRANGE,),), (9,))]
    assert openpyxl.load_workbook(io.BytesIO(as_xlsx(sheets, title=STRANGE, on=ON)))
