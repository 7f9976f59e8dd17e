"""A workbook's page: Voilà renders it, in the language of its address."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

import tornado.web
from voila.handler import VoilaHandler
from voila.request_info_handler import RequestInfoSocketHandler

from lmtools.serving.kernels import TooManyKernels
from lmtools.serving.pages import PageHandler
from lmtools.settings import LANGUAGES


class WorkbookRedirect(PageHandler):
    """`/bok/<name>`: the same workbook in the visitor's language."""

    def get(self, name: str) -> None:
        """Send the visitor on."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.site.base}bok/{self.language}/{name}{query}")


class WorkbookPage(PageHandler, VoilaHandler):  # type: ignore[misc]
    """`/bok/<language>/<name>`: a page with a kernel of its own."""

    def initialize(self, **kwargs: Any) -> None:
        """Take Voilà's arguments."""
        VoilaHandler.initialize(self, **kwargs)

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's is a coroutine, Tornado's need not be
        """The language of the address is the visitor's choice from now on."""
        PageHandler.prepare(self)
        if not self._finished:
            await VoilaHandler.prepare(self)

    def translated_path(self, language: str) -> str:
        """The same workbook in another language lies at another address."""
        path = super().translated_path(language)
        prefix = f"{self.site.base}bok/"
        _, _, rest = path.removeprefix(prefix).partition("/")
        return f"{prefix}{language}/{rest}"

    async def get(self, language: str, name: str) -> None:
        """Render the workbook, piece by piece."""
        site = self.site
        if language not in LANGUAGES or name not in site.workbooks.names:
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        self.keep_language(language)
        path = str(Path(language, f"{name}.ipynb"))
        self._forget_failed(path)
        try:
            async for html in self.get_generator(path=path):
                self.write(html)
                await self.flush()
        except TooManyKernels:
            self._full()
        finally:
            # Voilà keeps what it knows of every request for ever; no workbook asks for it.
            RequestInfoSocketHandler._cache.clear()
            self.kernel_manager.fill_if_needed(notebook_name=path)

    def _forget_failed(self, path: str) -> None:
        """Take kernels that could not start out of the pool, where Voilà would hand them out."""
        pool = self.kernel_manager._pools.get(path, [])
        pool[:] = [task for task in pool if not (task.done() and (task.cancelled() or task.exception()))]

    def _full(self) -> None:
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Retry-After", "5")
        self.show("wait.html", queued=True, seconds=5)
