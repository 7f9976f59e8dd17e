"""What a workbook's page holds, and the websocket to its kernel as the page's script speaks it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx
import psutil
from yarl import URL

from benchmarks.kernel_line import KernelLine
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


def ask_for_kernel(server: Server, name: str, run: str = "", browser: httpx.Client | None = None) -> Json:
    """What the server answers a page that wants a kernel; in `browser`, which then owns it."""
    reply = (browser or httpx).post(
        f"{server.url}api/kernel",
        json={"workbook": name, "language": "nb", "run": run},
        headers={"Origin": server.origin},
        timeout=60,
    )
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def choose(server: Server, browser: httpx.Client, kernel: str, model: str, selection: Json) -> Json:
    """Choose other figures in a results widget of one's own kernel, and return what it shows."""
    headers = {"Origin": server.origin}
    async with aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        http.cookie_jar.update_cookies(dict(browser.cookies), URL(server.url))
        line = await KernelLine.open(http, server.url, kernel, is_ready=True)
        told = await line.update(model, {"selection": selection}, lambda _, state: "shown" in state)
        await line.close()
        return dict(told["shown"])


def processes(server: Server) -> Iterator[psutil.Process]:
    """What kernels are forked from, and the forked kernels, of `server`."""
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"].startswith("lm-") and str(server.data) in str(process.environ()):
                yield process
        except psutil.Error:
            continue


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """While this lasts, the forked kernels of `server` neither answer nor say anything."""
    kernels = [process for process in processes(server) if process.info["name"] == "lm-kernel"]
    for kernel in kernels:
        with suppress(psutil.NoSuchProcess):  # a page that was closed just now takes its kernel along
            kernel.suspend()
    try:
        yield
    finally:
        for kernel in kernels:
            with suppress(psutil.NoSuchProcess):
                kernel.resume()
