"""How soon a phone on a poor net can be used, and what it takes from the QR code to a first answer.

A real server holds the ready agenda of 90 minutes, and a real Chromium the size of a phone opens the
address of the QR code. Chromium makes its own CPU slow (`Emulation.setCPUThrottlingRate`), and its net
(`Network.emulateNetworkConditions`). The figures are those of the presets in Chromium's DevTools
(`front_end/core/sdk/NetworkManager.ts`). They stand for 500 kbit/s with 400 ms and 1.6 Mbit/s with 150 ms,
and are corrected there for what is slowed, which is requests and not packets: latency is five times as
long (3.75 on the faster), and a fifth (a tenth) of the throughput is taken away. So Slow 3G, today called
"3G", is 400 kbit/s both ways and 2000 ms a request; Fast 3G, today "Slow 4G", is 1440 kbit/s down,
675 kbit/s up and 562.5 ms.

*Usable* is when the first letter has been typed in the first field and is shown. Bytes and requests are
what had come by then, headers too. *Chain* is the longest row of requests of which each waited for the one
before it, without fonts, for which nothing waits. Shift is the sum of all layout shifts that no touch has
caused. Input is the longest time from a touch or a key to the frame that shows it (Event Timing, in steps
of 8 ms).

The person reads for five seconds, and writes a letter in a quarter of one. Opening the QR code's address
is the first tap (on what the camera shows), and the keyboard's keys are none.

Run `python -m benchmarks.phone`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page, sync_playwright

from benchmarks.crowd import Leader
from benchmarks.open import CHROMIUM_FLAGS
from benchmarks.servers import lmtools, running
from lmtools.serving.door import proof_of
from lmtools.serving.keys import open_keys

PHONE = {"width": 360, "height": 740}
SLOW_CPU = 6
READS_S, LETTER_S = 5.0, 0.25
ANSWER = "Godt samarbeid"
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Net:
    """A preset of Chromium's DevTools: bytes a second down and up, and ms added to each request."""

    down: float
    up: float
    latency: float


SLOW_3G = Net(500_000 / 8 * 0.8, 500_000 / 8 * 0.8, 400 * 5)
FAST_3G = Net(1_600_000 / 8 * 0.9, 750_000 / 8 * 0.9, 150 * 3.75)
NETS: dict[str, Net | None] = {"slow_3g": SLOW_3G, "fast_3g": FAST_3G, "no_throttle": None}

# What the page itself sees, from the moment it exists.
WATCH = """
window.lmSeen = {shift: 0, input: 0, field: null, answered: null};
const watch = (type, hear, more = {}) => new PerformanceObserver(list => list.getEntries().forEach(hear))
  .observe({type, buffered: true, ...more});
watch("layout-shift", entry => { if (!entry.hadRecentInput) lmSeen.shift += entry.value; });
watch("event", entry => {
  if (/^(pointer|key|click)/.test(entry.name)) lmSeen.input = Math.max(lmSeen.input, entry.duration);
}, {durationThreshold: 16});
addEventListener("input", () => requestAnimationFrame(() => setTimeout(() => {
  lmSeen.answered ??= performance.now();
})), true);
"""
SHOWN = """() => [...document.querySelectorAll(".phone-step:not([hidden]) textarea")]
  .some(field => field.getClientRects().length > 0 && !field.disabled)"""
SEEN = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return {...lmSeen, paint: paint?.startTime ?? null};
}"""


@dataclass(frozen=True)
class Arrived:
    """A request that has been answered: bytes with headers, and how long a row of requests it ends."""

    address: str
    bytes: int
    chain: int


@dataclass
class Traffic:
    """What a page has asked for and been sent, in the order of coming."""

    arrived: list[Arrived] = field(default_factory=list)
    _asked: dict[str, tuple[str, int]] = field(default_factory=dict)  # request -> address, chain
    _chains: dict[str, int] = field(default_factory=dict)  # by address

    def listen(self, session: CDPSession) -> None:
        """Count all that happens in `session` from now on."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    @property
    def bytes(self) -> int:
        """All that has come."""
        return sum(one.bytes for one in self.arrived)

    @property
    def chain(self) -> int:
        """The longest row; no page waits for a font."""
        return max((one.chain for one in self.arrived if not one.address.endswith(".woff2")), default=0)

    def _sent(self, event: dict[str, Any]) -> None:
        own, address = event["requestId"], event["request"]["url"]
        if address.startswith("data:"):
            return
        if "redirectResponse" in event:
            self._finished({"requestId": own, **event["redirectResponse"]})
            behind = self._asked[own][1]
        else:
            behind = self._behind(event)
        self._asked[own] = address, behind + 1
        self._chains[address] = behind + 1

    def _behind(self, event: dict[str, Any]) -> int:
        """How long the row is to what caused this request: a script or a style, or else the page."""
        initiator = event.get("initiator", {})
        frames = initiator.get("stack", {}).get("callFrames", [])
        cause = initiator.get("url") or next((frame["url"] for frame in frames if frame["url"]), "")
        return self._chains.get(cause, self._chains.get(event["documentURL"], 0))

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._asked:
            address, chain = self._asked[event["requestId"]]
            self.arrived.append(Arrived(address, int(event["encodedDataLength"]), chain))


