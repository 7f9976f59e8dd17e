"""Workbook pages, rendered once and the same for everyone, and the kernels behind them.

The cells of a workbook run once for each language, school and grade. The page is kept with the
widgets' first state inside, so opening a workbook costs no kernel. A kernel is handed out when a
visitor asks for other figures: a fork of the process in which the cells ran, where that can be;
a few stand ready. Who the visitor is never reaches the page or the kernel.
"""

from __future__ import annotations

import asyncio
import functools
import gzip
import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from lmtools.serving.forking.channel import Gone
from lmtools.serving.forking.forks import Forks
from lmtools.serving.forking.nurseries import CannotFork, Order, Template
from lmtools.serving.forking.pages import RecordedRenderer
from lmtools.serving.forking.provisioner import Fork
from lmtools.serving.forking.sizes import can_fork
from lmtools.serving.pool import Kernel, Pool

if TYPE_CHECKING:
    from lmtools.domain.session import WorkSession
    from lmtools.serving.app import LmtoolsApp

R = TypeVar("R", bound=NotebookRenderer)

log = logging.getLogger("lmtools")

MOST_PAGES = 60
"""So many pages are kept; the one that was not asked for longest gives way."""

FAILED = 'class="lm-problem"'
"""What the template writes where a cell failed; such a page is shown, but not kept for long."""

FAILED_SECONDS = 20.0
"""Longer than a waiting page takes to ask again, so that it meets the page it waited for."""


@dataclass(frozen=True)
class Occasion:
    """What a page is about: a notebook, and the school and grade its figures start with ("" for any)."""

    path: str
    school: str = ""
    grade: str = ""

    @classmethod
    def of(cls, session: WorkSession, language: str) -> Occasion:
        """The page for those who are in `session`."""
        return cls(notebook_path(language, session.workbook), session.school_key, session.grade)

    @property
    def environment(self) -> dict[str, str]:
        """What the kernel that renders the page is told."""
        told = {"LMTOOLS_SCHOOL": self.school, "LMTOOLS_GRADE": self.grade}
        return {name: value for name, value in told.items() if value}


class Widget(TypedDict):
    """The first state of one widget, as the page's widget manager reads it."""

    model_name: object
    model_module: object
    model_module_version: object
    state: dict[str, object]


class How(TypedDict, total=False):
    """How a kernel is started; without a `fork`, as Jupyter does."""

    kernel_name: str
    fork: Fork


