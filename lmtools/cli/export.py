"""`lmtools export`: a session's minutes and plan, its page for pupils and parents, or the session itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.output import say
from lmtools.errors import UsageError
from lmtools.room import Room
from lmtools.serving.parts import Figures, open_room
from lmtools.serving.rendering import MEDIA_TYPES, SUMMARY_TYPES, render, render_summary
from lmtools.settings import Settings

SESSION = "lmtools"


def export(
    code: Annotated[str, typer.Argument(metavar="KODE", help="Øktas seks siffer.")],
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="FIL",
            help="Fila som skrives: .docx, .html, .xlsx, .ics, eller .lmtools for økta.",
        ),
    ],
    language: Annotated[
        str | None, typer.Option(help="nb, nn eller en. Uten dette brukes øktas språk.")
    ] = None,
    for_pupils: Annotated[
        bool, typer.Option("--for-pupils", help="Arket til elever og foresatte: .docx eller .html.")
    ] = False,
) -> None:
    """Skriv referatet, planen eller hele økta til ei fil."""
    kind = to.suffix.lstrip(".").lower()
    known = SUMMARY_TYPES if for_pupils else (*MEDIA_TYPES, SESSION)
    if kind not in known:
        raise UsageError(
            "Vi kan ikke skrive {suffix}. Velg {known}.",
            suffix=to.suffix or to.name,
            known=", ".join(f".{one}" for one in known),
        )
    settings = Settings.from_environment()
    figures = Figures(settings)
    room = open_room(settings, figures)
    try:
        content = _content(room, figures, code, kind, language, for_pupils=for_pupils)
    finally:
        room.close()
    try:
        to.write_bytes(content)
    except OSError:
        raise UsageError("Vi kan ikke skrive {file}. Velg et annet sted med --to.", file=str(to)) from None
    say("Skrev {file}.", file=str(to))


def _content(
    room: Room, figures: Figures, code: str, kind: str, language: str | None, *, for_pupils: bool
) -> bytes:
    day = room.day(code)
    spoken = language or day.session.language
    if kind == SESSION:
        return room.after.pack(day.session.id)
    if for_pupils:
        return render_summary(kind, day, room.summary(code), released=figures.now, language=spoken)
    return render(kind, day, released=figures.now, language=spoken)
