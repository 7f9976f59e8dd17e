"""Use cases of a work session: start it, come in, write, move on, see. No widgets and no SQL.

`Room` is safe to call from many threads: every change is one short transaction that holds the
session's row, and every view is worked out from one consistent reading of it.

A page sends `commands` and gets what `showing` makes of the `board`; `revealing` says what may be in it.
`sessionfile` and `planfile` are what leaves the house, and `screening` looks for text that points at someone.
"""

from __future__ import annotations

from lmtools.room.afterwards import Deleted, Purged
from lmtools.room.answers import ReleasedFigures
from lmtools.room.policy import RoomPolicy
from lmtools.room.room import Room
from lmtools.room.starting import Started
from lmtools.room.visitor import Visitor

__all__ = ["Deleted", "Purged", "ReleasedFigures", "Room", "RoomPolicy", "Started", "Visitor"]
