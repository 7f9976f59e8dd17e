"""A day full of hostile texts in real browsers: everything is shown as it was written, and nothing runs.

The policy of the pages is switched off here: what is seen is that a text never becomes an element, not
that an element would be stopped.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from lmtools.cli.samples import sample_files
from lmtools.settings import Settings
from lmtools.survey import import_files
from tests.browser.people import LAPTOP, PHONE, PROJECTOR, SLOW, Colleague, Leader, at_the_table
from tests.conftest import Server, guard, start_server, stop_server
from tests.hostile_texts import CLEANED, PLANNED, SCRIPTS, HostileDay, expected

pytestmark = pytest.mark.browser

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
SCHOOL = "<img src=x onerror=window.pwned(20)> skole"
PEOPLE = 5

WATCH = """
window.done = [];
window.pwned = (number) => window.done.push(number);
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => window.done.push(name);
"""
# What no page of ours has: handlers in attributes, frames, addresses that are scripts, foreign pictures.
FOREIGN = """() => [...document.querySelectorAll("*")].filter((element) =>
    ["IFRAME", "OBJECT", "EMBED", "BASE", "MATH", "ANIMATE", "MGLYPH"].includes(element.tagName)
    || [...element.attributes].some(({ name, value }) => name.startsWith("on") || name === "srcdoc"
        || /^\\s*javascript:/i.test(value) || (name === "src" && value === "x")
        || (["href", "src", "action"].includes(name) && value.includes("ond.example")))
).map((element) => element.outerHTML.slice(0, 120))"""
SCRIPTS_OF_PAGE = """() =>
    [...document.scripts].filter((one) => !one.src && one.type !== "application/json").length"""


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Server]:
    """A server whose figures name a school like an attack."""
    data = tmp_path / "data"
    files = []
    for path in sample_files():
        if path.match("eksport-*.csv"):
            files.append(tmp_path / path.name)
            text = path.read_text("utf-8")
            files[-1].write_text(text.replace("Lindvåg ungdomsskole", SCHOOL), "utf-8")
    data.mkdir()
    import_files(files, settings=Settings(data_dir=data))
    server = start_server(data, str(hostile_workbooks(tmp_path / "bok")), "--people", "10")
    yield server
    assert stop_server(server) == 0


def hostile_workbooks(folder: Path) -> Path:
    """Ståsted with hostile prose in it. A workbook's code is trusted; its prose may be anybody's."""
    shutil.copytree(WORKBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    path = folder / "stasted.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] = (
        "# Ståsted\n\nHvor står vi? {{7*7}} [lenke](javascript:window.pwned(21))\n"
    )
    path.write_text(json.dumps(notebook), "utf-8")
    return folder


class HostileLeader(Leader):
    """Leads the session at the school with the hostile name."""

    def enter(self) -> None:
        """Sign in with the key, and start a session there."""
        self.call("api/sign-in", {"key": self.server.key})
        with self._opener.open(f"{self.server.url}prosessleder", timeout=60) as page:
            found = re.search(r'id="schools">(.*?)</script>', page.read().decode(), re.DOTALL)
        assert found is not None
        school = next(unit for unit in json.loads(found[1]) if unit["name"] == SCHOOL)
        wanted = {"workbook": "stasted", "school": school["key"], "language": "nb"}
        numbers = {"groups": self.groups, "expected": self.expected}
        self.code = self.call("api/session", {**wanted, **numbers})["code"]


def test_whatever_is_written_is_shown_as_text_on_every_page(browser: Any, hostile: Server) -> None:
    outside: list[str] = []
    contexts: list[Any] = []

    def visit(path: str, viewport: dict[str, int], key: str = "") -> Page:
        bare = browser.new_context(viewport=viewport, bypass_csp=True, locale="nb-NO")
        context = guard(bare, hostile.origin, outside)
        context.add_init_script(WATCH)
        contexts.append(context)
        page: Page = context.new_page()
        if key:
            page.goto(f"{hostile.url}prosessleder#nokkel={key}")
            expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
            assert_only_text([page])
        page.goto(hostile.url + path)
        return page

    leader = HostileLeader(hostile, groups=2, expected=PEOPLE)
    day = HostileDay(leader, [Colleague(hostile, leader.code) for _ in range(PEOPLE)])
    try:
        assert_only_text([visit("", LAPTOP), visit(f"bli-med/000000?okt={SCRIPTS[0]}", PHONE)])
        phone = visit(f"bli-med/{leader.code}", PHONE)
        at_the_table(phone)
        wall = visit(f"okt/{leader.code}/lerret", PROJECTOR, hostile.key)
        at_the_table(wall)
        console = visit(f"okt/{leader.code}/styr", LAPTOP, hostile.key)
        see_the_day(day, phone, wall, console)
    finally:
        for context in contexts:
            context.close()
    assert outside == []


def see_the_day(day: HostileDay, phone: Page, wall: Page, console: Page) -> None:
    """Go through the day; after each step look at what the three pages show."""
    pages = [phone, wall, console]
    day.think()
    shows(phone, *expected(), least=8)  # the notes of one's own group
    assert_only_text(pages)
    day.agree()
    shows(console, expected()[0], *CLEANED.values())
    assert_only_text(pages)
    day.show()
    shows(phone, *expected()[2:])  # the first two were merged
    shows(wall, day.heading)
    shows(console, day.heading)
    assert_only_text(pages)
    day.choose()
    shows(phone, SCRIPTS[3])  # one of those that got points
    shows(wall, SCRIPTS[3])
    assert_only_text(pages)
    day.plan()
    shows(phone, *(text for text in PLANNED[:3] if text not in CLEANED))
    shows(wall, *PLANNED, least=1)  # as much as there is room for
    assert_only_text(pages)
    day.report()
    shows(phone, PLANNED[0])
    assert_only_text(pages)


SHOWN = """([texts, least]) => {
    const plain = (value) => value.replace(/\\s+/g, " ");
    const fields = [...document.querySelectorAll("input, textarea")].map(({ value }) => value);
    const shown = [document.body.textContent, ...fields].map(plain);
    const missing = texts.filter((text) => !shown.some((value) => value.includes(plain(text))));
    return texts.length - missing.length >= least ? [] : missing;
}"""


def shows(page: Page, *texts: str, least: int | None = None) -> None:
    """Wait until the texts, or so many of them, are there sign for sign: as text, or in a field."""
    arguments = [list(texts), least or len(texts)]
    try:
        page.wait_for_function(f"(given) => ({SHOWN})(given).length === 0", arg=arguments, timeout=SLOW)
    except TimeoutError:
        pytest.fail(f"{page.url} does not show {page.evaluate(SHOWN, arguments)}")


def assert_only_text(pages: list[Page]) -> None:
    """No page has run anything that was written, nor made an element of it."""
    for page in pages:
        assert page.evaluate("window.done") == [], page.url
        assert page.evaluate(FOREIGN) == [], page.url
        assert page.evaluate(SCRIPTS_OF_PAGE) == 0, page.url
