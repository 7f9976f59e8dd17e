"""A name from a survey file may hold signs that no document can; the document opens all the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pytest

from lmtools.reports import Report, Table, as_docx, as_xlsx

STRANGE = "Skole\x00 \x0b\ufffe\uffff\ud800 nord"


@pytest.mark.parametrize(
    ("write", "open_again"), [(as_docx, docx.Document), (as_xlsx, openpyxl.load_workbook)]
)
def test_signs_that_xml_cannot_hold_are_left_out(
    write: Callable[[Report], bytes], open_again: Callable[[io.BytesIO], object]
) -> None:
    table = Table(STRANGE, (STRANGE,), ((STRANGE,),), (1.0,))
    report = Report(STRANGE, STRANGE, STRANGE, "nb", date(2026, 9, 16), (table,))
    assert open_again(io.BytesIO(write(report)))
