"""The day with nothing but a keyboard: every act can be reached, focus is seen, and it is never lost."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.browser.people import LAPTOP, PHONE, Colleague, Leader, at_the_table

pytestmark = pytest.mark.browser

POINT = "Mobil er greit hos én og forbudt hos en annen."
AGREED = "Reglene er like på papiret, men ikke i timene"
ALSO = "Vi følger opp ulikt når noen bryter en regel"


def test_a_participant_takes_part_with_the_keyboard_alone(browser_context: Any, server: Any) -> None:
    leader = Leader(server)
    page = browser_context(viewport=PHONE).new_page()
    page.goto(server.url)
    keys = Keys(page)
    button, field = page.get_by_role("button", name=re.compile("")), page.get_by_role("textbox")

    keys.write(page.get_by_label("Kode, seks siffer"), leader.code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/bok/"))
    at_the_table(page)

    slider = page.get_by_role("slider", name="Din gjetning")
    keys.to(slider)
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    keys.press(button.filter(has_text="Lås gjetningen på 8"))
    expect(page.get_by_text("Gjetningen din er låst på 8.")).to_be_visible()
    keys.stays()

    leader.go("reflect-1", "alone")
    expect(page.get_by_label("Ett punkt om gangen")).to_be_visible()
    keys.stays()
    keys.write(page.get_by_label("Ett punkt om gangen"), POINT)
    keys.press(page.get_by_role("button", name="Legg til punktet"))
    mine = page.locator(".mine li").filter(has_text=POINT)
    expect(mine.get_by_text("Bare du ser det")).to_be_visible()
    keys.stays()
    share = page.get_by_role("checkbox", name="Del med gruppa")
    keys.press(share, "Space")
    expect(share).to_be_checked()
    keys.press(mine.get_by_role("button", name="Endre"))
    keys.write(page.get_by_label("Endre punktet"), " Særlig i ute")
    keys.press(page.get_by_role("button", name="Lagre"))
    expect(mine).to_contain_text("Særlig i ute")
    keys.stays()
    keys.press(page.get_by_role("button", name="Ta bort punktet"))
    expect(page.get_by_text("Punktet er tatt bort.")).to_be_visible()
    keys.stays()
    keys.press(page.get_by_role("button", name="Angre", exact=True))
    expect(mine.get_by_text("Gruppa ser det")).to_be_visible()
    keys.stays()

    leader.go("reflect-1", "group")
    expect(page.get_by_label("Gruppas punkt")).to_be_visible()
    keys.stays()
    keys.write(page.get_by_label("Gruppas punkt"), AGREED)
    keys.press(page.get_by_role("button", name="Send punktet"))
    expect(page.get_by_text("Ikke vist ennå")).to_be_visible()
    leader.send("moderate", point=leader.snapshot()["facilitator"]["queue"][0]["point"], show=True)

    leader.go("prioritise-1", "alone")
    more = page.get_by_role("button", name=f"Ett poeng til «{AGREED}»")
    keys.to(more)
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.get_by_text("Alle poengene er fordelt")).to_be_visible()
    keys.press(page.get_by_role("button", name="Send poengene"))
    expect(page.get_by_text("Du kan endre til runden er over.")).to_be_visible()
    keys.stays()

    leader.go("actions-1", "group")
    keys.press(page.get_by_role("button", name="Skriv et mål"))
    keys.write(page.get_by_label("Mål", exact=True), "Elevene møter de samme reglene i alle timer")
    keys.press(page.get_by_role("button", name="Lagre"))
    add = page.get_by_role("button", name="Legg til et tiltak")
    expect(add).to_be_visible()
    keys.stays()
    keys.press(add)
    keys.write(page.get_by_label("Tiltak", exact=True), "Tre regler som gjelder i alle timer")
    keys.write(page.get_by_label("Hvem"), "Teamlederne")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tre regler som gjelder i alle timer").filter(visible=True)).to_be_visible()
    keys.stays()
    keys.press(page.get_by_role("button", name="Jeg er klar"))
    expect(page.get_by_role("button", name="Du er klar")).to_be_focused()
    assert field.count() == 0


def test_a_facilitator_leads_with_the_keyboard_alone(browser_context: Any, server: Any) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder")
    keys = Keys(page)
    keys.write(page.get_by_label("Nøkkel"), server.key)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Antall grupper")).to_be_visible(timeout=30_000)  # the page loads anew
    page.wait_for_load_state()
    keys.to(page.get_by_label("Antall grupper"))
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    keys.to(page.get_by_role("button", name="Start økta"))
    page.keyboard.press("Enter")  # another page comes, so there is no focus to look for in this one
    page.wait_for_url(re.compile(r"/okt/\d{6}/styr"))
    now = page.get_by_role("heading", level=1)
    expect(now).to_have_text("Gjett først")
    code = re.findall(r"\d{6}", page.url)[-1]
    groups = [Colleague(server, code) for _ in range(2)]

    go_on = page.locator(".next-button")
    keys.press(go_on)
    phase = page.locator(".phases [aria-current]")
    expect(phase).to_have_text("Plenum")
    keys.press(page.get_by_role("button", name="Vis svaret"))
    expect(page.get_by_role("button", name="Skjul svaret")).to_be_visible()
    keys.stays()
    for title in ("Se hva elevene svarte", "Hva ser vi?"):
        keys.press(go_on)
        expect(now).to_have_text(title)
        keys.stays()
    keys.press(go_on)
    expect(phase).to_have_text("Gruppe")
    for group, text in zip(groups, (AGREED, ALSO), strict=True):
        group.send("point.add", point=str(uuid.uuid4()), step="reflect-1", text=text, notes=[])
    queue = page.locator(".queue li")
    expect(queue).to_have_count(2)
    for left in (1, 0):
        keys.press(page.get_by_role("button", name="Slipp fram").first)
        expect(queue).to_have_count(left)
        keys.stays()
    keys.press(go_on, way="Shift+Tab")
    expect(phase).to_have_text("Plenum")

    for text in (AGREED, ALSO):
        keys.press(page.get_by_role("checkbox", name=text), "Space")
    keys.press(page.get_by_role("button", name="Slå sammen"), way="Shift+Tab")
    points = page.locator(".point-list > li")
    expect(points).to_have_count(1)
    keys.stays()
    keys.press(page.get_by_role("button", name="Angre"))
    expect(points).to_have_count(2)
    keys.stays()
    end = page.get_by_role("banner").get_by_role("button", name="Avslutt økta")
    keys.press(end)
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Ikke ennå"))
    expect(end).to_be_focused()  # the dialog, with a button of the same name, may still be on its way out


def test_figures_are_chosen_with_the_keyboard_alone(browser_context: Any, server: Any) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    keys = Keys(page)
    keys.to(page.get_by_role("radio", name="Figur").first)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("table").first).to_be_visible()
    keys.stays()
    keys.press(page.get_by_role("radio", name="Tabell").first, "ArrowLeft")
    questions = page.get_by_role("button", name="Spørsmålene i Felles regler")
    keys.press(questions)
    close = page.get_by_role("button", name="Lukk spørsmålene")
    expect(close).to_be_visible(timeout=60_000)
    keys.press(close)
    expect(close).to_have_count(0, timeout=60_000)
    keys.stays()


def test_the_first_stop_of_every_page_skips_to_what_it_is_about(browser_context: Any, server: Any) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    for path in ("", "prosessleder", "om", "finnes-ikke", "bok/nb/stasted"):
        page.goto(server.url + path)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#innhold")).to_be_focused()
