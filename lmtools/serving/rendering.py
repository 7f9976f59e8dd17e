"""A session's documents, for the pages and for `lmtools export` alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lmtools.reports import as_docx, as_html, as_ics, as_xlsx, day_report, find
from lmtools.text import N_, Text

if TYPE_CHECKING:
    from lmtools.domain.day import Day
    from lmtools.survey import Released

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}

_NAMES = {"ics": N_("plan")}
_REPORT = N_("rapport")


def render(kind: str, day: Day, *, released: Released, language: str) -> bytes:
    """The document of `day` as `kind` (docx, xlsx, html or ics), in `language`."""
    text = Text(language)
    if kind == "ics":
        return as_ics(day, text)
    report = day_report(day, text, findings=find(day, released, text))
    if kind == "html":
        return as_html(report).encode()
    return as_docx(report) if kind == "docx" else as_xlsx(report)


def file_name(kind: str, day: Day, language: str) -> str:
    """What the document is called when it is saved: what it is, and when the day was."""
    what = Text(language).t(_NAMES.get(kind, _REPORT))
    return f"{what}-{day.session.started_at:%Y-%m-%d}.{kind}"
