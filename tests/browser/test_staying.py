"""Reloads, locked phones, a net that goes and a server that falls: nobody and nothing is lost."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import (
    PHONE,
    SLOW,
    Colleague,
    Leader,
    add_point,
    at_the_table,
    lock_guess,
    put_up,
    scan,
    start_session,
)
from tests.conftest import Server, guard, start_server, stop_server
from tests.unit.serving.pages import frozen

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


def field(page: Page) -> Any:
    """Where one writes alone."""
    return page.get_by_label("Ett punkt om gangen")


def own_points(page: Page) -> Any:
    """What this participant has sent."""
    return page.locator(".mine li")


def group_of(page: Page) -> str:
    """The group that the page says one is in."""
    return page.locator(".phone-foot summary").filter(has_text=re.compile(r"^Gruppe \d")).inner_text()


def expect_the_same_person(page: Page, group: str, *points: str, half: str = "") -> None:
    """The page stands where it stood: group, own points once each, and what was half written."""
    at_the_table(page)
    expect(own_points(page)).to_have_count(len(points))
    for text in points:
        expect(own_points(page).filter(has_text=text)).to_have_count(1)
    expect(field(page)).to_have_value(half)
    assert group_of(page) == group


def test_a_reload_and_the_back_button_keep_the_participant_and_the_draft(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    Colleague(server, leader.code)
    page = scan(browser_context, server, leader.code)
    group = group_of(page)
    add_point(page, FIRST)
    field(page).fill(HALF)
    page.reload()
    expect_the_same_person(page, group, FIRST, half=HALF)
    page.goto(f"{server.url}om")
    page.go_back()
    expect_the_same_person(page, group, FIRST, half=HALF)


def test_one_who_scans_the_code_again_is_the_same_participant(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    group = group_of(page)
    add_point(page, FIRST)
    Colleague(server, leader.code)
    page.goto(f"{server.url}bli-med/{leader.code}")
    expect_the_same_person(page, group, FIRST)


def test_a_draft_follows_the_writer_to_a_browser_that_has_lost_its_storage(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    with page.expect_response(lambda answer: "draft.save" in (answer.request.post_data or "")):
        field(page).fill(HALF)
    page.evaluate("() => window.localStorage.clear()")
    page.reload()
    at_the_table(page)
    expect(field(page)).to_have_value(HALF)


def test_what_is_written_without_net_is_kept_and_sent_once(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    group = group_of(page)
    page.context.set_offline(True)
    for text in (FIRST, SECOND):
        field(page).fill(text)
        page.get_by_role("button", name="Legg til punktet").click()
    expect(page.get_by_text(KEPT).filter(visible=True)).to_be_visible()
    expect(own_points(page).get_by_text("På vei")).to_have_count(2)
    field(page).fill(HALF)
    page.context.set_offline(False)
    expect(own_points(page).get_by_text("Bare du ser det")).to_have_count(2, timeout=SLOW)
    expect(page.get_by_text(re.compile(r"^Lagret \d\d\.\d\d$"))).to_be_visible()
    expect(page.get_by_text(KEPT).filter(visible=True)).to_have_count(0)
    page.reload()
    expect_the_same_person(page, group, FIRST, SECOND, half=HALF)


def test_a_command_whose_answer_was_lost_is_applied_once(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    lost: list[str] = []

    def lose_the_first_answer(route: Any) -> None:
        if "note.add" not in (route.request.post_data or "") or lost:
            route.continue_()
            return
        lost.append(route.fetch().text())  # the server has heard it
        route.abort()

    page.route(re.compile(r"/api/room/\d+\?as=participant"), lose_the_first_answer)
    add_point_slowly(page, FIRST)
    assert len(lost) == 1
    page.reload()
    at_the_table(page)
    expect(own_points(page)).to_have_count(1)


def add_point_slowly(page: Page, text: str) -> None:
    """Write one thought and wait until it has been sent, however long the net takes."""
    field(page).fill(text)
    page.get_by_role("button", name="Legg til punktet").click()
    expect(own_points(page).filter(has_text=text).get_by_text("Bare du ser det")).to_be_visible(timeout=SLOW)


def test_a_phone_that_was_locked_comes_to_where_the_room_is(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    add_point(page, FIRST)
    field(page).fill(HALF)
    phone = page.context.new_cdp_session(page)
    phone.send("Page.setWebLifecycleState", {"state": "frozen"})
    leader.go("reflect-1", "group")
    phone.send("Page.setWebLifecycleState", {"state": "active"})
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_label("Gruppas punkt")).to_be_visible(timeout=SLOW)
    expect(own_points(page)).to_have_count(1)
    leader.go("reflect-1", "alone")
    expect(field(page)).to_have_value(HALF)


def test_a_draft_stays_when_the_room_moves_on_and_comes_back(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    field(page).fill(HALF)
    leader.go("reflect-1", "group")
    page.get_by_label("Gruppas punkt").fill("Gruppas halve punkt")
    leader.go("reflect-1", "alone")
    expect(field(page)).to_have_value(HALF)
    leader.go("reflect-1", "group")
    expect(page.get_by_label("Gruppas punkt")).to_have_value("Gruppas halve punkt")


def test_what_a_group_sends_reaches_the_console_and_then_the_projector(
    browser_context: Any, server: Server
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
    browser_context: Any, server: Server, leader: Leader
) -> None:
    Colleague(server, leader.code)
    page = scan(browser_context, server, leader.code)
    group = group_of(page)
    add_point(page, FIRST)
    field(page).fill(HALF)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile(r"/bok/en/.*okt="))
    at_the_table(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".phases [aria-current]")).to_have_text("Alone")
    expect(page.locator(".mine li")).to_have_count(1)
    expect(page.locator("textarea")).to_have_value(HALF)
    page.goto(f"{server.url}bli-med/{leader.code}")
    page.wait_for_url(re.compile(r"/bok/en/"))
    at_the_table(page)
    page.get_by_role("link", name="Bokmål").click()
    page.wait_for_url(re.compile(r"/bok/nb/"))
    expect_the_same_person(page, group, FIRST, half=HALF)


def test_what_arrives_before_a_busy_phone_has_painted_is_shown_all_the_same(
    browser_context: Any, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    add_point(page, FIRST)
    page.add_init_script(LATE_PAINT)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route(re.compile(r"/api/room/"), hold)
    page.reload()
    at_the_table(page)
    assert held
    for route in tuple(held):
        route.continue_()
    page.unroute(re.compile(r"/api/room/"))
    expect(own_points(page)).to_have_count(1)


def test_a_participant_chooses_other_figures_and_a_lost_kernel_is_replaced(
    browser_context: Any, server: Server
) -> None:
    leader = Leader(server)
    leader.go("results-1", "plenary")
    page = scan(browser_context, server, leader.code)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    kernels: list[str] = []
    page.on("response", lambda answer: note_kernel(answer, kernels))
    verdicts = page.locator(".multiple .verdict")
    newest = verdicts.all_inner_texts()

    compare(page, "2021")
    oldest = verdicts.all_inner_texts()
    assert oldest != newest
    assert len(kernels) == 1
    compare(page, "2024")
    assert verdicts.all_inner_texts() == newest

    lose(page, server, kernels[-1])
    compare(page, "2021")
    assert verdicts.all_inner_texts() == oldest
    assert len(set(kernels)) == 2


def test_the_figures_one_began_with_can_be_chosen_again_from_a_new_kernel(
    browser_context: Any, server: Server
) -> None:
    page, kernels = reading(browser_context, server)
    verdicts = page.locator(".multiple .verdict")
    first = verdicts.all_inner_texts()
    compare(page, "2021")
    lose(page, server, kernels[-1])
    compare(page, "2024")
    assert verdicts.all_inner_texts() == first
    assert len(set(kernels)) == 2


def test_what_was_asked_of_a_kernel_that_is_ended_without_a_word_is_asked_of_another(
    browser_context: Any, server: Server
) -> None:
    page, kernels = reading(browser_context, server)
    compare(page, "2021")
    verdicts = page.locator(".multiple .verdict")
    oldest = verdicts.all_inner_texts()
    compare(page, "2024")
    with frozen(server):
        page.get_by_label("Sammenlikn 2025 med").select_option("2021")
        expect(page.locator(".results-body")).to_have_attribute("aria-busy", "true")
        lose(page, server, kernels[-1])
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    assert verdicts.all_inner_texts() == oldest
    assert len(set(kernels)) == 2


def test_what_was_asked_on_a_line_that_was_cut_is_asked_of_another(
    browser_context: Any, server: Server
) -> None:
    page, kernels = reading(browser_context, server)
    lines: list[Any] = []

    def keep(line: Any) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket(re.compile("/channels"), keep)
    compare(page, "2021")
    with frozen(server):
        page.get_by_label("Sammenlikn 2025 med").select_option("2024")
        expect(page.locator(".results-body")).to_have_attribute("aria-busy", "true")
        lines[-1].close(code=4000)  # not how a server says that it goes away
        page.wait_for_timeout(500)
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    assert len(set(kernels)) == 2


def test_a_kernel_that_does_not_answer_is_given_up_for_another(browser_context: Any, server: Server) -> None:
    page, kernels = reading(browser_context, server, has_own_clock=True)
    compare(page, "2021")
    with frozen(server):
        page.get_by_label("Sammenlikn 2025 med").select_option("2024")
        expect(page.locator(".results-body")).to_have_attribute("aria-busy", "true")
        for _ in range(4):
            page.clock.fast_forward(4_000)
            page.wait_for_timeout(100)
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    assert len(set(kernels)) == 2


def reading(browser_context: Any, server: Server, *, has_own_clock: bool = False) -> tuple[Page, list[str]]:
    """One who reads the workbook alone, and the kernels that the page is given."""
    page = browser_context(viewport=PHONE).new_page()
    if has_own_clock:
        page.clock.install()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    kernels: list[str] = []
    page.on("response", lambda answer: note_kernel(answer, kernels))
    return page, kernels


def compare(page: Page, year: str) -> None:
    """Compare the newest year with `year`, and wait for the figures."""
    page.get_by_label("Sammenlikn 2025 med").select_option(year)
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Sammenlikn 2025 med")).to_have_value(year)


def lose(page: Page, server: Server, kernel: str) -> None:
    """The kernel is stopped behind the page's back."""
    page.request.post(f"{server.url}voila/api/shutdown/{kernel}", headers={"Origin": server.origin})


