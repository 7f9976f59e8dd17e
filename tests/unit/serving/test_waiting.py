"""A page that is not ready: it waits, asks again by itself, and ends in a sentence with a way on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
import tornado.httpserver
import tornado.web
from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from lmtools.errors import NotAllowed
from lmtools.serving import arriving, waiting, workbook
from lmtools.serving.culling import TooManyKernels
from lmtools.serving.door import Door
from lmtools.serving.pages import page_environment
from lmtools.serving.rendered import Page
from lmtools.settings import Settings
from tests.conftest import free_port, run_alone

Ask = Callable[..., Awaitable[HTTPResponse]]


class Books:
    """Pages that are made as the test says."""

    def __init__(self) -> None:
        self.made: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def page(self, _: Any) -> asyncio.Future[Any]:
        return self.made


class Room:
    """A session with no place left."""

    closed = False

    def enter(self, *_: Any, **__: Any) -> None:
        raise NotAllowed("Økta er full. Snakk med prosesslederen.")

    def session(self, _: str) -> Any:
        return SimpleNamespace(closed=self.closed)


async def run(function: Any, *given: Any, **named: Any) -> Any:
    return function(*given, **named)


async def nothing(_: Any) -> None:
    return None


def site(books: Any, room: Any) -> Any:
    """As much of a server as the pages ask for."""
    assets = SimpleNamespace(url=lambda name: f"/static/{name}", texts=lambda _: None)
    return SimpleNamespace(
        base="/",
        books=books,
        room=room,
        run=run,
        assets=assets,
        pages=page_environment(),
        workbooks=SimpleNamespace(names=("stasted",), has={"stasted"}.__contains__),
        guesses=SimpleNamespace(before=nothing),
        door=Door(),
        keys=SimpleNamespace(cookie=b"for this test"),
        options=SimpleNamespace(settings=Settings(), public_url=None),
    )


def asking(work: Callable[[Ask, Books, Room], Awaitable[None]]) -> None:
    """Run `work` against a real server that has these pages and nothing else."""

    async def serve() -> None:
        books, room = Books(), Room()
        routes = [(r"/bok/(nb|nn|en)/(\w+)", workbook.WorkbookPage), (r"/bli-med/(\d+)", arriving.JoinPage)]
        application = tornado.web.Application(routes, site=site(books, room), cookie_secret="for this test")
        server = tornado.httpserver.HTTPServer(application)
        port = free_port()
        server.listen(port, "127.0.0.1")

        async def ask(path: str = "bok/nb/stasted", since: int | None = None) -> HTTPResponse:
            headers = {} if since is None else {"Cookie": f"{waiting.WAITING}={since}"}
            address = f"http://127.0.0.1:{port}/{path}"
            return await AsyncHTTPClient().fetch(address, headers=headers, raise_error=False)

        try:
            await work(ask, books, room)
        finally:
            server.stop()

    run_alone(serve())


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is not ready is told of at once."""
    monkeypatch.setattr(workbook, "PATIENCE_SECONDS", 0.01)


def test_a_workbook_that_is_being_made_asks_again_by_itself_and_then_stands_there() -> None:
    async def work(ask: Ask, books: Books, _: Room) -> None:
        early = await ask()
        assert (early.code, early.headers["Refresh"]) == (202, "3")
        assert "Sida åpner seg selv når det er klart." in early.body.decode()
        books.made.set_result(Page("<p>Arbeidsboka</p>", {}))
        ready = await ask()
        assert (ready.code, ready.body.decode()) == (200, "<p>Arbeidsboka</p>")
        assert "Refresh" not in ready.headers

    asking(work)


def test_a_full_house_says_so_and_how_long_one_has_waited() -> None:
    async def work(ask: Ask, books: Books, _: Room) -> None:
        books.made.set_exception(TooManyKernels())
        answer = await ask(since=int(waiting.time.time()) - 40)
        assert answer.code == 503
        assert "Det er fullt akkurat nå" in answer.body.decode()
        assert "Du har ventet i 4" in answer.body.decode()

    asking(work)


def test_a_wait_that_has_gone_on_too_long_ends_in_a_sentence_and_a_button() -> None:
    async def work(ask: Ask, *_: Any) -> None:
        answer = await ask(since=int(waiting.time.time()) - waiting.LONGEST_SECONDS - 5)
        text = answer.body.decode()
        assert "Refresh" not in answer.headers
        assert "ds-spinner" not in text
        assert "Arbeidsboka har ikke åpnet seg." in text
        assert ">Prøv igjen</a>" in text
        again = await ask()  # the cookie is gone
        assert again.headers["Refresh"] == "3"

    asking(work)


@pytest.mark.parametrize("cookie", ["x", "-5", "9" * 30, "١٢٣"])
def test_a_cookie_that_makes_no_sense_begins_anew(cookie: str) -> None:
    handler: Any = SimpleNamespace(get_cookie=lambda *_: cookie)
    assert waiting.seconds_waited(handler) == 0


def test_a_session_that_is_full_is_told_on_a_page_that_tries_again() -> None:
    async def work(ask: Ask, _: Books, room: Room) -> None:
        answer = await ask("bli-med/482617")
        assert (answer.code, answer.headers["Refresh"]) == (503, "15")
        assert "Økta er full" in answer.body.decode()
        assert "Snakk med prosesslederen" in answer.body.decode()

    asking(work)
