"""What is printed, by those who read alone and by participants, is divided between sheets."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_paper
from tests.browser.people import LAPTOP, PHONE, SLOW, Leader, at_the_table, scan
from tests.conftest import Make, Server

pytestmark = pytest.mark.browser


def test_a_workbook_that_is_read_alone_is_divided_between_sheets(
    browser_context: Make, server: Server
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    expect(page.locator("svg.marks").last).to_be_visible(timeout=SLOW)
    check_paper(page)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP])
def test_a_participants_page_is_divided_between_sheets(
    browser_context: Make, server: Server, viewport: dict[str, int]
) -> None:
    leader = Leader(server)
    leader.go("results-1", "plenary")
    page = scan(browser_context, server, leader.code, viewport=viewport)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    check_paper(page)
    leader.go("actions-1", "plenary")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mål og tiltak")
    check_paper(page)
