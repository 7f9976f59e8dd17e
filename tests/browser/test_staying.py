"""Reloads, locked phones, a net that goes and a server that falls: nobody and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.people import (
    PHONE,
    SLOW,
    Colleague,
    Leader,
    add_point,
    at_the_table,
    own_points,
    press_thought,
    put_up,
    received,
    scan,
    start_session,
    table_of,
    thought,
)
from tests.conftest import Make, Server, guard, start_server, stop_server

pytestmark = pytest.mark.browser

FIRST = "Mobil er greit hos én og forbudt hos en annen."
SECOND = "Timeplanen passer ikke til reglene."
HALF = "Halvskrevet tanke"
AGREED = "Reglene er like på papiret, men ikke i timene"
KEPT = "Lagret på telefonen – sendes når nettet er tilbake"

# The first effects of a page then run two seconds after it was drawn, whichever way they are put off.
LATE_PAINT = """
const later = window.setTimeout;
window.requestAnimationFrame = (draw) => later(() => draw(performance.now()), 2000);
window.setTimeout = (then, wait, ...rest) => later(then, wait > 0 && wait <= 100 ? 2000 : wait, ...rest);
"""


@pytest.fixture
def leader(server: Server) -> Leader:
    """A session with three groups that stands where each thinks alone."""
    leader = Leader(server, groups=3, expected=9)
    leader.go("reflect-1", "alone")
    return leader


def expect_the_same_person(page: Page, group: str, *points: str, half: str = "") -> None:
    """The page stands where it stood: group, own points once each, and what was half written."""
    at_the_table(page)
    expect(own_points(page)).to_have_count(len(points))
    for text in points:
        expect(own_points(page).filter(has_text=text)).to_have_count(1)
    expect(thought(page)).to_have_value(half)
    assert table_of(page).inner_text() == group


def test_a_reload_and_the_back_button_keep_the_participant_and_the_draft(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    Colleague(server, leader.code)
    page = scan(browser_context, server, leader.code)
    group = table_of(page).inner_text()
    add_point(page, FIRST)
    thought(page).fill(HALF)
    page.reload()
    expect_the_same_person(page, group, FIRST, half=HALF)
    page.goto(f"{server.url}om")
    page.go_back()
    expect_the_same_person(page, group, FIRST, half=HALF)


def test_one_who_scans_the_code_again_is_the_same_participant(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    group = table_of(page).inner_text()
    add_point(page, FIRST)
    Colleague(server, leader.code)
    page.goto(f"{server.url}bli-med/{leader.code}")
    expect_the_same_person(page, group, FIRST)


def test_a_draft_follows_the_writer_to_a_browser_that_has_lost_its_storage(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    with page.expect_response(lambda answer: "draft.save" in (answer.request.post_data or "")):
        thought(page).fill(HALF)
    page.evaluate("() => window.localStorage.clear()")
    page.reload()
    at_the_table(page)
    expect(thought(page)).to_have_value(HALF)


def test_what_is_written_without_net_is_kept_and_sent_once(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    group = table_of(page).inner_text()
    page.context.set_offline(True)
    for text in (FIRST, SECOND):
        press_thought(page, text)
    expect(page.get_by_text(KEPT).filter(visible=True)).to_be_visible()
    expect(own_points(page).get_by_text("På vei")).to_have_count(2)
    thought(page).fill(HALF)
    page.context.set_offline(False)
    expect(received(page)).to_have_count(2, timeout=SLOW)
    expect(page.get_by_text(re.compile(r"^Lagret \d\d\.\d\d$"))).to_be_visible()
    expect(page.get_by_text(KEPT).filter(visible=True)).to_have_count(0)
    page.reload()
    expect_the_same_person(page, group, FIRST, SECOND, half=HALF)


def test_a_command_whose_answer_was_lost_is_applied_once(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if "note.add" not in (route.request.post_data or "") or lost:
            route.continue_()
            return
        lost.append(route.fetch().text())  # the server has heard it
        route.abort()

    page.route(re.compile(r"/api/room/\d+\?as=participant"), lose_the_first_answer)
    add_point(page, FIRST, timeout=SLOW)
    assert len(lost) == 1
    page.reload()
    at_the_table(page)
    expect(own_points(page)).to_have_count(1)


def test_a_phone_that_was_locked_comes_to_where_the_room_is(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    add_point(page, FIRST)
    thought(page).fill(HALF)
    phone = page.context.new_cdp_session(page)
    phone.send("Page.setWebLifecycleState", {"state": "frozen"})
    leader.go("reflect-1", "group")
    phone.send("Page.setWebLifecycleState", {"state": "active"})
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_label("Gruppas punkt")).to_be_visible(timeout=SLOW)
    expect(own_points(page)).to_have_count(1)
    leader.go("reflect-1", "alone")
    expect(thought(page)).to_have_value(HALF)


def test_a_draft_stays_when_the_room_moves_on_and_comes_back(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    thought(page).fill(HALF)
    leader.go("reflect-1", "group")
    page.get_by_label("Gruppas punkt").fill("Gruppas halve punkt")
    leader.go("reflect-1", "alone")
    expect(thought(page)).to_have_value(HALF)
    leader.go("reflect-1", "group")
    expect(page.get_by_label("Gruppas punkt")).to_have_value("Gruppas halve punkt")


def test_what_a_group_sends_reaches_the_console_and_then_the_projector(
    browser_context: Make, server: Server
) -> None:
    leader = start_session(browser_context, server)
    page = scan(browser_context, server, leader.code)
    for _ in range(4):
        leader.next()
    expect(leader.page.locator(".phases [aria-current]")).to_have_text("Gruppe")
    page.get_by_label("Gruppas punkt").fill(AGREED)
    page.get_by_role("button", name="Send punktet").click()
    expect(leader.page.locator(".queue li")).to_contain_text(AGREED, timeout=SLOW)
    leader.press("Slipp fram")
    expect(page.get_by_text("På lerretet", exact=True)).to_be_visible(timeout=SLOW)
    leader.next()
    expect(leader.projector.locator(".points > li")).to_contain_text(AGREED, timeout=SLOW)


def test_another_language_keeps_the_participant_the_draft_and_the_place(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    Colleague(server, leader.code)
    page = scan(browser_context, server, leader.code)
    group = table_of(page).inner_text()
    add_point(page, FIRST)
    thought(page).fill(HALF)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile(r"/bok/en/.*okt="))
    at_the_table(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".phases [aria-current]")).to_have_text("Alone")
    expect(own_points(page)).to_have_count(1)
    expect(page.locator("textarea")).to_have_value(HALF)
    page.goto(f"{server.url}bli-med/{leader.code}")
    page.wait_for_url(re.compile(r"/bok/en/"))
    at_the_table(page)
    page.get_by_role("link", name="Bokmål").click()
    page.wait_for_url(re.compile(r"/bok/nb/"))
    expect_the_same_person(page, group, FIRST, half=HALF)


def test_what_arrives_before_a_busy_phone_has_painted_is_shown_all_the_same(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    add_point(page, FIRST)
    page.add_init_script(LATE_PAINT)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/api/room/"), hold)
    page.reload()
    at_the_table(page)
    assert held
    for route in tuple(held):
        route.continue_()
    page.unroute(re.compile(r"/api/room/"))
    expect(own_points(page)).to_have_count(1)


@pytest.fixture
def falling(tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, which may be killed."""
    running = start_server(tmp_path / "data", "--samples", "--people", "5")
    yield running
    if running.process.poll() is None:
        stop_server(running)


