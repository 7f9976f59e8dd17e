"""Take a picture of every phase of every activity in the three roles, to look at and throw away:

    python docs/tools/phases.py FOLDER [--steps swot-1,commit-1] [--check]

A session on the workbook with every verb (`tests/workbooks/alle-verb.ipynb`) is filled by colleagues who
speak HTTP, and looked at as a participant (a phone), the facilitator (a phone and a laptop) and on the
projector, and then alone, without a session. `--check` also runs axe on every picture, measures what is
too wide or cut, prints what it finds, and ends with 1 if there is anything. All that is written is invented.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from docs.tools.screenshots import Studio, new_id
from tests.browser.checks import faults, sideways, wide_parts
from tests.browser.people import LAPTOP, PHONE, PROJECTOR, Colleague, Leader, at_the_table, scan
from tests.conftest import CHROMIUM_ARGUMENTS, chromium, start_server, stop_server

PEOPLE, GROUPS = 24, 4
FULL, MANY, FEW = ("check_in-1", "reflect-1", "swot-1", "commit-1", "check_out-1"), 16, 2
SMALL_PROJECTOR = {"width": 1280, "height": 720}
# What is taken, of whom and how large; the projector shows its window, the others the whole page.
VIEWS = (
    ("deltaker", "phone", PHONE),
    ("prosessleder", "console", LAPTOP),
    ("prosessleder", "console", PHONE),
    ("lerret", "wall", SMALL_PROJECTOR),
    ("lerret", "wall", PROJECTOR),
)
CUT = """() => [...document.querySelectorAll(".wall, .wall *")]
    .filter((part) => getComputedStyle(part).overflow !== "visible")
    .filter((part) => part.scrollHeight > part.clientHeight + 1)
    .map((part) => part.className)"""
TEXTS = (
    "Vi har for få voksne ute i friminuttene",
    "Det er for få voksne ute i friminuttet",
    "Skolegården er stor og fin, og elevene bruker den",
    "De yngste vet ikke hvem de kan gå til når noen er slemme mot dem på vei inn fra friminuttet",
    "Elevrådet har meldt fra om ballbingen to ganger, og ingen av oss har svart på det de spurte om",
    "Vi gjør det ulikt",
    "Trivselslederne får i gang leker hver dag, også de som ellers står alene langs veggen",
    "Klokka ringer midt i leken, og da løper alle inn samtidig gjennom en trang garderobe der det blir "
    "dytting, og de som er redde for å bli dyttet, venter til sist og kommer for seint til timen hver dag",
)
PROMISES = (
    "Jeg går ut fem minutter før det ringer, og blir ved ballbingen",
    "Jeg spør elevrådet hva de mener med «ingen svarer»",
    "Jeg tar opp garderoben på teamtid",
)
GOAL = "De yngste vet hvem de kan gå til i friminuttet"


class Room:
    """The people of one session, with and without a page."""

    def __init__(self, studio: Studio) -> None:
        server = studio.server
        self.leader = Leader(server, groups=GROUPS, expected=PEOPLE, workbook="alle-verb")
        code = self.leader.code
        context = studio.context(viewport=LAPTOP)
        self.console = context.new_page()
        self.console.goto(f"{server.url}prosessleder#nokkel={server.key}")
        expect(self.console.get_by_role("heading", name="Ny økt")).to_be_visible()
        self.console.goto(f"{server.url}okt/{code}/styr")
        self.wall = context.new_page()
        self.wall.set_viewport_size(PROJECTOR)
        self.wall.goto(f"{server.url}okt/{code}/lerret")
        at_the_table(self.wall)
        self.phone = scan(studio.context, server, code, viewport=PHONE)
        self.others = [Colleague(server, code) for _ in range(PEOPLE - 1)]
        self.tables = {one.snapshot()["me"]["group"]: one for one in self.others}

    def let_through(self) -> None:
        """Show most of what waits in a few steps, and little in the others, so that one can weigh it."""
        step = self.leader.snapshot()["now"]["step"]
        queue = [one for one in self.leader.snapshot()["facilitator"]["queue"] if one["step"] == step]
        many = MANY if step in FULL else FEW
        for number, entry in enumerate(queue):
            self.leader.send("moderate", point=entry["point"], show=number < min(many, len(queue) - 1))


def fill(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """Do what people do in this moment."""
    doing = FILL.get(step["kind"])
    if doing:
        doing(room, step, now)


def fill_guess(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """Everyone but the phone locks a guess."""
    if now["phase"] == "alone":
        for number, one in enumerate(room.others):
            one.send("guess.lock", step=step["key"], value=(3, 5, 5, 7, 8, 10, 12, 20)[number % 8])


def fill_board(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """Thoughts alone, points at the tables, all of it shown in plenary."""
    boxes = [{"box": box["key"]} if box["key"] else {} for box in step.get("boxes") or [{"key": ""}]]
    has_tables = "group" in step["phases"]
    where = {"step": step["key"]}
    texts = [text for text in TEXTS if len(text) <= step["limit"]]
    if now["phase"] == "alone":
        for number, one in enumerate(room.others):
            text, box = texts[number % len(texts)], boxes[number % len(boxes)]
            if has_tables:
                one.send("note.add", note=new_id(), text=text, shared=True, **where, **box)
            elif number < len(texts):
                one.send("point.add", point=new_id(), text=text, notes=[], **where, **box)
        for text in texts[:2]:
            room.phone.locator("textarea:visible").fill(text)
            room.phone.get_by_role("button", name="Legg til punktet" if has_tables else "Send").click()
        room.phone.locator("textarea:visible").fill("Et punkt som ikke er sendt ennå")
    if now["phase"] == "group":
        for table, one in room.tables.items():
            for number, text in enumerate(texts[table % 2 :: 2]):
                box = boxes[number % len(boxes)]
                one.send("point.add", point=new_id(), text=text, notes=[], **where, **box)
    if now["phase"] == "plenary":
        room.let_through()
        merge_alike(room, step["key"])


def merge_alike(room: Room, step: str) -> None:
    """Put the first points that are alike together, as the facilitator does."""
    snapshot = room.leader.snapshot()
    texts = {point["id"]: point["text"] for point in snapshot["activities"][step]["points"]}
    for alike in snapshot["facilitator"]["likeness"].get(step, [])[:1]:
        room.leader.send("merge", points=alike["points"], text=texts[alike["points"][0]])


def fill_rating(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """Everyone answers; the first thing divides people."""
    if now["phase"] != "alone":
        return
    items = next(one for one in room.leader.snapshot()["steps"] if one["key"] == step["key"])["items"]
    scales = [scale["key"] for scale in step["scales"]]
    for number, one in enumerate(room.others):
        rows = {}
        for at, item in enumerate(items):
            spread = (2 + (number + at) % 4, 1 + (at + number // 3) % 5)
            levels = (1 + 4 * (number % 2), 4 + number % 2) if at == 0 else spread
            rows[item["key"]] = dict(zip(scales, levels, strict=False))
        one.send("rate", step=step["key"], ratings=rows)
    for at, answer in enumerate(room.phone.locator(".rate-scale:visible").all()[:3]):
        answer.get_by_role("radio").nth(at + 1).check()


def fill_private(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """Everyone writes to themselves, and a few share it."""
    if now["phase"] != "alone":
        room.let_through()
        return
    for number, one in enumerate(room.others[:10]):
        one.send("commit.save", step=step["key"], text=PROMISES[number % len(PROMISES)])
        if number < 4:
            one.send("commit.share", step=step["key"], **{"with": "plenary"})
    room.phone.locator("textarea:visible").fill(PROMISES[0])
    room.phone.get_by_role("button", name="Lagre").click()


def fill_vote(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """Points to the first few, in both rounds."""
    if now["phase"] != "alone":
        return
    activity = room.leader.snapshot()["activities"][step["key"]]
    options = [option["id"] for option in activity["options"]]
    for number, one in enumerate(room.others):
        if options:
            first, second = number % min(3, len(options)), (number + activity["round"]) % len(options)
            votes = {options[first]: 2, options[second]: 1} if first != second else {options[first]: 3}
            one.send("vote.cast", step=step["key"], round=activity["round"], votes=votes)


def fill_plan(room: Room, step: dict[str, Any], now: dict[str, Any]) -> None:
    """One goal with two actions."""
    if room.leader.snapshot()["activities"][step["key"]]["goals"]:
        return
    goal = new_id()
    one = room.others[0]
    target = "Til våren sier alle på tredje trinn det."
    one.send("goal.save", goal=goal, step=step["key"], text=GOAL, finding=TEXTS[3], target=target)
    for text in ("Faste voksne på tre steder ute", "Vestene er gule hver dag"):
        details = {
            "who": "Teamlederne",
            "when": "Fra 18. januar",
            "success_sign": "Elevrådet sier det",
        }
        one.send("action.save", action=new_id(), goal=goal, text=text, **details)


FILL: dict[str, Callable[[Room, dict[str, Any], dict[str, Any]], None]] = {
    "guess": fill_guess,
    "board": fill_board,
    "rating": fill_rating,
    "private": fill_private,
    "vote": fill_vote,
    "plan": fill_plan,
}


class Album:
    """The pictures taken so far, and what was wrong with them."""

    def __init__(self, studio: Studio, *, check: bool) -> None:
        self.studio, self.check = studio, check
        self.wrong: list[str] = []

    def take(self, room: Room, moment: str) -> None:
        """One moment in every role and width."""
        for role, name, size in VIEWS:
            self.of(getattr(room, name), f"{moment}-{role}-{size['width']}", size)
        room.console.set_viewport_size(LAPTOP)

    def of(self, page: Page, name: str, size: dict[str, int]) -> None:
        """One page at one size."""
        page.set_viewport_size(size)
        self.studio.take(page, name, whole="lerret" not in name)
        if self.check:
            found = faults(page)
            if sideways(page):
                found.append(f"wider than the window: {wide_parts(page)}")
            found.extend(f"cut: {part}" for part in page.evaluate(CUT))
            self.wrong.extend(f"{name}: {fault}" for fault in found)


def walk(room: Room, album: Album, wanted: set[str]) -> None:
    """Go through the day from the first moment to the last."""
    number = 0
    while True:
        snapshot = room.leader.snapshot()
        now = snapshot["now"]
        step = next(one for one in snapshot["steps"] if one["key"] == now["step"])
        round_ = snapshot["activities"][step["key"]]["round"] if step["kind"] == "vote" else ""
        expect(room.console.locator("h1")).to_have_text(step["title"])
        fill(room, step, now)
        number += 1
        moment = f"{number:02}-{step['key']}-{now['phase']}{round_}"
        if not wanted or step["key"] in wanted:
            album.take(room, moment)
            special(room, album, step, now, moment)
        if now["phase"] == "plenary" and step["kind"] in ("guess", "rating", "vote"):
            room.leader.send("reveal", step=step["key"])
            if not wanted or step["key"] in wanted:
                album.take(room, f"{moment}-vist")
                turn_pages(room, album, f"{moment}-vist")
        if snapshot["facilitator"]["next"] is None:
            return
        room.leader.send("next")


def turn_pages(room: Room, album: Album, moment: str) -> None:
    """The other pages of a wall that has several."""
    pager = room.wall.locator(".wall-pager [role=status]")
    if pager.count() == 0:
        return
    for page in range(2, int(pager.inner_text().split()[-1]) + 1):
        room.wall.keyboard.press("ArrowRight")
        album.of(room.wall, f"{moment}-lerret-side-{page}", PROJECTOR)


def special(room: Room, album: Album, step: dict[str, Any], now: dict[str, Any], moment: str) -> None:
    """What is not a phase: tasks at a table, the phone of a group, a break; once each."""
    phone = room.phone
    if now["phase"] == "plenary":
        turn_pages(room, album, moment)
    if step["key"] != "swot-1":
        return
    if now["phase"] == "group":
        phone.locator("summary", has_text="Roller i gruppa").click()
        phone.get_by_role("button", name="Ta oppgaven som sekretær").click()
        room.tables[phone_group(room)].send("role.take", role="chair")
        expect(phone.get_by_text("Du er sekretær.")).to_be_visible()
        album.take(room, f"{moment}-roller")
        phone.locator(".phone-foot summary", has_text="Gruppe").click()
        phone.get_by_role("button", name="Skriv for gruppa på denne telefonen").click()
        expect(phone.get_by_text("Denne telefonen skriver for gruppa").first).to_be_visible()
        album.take(room, f"{moment}-felles-telefon")
        phone.get_by_role("button", name="La den være min igjen").click()
        room.leader.send("break", on=True)
        expect(phone.get_by_text("Pause", exact=True).first).to_be_visible()
        album.take(room, f"{moment}-pause")
        room.leader.send("break", on=False)


def phone_group(room: Room) -> int:
    """The table that the phone sits at."""
    summary = room.phone.locator(".phone-foot summary", has_text="Gruppe").inner_text()
    return int(summary.split()[-1])


def alone(studio: Studio, album: Album) -> None:
    """The workbook without a session, with something written in it."""
    for size in (PHONE, LAPTOP):
        page = studio.context(viewport=size).new_page()
        page.goto(f"{studio.server.url}bok/nb/alle-verb")
        at_the_table(page)
        album.of(page, f"alene-tom-{size['width']}", size)
        for view in page.locator('.lm-view[data-verb="board"]').all():
            for text in TEXTS[:2]:
                view.locator("textarea").fill(text)
                view.get_by_role("button", name="Legg til punktet").click()
        for scale in page.locator(".rate-scale").all():
            scale.get_by_role("radio").nth(2).check()
        promise = page.locator('.lm-view[data-verb="private"]')
        promise.locator("textarea").fill(PROMISES[0])
        promise.get_by_role("button", name="Lagre").click()
        album.of(page, f"alene-skrevet-{size['width']}", size)


def main() -> int:
    """Start a server, walk through the day, stop it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--steps", default="", help="only these, with commas between")
    parser.add_argument("--check", action="store_true", help="also run axe and measure each page")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    wanted = {step for step in arguments.steps.split(",") if step}
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        books = {"LMTOOLS_WORKBOOKS": str(ROOT / "tests" / "workbooks")}
        server = start_server(Path(data) / "data", "--samples", "--people", "40", **books)
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        studio = Studio(browser, server, arguments.folder)
        album = Album(studio, check=arguments.check)
        walk(Room(studio), album, wanted)
        if not wanted or "alene" in wanted:
            alone(studio, album)
        browser.close()
        stop_server(server)
    print(*album.wrong, sep="\n")
    return 1 if album.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
