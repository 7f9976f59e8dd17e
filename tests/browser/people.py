"""The people of a development day, each in a browser of their own."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.conftest import Make, Server

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}

# A kernel starts for each page on a small machine that also runs the browsers.
SLOW = 60_000


@dataclass
class Facilitator:
    """Leads the session from the console; `projector` is a second window of the same browser."""

    page: Page
    projector: Page
    code: str
    key: str

    def next(self) -> None:
        """Press the one large button."""
        self.page.locator(".next-button").click()

    def press(self, name: str) -> None:
        """Press a button of the console by its words."""
        self.page.get_by_role("button", name=name, exact=True).first.click()


def start_session(
    make: Make,
    server: Server,
    *,
    school: str = "Lindvåg ungdomsskole",
    grade: str = "10. trinn",
    expected: int = 3,
    groups: int = 1,
    day: str = "Ståsted",
    opens: str = "Gjett først",
) -> Facilitator:
    """Sign in with the key in the address, start a session on `day`, and put the projector up.

    `opens` is the day's first step.
    """
    context = make(viewport=LAPTOP)
    page = context.new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    page.get_by_label("Arbeidsbok eller dagsorden").select_option(label=day)
    page.get_by_label("Skole", exact=True).select_option(label=school)
    page.get_by_label("Trinn").select_option(label=grade)
    page.get_by_label("Hvor mange kommer").fill(str(expected))
    page.get_by_label("Antall grupper").fill(str(groups))
    page.get_by_role("button", name="Start økta").click()
    page.wait_for_url(re.compile(r"/okt/\d{6}/styr"))
    found = re.search(r"/okt/(\d{6})/styr", page.url)
    assert found is not None
    code = found.group(1)
    expect(page.get_by_role("heading", level=1)).to_have_text(opens)
    projector = context.new_page()
    projector.set_viewport_size(PROJECTOR)
    projector.goto(f"{server.url}okt/{code}/lerret")
    expect(projector.locator("body[data-ready]")).to_be_attached(timeout=SLOW)
    return Facilitator(page, projector, code, server.key)


def put_up(make: Make, server: Server, code: str) -> Page:
    """The projector of a session, in a browser that has signed in with the key."""
    page = make(viewport=PROJECTOR).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    page.goto(f"{server.url}okt/{code}/lerret")
    at_the_table(page)
    return page


def join(make: Make, server: Server, code: str, *, viewport: dict[str, int] = PHONE, **options: Any) -> Page:
    """Type the code on the start page and come to the step the room is at."""
    page = make(viewport=viewport, **options).new_page()
    page.goto(server.url)
    page.locator("#kode").fill(f"{code[:3]} {code[3:]}")
    page.locator("#join button").click()
    page.wait_for_url(re.compile(r"/bok/"))
    at_the_table(page)
    return page


def scan(make: Make, server: Server, code: str, *, viewport: dict[str, int] = PHONE, **options: Any) -> Page:
    """Open the address that the QR code holds."""
    page = make(viewport=viewport, **options).new_page()
    page.goto(f"{server.url}bli-med/{code}")
    at_the_table(page)
    return page


def at_the_table(page: Page) -> None:
    """Wait until the page shows the step that the room is at."""
    expect(page.locator("body[data-ready]")).to_be_attached(timeout=SLOW)


def lock_guess(page: Page, value: int) -> None:
    """Guess with the slider and lock it."""
    page.get_by_role("slider", name="Din gjetning").fill(str(value))
    page.get_by_role("button", name=f"Lås gjetningen på {value}").click()
    expect(page.get_by_text(f"Gjetningen din er låst på {value}.")).to_be_visible()


def thought(page: Page) -> Locator:
    """Where one writes alone."""
    return page.get_by_label("Ett punkt om gangen")


def own_points(page: Page, text: str | None = None) -> Locator:
    """What was sent from here, or from one's table, with where it is now; all of it, or what says `text`."""
    return page.locator(".mine li", has_text=text)


def received(page: Page, text: str | None = None) -> Locator:
    """Those of them that the server has, by the words that say so."""
    return own_points(page, text).get_by_text("Bare du ser det")


def table_of(page: Page) -> Locator:
    """The table that the page says one sits at."""
    return page.locator(".phone-foot summary").filter(has_text=re.compile(r"^Gruppe \d"))


def press_thought(page: Page, text: str) -> None:
    """Write one thought alone, and press; whether it is sent is another thing."""
    thought(page).fill(text)
    page.get_by_role("button", name="Legg til punktet").click()


def add_point(page: Page, text: str, *, timeout: float | None = None) -> None:
    """Write one thought alone and send it; `timeout` in milliseconds is for a net that takes long."""
    press_thought(page, text)
    expect(received(page, text)).to_be_visible(timeout=timeout)


