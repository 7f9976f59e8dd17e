"""Take the pictures of docs/images from the running product: `python docs/tools/screenshots.py`.

A session with invented figures is filled by colleagues who speak HTTP, and looked at in
Chromium. All that is written in it is invented. `--all DIR` takes every view instead, in three widths, three
languages and on paper (PDF), to look at beside the pictures of the look and throw away.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from docs.tools.invented_day import ACTIONS, GOAL, POINTS, SIGNS, VOTES
from tests.browser.checks import ALL_LAID_OUT
from tests.browser.people import (
    LAPTOP,
    PHONE,
    PROJECTOR,
    Colleague,
    Facilitator,
    at_the_table,
    scan,
    start_session,
    thought,
)
from tests.conftest import CHROMIUM_ARGUMENTS, Server, chromium, start_server, stop_server

IMAGES = ROOT / "docs" / "images"
PEOPLE, GROUPS = 36, 9


class Studio:
    """The server, the browser and the folder that pictures go to."""

    def __init__(self, browser: Browser, server: Server, folder: Path) -> None:
        self.browser, self.server, self.folder = browser, server, folder

    def context(self, **options: Any) -> BrowserContext:
        """A browser of one's own."""
        return self.browser.new_context(
            locale="nb-NO", timezone_id="Europe/Oslo", reduced_motion="reduce", **options
        )

    def take(self, page: Page, name: str, *, whole: bool = False, height: int | None = None) -> None:
        """Save what `page` shows as `name`.png: the window, or the whole page."""
        if whole or height is not None:
            page.evaluate(ALL_LAID_OUT)
        page.wait_for_timeout(900)
        options: dict[str, Any] = {"full_page": whole or height is not None}
        if height is not None:
            width = page.viewport_size["width"] if page.viewport_size else 1280
            options["clip"] = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=self.folder / f"{name}.png", **options)
        print(name, flush=True)

    def print(self, page: Page, name: str) -> None:
        """Save `page` as it is on paper, as `paper-name`.pdf."""
        page.pdf(path=self.folder / f"paper-{name}.pdf", format="A4")
        print(f"paper-{name}", flush=True)


class Leader(Colleague):
    """The facilitator's own HTTP calls, signed in with the server's key."""

    role = "facilitator"

    def enter(self) -> None:
        """Show the key."""
        self.call("api/sign-in", {"key": self.server.key})


def new_id() -> str:
    """An id as a page makes it."""
    return str(uuid.uuid4())


def fill_guess(colleagues: list[Colleague]) -> None:
    """Everyone guesses, most of them too low."""
    for number, one in enumerate(colleagues):
        one.send("guess.lock", step="guess-1", value=(3, 5, 5, 7, 8, 10, 12, 20)[number % 8])


def fill_alone(colleagues: list[Colleague]) -> None:
    """Most have written one thing, some are ready."""
    for number, one in enumerate(colleagues[:30]):
        one.send(
            "note.add",
            note=new_id(),
            step="reflect-1",
            text=f"Et punkt som gruppa kan snakke om, nummer {number + 1}.",
        )
        if number < 21:
            one.send("ready", step="reflect-1", ready=True)


def fill_groups(colleagues: list[Colleague]) -> None:
    """One in each group sends what the group agrees on."""
    writers = {one.snapshot()["me"]["group"]: one for one in colleagues}
    texts = [text for quotes in POINTS.values() for text in quotes]
    for number, text in enumerate(texts):
        one = writers[sorted(writers)[number % len(writers)]]
        one.send("point.add", point=new_id(), step="reflect-1", text=text, notes=[])


def merge_points(leader: Leader) -> None:
    """Let every point through and gather them under three."""
    for entry in leader.snapshot()["facilitator"]["queue"]:
        leader.send("moderate", point=entry["point"], show=True)
    for text, quotes in POINTS.items():
        points = leader.snapshot()["activities"]["reflect-1"]["points"]
        leader.send("merge", points=[one["id"] for one in points if one["text"] in quotes], text=text)


def fill_votes(colleagues: list[Colleague], *, round: int) -> None:
    """Share out the points of a round, three each at the most."""
    options = {
        one["text"]: one["id"] for one in colleagues[0].snapshot()["activities"]["prioritise-1"]["options"]
    }
    left = [[options[text], votes[round - 1]] for text, votes in zip(POINTS, VOTES, strict=True)]
    for one in colleagues:
        given: dict[str, int] = {}
        for _ in range(3):
            choice = max(left, key=lambda entry: int(entry[1]))
            if int(choice[1]) > 0:
                given[str(choice[0])] = given.get(str(choice[0]), 0) + 1
                choice[1] = int(choice[1]) - 1
        if given:
            one.send("vote.cast", step="prioritise-1", round=round, votes=given)


