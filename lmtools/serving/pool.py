"""Kernels that stand ready, in which the cells have run already, and the work of making more.

They are made when nobody asks for one: in a rush the work is left to those who serve it. Occasions that
have been asked for share the number; with a new one among them, the others give of theirs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lmtools.serving.culling import TooManyKernels

if TYPE_CHECKING:
    from lmtools.serving.kernels import WorkbookKernels
    from lmtools.serving.rendered import Occasion

log = logging.getLogger("lmtools")

REST_SECONDS = 1.0
"""So long nobody has asked for a kernel when the next one is made ready."""

FULL_SECONDS = 10.0
"""So long to wait before the next is made when the house is full."""

FORGOTTEN_SECONDS = 3600.0
"""An occasion that nobody has asked for in this time gives all of its place to the others."""


@dataclass(frozen=True)
class Kernel:
    """A kernel in which a notebook has run. `run` names the run that it shares with a page; "" for none."""

    id: str
    run: str = ""


class Pool:
    """At most `ready` kernels that stand ready. `make` gives one more; lives in the server's loop."""

    def __init__(
        self, manager: WorkbookKernels, make: Callable[[Occasion], Awaitable[Kernel]], *, ready: int
    ) -> None:
        self._manager = manager
        self._make = make
        self._ready = ready
        self.renewals = 0
        self._spare: dict[Occasion, list[Kernel]] = {}
        self._asked: dict[Occasion, float] = {}
        self._taken = -REST_SECONDS
        self._filling: set[Occasion] = set()
        self._work: set[asyncio.Task[None]] = set()

    async def take(self, occasion: Occasion) -> Kernel | None:
        """One that stands ready, if there is one."""
        self._taken = time.monotonic()
        spares = self._spare.get(occasion, [])
        while spares:
            kernel = spares.pop(0)
            if await self._is_alive(kernel):
                self._manager.standing_by.discard(kernel.id)
                return kernel
        return None

    def fill(self, occasion: Occasion) -> None:
        """See to it, in the background, that enough stand ready."""
        self._asked[occasion] = time.monotonic()
        if occasion not in self._filling and not self._is_full(occasion):
            self._filling.add(occasion)
            keep_until_done(self._work, self._fill(occasion))

    def offer(self, occasion: Occasion, kernel: Kernel, *, of: int) -> None:
        """Let `kernel` stand ready, or stop it when there are enough or it is of before the last renewal.

        `of` is how many renewals there had been when it began.
        """
        if of != self.renewals or self._is_full(occasion):
            keep_until_done(self._work, self._stop(kernel))
        else:
            self._make_room(occasion)
            self._keep(occasion, kernel)

    async def renew(self) -> None:
        """Replace what stands ready by new ones."""
        self.renewals += 1
        old, self._spare = self._spare, {}
        for occasion in old:
            self.fill(occasion)
        for kernel in [kernel for spares in old.values() for kernel in spares]:
            self._manager.standing_by.discard(kernel.id)
            await self._stop(kernel)

    async def close(self) -> None:
        """Stop what is under way."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def _fill(self, occasion: Occasion) -> None:
        try:
            while not self._is_full(occasion):
                while (rest := self._taken + REST_SECONDS - time.monotonic()) > 0:
                    await asyncio.sleep(rest)
                begun = self.renewals
                try:
                    self.offer(occasion, await self._make(occasion), of=begun)
                except TooManyKernels:  # until some of those who left are found to be gone
                    await asyncio.sleep(FULL_SECONDS)
        except Exception as error:  # no visitor waits for it; the next one who asks is told
            log.debug("no kernel could be made ready: %s", type(error).__name__)
        finally:
            self._filling.discard(occasion)

    def _is_full(self, occasion: Occasion) -> bool:
        since = time.monotonic() - FORGOTTEN_SECONDS
        self._asked = {one: asked for one, asked in self._asked.items() if asked > since}
        others = len(self._asked.keys() - {occasion})
        return len(self._spare.get(occasion, [])) >= max(1, self._ready // (1 + others))

    def _make_room(self, occasion: Occasion) -> None:
        """When there are enough in all, stop one of another occasion, of those that have the most."""
        others = [spares for other, spares in self._spare.items() if other != occasion and spares]
        if others and sum(map(len, self._spare.values())) >= self._ready:
            kernel = max(others, key=len).pop()
            self._manager.standing_by.discard(kernel.id)
            keep_until_done(self._work, self._stop(kernel))

    def _keep(self, occasion: Occasion, kernel: Kernel) -> None:
        self._spare.setdefault(occasion, []).append(kernel)
        self._manager.standing_by.add(kernel.id)

    async def _is_alive(self, kernel: Kernel) -> bool:
        return kernel.id in self._manager and bool(await self._manager.is_alive(kernel.id))

    async def _stop(self, kernel: Kernel) -> None:
        if kernel.id in self._manager:
            await self._manager.shutdown_kernel(kernel.id, now=True)


def keep_until_done(tasks: set[asyncio.Task[None]], work: Awaitable[None]) -> None:
    """Run `work` in the background, and hold on to it in `tasks` so that it is not lost."""
    task = asyncio.ensure_future(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