def give_points(phone: Page, option: str, points: int = 1) -> None:
    """Give `option` that many points more, and send."""
    for _ in range(points):
        phone.get_by_role("button", name=f"Ett poeng til «{option}»").click()
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("Du kan endre til runden er over.")).to_be_visible()


def write_goal(phone: Page, goal: str) -> None:
    """Write the first goal of the plan."""
    phone.get_by_role("button", name="Skriv et mål").click()
    form = phone.get_by_role("form", name="Nytt mål")
    form.get_by_label("Mål", exact=True).fill(goal)
    form.get_by_role("button", name="Lagre").click()


def write_action(phone: Page, action: str) -> None:
    """Write an action under the goal: what, who, when, and the sign that it works."""
    phone.get_by_role("button", name="Legg til et tiltak").click()
    form = phone.get_by_role("form", name="Nytt tiltak")
    form.get_by_label("Tiltak", exact=True).fill(action)
    form.get_by_label("Hvem").fill("Teamlederne og elevrådet")
    form.get_by_label("Når").fill("Ferdig 15. januar 2027")
    form.get_by_label("Tegn på at det virker").fill("Elevrådet sier at reglene er til å forstå")
    form.get_by_role("button", name="Lagre").click()
    expect(phone.get_by_text(action).filter(visible=True).first).to_be_visible()


class Colleague:
    """A participant without a browser: speaks HTTP to the room as a page does."""

    role = "participant"

    def __init__(self, server: Server, code: str) -> None:
        self.server, self.code = server, code
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self.enter()

    def enter(self) -> None:
        """Join with the code."""
        self.call("api/join", {"code": self.code, "language": "nb"})

    def send(self, do: str, **fields: Any) -> dict[str, Any]:
        """Send one command; returns the snapshot after it. Fails if the room refuses."""
        command = {"id": str(uuid.uuid4()), "do": do, **fields}
        answer = self.call(f"api/room/{self.code}?as={self.role}", {"commands": [command]})
        assert answer["results"][0]["ok"], answer["results"][0]
        snapshot: dict[str, Any] = answer["snapshot"]
        return snapshot

    def snapshot(self) -> dict[str, Any]:
        """What this visitor may see now."""
        return self.call(f"api/room/{self.code}?as={self.role}", None)

    def must_wait(self, path: str) -> bool:
        """Whether the page at `path` is not ready; the server answers when it is, or after some seconds."""
        with self._opener.open(self.server.url + path, timeout=60) as answer:
            return "Refresh" in answer.headers

    def call(self, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        """Send `body` as JSON, or just ask; returns the answer."""
        request = urllib.request.Request(
            self.server.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": self.server.origin},
        )
        with self._opener.open(request, timeout=20) as response:
            answer: dict[str, Any] = json.load(response)
            return answer


class Person(Colleague):
    """A participant with a page of their own; what is sent past it is sent as the same visitor."""

    def __init__(self, page: Page, server: Server, code: str) -> None:
        self.page = page
        super().__init__(server, code)

    def enter(self) -> None:
        """Scan the code. The page is not there yet: see `at_the_table`."""
        self.page.goto(f"{self.server.url}bli-med/{self.code}", wait_until="commit")

    def call(self, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        """As the page's browser would."""
        answer = self.page.request.fetch(
            self.server.url + path,
            method="GET" if body is None else "POST",
            data=body,
            headers={"Origin": self.server.origin},
        )
        assert answer.ok, answer.status
        found: dict[str, Any] = answer.json()
        return found


class Leader(Colleague):
    """A facilitator without a browser, for the tests that look at the others' pages."""

    role = "facilitator"

    def __init__(
        self, server: Server, *, groups: int = 1, expected: int = 3, workbook: str = "stasted"
    ) -> None:
        self.groups, self.expected, self.workbook = groups, expected, workbook
        super().__init__(server, "")

    def enter(self) -> None:
        """Sign in with the key, and start a session."""
        self.call("api/sign-in", {"key": self.server.key})
        with self._opener.open(f"{self.server.url}prosessleder", timeout=20) as page:
            found = re.search(r'id="schools">(.*?)</script>', page.read().decode(), re.DOTALL)
        assert found is not None
        school = next(unit for unit in json.loads(found[1]) if unit["name"] == "Lindvåg ungdomsskole")
        wanted = {"workbook": self.workbook, "school": school["key"], "grade": "10", "language": "nb"}
        numbers = {"groups": self.groups, "expected": self.expected}
        self.code = self.call("api/session", {**wanted, **numbers})["code"]

    def go(self, step: str, phase: str) -> None:
        """Jump there in the agenda."""
        self.send("go", step=step, phase=phase)
