"""`lmtools export`: a session's minutes, its plan, its page for pupils and parents, or the session itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.output import say
from lmtools.errors import UsageError
from lmtools.reports import Report, as_docx
from lmtools.room import Room
from lmtools.serving.own_look import own_template
from lmtools.serving.parts import Figures, open_room
from lmtools.serving.rendering import (
    MEDIA_TYPES,
    PLAN_TYPES,
    SUMMARY_TYPES,
    Look,
    render,
    render_plan,
    render_summary,
)
from lmtools.settings import Settings

SESSION = "lmtools"


def export(
    code: Annotated[str, typer.Argument(metavar="KODE", help="Øktas seks siffer.")],
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="FIL",
            help="Fila som skrives: .docx, .html, .xlsx, .ics, .lmtools for økta, eller .json for planen.",
        ),
    ],
    language: Annotated[
        str | None, typer.Option(help="nb, nn eller en. Uten dette brukes øktas språk.")
    ] = None,
    for_pupils: Annotated[
        bool, typer.Option("--for-pupils", help="Arket til elever og foresatte: .docx eller .html.")
    ] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Bare planen slik den står nå: .docx, .xlsx, .html eller .json.")
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="MAL", help="Et Word-dokument med kommunens stiler, til .docx."),
    ] = None,
) -> None:
    """Skriv referatet, planen eller hele økta til ei fil."""
    kind = to.suffix.lstrip(".").lower()
    if plan and for_pupils:
        raise UsageError("Velg enten --plan eller --for-pupils.")
    if template is not None and kind != "docx":
        raise UsageError("Malen med --template brukes når det skrives Word: --to FIL.docx.")
    known = PLAN_TYPES if plan else SUMMARY_TYPES if for_pupils else (*MEDIA_TYPES, SESSION)
    if kind not in known:
        raise UsageError(
            "Vi kan ikke skrive {suffix}. Velg {known}.",
            suffix=to.suffix or to.name,
            known=", ".join(f".{one}" for one in known),
        )
    settings = Settings.from_environment()
    styles = own_template(settings.data_dir) if template is None else _read(template)

    def look(report: Report) -> bytes:
        return as_docx(report, styles)

    figures = Figures(settings)
    room = open_room(settings, figures)
    try:
        if plan:
            content = _plan(room, figures, code, kind, language, look)
        else:
            content = _content(room, figures, code, kind, language, look, for_pupils=for_pupils)
    finally:
        room.close()
    try:
        to.write_bytes(content)
    except OSError:
        raise UsageError("Vi kan ikke skrive {file}. Velg et annet sted med --to.", file=str(to)) from None
    say("Skrev {file}.", file=str(to))


def _plan(room: Room, figures: Figures, code: str, kind: str, language: str | None, look: Look) -> bytes:
    record = room.after.plan(room.session(code).id)
    today = datetime.now().astimezone().date()
    spoken = language or record.language
    return render_plan(kind, record, released=figures.now, language=spoken, today=today, look=look)


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except OSError:
        raise UsageError("Vi får ikke lese malen {file}. Se etter skrivefeil.", file=str(template)) from None


def _content(
    room: Room, figures: Figures, code: str, kind: str, language: str | None, look: Look, *, for_pupils: bool
) -> bytes:
    day = room.day(code)
    spoken = language or day.session.language
    if kind == SESSION:
        return room.after.pack(day.session.id)
    if for_pupils:
        summary = room.summary(code)
        return render_summary(kind, day, summary, released=figures.now, language=spoken, look=look)
    return render(kind, day, released=figures.now, language=spoken, look=look)