def fill_plan(one: Colleague) -> None:
    """A goal and three actions."""
    goal = new_id()
    one.send(
        "goal.save",
        goal=goal,
        text=GOAL,
        finding=next(iter(POINTS)),
        target="Høsten 2027 er Felles regler på 10. trinn minst 3,8.",
    )
    for (text, who, when), sign in zip(ACTIONS, SIGNS, strict=True):
        one.send("action.save", action=new_id(), goal=goal, text=text, who=who, when=when, success_sign=sign)


def walk(studio: Studio, take: Callable[[str, Facilitator, dict[str, Page]], None]) -> None:
    """Lead a day from start to end and call `take(moment, leader, pages)` at each moment."""
    facilitator = start_session(studio.context, studio.server, expected=38, groups=GROUPS)
    phone = scan(studio.context, studio.server, facilitator.code, viewport=PHONE, device_scale_factor=2)
    laptop = scan(studio.context, studio.server, facilitator.code, viewport=LAPTOP)
    colleagues = [Colleague(studio.server, facilitator.code) for _ in range(PEOPLE - 2)]
    leader = Leader(studio.server, facilitator.code)
    pages = {"console": facilitator.page, "wall": facilitator.projector, "phone": phone, "laptop": laptop}

    def at(moment: str) -> None:
        take(moment, facilitator, pages)

    phone.get_by_role("slider", name="Din gjetning").fill("8")
    at("gjett")
    phone.get_by_role("button", name="Lås gjetningen på 8").click()
    fill_guess(colleagues)
    leader.send("next")
    leader.send("reveal", step="guess-1")
    at("svaret")
    leader.send("next")
    for page in (phone, laptop, facilitator.projector):
        page.locator("svg.marks").first.wait_for()
    at("resultater")
    leader.send("next")
    leader.send("resume")
    fill_alone(colleagues)
    thought(phone).fill("Fallet kom på ett år, etter tre år på samme nivå.")
    phone.get_by_role("button", name="Legg til punktet").click()
    thought(phone).fill(
        "Elevene sier det samme som vi sier på teamet: Mobil er greit hos noen av oss og forbudt hos andre."
    )
    at("alene")
    leader.send("next")
    fill_groups(colleagues)
    at("gruppe")
    leader.send("next")
    merge_points(leader)
    at("plenum")
    leader.send("next")
    fill_votes(colleagues, round=1)
    at("stem")
    leader.send("next")
    leader.send("next")
    fill_votes(colleagues, round=2)
    leader.send("next")
    leader.send("reveal", step="prioritise-1")
    at("prioritert")
    leader.send("next")
    fill_plan(colleagues[0])
    leader.send("next")
    at("plan")
    leader.send("next")
    at("rapport")


def six(studio: Studio) -> None:
    """The six pictures of the documents."""
    start = studio.context(viewport=LAPTOP).new_page()
    start.goto(studio.server.url)
    studio.take(start, "start")

    def take(moment: str, _: Facilitator, pages: dict[str, Page]) -> None:
        if moment == "resultater":
            studio.take(pages["laptop"], "resultater", height=1120)
        if moment == "alene":
            studio.take(pages["phone"], "alene", height=1000)
            studio.take(pages["console"], "prosessleder")
        if moment == "plenum":
            studio.take(pages["wall"], "lerret")
        if moment == "plan":
            studio.take(pages["laptop"], "plan", height=900)

    walk(studio, take)


PLACES = (
    "",
    "prosessleder",
    "om",
    "skjerming",
    "kommunen",
    "dagsorden",
    "finnes-ikke",
    "bli-med/000000",
    "bok/nb/stasted",
)
WIDTHS = (360, 1280, 1920)
OTHER_LANGUAGES = ("nn", "en")
PRINTED = ("", "skjerming", "kommunen", "dagsorden")


def name_of(place: str) -> str:
    """A file's name for an address."""
    return re.sub(r"\W+", "-", place) or "start"


