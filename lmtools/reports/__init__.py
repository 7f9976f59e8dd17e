"""What a day leaves behind, as documents: one description, and a writer for each format.

`find` and `say_plainly` look up what the figures say. `day_report` describes the day for the staff, and
`summary_page` a page for pupils and parents; `as_docx` and `as_html` write any description. `sheets_of`
describes everything as sheets for `as_xlsx`, and `as_ics` writes the plan's dates for a calendar.
`plan_report` and `plan_sheets` describe the plan on its own as it goes, with what `figures_of` says of its
goals; `read_plan_sheets` reads such sheets back.
"""

from __future__ import annotations

from lmtools.reports.calendar import as_ics
from lmtools.reports.day import day_report
from lmtools.reports.day_sheets import sheets_of
from lmtools.reports.description import Bullets, Heading, Paragraph, Report, Table
from lmtools.reports.findings import Findings, find
from lmtools.reports.page import as_html
from lmtools.reports.plainly import Said, say_plainly
from lmtools.reports.plan import plan_report
from lmtools.reports.plan_figures import GoalFigure, figures_of
from lmtools.reports.plan_reading import read_plan_sheets
from lmtools.reports.plan_sheets import plan_sheets
from lmtools.reports.sheets import Sheet, as_xlsx
from lmtools.reports.summary import Suggestion, suggest, summary_page
from lmtools.reports.word import as_docx

__all__ = [
    "Bullets",
    "Findings",
    "GoalFigure",
    "Heading",
    "Paragraph",
    "Report",
    "Said",
    "Sheet",
    "Suggestion",
    "Table",
    "as_docx",
    "as_html",
    "as_ics",
    "as_xlsx",
    "day_report",
    "figures_of",
    "find",
    "plan_report",
    "plan_sheets",
    "read_plan_sheets",
    "say_plainly",
    "sheets_of",
    "suggest",
    "summary_page",
]
