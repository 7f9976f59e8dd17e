"""Before words go to others: the same look in the browser as on the server, and a calm question."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from benchmarks.naming import read
from lmtools.room.screening import look
from tests.browser.checks import check
from tests.browser.people import PHONE, Leader, scan
from tests.conftest import Server

pytestmark = pytest.mark.browser

SOURCES = Path(__file__).parents[2] / "frontend/src"
NOWHERE = "http://screening.invalid/"
LOOK = """async (texts) => {
    const { look } = await import("/screening.js");
    return texts.map((text) => look(text).map(({ start, end, kind, barred }) => [start, end, kind, barred]));
}"""
SELECTED = "() => { const { value, selectionStart, selectionEnd } = document.activeElement;"
SELECTED += " return value.slice(selectionStart, selectionEnd); }"
SYNTHETIC_ID = "098716 96079"  # 80 added to the month: nobody has it


def test_the_browser_finds_what_the_server_finds(browser: Any) -> None:
    texts = [one.text for one in read()]
    draw = random.Random(2027)
    words = [word for text in texts for word in text.split(" ")]
    texts += [" ".join(draw.choices(words, k=12)) for _ in range(500)]
    texts += ["".join(draw.choices("12345 67890 .-+@aA,'’ \nØåé", k=50)) for _ in range(500)]
    page = browser.new_page()
    page.route(f"{NOWHERE}**", from_sources)
    page.goto(NOWHERE)
    found = page.evaluate(LOOK, texts)
    page.close()
    ours = [[[f.start, f.end, f.kind, f.barred] for f in look(text)] for text in texts]
    assert dict(zip(texts, found, strict=True)) == dict(zip(texts, ours, strict=True))


def from_sources(route: Route) -> None:
    name = route.request.url.removeprefix(NOWHERE)
    if name.endswith(".js"):
        route.fulfill(path=SOURCES / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def test_a_writer_who_names_somebody_is_asked_and_the_facilitator_is_told(
    browser_context: Any, server: Server
) -> None:
    leader = Leader(server)
    leader.go("reflect-1", "group")
    page = scan(browser_context, server, leader.code, viewport=PHONE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    question = page.get_by_role("group", name="Les en gang til før det går til de andre")

    write(page, "Amira blir holdt utenfor")
    expect(question).to_be_focused()
    expect(question).to_contain_text("«Amira» ligner navnet på en person.")
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    assert page.evaluate(SELECTED) == "Amira"
    page.keyboard.type("En elev")
    assert not any("Amira" in body for body in sent)
    page.get_by_role("button", name="Send punktet").click()
    expect(page.get_by_text("En elev blir holdt utenfor")).to_be_visible()

    write(page, "Jenta som begynte i høst, er alene")
    page.get_by_role("button", name="Send likevel").click()
    expect(page.locator(".mine").get_by_text("Jenta som begynte i høst")).to_be_visible()
    write(page, f"Nummeret er {SYNTHETIC_ID}")
    expect(question).to_contain_text("Det kan ikke sendes.")
    expect(page.get_by_role("button", name="Send likevel")).to_have_count(0)
    page.get_by_label("Gruppas punkt").fill("Nummeret er borte")
    expect(question).to_have_count(0)

    expect(page.locator(".mine").get_by_text("Ikke vist ennå")).to_have_count(2)
    queue = {point["text"]: point["flag"] for point in leader.snapshot()["facilitator"]["queue"]}
    assert queue == {
        "En elev blir holdt utenfor": None,
        "Jenta som begynte i høst, er alene": "Kan peke på én elev",
    }


def write(page: Page, text: str) -> None:
    page.get_by_label("Gruppas punkt").fill(text)
    page.get_by_role("button", name="Send punktet").click()
