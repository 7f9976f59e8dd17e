"""What is typed and not sent yet: a reload gives it back, and nothing that arrives touches it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.people import (
    LAPTOP,
    SLOW,
    Colleague,
    Leader,
    at_the_table,
    press_thought,
    received,
    scan,
    thought,
)
from tests.conftest import Make, Server

pytestmark = pytest.mark.browser

HALF = "Halvskrevet tanke"
SAY_WHEN_HEARD = """() => {
    const watch = new MutationObserver(() => (watch.disconnect(), console.log("heard")));
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    const parts = document.querySelectorAll(".phone-head, .phone-steps, .console");
    for (const part of parts) watch.observe(part, all);
}"""
CARET = "(field) => [document.activeElement === field, field.selectionStart, field.value]"


def point(colleague: Colleague, text: str) -> str:
    """A group's point, sent by somebody else at the table."""
    known = str(uuid.uuid4())
    colleague.send("point.add", point=known, step="reflect-1", text=text, notes=[])
    return known


def goal(colleague: Colleague, text: str, **more: Any) -> str:
    """A goal, written by somebody else."""
    known = more.pop("goal", str(uuid.uuid4()))
    colleague.send("goal.save", goal=known, step="actions-1", text=text, **more)
    return known


def reloaded(page: Page) -> None:
    """Load the page anew."""
    page.reload()
    at_the_table(page)


def type_and_hear(field: Locator, happens: Callable[[], Any], page: Page) -> None:
    """Type in the middle of `field` while something arrives from the room: caret, text and focus stay."""
    field.fill(HALF)
    field.evaluate("(field) => field.setSelectionRange(4, 4)")
    with page.expect_event("console", lambda message: message.text == "heard"):
        page.evaluate(SAY_WHEN_HEARD)
        happens()
    assert field.evaluate(CARET) == [True, 4, HALF]
    page.keyboard.type("X")
    assert field.input_value() == f"{HALF[:4]}X{HALF[4:]}"
    field.fill(HALF)


def test_a_guess_that_is_not_locked_and_votes_that_are_not_sent_survive_a_reload(
    browser_context: Any, server: Server
) -> None:
    leader = Leader(server)
    page = scan(browser_context, server, leader.code)
    page.get_by_role("slider", name="Din gjetning").fill("17")
    reloaded(page)
    expect(page.get_by_role("button", name="Lås gjetningen på 17")).to_be_visible()

    leader.go("reflect-1", "group")
    for text in ("Reglene er ulike", "Pausene er korte"):
        point(Colleague(server, leader.code), text)
    for entry in leader.snapshot()["facilitator"]["queue"]:
        leader.send("moderate", point=entry["point"], show=True)
    leader.go("prioritise-1", "alone")
    more = page.get_by_role("button", name="Ett poeng til «Reglene er ulike»")
    more.evaluate("button => { button.click(); button.click(); }")  # faster than a slow phone can draw
    expect(page.get_by_text("Du har ett poeng igjen")).to_be_visible()
    reloaded(page)
    expect(page.get_by_text("Du har ett poeng igjen")).to_be_visible()
    expect(page.get_by_text("Lagret på telefonen, ikke sendt ennå")).to_have_count(0)  # said when one writes
    page.get_by_role("button", name="Send poengene").click()
    expect(page.get_by_text("Du kan endre til runden er over.")).to_be_visible()


