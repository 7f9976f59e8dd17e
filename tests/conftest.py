"""What the tests share: a real server, and browsers that cannot reach outside it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import lmtools.lighter  # noqa: F401  # before anything that imports what it leaves out
from tests.figures import put_samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

T = TypeVar("T")
Make: TypeAlias = "Callable[..., BrowserContext]"
"""Makes a browser for one more person; takes what Playwright's `new_context` does."""

# A machine that has much to do is no fault of what is tested.
hypothesis_settings.register_profile("lmtools", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("lmtools")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Server:
    """A running `lmtools serve`. `url` ends with a slash; `key` opens the facilitator's pages."""

    process: subprocess.Popen[str]
    url: str
    data: Path
    log: Path
    key: str = field(repr=False, default="")

    @property
    def origin(self) -> str:
        """Scheme and host of `url`."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def run_alone(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine in a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


COMMAND = ("-m", "lmtools.cli")


def start_server(
    data: Path,
    *arguments: str,
    base: str = "/",
    port: int | None = None,
    command: tuple[str, ...] = COMMAND,
    **environment: str,
) -> Server:
    """Start a real server on `port`, or a free one, and wait until it answers."""
    port = port or free_port()
    data.mkdir(parents=True, exist_ok=True)
    if "--samples" in arguments:
        put_samples(data)
    log = data.parent / f"{data.name}-{port}.log"
    process = subprocess.Popen(
        [sys.executable, *command, "serve", "--host", "127.0.0.1", *arguments],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("LMTOOLS_")},
            "LMTOOLS_DATA": str(data),
            "LMTOOLS_PORT": str(port),
            "LMTOOLS_OPEN_BROWSER": "0",
            **environment,
        },
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(process, f"http://127.0.0.1:{port}{base}", data, log)
    wait_until_it_answers(server)
    server.key = environment.get("LMTOOLS_FACILITATOR_KEY") or (data / "facilitator.key").read_text().strip()
    return server


def wait_until_it_answers(server: Server, *, seconds: float = 240) -> None:
    """Wait for `api/health`; fail with the log if the server gives up or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}api/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    server.process.kill()
    pytest.fail(f"lmtools serve did not answer.\n{server.log.read_text()}")


def page_when_ready(server: Server, path: str, *, seconds: float = 240) -> str:
    """The page at `path` as soon as it is not one that waits; fails with the log if it goes on waiting."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with urllib.request.urlopen(server.url + path, timeout=60) as answer:
            if "Refresh" not in answer.headers:
                return str(answer.read().decode())
        time.sleep(0.3)
    pytest.fail(f"{path} was never ready.\n{server.log.read_text()}")


def stop_server(server: Server) -> int:
    """Ask the server to stop, as Ctrl+C does, and return its exit code."""
    server.process.terminate()
    try:
        return server.process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.process.kill()
        pytest.fail(f"lmtools serve did not stop.\n{server.log.read_text()}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the cells of a notebook in their order when the tests are run in another."""
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker(pytest.mark.random_order(disabled=True))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with the invented figures, shared by all browser tests."""
    running = start_server(tmp_path_factory.mktemp("server") / "data", "--samples", "--people", "20")
    yield running
    assert stop_server(running) == 0


def chromium() -> str | None:
    """The browser to test in; None means the one that Playwright brought."""
    given = os.environ.get("LMTOOLS_CHROMIUM")
    return given or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """How pytest-playwright starts the browser."""
    path = chromium()
    return {"args": CHROMIUM_ARGUMENTS, "headless": True} | ({"executable_path": path} if path else {})


@pytest.fixture
def browser_context(browser: Browser, server: Server) -> Iterator[Make]:
    """Make contexts that are stopped, and fail the test, if a page wants anything from outside.

    Call it as `browser_context(viewport={"width": 360, "height": 740})`; each call is a new
    person with cookies of their own. A request that the page's own policy stops counts too.
    """
    with contexts_inside(browser, server.origin) as make:
        yield make


@contextmanager
def contexts_inside(browser: Browser, origin: str, script: str = "") -> Iterator[Make]:
    """Make contexts that never leave `origin`, with `script` in each of their pages; none wanted to."""
    outside: list[str] = []
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(locale="nb-NO", timezone_id="Europe/Oslo", **options)
        if script:
            context.add_init_script(script)
        made.append(context)
        return guard(context, origin, outside)

    yield make
    for context in made:
        context.close()
    assert outside == []


def guard(context: BrowserContext, origin: str, outside: list[str]) -> BrowserContext:
    """Stop all that the context's pages want from elsewhere, and note it in `outside`."""
    context.route(lambda url: not is_inside(url, origin), lambda route: refuse(route, outside))
    context.on("console", lambda message: note_policy(message.text, outside))
    return context


def is_inside(url: str, origin: str) -> bool:
    """Whether `url` stays within the server."""
    return url.startswith((f"{origin}/", "data:", "blob:", "about:"))


def refuse(route: Route, outside: list[str]) -> None:
    """Stop a request to somewhere else, and remember it."""
    outside.append(route.request.url)
    route.abort()


def note_policy(message: str, outside: list[str]) -> None:
    """Remember what the Content-Security-Policy stopped."""
    if "Content Security Policy" in message:
        outside.append(message)
