"""A whole staff in one room: a console, a wall and a page each, and what is read on which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.people import PHONE, Facilitator, Person, at_the_table
from tests.browser.verbs import REVISION
from tests.conftest import Make, Server

READS = "(text) => document.body.innerHTML.includes(text) || window.heard.some((told) => told.includes(text))"
# What a page does when it has been away: a change that does not concern it is not sent to it by itself.
ASK = "() => void window.dispatchEvent(new Event('online'))"


@dataclass
class Staff:
    """The facilitator with console and wall, and the people in the order they came, each with a page.

    `away` are those whose net is gone: what happens in the room does not reach their pages.
    """

    make: Make
    server: Server
    leader: Facilitator
    people: list[Person] = field(default_factory=list)
    away: list[Person] = field(default_factory=list)

    @property
    def console(self) -> Page:
        """The facilitator's page."""
        return self.leader.page

    @property
    def wall(self) -> Page:
        """What the projector shows."""
        return self.leader.projector

    @property
    def phones(self) -> list[Page]:
        """The pages of those who can be reached."""
        return [person.page for person in self.people if person not in self.away]

    def come(self, count: int) -> None:
        """So many scan the code, one after the other, and wait for their pages together."""
        new = [
            Person(self.make(viewport=PHONE).new_page(), self.server, self.leader.code) for _ in range(count)
        ]
        for person in new:
            at_the_table(person.page)
        self.people += new

    def at(self, group: int) -> list[Person]:
        """Those who sit at this table, in the order they came."""
        return [person for person in self.people if person.snapshot()["me"]["group"] == group]

    def go_on(self, title: str, phase: str = "", *, on_console: str = "") -> None:
        """Press the one large button, and wait until the room is where it leads, with a clock that runs."""
        self.leader.next()
        self.stand_at(title, phase, on_console=on_console)
        expect(self.wall.get_by_role("timer")).to_have_text(re.compile(r"\d igjen|min igjen"))

    def stand_at(self, title: str, phase: str = "", *, on_console: str = "") -> None:
        """Console, wall and every page that can be reached stand here; a step of one phase names none."""
        expect(self.console.get_by_role("heading", level=1)).to_have_text(title)
        for page in self.phones:
            expect(page.locator(".phone-line .strong")).to_have_text(title)
        for page in (self.wall, *self.phones, self.console) if phase else ():
            said = (on_console or phase) if page == self.console else phase
            expect(page.locator(".phases [aria-current]")).to_have_text(said)

    def is_read_by(self, text: str, *readers: Page, besides: Sequence[Page] = ()) -> None:
        """`text` stands on these pages and on no other, and no other has even been told it.

        `besides` have been told it before, and whether they show it now does not matter.
        """
        self.all_know()
        for page in readers:
            expect(page.get_by_text(text).filter(visible=True).first).to_be_visible()
        for page in (self.console, self.wall, *self.phones):
            if page not in (*readers, *besides):
                assert not page.evaluate(READS, text), (page.url, text)

    def all_know(self) -> None:
        """Wait until every page that can be reached has been told how things are now."""
        room = f"{self.server.url}api/room/{self.leader.code}?as=facilitator"
        revision = self.console.request.get(room).json()["revision"]
        pages = (self.console, self.wall, *self.phones)
        for page in pages:
            if not page.evaluate(REVISION, revision):
                page.evaluate(ASK)
        for page in pages:
            page.wait_for_function(REVISION, arg=revision)

    def look_over(self, decision: str, *texts: str) -> None:
        """Press «Slipp fram» or «Hold tilbake» for each of these, which wait on the console."""
        for text in texts:
            waiting = self.console.locator(".queue li", has_text=f"«{text}»")
            waiting.get_by_role("button", name=decision).click()
            expect(waiting.filter(has_text="Venter på deg")).to_have_count(0)


def reload(page: Page) -> None:
    """Load the page anew, as a thumb that slips does."""
    page.reload()
    at_the_table(page)
