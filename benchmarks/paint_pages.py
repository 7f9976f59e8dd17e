"""The pages that `benchmarks.paint` looks at: what must be seen first on each, and what people do there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import APIRequestContext, Page, Playwright

from benchmarks.phone import PHONE
from lmtools.serving.keys import open_keys

CONSOLE, WALL = {"width": 1280, "height": 800}, {"width": 1920, "height": 1080}
NOW = ".phone-step:not([hidden]) "
POINTS = (
    "Reglene er like på papiret, men ikke i timene",
    "Vi følger opp ulikt når noen bryter en regel",
    "Elevene kan reglene, men har ikke vært med på å lage dem",
    "Fallet kom på ett år, etter tre år på samme nivå",
)
PEOPLE = 12
LETTER_MS = 150
PRESS_MS = 80  # that a finger rests on a button
WORDS = "Vi gjør likt"

Do = Callable[[Page], None]


@dataclass(frozen=True)
class Act:
    """Something that people do on a page, and that must be answered at once."""

    name: str
    do: Do


@dataclass(frozen=True)
class Scene:
    """A page of somebody. `seen` is the first content that means something, `at` where the room stands.

    `at_once` is done as soon as that is seen, while the page still makes the rest of itself; `later` when it
    is at rest. `from_code` is for a page that one comes to by typing the code on the front page.
    """

    name: str
    path: str
    seen: str
    at: tuple[str, str] | None = None
    size: dict[str, int] = field(default_factory=lambda: PHONE)
    leads: bool = False
    from_code: bool = False
    at_once: tuple[Act, ...] = ()
    later: tuple[Act, ...] = ()


def press(selector: str, name: str = "press a button") -> Act:
    """Press the first of these that can be seen."""
    return Act(name, lambda page: _touch(page, selector))


def write(selector: str, name: str = "write in a field") -> Act:
    """Put the cursor there and write, a letter at a time."""

    def do(page: Page) -> None:
        _touch(page, selector)
        page.keyboard.type(WORDS, delay=LETTER_MS)

    return Act(name, do)


def digits(selector: str) -> Act:
    """The first digits of a code."""

    def do(page: Page) -> None:
        _touch(page, selector)
        page.keyboard.type("48", delay=LETTER_MS)

    return Act("write a digit", do)


def choose(selector: str, name: str = "change a filter") -> Act:
    """Choose the next in a list with the keyboard, as a browser's own list cannot be opened here."""

    def do(page: Page) -> None:
        page.locator(selector).locator("visible=true").first.focus()
        page.keyboard.press("ArrowDown")

    return Act(name, do)


def _touch(page: Page, selector: str) -> None:
    place = page.locator(selector).locator("visible=true").first
    if not page.evaluate("navigator.maxTouchPoints > 0"):
        place.click(delay=PRESS_MS)
        return
    place.tap(trial=True)  # where it will land is looked at before, as the looking takes its time on the page
    box = place.bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.wait_for_timeout(PRESS_MS)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


