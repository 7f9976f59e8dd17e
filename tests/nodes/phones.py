"""A phone in a session, as its page behaves: it listens, and sends again until it is answered."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE = 60
AWAY = (httpx.HTTPError, OSError, ValueError)


@dataclass(eq=False)
class Phone:
    """One browser. `notes` are the texts whose note the server has acknowledged."""

    origin: str
    role: str = "participant"
    code: str = ""
    snapshot: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    streams: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.http = httpx.AsyncClient(
            verify=False,
            base_url=f"{self.origin}/",
            headers={"Origin": self.origin},
            timeout=httpx.Timeout(20),
        )
        self._listening: asyncio.Task[None] | None = None

    @property
    def node(self) -> str:
        """The node that the proxy's cookie names."""
        return self.http.cookies.get("lmtools_node") or ""

    async def join(self, code: str) -> None:
        self.code = code
        answer = await self.http.post("api/join", json={"code": code, "language": "nb"})
        assert answer.status_code == 200, answer.text

    def listen(self) -> None:
        self._listening = asyncio.create_task(self._listen())

    async def leave(self) -> None:
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self.http.aclose()

    async def do(self, what: str, **fields: Any) -> dict[str, Any]:
        """Send a command until the server has answered it; the answer."""
        command = {"id": str(uuid.uuid4()), "do": what, **fields}
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(*AWAY):
                    answer = await self.http.post(
                        f"api/room/{self.code}?as={self.role}", json={"commands": [command]}
                    )
                    if answer.status_code == 200:
                        (result,) = answer.json()["results"]
                        if not result.get("retry"):
                            return dict(result)
                await asyncio.sleep(0.2)

    async def note(self, text: str, step: str = "reflect-1") -> None:
        note = str(uuid.uuid4())
        answer = await self.do("note.add", note=note, step=step, text=text)
        assert answer["ok"], answer
        self.notes[note] = text

    async def sees(self, what: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until a snapshot of the live stream shows `what`."""
        async with asyncio.timeout(PATIENCE):
            while not (self.snapshot and what(self.snapshot)):
                self.changed.clear()
                await self.changed.wait()

    async def _listen(self) -> None:
        while True:
            with suppress(*AWAY):
                await self._stream()
            await asyncio.sleep(0.3)

    async def _stream(self) -> None:
        address = f"api/room/{self.code}/live?as={self.role}"
        async with self.http.stream("GET", address, timeout=httpx.Timeout(20, read=None)) as answer:
            if answer.status_code != 200:
                return
            self.streams += 1
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    self.snapshot = json.loads(line.removeprefix("data: "))
                    self.changed.set()
