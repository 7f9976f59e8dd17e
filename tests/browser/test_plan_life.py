"""The plan after the day, in a real browser: brought up to date, evaluated, and begun with the next time."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.checks import check, check_narrow
from tests.browser.people import Colleague, Leader, scan
from tests.browser.test_after import ACTION, a_day, come_in

pytestmark = pytest.mark.browser

GOAL = "Elevene møter de samme reglene"
VOICE = "Hils på oss i gangen"
SAID = f"Dette må bli bedre: {VOICE}"  # with the name of its box


def a_council(server: Any) -> str:
    """A session of the pupils' council in which one point has been shown; its code."""
    council = Leader(server, groups=1, expected=5, workbook="elevrad")
    point = str(uuid.uuid4())
    pupil = Colleague(server, council.code)
    council.go("reflect-1", "group")
    pupil.send("point.add", point=point, step="reflect-1", box="b2", text=VOICE, notes=[])
    council.send("moderate", point=point, show=True)
    council.go("reflect-1", "plenary")
    return council.code


def test_what_is_written_right_after_a_choice_or_while_it_is_saved_is_kept(
    browser_context: Any, server: Any
) -> None:
    leader = a_day(server)
    leader.send("close")
    page = come_in(browser_context, server, f"okt/{leader.code}/etter")
    page.get_by_text("Oppdater tiltaket").click()
    form = page.get_by_role("form", name=re.compile("^Oppdater tiltaket"))
    reason = form.get_by_label("Hvorfor endrer dere dette? (valgfritt)")
    reason.focus()
    page.evaluate("() => { window.requestAnimationFrame = () => 0; }")  # a slow page has not shown it yet
    form.get_by_label("Status").select_option("under_way")
    page.keyboard.insert_text("Vi fikk teamtid")  # as dictation or a paste
    expect(reason).to_have_value("Vi fikk teamtid")
    held: list[Route] = []
    page.route(re.compile(r"/api/room/\d+\?"), lambda route: held.append(route))
    form.get_by_role("button", name="Lagre").click()
    page.wait_for_timeout(1_000)
    assert len(held) == 1
    form.get_by_label("Hvorfor gikk det slik?").fill("Teamene fikk tid")
    held[0].continue_()
    page.unroute_all()
    expect(form.get_by_text(re.compile(r"^Lagret \d\d\.\d\d$"))).to_be_visible()
    expect(form.get_by_label("Hvorfor gikk det slik?")).to_have_value("Teamene fikk tid")
    expect(reason).to_have_value("")
    page.get_by_text("Planens historie (1)").click()
    expect(page.get_by_text("Hvorfor: Vi fikk teamtid")).to_be_visible()


def test_the_plan_is_followed_and_the_next_day_begins_with_it(browser_context: Any, server: Any) -> None:
    leader = a_day(server)
    leader.send("close")
    council = a_council(server)
    page = come_in(browser_context, server, f"okt/{leader.code}/etter")
    goal = page.get_by_role("region", name=f"Mål: {GOAL}")
    expect(goal.get_by_text(ACTION)).to_be_visible()

    # Brought up to date with a reason; it is remembered with a role.
    page.get_by_label("Dere endrer planen som").select_option("leader")
    goal.get_by_text("Oppdater tiltaket").click()
    form = page.get_by_role("form", name=re.compile("^Oppdater tiltaket"))
    form.get_by_label("Status").select_option("under_way")
    form.get_by_label("Hva ble det av tiltaket?").select_option("partly")
    form.get_by_label("Hvorfor endrer dere dette? (valgfritt)").fill("Vi fikk teamtid")
    form.get_by_role("button", name="Lagre").click()
    expect(form.get_by_text(re.compile(r"^Lagret \d\d\.\d\d$"))).to_be_visible()
    expect(goal.get_by_text("I gang").first).to_be_visible()
    goal.get_by_text("Det vi lærte").first.click()
    learned = page.get_by_role("form", name=re.compile("^Det vi lærte av målet"))
    learned.get_by_label("Hva gjør dere med målet?").select_option("change")
    learned.get_by_label("Gjorde vi det riktige?").fill("Vi trodde at regler var nok.")
    learned.get_by_role("button", name="Lagre").click()
    expect(learned.get_by_text(re.compile(r"^Lagret \d\d\.\d\d$"))).to_be_visible()
    page.get_by_text("Planens historie (3)").click()
    expect(page.get_by_text("Hvorfor: Vi fikk teamtid").first).to_be_visible()
    expect(page.get_by_text("Skolens ledelse").last).to_be_visible()

    # What the pupils' council said in a session of its own is put beside the goal, taken away, and put back.
    page.get_by_text("Elevenes og foreldrenes stemmer").click()
    voices = page.get_by_role("form", name="Elevenes og foreldrenes stemmer")
    voices.get_by_role("button", name="Legg ved målet").click()
    expect(voices.get_by_text("Velg økta der elevene eller foreldrene var, først.")).to_be_visible()
    voices.get_by_label("Økta der de var").select_option(council)
    voices.get_by_label(SAID).check()
    voices.get_by_role("button", name="Legg ved målet").click()
    expect(voices.get_by_text("Ett punkt er lagt ved målet.")).to_be_visible()
    goal.get_by_role("button", name=f"Ta bort punktet: {SAID}").click()
    expect(goal.get_by_text("Tatt bort fra målet.", exact=False)).to_be_visible()
    voices.get_by_label(SAID).check()
    voices.get_by_role("button", name="Legg ved målet").click()
    expect(goal.get_by_text(SAID)).to_be_visible()
    page.get_by_text("Hva punktene fra dagen førte til").click()
    check(page)
    check_narrow(page)

    # The next day begins with it, and everybody sees what it came from and says what came of it.
    later = Leader(server, groups=1, expected=5)
    page.goto(f"{server.url}okt/{later.code}/etter")
    page.get_by_text("Begynn med forrige plan").click()
    value = page.locator(f"option[value='{leader.code}']").get_attribute("value")
    page.get_by_label("Fra ei tidligere økt ved skolen").select_option(value)
    page.get_by_role("button", name="Hent planen hit").click()
    expect(page.get_by_role("region", name=f"Mål: {GOAL}")).to_be_visible()
    Colleague(server, later.code)
    later.go("actions-1", "group")
    phone = scan(browser_context, server, later.code)
    phone.get_by_text("Hva ble det av planen?").click()
    expect(phone.get_by_label("Hva gjør dere med målet?")).to_be_visible()
    expect(phone.get_by_role("listitem").filter(has_text="Det elever og foreldre sa")).to_contain_text(SAID)
    check(phone)
