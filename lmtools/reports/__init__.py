"""What a day leaves behind, as documents: one description, and a writer for each format.

`find` looks up what the figures say and `day_report` describes the day. `as_docx`, `as_html`
and `as_xlsx` write any description, and `as_ics` writes the plan's dates for a calendar.
"""

from __future__ import annotations

from lmtools.reports.calendar import as_ics
from lmtools.reports.day import day_report
from lmtools.reports.description import Bullets, Heading, Paragraph, Report, Table
from lmtools.reports.findings import Findings, find
from lmtools.reports.page import as_html
from lmtools.reports.sheets import as_xlsx
from lmtools.reports.word import as_docx

__all__ = [
    "Bullets",
    "Findings",
    "Heading",
    "Paragraph",
    "Report",
    "Table",
    "as_docx",
    "as_html",
    "as_ics",
    "as_xlsx",
    "day_report",
    "find",
]
