"""What all handlers of one server share."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from tornado.httputil import HTTPServerRequest

from lmtools.domain.session import Role
from lmtools.serving.addresses import shown_address
from lmtools.serving.agenda_folder import AgendaFolder
from lmtools.serving.door import Door
from lmtools.serving.draining import Draining
from lmtools.serving.keys import Keys
from lmtools.serving.options import ServeOptions
from lmtools.serving.owners import Owners
from lmtools.serving.rehearsing import Rehearsing
from lmtools.serving.runtime import Workbooks
from lmtools.serving.security import Paces, SlowDown
from lmtools.serving.sizing import Size
from lmtools.store import BUSY, StoreUnavailable

if TYPE_CHECKING:
    from jinja2 import Environment

    from lmtools.room import Room, Visitor
    from lmtools.serving.assets import Assets
    from lmtools.serving.live import Live
    from lmtools.serving.parts import Figures
    from lmtools.serving.rendered import Books
    from lmtools.survey import Released

AT_ONCE, SECONDS_EACH = 400, 0.5
"""Commands that one participant may send in a heap, and how often they may go on. A phone keeps 200."""

TURN_SECONDS = 8.0
"""So long one waits to write; a page waits for ten."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Site:
    """The parts of a running server. One per process, made by `LmtoolsApp`."""

    options: ServeOptions
    keys: Keys
    workbooks: Workbooks
    agendas: AgendaFolder
    room: Room
    figures: Figures
    assets: Assets
    pages: Environment
    live: Live
    address: str
    size: Size
    books: Books = field(init=False)
    threads: ThreadPoolExecutor = field(init=False)
    guesses: SlowDown = field(default_factory=SlowDown)
    writing: Paces = field(default_factory=lambda: Paces(AT_ONCE, SECONDS_EACH))
    door: Door = field(default_factory=Door)
    owners: Owners = field(default_factory=Owners)
    draining: Draining = field(default_factory=Draining)
    rehearsing: Rehearsing = field(default_factory=Rehearsing)
    waiting_to_write: int = 0

    def __post_init__(self) -> None:
        self.threads = ThreadPoolExecutor(max_workers=self.size.threads, thread_name_prefix="room")
        self._turns = asyncio.Semaphore(max(1, self.size.threads // 2))

    @property
    def base(self) -> str:
        """The path under which the app is shown; begins and ends with a slash."""
        return self.options.base

    @property
    def released(self) -> Released:
        """The figures released last."""
        return self.figures.now

    def look(self, who: Visitor, request: HTTPServerRequest) -> dict[str, object]:
        """What `who` sees now; with the address to join at for those who show it to others."""
        return self.addressed(self.room.snapshot(who), who, request)

    def addressed(
        self, snapshot: dict[str, object], who: Visitor, request: HTTPServerRequest
    ) -> dict[str, object]:
        """Add the address to join at, for those who show it to others."""
        if who.role != Role.PARTICIPANT:
            address = self.shown_address(request)
            snapshot["join"] = {"url": f"{address}bli-med/{who.code}", "address": address, "code": who.code}
        return snapshot

    def shown_address(self, request: HTTPServerRequest) -> str:
        """The address others can use, ending with a slash."""
        if self.options.public_url:
            return self.address
        return shown_address(request, self.base, self.address)

    @asynccontextmanager
    async def turn_to_write(self) -> AsyncIterator[None]:
        """Wait for one's turn, here and not in a thread: the others are for those who only look.

        Raises StoreUnavailable when it takes longer than a page waits.
        """
        try:
            self.waiting_to_write += 1
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError:
            raise StoreUnavailable(BUSY) from None
        finally:
            self.waiting_to_write -= 1
        try:
            yield
        finally:
            self._turns.release()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a blocking function in the room's threads, so that the loop goes on serving."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, functools.partial(function, *args, **kwargs))
