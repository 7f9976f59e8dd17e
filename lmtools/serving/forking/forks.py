"""The templates that a server keeps, one for each occasion, and the kernels that come of them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Generic, TypeVar

from lmtools.serving.forking.channel import Gone
from lmtools.serving.forking.line import Child
from lmtools.serving.forking.nurseries import Lifeline, Nursery, Order, Template

log = logging.getLogger("lmtools")

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)

MOST_TEMPLATES = 8
AT_ONCE = 4
"""So many kernels begin at the same time; more would only compete for the same few cores."""

RUNS_AT_ONCE = 2
"""So many notebooks run at the same time."""


class Forks(Generic[Key]):
    """Forks kernels. Lives in the server's event loop.

    `order` tells what the template of an occasion runs; occasions are compared as keys only.
    `environment` is that of the nursery, and what all templates can see of the server.
    """

    def __init__(self, order: Callable[[Key], Order], environment: Mapping[str, str]) -> None:
        self._order = order
        self._environment = environment
        self._lifeline = Lifeline()
        self._nursery: asyncio.Task[Nursery] | None = None
        self._templates: OrderedDict[Key, asyncio.Task[Template]] = OrderedDict()
        self._begin = asyncio.Semaphore(AT_ONCE)
        self._runs = asyncio.Semaphore(RUNS_AT_ONCE)

    async def template(self, occasion: Key) -> Template:
        """The template of `occasion`; runs the notebook when there is none.

        Raises:
            CannotFork: if what the cells did cannot be forked.
            Gone: if it cannot be made now.
        """
        task = self._templates.get(occasion)
        if task is None or not _is_usable(task):
            task = self._templates[occasion] = _begin(self._make(occasion))
        self._templates.move_to_end(occasion)
        self._keep_few(occasion)
        return await asyncio.shield(task)

    async def kernel(self, occasion: Key, connection_file: str) -> Child:
        """A kernel of its own, in which the notebook of `occasion` has run.

        Raises:
            CannotFork, Gone: as `template`.
            NoKernel: if none could be forked.
        """
        async with self._begin:
            try:
                return await (await self.template(occasion)).fork(connection_file)
            except Gone:  # it ended since it was last used
                return await (await self.template(occasion)).fork(connection_file)

    def forget(self, *, code: bool = False) -> None:
        """Let go of every template; the next ones read notebooks and figures anew. Kernels in use live on.

        With `code`, let go of the nursery too; the next one imports anew.
        """
        while self._templates:
            _drop(self._templates.popitem()[1])
        if code and self._nursery is not None:
            _drop(self._nursery)
            self._nursery = None

    def close(self) -> None:
        """End every process that came of this, kernels in use too."""
        for task in self._templates.values():
            task.cancel()
        if self._nursery is not None:
            self._nursery.cancel()
        self.forget(code=True)
        self._lifeline.cut()

    def _keep_few(self, wanted: Key) -> None:
        made = [key for key, task in self._templates.items() if task.done() and key != wanted]
        for occasion in made[: max(0, len(self._templates) - MOST_TEMPLATES)]:
            _drop(self._templates.pop(occasion))

    async def _make(self, occasion: Key) -> Template:
        async with self._runs:
            template = await self._run(occasion)
        template.child.on_end(lambda: self._replace(occasion, template))
        return template

    async def _run(self, occasion: Key) -> Template:
        nursery = await self._nursed()
        try:
            return await nursery.template(self._order(occasion))
        except Gone:
            if nursery.alive:
                raise
            return await (await self._nursed()).template(self._order(occasion))

    async def _nursed(self) -> Nursery:
        if self._nursery is None or not _is_usable(self._nursery):
            self._nursery = _begin(Nursery.start(self._environment, self._lifeline))
        return await asyncio.shield(self._nursery)

    def _replace(self, occasion: Key, template: Template) -> None:
        """A template that was in use has ended: have another before the next visitor asks."""
        task = self._templates.get(occasion)
        if template.has_forked and task is not None and task.done() and not _is_usable(task):
            log.warning("A process that kernels are forked from has ended. Another is made.")
            self._templates[occasion] = _begin(self._make(occasion))


def _begin(work: Awaitable[T]) -> asyncio.Task[T]:
    task = asyncio.ensure_future(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # told to whoever waits
    return task


def _is_usable(task: asyncio.Task[Template] | asyncio.Task[Nursery]) -> bool:
    if not task.done():
        return True
    return not task.cancelled() and task.exception() is None and task.result().alive


def _drop(task: asyncio.Task[Template] | asyncio.Task[Nursery]) -> None:
    if task.done():
        _close(task)
    else:  # somebody waits for it; let them have it first
        task.add_done_callback(_close)


def _close(task: asyncio.Task[Template] | asyncio.Task[Nursery]) -> None:
    if _is_usable(task):
        task.result().close()
