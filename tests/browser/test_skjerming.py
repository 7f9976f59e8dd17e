"""The page that tells a principal what is hidden in the figures, and why."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from lmtools.settings import LANGUAGES
from tests.browser.checks import check, check_narrow
from tests.browser.people import LAPTOP, PHONE
from tests.conftest import start_server, stop_server

pytestmark = pytest.mark.browser

LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .map((heading) => Number(heading.tagName[1]))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_accessible_in_each_language_on_a_phone(
    browser_context: Any, server: Any, language: str
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}skjerming?sprak={language}")
    check(page, language)
    check_narrow(page)


def test_the_page_is_accessible_on_a_wide_screen_and_its_headings_come_in_order(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}skjerming")
    check(page)
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_principal_reads_how_much_is_hidden_why_and_what_is_not_protected(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}skjerming")
    section = page.get_by_role("region", name="Dette er skjermet")
    expect(section).to_contain_text("tall er lest inn.")
    row = section.get_by_role("row").filter(has_text="Merket i fila")
    expect(row.get_by_role("rowheader")).to_contain_text("stjerne")
    expect(row.get_by_role("cell")).to_have_text(re.compile(r"^\d[\d\s]*$"))
    for name in ("Kan noen regne det ut?", "Grensene", "Dette er vernet", "Dette er ikke vernet"):
        expect(page.get_by_role("region", name=name).get_by_role("listitem").first).to_be_visible()


def test_the_certificate_is_reached_by_keyboard_and_comes_as_a_file(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}skjerming")
    link = page.get_by_role("link", name="Last ned sertifikatet")
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("(element) => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename == "skjerming.json"
    certificate = json.loads(Path(coming.value.path()).read_text("utf-8"))
    assert certificate["policy"]["preset"] == "strict"
    assert certificate["figures_hidden"] > 0


@pytest.mark.parametrize("path", ["", "om", "prosessleder"])
def test_every_page_around_the_workbooks_leads_to_it(browser_context: Any, server: Any, path: str) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(server.url + path)
    page.get_by_role("contentinfo").get_by_role("link", name="Hva som er skjermet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva som er skjermet, og hvorfor")


def test_before_any_figures_the_page_says_so_and_offers_no_file(
    browser: Any, server: Any, tmp_path: Path
) -> None:
    empty = start_server(tmp_path / "data")
    try:
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{empty.url}skjerming")
        expect(page.get_by_text("Ingen tall ennå")).to_be_visible()
        expect(page.get_by_role("link", name="Last ned sertifikatet")).to_have_count(0)
        check(page)
        answer = page.request.get(f"{empty.url}skjerming.json")
        assert answer.status == 404
        assert answer.json()["error"].endswith(".")
        page.context.close()
    finally:
        assert stop_server(empty) == 0
