"""The projector: what it showed when, and how long that was after a colleague had sent it."""

from __future__ import annotations

import asyncio
import bisect
import math
import time
from collections.abc import Iterable

from lmtools.rehearsal.line import RoomLine, Sent
from lmtools.rehearsal.shapes import Snapshot


class Wall:
    """Listens as the projector does. `shown` holds when which revision stood there."""

    def __init__(self, line: RoomLine) -> None:
        self.line = line
        self.shown: list[tuple[float, int]] = []
        line.on_snapshot = self._see

    def start(self) -> None:
        """Put the projector up."""
        self.line.start()

    async def stop(self) -> None:
        """Take it down."""
        await self.line.stop()

    async def until(self, revision: int, *, seconds: float) -> None:
        """Wait until it has shown `revision`, at most `seconds`."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and (not self.shown or self.shown[-1][1] < revision):
            await asyncio.sleep(0.05)

    def delays(self, sent: Iterable[Sent]) -> list[float]:
        """Seconds from each act to the first snapshot that has it; infinite for what never came."""
        revisions = [revision for _, revision in self.shown]
        found = []
        for one in sent:
            place = bisect.bisect_left(revisions, one.result.get("revision", 2**60))
            found.append(self.shown[place][0] - one.at if place < len(self.shown) else math.inf)
        return found

    def _see(self, snapshot: Snapshot) -> None:
        self.shown.append((time.monotonic(), snapshot["revision"]))