def test_what_is_written_alone_and_in_the_group_survives_a_reload_and_what_arrives(
    browser_context: Any, server: Server
) -> None:
    leader = Leader(server, groups=1)
    leader.go("reflect-1", "alone")
    page = scan(browser_context, server, leader.code)
    other = Colleague(server, leader.code)
    field = page.get_by_label("Ett punkt om gangen")
    type_and_hear(field, lambda: leader.send("extend", minutes=1), page)
    expect(page.get_by_text("Lagret på telefonen som et utkast")).to_be_visible()
    field.fill("Sendt tanke")
    page.get_by_role("button", name="Legg til punktet").click()
    page.get_by_role("button", name="Endre punktet: Sendt tanke").click()
    page.get_by_label("Endre punktet", exact=True).fill(HALF)
    reloaded(page)
    expect(page.get_by_label("Endre punktet", exact=True)).to_have_value(HALF)
    page.get_by_role("button", name="Avbryt").click()

    known = point(other, "Gruppas ord")
    leader.go("reflect-1", "group")
    agreed = page.get_by_label("Gruppas punkt")
    type_and_hear(agreed, lambda: point(other, "Et til"), page)
    page.get_by_role("button", name="Endre punktet: Gruppas ord").click()
    editing = page.get_by_label("Endre punktet", exact=True)
    type_and_hear(editing, lambda: point(other, "Et tredje"), page)
    reloaded(page)
    expect(agreed).to_have_value(HALF)
    expect(editing).to_have_value(HALF)
    other.send("point.remove", point=known)
    expect(page.get_by_text("Noen i gruppa har tatt bort punktet imens.")).to_be_visible(timeout=SLOW)
    expect(editing).to_have_value(HALF)
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.locator(".mine li").filter(has_text=HALF)).to_be_visible()


def test_every_field_of_a_goal_and_an_action_survives_a_reload_and_what_others_do(
    browser_context: Any, server: Server
) -> None:
    leader = Leader(server, groups=1)
    leader.go("actions-1", "group")
    page = scan(browser_context, server, leader.code)
    other = Colleague(server, leader.code)
    known = goal(other, "Elevene merker like regler")
    page.get_by_role("button", name="Endre målet: Elevene merker like regler").click()
    form = page.get_by_role("form", name="Endre målet")
    finding = form.get_by_label("Det målet bygger på")
    finding.fill("Det vi så")
    mine = form.get_by_label("Mål", exact=True)
    type_and_hear(mine, lambda: goal(other, "Andres ord", goal=known, revision=1), page)
    expect(form.get_by_text("Noen andre har endret dette imens. Nå står det «Andres ord».")).to_be_visible()
    reloaded(page)
    expect(mine).to_have_value(HALF)
    expect(finding).to_have_value("Det vi så")
    form.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name=HALF)).to_be_visible()
    expect(page.get_by_text("Sendt")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("heading", name=HALF)).to_be_visible()

    page.get_by_role("button", name="Legg til et tiltak").click()
    form = page.get_by_role("form", name="Nytt tiltak")
    written = {"Tiltak": "Felles start på timen", "Hvem": "Trinnlederne", "Når": "Ferdig 15. januar"}
    for label, text in written.items():
        form.get_by_label(label, exact=True).fill(text)
    type_and_hear(form.get_by_label("Tegn på at det virker"), lambda: goal(other, "Et mål til"), page)
    reloaded(page)
    for label, text in written.items():
        expect(form.get_by_label(label, exact=True)).to_have_value(text)
    expect(form.get_by_label("Tegn på at det virker")).to_have_value(HALF)
    other.send("goal.remove", goal=known)
    expect(page.get_by_role("heading", name=HALF)).to_have_count(0, timeout=SLOW)
    expect(form.get_by_label("Tiltak", exact=True)).to_have_value("Felles start på timen")
    form.get_by_role("button", name="Lagre").click()
    for text in (*written.values(), HALF):  # refused, for the goal is gone: every word is still there
        expect(page.locator(".refused-text").filter(has_text=text)).to_be_visible(timeout=SLOW)