START = Scene(
    "start",
    "",
    "#kode",
    at_once=(digits("#kode"),),
    later=(press("#join button"),),
)
JOIN = Scene("join by code", "", f"{NOW}textarea", at=("check_in-1", "alone"), from_code=True)
PARTICIPANT = (
    Scene(
        "check-in",
        "{door}",
        f"{NOW}textarea",
        at=("check_in-1", "alone"),
        at_once=(write(f"{NOW}textarea", "write while it loads"),),
        later=(write(f"{NOW}textarea"), press(f"{NOW}button[type=submit]")),
    ),
    Scene(
        "results",
        "{door}",
        f"{NOW}svg.marks",
        at=("results-1", "plenary"),
        at_once=(press(f"{NOW}.filters fieldset label:nth-of-type(2)", "show the table while it loads"),),
        later=(
            press(f"{NOW}.filters fieldset label:nth-of-type(1)", "show the figures"),
            choose(f"{NOW}.filters select"),
            press(f"{NOW}.open-questions", "open the questions"),
        ),
    ),
    Scene(
        "notes",
        "{door}",
        f"{NOW}textarea",
        at=("reflect-1", "alone"),
        at_once=(write(f"{NOW}textarea", "write while it loads"),),
        later=(
            write(f"{NOW}textarea"),
            press(f"{NOW}button[type=submit]"),
            press(".phone-foot summary", "open a menu"),
        ),
    ),
    Scene(
        "vote",
        "{door}",
        f"{NOW}.ballot li",
        at=("prioritise-1", "alone"),
        at_once=(press(f"{NOW}.ballot li:nth-child(1) button:last-child", "vote while it loads"),),
        later=(
            press(f"{NOW}.ballot li:nth-child(2) button:last-child", "vote"),
            press(f"{NOW}button[type=submit]"),
        ),
    ),
    Scene(
        "plan",
        "{door}",
        f'{NOW}[data-verb="actions"] h1',
        at=("actions-1", "group"),
        at_once=(press(f'{NOW}[data-verb="actions"] .ds-button', "press while it loads"),),
        later=(write(f"{NOW}form textarea"), press(f"{NOW}form button[type=submit]")),
    ),
)
ALONE = Scene(
    "workbook alone",
    "bok/nb/stasted",
    ".solo-head h1",
    at_once=(press(".guess-out ~ .slider button, .slider button", "press while it loads"),),
    later=(
        choose('[data-verb="results"] select'),
        write('[data-verb="reflect"] textarea'),
        press('[data-verb="reflect"] button[type=submit]'),
    ),
)
LEADER = (
    Scene(
        "console",
        "okt/{code}/styr",
        ".next-button",
        at=("reflect-1", "alone"),
        size=CONSOLE,
        leads=True,
        at_once=(press(".clock-tools .row button:last-child", "press while it loads"),),
        later=(
            press(".clock-tools .row button:first-child"),
            press(".console summary", "open a menu"),
            press(".bar-end button", "open a dialog"),
        ),
    ),
    Scene(
        "console, plan",
        "okt/{code}/styr",
        ".next-button",
        at=("actions-1", "group"),
        size=CONSOLE,
        leads=True,
        later=(write(".console-main textarea"),),
    ),
    Scene("wall", "okt/{code}/lerret", ".projector h1", at=("reflect-1", "plenary"), size=WALL, leads=True),
    Scene(
        "wall, results",
        "okt/{code}/lerret",
        ".wall-results svg.marks",
        at=("results-1", "plenary"),
        size=WALL,
        leads=True,
    ),
    Scene(
        "kommunen",
        "kommunen",
        "h1",
        size=CONSOLE,
        leads=True,
        at_once=(choose("#trinn"),),
        later=(press("article.multiple summary", "open a table"),),
    ),
    Scene(
        "after the session",
        "okt/{code}/etter",
        ".after section",
        size=CONSOLE,
        leads=True,
        at_once=(press(".after summary", "open a menu while it loads"),),
        later=(write("#summary-headline"), press(".after form button[type=submit]")),
    ),
)
HIDDEN = Scene("skjerming", "skjerming", "h1")
SCENES = (START, JOIN, *PARTICIPANT, ALONE, *LEADER, HIDDEN)


class Room:
    """A session that has begun on a server, and the people in it who have no screen."""

    def __init__(self, playwright: Playwright, door: str, data: Path) -> None:
        self.url, self.door = door.split("bli-med/")[0], "bli-med/" + door.split("bli-med/")[1]
        self.code = self.door.split("/")[1]
        self._new = lambda: playwright.request.new_context(
            base_url=self.url, extra_http_headers={"Origin": self.url.rstrip("/")}
        )
        self._leader: APIRequestContext = self._new()
        self._post(self._leader, "api/sign-in", {"key": open_keys(data).facilitator})
        self.cookies: Any = self._leader.storage_state()

    def go(self, step: str, phase: str) -> None:
        """Take the room there."""
        self.lead("go", step=step, phase=phase)

    def lead(self, do: str, **fields: Any) -> dict[str, Any]:
        """Give one command as the facilitator; the snapshot after it."""
        return self._send(self._leader, "facilitator", do, **fields)

    def fill(self) -> None:
        """People come, and their tables have points to vote over."""
        self.go("reflect-1", "group")
        for number in range(PEOPLE):
            one = self._new()
            self._post(one, "api/join", {"code": self.code, "language": "nb"})
            text = POINTS[number % len(POINTS)]
            point = {"point": str(uuid.uuid4()), "step": "reflect-1", "text": text, "notes": []}
            self._send(one, "participant", "point.add", **point)
        for entry in self.lead("go", step="reflect-1", phase="plenary")["facilitator"]["queue"]:
            self.lead("moderate", point=entry["point"], show=True)

    def _send(self, who: APIRequestContext, role: str, do: str, **fields: Any) -> dict[str, Any]:
        command = {"id": str(uuid.uuid4()), "do": do, **fields}
        answer = self._post(who, f"api/room/{self.code}?as={role}", {"commands": [command]})
        assert answer["results"][0]["ok"], answer["results"][0]
        snapshot: dict[str, Any] = answer["snapshot"]
        return snapshot

    def _post(self, who: APIRequestContext, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = who.post(path, data=body)
        assert answer.ok, (path, answer.status)
        told: dict[str, Any] = answer.json()
        return told
