"""Who draws the charts, for whatever width there is, and what is said when nobody can."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import LAPTOP, PHONE, SLOW, Leader, at_the_table, scan
from tests.conftest import Make, Server

pytestmark = pytest.mark.browser

WORKER = re.compile(r"/part-vega-worker-")
VEGA = re.compile(r"/part-vega-(?!worker)")  # as the page itself would fetch it
FETCHED = "() => performance.getEntriesByType('resource').map(one => one.name)"


@pytest.fixture
def leader(server: Server) -> Leader:
    """A session in which all look at figures."""
    leader = Leader(server)
    leader.go("results-1", "plenary")
    return leader


def test_charts_are_drawn_beside_the_page_and_anew_when_it_has_another_width(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code, viewport=LAPTOP)
    chart = page.locator("svg.marks").first
    expect(chart).to_be_visible(timeout=SLOW)
    assert [worker.url for worker in page.workers if WORKER.search(worker.url)]
    assert not [name for name in page.evaluate(FETCHED) if VEGA.search(name)]
    wide = chart.get_attribute("width")
    page.set_viewport_size(PHONE)
    expect(chart).not_to_have_attribute("width", str(wide))
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_a_thread_the_page_draws_itself_and_without_vega_the_numbers_are_said_to_stand_in_the_table(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    alone = open_without(browser_context, server, leader, WORKER)
    expect(alone.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    nothing = open_without(browser_context, server, leader, WORKER, VEGA)
    failed = nothing.get_by_text("Figuren lot seg ikke tegne. Tallene står i tabellen.")
    expect(failed.first).to_be_visible(timeout=SLOW)
    nothing.get_by_text("Tabell", exact=True).click()
    expect(nothing.get_by_role("table").first).to_be_visible()


def open_without(make: Make, server: Server, leader: Leader, *parts: re.Pattern[str]) -> Page:
    """The session's page where these parts of it cannot be fetched."""
    page = make(viewport=PHONE).new_page()
    for part in parts:
        page.context.route(part, lambda route: route.abort())
    page.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(page)
    return page
