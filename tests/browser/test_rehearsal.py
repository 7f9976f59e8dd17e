"""The button "Generalprøve" on the facilitator's page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check, check_narrow
from tests.browser.people import LAPTOP, PHONE, SLOW, Leader, scan

pytestmark = pytest.mark.browser


def test_a_rehearsal_is_started_watched_and_read_on_the_facilitators_page(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.get_by_label("Hvor mange kolleger").fill("5")
    page.route("**/api/rehearsal", lambda route: route.continue_(post_data=shortened(route.request)))
    page.get_by_role("button", name="Hold generalprøve").click()
    expect(page.get_by_role("progressbar", name="Hvor langt generalprøven er kommet")).to_be_visible()
    expect(page.get_by_role("link", name="Se lerretet i et nytt vindu")).to_be_visible(timeout=SLOW)
    check(page)
    expect(page.get_by_text("5 av 5 kom inn")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Generalprøven er ferdig.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Denne maskinen fikk nyhetene innen \d+,\d\ss\."))).to_be_visible()
    check(page)
    assert [one for one in Leader(server).call("api/sessions", None)["sessions"] if one["rehearsal"]] == []
    page.reload()
    expect(page.get_by_text(re.compile("^Sist: .*, 5 kolleger$"))).to_be_visible()
    page.set_viewport_size(PHONE)
    check_narrow(page)


def test_a_rehearsal_of_the_chosen_agenda_that_is_stopped_leaves_no_session(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.get_by_label("Hvor mange kolleger").fill("1")
    page.get_by_role("button", name="Hold generalprøve").click()
    expect(page.get_by_text("Skriv et tall fra 2 til 1000.")).to_be_visible()
    page.get_by_label("Hvor mange kolleger").fill("5")
    page.get_by_label("Arbeidsbok eller dagsorden").select_option("ready:45-minutter")
    expect(page.get_by_text("Vi prøver «Fra tall til tiltak på 45 minutter»")).to_be_visible()
    page.get_by_role("button", name="Hold generalprøve").click()
    expect(page.get_by_role("link", name="Se lerretet i et nytt vindu")).to_be_visible(timeout=SLOW)
    sessions = Leader(server).call("api/sessions", None)["sessions"]
    titles = [one["title"] for one in sessions if one["rehearsal"]]
    assert titles == ["Generalprøve: Fra tall til tiltak på 45 minutter"]
    page.get_by_role("button", name="Stopp generalprøven").click()
    expect(page.get_by_text("Generalprøven er stoppet, og økta er slettet.")).to_be_visible(timeout=SLOW)
    assert [one for one in Leader(server).call("api/sessions", None)["sessions"] if one["rehearsal"]] == []


def shortened(request: Any) -> str | None:
    """What the page sends, with the day cut short."""
    return request.post_data.replace("}", ', "minutes": 0.1}') if request.method == "POST" else None


def test_where_people_are_in_a_session_the_page_asks_before_it_starts(
    browser_context: Any, server: Any
) -> None:
    leader = Leader(server)
    someone = scan(browser_context, server, leader.code)
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.get_by_role("button", name="Hold generalprøve").click()
    expect(page.get_by_text("Det er folk inne i ei økt nå.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Vent").click()
    expect(page.get_by_role("button", name="Hold generalprøve")).to_be_visible()
    assert leader.call("api/rehearsal", None)["goes_on"] is False
    someone.close()
