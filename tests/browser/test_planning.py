"""A day is planned in a real browser: picked from two workbooks, kept, sent as a file, opened and started."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import check, check_narrow
from tests.browser.people import LAPTOP, SLOW, at_the_table, scan
from tests.conftest import Server

pytestmark = pytest.mark.browser


def row(page: Page, name: str) -> Locator:
    """The agenda's item called `name`."""
    return page.locator(".plan-item").filter(has=page.get_by_role("heading", name=name, exact=True))


def titles(page: Page) -> Locator:
    return page.locator(".plan-item h3")


def pick(page: Page, workbook: str, *activities: str) -> None:
    """Add activities of a workbook, which is opened first."""
    book = page.locator(".shelf-book").filter(
        has=page.locator("summary", has_text=re.compile(f"^{workbook}$"))
    )
    if book.get_attribute("open") is None:
        book.locator("> summary").click()
    for name in activities:
        book.get_by_role("button", name=f"Legg til «{name}»", exact=True).click()
        expect(page.get_by_role("status").filter(has_text=f"La til «{name}»")).to_be_attached()


def saved(page: Page) -> None:
    expect(page.locator('.save[data-state="sent"]')).to_be_visible(timeout=SLOW)


def test_a_day_is_planned_saved_shared_and_started(
    browser_context: Any, server: Server, tmp_path: Path
) -> None:
    page: Page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.get_by_role("button", name="Ny dagsorden").click()
    expect(page.get_by_text("Ingenting på dagsordenen ennå")).to_be_visible()
    check(page)

    pick(page, "Aktiviteter", "Innsjekk")
    pick(page, "Ståsted", "Velg det viktigste", "Hva ser vi?")
    expect(row(page, "Velg det viktigste")).to_contain_text("velger blant punkter fra plenum")
    row(page, "Hva ser vi?").get_by_role("button", name="Flytt «Hva ser vi?» opp").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Den er nå nummer 2 av 3")).to_be_attached()
    expect(page.get_by_role("button", name="Flytt «Hva ser vi?» opp")).to_be_focused()
    expect(titles(page)).to_have_text(["Innsjekk", "Hva ser vi?", "Velg det viktigste"])
    expect(row(page, "Velg det viktigste")).not_to_contain_text("velger blant punkter fra plenum")

    row(page, "Innsjekk").get_by_role("button", name="Ta bort").click()
    expect(titles(page)).to_have_count(2)
    page.get_by_role("button", name="Angre", exact=True).click()
    expect(titles(page)).to_have_count(3)

    page.get_by_label("Navn på dagsordenen").fill("Torsdag i november")
    page.get_by_label("Begynner").fill("12:30")
    page.get_by_label("Ønsket lengde, minutter").fill("40")
    row(page, "Hva ser vi?").get_by_label("Gruppe").fill("12")
    row(page, "Hva ser vi?").get_by_label("Plenum").fill("8")
    row(page, "Hva ser vi?").get_by_label("Plenum").blur()
    expect(row(page, "Hva ser vi?").locator(".item-time")).to_have_text("12.35–13.0025 min")
    expect(page.locator(".plan-summary")).to_have_text("12.30–13.1646 minutter6 minutter for langt")
    saved(page)
    check(page)
    check_narrow(page)

    page.reload()
    expect(page.get_by_label("Navn på dagsordenen")).to_have_value("Torsdag i november")
    expect(row(page, "Hva ser vi?").locator(".item-time")).to_have_text("12.35–13.0025 min")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Last ned som fil").click()
    file = tmp_path / "torsdag.toml"
    downloading.value.save_as(file)

    page.get_by_role("button", name="Slett").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("«Torsdag i november» er slettet")
    page.get_by_role("link", name="Til siden for prosessledere").click()
    check(page)
    check_narrow(page)
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Hent dagsorden fra fil").click()
    choosing.value.set_files(file)
    expect(titles(page)).to_have_text(["Innsjekk", "Hva ser vi?", "Velg det viktigste"])
    page.get_by_role("button", name="Legg til pause").click()
    for _ in range(2):
        row(page, "Pause").get_by_role("button", name="Flytt «Pause» opp").click()
    expect(titles(page)).to_have_text(["Innsjekk", "Pause", "Hva ser vi?", "Velg det viktigste"])
    saved(page)

    page.get_by_role("button", name="Bruk i ny økt").click()
    expect(page.get_by_label("Arbeidsbok eller dagsorden").locator("option:checked")).to_have_text(
        "Torsdag i november"
    )
    page.get_by_text("Slik brukes «Ståsted»").click()
    expect(page.locator(".guide:visible")).to_contain_text("Begynn med det som er bra.")
    page.get_by_role("button", name="Start økta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Innsjekk")
    page.get_by_text("Slik brukes arbeidsboka").click()
    page.get_by_role("button", name="Start klokka").click()  # what the console draws anew leaves it open
    expect(page.get_by_role("button", name="Stopp klokka")).to_be_visible()
    expect(page.locator(".guide")).to_contain_text("Begynn med det som er bra.")
    expect(page.get_by_role("heading", name="Råd til deg")).to_be_visible()
    agenda = page.locator(".agenda")
    for name in ("Innsjekk", "Hva ser vi?", "Velg det viktigste"):
        expect(agenda).to_contain_text(name)
    code = re.search(r"/okt/(\d{6})/styr", page.url)
    assert code is not None
    steps = page.request.get(f"{server.url}api/room/{code[1]}?as=facilitator").json()["steps"]
    assert steps[1]["minutes"] == {"alone": 5, "group": 12, "plenary": 8}
    the_way_on_leads_through_the_break(page, scan(browser_context, server, code[1]), server, code[1])


