"""Live updates: a page hears of a change within a second, and only when it concerns it.

One watcher asks the store for the revisions of all sessions that somebody here listens to, in one
question. A command on this server wakes it at once; one on another server is seen at the next look.
Asking costs the same for a hundred sessions as for one, needs no connection of its own and cannot be
lost, which is why nothing is pushed from the database (docs/scale.md has what each costs).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError

from lmtools.errors import N_, LmtoolsError
from lmtools.serving.base import ApiHandler
from lmtools.serving.security import TooMany
from lmtools.serving.visitors import visitor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lmtools.room import Visitor
    from lmtools.serving.site import Site

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.3
HEARTBEAT_SECONDS = 15.0
MOST_EACH = 8
"""Windows in which one participant may listen: some tabs, and some that a lost net left behind."""
STEP_SECONDS = 0.05
LONGEST_REST_SECONDS = 0.5
RUSH_SECONDS = 3.0
"""So long, at most, what everybody sees stands still while more than a few wait to write."""
FEW_WAITING = 12
GONE = ""
"""In place of a snapshot: the session has been deleted, and nobody need ask for it again."""
AWAY = N_("Denne serveren er i ferd med å stoppe. Sida kobler seg til en annen av seg selv.")


@dataclass(frozen=True)
class Message:
    """A snapshot as it is sent, and a mark that is the same for two that say the same."""

    revision: int
    text: str
    mark: bytes

    @classmethod
    def of(cls, snapshot: Mapping[str, object]) -> Message:
        """Write `snapshot` out; takes a while for a long one, so do it outside the loop.

        When it was made, and at which revision, comes first and is no part of what it says.
        """
        about = {name: snapshot[name] for name in ("revision", "server_time") if name in snapshot}
        said = json.dumps({n: part for n, part in snapshot.items() if n not in about}, ensure_ascii=False)
        mark = hashlib.blake2b(said.encode(), digest_size=16).digest()
        return cls(cast(int, snapshot["revision"]), f"{json.dumps(about)[:-1]}, {said[1:]}", mark)


@dataclass(eq=False)
class Listener:
    """One open page. `waiting` holds the newest snapshot it has not been sent."""

    who: Visitor
    request: HTTPServerRequest
    offered: int = -1
    mark: bytes = b""
    waiting: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(maxsize=1))

    def offer(self, message: Message) -> None:
        """Queue `message` unless it is older than the last or says the same; replaces one not yet sent."""
        if message.revision < self.offered or message.mark == self.mark:
            return
        self.offered, self.mark = message.revision, message.mark
        self._put(message.text)

    def end(self) -> None:
        """Let the page's connection end."""
        self._put(None)

    def say_gone(self) -> None:
        """Tell the page that the session is no more."""
        self._put(GONE)

    def _put(self, message: str | None) -> None:
        if self.waiting.full():
            self.waiting.get_nowait()
        self.waiting.put_nowait(message)


