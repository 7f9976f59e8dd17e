"""A session's documents, for the pages and for `lmtools export` alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lmtools.reports import (
    Report,
    as_docx,
    as_html,
    as_ics,
    as_xlsx,
    day_report,
    figures_of,
    find,
    plan_report,
    plan_sheets,
    say_plainly,
    sheets_of,
    summary_page,
)
from lmtools.room import planfile
from lmtools.text import N_, Text

if TYPE_CHECKING:
    from datetime import date

    from lmtools.domain.day import Day
    from lmtools.domain.record import PlanRecord
    from lmtools.domain.summary import Summary
    from lmtools.room import Deleted
    from lmtools.survey import Released

Look: TypeAlias = Callable[[Report], bytes]

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}

SUMMARY_TYPES = ("docx", "html")
PLAN_TYPES = {**{kind: MEDIA_TYPES[kind] for kind in ("docx", "xlsx", "html")}, "json": "application/json"}
SESSION_FILE = "application/vnd.lmtools.session+zip"

_NAMES = {
    "report": N_("referat"),
    "everything": N_("alt-fra-okta"),
    "plan": N_("datoer"),
    "summary": N_("til-elever-og-foresatte"),
    "session": N_("okt"),
    "goals": N_("plan"),
}


def render(kind: str, day: Day, *, released: Released, language: str, look: Look = as_docx) -> bytes:
    """The document of `day` for the staff as `kind` (docx, xlsx, html or ics), in `language`.

    `look` writes a docx.
    """
    text = Text(language)
    if kind == "ics":
        return as_ics(day, text)
    findings = find(day, released, text)
    if kind == "xlsx":
        sheets = sheets_of(day, text, findings=findings)
        return as_xlsx(sheets, title=day.session.title, on=day.session.started_at.date())
    report = day_report(day, text, findings=findings)
    return as_html(report).encode() if kind == "html" else look(report)


def render_summary(
    kind: str,
    day: Day,
    summary: Summary | None,
    *,
    released: Released,
    language: str,
    look: Look = as_docx,
) -> bytes:
    """The page for pupils and parents as `kind` (docx or html); `look` writes a docx.

    Raises:
        NotFound: if nobody has read it over and saved it.
    """
    text = Text(language)
    page = summary_page(day, summary, say_plainly(day, released, text), text)
    return as_html(page).encode() if kind == "html" else look(page)


def render_plan(
    kind: str,
    record: PlanRecord,
    *,
    released: Released,
    language: str,
    today: date,
    look: Look = as_docx,
) -> bytes:
    """The plan as `kind` (docx, xlsx, html or json) on `today`; `look` writes a docx."""
    text = Text(language)
    if kind == "json":
        return planfile.write(record)
    if kind == "xlsx":
        return as_xlsx(plan_sheets(record, text), title=text.t("Planen vår"), on=today)
    report = plan_report(record, text, today=today, figures=figures_of(record, released, text))
    return as_html(report).encode() if kind == "html" else look(report)


def file_name(what: str, kind: str, day: Day, language: str) -> str:
    """What a document is called when it is saved: what it is, and when the day was."""
    return f"{Text(language).t(_NAMES[what])}-{day.session.started_at:%Y-%m-%d}.{kind}"


def what_is_gone(gone: Deleted, text: Text) -> str:
    """What was deleted, in a sentence or two."""
    return text.t(
        "Økta «{title}» på {school} er slettet: punktene ({points}), målene ({goals}), tiltakene ({actions}) "
        "og alt deltakerne skrev, gjettet og stemte. Det kan ikke hentes fram igjen herfra.",
        title=gone.title,
        school=gone.school_name,
        points=gone.points,
        goals=gone.goals,
        actions=gone.actions,
    )
