"""Live updates: a page hears of a change within a second, and only when it concerns it.

One watcher per session with listeners asks the room for its revision; a command on this
server wakes it at once, one on another server is seen at the next look.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError

from lmtools.errors import LmtoolsError
from lmtools.serving.base import ApiHandler
from lmtools.serving.security import TooMany
from lmtools.serving.visitors import visitor

if TYPE_CHECKING:
    from lmtools.room import Visitor
    from lmtools.serving.site import Site

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.3
HEARTBEAT_SECONDS = 15.0
MOST_EACH = 8
"""Windows in which one participant may listen: some tabs, and some that a lost net left behind."""


@dataclass(eq=False)
class Listener:
    """One open page. `waiting` holds the newest snapshot it has not been sent."""

    who: Visitor
    request: HTTPServerRequest
    sent: str = ""
    waiting: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(maxsize=1))

    def offer(self, snapshot: dict[str, Any]) -> None:
        """Queue `snapshot` unless it says the same as the last; replaces one not yet sent."""
        same = json.dumps({**snapshot, "server_time": None, "revision": None}, sort_keys=True)
        if same == self.sent:
            return
        self.sent = same
        self._put(json.dumps(snapshot, ensure_ascii=False))

    def end(self) -> None:
        """Let the page's connection end."""
        self._put(None)

    def _put(self, message: str | None) -> None:
        if self.waiting.full():
            self.waiting.get_nowait()
        self.waiting.put_nowait(message)


class Live:
    """The listeners of every session on this server."""

    def __init__(self) -> None:
        self._site: Site | None = None
        self._listeners: dict[str, set[Listener]] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self._pokes: dict[str, asyncio.Event] = {}

    def attach(self, site: Site) -> None:
        """Say whose room to watch."""
        self._site = site

    def add(self, code: str, listener: Listener) -> None:
        """Begin to tell `listener` what happens in session `code`."""
        self._listeners.setdefault(code, set()).add(listener)
        if code not in self._watchers:
            self._pokes[code] = asyncio.Event()
            self._watchers[code] = asyncio.create_task(self._watch(code))

    def has_enough(self, code: str, who: Visitor) -> bool:
        """Whether one participant listens in as many windows as one may."""
        participants = [listener.who.participant for listener in self._listeners.get(code, ())]
        return len(participants) >= MOST_EACH and participants.count(who.participant or "") >= MOST_EACH

    def remove(self, code: str, listener: Listener) -> None:
        """Stop telling `listener`; the last to leave stops the watcher."""
        listeners = self._listeners.get(code, set())
        listeners.discard(listener)
        if not listeners:
            self._listeners.pop(code, None)
            self._pokes.pop(code, None)
            watcher = self._watchers.pop(code, None)
            if watcher is not None:
                watcher.cancel()

    def poke(self, code: str) -> None:
        """Something happened in session `code`: look now."""
        if code in self._pokes:
            self._pokes[code].set()

    def close(self) -> None:
        """End every connection, so that the server can stop."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.end()
        for watcher in self._watchers.values():
            watcher.cancel()

    async def _watch(self, code: str) -> None:
        assert self._site is not None
        site, seen = self._site, -1
        while True:
            try:
                revision = await site.run(site.room.revision, code)
                if revision != seen:
                    await self._tell(site, code)
                    seen = revision
            except LmtoolsError:
                for listener in self._listeners.get(code, ()):
                    listener.end()
                return
            except Exception as error:  # the store is away for a moment: go on looking
                log.error("could not look at a session: %s", type(error).__name__)
            await self._next_look(code)

    async def _next_look(self, code: str) -> None:
        poke = self._pokes[code]
        try:
            await asyncio.wait_for(poke.wait(), LOOK_SECONDS)
        except TimeoutError:
            return
        poke.clear()

    async def _tell(self, site: Site, code: str) -> None:
        listeners = tuple(self._listeners.get(code, ()))
        snapshots = await asyncio.gather(
            *(site.run(site.look, listener.who, listener.request) for listener in listeners),
            return_exceptions=True,
        )
        for listener, snapshot in zip(listeners, snapshots, strict=True):
            if isinstance(snapshot, dict):
                listener.offer(snapshot)
            elif isinstance(snapshot, LmtoolsError):
                listener.end()


class LiveCall(ApiHandler):
    """`GET api/room/<code>/live?as=…`: Server-Sent Events with this visitor's snapshots."""

    listener: Listener | None = None
    code = ""

    async def get(self, code: str) -> None:
        """Send the snapshot now, and again each time it changes, until the page goes away."""
        who = await visitor(self, code, self.get_query_argument("as", "participant"))
        if self.site.live.has_enough(code, who):
            raise TooMany("Du har økta åpen i mange vinduer. Lukk noen av dem.")
        self.set_status(HTTPStatus.OK)
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        listener = Listener(who, self.request)
        self.code, self.listener = code, listener
        listener.offer(await self.site.run(self.site.look, who, self.request))
        if self.listener is None:  # the page went away while we looked
            return
        self.site.live.add(code, listener)
        try:
            await self._send(listener)
        except StreamClosedError:
            pass
        finally:
            self.on_connection_close()

    def on_connection_close(self) -> None:
        """The page is gone."""
        if self.listener is not None:
            self.site.live.remove(self.code, self.listener)
            self.listener.end()
            self.listener = None

    async def _send(self, listener: Listener) -> None:
        while True:
            try:
                message = await asyncio.wait_for(listener.waiting.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                self.write(": her\n\n")
            else:
                if message is None:
                    return
                self.write(f"event: snapshot\ndata: {message}\n\n")
            await self.flush()
