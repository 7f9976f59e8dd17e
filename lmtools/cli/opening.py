"""`lmtools open`: a session from its file, a plan into a session, or workbooks that somebody shares."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmtools.book.parcel import Parcel, open_parcel
from lmtools.cli.output import say, text_of
from lmtools.errors import N_, Conflict, UsageError
from lmtools.room.sessionfile import MOST_BYTES
from lmtools.serving.following import read_plan
from lmtools.serving.parts import open_room
from lmtools.settings import Settings

ZIP = ".zip"
_PLAN = N_("Er {file} ei planfil, tar dere den inn i ei økt: lmtools open {file} --into KODE.")
_ELSEWHERE = {
    ".json": _PLAN,
    ".xlsx": _PLAN,
    ".csv": N_("{file} er ikke ei økt. Tall fra ei undersøkelse leses inn med lmtools import {file}."),
}
"""What people try to open, and where it belongs."""


def open_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FIL",
            help="Ei øktfil (.lmtools), ei mappe eller zip med arbeidsbøker, eller med --into ei planfil.",
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
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="MAPPE", help="Mappa arbeidsbøkene legges i. Uten denne: bare se etter."
        ),
    ] = None,
) -> None:
    """Åpne ei økt eller en plan fra ei fil, eller arbeidsbøker som noen deler."""
    if into is not None:
        _take_plan(_read(file), into, everything=everything)
    elif file.is_dir() or file.suffix.lower() == ZIP:
        open_shared(file, to)
    elif file.exists() and file.suffix.lower() in _ELSEWHERE:
        raise UsageError(_ELSEWHERE[file.suffix.lower()], file=str(file))
    else:
        open_session(file, again)


def open_shared(place: Path, to: Path | None) -> None:
    """Say what somebody shares, and take it in when `to` is given. Raises Refused, and then nothing is."""
    if not place.exists():
        raise UsageError("{file} finnes ikke. Se etter skrivefeil.", file=str(place))
    parcel = open_parcel(place)
    for outline in parcel.outlines:
        say("Arbeidsbok: {title}, {count} aktiviteter", title=outline.title, count=len(outline.steps))
    for agenda in parcel.agendas.values():
        say("Dagsorden:  {title}", title=agenda.title)
    say("Alt er i orden: bare tekst og aktiviteter fra lmtools, og ingen annen kode. Ingenting er kjørt.")
    if to is None:
        say("Legg dem i ei mappe med --to MAPPE når du vil bruke dem.")
        return
    _take_in(parcel, to)
    say("La dem i {folder}. Start med lmtools serve {folder}", folder=str(to))


def _take_in(parcel: Parcel, to: Path) -> None:
    """Write what was checked, and not what lies there now."""
    taken = [name for name in parcel.files if (to / name).exists()]
    if taken:
        raise UsageError(
            "{name} ligger alt i {folder}. Velg ei anna mappe, så ikke deres egen blir borte.",
            name=taken[0],
            folder=str(to),
        )
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name, data in parcel.files.items():
            with (to / name).open("xb") as written:
                written.write(data)
    except OSError:
        raise UsageError("Vi kan ikke skrive i {folder}. Velg ei anna mappe.", folder=str(to)) from None


def open_session(file: Path, again: bool) -> None:
    """Open the session in `file` with a new code and key. Raises LmtoolsError."""
    data = _read(file)
    settings = Settings.from_environment()
    text, room = text_of(settings), open_room(settings)
    try:
        started = room.after.open_file(data, again=again)
    except Conflict as error:
        raise Conflict(
            "Økta i fila er her fra før, med koden {code}. Vil du ha to av den, legger du til --again.",
            **error.fields,
        ) from None
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
