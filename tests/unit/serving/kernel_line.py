"""A page's websocket to its kernel, as a test writes it: well formed, or not at all."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.conftest import Server

PROTOCOL = "v1.kernel.websocket.jupyter.org"
CONTROL = "jupyter.widget.control"
Json = dict[str, Any]


def frame(kind: str, content: Json, *, channel: str = "shell", **more: Any) -> bytes:
    """A message as Jupyter's pages send it. `more` is put in the header; `metadata` is its own part."""
    metadata = more.pop("metadata", {})
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": "", "version": "5.4"}
    header |= {"date": "2026-01-01T12:00:00Z", **more}
    return packed(channel.encode(), *(json.dumps(part).encode() for part in (header, {}, metadata, content)))


def packed(*pieces: bytes) -> bytes:
    """Pieces with their offsets in front."""
    offsets = [8 * (len(pieces) + 2)]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    numbers = [len(offsets), *offsets]
    return b"".join([*(number.to_bytes(8, "little") for number in numbers), *pieces])


def own_kernel(reader: httpx.Client) -> str:
    """A kernel that this reader has asked for."""
    answer = reader.post("api/kernel", json={"workbook": "stasted", "language": "nb"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["kernel"])


def cookies(reader: httpx.Client) -> str:
    """The reader's cookies as a header."""
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in reader.cookies.jar)


@asynccontextmanager
async def line(
    server: Server, kernel: str, cookie: str, **headers: str
) -> AsyncIterator[WebSocketClientConnection]:
    """An open line to `kernel`; raises HTTPClientError with the status when it is refused."""
    address = f"{server.url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id=s"
    headers = {"Origin": server.origin, "Cookie": cookie, **headers}
    asked = HTTPRequest(address, headers=headers, connect_timeout=60, request_timeout=60)
    socket = await websocket_connect(asked, subprotocols=[PROTOCOL])
    try:
        yield socket
    finally:
        socket.close()


async def answer(socket: WebSocketClientConnection, kind: str, heard: list[bytes] | None = None) -> Json:
    """The content of the next message of this kind; all that came until then is put in `heard`.

    Fails when the line is ended or stays silent.
    """
    while True:
        said = await asyncio.wait_for(socket.read_message(), 60)
        assert isinstance(said, bytes), "the line was ended"
        if heard is not None:
            heard.append(said)
        count = int.from_bytes(said[:8], "little")
        at = [int.from_bytes(said[8 * i : 8 * i + 8], "little") for i in range(1, count + 1)]
        parts = [said[start:end] for start, end in pairwise(at)]
        if json.loads(parts[1])["msg_type"] == kind:
            return dict(json.loads(parts[4]))


async def is_ended(socket: WebSocketClientConnection) -> bool:
    """Wait until the server has ended the line."""
    while await asyncio.wait_for(socket.read_message(), 60) is not None:
        pass
    return True
