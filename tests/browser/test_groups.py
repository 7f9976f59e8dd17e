"""How groups are made: sheets for the tables, a phone that scans one, one that chooses, another way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import check, check_narrow
from tests.browser.people import LAPTOP, PHONE, Leader, at_the_table

pytestmark = pytest.mark.browser

GROUPS = 3


def open_console(page: Page, server: Any, leader: Leader) -> None:
    """Sign in with the key, and look at the groups."""
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.goto(f"{server.url}okt/{leader.code}/styr")
    page.locator("summary", has_text="Endre gruppene").click()


def make_groups(console: Page, way: str) -> None:
    """Choose how, in the console."""
    console.get_by_role("radio", name=way).check()
    console.get_by_role("button", name="Bytt til dette").click()
    expect(console.locator(".said")).to_have_text("Endret hvordan gruppene lages")


def scan_table(page: Page, server: Any, code: str, number: int) -> None:
    """Open the address that lies on a table."""
    page.goto(f"{server.url}bli-med/{code}?bord={number}")
    at_the_table(page)
    expect(page.get_by_text(f"Du er ved bord {number}.")).to_be_visible()


def test_groups_are_made_at_the_tables_or_by_choice_and_the_facilitator_changes_the_way(
    make: Callable[..., Any], verbs: Any
) -> None:
    leader = Leader(verbs, groups=GROUPS, expected=6, workbook="alle-verb")
    console = make(viewport=LAPTOP).new_page()
    open_console(console, verbs, leader)
    make_groups(console, "Etter bordet de sitter ved")
    check(console)
    check_narrow(console)

    # Paper for the tables: a page of A4 for each.
    with console.expect_popup() as opened:
        console.get_by_role("link", name="Ark til bordene").click()
    sheets = opened.value
    expect(sheets.locator(".sheet")).to_have_count(GROUPS)
    expect(sheets.get_by_role("button", name="Skriv ut")).to_be_visible()
    check(sheets)
    check_narrow(sheets)
    printed = sheets.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == GROUPS
    sheets.close()

    # One who scans a table sits there, and moves by scanning another; one who types the code is asked.
    scanned, typed = (make(viewport=PHONE).new_page() for _ in range(2))
    scan_table(scanned, verbs, leader.code, 2)
    scan_table(scanned, verbs, leader.code, 3)
    typed.goto(f"{verbs.url}bli-med/{leader.code}")
    at_the_table(typed)
    expect(typed.get_by_text("Hvilket bord sitter du ved?")).to_be_visible()
    expect(console.get_by_text("Noen få har ikke valgt gruppe ennå.")).to_be_visible()

    # Another way, taken back, and chosen again: the phone asks for what holds now.
    make_groups(console, "De velger selv")
    expect(typed.get_by_text("Hvilken gruppe vil du være i?")).to_be_visible()
    console.get_by_role("button", name="Angre", exact=True).click()
    expect(typed.get_by_text("Hvilket bord sitter du ved?")).to_be_visible()
    expect(console.get_by_role("radio", name="Etter bordet de sitter ved")).to_be_checked()
    make_groups(console, "De velger selv")
    check(typed)
    check_narrow(typed)
    typed.get_by_role("button", name="Gruppe 3 ledig plass").click()
    expect(typed.get_by_text("Du er i gruppe 3.")).to_be_visible()
    expect(typed.get_by_text("Hvilken gruppe vil du være i?")).to_have_count(0)

    # At the table somebody takes the task of writing, another takes it over, and it can be let go of.
    leader.go("swot-1", "group")
    expect(typed.get_by_text("Ingen er sekretær ennå.")).to_be_visible()
    typed.get_by_role("button", name="Ta oppgaven som sekretær").click()
    expect(typed.get_by_text("Du er sekretær.")).to_be_visible()
    expect(scanned.get_by_text("Gruppa har en sekretær.")).to_be_visible()
    expect(console.get_by_text("1 av 1 grupper har sekretær.")).to_be_visible()
    check(scanned)
    scanned.get_by_role("button", name="Ta over oppgaven som sekretær").click()
    expect(typed.get_by_text("Gruppa har en sekretær.")).to_be_visible()
    scanned.get_by_role("button", name="Slipp oppgaven som sekretær").click()
    expect(typed.get_by_text("Ingen er sekretær ennå.")).to_be_visible()
    expect(console.get_by_text("0 av 1 grupper har sekretær.")).to_be_visible()
