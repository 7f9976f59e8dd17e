"""A net that is away, a page that was put away, a script that never came: a sentence, and a way on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import check, check_narrow
from tests.browser.people import (
    LAPTOP,
    PHONE,
    SLOW,
    Colleague,
    Leader,
    at_the_table,
    own_points,
    press_thought,
    put_up,
    received,
    scan,
    start_session,
    thought,
)
from tests.conftest import Make, Server

pytestmark = pytest.mark.browser

WRITTEN = "Vi trenger like regler."
HALF = "Halvskrevet tanke"
KEPT = "Lagret på telefonen – sendes når nettet er tilbake"
ROOM = re.compile(r"/api/room/")
# The clock of the test does not move the styles' own.
TWENTY_SECONDS_LATER = """() => document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).forEach((one) => one.finish())"""


def hide(page: Page) -> None:
    """The phone is locked: the page is told, and then it is frozen."""
    seen(page, "hidden")
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "frozen"})


def seen(page: Page, state: str) -> None:
    """What the page is told when it is put away and taken up again."""
    page.evaluate(
        """(state) => {
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


@pytest.fixture
def leader(server: Server) -> Leader:
    """A session that stands where each thinks alone."""
    leader = Leader(server)
    leader.go("reflect-1", "alone")
    return leader


def test_two_minutes_without_net_are_told_calmly_and_end_by_themselves(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.clock.install()
    page.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(page)
    page.context.set_offline(True)
    expect(page.get_by_text("Vi når ikke økta akkurat nå.")).to_be_visible(timeout=SLOW)
    press_thought(page, WRITTEN)
    expect(page.get_by_text(KEPT).filter(visible=True)).to_be_visible()
    check(page)
    check_narrow(page)
    page.clock.run_for(120_000)
    expect(page.get_by_text(KEPT).filter(visible=True)).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(5_000)
    page.clock.resume()
    expect(received(page)).to_have_count(1, timeout=SLOW)
    expect(page.get_by_text("Vi når ikke økta akkurat nå.")).to_have_count(0, timeout=SLOW)


def test_a_phone_that_was_locked_for_half_an_hour_has_kept_and_sent_what_was_written(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    thought(page).fill(HALF)
    with page.expect_response(lambda answer: "draft.save" in (answer.request.post_data or "")):
        seen(page, "hidden")  # the draft does not wait for the writer to pause
    seen(page, "visible")
    page.context.set_offline(True)
    press_thought(page, WRITTEN)
    thought(page).fill(HALF)
    hide(page)
    page.context.set_offline(False)
    leader.send("extend", minutes=1)
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "active"})
    page.clock.install()
    page.clock.fast_forward("30:00")
    seen(page, "visible")
    page.clock.resume()
    expect(received(page)).to_have_count(1, timeout=SLOW)
    expect(thought(page)).to_have_value(HALF)
    page.reload()
    at_the_table(page)
    expect(own_points(page)).to_have_count(1)
    expect(thought(page)).to_have_value(HALF)


def test_two_windows_of_one_person_send_once_and_keep_a_draft_each(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    one = scan(browser_context, server, leader.code)
    one.context.set_offline(True)
    press_thought(one, WRITTEN)
    thought(one).fill("Begynt her")
    one.context.set_offline(False)
    other = one.context.new_page()
    other.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(other)
    for page in (one, other):
        expect(received(page)).to_have_count(1, timeout=SLOW)
    expect(thought(other)).to_have_value("Begynt her")
    thought(other).fill("Begynt der")
    thought(one).fill("Begynt her, og litt til")
    expect(other.get_by_text("Dette har du begynt på i et annet vindu.")).to_be_visible()
    one.reload()
    at_the_table(one)
    expect(thought(one)).to_have_value("Begynt her, og litt til")
    expect(thought(other)).to_have_value("Begynt der")
    other.get_by_role("button", name="Hent teksten tilbake i feltet").click()
    expect(thought(other)).to_have_value("Begynt her, og litt til")


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
DENIED = """
for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
    get() { throw new DOMException("denied", "SecurityError"); },
});
"""


@pytest.mark.parametrize("storage", [FULL, DENIED], ids=["full", "denied"])
def test_a_browser_that_stores_nothing_says_so_and_sends_all_the_same(
    browser_context: Make, server: Server, leader: Leader, storage: str
) -> None:
    context = browser_context(viewport=PHONE)
    context.add_init_script(storage)
    page = context.new_page()
    page.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(page)
    thought(page).fill(HALF)
    expect(page.get_by_text("Nettleseren lagrer ikke.")).to_be_visible()
    press_thought(page, WRITTEN)
    expect(received(page)).to_have_count(1, timeout=SLOW)


def test_a_wall_without_net_says_what_time_it_shows(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    wall = put_up(browser_context, server, leader.code)
    wall.context.set_offline(True)
    old = wall.get_by_text(re.compile(r"Viser det som var kl\. \d\d\.\d\d – nettet er borte"))
    expect(old).to_be_visible(timeout=SLOW)
    check(wall)
    leader.go("reflect-1", "group")
    wall.context.set_offline(False)
    expect(wall.get_by_text("Bli enige om det viktigste")).to_be_visible(timeout=SLOW)
    expect(old).to_have_count(0, timeout=SLOW)


def test_a_wall_whose_line_has_died_without_a_word_says_so_too(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    wall = put_up(browser_context, server, leader.code)
    wall.clock.install()
    wall.route(ROOM, lambda route: None)  # nothing fails, and nothing is ever answered
    wall.clock.run_for(40_000)
    expect(wall.get_by_text(re.compile(r"Viser det som var kl\."))).to_be_visible(timeout=SLOW)
    wall.unroute(ROOM)


def test_a_wall_with_nothing_to_vote_on_says_so(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    wall = put_up(browser_context, server, leader.code)
    leader.go("prioritise-1", "alone")
    expect(wall.get_by_text("Ingenting å velge mellom ennå")).to_be_visible(timeout=SLOW)


def test_a_press_on_the_console_without_net_is_not_carried_out_later(
    browser_context: Make, server: Server
) -> None:
    leader = start_session(browser_context, server)
    page = leader.page
    page.clock.install()
    page.context.set_offline(True)
    expect(page.get_by_text("Vent med å gå videre.")).to_be_visible(timeout=SLOW)
    check(page)
    leader.next()
    leader.next()
    page.clock.run_for(25_000)
    expect(page.get_by_role("alert").filter(has_text="Se hvor økta står, og prøv igjen.")).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(5_000)
    page.clock.resume()
    expect(page.get_by_text("Vent med å gå videre.")).to_have_count(0, timeout=SLOW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Gjett først")


@pytest.mark.parametrize(("size", "place"), [(PHONE, "bli-med/{code}"), (LAPTOP, "okt/{code}/styr")])
def test_a_session_that_never_answers_ends_in_a_sentence(
    browser_context: Make, server: Server, leader: Leader, size: dict[str, int], place: str
) -> None:
    page = browser_context(viewport=size).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.clock.install()
    page.route(ROOM, lambda route: route.abort())
    page.goto(server.url + place.format(code=leader.code))
    page.clock.run_for(10_000)
    expect(page.get_by_role("heading", name="Vi når ikke økta")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Last sida på nytt")).to_be_visible()
    check(page)
    page.unroute(ROOM)
    page.clock.run_for(10_000)
    page.clock.resume()
    expect(page.get_by_role("heading", name="Vi når ikke økta")).to_have_count(0, timeout=SLOW)


@pytest.mark.parametrize("lost", [r"/(page|console|facilitator|wait)-\w+\.js", r"/(page|console)-\w+\.js"])
def test_a_page_whose_script_never_comes_says_so(
    browser_context: Make, server: Server, leader: Leader, lost: str
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.clock.install()
    page.route(re.compile(lost), lambda route: route.abort())
    for place in ("bok/nb/stasted", f"okt/{leader.code}/styr"):
        page.goto(server.url + place)
        page.evaluate(TWENTY_SECONDS_LATER)
        page.clock.run_for(25_000)
        sentence = page.get_by_text(re.compile("Sida er ikke lastet ferdig|Det tar lengre tid enn vanlig"))
        expect(sentence.filter(visible=True)).to_have_count(1)
        way = page.get_by_role("link", name=re.compile("Last sida på nytt|Prøv igjen"))
        expect(way.filter(visible=True)).to_have_count(1)
        check(page)


def test_one_who_has_lost_the_way_in_can_copy_what_was_not_sent(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    page.route(ROOM, lambda route: route.fulfill(status=403, json={"error": "Økta er full."}))
    press_thought(page, WRITTEN)
    field_less = page.get_by_role("heading", name="Du er ikke med i økta lenger")
    expect(field_less).to_be_visible()
    expect(page.get_by_text("Dette er ikke sendt.")).to_be_visible()
    expect(page.locator(".shared li")).to_have_text([WRITTEN])
    expect(page.get_by_role("link", name="Prøv igjen")).to_have_attribute("href", f"/bli-med/{leader.code}")
    check(page)


def test_figures_that_do_not_come_and_a_full_house_are_told_and_tried_again(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    figures = re.compile(r"/figures/")
    page = browser_context(viewport=PHONE).new_page()
    page.clock.install()
    page.route(figures, lambda route: route.abort())
    leader.go("results-1", "plenary")
    page.goto(f"{server.url}bli-med/{leader.code}")
    at_the_table(page)
    expect(page.get_by_text("Henter tallene")).to_be_visible(timeout=SLOW)
    late = page.get_by_text("Tallene har ikke kommet ennå")
    for _ in range(60):  # the page begins to count when it has drawn, which on a busy machine takes a moment
        if late.is_visible():
            break
        page.clock.run_for(1_000)
    expect(late).to_be_visible()
    check(page)
    page.unroute(figures)
    page.clock.run_for(4_000)
    choice = page.get_by_label("Sammenlikn 2025 med")
    expect(choice).to_be_visible(timeout=SLOW)

    asked: list[str] = []
    full = "Mange ser på tall akkurat nå."
    kernel = re.compile(r"/api/kernel$")

    def refuse(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=400, json={"error": full})

    page.route(kernel, refuse)
    newest = choice.input_value()
    choice.select_option("2021")
    expect(page.get_by_text(f"{full} Sida prøver igjen av seg selv.")).to_be_visible()
    expect(choice).to_have_value(newest)  # what stands there is what the figures show
    again = page.get_by_role("button", name="Prøv igjen")
    for _ in range(90):  # by small steps: no request may run out of time before it has been answered
        if again.is_visible():
            break
        page.clock.run_for(1_000)
        page.wait_for_timeout(100)
    expect(again).to_be_visible()
    assert len(asked) == 5
    check(page)
    page.unroute(kernel)
    page.clock.resume()
    again.click()
    expect(choice).to_have_value("2021", timeout=SLOW)
    expect(page.get_by_text(full)).to_have_count(0)


def test_the_page_that_waits_opens_by_itself(browser_context: Make, server: Server) -> None:
    from tests.browser.test_accessibility import drawn_by

    page = browser_context(viewport=PHONE).new_page()
    place = f"{server.url}bok/nb/stasted"
    drawn = drawn_by(server, page, "nb", "wait.html", {"why": "busy"}, Refresh="1")
    seen: list[str] = []

    def wait_once(route: Any) -> None:
        seen.append(route.request.url)
        if len(seen) > 1:
            route.continue_()
        else:
            drawn(route)

    page.route(place, wait_once)
    page.goto(place)
    expect(page.get_by_role("heading", name="Det er fullt akkurat nå")).to_be_visible()
    at_the_table(page)
    assert len(seen) == 2


def test_a_room_with_colleagues_is_not_disturbed_by_one_who_is_away(
    browser_context: Make, server: Server, leader: Leader
) -> None:
    page = scan(browser_context, server, leader.code)
    page.context.set_offline(True)
    press_thought(page, WRITTEN)
    Colleague(server, leader.code).send("note.add", note="n-1", step="reflect-1", text="En annen")
    page.context.set_offline(False)
    expect(received(page)).to_have_count(1, timeout=SLOW)