@dataclass(frozen=True)
class Page:
    """A workbook's page without any kernel's id, and the first state of its widgets by model id."""

    html: str
    states: dict[str, Widget]
    run: str = ""
    """Names the run of the cells that a kernel may have in common with this page."""
    _packed: dict[frozenset[str], bytes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def failed(self) -> bool:
        """Whether a cell could not be run."""
        return FAILED in self.html

    def packed(self, *, hold: frozenset[str] = frozenset()) -> bytes:
        """`whole`, compressed. Worked out once: a whole staff asks for the same page in the same minute."""
        if hold not in self._packed:
            self._packed[hold] = gzip.compress(self.whole(hold=hold).encode(), mtime=0)
        return self._packed[hold]

    def whole(self, *, hold: frozenset[str] = frozenset()) -> str:
        """The HTML with the states inside, but without those traits of the widgets that are in `hold`."""
        kept = {model: _without(entry, hold) for model, entry in self.states.items()}
        # Inside a script element only "</" could end it; JSON may write "<" as an escape.
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        script = f'<script type="application/json" id="lm-states" data-run="{self.run}">{text}</script>'
        return self.html.replace("</body>", f"{script}\n</body>")

    def state(self, step: str) -> dict[str, object]:
        """The first state of the widget of `step`; empty when there is none."""
        states = (entry["state"] for entry in self.states.values())
        return next((state for state in states if state.get("step") == step), {})


@dataclass(frozen=True)
class Bare:
    """The key of a template in which no cell has run, for notebooks that must run in each kernel."""

    occasion: Occasion


class Books:
    """The kept pages and the kernels behind them. Lives in the server's event loop."""

    def __init__(self, app: LmtoolsApp, *, ready: int) -> None:
        self._app = app
        self._pages: OrderedDict[Occasion, asyncio.Task[Page]] = OrderedDict()
        self._occasions: dict[str, Occasion] = {}  # by the run of a page that was kept
        self._forks = Forks(self._order, app.bare_environment()) if can_fork() else None
        self._pool = Pool(app.kernel_manager, self._make, ready=ready)
        self._starting: set[asyncio.Task[str]] = set()
        self._starts = asyncio.Semaphore(2)  # more at once would only compete for the same few cores
        self._turns = asyncio.Semaphore(3)  # more at once would hold up those who write
        self.ordinary: dict[str, str] = {}
        """The notebooks whose kernels are not forked after the cells have run, and why."""

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

    async def kernel(
        self, path: str, run: str = "", *, is_waited_for: Callable[[], bool] = lambda: True
    ) -> Kernel | None:
        """A kernel for one visitor alone, in which the notebook at `path` has run; if possible in `run`.

        None for one who does not wait for it any more when the turn comes.

        Raises:
            TooManyKernels: when no more may be started.
        """
        known = self._occasions.get(run)
        occasion = known if known is not None and known.path == path else Occasion(path)
        kernel = await self._pool.take(occasion)
        if kernel is None:
            async with self._turns:
                if is_waited_for():
                    kernel = await self._pool.take(occasion) or await self._make(occasion)
        self._pool.fill(occasion)
        return kernel

    async def renew(self, *, code: bool = False) -> None:
        """After a change of figures, notebooks or `code`: forget the pages, and replace what stands ready."""
        self._pages.clear()
        self._occasions.clear()
        self.ordinary.clear()
        if self._forks:
            self._forks.forget(code=code)
        await self._pool.renew()

    def warm(self, occasion: Occasion) -> None:
        """Render a page before anyone asks for it."""
        self.page(occasion)

    async def close(self) -> None:
        """Stop what is under way; the kernels themselves are stopped by their manager."""
        under_way = list(self._pages.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, self._pool.close(), *self._starting, return_exceptions=True)

    def end(self) -> None:
        """End every process that kernels were forked from."""
        if self._forks:
            self._forks.close()

    async def _render(self, occasion: Occasion) -> Page:
        template = await self._template(occasion)
        if template is not None:
            return await self._recorded(occasion, template)
        begun = self._pool.renewals
        kernel, page = await self._run(occasion)
        self._pool.offer(occasion, kernel, of=begun)
        return page

    def _settle(self, occasion: Occasion, done: asyncio.Task[Page]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._pages.pop(occasion, None)
        elif done.result().failed:  # kept for those who wait for it just now
            asyncio.get_running_loop().call_later(FAILED_SECONDS, self._pages.pop, occasion, None)
        elif done.result().run:
            self._occasions[done.result().run] = occasion

    async def _make(self, occasion: Occasion) -> Kernel:
        template = await self._template(occasion)
        if template is not None:
            return Kernel(await self._start(occasion, fork=self._fork(occasion)), template.run)
        kernel, _ = await self._run(occasion)
        return kernel

    async def _template(self, key: Occasion | Bare) -> Template | None:
        """What kernels can be forked from; None when they cannot."""
        path = key.path if isinstance(key, Occasion) else ""
        if self._forks is None or path in self.ordinary:
            return None
        try:
            return await self._forks.template(key)
        except CannotFork as reason:
            self.ordinary[path] = str(reason)
            log.warning("%s runs in each kernel anew: %s.", path or "Every workbook", reason)
        except Gone:  # it may be better luck the next time
            log.warning("The process that kernels are forked from ended while %s ran.", path or "nothing")
        return None

    def _fork(self, key: Occasion | Bare) -> Fork:
        assert self._forks is not None
        return functools.partial(self._forks.kernel, key)

    def _order(self, key: Occasion | Bare) -> Order:
        occasion = key.occasion if isinstance(key, Bare) else key
        file = Path(self._app.root_dir) / occasion.path
        return Order(
            name="|".join((occasion.path, occasion.school, occasion.grade)),
            folder=file.parent,
            notebook=None if isinstance(key, Bare) else file,
            environment=self._app.kernel_manager.environment(file.parent.name, self._environment(occasion)),
        )

    def _environment(self, occasion: Occasion) -> dict[str, str]:
        return {**self._app.environment(), **occasion.environment}

    async def _recorded(self, occasion: Occasion, template: Template) -> Page:
        renderer = self._renderer(RecordedRenderer, occasion.path)
        await renderer.initialize()
        renderer.cells = template.cells
        html = await renderer.generate_content_str()
        if occasion.school:  # a session's: a whole staff may come
            self._pool.fill(occasion)
        return Page(html, first_states(renderer.executor.widget_state), template.run)

    async def _run(self, occasion: Occasion) -> tuple[Kernel, Page]:
        """Run the cells in a kernel of its own, forked before them where that can be."""
        async with self._starts:
            renderer = self._renderer(NotebookRenderer, occasion.path)
            await renderer.initialize()
            spec, bare = renderer.notebook.metadata.kernelspec, Bare(occasion)
            how: How = {"kernel_name": spec.name}
            if is_python(spec) and await self._template(bare):
                how["fork"] = self._fork(bare)
            kernel = await self._start(occasion, **how)
            html = await renderer.generate_content_str(kernel, self._app.kernel_manager.get_kernel(kernel))
            page = Page(html.replace(kernel, ""), first_states(renderer.executor.widget_state))
            return Kernel(kernel), page

    async def _start(self, occasion: Occasion, **how: Unpack[How]) -> str:
        # Cut off halfway it would leave a process that no one knows of, so it is always let finish.
        start = asyncio.ensure_future(
            self._app.kernel_manager.start_kernel(
                path=str(PurePosixPath(occasion.path).parent), env=self._environment(occasion), **how
            )
        )
        self._starting.add(start)
        start.add_done_callback(self._starting.discard)
        kernel: str = await asyncio.shield(start)
        return kernel

    def _renderer(self, kind: type[R], path: str) -> R:
        app = self._app
        about = {
            "base_url": app.base_url,
            "settings": app.app.settings,
            "log": app.log,
            "voila_configuration": app.voila_configuration,
        }
        renderer: R = kind(
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
        return renderer


def notebook_path(language: str, name: str) -> str:
    """Where the copy of workbook `name` in `language` lies, as seen from Voilà's root."""
    return f"{language}/{name}.ipynb"


def is_python(kernelspec: Mapping[str, object]) -> bool:
    """Whether a notebook is for the Python that lmtools runs in."""
    return str(kernelspec.get("language") or "python").lower() == "python"


def first_states(states: Mapping[str, Mapping[str, object]]) -> dict[str, Widget]:
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


def _without(entry: Widget, hold: frozenset[str]) -> Widget:
    state = {name: value for name, value in entry["state"].items() if name not in hold}
    return {**entry, "state": state}
