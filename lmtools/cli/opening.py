"""`lmtools open`: a session from its file, with a new code and key; or a plan's file into a session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.output import say, text_of
from lmtools.errors import UsageError
from lmtools.room.sessionfile import MOST_BYTES
from lmtools.serving.following import read_plan
from lmtools.serving.parts import open_room
from lmtools.settings import Settings


def open_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FIL", help="Ei øktfil (.lmtools), eller med --into ei planfil (.json, .xlsx)."
        ),
    ],
    again: Annotated[bool, typer.Option("--again", help="Åpne den også når økta er her fra før.")] = False,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="KODE", help="Ta målene og tiltakene i ei planfil inn i denne økta."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Med --into: ta med det som er gjort eller stoppet, også.")
    ] = False,
) -> None:
    """Åpne ei økt, eller en plan, fra fila som `lmtools export` eller nettsida laget."""
    data = _read(file)
    if into is not None:
        _take_plan(data, into, everything=everything)
        return
    settings = Settings.from_environment()
    text, room = text_of(settings), open_room(settings)
    try:
        started = room.after.open_file(data, again=again)
    finally:
        room.close()
    session = started.session
    say(
        "Åpnet «{title}» på {school}.\n  Kode:   {code}\n  Nøkkel: {key}\n  Slettes {date}.",
        title=session.title,
        school=session.school_name,
        code=session.shown_code,
        key=started.key,
        date=text.date(session.ends_on),
    )
    say("Nøkkelen vises bare nå. Den og koden skrives på sida for prosessledere.")


def _take_plan(data: bytes, code: str, *, everything: bool) -> None:
    record = read_plan(data)
    room = open_room(Settings.from_environment())
    try:
        session = room.session(code)
        count = room.after.take_plan(record, session.id, everything=everything)
    finally:
        room.close()
    say(
        "Tok {count} mål med inn i «{title}» på {school}.",
        count=count,
        title=session.title,
        school=session.school_name,
    )


def _read(file: Path) -> bytes:
    """The file's bytes; of one that is too large, only so much that it is refused."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UsageError("Fila {file} finnes ikke. Se etter skrivefeil.", file=str(file)) from None
    except OSError:
        raise UsageError(
            "Vi får ikke lese {file}. Sjekk at det er ei fil du har tilgang til.", file=str(file)
        ) from None
