"""What a workbook's page holds, and the websocket to its kernel as the page's script speaks it."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psutil
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.conftest import Server

Json = dict[str, Any]


@dataclass(frozen=True)
class Book:
    """A workbook's page: the HTML, the run that made it, and the first states of its widgets."""

    html: str
    run: str
    states: Json

    def model(self, verb: str) -> str:
        """The id of the first widget of `verb`."""
        return next(model for model, entry in self.states.items() if entry["state"].get("verb") == verb)

    @property
    def plain(self) -> str:
        """The HTML with the widgets numbered as they come, and without the name of the run."""
        numbers: dict[str, str] = {}
        html = re.sub(r' data-run="[^"]*"', "", self.html)
        return re.sub(
            r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])",
            lambda found: numbers.setdefault(found[0], str(len(numbers))),
            html,
        )


def open_page(server: Server, name: str, *, until: str = "") -> Book:
    """Read a page as a browser does, which waits until it is ready; if asked to, until it says `until`."""
    for _ in range(300):
        reply = httpx.get(f"{server.url}bok/nb/{name}", timeout=60)
        if reply.status_code == 200 and until in reply.text:
            break
        time.sleep(0.2)
    found = re.search(r'id="lm-states" data-run="(.*?)">(.*?)</script>', reply.text, re.DOTALL)
    assert found, reply.status_code
    assert until in reply.text
    return Book(reply.text, found[1], json.loads(found[2]))


def ask_for_kernel(server: Server, name: str, run: str = "") -> Json:
    """What the server answers a page that wants a kernel."""
    reply = httpx.post(
        f"{server.url}api/kernel",
        json={"workbook": name, "language": "nb", "run": run},
        headers={"Origin": server.origin},
        timeout=60,
    )
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def choose(server: Server, kernel: str, model: str, selection: Json) -> Json:
    """Choose other figures in a results widget, and return what the kernel shows."""
    session = uuid.uuid4().hex
    url = f"{server.url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id={session}"
    line = await websocket_connect(HTTPRequest(url, headers={"Origin": server.origin}))
    data = {"method": "update", "state": {"selection": selection}, "buffer_paths": []}
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "comm_msg", "session": session, "username": ""}
    message = {
        "channel": "shell",
        "header": {**header, "version": "5.3"},
        "parent_header": {},
        "metadata": {},
    }
    await line.write_message(
        json.dumps({**message, "content": {"comm_id": model, "data": data}, "buffers": []})
    )
    while True:
        answer = await asyncio.wait_for(line.read_message(), timeout=60)
        assert answer is not None, "the server closed the line"
        told = json.loads(answer)
        if told["header"]["msg_type"] == "comm_msg" and "shown" in told["content"]["data"].get("state", {}):
            line.close()
            return dict(told["content"]["data"]["state"]["shown"])


def processes(server: Server) -> Iterator[psutil.Process]:
    """What kernels are forked from, and the forked kernels, of `server`."""
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"].startswith("lm-") and str(server.data) in str(process.environ()):
                yield process
        except psutil.Error:
            continue
