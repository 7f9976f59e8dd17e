"""When a page shows something, whether it moves, and how soon it answers, on a sixth of this machine's CPU.

A real server holds a session of the ready 90-minute agenda, and a real Chromium whose CPU is slowed
(`Emulation.setCPUThrottlingRate`) opens each page anew, with nothing in its cache: 360 px wide for
participants, 1280 for the console, 1920 for the wall. The net is this machine's own; `benchmarks.phone`
measures a poor one.

*First* is the first contentful paint, *content* when the element that the page is for has been painted
(named in `benchmarks.paint_pages`), *largest* the largest contentful paint; seconds from the beginning of
the navigation, or from the press on «Bli med». *Shift* is the cumulative layout shift as Web Vitals define
it: the worst session window, without what comes within half a second of a touch or key; *all* counts those
too. *Input* is the longest from a touch or key to the frame that shows it (Event Timing, steps of 8 ms; what
takes less than 16 ms is not told by the browser, and stands as 0). What is done "while it loads" is done the
moment that *content* is there. A finger or a button of the mouse stays down for 80 ms.

*Slowed* is what the slow-down came to: the same small piece of work with and without it, before each page.
On a machine that shares its cores it has been up to 18 times where 6 was asked for, and then the seconds
and milliseconds are those of a slower phone than was meant.

The shift is that of a machine with one of the fonts that phones have, or Liberation Sans (Debian's
`fonts-liberation`), which stand as wide as ours until ours has come.

Run `python -m benchmarks.paint`; `--pages` for some only, `--profile DIR` for a CPU profile of each.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.open import CHROMIUM_FLAGS
from benchmarks.paint_pages import PHONE, SCENES, Act, Room, Scene
from benchmarks.phone import SLOW_CPU, session, slow_down

PATIENCE_MS = 60_000
REST_MS = 1500
LIMITS = {"content": 2.5, "shift": 0.05, "input": 100}

# What the page itself sees, from the moment it exists.
WATCH = """
window.lmPaint = {seen: null, largest: null, shifts: [], inputs: []};
const watch = (type, hear, more = {}) => new PerformanceObserver(list => list.getEntries().forEach(hear))
  .observe({type, buffered: true, ...more});
watch("largest-contentful-paint", entry => { lmPaint.largest = entry.startTime; });
// Chromium also counts a window that gets its size as an input, which no visitor has made.
let touched = -Infinity;
const note = event => { touched = event.timeStamp; };
for (const type of ["pointerdown", "keydown"]) addEventListener(type, note, true);
watch("layout-shift", ({startTime, value, hadRecentInput}) =>
  lmPaint.shifts.push([startTime, value, hadRecentInput && startTime - touched < 1000]));
watch("event", entry => {
  if (entry.interactionId) lmPaint.inputs.push(entry.duration);
}, {durationThreshold: 16});
const wanted = SEEN;
const isDrawn = element => element.getClientRects().length > 0;
const look = () => {
  if (![...document.querySelectorAll(wanted)].some(isDrawn)) return void requestAnimationFrame(look);
  const after = new MessageChannel();
  after.port1.onmessage = () => { lmPaint.seen = performance.now(); };
  after.port2.postMessage(null);
};
requestAnimationFrame(look);
addEventListener("click", event => {
  if (event.target.closest("#join button"))
    sessionStorage.lmPressed = performance.timeOrigin + performance.now();
}, true);
"""
IS_SEEN = "() => window.lmPaint?.seen !== null"
TOLD = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const pressed = Number(sessionStorage.lmPressed ?? 0);
  const before = pressed && document.querySelector("#join") === null ? performance.timeOrigin - pressed : 0;
  return {...lmPaint, first: paint?.startTime ?? null, before};
}"""
# A list of 400 rows put into a page and laid out, five times; the middle one counts.
PACE = """() => {
  const once = () => {
    const began = performance.now();
    const list = document.createElement("ul");
    for (let row = 0; row < 400; row++) {
      const item = document.createElement("li");
      item.textContent = Array.from({length: 20}, (_, at) => (row * 31 + at * 17) % 97).sort().join(" ");
      list.append(item);
    }
    document.body.replaceChildren(list);
    list.getBoundingClientRect();
    return performance.now() - began;
  };
  return Array.from({length: 5}, once).sort((a, b) => a - b)[2];
}"""
AT_REST = """() => new Promise(resolve =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 400))))"""
TAKE_INPUTS = "() => lmPaint.inputs.splice(0)"


@dataclass
class Visit:
    """One opening of a page. Seconds, and milliseconds of `inputs` by what was done."""

    first: float
    content: float
    largest: float
    shift: float
    shift_all: float
    inputs: dict[str, float] = field(default_factory=dict)


def cumulative(shifts: list[tuple[float, float, bool]], *, touched: bool) -> float:
    """The worst session window: shifts less than a second apart, five seconds at most."""
    worst = total = 0.0
    began = last = float("-inf")
    for at, value, is_touched in shifts:
        if is_touched and not touched:
            continue
        if at - last >= 1000 or at - began >= 5000:
            began, total = at, 0.0
        last, total = at, total + value
        worst = max(worst, total)
    return worst


