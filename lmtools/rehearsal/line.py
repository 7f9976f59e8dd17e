"""A page's line to its room, as the front end's `room.js` keeps it: a live stream, and an outbox.

What is written waits in the outbox, in order, and is sent again and again until the server has answered;
when the stream breaks the page looks by itself and opens it again. The waits are room.js's own.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from lmtools.domain.jsonable import Json
from lmtools.rehearsal.shapes import Answered, Result, Snapshot
from lmtools.text import Text

POLL = 2.0
SLOW_LOOK = {"participant": 15.0, "facilitator": 6.0, "projector": 6.0}
PATIENCE = aiohttp.ClientTimeout(total=10)
RETRY_FIRST, RETRY_BUSY, RETRY_LONGEST = 1.5, 6.0, 30.0
BATCH = 20
AWAY = (aiohttp.ClientError, OSError, asyncio.TimeoutError, ValueError)


class Refused(Exception):
    """A command that the room did not take."""


@dataclass(eq=False)
class Sent:
    """One command, and what became of it. Times are those of `time.monotonic`."""

    command: Json
    at: float
    answered_at: float = 0.0
    result: Result = field(default_factory=Result)
    tries: int = 0
    replaced: bool = False  # a draft that a newer one has made needless

    @property
    def id(self) -> str:
        """Its random id."""
        return str(self.command["id"])

    @property
    def ok(self) -> bool:
        """Whether the store has it."""
        return bool(self.result.get("ok"))

    @property
    def error(self) -> str:
        """The sentence of a refusal."""
        return str(self.result.get("error", ""))

    @property
    def seconds(self) -> float:
        """From submit to acknowledgement."""
        return self.answered_at - self.at


class RoomLine:
    """`reads` says whether snapshots of the stream are parsed; a projector needs it, a crowd does not."""

    def __init__(
        self, http: aiohttp.ClientSession, address: str, *, role: str = "participant", reads: bool = False
    ) -> None:
        self._http, self._address, self._role, self._reads = http, address, role, reads
        self.outbox: list[Sent] = []
        self.snapshot: Snapshot = {}
        self.sentences: list[str] = []  # what a page told while something waited
        self.on_snapshot: Callable[[Snapshot], None] = lambda _snapshot: None
        self.is_live = False
        self.told_at = 0.0  # when the server last told how the room is
        self.gone = ""
        self._retry = RETRY_FIRST
        self._heard = asyncio.Event()  # the server can be reached: what waits for the net need not wait more
        self._waiters: dict[str, asyncio.Future[Sent]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._flushing = False
        self._is_busy = False
        self._stopped = False

    def say(self, message: str) -> str:
        """A text in the language of the page."""
        return Text(self.snapshot.get("language", "nb")).t(message)

    # --- reading ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Listen, and look now and then, until stopped."""
        for work in (self._listen(), self._look_slowly()):
            self._keep(work)

    async def stop(self) -> None:
        """Stop listening, looking and sending."""
        self._stopped = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def until_live(self) -> None:
        """Wait for the stream's first snapshot."""
        while not self.is_live:
            if self.gone:
                raise Refused(self.gone)
            await asyncio.sleep(0.02)

    async def refresh(self) -> bool:
        """Look once. Whether that succeeded."""
        try:
            async with self._http.get(self._url(), timeout=PATIENCE) as answer:
                told = await answer.json(content_type=None)
        except AWAY:
            return False
        if answer.status in (401, 403, 404, 410):
            self.gone = str(told.get("error"))
        elif answer.status == 200:
            self._apply(told)
        else:
            self.sentences.append(str(told.get("error", "")))
        return answer.status == 200

    async def _listen(self) -> None:
        pause = RETRY_FIRST
        while not self.gone:
            with suppress(*AWAY):
                await self._stream()
            pause = RETRY_FIRST if self.is_live else pause
            self.is_live = False
            pause = min(pause * 2, RETRY_LONGEST)
            await self._poll(around(pause))

    async def _stream(self) -> None:
        url = self._url("/live")
        async with self._http.get(url, auto_decompress=self._reads) as answer:
            if answer.status != 200:
                return
            buffer = b""
            async for chunk in answer.content.iter_any():
                self.is_live = True
                if self._reads:
                    *events, buffer = (buffer + chunk).split(b"\n\n")
                    for event in events:
                        self._read(event)

    async def _poll(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while (left := limit - time.monotonic()) > 0:
            await asyncio.sleep(min(around(POLL), left))
            await self.refresh()

    async def _look_slowly(self) -> None:
        while not self.gone:
            await asyncio.sleep(around(SLOW_LOOK[self._role]))
            await self.refresh()

    def _read(self, event: bytes) -> None:
        _, data, rest = event.partition(b"data: ")
        if data:
            self._apply(json.loads(rest))

    def _apply(self, snapshot: Snapshot) -> None:
        self.told_at = time.monotonic()
        self._heard.set()
        if snapshot and snapshot["revision"] >= self.snapshot.get("revision", 0):
            self.snapshot = snapshot
            self.on_snapshot(snapshot)

    # --- writing ----------------------------------------------------------------------------------

    def put(self, do: str, **fields: object) -> Sent:
        """Put a command in the outbox, without waiting."""
        sent = Sent({"id": str(uuid.uuid4()), "do": do, **fields}, time.monotonic())
        if do == "draft.save":
            for old in self.outbox:
                old.replaced |= old.command["do"] == do and old.command["step"] == fields["step"]
            self.outbox = [old for old in self.outbox if not old.replaced]
        self.outbox.append(sent)
        self._flush()
        return sent

    async def send(self, do: str, **fields: object) -> Sent:
        """Put a command in the outbox, and wait until the server has answered."""
        sent = self.put(do, **fields)
        waiter: asyncio.Future[Sent] = asyncio.get_running_loop().create_future()
        self._waiters[sent.id] = waiter
        return await waiter

    def _flush(self) -> None:
        if not self._flushing and not self._stopped:
            self._flushing = True
            self._keep(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self.outbox and not self.gone:
                self._heard.clear()
                if not await self._send_batch(self.outbox[:BATCH]):
                    await self._wait_a_little()
        finally:
            self._flushing = False

    async def _wait_a_little(self) -> None:
        longest = RETRY_BUSY if self._is_busy else RETRY_LONGEST
        pause, self._retry = self._retry, min(self._retry * 2, longest)
        if self._is_busy:
            await asyncio.sleep(around(pause))
            return
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._heard.wait(), around(pause))
            self._retry = RETRY_FIRST
            await asyncio.sleep(around(RETRY_FIRST) / 2)

    async def _send_batch(self, batch: list[Sent]) -> bool:
        self._is_busy = False
        for sent in batch:
            sent.tries += 1
        body = {"commands": [sent.command for sent in batch]}
        try:
            async with self._http.post(self._url(), json=body, timeout=PATIENCE) as answer:
                told = await answer.json(content_type=None)
        except AWAY:
            return False
        if answer.status in (401, 403):
            self.gone = str(told.get("error"))
            return False
        if answer.status >= 500 or answer.status == 429:
            self.sentences.append(str(told.get("error", "")))
            self._is_busy = True
            return False
        return self._settle(batch, told)

    def _settle(self, batch: list[Sent], told: Answered) -> bool:
        now = time.monotonic()
        refusal = [Result(id=sent.id, ok=False, error=told.get("error", "")) for sent in batch]
        by_id = {sent.id: sent for sent in batch}
        again = False
        for result in told.get("results") or refusal:
            if result.get("retry"):  # the store was away: it stays in the outbox
                self.sentences.append(str(result.get("error", "")))
                again = True
                continue
            sent = by_id[result["id"]]
            sent.result, sent.answered_at = result, now
            self.outbox = [other for other in self.outbox if other is not sent]
            waiter = self._waiters.pop(result["id"], None)
            if waiter is not None and not waiter.done():
                waiter.set_result(sent)
        if told.get("snapshot"):
            self._apply(told["snapshot"])
        self._is_busy = again
        if not again:
            self._retry = RETRY_FIRST
        return not again

    def _url(self, more: str = "") -> str:
        return f"{self._address}{more}?as={self._role}"

    def _keep(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def around(seconds: float) -> float:
    """So that forty phones do not knock at once."""
    return seconds * (0.7 + 0.6 * random.random())
