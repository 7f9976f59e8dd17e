"""Which figures stand on the wall: chosen from the console, larger when few, and as large as the window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import PROJECTOR, SLOW, Facilitator, at_the_table, scan, start_session
from tests.conftest import Make, Server

pytestmark = pytest.mark.browser

TWO_LINES = "Felles regler falt. Elevdemokrati og medvirkning steg."
FEWER = "Noe får ikke plass her"
SIZES = ({"width": 1280, "height": 720}, {"width": 1024, "height": 768}, PROJECTOR)


@pytest.fixture
def leader(browser_context: Make, server: Server) -> Facilitator:
    """Leads a session that has come to the figures, with the figures on the wall."""
    found = start_session(browser_context, server)
    found.next()
    found.next()
    drawn(found.projector, 3)
    return found


def drawn(wall: Page, many: int) -> None:
    """Wait until so many figures, and no others, are drawn."""
    expect(wall.locator(".wall-results .multiple")).to_have_count(many)
    expect(wall.locator("svg.marks")).to_have_count(many, timeout=SLOW)


def titles(wall: Page) -> list[str]:
    """The figures on the wall."""
    return wall.locator(".wall-results .multiple-h").all_inner_texts()


def box(leader: Facilitator, name: str) -> Locator:
    """The console's box for a figure."""
    return leader.page.locator(".on-the-wall").get_by_role("checkbox", name=name, exact=True)


def widest(wall: Page) -> float:
    """Pixels of the widest figure."""
    return float(
        wall.locator("svg.marks").evaluate_all("all => Math.max(...all.map(one => one.clientWidth))")
    )


def letter(wall: Page) -> float:
    """Pixels that the first figure's years are high."""
    year = wall.locator("svg.marks").first.locator("text", has_text=re.compile(r"^20\d\d$")).first
    return float(year.evaluate("text => text.getBoundingClientRect().height"))


def test_the_figure_that_is_ticked_stands_alone_and_large_and_the_phones_have_them_all(
    leader: Facilitator, browser_context: Make, server: Server
) -> None:
    wall = leader.projector
    phone = scan(browser_context, server, leader.code)
    at_the_table(phone)
    usual, heading = titles(wall), wall.get_by_role("heading", level=1)
    found, narrow = heading.inner_text(), widest(wall)
    assert "Støtte fra lærer" not in usual
    expect(phone.locator(".multiple-h")).to_have_count(6, timeout=SLOW)

    box(leader, "Støtte fra lærer").check()
    drawn(wall, 1)
    assert titles(wall) == ["Støtte fra lærer"]
    expect(heading).to_have_text("Se hva elevene svarte")
    expect(wall.locator(".beside")).to_contain_text("Kan være tilfeldig")
    assert widest(wall) > 1.8 * narrow
    expect(phone.locator(".multiple-h")).to_have_count(6)

    wall.reload()
    drawn(wall, 1)
    assert titles(wall) == ["Støtte fra lærer"]

    leader.press("Angre")
    drawn(wall, 3)
    assert titles(wall) == usual
    expect(heading).to_have_text(found)


def test_three_have_room_and_lmtools_chooses_again_when_it_is_asked_to(leader: Facilitator) -> None:
    wall = leader.projector
    usual = titles(wall)
    for many, name in enumerate(("Læringskultur", "Mobbing på skolen, andel", "Støtte fra lærer"), 1):
        box(leader, name).check()
        drawn(wall, many)
    assert titles(wall) == ["Læringskultur", "Støtte fra lærer", "Mobbing på skolen, andel"]
    expect(box(leader, "Trivsel")).to_be_disabled()
    expect(leader.page.get_by_text("Ta bort en for å velge en annen.")).to_be_visible()

    box(leader, "Læringskultur").uncheck()
    drawn(wall, 2)
    expect(box(leader, "Trivsel")).to_be_enabled()
    leader.press("La lmtools velge igjen")
    drawn(wall, 3)
    assert titles(wall) == usual
    expect(leader.page.locator(".on-the-wall input:checked")).to_have_count(0)


def test_however_many_there_are_they_fit_on_every_wall_under_a_long_headline(leader: Facilitator) -> None:
    wall = leader.projector
    heading = wall.get_by_role("heading", level=1)
    for many, name in enumerate(("Mobbing på skolen, andel", "Elevdemokrati og medvirkning", "Trivsel"), 1):
        box(leader, name).check()
        drawn(wall, many)
        heading.evaluate("(it, words) => { it.firstChild.data = words; }", TWO_LINES)
        for size in SIZES:
            wall.set_viewport_size(size)
            drawn(wall, many)
            expect(wall.get_by_text(FEWER)).to_have_count(0)


def test_a_figure_that_stood_there_grows_and_nothing_is_said_to_lack(leader: Facilitator) -> None:
    wall = leader.projector
    wall.set_viewport_size(SIZES[0])
    wall.wait_for_timeout(1_000)
    box(leader, "Felles regler").check()
    drawn(wall, 1)
    wall.wait_for_timeout(1_000)  # it is said of the figure as it is drawn last
    expect(wall.get_by_text(FEWER)).to_have_count(0, timeout=1)
    much = "beside => beside.append(...Array.from({ length: 40 }, () => document.createElement('p')))"
    wall.locator(".beside").evaluate(much)  # and of what does not fit it is said
    expect(wall.get_by_text(FEWER)).to_be_visible()


def test_a_window_that_is_moved_to_another_screen_draws_its_figures_as_large_as_that(
    leader: Facilitator,
) -> None:
    wall = leader.projector
    large = letter(wall)
    wall.set_viewport_size({"width": 960, "height": 540})
    wall.wait_for_timeout(1_500)  # what is drawn anew on the way is not what stays
    assert letter(wall) == pytest.approx(large / 2, rel=0.15)
