"""What a server does with what nobody waits for any more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from lmtools.serving.api import RoomCall
from lmtools.serving.forking.connection import ForkConnection
from lmtools.serving.messages import PROTOCOL


def test_of_a_request_that_its_page_has_given_up_the_rest_is_not_carried_out() -> None:
    call = RoomCall.__new__(RoomCall)
    done: list[str] = []

    def handle(_: Any, command: dict[str, str]) -> dict[str, Any]:
        done.append(command["id"])
        if command["id"] == "second":
            call.on_connection_close()
        return {"id": command["id"], "ok": True}

    site = SimpleNamespace(room=SimpleNamespace(handle=handle))
    call.application = SimpleNamespace(settings={"site": site})  # type: ignore[assignment]
    call._apply(None, [{"id": "first"}, {"id": "second"}, {"id": "third"}])  # type: ignore[arg-type]
    assert done == ["first", "second"]


def test_a_frame_of_a_page_that_has_gone_is_read_as_what_it_was_sent_as() -> None:
    line, socket = (kind.__new__(kind) for kind in (ForkConnection, KernelWebsocketHandler))
    socket.ws_connection = None  # as tornado has it then
    line.websocket_handler = socket
    assert line.subprotocol == PROTOCOL
