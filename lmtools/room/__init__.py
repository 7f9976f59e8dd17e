"""Use cases of a work session: start it, come in, write, move on, see. No widgets and no SQL.

`Room` is safe to call from many threads: every change is one short transaction that holds the
session's row, and every view is worked out from one consistent reading of it.
"""

from __future__ import annotations

from lmtools.room.afterwards import Deleted, Purged
from lmtools.room.answers import ReleasedFigures
from lmtools.room.call import Visitor
from lmtools.room.policy import RoomPolicy
from lmtools.room.room import Room
from lmtools.room.starting import Started

__all__ = ["Deleted", "Purged", "ReleasedFigures", "Room", "RoomPolicy", "Started", "Visitor"]
