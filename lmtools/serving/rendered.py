"""Workbook pages, rendered once and the same for everyone, and the kernels behind them.

The cells of a workbook run in one kernel for each language, school and grade. Its page is
kept with the widgets' first state inside, so opening a workbook costs no kernel. A kernel is
handed out when a visitor asks for other figures; a few, in which the cells have run already,
stand ready. Who the visitor is never reaches the page or the kernel.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

if TYPE_CHECKING:
    from lmtools.serving.app import LmtoolsApp

log = logging.getLogger("lmtools")

MOST_PAGES = 60
"""So many pages are kept; the one that was not asked for longest gives way."""

FAILED = 'class="lm-problem"'
"""What the template writes where a cell failed; such a page is shown, but not kept."""


@dataclass(frozen=True)
class Occasion:
    """What a page is about: a notebook, and the school and grade its figures start with ("" for any)."""

    path: str
    school: str = ""
    grade: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What the kernel that renders the page is told."""
        told = {"LMTOOLS_SCHOOL": self.school, "LMTOOLS_GRADE": self.grade}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class Page:
    """A workbook's page without any kernel's id, and the first state of its widgets by model id."""

    html: str
    states: dict[str, dict[str, Any]]

    @property
    def failed(self) -> bool:
        """Whether a cell could not be run."""
        return FAILED in self.html

    def whole(self, *, hold: frozenset[str] = frozenset()) -> str:
        """The HTML with the states inside, but without those traits of the widgets that are in `hold`."""
        kept = {model: _without(entry, hold) for model, entry in self.states.items()}
        # Inside a script element only "</" could end it; JSON may write "<" as an escape.
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        script = f'<script type="application/json" id="lm-states">{text}</script>'
        return self.html.replace("</body>", f"{script}\n</body>")

    def state(self, step: str) -> dict[str, Any]:
        """The first state of the widget of `step`; empty when there is none."""
        states = (entry["state"] for entry in self.states.values())
        return next((state for state in states if state.get("step") == step), {})


@dataclass(frozen=True)
class Run:
    """A kernel in which a notebook's cells have run, and the page they gave."""

    kernel: str
    page: Page