def places(studio: Studio, signed_in: Any, agenda: str) -> None:
    """Every page that needs no session, and the one for `agenda`: in three languages, and some on paper."""
    for language in ("nb", *OTHER_LANGUAGES):
        page = studio.context(storage_state=signed_in).new_page()
        page.goto(f"{studio.server.url}?sprak={language}")
        for place in PLACES:
            at = agenda if place == "dagsorden" else place.replace("/nb/", f"/{language}/")
            page.goto(studio.server.url + at)
            for width in WIDTHS if language == "nb" else (360,):
                page.set_viewport_size({"width": width, "height": 900})
                studio.take(page, f"{name_of(place)}-{language}-{width}", whole=True)
            if language == "nb" and place in PRINTED:
                studio.print(page, name_of(place))


class Translated:
    """The same participant, console and wall in another language, for as long as the day lasts."""

    def __init__(self, studio: Studio, language: str, leader: Facilitator, phone: Page) -> None:
        self.language = language
        address = phone.url.replace("/nb/", f"/{language}/")
        self.phone = self._open(studio, phone, PHONE, f"?sprak={language}", address)
        known, of_session = leader.page, f"okt/{leader.code}"
        self.console = self._open(studio, known, LAPTOP, f"{of_session}/styr?sprak={language}")
        self.wall = self._open(studio, known, PROJECTOR, f"{of_session}/lerret?sprak={language}")

    def _open(
        self, studio: Studio, known: Page, size: dict[str, int], place: str, address: str | None = None
    ) -> Page:
        """A page of the one who is known in `known`'s browser."""
        page = studio.context(viewport=size, storage_state=known.context.storage_state()).new_page()
        page.goto(studio.server.url + place)
        if address:
            page.goto(address)
        return page

    def take(self, studio: Studio, moment: str) -> None:
        """All three."""
        for name in ("phone", "console", "wall"):
            studio.take(getattr(self, name), f"{moment}-{name}-{self.language}", whole=name != "wall")


def everything(studio: Studio) -> None:
    """Every view in every language, to look at."""
    signed_in = studio.context().new_page()
    headers = {"Origin": studio.server.origin}
    key, ready = {"key": studio.server.key}, {"ready": "90-minutter"}
    signed_in.request.post(f"{studio.server.url}api/sign-in", data=key, headers=headers)
    made = signed_in.request.post(f"{studio.server.url}api/agendas", data=ready, headers=headers).json()
    places(studio, signed_in.context.storage_state(), made["url"].lstrip("/"))
    others: list[Translated] = []

    def take(moment: str, leader: Facilitator, pages: dict[str, Page]) -> None:
        for name, page in pages.items():
            studio.take(page, f"{moment}-{name}", whole=name != "wall")
        if moment in ("alene", "plenum", "plan"):
            console = pages["console"]
            console.set_viewport_size(PHONE)
            studio.take(console, f"{moment}-console-360", whole=True)
            console.set_viewport_size(LAPTOP)
        if not others:
            others.extend(Translated(studio, one, leader, pages["phone"]) for one in OTHER_LANGUAGES)
        for one in others:
            one.take(studio, moment)
        if moment in ("resultater", "plan", "rapport"):
            studio.print(pages["laptop"], moment)
        if moment == "rapport":
            after(studio, leader)

    walk(studio, take)
    alone = studio.context(viewport=LAPTOP).new_page()
    alone.goto(f"{studio.server.url}bok/nb/stasted")
    at_the_table(alone)
    alone.locator("svg.marks").last.wait_for()
    studio.print(alone, "alene-i-arbeidsboka")


def after(studio: Studio, leader: Facilitator) -> None:
    """What is left when the day is over, and the sheets for the tables."""
    page = leader.page.context.new_page()
    for place in ("etter", "bord", "etter?sprak=nn", "etter?sprak=en"):
        page.goto(f"{studio.server.url}okt/{leader.code}/{place}")
        for width in WIDTHS[:2]:
            page.set_viewport_size({"width": width, "height": 900})
            studio.take(page, f"{name_of(place)}-{width}", whole=True)
        if "?" not in place:
            studio.print(page, place)
    page.set_content(page.request.get(f"{studio.server.url}api/room/{leader.code}/report.html").text())
    studio.print(page, "rapporten")


def main() -> None:
    """Start a server, take the pictures, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, help="take every view, into this folder")
    arguments = parser.parse_args()
    folder = arguments.all or IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = start_server(Path(data) / "data", "--samples", "--people", "40")
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        studio = Studio(browser, server, folder)
        (everything if arguments.all else six)(studio)
        browser.close()
        stop_server(server)


if __name__ == "__main__":
    main()
