"""Where few have come: sentences instead of numbers, on the phone and on the wall."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Colleague, Leader, lock_guess, put_up, scan
from tests.conftest import Make, Server

pytestmark = pytest.mark.browser

FIRST = "Mobil er greit hos én og forbudt hos en annen."
AGREED = "Reglene er like på papiret, men ikke i timene"


def test_fewer_than_five_get_sentences_instead_of_numbers(browser_context: Make, server: Server) -> None:
    leader = Leader(server)
    page = scan(browser_context, server, leader.code)
    wall = put_up(browser_context, server, leader.code)
    others = [Colleague(server, leader.code) for _ in range(2)]
    lock_guess(page, 8)
    for other in others:
        other.send("guess.lock", step="guess-1", value=20)
    expect(wall.locator("footer")).not_to_contain_text("har låst")
    leader.go("guess-1", "plenary")
    leader.send("reveal", step="guess-1")
    few = "For få gjettet til at gjetningene kan vises samlet."
    for screen in (page, wall):
        expect(screen.get_by_text(few)).to_be_visible()
        for words in ("Halvparten av oss", "Midten av det vi gjettet"):
            expect(screen.get_by_text(words)).to_have_count(0)
        expect_no_gaps(screen)

    leader.go("reflect-1", "group")
    for text in (AGREED, FIRST):
        others[0].send("point.add", point=str(uuid.uuid4()), step="reflect-1", text=text, notes=[])
    for entry in leader.snapshot()["facilitator"]["queue"]:
        leader.send("moderate", point=entry["point"], show=True)
    leader.go("prioritise-1", "alone")
    page.get_by_role("button", name=f"Ett poeng til «{AGREED}»").click()
    page.get_by_role("button", name="Send poengene").click()
    expect(page.get_by_text("Du kan endre til runden er over.")).to_be_visible()
    leader.go("prioritise-1", "plenary")
    leader.send("reveal", step="prioritise-1")
    for screen in (page, wall):
        expect(screen.get_by_role("heading", level=1)).to_have_text("For få stemte til at tallene kan vises")
        expect(screen.locator(".dumbbell svg")).to_have_count(0)
        expect(screen.locator(".dumbbell")).not_to_contain_text(re.compile(r"\d"))
        expect_no_gaps(screen)


def expect_no_gaps(screen: Page) -> None:
    """No value that is missing has been written as a word of the machine's."""
    text = screen.locator("main").inner_text()
    assert not re.search(r"\b(null|undefined|NaN)\b", text), text
