from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any

from lmtools.errors import NotAllowed
from lmtools.serving.draining import Draining
from lmtools.serving.live import Listener, Live, LiveCall, Message
from lmtools.store import StoreUnavailable
from tests.conftest import run_alone

WHO = SimpleNamespace(code="482617", session="s1", participant="p1")


class Leaves(LiveCall):
    """A page that goes away while the server looks at the room for it."""

    def __init__(self, live: Live) -> None:
        self.request = SimpleNamespace()
        self.live = live

    @property
    def site(self) -> Any:
        async def run(*_: Any) -> Message:
            self.on_connection_close()
            return Message.of({"revision": 1, "said": "hei"})

        return SimpleNamespace(live=self.live, look=None, run=run, draining=Draining())

    def get_query_argument(self, *_: Any) -> str:
        return "participant"

    def set_status(self, *_: Any) -> None:
        """Nothing is sent."""

    def set_header(self, *_: Any) -> None:
        """Nothing is sent."""


class Rooms:
    """A site whose room holds only revisions; counts how often it is asked."""

    def __init__(self, **revisions: int) -> None:
        self.room = self
        self.held = revisions
        self.away = False
        self.looks = 0
        self.tells = 0
        self.waiting_to_write = 0

    async def run(self, function: Any, *args: Any) -> Any:
        return function(*args)

    def revisions(self, codes: Any) -> dict[str, int]:
        self.looks += 1
        if self.away:
            raise StoreUnavailable("Lageret svarer ikke.")
        return {code: self.held[code] for code in codes if code in self.held}

    def snapshots(self, session: str, visitors: list[Any]) -> list[Any]:
        self.tells += 1
        return [who.shown(self.held[session]) for who in visitors]

    def addressed(self, snapshot: dict[str, Any], *_: Any) -> dict[str, Any]:
        return snapshot


def listen(live: Live, session: str, shown: Any = None) -> Listener:
    """A page in `session` that sees its revision, or what `shown` makes of it."""
    who: Any = SimpleNamespace(
        session=session, participant=None, shown=shown or (lambda n: {"revision": n, "said": n})
    )
    listener = Listener(who, None)
    live.add(session, listener)
    return listener


async def heard(listener: Listener) -> str | None:
    return await asyncio.wait_for(listener.waiting.get(), 30)


def test_a_page_that_leaves_at_once_does_not_stop_the_news_for_the_others(monkeypatch: Any) -> None:
    async def anyone(*_: Any) -> Any:
        return WHO

    monkeypatch.setattr("lmtools.serving.live.visitor", anyone)
    live = Live()
    run_alone(Leaves(live).get("482617"))
    assert live._listeners == {}


def test_a_change_that_another_server_made_reaches_only_the_session_it_was_made_in() -> None:
    async def story() -> None:
        site, live = Rooms(a=1, b=1), Live()
        live.attach(site)
        here, there = listen(live, "a"), listen(live, "b")
        assert await heard(here) and await heard(there)
        site.held["a"] = 2
        assert '"said": 2' in str(await heard(here))
        assert there.waiting.empty()
        live.close()

    run_alone(story())


def test_a_hundred_sessions_are_looked_at_in_one_question() -> None:
    async def story() -> None:
        names = [f"s{number}" for number in range(100)]
        site, live = Rooms(**dict.fromkeys(names, 1)), Live()
        live.attach(site)
        listeners = [listen(live, name) for name in names]
        for listener in listeners:
            await heard(listener)
        before = site.looks
        site.held = dict.fromkeys(names, 2)
        for listener in listeners:
            await heard(listener)
        # One look finds all hundred; each that was told is looked at once more, together with others.
        assert site.looks - before < 10
        live.close()

    run_alone(story())


def test_nobody_listening_costs_nothing() -> None:
    async def story() -> None:
        site, live = Rooms(a=1), Live()
        live.attach(site)
        listener = listen(live, "a")
        await heard(listener)
        live.remove("a", listener)
        assert live._watcher is not None
        await asyncio.wait_for(live._watcher, 30)
        assert live._seen == {}

    run_alone(story())


