"""A whole development day in real browsers: facilitator, projector, three participants."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.people import (
    LAPTOP,
    SLOW,
    Colleague,
    add_point,
    at_the_table,
    give_points,
    join,
    lock_guess,
    scan,
    start_session,
    write_action,
    write_goal,
)

pytestmark = pytest.mark.browser

FIRST = "Mobil er greit hos én og forbudt hos en annen."
AGREED = "Reglene er like på papiret, men ikke i timene"
ALSO = "Vi følger opp ulikt når noen bryter en regel"
GOAL = "Elevene møter de samme reglene i alle timer"
ACTION = "Tre regler som gjelder i alle timer, laget med elevrådet"


def test_a_staff_goes_from_guess_to_plan_in_one_session(browser_context: Any, server: Any) -> None:
    leader = start_session(browser_context, server, expected=5)
    wall = leader.projector
    one = join(browser_context, server, leader.code)
    two = scan(browser_context, server, leader.code)
    three = scan(browser_context, server, leader.code, viewport=LAPTOP)
    phones = (one, two, three)
    # Fewer than five get no counts, so two more take part without a browser.
    others = [Colleague(server, leader.code) for _ in range(2)]

    # Guess first, then see: no page holds the answer before it is shown.
    for phone, value in zip(phones, (8, 5, 20), strict=True):
        lock_guess(phone, value)
    for page in (*phones, wall):
        assert "Elevene svarte" not in page.content()
    leader.next()
    leader.press("Vis svaret")
    for phone in phones:
        expect(phone.get_by_role("heading", level=1)).to_contain_text("enn du gjettet")
    expect(wall.get_by_text("Elevene svarte").first).to_be_visible()

    # The figures, on the phones and on the wall.
    leader.next()
    for page in (*phones, wall):
        expect(page.get_by_text("Felles regler").first).to_be_visible(timeout=SLOW)
    expect(wall.locator("svg.marks").first).to_be_visible(timeout=SLOW)

    # Alone: only the writer sees it. A reload keeps both what was sent and what was half written.
    leader.next()
    expect(one.locator(".phases [aria-current]")).to_have_text("Alene")
    add_point(one, FIRST)
    assert FIRST not in two.content()
    assert FIRST not in wall.content()
    one.get_by_label("Ett punkt om gangen").fill("Halvskrevet tanke")
    one.reload()
    at_the_table(one)
    expect(one.get_by_label("Ett punkt om gangen")).to_have_value("Halvskrevet tanke")
    expect(one.locator(".mine li", has_text=FIRST)).to_be_visible()
    one.get_by_role("checkbox", name="Del med gruppa").check()

    # Group: what is shared is read, and the group agrees on points.
    leader.next()
    expect(two.get_by_text(FIRST)).to_be_visible()
    for phone, text in ((two, AGREED), (three, ALSO)):
        phone.get_by_label("Gruppas punkt").fill(text)
        phone.get_by_role("button", name="Send punktet").click()
    queue = leader.page.locator(".queue li")
    expect(queue).to_have_count(2)
    for left in (1, 0):
        leader.press("Slipp fram")
        expect(queue).to_have_count(left)
    assert AGREED not in wall.content()

    # Plenary: merge, undo, and what was let through stands on the wall.
    leader.next()
    expect(wall.get_by_text(AGREED)).to_be_visible()
    expect(one.get_by_text(ALSO).first).to_be_visible()
    for text in (AGREED, ALSO):
        leader.page.get_by_role("checkbox", name=text).check()
    leader.press("Slå sammen")
    expect(wall.locator(".points > li")).to_have_count(1)
    leader.press("Angre")
    expect(wall.locator(".points > li")).to_have_count(2)

    # Two rounds with a talk between; nobody sees the count before it is shown.
    leader.next()
    for phone in phones:
        give_points(phone, AGREED, 1)
    for other in others:
        vote(other, ALSO, round=1)
    leader.next()
    expect(one.get_by_text("Snakk i gruppa", exact=False)).to_be_visible()
    leader.next()
    for phone in phones:
        give_points(phone, AGREED, 2)
    for other in others:
        vote(other, AGREED, round=2)
    leader.next()
    assert "Runde 1" not in wall.content()
    leader.press("Vis resultatet")
    expect(wall.get_by_text(AGREED).first).to_be_visible()
    expect(one.get_by_text("15", exact=True).first).to_be_visible()

    # The plan, written by the group on one phone and followed on the wall.
    leader.next()
    write_goal(one, GOAL)
    write_action(one, ACTION)
    expect(leader.page.get_by_label("Hva gjør vi")).to_have_value(ACTION)
    leader.next()
    expect(wall.get_by_text(GOAL).first).to_be_visible()

    # The day's report is a document that Word opens.
    leader.next()
    with leader.page.expect_download() as download:
        leader.page.get_by_role("link", name="Word").first.click()
    path = download.value.path()
    document = docx.Document(io.BytesIO(path.read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for written in (AGREED, GOAL, ACTION):
        assert written in text + cells
    assert FIRST not in text + cells


def vote(other: Colleague, option: str, *, round: int) -> None:
    """Give all three points to `option`."""
    options = other.snapshot()["activities"]["prioritise-1"]["options"]
    chosen = next(entry["id"] for entry in options if entry["text"] == option)
    other.send("vote.cast", step="prioritise-1", round=round, votes={chosen: 3})