def note_kernel(answer: Any, kernels: list[str]) -> None:
    """Remember each kernel that the page was given."""
    if answer.url.endswith("/api/kernel"):
        kernels.append(answer.json()["kernel"])


def test_fewer_than_five_get_sentences_instead_of_numbers(browser_context: Any, server: Server) -> None:
    leader = Leader(server)
    page = scan(browser_context, server, leader.code)
    wall = put_up(browser_context, server, leader.code)
    others = [Colleague(server, leader.code) for _ in range(2)]
    lock_guess(page, 8)
    for other in others:
        other.send("guess.lock", step="guess-1", value=20)
    expect(wall.locator("footer")).not_to_contain_text("har låst")
    leader.go("guess-1", "plenary")
    leader.send("reveal", step="guess-1")
    few = "For få gjettet til at gjetningene kan vises samlet."
    for screen in (page, wall):
        expect(screen.get_by_text(few)).to_be_visible()
        for words in ("Halvparten av oss", "Midten av det vi gjettet"):
            expect(screen.get_by_text(words)).to_have_count(0)
        expect_no_gaps(screen)

    leader.go("reflect-1", "group")
    for text in (AGREED, FIRST):
        others[0].send("point.add", point=str(uuid.uuid4()), step="reflect-1", text=text, notes=[])
    for entry in leader.snapshot()["facilitator"]["queue"]:
        leader.send("moderate", point=entry["point"], show=True)
    leader.go("prioritise-1", "alone")
    page.get_by_role("button", name=f"Ett poeng til «{AGREED}»").click()
    page.get_by_role("button", name="Send poengene").click()
    expect(page.get_by_text("Du kan endre til runden er over.")).to_be_visible()
    leader.go("prioritise-1", "plenary")
    leader.send("reveal", step="prioritise-1")
    for screen in (page, wall):
        expect(screen.get_by_role("heading", level=1)).to_have_text("For få stemte til at tallene kan vises")
        expect(screen.locator(".dumbbell svg")).to_have_count(0)
        expect(screen.locator(".dumbbell")).not_to_contain_text(re.compile(r"\d"))
        expect_no_gaps(screen)


