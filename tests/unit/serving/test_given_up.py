"""What a server does with what nobody waits for any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from lmtools.serving.api import RoomCall
from lmtools.serving.forking.connection import ForkConnection
from lmtools.serving.messages import PROTOCOL
from lmtools.serving.site import Site
from lmtools.store import StoreUnavailable
from tests.conftest import run_alone


def test_of_a_request_that_its_page_has_given_up_the_rest_is_not_carried_out() -> None:
    call = RoomCall.__new__(RoomCall)
    done: list[str] = []

    def handle(_: Any, command: dict[str, str]) -> dict[str, Any]:
        done.append(command["id"])
        if command["id"] == "second":
            call.on_connection_close()
        return {"id": command["id"], "ok": True}

    site = SimpleNamespace(room=SimpleNamespace(handle=handle))
    call.application = SimpleNamespace(settings={"site": site})
    call._apply(None, [{"id": "first"}, {"id": "second"}, {"id": "third"}])
    assert done == ["first", "second"]


def test_a_page_that_has_given_up_is_not_looked_for() -> None:
    call = RoomCall.__new__(RoomCall)
    call.on_connection_close()
    assert call._look(None) is None


def test_those_who_write_leave_threads_to_those_who_look_and_are_told_when_it_takes_too_long(
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("lmtools.serving.site.TURN_SECONDS", 0.05)

    async def story() -> None:
        site = Site.__new__(Site)
        site._turns, site.waiting_to_write = asyncio.Semaphore(1), 0
        async with site.turn_to_write():
            with pytest.raises(StoreUnavailable, match="opptatt"):
                async with site.turn_to_write():
                    pass
        async with site.turn_to_write():
            pass

    run_alone(story())


def test_what_is_sent_waits_its_turn_and_what_is_looked_at_does_not(monkeypatch: Any) -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        happened.append("turn")
        yield
        happened.append("over")

    async def run(function: Any, *given: Any) -> Any:
        return function(*given)

    async def anyone(*_: Any) -> Any:
        return SimpleNamespace(participant=None)

    def note(what: str) -> Any:
        return lambda *_: happened.append(what) or {}

    class Call(RoomCall):
        site = SimpleNamespace(
            room=SimpleNamespace(handle=note("carried out")),
            run=run,
            turn_to_write=turn,
            look=note("seen"),
            live=SimpleNamespace(poke=note("told")),
        )
        body = staticmethod(lambda: {"commands": [{"id": "first"}]})
        role = staticmethod(lambda: "participant")
        answer = note("answered")

    call = Call.__new__(Call)
    call.request = SimpleNamespace()
    monkeypatch.setattr("lmtools.serving.api.visitor", anyone)
    run_alone(call.post("482617"))
    assert happened == ["turn", "carried out", "over", "told", "seen", "answered"]
    del happened[:]
    run_alone(call.get("482617"))
    assert happened == ["seen", "answered"]


def test_a_frame_of_a_page_that_has_gone_is_read_as_what_it_was_sent_as() -> None:
    line, socket = (kind.__new__(kind) for kind in (ForkConnection, KernelWebsocketHandler))
    socket.ws_connection = None  # as tornado has it then
    line.websocket_handler = socket
    assert line.subprotocol == PROTOCOL
