"""A workbook's page, in the language of its address, and the kernel a visitor may ask for."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

import tornado.web

from lmtools.domain.session import Role
from lmtools.errors import LmtoolsError, NotFound
from lmtools.serving.base import ApiHandler, Handler
from lmtools.serving.kernels import TooManyKernels
from lmtools.serving.pages import PageHandler
from lmtools.serving.rendered import Occasion, Page, notebook_path
from lmtools.serving.security import TooMany
from lmtools.serving.visitors import visitor
from lmtools.serving.waiting import arrived, wait
from lmtools.settings import LANGUAGES

PATIENCE_SECONDS = 8.0
"""A page that is not ready after this long is answered with one that waits and asks again."""

FIGURES = frozenset({"shown"})
"""The trait that holds released figures; in a session it is sent when its step has come."""


class WorkbookRedirect(PageHandler):
    """`/bok/<name>`: the same workbook in the visitor's language."""

    def get(self, name: str) -> None:
        """Send the visitor on."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.site.base}bok/{self.language}/{name}{query}")


class WorkbookPage(PageHandler):
    """`/bok/<language>/<name>`: the workbook as Voilà renders it, once for all visitors."""

    def translated_path(self, language: str) -> str:
        """The same workbook in another language lies at another address."""
        path = super().translated_path(language)
        prefix = f"{self.site.base}bok/"
        _, _, rest = path.removeprefix(prefix).partition("/")
        return f"{prefix}{language}/{rest}"

    async def get(self, language: str, name: str) -> None:
        """Send the page, or one that waits for it."""
        site = self.site
        if language not in LANGUAGES or not site.workbooks.has(name):
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        self.keep_language(language)
        code = "".join(sign for sign in self.get_query_argument("okt", "") if sign.isdigit())
        path = notebook_path(language, name)
        task = site.books.page(await occasion(self, path, code) if code else Occasion(path))
        await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
        if not task.done():
            wait(self, "making")
        elif isinstance(task.exception(), TooManyKernels):
            wait(self, "busy")
        else:
            arrived(self)
            self._send(task.result(), hold=FIGURES if code else frozenset())

    def _send(self, page: Page, *, hold: frozenset[str]) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(page.packed(hold=hold))
        else:
            self.finish(page.whole(hold=hold))


class FiguresCall(ApiHandler):
    """`GET api/room/<code>/figures/<step>?as=…`: what a results step shows, when the room has come to it."""

    async def get(self, code: str, step: str) -> None:
        """Answer {"shown", "selection"}; refuses while the step lies ahead."""
        role = self.get_query_argument("as", Role.PARTICIPANT)
        who = await visitor(self, code, role)
        snapshot = await self.site.run(self.site.room.snapshot, who)
        keys = [entry["key"] for entry in snapshot["steps"]]
        if step not in keys:
            raise NotFound("Vi finner ikke dette steget. Last sida på nytt.")
        if keys.index(step) > keys.index(snapshot["now"]["step"]):
            raise NotFound("Tallene kommer når økta er kommet hit.")
        path = notebook_path(self.language, snapshot["session"]["workbook"])
        page = await self.site.books.page(await occasion(self, path, code))
        state = page.state(step)
        self.answer({"shown": state.get("shown"), "selection": state.get("selection")})


class KernelCall(ApiHandler):
    """`POST api/kernel {workbook, language, run?}` gives `{kernel, same}`: one for this page alone.

    `run` is what the page says of itself; when the kernel is of the `same` run of the cells, its
    widgets are those of the page.
    """

    _is_given_up = False

    def on_connection_close(self) -> None:
        """The page does not wait any more."""
        self._is_given_up = True

    async def post(self) -> None:
        """Hand one out; a sentence when the house is full."""
        if self.site.draining.begun:
            raise LmtoolsError("Denne serveren er i ferd med å stoppe. Prøv igjen om noen sekunder.")
        body = self.body()
        language, name = str(body.get("language")), str(body.get("workbook"))
        if language not in LANGUAGES or not self.site.workbooks.has(name):
            raise NotFound("Vi finner ikke arbeidsboka. Last sida på nytt.")
        owners, browser = self.site.owners, self.browser_id()
        if owners.has_enough(browser, self.settings["kernel_manager"]):
            raise TooMany("Du har tall åpne i mange faner. Lukk en av dem og prøv igjen.")
        run = str(body.get("run") or "")
        try:
            kernel = await self.site.books.kernel(
                notebook_path(language, name), run, is_waited_for=lambda: not self._is_given_up
            )
        except TooManyKernels:
            raise LmtoolsError(
                "Mange ser på tall akkurat nå. Vent litt og prøv igjen. Det du har skrevet, er trygt."
            ) from None
        if kernel is None:
            return
        owners.keep(kernel.id, browser)
        self.answer({"kernel": kernel.id, "same": kernel.run != "" and kernel.run == run})


async def occasion(handler: Handler, path: str, code: str) -> Occasion:
    """The page for one who is in session `code`; to others the page that is the same for all."""
    wanted = handler.get_query_argument("as", "")
    role: Any = wanted or (Role.PROJECTOR if handler.get_query_argument("vis", "") else Role.PARTICIPANT)
    try:
        await visitor(handler, code, role)
        session = await handler.site.run(handler.site.room.session, code)
    except LmtoolsError:
        return Occasion(path)
    return Occasion(path, session.school_key, session.grade)
