"""The two-year wheel as those who lead a school's sessions meet it: with a keyboard, on three screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lmtools.domain.session import Outline, Step
from lmtools.domain.wheel import PARTS, whereabouts
from lmtools.serving.wheel import Progress
from lmtools.text import Text
from tests.browser.checks import check, check_narrow, sideways
from tests.browser.people import LAPTOP, PHONE, PROJECTOR
from tests.browser.test_accessibility import drawn_by

pytestmark = pytest.mark.browser

SCHOOLS = (("1", "Fjordvik skole"), ("2", "Solbakken ungdomsskole"))
USED = (("forankring", date(2025, 9, 15)), ("stasted", date(2025, 11, 24)), ("forebygging", date(2026, 2, 3)))


@pytest.fixture
def leading(browser_context: Any, server: Any) -> Iterator[Page]:
    """The start page of one who has the server's key."""
    page = browser_context(viewport=LAPTOP).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.goto(server.url)
    yield page


def test_a_new_school_is_told_where_to_begin_and_chosen_with_the_keyboard(leading: Page) -> None:
    choice = leading.get_by_label("Skole", exact=True)
    assert choice.locator("option").count() == 3
    choice.focus()
    wanted = choice.locator("option:not([selected])").last
    name, key = wanted.inner_text(), str(wanted.get_attribute("value"))
    choice.press("End")
    leading.keyboard.press("Tab")
    leading.keyboard.press("Enter")
    leading.wait_for_url(f"**/?skole={key}")
    expect(leading.get_by_role("heading", level=3, name=name)).to_be_visible()


@pytest.mark.parametrize("used", [(), USED], ids=["new", "under way"])
def test_the_wheel_is_accessible_on_every_screen(leading: Page, server: Any, used: Any) -> None:
    """Drawn by its own template: a way of two years is not walked in a test."""
    leading.route(f"{server.url}drawn", drawn_by(server, leading, "nb", "start.html", way_of(used)))
    leading.goto(f"{server.url}drawn")
    for screen in (PHONE, LAPTOP, PROJECTOR):
        leading.set_viewport_size(screen)
        check(leading)
        assert sideways(leading) == 0
    check_narrow(leading)
    figure = leading.get_by_role("img", name="Toårshjul")
    if used:
        expect(figure).to_have_accessible_name(
            "Toårshjul med ni arbeidsbøker. Brukt: Forankring, Ståsted, Forebygging og inkludering. "
            "Neste: Endringsarbeid."
        )
        expect(leading.get_by_text("3 av 9 er brukt")).to_be_visible()
    else:
        expect(figure).to_have_accessible_name(
            "Toårshjul med ni arbeidsbøker. Brukt: ingen. Neste: Forankring."
        )
        expect(leading.get_by_text("Ingen økter i de to årene ennå")).to_be_visible()


def way_of(used: Any) -> dict[str, Any]:
    """What the start page is told of a school that has used these workbooks, and of the nine."""
    steps = (Step("reflect-1", "reflect", "Hva ser vi?"),)
    titles = {name: title for part in PARTS for name, title in part.workbooks}
    place = whereabouts(used, date(2026, 3, 2))
    return {
        "text": Text("nb"),
        "workbooks": [Outline(name, title, "", steps) for name, title in titles.items()],
        "progress": Progress("1", "Fjordvik skole", SCHOOLS, place, others=1, sees_all=True),
    }