class Books:
    """The kept pages and the kernels that stand ready. Lives in the server's event loop."""

    def __init__(self, app: LmtoolsApp, *, ready: int) -> None:
        self._app = app
        self._ready = ready  # kernels that stand ready for each notebook
        self._pages: OrderedDict[Occasion, asyncio.Task[Page]] = OrderedDict()
        self._spare: dict[str, list[str]] = {}
        self._filling: set[str] = set()
        self._fills: set[asyncio.Task[None]] = set()
        self._starting: set[asyncio.Task[str]] = set()
        self._farewells: set[asyncio.Task[None]] = set()
        self._starts = asyncio.Semaphore(2)  # more at once would only compete for the same few cores

    def page(self, occasion: Occasion) -> asyncio.Task[Page]:
        """The task that gives the page; done at once when it is kept already.

        The task raises TooManyKernels when no kernel may be started now.
        """
        task = self._pages.get(occasion)
        if task is None:
            task = asyncio.ensure_future(self._render(occasion))
            self._pages[occasion] = task
            task.add_done_callback(lambda done: self._settle(occasion, done))
        self._pages.move_to_end(occasion)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return task

    async def kernel(self, path: str) -> str:
        """The id of a kernel of its own for one visitor, in which the notebook at `path` has run.

        Raises:
            TooManyKernels: when no more may be started.
        """
        spares = self._spare.get(path, [])
        while spares:
            kernel = spares.pop(0)
            if await self._is_alive(kernel):
                self._hand_out(kernel)
                self.fill(path)
                return kernel
        run = await self._run(Occasion(path))
        self.fill(path)
        return run.kernel

    def fill(self, path: str) -> None:
        """See to it, in the background, that kernels stand ready for the notebook at `path`."""
        if path in self._filling or len(self._spare.get(path, [])) >= self._ready:
            return
        self._filling.add(path)
        keep_until_done(self._fills, self._fill(path))

    async def renew(self) -> None:
        """After an import: forget the pages, and replace the kernels that stand ready."""
        self._pages.clear()
        for path, spares in list(self._spare.items()):
            old, spares[:] = list(spares), []
            self.fill(path)
            for kernel in old:
                self._hand_out(kernel)
                await self._stop(kernel)

    def warm(self, occasion: Occasion) -> None:
        """Render a page before anyone asks for it."""
        self.page(occasion)

    async def close(self) -> None:
        """Stop what is under way; the kernels themselves are stopped by their manager."""
        under_way = [*self._pages.values(), *self._fills]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, *self._starting, *self._farewells, return_exceptions=True)

    async def _fill(self, path: str) -> None:
        try:
            while len(self._spare.get(path, [])) < self._ready:
                run = await self._run(Occasion(path))
                self._keep(path, run.kernel)
        except Exception as error:  # no visitor waits for it; the next one who asks is told
            log.debug("no kernel could be made ready: %s", type(error).__name__)
        finally:
            self._filling.discard(path)

    async def _render(self, occasion: Occasion) -> Page:
        run = await self._run(occasion)
        if len(self._spare.get(occasion.path, [])) < self._ready:
            self._keep(occasion.path, run.kernel)
        else:
            keep_until_done(self._farewells, self._stop(run.kernel))
        return run.page

    def _settle(self, occasion: Occasion, done: asyncio.Task[Page]) -> None:
        if done.cancelled() or done.exception() is not None or done.result().failed:
            self._pages.pop(occasion, None)

    async def _run(self, occasion: Occasion) -> Run:
        async with self._starts:
            app, path = self._app, occasion.path
            renderer = self._renderer(path)
            await renderer.initialize()
            kernel = await self._start(
                kernel_name=renderer.notebook.metadata.kernelspec.name,
                path=str(PurePosixPath(path).parent),
                env={**app.environment(), **occasion.environment},
            )
            html = await renderer.generate_content_str(kernel, app.kernel_manager.get_kernel(kernel))
            return Run(kernel, Page(html.replace(kernel, ""), first_states(renderer.executor.widget_state)))

    async def _start(self, **how: Any) -> str:
        # Cut off halfway it would leave a process that no one knows of, so it is always let finish.
        start = asyncio.ensure_future(self._app.kernel_manager.start_kernel(**how))
        self._starting.add(start)
        start.add_done_callback(self._starting.discard)
        kernel: str = await asyncio.shield(start)
        return kernel

    def _renderer(self, path: str) -> NotebookRenderer:
        app = self._app
        about = {
            "base_url": app.base_url,
            "settings": app.app.settings,
            "log": app.log,
            "voila_configuration": app.voila_configuration,
        }
        return NotebookRenderer(
            voila_configuration=app.voila_configuration,
            traitlet_config=app.config,
            notebook_path=path,
            template_paths=app.template_paths,
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=app.base_url,
            kernel_spec_manager=app.kernel_spec_manager,
            page_config=get_page_config(**about),
        )

    def _keep(self, path: str, kernel: str) -> None:
        self._spare.setdefault(path, []).append(kernel)
        self._app.kernel_manager.standing_by.add(kernel)

    def _hand_out(self, kernel: str) -> None:
        self._app.kernel_manager.standing_by.discard(kernel)

    async def _is_alive(self, kernel: str) -> bool:
        manager = self._app.kernel_manager
        return kernel in manager and bool(await manager.is_alive(kernel))

    async def _stop(self, kernel: str) -> None:
        if kernel in self._app.kernel_manager:
            await self._app.kernel_manager.shutdown_kernel(kernel, now=True)


def keep_until_done(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
    """Run `work` in the background, and hold on to it in `tasks` so that it is not lost."""
    task = asyncio.ensure_future(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def notebook_path(language: str, name: str) -> str:
    """Where the copy of workbook `name` in `language` lies, as seen from Voilà's root."""
    return f"{language}/{name}.ipynb"


def first_states(states: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the cells left in their widgets, as the page's widget manager reads it."""
    return {
        model: {
            "model_name": state["_model_name"],
            "model_module": state["_model_module"],
            "model_module_version": state["_model_module_version"],
            "state": {name: value for name, value in state.items() if name not in ("_esm", "_css")},
        }
        for model, state in states.items()
        if "_model_name" in state
    }


def _without(entry: dict[str, Any], hold: frozenset[str]) -> dict[str, Any]:
    state = {name: value for name, value in entry["state"].items() if name not in hold}
    return {**entry, "state": state}