class Live:
    """The listeners of every session on this server, and the one task that watches for them."""

    def __init__(self) -> None:
        self._site: Site | None = None
        self._listeners: dict[str, set[Listener]] = {}
        self._seen: dict[str, int] = {}
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._poked: set[str] = set()
        self._wake = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None
        self._away = False

    def attach(self, site: Site) -> None:
        """Say whose room to watch."""
        self._site = site

    def add(self, code: str, listener: Listener) -> None:
        """Begin to tell `listener` what happens in session `code`."""
        self._listeners.setdefault(code, set()).add(listener)
        self.poke(code)
        if self._site is not None and (self._watcher is None or self._watcher.done()):
            self._watcher = asyncio.create_task(self._watch(self._site))

    def has_enough(self, code: str, who: Visitor) -> bool:
        """Whether one participant listens in as many windows as one may."""
        participants = [listener.who.participant for listener in self._listeners.get(code, ())]
        return len(participants) >= MOST_EACH and participants.count(who.participant or "") >= MOST_EACH

    def codes_with_people(self) -> set[str]:
        """The codes of the sessions in which somebody takes part just now."""
        return {
            code
            for code, listeners in self._listeners.items()
            if any(listener.who.participant for listener in listeners)
        }

    def remove(self, code: str, listener: Listener) -> None:
        """Stop telling `listener`; when the last has left, nothing is watched."""
        listeners = self._listeners.get(code, set())
        listeners.discard(listener)
        if not listeners:
            self._forget(code)

    def poke(self, code: str) -> None:
        """Something happened in session `code`: look now."""
        if code in self._listeners:
            self._poked.add(code)
            self._wake.set()

    async def send_away(self, *, seconds: float) -> None:
        """End every connection within `seconds`, a few at a time: they do not all come back at once."""
        listeners = [one for some in self._listeners.values() for one in some]
        steps = max(1, min(len(listeners), int(seconds / STEP_SECONDS)))
        for step in range(steps):
            for listener in listeners[step::steps]:
                listener.end()
            await asyncio.sleep(STEP_SECONDS)

    def close(self) -> None:
        """End every connection, so that the server can stop."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.end()
        for task in (self._watcher, *self._telling.values()):
            if task is not None:
                task.cancel()

    def _forget(self, code: str) -> None:
        self._listeners.pop(code, None)
        self._seen.pop(code, None)
        self._poked.discard(code)

    async def _watch(self, site: Site) -> None:
        """Look at every session several times a second, and at once at one where something happened."""
        loop, due = asyncio.get_running_loop(), 0.0
        while self._listeners:
            codes = set(self._poked)
            if loop.time() >= due:
                codes, due = set(self._listeners), loop.time() + LOOK_SECONDS
            self._poked.clear()
            self._wake.clear()
            await self._look(site, codes)
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, due - loop.time())):  # wait_for misses a cancel
                    await self._wake.wait()

    async def _look(self, site: Site, codes: Collection[str]) -> None:
        try:
            revisions = await site.run(site.room.revisions, codes)
        except Exception as error:  # the store is away for a moment: go on looking, and say so once
            if not self._away:
                log.error("could not look for changes: %s", type(error).__name__)
            self._away = True
            await asyncio.sleep(LOOK_SECONDS)
            return
        self._away = False
        for code in codes:
            self._compare(site, code, revisions.get(code))

    def _compare(self, site: Site, code: str, revision: int | None) -> None:
        if revision is None:
            for listener in self._listeners.get(code, ()):
                site.room.after.forget(listener.who.session)
                listener.say_gone()
        elif code in self._listeners and code not in self._telling and revision != self._seen.get(code):
            self._seen[code] = revision
            task = asyncio.create_task(self._tell(site, code))
            self._telling[code] = task
            task.add_done_callback(lambda _: self._told(code))

    def _told(self, code: str) -> None:
        self._telling.pop(code, None)
        self.poke(code)  # what happened in the meantime was not looked at

    async def _tell(self, site: Site, code: str) -> None:
        """Tell, and then rest four times as long: most of the time belongs to those who write.

        In a rush, as after a restart, what they have waiting comes first.
        """
        began = time.monotonic()
        await self._tell_all(site, code)
        ended = time.monotonic()
        await asyncio.sleep(min(LONGEST_REST_SECONDS, 4 * (ended - began)))
        while site.waiting_to_write > FEW_WAITING and time.monotonic() - ended < RUSH_SECONDS:
            await asyncio.sleep(STEP_SECONDS)

    async def _tell_all(self, site: Site, code: str) -> None:
        listeners = tuple(self._listeners.get(code, ()))
        if not listeners:
            return
        try:
            messages = await site.run(_messages, site, listeners)
        except Exception as error:
            log.debug("could not tell of a change: %s", type(error).__name__)
            self._seen.pop(code, None)  # so that the next look tells of it
            return
        for listener, message in zip(listeners, messages, strict=True):
            if message is None:
                listener.end()
            else:
                listener.offer(message)


def _messages(site: Site, listeners: Collection[Listener]) -> list[Message | None]:
    """What to send each listener of one session; None to one that may no longer listen."""
    session = next(iter(listeners)).who.session
    seen = site.room.snapshots(session, [listener.who for listener in listeners])
    return [
        None if isinstance(shown, LmtoolsError) else Message.of(site.addressed(shown, one.who, one.request))
        for one, shown in zip(listeners, seen, strict=True)
    ]


class LiveCall(ApiHandler):
    """`GET api/room/<code>/live?as=…`: Server-Sent Events with this visitor's snapshots."""

    listener: Listener | None = None
    code = ""

    async def get(self, code: str) -> None:
        """Send the snapshot now, and again each time it changes, until the page goes away."""
        if self.site.draining.begun:
            self.answer({"error": self.text.t(AWAY)}, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        who = await visitor(self, code, self.get_query_argument("as", "participant"))
        if self.site.live.has_enough(code, who):
            raise TooMany("Du har økta åpen i mange vinduer. Lukk noen av dem.")
        self.set_status(HTTPStatus.OK)
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        listener = Listener(who, self.request)
        self.code, self.listener = who.code, listener
        self.site.live.add(self.code, listener)  # before we look, so that nothing falls in between
        try:
            listener.offer(await self.site.run(self._first, who))
            if self.listener is not None:  # else the page went away while we looked
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

    def _first(self, who: Visitor) -> Message:
        return Message.of(self.site.look(who, self.request))

    async def _send(self, listener: Listener) -> None:
        while True:
            try:
                message = await asyncio.wait_for(listener.waiting.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                self.write(": her\n\n")
            else:
                if message is None:
                    return
                if message == GONE:
                    self.write("event: gone\ndata: {}\n\n")
                    await self.flush()
                    return
                self.write(f"event: snapshot\ndata: {message}\n\n")
            await self.flush()
