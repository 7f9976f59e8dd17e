"""`lmtools purge`: delete what people wrote in sessions that are over."""

from __future__ import annotations

from lmtools.cli.output import say
from lmtools.serving.parts import open_parts
from lmtools.settings import Settings


def purge() -> None:
    """Slett det som er skrevet i økter som har passert sluttdatoen."""
    from datetime import datetime

    _, room = open_parts(Settings.from_environment())
    count = room.purge(datetime.now().astimezone().date())
    say("Slettet {count} økter.", count=count)
