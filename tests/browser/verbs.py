"""A day on the workbook with every verb: who leads it, its pages, and all that they have been told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.checks import check, check_narrow
from tests.browser.people import LAPTOP, PROJECTOR, Colleague, Leader, at_the_table, scan
from tests.conftest import Make, Server

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
PHASES = {"alone": "Alene", "group": "Gruppe", "plenary": "Plenum"}
# Every message that the server sends a page, by whatever way, since it was loaded.
LISTEN = """
window.heard = [];
window.WebSocket = class extends WebSocket {
  constructor(...asked) {
    super(...asked);
    const keep = (text) => window.heard.push(text);
    this.addEventListener("message", ({ data }) => new Response(data).text().then(keep));
  }
};
const add = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (type, listen) {
  return add.call(this, type, (event) => (window.heard.push(String(event.data)), listen(event)));
};
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  answer.clone().text().then((text) => window.heard.push(text), () => {});
  return answer;
};
"""
TOO_FULL = """() => [...document.querySelectorAll(".wall, .wall-box")]
    .filter((part) => part.scrollHeight > part.clientHeight + 1).map((part) => part.className)"""
REVISION = """(revision) => window.heard.some((text) => {
    const found = text.match(/"revision": ?(\\d+)/);
    return found && Number(found[1]) >= revision;
})"""


@dataclass
class Day:
    """A session on the workbook with every verb: who leads it, its pages, and those without one."""

    leader: Leader
    console: Page
    wall: Page
    phone: Page
    others: list[Colleague]

    @property
    def pages(self) -> tuple[Page, Page, Page]:
        """The participant's, the projector's and the facilitator's."""
        return self.phone, self.wall, self.console

    def everybody_can_use_it(self) -> None:
        """Nothing for axe to find, nothing cut on the wall, nothing too wide for a small phone."""
        for page in self.pages:
            check(page)
        for page in (self.phone, self.console):
            check_narrow(page)
        assert self.wall.evaluate(TOO_FULL) == []

    def go(self, step: str, phase: str, heading: str) -> None:
        """Go there, and wait until every page is there."""
        self.leader.go(step, phase)
        for page in (self.phone, self.wall):
            expect(page.locator("h1:visible")).to_have_text(heading)
        for page in self.pages:
            expect(page.locator(".phases [aria-current]")).to_have_text(PHASES[phase])

    def let_through(self, count: int) -> None:
        """Look over what waits, and show it."""
        queue = self.console.locator(".queue li")
        expect(queue).to_have_count(count)
        for left in range(count - 1, -1, -1):
            queue.first.get_by_role("button", name="Slipp fram").click()
            expect(queue).to_have_count(left)

    def all_know(self) -> None:
        """Wait until every page has been told how things are now."""
        revision = self.leader.snapshot()["revision"]
        for page in self.pages:
            page.wait_for_function(REVISION, arg=revision)


def start_day(make: Make, server: Server, *, groups: int = 1, others: int = 11) -> Day:
    """One with a page among `others` without, and the pages of those who look on."""
    leader = Leader(server, expected=others + 1, groups=groups, workbook="alle-verb")
    context = make(viewport=LAPTOP)
    console = context.new_page()
    console.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(console.get_by_role("heading", name="Ny økt")).to_be_visible()
    console.goto(f"{server.url}okt/{leader.code}/styr")
    wall = context.new_page()
    wall.set_viewport_size(PROJECTOR)
    wall.goto(f"{server.url}okt/{leader.code}/lerret")
    at_the_table(wall)
    phone = scan(make, server, leader.code)
    day = Day(leader, console, wall, phone, [Colleague(server, leader.code) for _ in range(others)])
    expect(console.locator(".counts dd").first).to_contain_text(str(others + 1))
    return day


def heard(page: Page) -> list[str]:
    """Every message that the page has had from the server since it was loaded."""
    messages: list[str] = page.evaluate("() => window.heard")
    return messages


def snapshots(page: Page) -> Iterator[dict[str, Any]]:
    """Every snapshot of the room that the page has had."""
    for text in heard(page):
        told = json.loads(text) if text.startswith("{") else {}
        snapshot = told.get("snapshot") or told
        if "activities" in snapshot:
            yield snapshot


def results_heard(page: Page, step: str) -> list[Any]:
    """The different results of a step in all that the page was told; [None] for nothing."""
    results = [snapshot["activities"][step]["result"] for snapshot in snapshots(page)]
    return [result for at, result in enumerate(results) if result not in results[:at]]