def test_in_a_rush_those_who_write_come_before_the_news_but_the_news_comes(monkeypatch: Any) -> None:
    async def story() -> None:
        monkeypatch.setattr("lmtools.serving.live.RUSH_SECONDS", 3600.0)
        site, live = Rooms(a=1), Live()
        live.attach(site)
        site.waiting_to_write = 100
        listener = listen(live, "a")
        await heard(listener)
        site.held["a"] = 2
        live.poke("a")
        await asyncio.sleep(1)  # many times as long as it takes otherwise
        assert site.tells == 1
        site.waiting_to_write = 0
        assert '"said": 2' in str(await heard(listener))
        monkeypatch.setattr("lmtools.serving.live.RUSH_SECONDS", 0.1)
        site.waiting_to_write, site.held["a"] = 100, 3
        live.poke("a")
        assert '"said": 3' in str(await heard(listener))
        live.close()

    run_alone(story())


def test_news_that_came_while_the_store_was_away_comes_when_it_is_back() -> None:
    async def story() -> None:
        site, live = Rooms(a=1), Live()
        live.attach(site)
        listener = listen(live, "a")
        await heard(listener)
        site.away, site.held["a"] = True, 2
        before = site.looks
        while site.looks < before + 2:
            await asyncio.sleep(0.01)
        site.away = False
        assert '"said": 2' in str(await heard(listener))
        live.close()

    run_alone(story())


def test_one_that_may_no_longer_listen_is_let_go_and_the_others_hear_on() -> None:
    async def story() -> None:
        site, live = Rooms(a=1), Live()
        live.attach(site)
        gone = listen(live, "a", lambda _: NotAllowed("Du er ikke med i økta lenger."))
        stays = listen(live, "a")
        assert await heard(gone) is None
        assert await heard(stays)
        live.close()

    run_alone(story())


def test_an_older_snapshot_never_replaces_a_newer_one() -> None:
    listener = Listener(WHO, None)
    listener.offer(Message.of({"revision": 3, "said": "ny"}))
    listener.offer(Message.of({"revision": 2, "said": "gammel"}))
    assert "ny" in str(listener.waiting.get_nowait())


def test_a_snapshot_that_says_the_same_is_not_sent_again() -> None:
    listener = Listener(WHO, None)
    listener.offer(Message.of({"revision": 1, "server_time": "09:00", "said": "hei"}))
    listener.waiting.get_nowait()
    listener.offer(Message.of({"revision": 2, "server_time": "09:01", "said": "hei"}))
    assert listener.waiting.empty()
    listener.offer(Message.of({"revision": 3, "server_time": "09:02", "said": "hallo"}))
    assert not listener.waiting.empty()


def test_everybody_is_sent_away_a_few_at_a_time() -> None:
    async def story() -> None:
        site, live = Rooms(a=1), Live()
        live.attach(site)
        listeners = [listen(live, "a", lambda _: {"revision": 1, "said": 1}) for _ in range(40)]
        for listener in listeners:
            await heard(listener)
        leaving = asyncio.create_task(live.send_away(seconds=0.5))
        while all(listener.waiting.empty() for listener in listeners):
            await asyncio.sleep(0)
        assert any(listener.waiting.empty() for listener in listeners)
        await leaving
        assert all(listener.waiting.get_nowait() is None for listener in listeners)
        live.close()

    run_alone(story())


def test_telling_of_many_changes_leaves_most_of_the_time_to_those_who_write() -> None:
    async def story() -> None:
        site, live = Rooms(a=1), Live()
        live.attach(site)

        def slowly(revision: int) -> dict[str, int]:
            time.sleep(0.05)
            return {"revision": revision, "said": revision}

        listener = listen(live, "a", slowly)
        until = time.monotonic() + 1
        while time.monotonic() < until:
            site.held["a"] += 1
            live.poke("a")
            await asyncio.sleep(0.005)
        assert site.tells <= 6  # each takes 0.05 s, and the rest after it four times that
        while f'"said": {site.held["a"]}' not in str(await heard(listener)):
            """The last of them comes all the same."""
        live.close()

    run_alone(story())


def test_the_watch_ends_also_when_news_come_in_the_same_moment() -> None:
    async def story(moments: int) -> None:
        site, live = Rooms(a=1), Live()
        live.attach(site)
        listener = listen(live, "a")
        await heard(listener)
        await asyncio.sleep(0.01)  # it waits for news
        live.poke("a")
        for _ in range(moments):
            await asyncio.sleep(0)
        watcher = live._watcher
        assert watcher is not None
        watcher.cancel()
        done, _ = await asyncio.wait({watcher}, timeout=5)
        live.close()
        live._listeners.clear()  # so that one which missed it ends all the same
        live._wake.set()
        assert done == {watcher}

    for moments in range(6):
        run_alone(story(moments))
