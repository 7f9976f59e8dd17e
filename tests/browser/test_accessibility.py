"""Every page, in every step, phase and language, as axe and a narrow screen see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lmtools.serving.pages import page_environment
from lmtools.settings import LANGUAGES
from lmtools.text import Text
from tests.browser.checks import ALL_LAID_OUT, check, check_narrow, sideways
from tests.browser.people import (
    LAPTOP,
    PHONE,
    SLOW,
    Colleague,
    Facilitator,
    at_the_table,
    scan,
    start_session,
)

pytestmark = pytest.mark.browser

STATIC = ("", "bli-med/000000", "prosessleder", "kommunen", "om", "finnes-ikke")
POINTS = ("Reglene er like på papiret, men ikke i timene", "Vi følger opp ulikt når noen bryter en regel")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_around_the_workbooks_are_accessible_in_each_language(
    browser_context: Any, server: Any, language: str
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}?sprak={language}")
    for path in STATIC:
        page.goto(server.url + path)
        check(page, language)
        check_narrow(page)


def test_the_pages_around_the_workbooks_are_accessible_on_a_wide_screen(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=LAPTOP).new_page()
    for path in STATIC:
        page.goto(server.url + path)
        check(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_waiting_page_and_the_error_page_are_accessible(
    browser_context: Any, server: Any, language: str
) -> None:
    """Both are drawn by their own templates; only the occasion for them is missing here."""
    page = browser_context(viewport=PHONE).new_page()
    for name, context in (
        ("wait.html", {}),
        ("wait.html", {"why": "busy", "waited": 25}),
        ("wait.html", {"why": "busy", "over": True}),
        ("wait.html", {"why": "full", "over": True}),
        ("error.html", {"status": 500}),
    ):
        page.route(f"{server.url}drawn", drawn_by(server, page, language, name, context))
        page.goto(f"{server.url}drawn")
        check(page, language)
        check_narrow(page)
        page.unroute(f"{server.url}drawn")


def drawn_by(
    server: Any, page: Page, language: str, name: str, context: dict[str, Any], **headers: str
) -> Any:
    """Answer with template `name`, with the built files that the server itself names on its pages."""
    home = page.request.get(server.url).text()

    def static(file: str) -> str:
        stem, _, ending = file.rpartition(".")
        return next(part for part in home.split('"') if f"/{stem}-" in part and part.endswith(ending))

    body = (
        page_environment()
        .get_template(name)
        .render(t=Text(language).t, language=language, static=static, **context)
    )
    headers["Content-Type"] = "text/html; charset=utf-8"
    return lambda route: route.fulfill(body=body, headers=headers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_read_alone_is_accessible_in_each_language(
    browser_context: Any, server: Any, language: str
) -> None:
    page = browser_context(viewport=PHONE if language != "nb" else LAPTOP).new_page()
    page.goto(f"{server.url}bok/{language}/stasted")
    at_the_table(page)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    check(page, language)
    check_narrow(page)


def test_the_form_for_a_new_session_is_accessible_also_when_it_is_filled_in_wrongly(
    browser_context: Any, server: Any
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    check(page)
    page.get_by_label("Hvor mange kommer").fill("0")
    page.get_by_label("Slettes").fill("")
    page.get_by_role("button", name="Start økta").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    check(page)
    check_narrow(page)


@pytest.fixture
def room(browser_context: Any, server: Any) -> Iterator[Room]:
    """A session with console, projector, one phone and nine more who take part without a browser."""
    leader = start_session(browser_context, server, expected=10, groups=2)
    phone = scan(browser_context, server, leader.code)
    yield Room(leader, phone, [Colleague(server, leader.code) for _ in range(9)])


class Room:
    """The three kinds of page in one session, and those who make sure that there is something to show."""

    def __init__(self, leader: Facilitator, phone: Page, others: list[Colleague]) -> None:
        self.leader, self.phone, self.others = leader, phone, others

    def check(self, title: str, phase: str = "", *, phone: str = "", wall: str = "") -> None:
        """All three pages, once the console stands in this step, and phone and projector show these words."""
        expect(self.leader.page.get_by_role("heading", level=1)).to_have_text(title)
        if phase:
            for page in (self.leader.page, self.phone):
                expect(page.locator(".phases [aria-current]")).to_have_text(phase)
        for page, words in ((self.phone, phone), (self.leader.projector, wall)):
            if words:
                expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()
        for page in (self.phone, self.leader.projector, self.leader.page):
            check(page)
        check_narrow(self.phone)


def test_console_projector_and_phone_are_accessible_in_every_step_and_phase(room: Room) -> None:
    leader, phone, others = room.leader, room.phone, room.others
    room.check("Gjett først", "Alene")
    phone.get_by_role("slider").fill("8")
    phone.get_by_role("button", name="Lås gjetningen").click()
    for value, other in enumerate(others):
        other.send("guess.lock", step="guess-1", value=5 + 2 * value)
    leader.next()
    room.check("Gjett først", "Plenum", phone="Svaret kommer når", wall="Gjett på telefonen")
    leader.press("Vis svaret")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("enn du gjettet")
    room.check("Gjett først", "Plenum", wall="Halvparten av oss")

    leader.next()
    expect(phone.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    expect(leader.projector.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    room.check("Se hva elevene svarte")
    phone.get_by_text("Tabell", exact=True).click()
    expect(phone.get_by_role("table")).to_be_visible()
    check(phone)
    check_narrow(phone)

    leader.next()
    phone.get_by_label("Ett punkt om gangen").fill("Mobil er greit hos én og forbudt hos en annen.")
    phone.get_by_role("button", name="Legg til punktet").click()
    phone.get_by_role("checkbox", name="Del med gruppa").check()
    room.check("Hva ser vi?", "Alene", phone="Del med gruppa", wall="Tenk selv")
    leader.next()
    expect(phone.get_by_label("Gruppas punkt")).to_be_visible()
    for other, text in zip(others, POINTS, strict=False):
        other.send("point.add", point=str(uuid.uuid4()), step="reflect-1", text=text, notes=[])
    expect(leader.page.locator(".queue li")).to_have_count(2)
    room.check("Hva ser vi?", "Gruppe", phone="Gruppas punkt", wall="Bli enige")
    for left in (1, 0):
        leader.press("Slipp fram")
        expect(leader.page.locator(".queue li")).to_have_count(left)
    leader.next()
    expect(leader.projector.get_by_text(POINTS[0])).to_be_visible()
    for text in POINTS:
        leader.page.get_by_role("checkbox", name=text).check()
    room.check("Hva ser vi?", "Plenum", phone=POINTS[1], wall=POINTS[1])

    leader.next()
    room.check("Velg det viktigste", phone="Runde 1: Fordel", wall="Runde 1: Fordel")
    vote(room, POINTS[0], round=1)
    leader.next()
    room.check("Velg det viktigste", phone="Snakk i gruppa", wall="Snakk i gruppa")
    leader.next()
    expect(phone.get_by_text("Runde 2: Fordel")).to_be_visible()
    vote(room, POINTS[1], round=2)
    room.check("Velg det viktigste", phone="Du kan endre til", wall="Runde 2: Fordel")
    leader.next()
    room.check("Velg det viktigste", phone="Resultatet kommer", wall=POINTS[0])
    leader.press("Vis resultatet")
    expect(phone.locator(".dumbbell")).to_be_visible()
    expect(leader.projector.locator(".dumbbell")).to_be_visible()
    room.check("Velg det viktigste", phone="stemte", wall="stemte")

    leader.next()
    expect(phone.get_by_role("button", name="Skriv et mål")).to_be_visible()
    write_plan(others[0])
    expect(phone.get_by_text("Elevene møter de samme reglene").first).to_be_visible()
    phone.get_by_role("button", name="Endre tiltaket").filter(visible=True).click()
    room.check("Mål og tiltak", "Gruppe")
    leader.next()
    room.check("Mål og tiltak", "Plenum", phone="Endre tiltaket", wall="Teamlederne")
    leader.next()
    room.check("Det vi tar med oss", phone="Referat og plan (Word)", wall="Elevene møter de samme")
    leader.press("Avslutt økta")
    check(leader.page)
    leader.page.get_by_role("dialog").get_by_role("button", name="Avslutt økta").click()
    expect(phone.get_by_text("Økta er avsluttet")).to_be_visible()
    room.check("Det vi tar med oss")


def vote(room: Room, text: str, *, round: int) -> None:
    """All give their points to the point with this text."""
    options = room.others[0].snapshot()["activities"]["prioritise-1"]["options"]
    chosen = next(option["id"] for option in options if option["text"] == text)
    for other in room.others:
        other.send("vote.cast", step="prioritise-1", round=round, votes={chosen: 3})
    room.phone.get_by_role("button", name=f"Ett poeng til «{text}»").click()
    room.phone.get_by_role("button", name="Send").click()


def write_plan(other: Colleague) -> None:
    """A goal with one action, as a group writes them."""
    goal, action = str(uuid.uuid4()), str(uuid.uuid4())
    other.send(
        "goal.save",
        goal=goal,
        step="actions-1",
        text="Elevene møter de samme reglene i alle timer",
        finding=POINTS[0],
        target="Høsten 2027 er Felles regler minst 3,8.",
    )
    other.send(
        "action.save",
        action=action,
        goal=goal,
        text="Tre regler som gjelder i alle timer",
        who="Teamlederne",
        when="Ferdig 15. januar 2027",
        success_sign="Elevrådet sier at reglene er til å forstå",
    )


def test_text_at_twice_the_size_leaves_every_page_usable(browser_context: Any, server: Any) -> None:
    """A laptop's page at 200 % is half as wide: 640 points, each drawn as two."""
    zoomed = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    leader = start_session(browser_context, server)
    leader.page.set_viewport_size(zoomed["viewport"])
    phone = scan(browser_context, server, leader.code, **zoomed)
    around = browser_context(**zoomed).new_page()
    for path in (*STATIC, "bok/nb/stasted"):
        around.goto(server.url + path)
        assert sideways(around) == 0, path
    at_the_table(around)
    for page, name in ((around, "Lås gjetningen"), (phone, "Lås gjetningen"), (leader.page, "Neste")):
        assert sideways(page) == 0
        button = page.get_by_role("button", name=name).first
        button.click()
        expect(button).to_be_in_viewport()


CUT_OFF = """(ring) => [...document.querySelectorAll(".solo-step")].flatMap((step) => {
    const box = step.getBoundingClientRect();
    return [...step.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")]
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, { width }]) => width > 1)
        .filter(([, { left, right, bottom }]) =>
            left - ring < box.left || right + ring > box.right || bottom + ring > box.bottom)
        .map(([part]) => part.outerHTML.slice(0, 80));
})"""


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP])
def test_the_ring_around_what_has_focus_is_whole_in_a_workbook_that_is_read_alone(
    browser_context: Any, server: Any, viewport: dict[str, int]
) -> None:
    page = browser_context(viewport=viewport).new_page()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    page.evaluate(ALL_LAID_OUT)
    assert page.locator(".solo-step textarea").count() > 0
    assert page.evaluate(CUT_OFF, 5) == []  # three pixels wide, two away
