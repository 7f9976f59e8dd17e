"""Whoever writes a target reads which change the school can see: alone, on a phone and on the console."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import check, check_narrow
from tests.browser.keys import Keys
from tests.browser.people import LAPTOP, PHONE, SLOW, Leader, at_the_table, scan

pytestmark = pytest.mark.browser

CHOICE = "Tallet som skal vise det"
TARGET = "Slik ser vi at vi er framme"
NEEDED = "før det synes som mer enn tilfeldig etter ett år"


def open_alone(browser_context: Any, server: Any, viewport: dict[str, int] = PHONE) -> Page:
    """The workbook read alone, once its figures are there."""
    page = browser_context(viewport=viewport).new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    return page


def start_goal(page: Page) -> Locator:
    """Press the button for a first goal."""
    page.get_by_role("button", name="Skriv et mål").click()
    return page.get_by_role("form", name="Nytt mål")


def figures_step(leader: Leader) -> None:
    """Take the room past the figures, to the plan."""
    leader.go("actions-1", "group")


def test_a_target_on_the_phone_is_answered_with_the_change_that_can_be_seen(
    browser_context: Any, server: Any
) -> None:
    leader = Leader(server)
    figures_step(leader)
    phone = scan(browser_context, server, leader.code)
    form = start_goal(phone)
    said = form.locator(".goal-check")
    expect(form.get_by_label(CHOICE)).to_have_value("")
    expect(said).to_have_text("")
    form.get_by_label(CHOICE).select_option(label="Felles regler, 10. trinn")
    expect(form.get_by_label(TARGET)).to_have_value("Felles regler: ")
    expect(said).to_contain_text(NEEDED)
    form.get_by_label(TARGET).fill("Felles regler: minst 4,9 høsten 2027")
    expect(said).to_contain_text("er det nok til å synes etter ett år.")
    form.get_by_label(TARGET).fill("Felles regler: opp 0,1 til høsten 2027")
    expect(said).to_contain_text("Velg et tegn til, som noen kan se eller høre i hverdagen.")
    assert said.get_attribute("aria-live") == "polite"
    check(phone)
    check_narrow(phone)
    form.get_by_label("Mål", exact=True).fill("Elevene møter de samme reglene")
    form.get_by_role("button", name="Lagre").click()
    goal = phone.get_by_role("region", name="Mål: Elevene møter de samme reglene")
    expect(goal).to_contain_text("Felles regler: opp 0,1 til høsten 2027")
    expect(goal).to_contain_text("Velg et tegn til")
    check(phone)


def test_what_the_goal_builds_on_chooses_the_figure_and_nobody_is_stopped(
    browser_context: Any, server: Any
) -> None:
    page = open_alone(browser_context, server)
    form = start_goal(page)
    form.get_by_label("Det målet bygger på").fill("Vi så at felles regler falt")
    expect(form.get_by_label(CHOICE)).not_to_have_value("")
    expect(form.locator(".goal-check")).to_contain_text(NEEDED)
    form.get_by_label(CHOICE).select_option(label="Ikke noe tall")
    expect(form.locator(".goal-check")).to_have_text("")
    form.get_by_label("Mål", exact=True).fill("Elevene sier at reglene er like")
    form.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name="Elevene sier at reglene er like")).to_be_visible()


def test_the_figure_is_chosen_and_the_sentence_reached_with_the_keyboard_alone(
    browser_context: Any, server: Any
) -> None:
    page = open_alone(browser_context, server, LAPTOP)
    keys = Keys(page)
    page.get_by_role("button", name="Skriv et mål").focus()
    keys.press(page.get_by_role("button", name="Skriv et mål"))
    form = page.get_by_role("form", name="Nytt mål")
    keys.write(form.get_by_label("Mål", exact=True), "Elevene møter de samme reglene")
    keys.to(form.get_by_label(CHOICE))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    keys.to(form.get_by_label(TARGET))
    page.keyboard.press("End")
    page.keyboard.type("minst 3,8")
    expect(form.locator(".goal-check")).to_contain_text("til 3,8 er")
    described = form.get_by_label(TARGET).get_attribute("aria-describedby") or ""
    assert form.locator(".goal-check").get_attribute("id") in described.split()


def test_the_console_says_the_same_beside_the_goal(browser_context: Any, server: Any) -> None:
    leader = Leader(server)
    figures_step(leader)
    goal = str(uuid.uuid4())
    leader.send(
        "goal.save", goal=goal, step="actions-1", text="Like regler", target="Felles regler minst 4,9"
    )
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.goto(f"{server.url}okt/{leader.code}/styr")
    said = page.locator(".goal-check")
    expect(said).to_contain_text("er det nok til å synes etter ett år.", timeout=SLOW)
    page.get_by_label(CHOICE).select_option(label="Mobbing på skolen, 10. trinn")
    expect(page.get_by_label("Slik ser vi at vi er framme")).to_have_value(
        "Mobbing på skolen: Felles regler minst 4,9"
    )
    expect(said).to_contain_text("prosentpoeng")
    expect(page.get_by_text("må andelen synke")).to_be_visible()
    check(page)


def test_before_the_figures_are_shown_a_goal_has_nothing_to_choose_from(
    browser_context: Any, server: Any
) -> None:
    leader = Leader(server)
    phone = scan(browser_context, server, leader.code)
    assert "Felles regler, 10. trinn" not in phone.content()
    assert '"goals":[{' not in phone.content()
