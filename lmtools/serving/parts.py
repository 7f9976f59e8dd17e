"""Opens what the server stands on: the released figures and the room with its store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lmtools.room import Room
from lmtools.settings import Settings
from lmtools.store import Store

if TYPE_CHECKING:
    from lmtools.survey import Released


def open_parts(settings: Settings) -> tuple[Released, Room]:
    """Open the released figures, which may be none, and the room.

    Raises:
        LmtoolsError: if the store cannot be reached, or is newer than this lmtools.
    """
    from lmtools.survey import open_released

    released = open_released(settings)
    return released, open_room(settings, released)


def open_room(settings: Settings, released: Released | None = None) -> Room:
    """Open the room; the data folder must exist.

    Raises:
        LmtoolsError: if the store cannot be reached, or is newer than this lmtools.
    """
    return Room(Store.open(settings.database_url), released=released)
