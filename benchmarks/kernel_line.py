"""A page's websocket to its kernel: Jupyter's v1 protocol, and widgets' comms on top of it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import aiohttp

PROTOCOL = "v1.kernel.websocket.jupyter.org"
CONTROL = "jupyter.widget.control"
CONTROL_VERSION = "1.0.0"
"""The control comm's own version; with the widgets' 2.1.0 it closes without a word."""
LOST = frozenset({"dead", "restarting", "autorestarting"})


class KernelLost(Exception):
    """The kernel, or the line to it, is gone."""


@dataclass(frozen=True)
class Message:
    """One message from the kernel; its parts are read when they are asked for."""

    parts: tuple[bytes, ...]

    @cached_property
    def header(self) -> dict[str, Any]:
        """Who sent it, and its type."""
        return dict(json.loads(self.parts[0]))

    @property
    def type(self) -> str:
        """Such as `comm_msg`."""
        return str(self.header.get("msg_type"))

    @cached_property
    def parent(self) -> str:
        """The id of the message that this one answers."""
        return str(json.loads(self.parts[1]).get("msg_id"))

    @cached_property
    def content(self) -> dict[str, Any]:
        """What it says."""
        return dict(json.loads(self.parts[3]))

    @property
    def comm(self) -> str:
        """The comm it came through."""
        return str(self.content.get("comm_id"))

    @property
    def data(self) -> dict[str, Any]:
        """What a comm message carries."""
        return dict(self.content.get("data") or {})

    @classmethod
    def read(cls, frame: bytes) -> Message:
        """A message from a websocket frame: a number of offsets, the offsets, the channel, the parts."""
        count = int.from_bytes(frame[:8], "little")
        offsets = [int.from_bytes(frame[8 * i : 8 * i + 8], "little") for i in range(1, count + 1)]
        return cls(tuple(frame[offsets[i] : offsets[i + 1]] for i in range(1, count - 1)))


def write(channel: str, *parts: dict[str, Any]) -> bytes:
    """A websocket frame for `channel` with header, parent, metadata and content."""
    packed = [json.dumps(part, separators=(",", ":")).encode() for part in parts]
    offsets = [8 * (len(packed) + 3)]
    for piece in (channel.encode(), *packed):
        offsets.append(offsets[-1] + len(piece))
    head = [len(offsets), *offsets]
    return b"".join([*(n.to_bytes(8, "little") for n in head), channel.encode(), *packed])


class KernelLine:
    """An open line to one kernel. Answers are waited for by what they say, as a page's models do."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, session: str) -> None:
        self._socket, self._session = socket, session
        self._waiting: list[tuple[Callable[[Message], bool], asyncio.Future[Message]]] = []
        self.lost = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(
        cls, http: aiohttp.ClientSession, base: str, kernel: str, *, is_ready: bool = False
    ) -> KernelLine:
        """Connect to `kernel`, and ask who it is as every Jupyter page does first, unless it is ready."""
        session = str(uuid.uuid4())
        try:
            socket = await http.ws_connect(
                f"{base}api/kernels/{kernel}/channels?session_id={session}",
                protocols=(PROTOCOL,),
                max_msg_size=0,
            )
        except aiohttp.ClientError as error:
            raise KernelLost(f"no line: {type(error).__name__}") from None
        line = cls(socket, session)
        if not is_ready:
            await line._ask("shell", "kernel_info_request", {}, lambda new: new.type == "kernel_info_reply")
        return line

    async def states(self) -> dict[str, dict[str, Any]]:
        """The states of all the kernel's widgets, by comm id."""
        comm = uuid.uuid4().hex
        opened = {"comm_id": comm, "target_name": CONTROL, "data": {}}
        await self._send("shell", "comm_open", opened, {"version": CONTROL_VERSION})
        asked = {"comm_id": comm, "data": {"method": "request_states"}}
        answer = await self._ask("shell", "comm_msg", asked, lambda message: _is_states(message, comm))
        await self._send("shell", "comm_close", {"comm_id": comm, "data": {}})
        states: dict[str, dict[str, Any]] = answer.data["states"]
        return states

    async def update(
        self, comm: str, state: dict[str, Any], until: Callable[[str, dict[str, Any]], bool]
    ) -> dict[str, Any]:
        """Change a widget's `state`, and wait for a widget's new state that is `until(comm, state)`."""
        content = {"comm_id": comm, "data": {"method": "update", "state": state, "buffer_paths": []}}
        answer = await self._ask("shell", "comm_msg", content, lambda message: _is_update(message, until))
        changed: dict[str, Any] = answer.data["state"]
        return changed

    async def close(self) -> None:
        """Close the line."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        with suppress(Exception):
            await self._socket.close()

    async def _ask(
        self, channel: str, kind: str, content: dict[str, Any], until: Callable[[Message], bool]
    ) -> Message:
        answered: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting.append((until, answered))
        try:
            await self._send(channel, kind, content)
            return await answered
        finally:
            self._waiting = [entry for entry in self._waiting if entry[1] is not answered]

    async def _send(
        self, channel: str, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None
    ) -> None:
        header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": self._session}
        header |= {"username": "", "version": "5.4", "date": "2026-01-01T12:00:00Z"}
        try:
            await self._socket.send_bytes(write(channel, header, {}, metadata or {}, content))
        except (aiohttp.ClientError, ConnectionError):
            raise KernelLost("the line broke") from None
        if self.lost.is_set():
            raise KernelLost("the kernel is gone")

    async def _read(self) -> None:
        try:
            async for frame in self._socket:
                if frame.type == aiohttp.WSMsgType.BINARY:
                    self._hear(Message.read(frame.data))
        finally:
            self._lose()

    def _hear(self, message: Message) -> None:
        if message.type == "shutdown_reply" or (
            message.type == "status" and message.content.get("execution_state") in LOST
        ):
            self._lose()
        for until, answered in self._waiting:
            if not answered.done() and until(message):
                answered.set_result(message)

    def _lose(self) -> None:
        self.lost.set()
        for _, answered in self._waiting:
            if not answered.done():
                answered.set_exception(KernelLost("the kernel is gone"))


def _is_states(message: Message, comm: str) -> bool:
    return message.type == "comm_msg" and message.comm == comm and "states" in message.data


def _is_update(message: Message, until: Callable[[str, dict[str, Any]], bool]) -> bool:
    if message.type != "comm_msg" or message.data.get("method") not in ("update", "echo_update"):
        return False
    return message.data["method"] == "update" and until(message.comm, message.data.get("state") or {})
