"""`lmtools open`: a session from its file, with a new code and key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.output import say, text_of
from lmtools.errors import UsageError
from lmtools.room.sessionfile import MOST_BYTES
from lmtools.serving.parts import open_room
from lmtools.settings import Settings


def open_file(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Ei øktfil, som slutter på .lmtools.")],
    again: Annotated[bool, typer.Option("--again", help="Åpne den også når økta er her fra før.")] = False,
) -> None:
    """Åpne ei økt fra fila som `lmtools export` eller konsollen laget."""
    data = _read(file)
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
