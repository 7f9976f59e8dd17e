"""What a phone fetches before it can be used, and what a person must press, so that both stay few."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.phone import Traffic
from lmtools.serving.base import LANGUAGE
from lmtools.serving.door import proof_of
from lmtools.serving.keys import open_keys
from tests.browser.people import PHONE, SLOW, Colleague, Leader, at_the_table
from tests.conftest import Server

pytestmark = pytest.mark.browser

MOST_KB, MOST_KB_TO_JOIN = 110, 50
"""Before the first field can be used, headers too. On Slow 3G fifty take a second."""
MOST_IN_A_ROW = 2
"""Requests that wait for each other: the page, and all that it needs. On Slow 3G each takes two seconds."""
MOST_AT_ONCE = 6
"""As many as a browser has lines to one server; one more would wait its turn."""
MOST_TAPS = 4
FOR_FIGURES = re.compile(r"/part-(of-)?(vega|kernel|stock)-")
"""What is fetched when a chart is drawn or a kernel asked for."""
LATER = re.compile(r"\.woff2$|/part-screening-|/live\?|/figures/")
"""What comes when the page can be used already; figures that are not shown yet, when it rests."""
PRESSED = """
window.lmPressed = 0;
addEventListener("click", event => { if (event.isTrusted) lmPressed += 1; }, true);
"""


@pytest.fixture
def leader(server: Server) -> Leader:
    """A session that begins with a field to write in."""
    leader = Leader(server)
    leader.go("reflect-1", "alone")
    return leader


def wait_for_page(server: Server, code: str, language: str) -> None:
    """Until the workbook's page has been made, as it is before a day begins, one is told to wait."""
    visitor = Colleague(server, code)
    while visitor.must_wait(f"bok/{language}/stasted?okt={code}"):
        pass


def scan(make: Any, server: Server, code: str, language: str = "nb") -> tuple[Page, Traffic]:
    """Open the address that the QR code holds, in a browser that has never been here."""
    wait_for_page(server, code, language)
    context = make(viewport=PHONE, has_touch=True, is_mobile=True)
    context.add_cookies([{"name": LANGUAGE, "value": language, "url": server.url}])
    page = context.new_page()
    page.add_init_script(PRESSED)
    traffic = Traffic()
    traffic.listen(page.context.new_cdp_session(page))
    proof = proof_of(code, open_keys(server.data).cookie)
    page.goto(f"{server.url}bli-med/{code}/{proof}", wait_until="commit")
    return page, traffic


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_phone_fetches_little_before_it_can_be_used(
    browser_context: Any, server: Server, leader: Leader, language: str
) -> None:
    page, traffic = scan(browser_context, server, leader.code, language)
    expect(page.locator("textarea").first).to_be_editable(timeout=SLOW)
    at_the_table(page)
    names = [one.address for one in traffic.arrived]
    needed = [one for one in traffic.arrived if not LATER.search(one.address)]
    assert not [name for name in names if FOR_FIGURES.search(name)]
    assert max(one.chain for one in needed) <= MOST_IN_A_ROW, needed
    assert sum(one.bytes for one in needed) <= MOST_KB * 1000, needed
    assert len(needed) <= MOST_AT_ONCE, needed
    assert page.url == f"{server.url}bok/{language}/stasted?okt={leader.code}"


def test_from_the_code_to_a_first_answer_there_are_at_most_four_taps(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page, _ = scan(browser_context, server, leader.code)
    page.get_by_label("Ett punkt om gangen").tap(timeout=SLOW)
    page.keyboard.type("Godt samarbeid")
    page.get_by_role("button", name="Legg til punktet").tap()
    expect(page.locator(".mine li", has_text="Godt samarbeid").get_by_text("Bare du ser det")).to_be_visible()
    assert 1 + page.evaluate("lmPressed") <= MOST_TAPS  # the first is on what the camera shows


def test_the_front_page_fetches_little(browser_context: Any, server: Server) -> None:
    page, traffic = browser_context(viewport=PHONE).new_page(), Traffic()
    traffic.listen(page.context.new_cdp_session(page))
    page.goto(server.url, wait_until="networkidle")
    needed = [one for one in traffic.arrived if not LATER.search(one.address)]
    assert not [one for one in needed if FOR_FIGURES.search(one.address)]
    assert sum(one.bytes for one in needed) <= MOST_KB_TO_JOIN * 1000, needed
