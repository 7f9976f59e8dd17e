"""One file that a school owns, and that opens a session again on another machine.

It holds what the facilitator and the projector can see, and nothing else: no note, guess, vote or rating of
anyone, no draft, no private commitment, no browser, no key, and not which group a point came from. Results
that have been shown are in it as they were shown; of those who came there is a number, where it may be told.
The plan's history is in it, with roles and days and no name.
So the file gives away nothing that the documents do not, whoever opens it and with whatever program.
"""

from __future__ import annotations

from lmtools.room.sessionfile.content import content_of
from lmtools.room.sessionfile.opening import Contents, read_content
from lmtools.room.sessionfile.packing import MOST_BYTES, BadFile, pack, unpack

__all__ = ["MOST_BYTES", "BadFile", "Contents", "content_of", "pack", "read_content", "unpack"]
