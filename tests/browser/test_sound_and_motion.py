"""What is heard and what moves: a tone for those who ask for it, and stillness for those who ask for that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.people import PHONE, PROJECTOR, Leader, at_the_table, scan

pytestmark = pytest.mark.browser

SWITCH = "Lyd når tida er ute"
SECONDS = 4
COUNT_TONES = """
window.tones = 0;
const start = AudioScheduledSourceNode.prototype.start;
AudioScheduledSourceNode.prototype.start = function (...at) {
  window.tones += 1;
  return start.apply(this, at);
};
"""
# The spinner of a page that loads says that something happens; it is there for everybody.
NOTE_MOTION = """
window.moved = [];
for (const type of ["transitionrun", "animationstart"])
  addEventListener(type, ({ target }) => target.closest(".ds-spinner, [class*=spinner]") ?? window.moved.push(
    `${type} ${target.className}`), true);
"""


def put_up_wall(make: Callable[..., Any], server: Any, leader: Leader) -> Page:
    """The projector in a browser of its own, which counts the tones it plays."""
    context = make(viewport=PROJECTOR)
    context.add_init_script(COUNT_TONES)
    page: Page = context.new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.goto(f"{server.url}okt/{leader.code}/lerret")
    at_the_table(page)
    return page


def end_soon(page: Page, leader: Leader) -> None:
    """Let the page believe that the phase ends in a few seconds; the shortest one takes minutes."""
    now = datetime.fromisoformat(leader.snapshot()["server_time"])
    ends = (now + timedelta(seconds=SECONDS)).isoformat()

    def answer(route: Route) -> None:
        response = route.fetch()
        told = response.json()
        told["now"].update(ends_at=ends, paused_left=None)
        route.fulfill(response=response, json=told)

    page.route("**/live?*", lambda route: route.abort())
    page.route(f"**/api/room/{leader.code}?as=projector", answer)


def test_a_tone_is_heard_when_the_time_is_out_where_somebody_has_asked_for_it(
    make: Callable[..., Any], verbs: Any
) -> None:
    leader = Leader(verbs, workbook="alle-verb")
    loud, quiet = (put_up_wall(make, verbs, leader) for _ in range(2))
    for page in (loud, quiet):
        expect(page.get_by_role("button", name=SWITCH)).to_have_attribute("aria-pressed", "false")
    loud.get_by_role("button", name=SWITCH).click()
    loud.wait_for_function("() => window.tones > 0")  # at once, so that one knows how loud it is

    # The choice is kept, and another page has its own.
    for page in (loud, quiet):
        end_soon(page, leader)
        page.reload()
        at_the_table(page)
    expect(loud.get_by_role("button", name=SWITCH)).to_have_attribute("aria-pressed", "true")
    loud.wait_for_function("() => window.tones > 0")
    for page in (loud, quiet):
        expect(page.get_by_role("timer")).to_have_text("Tida er ute")
        page.unroute_all(behavior="wait")
    assert tones(quiet) == 0

    # And off again: nothing more.
    loud.get_by_role("button", name=SWITCH).click()
    expect(loud.get_by_role("button", name=SWITCH)).to_have_attribute("aria-pressed", "false")
    end_soon(loud, leader)
    loud.reload()
    at_the_table(loud)
    expect(loud.get_by_role("timer")).to_have_text("Tida er ute")
    assert tones(loud) == 0
    loud.unroute_all(behavior="wait")


def tones(page: Page) -> int:
    """How many tones the page has played since it was loaded."""
    count: int = page.evaluate("() => window.tones")
    return count


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_have_asked_for_less_motion(
    make: Callable[..., Any], verbs: Any, wish: str
) -> None:
    leader = Leader(verbs, workbook="alle-verb")

    def calm(**options: Any) -> Any:
        context = make(reduced_motion=wish, **options)
        context.add_init_script(NOTE_MOTION)
        return context

    phone = scan(calm, verbs, leader.code, viewport=PHONE)
    for step, phase, heading in (
        ("swot-1", "alone", "Friminuttene"),
        ("swot-1", "group", "Friminuttene"),
        ("statements-1", "alone", "Slik er det hos oss"),
        ("commit-1", "alone", "Hva gjør jeg mandag?"),
    ):
        leader.go(step, phase)
        expect(phone.locator("h1:visible")).to_have_text(heading)
        phone.get_by_role("radio").filter(visible=True).or_(phone.get_by_role("textbox")).first.focus()
    phone.get_by_role("textbox").filter(visible=True).fill("Jeg går ut fem minutter før det ringer")
    phone.get_by_role("button", name="Lagre").click()
    expect(phone.get_by_role("radio", name="Ingen, det er mitt")).to_be_checked()
    moved = phone.evaluate("() => window.moved")
    assert bool(moved) is (wish == "no-preference"), moved