@dataclass(frozen=True)
class Visit:
    """One visit, until the first answer has been acknowledged. Seconds, but `input_ms`."""

    paint_s: float
    usable_s: float
    kb: float
    requests: int
    chain: int
    shift: float
    input_ms: float
    taps: int
    answer_s: float


class Person:
    """Someone with a phone, who reads before they write."""

    def __init__(self, page: Page, traffic: Traffic) -> None:
        self.page, self.traffic = page, traffic
        self.taps = 0

    def visit(self, url: str) -> Visit:
        """Open the QR code's address, write the first answer, and see that it has come."""
        began = time.perf_counter()
        self.taps += 1
        self.page.goto(url, wait_until="commit")
        self.page.wait_for_function(SHOWN, timeout=PATIENCE_S * 1000)
        form = self.page.locator(".phone-step:not([hidden]) form").first
        self.tap(form.locator("textarea"))
        self.page.keyboard.type(ANSWER[0])
        self.page.wait_for_function("() => lmSeen.answered !== null", timeout=PATIENCE_S * 1000)
        opened = (self.traffic.bytes, len(self.traffic.arrived), self.traffic.chain)
        usable = self.page.evaluate(SEEN)
        self.page.wait_for_timeout(READS_S * 1000)
        self.page.keyboard.type(ANSWER[1:], delay=LETTER_S * 1000)
        self.tap(form.locator("button[type=submit]"))
        acknowledged = self.page.locator(".phone-step:not([hidden]) .save[data-state=sent]")
        acknowledged.first.wait_for(timeout=PATIENCE_S * 1000)
        answered = time.perf_counter() - began
        seen = self.page.evaluate(SEEN)
        return Visit(
            paint_s=usable["paint"] / 1000,
            usable_s=usable["answered"] / 1000,
            kb=opened[0] / 1000,
            requests=opened[1],
            chain=opened[2],
            shift=seen["shift"],
            input_ms=seen["input"],
            taps=self.taps,
            answer_s=answered,
        )

    def tap(self, place: Locator) -> None:
        """Touch it."""
        self.taps += 1
        place.tap(timeout=PATIENCE_S * 1000)


def visit(context: BrowserContext, url: str, net: Net | None) -> Visit:
    """One visit in a new tab, on a phone a sixth as fast as this machine, and on `net`."""
    page = context.new_page()
    session, traffic = context.new_cdp_session(page), Traffic()
    traffic.listen(session)
    slow_down(session, net)
    try:
        return Person(page, traffic).visit(url)
    finally:
        page.close()


def slow_down(session: CDPSession, net: Net | None) -> None:
    """Make the tab behind `session` slow."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    if net is not None:
        about = {"downloadThroughput": net.down, "uploadThroughput": net.up, "latency": net.latency}
        session.send("Network.emulateNetworkConditions", {"offline": False, **about})


def measure(browser: Browser, url: str, net: Net | None, *, runs: int) -> dict[str, dict[str, float]]:
    """The median of `runs` first visits (a new browser profile each), and of the visits after them."""
    first, again = [], []
    for _ in range(runs):
        context = browser.new_context(
            viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2, locale="nb-NO"
        )
        context.add_init_script(WATCH)
        first.append(visit(context, url, net))
        again.append(visit(context, url, net))
        context.close()
    return {"first": middle(first), "again": middle(again)}


def middle(visits: list[Visit]) -> dict[str, float]:
    """The median of each figure."""
    each = [asdict(one) for one in visits]
    return {name: round(statistics.median(one[name] for one in each), 3) for name in each[0]}


async def begin(base: str, key: str) -> str:
    """Start a session of the ready agenda and wait until its page is made; returns its code."""
    leader = Leader(base, key)
    try:
        code = await leader.start(expected=20, groups=4, ready="90-minutter")
        await leader.warm_page()
    finally:
        await leader.close()
    return code


@contextmanager
def session(folder: Path) -> Iterator[str]:
    """A server with a session that has begun; the address of its QR code."""
    data = folder / "data"
    with running(lmtools(data, people=20)) as server:
        keys = open_keys(data)
        code = asyncio.run(begin(server.url, keys.facilitator))
        yield f"{server.url}bli-med/{code}/{proof_of(code, keys.cookie)}"


def main() -> None:
    """Print a line for each net, and all of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--nets", nargs="*", choices=list(NETS), default=list(NETS))
    arguments = parser.parse_args()
    chromium = os.environ.get("LMTOOLS_CHROMIUM") or shutil.which("chromium")
    found: dict[str, Any] = {"cores": os.cpu_count(), "cpu_slowed": SLOW_CPU}
    with (
        tempfile.TemporaryDirectory(prefix="lm-") as folder,
        session(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        for name in arguments.nets:
            found[name] = measure(browser, url, NETS[name], runs=arguments.runs)
            for which, figures in found[name].items():
                print(f"{name:12}{which:6} {figures}", flush=True)
        browser.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