def expect_no_gaps(screen: Page) -> None:
    """No value that is missing has been written as a word of the machine's."""
    text = screen.locator("main").inner_text()
    assert not re.search(r"\b(null|undefined|NaN)\b", text), text


@pytest.fixture
def falling(tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, which may be killed."""
    running = start_server(tmp_path / "data", "--samples", "--people", "5")
    yield running
    if running.process.poll() is None:
        stop_server(running)


def test_a_killed_server_comes_back_with_everything_and_the_pages_find_it(
    browser: Any, falling: Server
) -> None:
    outside: list[str] = []

    def make(**options: Any) -> Any:
        return guard(browser.new_context(locale="nb-NO", **options), falling.origin, outside)

    leader = Leader(falling, groups=3)
    leader.go("reflect-1", "alone")
    page = scan(make, falling, leader.code, viewport=PHONE)
    wall = put_up(make, falling, leader.code)
    group = group_of(page)
    add_point(page, FIRST)

    falling.process.kill()
    falling.process.wait()
    field(page).fill(SECOND)
    page.get_by_role("button", name="Legg til punktet").click()
    expect(page.get_by_text(KEPT).filter(visible=True)).to_be_visible(timeout=SLOW)
    port = urlsplit(falling.url).port
    again = start_server(falling.data, "--samples", "--people", "5", port=port)
    falling.process = again.process

    expect(own_points(page).get_by_text("Bare du ser det")).to_have_count(2, timeout=SLOW)
    leader.go("reflect-1", "group")
    expect(page.get_by_label("Gruppas punkt")).to_be_visible(timeout=SLOW)
    expect(wall.get_by_text("Bli enige om det viktigste")).to_be_visible(timeout=SLOW)
    leader.go("reflect-1", "alone")
    page.reload()
    expect_the_same_person(page, group, FIRST, SECOND)
    for context in (page.context, wall.context):
        context.close()
    assert outside == []
