"""A municipality's schools and a school's grades beside each other, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import check, check_narrow
from tests.browser.keys import Keys
from tests.browser.people import LAPTOP, PHONE, SLOW, at_the_table
from tests.browser.town import OWN
from tests.conftest import Server, guard

pytestmark = pytest.mark.browser

SAID = re.compile(r"^Felles regler i 2025: \d+ skoler i Lindvåg\. Kommunen: \d,\d\.")


def open_book(browser: Any, server: Server, viewport: dict[str, int], outside: list[str]) -> Page:
    """The workbook, read alone, with the figures of the sample school's 8th grade."""
    context = guard(browser.new_context(locale="nb-NO", viewport=viewport), server.origin, outside)
    page: Page = context.new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    page.get_by_label("Skole", exact=True).select_option(label=OWN)
    page.get_by_label("Trinn", exact=True).select_option(label="8. trinn")
    expect(page.get_by_role("img", name=OWN).first).to_be_visible(timeout=SLOW)
    return page


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP])
def test_the_schools_stand_beside_each_other_and_only_ones_own_is_named(
    browser: Any, municipality: Server, viewport: dict[str, int]
) -> None:
    outside: list[str] = []
    page = open_book(browser, municipality, viewport, outside)
    page.get_by_text("Skolene i kommunen", exact=True).click()
    expect(page.get_by_role("heading", name="Skolene i Lindvåg")).to_be_visible(timeout=SLOW)
    panel = page.locator("article.multiple", has_text="Felles regler")
    expect(panel.locator("svg.marks")).to_be_visible(timeout=SLOW)
    expect(panel.get_by_role("img").first).to_have_attribute("aria-label", SAID)
    panel.get_by_text("Tallene i figuren").click()
    rows = panel.get_by_role("row")
    expect(rows.filter(has_text=OWN)).to_have_count(1)
    expect(rows.filter(has_text="En annen skole").first).to_be_visible()
    section = page.locator("section", has=page.get_by_role("heading", name="Skolene i Lindvåg")).last
    assert "Nabo" not in section.inner_html()
    check(page)
    check_narrow(page)
    assert outside == []
    page.context.close()


def test_with_too_few_schools_a_sentence_stands_where_the_figure_would(
    browser_context: Any, server: Server
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    keys = Keys(page)
    keys.to(page.get_by_role("radio", name="Figur"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    said = page.get_by_text("Det er for få åpne tall i Lindvåg til å vise skolene ved siden av hverandre")
    expect(said).to_be_visible(timeout=SLOW)
    check(page)


def test_the_grades_stand_beside_each_other_in_the_details(browser_context: Any, server: Server) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    page.get_by_role("button", name="Spørsmålene i Felles regler").click()
    grades = page.get_by_role("region", name="Trinnene ved siden av hverandre")
    expect(grades.locator("svg.marks")).to_be_visible(timeout=SLOW)
    expect(grades).to_contain_text("Trukket mot de andre trinnene")
    check(page)
    check_narrow(page)
    page.get_by_text("Tabell", exact=True).click()
    expect(grades.get_by_role("row", name="8. trinn")).to_be_visible()
    check(page)
