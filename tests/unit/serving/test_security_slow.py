"""Those who connect and are slow, silent or many leave the others served."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import tornado.web

from lmtools.domain.session import Role
from lmtools.room import Visitor
from lmtools.serving import listening
from lmtools.serving.listening import Listener, room_for_connections
from lmtools.serving.live import MOST_EACH, Live, Message
from lmtools.serving.live import Listener as Page
from tests.conftest import free_port, run_alone

ASK = b"GET /small HTTP/1.1\r\nHost: x\r\n\r\n"
HEAP = 6 * 2**20
ASK_LARGE = b"GET /large/%d HTTP/1.1\r\nHost: x\r\n\r\n" % HEAP


class Small(tornado.web.RequestHandler):
    """Answers at once."""

    def get(self) -> None:
        self.finish("her")

    def post(self) -> None:
        self.finish("her")


class Large(tornado.web.RequestHandler):
    """Sends more than any socket holds, in pieces or whole."""

    async def get(self, size: str) -> None:
        self.write(b"x" * int(size))
        await self.flush()


@contextlib.asynccontextmanager
async def house(*, most: int = 100, **options: Any) -> AsyncIterator[int]:
    """A listening server; its port."""
    pages = [("/small", Small), ("/large/([0-9]+)", Large)]
    server = Listener(tornado.web.Application(pages, log_function=lambda _: None), most=most, **options)
    port = free_port()
    server.listen(port, "127.0.0.1")
    try:
        yield port
    finally:
        server.stop()
        await server.close_all_connections()


async def connect(port: int, said: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which `said` has been sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    await writer.drain()
    return reader, writer


async def is_served(port: int) -> bool:
    """Whether somebody who comes now is answered."""
    reader, writer = await connect(port, ASK)
    answer = await asyncio.wait_for(reader.read(4096), 30)
    writer.close()
    return answer.startswith(b"HTTP/1.1 200")


async def ends(reader: asyncio.StreamReader) -> bool:
    """Wait until the server ends the connection."""
    with contextlib.suppress(ConnectionError):
        while await asyncio.wait_for(reader.read(2**20), 30):
            pass
    return True


def test_connections_that_say_nothing_give_way_to_those_that_ask() -> None:
    async def besiege() -> None:
        async with house(most=10) as port:
            silent = [await connect(port, b"GET /sm") for _ in range(40)]
            assert await is_served(port)
            assert await ends(silent[0][0])
            for _, writer in silent:
                writer.close()

    run_alone(besiege())


def test_one_who_listens_is_not_ended_for_one_who_says_nothing() -> None:
    """Only silent ones give way; when all are in use, the newcomer has to wait."""

    async def besiege() -> None:
        async with house(most=3) as port:
            busy = [await connect(port, ASK_LARGE) for _ in range(3)]
            heads = [await asyncio.wait_for(reader.readexactly(12), 30) for reader, _ in busy]
            assert heads == [b"HTTP/1.1 200"] * 3
            newcomer, _ = await connect(port, ASK)
            assert await ends(newcomer)
            rest = await asyncio.wait_for(busy[0][0].readexactly(HEAP), 30)
            assert len(rest) == HEAP
            for _, writer in busy:
                writer.close()

    run_alone(besiege())


@pytest.mark.parametrize(
    ("said", "options"),
    [
        (b"GET /small HTTP/1.1\r\nHost:", {"idle_connection_timeout": 0.3}),
        (b"POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1", {"body_timeout": 0.3}),
        (b"POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n", {"max_body_size": 1000}),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", {"max_header_size": 8000}),
        (b"\x16\x03\x01 no http at all\r\n\r\n", {}),
    ],
)
def test_a_request_that_never_comes_whole_or_is_none_is_ended(said: bytes, options: dict[str, Any]) -> None:
    async def dawdle() -> None:
        async with house(**options) as port:
            reader, _writer = await connect(port, said)
            assert await ends(reader)
            assert await is_served(port)

    run_alone(dawdle())


def test_one_who_takes_nothing_of_what_was_asked_for_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "STUCK_SECONDS", 0.3)
    monkeypatch.setattr(listening, "LOOK_SECONDS", 0.1)

    async def hold() -> None:
        async with house() as port:
            reader, writer = await connect(port, ASK_LARGE)
            writer.transport.pause_reading()
            await asyncio.sleep(1)  # nothing tells when the other end gives up
            writer.transport.resume_reading()
            taken = 0
            with contextlib.suppress(ConnectionError):
                while piece := await asyncio.wait_for(reader.read(2**20), 30):
                    taken += len(piece)
            assert taken < HEAP
            assert await is_served(port)

    run_alone(hold())


def test_what_waits_for_one_who_does_not_read_is_bounded() -> None:
    async def hold() -> None:
        async with house() as port:
            size = listening.MOST_UNREAD + 1
            reader, _writer = await connect(port, b"GET /large/%d HTTP/1.1\r\nHost: x\r\n\r\n" % size)
            answer = await asyncio.wait_for(reader.read(4096), 30)
            assert not answer.startswith(b"HTTP/1.1 200")

    run_alone(hold())


def test_the_largest_file_we_send_is_far_below_that_bound() -> None:
    files = (Path(listening.__file__).parent / "static" / "dist").rglob("*")
    assert max(path.stat().st_size for path in files if path.is_file()) < listening.MOST_UNREAD / 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_systems_limit_leaves_files_for_the_store_and_the_kernels() -> None:
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 0 < room_for_connections() < files or files == resource.RLIM_INFINITY


def test_a_page_that_does_not_read_its_news_has_one_snapshot_waiting() -> None:
    async def listen() -> int:
        page = Page(Visitor(Role.PARTICIPANT, "s", "482617", "nb", "p"), None)
        for revision in range(1000):
            page.offer(Message.of({"revision": revision, "now": revision}))
        return page.waiting.qsize()

    assert run_alone(listen()) == 1


def test_one_participant_listens_in_some_windows_and_the_projector_in_any(monkeypatch: Any) -> None:
    async def listen() -> tuple[bool, ...]:
        live = Live()
        monkeypatch.setattr(live, "_watch", lambda _code: asyncio.sleep(0))
        people = {
            name: Visitor(role, "s", "482617", "nb", name if role is Role.PARTICIPANT else None)
            for name, role in (("a", Role.PARTICIPANT), ("b", Role.PARTICIPANT), ("p", Role.PROJECTOR))
        }
        for _ in range(MOST_EACH):
            for name in ("a", "p"):
                live.add("482617", Page(people[name], None))
        return tuple(live.has_enough("482617", people[name]) for name in ("a", "b", "p"))

    assert run_alone(listen()) == (True, False, False)
