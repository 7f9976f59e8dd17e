"""`lmtools purge`: delete what people wrote in sessions that are over."""

from __future__ import annotations

from lmtools.cli.output import say, text_of
from lmtools.serving.parts import open_room
from lmtools.settings import Settings


def purge() -> None:
    """Slett det som er skrevet i økter som har passert sluttdatoen."""
    settings = Settings.from_environment()
    text, room = text_of(settings), open_room(settings)
    try:
        purged = room.purge()
    finally:
        room.close()
    for session in purged:
        say(
            "Slettet «{title}» på {school}, som gikk ut {date}.",
            title=session.title,
            school=session.school_name,
            date=text.date(session.ends_on),
        )
    if not purged:
        say("Ingen økter har passert sluttdatoen.")
