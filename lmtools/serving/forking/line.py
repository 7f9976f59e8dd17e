"""The server's end of the channel to a process that it forks from. Never holds up the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence

from lmtools.serving.forking import channel
from lmtools.serving.forking.channel import Gone, Message


class Line:
    """One question at a time, each with its answer. Closing it ends the process at the other end."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._turn = asyncio.Lock()
        self._answer: asyncio.Future[None] | None = None

    async def ask(self, message: Message, files: Sequence[int] = ()) -> tuple[Message, list[int]]:
        """Send `message` and return the answer.

        Raises:
            Gone: if the process has ended.
        """
        # Cut off halfway, the answer would be taken for that of the next question.
        return await asyncio.shield(asyncio.ensure_future(self._ask(message, files)))

    async def hear(self) -> tuple[Message, list[int]]:
        """What the process says of itself, which it does once.

        Raises:
            Gone: if it has ended.
        """
        async with self._turn:
            return await self._receive()

    def close(self) -> None:
        """Let go of the process; one who waits for its answer is told that it is gone.

        The loop forgets the file first: the next one to be opened gets its number, and would not be heard.
        """
        answer, self._answer = self._answer, None
        if answer is not None and not answer.get_loop().is_closed():
            answer.get_loop().remove_reader(self._end.fileno())
            settle(answer)
        self._end.close()

    async def _ask(self, message: Message, files: Sequence[int]) -> tuple[Message, list[int]]:
        async with self._turn:
            if self._end.fileno() < 0:
                raise Gone
            channel.send(self._end, message, files)
            return await self._receive()

    async def _receive(self) -> tuple[Message, list[int]]:
        if self._end.fileno() < 0:
            raise Gone
        loop = asyncio.get_running_loop()
        self._answer = answer = loop.create_future()
        loop.add_reader(self._end.fileno(), settle, answer)
        try:
            await answer
        finally:
            if self._end.fileno() >= 0:
                loop.remove_reader(self._end.fileno())
                self._answer = None
        if self._end.fileno() < 0:
            raise Gone
        return channel.receive(self._end)


async def readable(number: int) -> None:
    """Wait until there is something to read from an open file, or its other end is closed."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(number, settle, ready)
    try:
        await ready
    finally:
        loop.remove_reader(number)


def settle(future: asyncio.Future[None]) -> None:
    """Let whoever waits for `future` go on."""
    if not future.done():
        future.set_result(None)


class Child:
    """A process that was forked for us: its id, and a handle that cannot come to mean another."""

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self._handle = handle
        self._on_end: list[Callable[[], None]] = []
        self.ended = False
        asyncio.get_running_loop().add_reader(handle, self._end)

    def signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if not self.ended:
            try:
                signal.pidfd_send_signal(self._handle, number)
            except ProcessLookupError:
                self._end()

    def kill(self) -> None:
        """End it at once."""
        self.signal(signal.SIGKILL)

    def on_end(self, call: Callable[[], None]) -> None:
        """Call `call` when the process ends, or now if it has."""
        if self.ended:
            call()
        else:
            self._on_end.append(call)

    def _end(self) -> None:
        if self.ended:
            return
        self.ended = True
        asyncio.get_running_loop().remove_reader(self._handle)
        # Ours to bury only when the one that forked it ended first and we are the system's first process.
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PIDFD, self._handle, os.WEXITED | os.WNOHANG)
        os.close(self._handle)
        for call in self._on_end:
            call()
        self._on_end.clear()
