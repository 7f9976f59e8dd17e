"""`lmtools purge`: delete what people wrote in sessions that are over, or in one of them now."""

from __future__ import annotations

from typing import Annotated

import typer

from lmtools.cli.output import out, say, text_of
from lmtools.errors import UsageError
from lmtools.room import Room
from lmtools.serving.parts import open_room
from lmtools.serving.rendering import what_is_gone
from lmtools.settings import Settings
from lmtools.text import Text


def purge(
    code: Annotated[
        str | None, typer.Argument(metavar="KODE", help="Slett denne økta nå, med alt som er i den.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ikke spør først.")] = False,
) -> None:
    """Slett det som er skrevet i økter som har passert sluttdatoen, eller i ei økt nå."""
    settings = Settings.from_environment()
    text, room = text_of(settings), open_room(settings)
    try:
        if code is None:
            _purge_old(room, text)
        else:
            _delete(room, code, text, is_sure=yes)
    finally:
        room.close()


def _purge_old(room: Room, text: Text) -> None:
    purged = room.purge()
    for session in purged:
        say(
            "Slettet «{title}» på {school}, som gikk ut {date}.",
            title=session.title,
            school=session.school_name,
            date=text.date(session.ends_on),
        )
    if not purged:
        say("Ingen økter har passert sluttdatoen.")


def _delete(room: Room, code: str, text: Text, *, is_sure: bool) -> None:
    session = room.session(code)
    if not is_sure:
        say(
            "Alt i «{title}» på {school} blir slettet, og det kan ikke angres. "
            "Ta vare på økta først med lmtools export {code} --to okt.lmtools.",
            title=session.title,
            school=session.school_name,
            code=session.code,
        )
        typed = typer.prompt(text.t("Skriv koden for å slette"), default="", show_default=False)
        if "".join(typed.split()) != session.code:
            raise UsageError("Koden er ikke den økta har. Ingenting er slettet.")
    out.print(what_is_gone(room.after.delete(session.id), text), markup=False)