class Visitor:
    """Somebody who opens pages, each in a browser that has never been here."""

    def __init__(self, browser: Browser, room: Room, profiles: Path | None) -> None:
        self.browser, self.room, self.profiles = browser, room, profiles

    def visit(self, scene: Scene) -> Visit:
        """Open it, wait for its content, and do what one does there."""
        if scene.at:
            self.room.go(*scene.at)
        context = self._context(scene)
        context.add_init_script(WATCH.replace("SEEN", json.dumps(scene.seen)))
        page = context.new_page()
        try:
            with self._profiled(context, page, scene):
                return self._look(page, scene)
        finally:
            context.close()

    def slowed(self) -> float:
        """How many times longer the fixed piece of work takes when the CPU is slowed."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 720})
        try:
            page = context.new_page()
            usual = float(page.evaluate(PACE))
            slow_down(context.new_cdp_session(page), None)
            return float(page.evaluate(PACE)) / usual
        finally:
            context.close()

    def _context(self, scene: Scene) -> BrowserContext:
        is_phone = scene.size == PHONE
        return self.browser.new_context(
            viewport=scene.size,
            has_touch=is_phone,
            is_mobile=is_phone,
            device_scale_factor=2 if is_phone else 1,
            locale="nb-NO",
            storage_state=self.room.cookies if scene.leads else None,
        )

    def _look(self, page: Page, scene: Scene) -> Visit:
        slow_down(page.context.new_cdp_session(page), None)
        self._open(page, scene)
        page.wait_for_function(IS_SEEN, timeout=PATIENCE_MS, polling=50)
        inputs = {act.name: measured(page, act) for act in scene.at_once}
        page.wait_for_timeout(REST_MS)
        page.evaluate(AT_REST)
        told = page.evaluate(TOLD)
        inputs |= {act.name: measured(page, act) for act in scene.later}
        shifts = page.evaluate("() => lmPaint.shifts")
        return Visit(
            first=(told["before"] + told["first"]) / 1000,
            content=(told["before"] + told["seen"]) / 1000,
            largest=(told["before"] + (told["largest"] or told["first"])) / 1000,
            shift=cumulative(shifts, touched=False),
            shift_all=cumulative(shifts, touched=True),
            inputs=inputs,
        )

    def _open(self, page: Page, scene: Scene) -> None:
        path = scene.path.format(code=self.room.code, door=self.room.door)
        page.goto(self.room.url + path, wait_until="commit")
        if scene.from_code:
            page.locator("#kode").fill(self.room.code)
            page.locator("#join button").tap()
            page.wait_for_url("**/bok/**", wait_until="commit")

    @contextmanager
    def _profiled(self, context: BrowserContext, page: Page, scene: Scene) -> Iterator[None]:
        """Keep what the page's main thread did, as a file for DevTools."""
        if self.profiles is None:
            yield
            return
        session = context.new_cdp_session(page)
        session.send("Profiler.enable")
        session.send("Profiler.start")
        yield
        profile = session.send("Profiler.stop")["profile"]
        name = scene.name.replace(" ", "-").replace(",", "")
        (self.profiles / f"{name}.cpuprofile").write_text(json.dumps(profile))


def measured(page: Page, act: Act) -> float:
    """The longest that the page took to answer while this was done."""
    page.evaluate(TAKE_INPUTS)
    act.do(page)
    page.evaluate(AT_REST)
    return float(max(page.evaluate(TAKE_INPUTS), default=0))


def together(visits: list[Visit]) -> dict[str, Any]:
    """[median, worst] of each figure."""
    names = ("first", "content", "largest", "shift", "shift_all")
    found: dict[str, Any] = {name: both([getattr(one, name) for one in visits]) for name in names}
    acts = {name: both([one.inputs[name] for one in visits]) for name in visits[0].inputs}
    return {**found, "inputs": acts}


def both(values: list[float]) -> list[float]:
    """The median and the worst."""
    return [round(statistics.median(values), 3), round(max(values), 3)]


def line(name: str, found: dict[str, Any]) -> str:
    """One page for the reader; `!` where the worst is over a limit."""
    seconds = "  ".join(
        f"{part} {found[part][0]:.2f}/{found[part][1]:.2f} s" for part in ("first", "content", "largest")
    )
    shift = f"shift {found['shift'][1]:.3f} (all {found['shift_all'][1]:.3f})"
    over = " !" if found["content"][1] > LIMITS["content"] or found["shift"][1] >= LIMITS["shift"] else ""
    acts = [
        f"    {act}: {middle:.0f}/{worst:.0f} ms{' !' if worst > LIMITS['input'] else ''}"
        for act, (middle, worst) in found["inputs"].items()
    ]
    return "\n".join([f"{name:18} {seconds}  {shift}{over}", *acts])


def main() -> None:
    """Print median and worst of each page, and all of it as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", nargs="*", default=[scene.name for scene in SCENES])
    parser.add_argument("--profile", type=Path, help="keep a CPU profile of each page here")
    arguments = parser.parse_args()
    chromium = (
        os.environ.get("LMTOOLS_CHROMIUM")
        or shutil.which("chromium-headless-shell")
        or shutil.which("chromium")
    )
    found: dict[str, Any] = {}
    slowed: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="lm-") as folder,
        session(Path(folder)) as door,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        room = Room(playwright, door, Path(folder) / "data")
        room.fill()
        visitor = Visitor(browser, room, arguments.profile)
        for scene in SCENES:
            if scene.name not in arguments.pages:
                continue
            slowed.append(visitor.slowed())
            found[scene.name] = together([visitor.visit(scene) for _ in range(arguments.runs)])
            print(line(scene.name, found[scene.name]), flush=True)
        browser.close()
    times = both(slowed)
    print(f"slowed: {times[0]:.1f} times, at most {times[1]:.1f}, where {SLOW_CPU} was asked for")
    print(json.dumps({"cores": os.cpu_count(), "cpu_slowed": SLOW_CPU, "slowed": times, "pages": found}))


if __name__ == "__main__":
    main()
