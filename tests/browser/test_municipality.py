"""The municipality's page in a real browser: three languages, narrow and wide, by keyboard and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lmtools.settings import LANGUAGES
from tests.browser.checks import check, check_narrow, check_paper
from tests.browser.keys import Keys
from tests.browser.people import LAPTOP, PHONE, PROJECTOR, SLOW, Leader
from tests.conftest import Server, contexts_inside

pytestmark = pytest.mark.browser

DRAWN = "[data-figure] svg.marks"
PARTS = ("h-figures", "h-plans", "h-shared", "h-duties")


@pytest.fixture
def town(browser: Any, municipality: Server) -> Iterator[Any]:
    """Make browsers on the grown municipality's server that never leave it; none wants to."""
    with contexts_inside(browser, municipality.origin) as make:
        yield make


def signed_in(make: Any, server: Server, viewport: dict[str, int], query: str = "") -> Page:
    """A browser with the server's key, on the page."""
    page: Page = make(viewport=viewport).new_page()
    answer = page.request.post(
        f"{server.url}api/sign-in",
        data={"key": server.key},
        headers={"Origin": server.origin},
    )
    assert answer.ok
    page.goto(f"{server.url}kommunen{query}")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_accessible_in_each_language_on_a_phone_a_laptop_and_a_large_screen(
    town: Any, municipality: Server, language: str
) -> None:
    page = signed_in(town, municipality, PHONE, f"?sprak={language}&trinn=8")
    expect(page.locator(DRAWN).first).to_be_visible(timeout=SLOW)
    for viewport in (PHONE, LAPTOP, PROJECTOR):
        page.set_viewport_size(viewport)
        check(page, language)
    check_narrow(page)
    for part in PARTS:
        expect(page.locator(f"#{part}")).to_be_visible()


def test_every_figure_has_its_table_with_the_schools_by_name(town: Any, municipality: Server) -> None:
    page = signed_in(town, municipality, LAPTOP, "?trinn=8")
    expect(page.locator(DRAWN).first).to_be_visible(timeout=SLOW)
    for number in range(page.locator("article.multiple").count()):
        panel = page.locator("article.multiple").nth(number)
        summary = panel.locator("summary")
        if summary.count():
            said = panel.get_by_role("img").first.get_attribute("aria-label") or ""
            assert said.startswith(panel.get_by_role("heading").inner_text())
            summary.click()
        names = panel.locator("tbody th").all_inner_texts()
        assert names == sorted(names, key=str.casefold)
        assert names
    check(page)


def test_the_key_and_the_choice_of_grade_are_reached_by_keyboard(town: Any, municipality: Server) -> None:
    page = town(viewport=LAPTOP).new_page()
    page.goto(f"{municipality.url}kommunen")
    expect(page.locator("body[data-script]")).to_be_attached()
    check(page)
    keys = Keys(page)
    keys.write(page.get_by_label("Nøkkel"), "feil")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nøkkelen passer ikke")
    expect(page.get_by_label("Nøkkel")).to_be_focused()
    page.get_by_label("Nøkkel").fill("")
    keys.write(page.get_by_label("Nøkkel"), municipality.key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lindvåg")
    grade = page.get_by_label("Trinn")
    keys.to(grade)
    page.keyboard.type("9")
    keys.to(page.get_by_role("button", name="Vis"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("9. trinn, høst 2025")).to_be_visible()
    folded = page.locator("article.multiple details").first
    keys.press(folded.locator("summary"))
    expect(folded.get_by_role("table")).to_be_visible()


def test_on_paper_the_tables_are_open_and_nothing_to_press_is_left(town: Any, municipality: Server) -> None:
    page = signed_in(town, municipality, LAPTOP, "?trinn=8")
    expect(page.locator(DRAWN).first).to_be_visible(timeout=SLOW)
    folded = page.locator("article.multiple details").first
    expect(folded.get_by_role("table")).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    expect(folded.locator("table")).to_be_visible()
    expect(page.get_by_role("button", name="Vis")).to_be_hidden()
    expect(page.get_by_role("button", name="Skriv ut")).to_be_hidden()
    check_paper(page)
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(folded.get_by_role("table")).to_be_hidden()


def test_a_page_that_is_printed_at_once_waits_for_its_figures(town: Any, municipality: Server) -> None:
    page = signed_in(town, municipality, PHONE, "?trinn=8")
    page.evaluate(
        f"() => {{ window.print = () => window.printed = document.querySelectorAll('{DRAWN}').length; }}"
    )
    figures = page.locator("[data-figure]").count()
    assert figures > 3  # more than can be seen at once
    page.get_by_role("button", name="Skriv ut").click()
    page.wait_for_function("() => window.printed !== undefined", timeout=SLOW)
    assert page.evaluate("() => window.printed") == figures


def test_an_action_is_shared_by_a_choice_seen_by_the_others_and_taken_back(
    town: Any, municipality: Server
) -> None:
    leader = Leader(municipality, groups=1, expected=5)
    leader.send("goal.save", goal="g1", text="Ro i timene")
    leader.send("action.save", action="a1", goal="g1", text="Tre regler på planen", who="Teamlederne")
    page = signed_in(town, municipality, PHONE)
    expect(page.get_by_text("Tre regler på planen")).to_have_count(0)
    page.goto(f"{municipality.url}okt/{leader.code}/etter")
    sharing = page.get_by_role("region", name="Del et tiltak med de andre skolene")
    sharing.get_by_text("Tre regler på planen").click()
    expect(sharing.get_by_label("Tiltaket")).to_have_value("Tre regler på planen")
    sharing.get_by_role("button", name="Del tiltaket").click()
    expect(sharing.get_by_role("alert")).to_contain_text("Skriv hva dere gjorde, og hva dere så.")
    sharing.get_by_label("Tiltaket").fill("Tre regler som er like i alle timer")
    sharing.get_by_label("Hva dere så").fill("Elevene sier at det er roligere")
    check(page)
    check_narrow(page)
    sharing.get_by_role("button", name="Del tiltaket").click()
    expect(sharing.get_by_role("status")).to_contain_text("Delt.")
    check(page)
    page.goto(f"{municipality.url}kommunen")
    shared = page.get_by_role("region", name="Delte tiltak")
    expect(shared.get_by_text("Elevene sier at det er roligere")).to_be_visible()
    expect(shared.get_by_text("Teamlederne")).to_have_count(0)
    check(page)
    page.goto(f"{municipality.url}okt/{leader.code}/etter")
    sharing.get_by_text("Tre regler som er like i alle timer").click()
    sharing.get_by_role("button", name="Ta det tilbake").click()
    expect(sharing.get_by_role("status")).to_contain_text("Tatt tilbake.")
    page.goto(f"{municipality.url}kommunen")
    expect(shared).to_be_visible()
    expect(shared.get_by_text("Tre regler som er like i alle timer")).to_have_count(0)