def the_way_on_leads_through_the_break(page: Page, phone: Page, server: Server, code: str) -> None:
    """All have it at once, with when it ends and how long that is; then the day goes on."""
    wall = page.context.new_page()
    wall.goto(f"{server.url}okt/{code}/lerret")
    at_the_table(wall)
    page.get_by_role("button", name="Neste fase: Plenum").click()
    page.get_by_role("button", name="Neste: Pause, 15 min").click()
    until = re.compile(r"^Pause til \d\d\.\d\d$")
    for screen in (page, wall):
        expect(screen.get_by_role("heading", level=1)).to_have_text(until)
    expect(phone.locator(".banner").get_by_text(until)).to_be_visible()
    for screen in (page, wall, phone):
        expect(screen.get_by_role("timer")).to_have_text(re.compile("^1[45]"))
        check(screen)
    page.get_by_role("button", name="Neste: Hva ser vi?").click()
    expect(phone.get_by_label("Ett punkt om gangen")).to_be_visible()
    expect(phone.locator(".banner")).to_have_count(0)


def test_a_button_cannot_be_pressed_before_its_script_is_there_so_no_press_is_lost(
    browser_context: Any, server: Server
) -> None:
    page: Page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    new = page.get_by_role("button", name="Ny dagsorden")
    expect(new).to_be_enabled()
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    page.route("**/facilitator*.js", hold)
    page.reload(wait_until="commit")
    expect(new).to_be_disabled()
    expect(page.get_by_role("button", name="Start økta")).to_be_disabled()
    for route in waiting:
        route.continue_()
    new.click()
    expect(page.get_by_text("Ingenting på dagsordenen ennå")).to_be_visible()


def test_what_the_net_did_not_carry_is_there_after_a_reload_and_a_deleted_agenda_can_be_had_back(
    browser_context: Any, server: Server
) -> None:
    context = browser_context(viewport={"width": 360, "height": 740})
    page: Page = context.new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.locator("#plan summary", has_text="Ståsted").click()
    page.get_by_role("button", name="Tilpass «Fra tall til tiltak på 45 minutter»").click()
    expect(titles(page)).to_have_count(8)
    saved(page)
    page.route("**/api/agendas/**", lambda route: route.abort())
    page.get_by_label("Navn på dagsordenen").fill("Uten nett")
    expect(page.get_by_text("Lagret i nettleseren. Sendes når nettet er tilbake.")).to_be_visible()
    page.unroute("**/api/agendas/**")
    page.reload()
    expect(page.get_by_label("Navn på dagsordenen")).to_have_value("Uten nett")
    saved(page)
    check(page)
    check_narrow(page)
    page.get_by_role("button", name="Slett").click()
    check(page)
    page.get_by_role("button", name="Angre").click()
    expect(page.get_by_label("Navn på dagsordenen")).to_have_value("Uten nett")
    expect(titles(page)).to_have_count(8)