def test_a_killed_server_comes_back_with_everything_and_the_pages_find_it(
    browser: Browser, falling: Server
) -> None:
    outside: list[str] = []

    def make(**options: Any) -> BrowserContext:
        return guard(browser.new_context(locale="nb-NO", **options), falling.origin, outside)

    leader = Leader(falling, groups=3)
    leader.go("reflect-1", "alone")
    page = scan(make, falling, leader.code, viewport=PHONE)
    wall = put_up(make, falling, leader.code)
    group = table_of(page).inner_text()
    add_point(page, FIRST)

    falling.process.kill()
    falling.process.wait()
    press_thought(page, SECOND)
    expect(page.get_by_text(KEPT).filter(visible=True)).to_be_visible(timeout=SLOW)
    port = urlsplit(falling.url).port
    again = start_server(falling.data, "--samples", "--people", "5", port=port)
    falling.process = again.process

    expect(received(page)).to_have_count(2, timeout=SLOW)
    leader.go("reflect-1", "group")
    expect(page.get_by_label("Gruppas punkt")).to_be_visible(timeout=SLOW)
    expect(wall.get_by_text("Bli enige om det viktigste")).to_be_visible(timeout=SLOW)
    leader.go("reflect-1", "alone")
    page.reload()
    expect_the_same_person(page, group, FIRST, SECOND)
    for context in (page.context, wall.context):
        context.close()
    assert outside == []