def test_what_a_facilitator_types_survives_a_reload_and_what_others_do(
    browser_context: Any, server: Server
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.get_by_label("Hvor mange kommer").fill("33")
    page.get_by_label("Skole", exact=True).select_option(label="Lindvåg ungdomsskole")
    page.get_by_label("Trinn").select_option(label="8. trinn")
    page.goto(f"{server.url}om")
    page.go_back()
    expect(page.get_by_label("Hvor mange kommer")).to_have_value("33")
    expect(page.get_by_label("Skole", exact=True).locator("option:checked")).to_have_text(
        "Lindvåg ungdomsskole"
    )
    expect(page.get_by_label("Trinn").locator("option:checked")).to_have_text("8. trinn")
    page.get_by_role("button", name="Start økta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gjett først")
    code = page.url.split("/okt/")[1].split("/")[0]
    other = Colleague(server, code)

    def lead(do: str, **fields: Any) -> None:
        data = json.dumps({"commands": [{"id": str(uuid.uuid4()), "do": do, **fields}]})
        headers = {"Origin": server.origin, "Content-Type": "application/json"}
        sent = page.request.post(f"{server.url}api/room/{code}?as=facilitator", data=data, headers=headers)
        assert sent.json()["results"][0]["ok"], sent.text()

    lead("go", step="reflect-1", phase="group")
    shown = [point(other, text) for text in ("Reglene er ulike", "Ulike regler")]
    for known in shown:
        lead("moderate", point=known, show=True)
    lead("go", step="reflect-1", phase="plenary")
    for text in ("Reglene er ulike", "Ulike regler"):
        page.get_by_label(text, exact=True).check()
    merged = page.get_by_label("Felles tekst for de 2 punktene")
    type_and_hear(merged, lambda: lead("extend", minutes=1), page)
    page.reload()
    expect(merged).to_have_value(HALF)

    lead("go", step="actions-1", phase="group")
    known = goal(other, "Et mål")
    field = page.get_by_label("Hva skal elevene merke?").first
    type_and_hear(field, lambda: goal(other, "Et annet", finding="Noe"), page)
    page.context.set_offline(True)
    field.fill("Skrevet uten nett")
    expect(page.get_by_text("Vi når ikke økta.")).to_be_visible(timeout=SLOW)
    page.context.set_offline(False)
    page.reload()
    expect(field).to_have_value("Skrevet uten nett")
    expect(page.get_by_text("Lagret", exact=False).first).to_be_visible()
    other.send("goal.remove", goal=known)


@pytest.mark.parametrize("more", [" og mer", "En ny tanke"])
def test_what_is_written_while_the_first_text_is_looked_over_stays_in_the_field(
    browser_context: Make, server: Server, more: str
) -> None:
    leader = Leader(server)
    leader.go("reflect-1", "alone")
    context, held = browser_context(viewport=LAPTOP), list[Route]()
    context.route("**/part-screening-*", lambda route: held.append(route))
    page = context.new_page()
    page.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(page)
    press_thought(page, HALF)
    if more.startswith(" "):
        thought(page).focus()
        page.keyboard.press("End")
        page.keyboard.type(more)
    else:
        thought(page).fill(more)
    expect(received(page)).to_have_count(0)
    for route in held:
        route.continue_()
    expect(received(page, HALF)).to_have_count(1, timeout=SLOW)
    expect(thought(page)).to_have_value(more.strip())


def test_a_field_grows_with_what_is_written_and_shrinks_when_it_is_sent(
    browser_context: Make, server: Server
) -> None:
    leader = Leader(server)
    leader.go("reflect-1", "alone")
    phone = browser_context(viewport=LAPTOP).new_page()
    phone.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(phone)
    field = thought(phone)
    size = "(field) => [field.offsetWidth, field.offsetHeight]"
    width, height = field.evaluate(size)
    field.click()
    expect(field).to_have_css("contain", "strict")  # from now on a letter lays out the field alone
    for number in range(10):
        phone.keyboard.type(f"linje {number}")
        phone.keyboard.press("Enter")
    phone.wait_for_function("field => field.scrollHeight <= field.clientHeight", arg=field.element_handle())
    grown = field.evaluate(size)
    assert grown[0] == width
    assert grown[1] > 1.5 * height
    field.blur()
    assert field.evaluate(size) == [width, pytest.approx(grown[1], abs=2)]
    phone.get_by_role("button", name="Legg til punktet").click()
    expect(field).to_have_value("", timeout=SLOW)
    assert field.evaluate(size) == [width, height]
