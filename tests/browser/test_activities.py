"""A board in boxes, a rating on two scales and a commitment: phone, projector and console."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check
from tests.browser.people import at_the_table
from tests.browser.verbs import TOO_FULL, Day, heard, results_heard, start_day

pytestmark = pytest.mark.browser

FIRST = "Vi har for få voksne ute i friminuttene"
ALSO = "Det er for få voksne ute i friminuttet"
OTHER = "Skolegården er stor og fin"
PROMISE = "Jeg går ut fem minutter før det ringer"
# Five or more at each end, so that the room may tell that people are split.
SPLIT = 6


@pytest.fixture
def day(make: Callable[..., Any], verbs: Any) -> Day:
    """One group of twelve, and the pages of those who look on."""
    return start_day(make, verbs)


def test_a_board_a_rating_and_a_commitment_go_from_alone_to_plenary(day: Day) -> None:
    thoughts_become_points_in_their_boxes(day)
    answers_are_nobodys_until_they_are_everybodys(day)
    what_one_will_do_is_ones_own(day)


def thoughts_become_points_in_their_boxes(day: Day) -> None:
    phone, wall, console = day.phone, day.wall, day.console
    day.go("swot-1", "alone", "Friminuttene")
    phone.get_by_role("radio", name="Svakheter").check()
    phone.get_by_role("textbox", name="Ett punkt om gangen").fill(FIRST)
    phone.get_by_role("button", name="Legg til punktet").click()
    expect(phone.locator(".mine li", has_text=FIRST).get_by_text("Bare du ser det")).to_be_visible()
    phone.get_by_role("checkbox", name="Del med gruppa").check()
    day.everybody_can_use_it()
    assert FIRST not in wall.content() + console.content()

    # At the table: the point is built on what was shared, and stands in its box.
    day.go("swot-1", "group", "Friminuttene")
    phone.get_by_role("button", name="Ta oppgaven som sekretær").click()
    expect(phone.get_by_text("Du er sekretær.")).to_be_visible()
    expect(console.locator(".group-table")).to_have_text("Sekretær")
    phone.get_by_role("checkbox", name=FIRST).check()
    phone.get_by_label("Gruppas punkt").fill(FIRST)
    phone.get_by_role("button", name="Send punktet").click()
    expect(phone.get_by_text("Ikke vist ennå")).to_be_visible()
    for text, box in ((ALSO, "weaknesses"), (OTHER, "strengths")):
        day.others[0].send("point.add", point=str(uuid.uuid4()), step="swot-1", text=text, box=box, notes=[])
    day.everybody_can_use_it()
    day.let_through(3)

    # In plenary: in quadrants on the wall; what may say the same is suggested, and merged by hand.
    day.go("swot-1", "plenary", "Friminuttene")
    weak = wall.locator(".wall-box", has=wall.get_by_role("heading", name="Svakheter"))
    expect(weak.locator("li")).to_have_count(2)
    expect(wall.locator(".wall-box")).to_have_count(4)
    expect(phone.get_by_text(OTHER, exact=True)).to_be_visible()
    day.everybody_can_use_it()
    alike = console.locator(".alike")
    expect(alike).to_contain_text(FIRST)
    alike.get_by_role("button", name="Velg disse").click()
    console.get_by_role("button", name="Slå sammen", exact=True).click()
    expect(weak.locator("li")).to_have_count(1)
    expect(console.locator(".alike")).to_have_count(0)


def answers_are_nobodys_until_they_are_everybodys(day: Day) -> None:
    phone, wall, console = day.phone, day.wall, day.console
    day.go("statements-1", "alone", "Slik er det hos oss")
    expect(phone.get_by_text("0 av 2 besvart")).to_be_visible()
    help_each_other = phone.get_by_role("group", name="Vi tør å be hverandre om hjelp", exact=True)
    important = help_each_other.get_by_role("group", name="Hvor viktig er det?")
    important.get_by_role("radio", name="4", exact=True).check()
    phone.keyboard.press("ArrowRight")
    expect(important.get_by_role("radio", name="5, svært viktig")).to_be_checked()
    now = help_each_other.get_by_role("group", name="Hvordan får vi det til i dag?")
    now.get_by_role("radio", name="1, dårlig").check()
    expect(phone.get_by_text("1 av 2 besvart")).to_be_visible()
    for at, other in enumerate(day.others):
        rate = {"importance": 5 - at % 2, "now": 5 if at < SPLIT else 1}
        other.send("rate", step="statements-1", ratings={"s1": rate})
    expect(console.get_by_text("12 har svart")).to_be_visible()
    day.everybody_can_use_it()

    # A reload keeps one's answers; a result is in no page and in no message.
    phone.reload()
    at_the_table(phone)
    expect(phone.get_by_role("radio", name="5, svært viktig").first).to_be_checked()
    day.go("statements-1", "plenary", "Slik er det hos oss")
    for page in (phone, wall, console):
        assert page.locator(".spread, .quadrants, .result-table").count() == 0
        assert results_heard(page, "statements-1") == [None]

    console.get_by_role("button", name="Vis resultatet").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Meningene er delte om én ting")
    expect(phone.get_by_text("Meningene er delte: snakk om dette.")).to_be_visible()
    expect(wall.get_by_role("img", name="Hvert utsagn plassert")).to_be_visible()
    expect(console.get_by_text("Snakk før dere stemmer")).to_be_visible()
    console.get_by_role("checkbox", name="Ta med videre: Vi tør å be hverandre om hjelp").check()
    expect(phone.get_by_text("Vi tar det med videre")).to_be_visible()
    day.everybody_can_use_it()
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_text("Side 2 av 2")).to_be_visible()
    check(wall)
    assert wall.evaluate(TOO_FULL) == []


def what_one_will_do_is_ones_own(day: Day) -> None:
    phone, wall, console = day.phone, day.wall, day.console
    day.go("commit-1", "alone", "Hva gjør jeg mandag?")
    phone.get_by_label("Skriv til deg selv").fill(PROMISE)
    phone.get_by_role("button", name="Lagre").click()
    expect(phone.get_by_role("radio", name="Ingen, det er mitt")).to_be_checked()
    expect(phone.get_by_text("Bare du ser dette")).to_be_visible()
    day.everybody_can_use_it()
    for page in (wall, console):
        assert PROMISE not in page.content() + "".join(heard(page))
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Påminnelse").click()
    assert f"SUMMARY:{PROMISE}" in download.value.path().read_text("utf-8")

    phone.get_by_role("radio", name="Alle, uten navn på lerretet").check()
    day.let_through(1)
    day.leader.go("commit-1", "plenary")
    expect(wall.get_by_text(PROMISE)).to_be_visible()
    expect(phone.get_by_text("Det står på lerretet, uten navn.")).to_be_visible()
    day.everybody_can_use_it()

    # It is there again at the end, for the one who wrote it.
    day.leader.send("break", on=True)
    expect(phone.get_by_text("Vi fortsetter når prosesslederen sier fra", exact=False).first).to_be_visible()
    expect(wall.get_by_role("heading", name="Pause")).to_be_visible()
    console.get_by_role("button", name="Slutt på pausen").first.click()
    day.leader.go("report-1", "plenary")
    expect(phone.get_by_role("heading", name="Det du skrev til deg selv")).to_be_visible()
    expect(phone.locator(".own-promise:visible")).to_have_text(PROMISE)
    day.everybody_can_use_it()
