"""How fast Ståsted opens in Chromium, as a ratio to stock Voilà serving the same notebook.

One run, one machine, the two servers never busy at the same time. For each: the seconds from
the request until the page's widgets are usable (every verb's view is mounted and the first
chart is drawn), and the bytes that reached the browser on the first visit (empty cache) and
on the second (warm cache), websocket frames included. Then other figures are chosen, and the
seconds until the kernel has answered are added, since our page needs no kernel before that.
Run `python -m benchmarks.open`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside is reached. (Routing in Playwright would turn the cache off, and the
    # second visit is about the cache.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Stock Voilà shows our views inside shadow roots, our own page does not: look in both.
FIND = """const find = selector => {
  const roots = [document];
  for (const { shadowRoot } of document.querySelectorAll("*")) if (shadowRoot) roots.push(shadowRoot);
  for (const root of roots) { const found = root.querySelector(selector); if (found) return found; }
  return null;
};"""
# Every verb of the workbook has a view on the page, and the results' first chart is drawn.
USABLE = f"""() => {{ {FIND}
  const verbs = ["guess", "results", "reflect", "prioritise", "actions", "report"];
  return verbs.every(verb => find(`[data-verb="${{verb}}"]`))
    && find('[data-verb="guess"] button') !== null
    && find('[data-verb="results"] svg.marks') !== null;
}}"""
# Choose the girls' answers, and tell what the figures say until the kernel has answered.
CHOOSE = f"""() => {{ {FIND}
  const selects = [...find('[data-verb="results"]').querySelectorAll("select")];
  const gender = selects.find(select => [...select.options].some(option => option.value === "girls"));
  gender.value = "girls";
  gender.dispatchEvent(new Event("change", {{ bubbles: true }}));
  return find('[data-verb="results"] .results-body').textContent;
}}"""
ANSWERED = f"""before => {{ {FIND}
  const body = find('[data-verb="results"] .results-body');
  return body && body.textContent !== before && body.getAttribute("aria-busy") !== "true";
}}"""


@dataclass(frozen=True)
class Visit:
    """One opening.

    `seconds` from the request until usable, `answered` until a first choice of other figures
    has been answered by the kernel; bytes received by HTTP (headers too) and by websocket while
    opening.
    """

    seconds: float
    answered: float
    http_bytes: int
    websocket_bytes: int
    requests: int

    @property
    def total_bytes(self) -> int:
        """Bytes received in all."""
        return self.http_bytes + self.websocket_bytes


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def wait_for(url: str, *, seconds: float = 90) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.HTTPError, urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"no answer from {url} within {seconds:.0f} s")


@contextmanager
def running(command: list[str], *, env: dict[str, str], ready: str) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    try:
        wait_for(ready)
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def lmtools_server(data: Path) -> Iterator[str]:
    port = free_port()
    env = {**os.environ, "LMTOOLS_DATA": str(data), "LMTOOLS_OPEN_BROWSER": "0", "LMTOOLS_PORT": str(port)}
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "lmtools.cli", "serve", "--samples"]
    with running(command, env=env, ready=f"{base}/api/health"):
        yield f"{base}/bok/nb/stasted"


@contextmanager
def stock_server(data: Path) -> Iterator[str]:
    port = free_port()
    env = {**os.environ, "LMTOOLS_DATA": str(data)}
    notebook = ROOT / "workbooks" / "stasted.ipynb"
    command = [sys.executable, "-m", "voila", str(notebook), f"--port={port}", "--no-browser"]
    with running(command, env=env, ready=f"http://127.0.0.1:{port}/voila/templates/lab/static/voila.js"):
        yield f"http://127.0.0.1:{port}/"


def visit(context: BrowserContext, url: str, *, limit: float) -> Visit:
    page = context.new_page()
    received = {"http": 0, "ws": 0, "requests": 0}
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def loaded(event: dict[str, Any]) -> None:
        received["http"] += int(event["encodedDataLength"])
        received["requests"] += 1

    session.on("Network.loadingFinished", loaded)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: _count(received, data)))
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(USABLE, timeout=limit * 1000)
    seconds = time.perf_counter() - start
    page.wait_for_timeout(1000)  # what comes late belongs to the visit too
    opened = dict(received)
    chosen = time.perf_counter()
    page.wait_for_function(ANSWERED, arg=page.evaluate(CHOOSE), timeout=limit * 1000)
    answered = seconds + time.perf_counter() - chosen
    page.close()
    return Visit(seconds, answered, opened["http"], opened["ws"], opened["requests"])


def _count(received: dict[str, int], data: str | bytes) -> None:
    received["ws"] += len(data.encode() if isinstance(data, str) else data)


def measure(browser: Browser, url: str, *, runs: int, pause: float) -> tuple[list[Visit], list[Visit]]:
    """First visits (a new profile each) and second visits, `runs` of each, `pause` seconds apart."""
    first, second = [], []
    for _ in range(runs):
        context = browser.new_context()
        first.append(visit(context, url, limit=120))
        time.sleep(pause)
        second.append(visit(context, url, limit=120))
        time.sleep(pause)
        context.close()
    return first, second


def summary(first: list[Visit], second: list[Visit]) -> dict[str, float]:
    def middle(values: list[float]) -> float:
        return round(statistics.median(values), 3)

    return {
        "first_s": middle([v.seconds for v in first]),
        "second_s": middle([v.seconds for v in second]),
        "first_answer_s": middle([v.answered for v in first]),
        "second_answer_s": middle([v.answered for v in second]),
        "first_kb": middle([v.total_bytes / 1000 for v in first]),
        "second_kb": middle([v.total_bytes / 1000 for v in second]),
        "first_ws_kb": middle([v.websocket_bytes / 1000 for v in first]),
        "requests": middle([v.requests for v in first]),
    }


RATIOS = ("first_s", "second_s", "first_answer_s", "second_answer_s", "first_kb", "second_kb")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--pause", type=float, default=8.0, help="seconds between visits, so a pool is full again"
    )
    arguments = parser.parse_args()
    chromium = os.environ.get("LMTOOLS_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        results: dict[str, dict[str, float]] = {}
        for name, server in (("lmtools", lmtools_server), ("stock", stock_server)):
            with server(data) as url:
                time.sleep(arguments.pause)
                results[name] = summary(*measure(browser, url, runs=arguments.runs, pause=arguments.pause))
                print(f"{name:8} {results[name]}", flush=True)
        browser.close()
    ours, stock = results["lmtools"], results["stock"]
    ratios = {key: round(ours[key] / stock[key], 3) for key in RATIOS}
    print(f"ratio    {ratios}")
    print(json.dumps({"cores": os.cpu_count(), **results, "ratio": ratios}))


if __name__ == "__main__":
    main()
