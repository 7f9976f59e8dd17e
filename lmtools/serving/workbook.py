"""A workbook's page, in the language of its address, and the kernel a visitor may ask for."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import tornado.web

from lmtools.domain.session import Role
from lmtools.errors import LmtoolsError, NotFound
from lmtools.serving.base import ApiHandler, Handler
from lmtools.serving.culling import TooManyKernels
from lmtools.serving.pages import PageHandler
from lmtools.serving.rendered import Occasion, Page, notebook_path
from lmtools.serving.security import TooMany
from lmtools.serving.visitors import code_in, visitor
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
        code = code_in(self.get_query_argument("okt", ""))
        path = notebook_path(language, name)
        await show_workbook(self, await occasion_for(self, path, code) if code else Occasion(path), code=code)


async def show_workbook(handler: PageHandler, occasion: Occasion, *, code: str) -> None:
    """Answer with the page of `occasion`, or with one that waits for it; `code` is "" outside a session."""
    task = handler.site.books.page(occasion)
    await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    if not task.done():
        wait(handler, "making")
    elif isinstance(task.exception(), TooManyKernels):
        wait(handler, "busy")
    else:
        arrived(handler)
        if occasion.school:
            _announce_room(handler, code)
        _send(handler, task.result(), hold=FIGURES if code else frozenset())


def _announce_room(handler: Handler, code: str) -> None:
    """Let the browser ask how the room stands while the page's script is still on its way.

    It is no part of the page, which is the same for everyone.
    """
    address = f"{handler.site.base}api/room/{code}?as={_role_of_page(handler)}"
    handler.set_header("Link", f"<{address}>; rel=preload; as=fetch; crossorigin")


def _send(handler: Handler, page: Page, *, hold: frozenset[str]) -> None:
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    if "gzip" in handler.request.headers.get("Accept-Encoding", ""):
        handler.set_header("Content-Encoding", "gzip")
        handler.finish(page.packed(hold=hold))
    else:
        handler.finish(page.whole(hold=hold))


class FiguresCall(ApiHandler):
    """`GET api/room/<code>/figures/<step>?as=…`: what a results step shows, when the room has come to it."""

    async def get(self, code: str, step: str) -> None:
        """Answer {"shown", "selection"}; refuses while the step lies ahead."""
        await visitor(self, code, self.get_query_argument("as", Role.PARTICIPANT))
        session = await self.site.run(self.site.room.session, code)
        keys = [one.key for one in session.steps]
        if step not in keys:
            raise NotFound("Vi finner ikke dette steget. Last sida på nytt.")
        if keys.index(step) > keys.index(session.now_step):
            raise NotFound("Tallene kommer når økta er kommet hit.")
        page = await self.site.books.page(Occasion.of(session, self.language))
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


async def occasion_for(handler: Handler, path: str, code: str) -> Occasion:
    """The page for one who is in session `code`; to others the page that is the same for all."""
    try:
        await visitor(handler, code, handler.get_query_argument("as", "") or _role_of_page(handler))
        session = await handler.site.run(handler.site.room.session, code)
    except LmtoolsError:
        return Occasion(path)
    return Occasion(path, session.school_key, session.grade)


def _role_of_page(handler: Handler) -> Role:
    return Role.PROJECTOR if handler.get_query_argument("vis", "") else Role.PARTICIPANT
