"""Leaving without anyone noticing: a node that is asked to stop first sends its visitors to the others.

On SIGTERM `api/health` says no at once, so that the proxy brings nobody new. When it has had time to
notice, live updates end a few at a time, and each page comes back through the proxy to another node.
What is under way is answered; then the server stops, after the grace period at the latest. A second
signal, or Ctrl+C, stops at once.

A node with SQLite is alone: there is nowhere to send anyone, so it stops at once.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from tornado.ioloop import IOLoop

    from lmtools.serving.live import Live
    from lmtools.settings import Settings

log = logging.getLogger("lmtools")

GRACE_SECONDS = 20.0
NOTICE_SECONDS = 4.0
"""As long as a proxy that asks every second needs to see that this node is leaving."""
SHARE_FOR_STREAMS = 0.5
LOOK_SECONDS = 0.1


def grace_of(settings: Settings) -> float:
    """Seconds from SIGTERM until the server stops at the latest."""
    if settings.grace is not None:
        return settings.grace
    return 0.0 if settings.database_url.startswith("sqlite") else GRACE_SECONDS


@dataclass
class Draining:
    """Whether this node is leaving, and how many calls it has yet to answer."""

    grace: float = 0.0
    begun: bool = False
    under_way: int = 0

    def watch_signals(self, loop: IOLoop, live: Live, stop: Callable[[], None]) -> None:
        """From now on leave on SIGTERM, and `stop` at once on SIGINT or on a second signal."""

        def handle(number: int, _frame: FrameType | None) -> None:
            if number == signal.SIGINT or self.begun or self.grace == 0:
                loop.add_callback(stop)
                return
            self.begun = True
            loop.add_callback(self.leave, live, stop)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, handle)

    async def leave(self, live: Live, stop: Callable[[], None]) -> None:
        """Send everybody away, a few at a time, and `stop`."""
        log.info("Leaving: %d calls under way.", self.under_way)
        loop = asyncio.get_running_loop()
        over = loop.time() + self.grace
        await asyncio.sleep(min(NOTICE_SECONDS, self.grace / 4))
        await live.send_away(seconds=self.grace * SHARE_FOR_STREAMS)
        while self.under_way and loop.time() < over:
            await asyncio.sleep(LOOK_SECONDS)
        stop()
