"""`lmtools export`: a session's plan and report as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.output import say
from lmtools.errors import UsageError
from lmtools.serving.parts import Figures, open_room
from lmtools.serving.rendering import MEDIA_TYPES, render
from lmtools.settings import Settings


def export(
    code: Annotated[str, typer.Argument(metavar="KODE", help="Øktas seks siffer.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="FIL", help="Fila som skrives: .docx, .html, .xlsx eller .ics.")
    ],
    language: Annotated[
        str | None, typer.Option(help="nb, nn eller en. Uten dette brukes øktas språk.")
    ] = None,
) -> None:
    """Skriv rapporten eller planen fra ei økt til ei fil."""
    kind = to.suffix.lstrip(".").lower()
    if kind not in MEDIA_TYPES:
        raise UsageError(
            "Vi kan ikke skrive {suffix}. Velg .docx, .html, .xlsx eller .ics.", suffix=to.suffix or to.name
        )
    settings = Settings.from_environment()
    figures = Figures(settings)
    room = open_room(settings, figures)
    try:
        day = room.day(code)
    finally:
        room.close()
    content = render(kind, day, released=figures.now, language=language or day.session.language)
    try:
        to.write_bytes(content)
    except OSError:
        raise UsageError("Vi kan ikke skrive {file}. Velg et annet sted med --to.", file=str(to)) from None
    say("Skrev {file}.", file=str(to))
