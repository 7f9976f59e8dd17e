"""The facilitator's pages in a real browser: signing in, starting, and leading from the console."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import Make, Server

pytestmark = pytest.mark.browser


@dataclass
class Day:
    """A session that has just been started, and the console it is led from."""

    server: Server
    console: Page
    code: str
    make: Make

    def person(self) -> BrowserContext:
        """A participant who has joined; no page is opened, since only what is sent matters here."""
        context = self.make()
        joined = context.request.post(
            f"{self.server.url}api/join", data={"code": self.code, "language": "nb"}, headers=self.headers
        )
        assert joined.ok
        return context

    def send(self, context: BrowserContext, do: str, **fields: Any) -> dict[str, Any]:
        """Send one command as a participant's page does; return its result."""
        command = {"id": str(uuid.uuid4()), "do": do, **fields}
        answer = context.request.post(self.room(), data={"commands": [command]}, headers=self.headers)
        result: dict[str, Any] = answer.json()["results"][0]
        assert result["ok"], result
        return result

    def snapshot(self) -> dict[str, Any]:
        """What the facilitator's page is shown now."""
        answer = self.console.context.request.get(self.room("facilitator"))
        found: dict[str, Any] = answer.json()
        return found

    def room(self, role: str = "participant") -> str:
        """The address of the session's room."""
        return f"{self.server.url}api/room/{self.code}?as={role}"

    @property
    def headers(self) -> dict[str, str]:
        """What a browser adds to a call from one of our pages."""
        return {"Origin": self.server.origin, "Content-Type": "application/json"}

    def go_to(self, step: str, phase: str) -> None:
        """Jump there in the agenda, through the console's own connection."""
        command = {"id": str(uuid.uuid4()), "do": "go", "step": step, "phase": phase}
        data = json.dumps({"commands": [command]})
        sent = self.console.context.request.post(self.room("facilitator"), data=data, headers=self.headers)
        assert sent.json()["results"][0]["ok"]


@pytest.fixture
def day(browser_context: Make, server: Server) -> Day:
    """Sign in with the link, start a session with three groups, and stand in its console."""
    page = browser_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_label("Trinn").get_by_role("option").first).to_be_attached()  # the script is there
    page.get_by_label("Antall grupper").fill("3")
    page.get_by_role("button", name="Start økta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gjett først")
    found = re.search(r"/okt/(\d{6})/styr", page.url)
    assert found is not None
    return Day(server, page, found[1], browser_context)


def waiting_points(day: Day, *texts: str) -> None:
    """Let groups send these points in the first reflection, and show the moment they are looked over."""
    day.go_to("reflect-1", "group")
    person = day.person()
    for text in texts:
        day.send(person, "point.add", point=str(uuid.uuid4()), step="reflect-1", text=text, notes=[])


def test_the_key_in_the_link_is_taken_out_of_the_address(browser_context: Make, server: Server) -> None:
    page = browser_context().new_page()
    page.goto(f"{server.url}prosessleder#nokkel={server.key}")
    expect(page.get_by_role("heading", name="Ny økt")).to_be_visible()
    assert server.key not in page.url
    page.go_back()
    assert server.key not in page.url


def test_a_wrong_key_is_told_beneath_the_field(browser_context: Make, server: Server) -> None:
    page = browser_context().new_page()
    page.goto(f"{server.url}prosessleder")
    page.get_by_label("Nøkkel").fill("feil-feil-feil")
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("alert").filter(has_text="Nøkkelen passer ikke")).to_be_visible()
    expect(page.get_by_label("Nøkkel")).to_be_focused()


@pytest.mark.parametrize("typed", ["482 617", "482617", " 482-617 ", "http://x/bli-med/482617"])
def test_a_code_can_be_written_and_pasted_in_many_ways(
    browser_context: Make, server: Server, typed: str
) -> None:
    page = browser_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(server.url)
    field = page.get_by_label("Kode, seks siffer")
    field.fill(typed)
    expect(field).to_have_value("482 617")


def test_a_code_that_is_too_short_is_told_before_anything_is_sent(
    browser_context: Make, server: Server
) -> None:
    page = browser_context().new_page()
    page.goto(server.url)
    page.get_by_label("Kode, seks siffer").fill("4826")
    page.get_by_role("button", name="Bli med").click()
    expect(page.get_by_role("alert")).to_have_text("Koden har seks siffer. Her står det 4.")


def test_those_who_join_are_counted_as_they_come(day: Day) -> None:
    count = day.console.locator(".counts dd").first
    expect(count).to_contain_text("0")
    day.person()
    expect(count).to_contain_text("1", timeout=4000)  # sooner than the console looks by itself


def test_moderation_by_keyboard_stays_in_the_list(day: Day) -> None:
    page = day.console
    waiting_points(day, "Første", "Andre", "Tredje")
    expect(page.locator(".queue li")).to_have_count(3)
    page.locator(".queue li").nth(0).get_by_role("button", name="Slipp fram").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".queue li")).to_have_count(2)
    expect(page.locator(".queue li").nth(0).get_by_role("button", name="Slipp fram")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".queue li").nth(1)).to_contain_text("Andre")
    expect(page.locator(".queue li").nth(0).get_by_role("button", name="Hold tilbake")).to_be_focused()
    buttons = page.locator(".queue li").nth(0).get_by_role("button").all_inner_texts()
    assert buttons == ["Slipp fram", "Hold tilbake"]


def test_points_are_merged_undone_and_split(day: Day) -> None:
    page = day.console
    waiting_points(day, "Like på papiret", "Ulikt i timene")
    for left in (1, 0):
        page.locator(".queue li").nth(0).get_by_role("button", name="Slipp fram").click()
        expect(page.locator(".queue li")).to_have_count(left)
    for point in page.locator(".point-list input").all():
        point.check()
    page.get_by_label("Felles tekst for de 2 punktene").fill("Samme regler <i>alltid</i>")
    page.get_by_role("button", name="Slå sammen").click()
    expect(page.locator(".point-list > li")).to_have_count(1)
    expect(page.locator(".point-list")).to_contain_text("Samme regler <i>alltid</i>")
    page.get_by_role("button", name="Del opp").click()
    expect(page.locator(".point-list > li")).to_have_count(2)
    page.get_by_role("button", name="Angre").click()
    expect(page.locator(".point-list > li")).to_have_count(1)


def test_what_is_typed_is_not_changed_from_outside_and_other_fields_come_in(day: Day) -> None:
    page = day.console
    day.go_to("actions-1", "group")
    page.get_by_role("button", name="Nytt mål").click()
    page.get_by_label("Hva skal elevene merke?").fill("Like regler")
    expect(page.get_by_role("button", name="Nytt tiltak")).to_be_visible()  # stored
    goal = day.snapshot()["activities"]["actions-1"]["goals"][0]
    page.get_by_label("Det målet bygger på").type("Felles reg")
    other = day.person()
    day.send(other, "goal.save", goal=goal["id"], target="Minst 3,8", revision=goal["revision"])
    expect(page.get_by_label("Slik ser vi at vi er framme")).to_have_value("Minst 3,8")
    page.keyboard.type("ler falt")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Det målet bygger på")).to_have_value("Felles regler falt")
    page.wait_for_timeout(600)
    stored = day.snapshot()["activities"]["actions-1"]["goals"][0]
    assert (stored["finding"], stored["target"]) == ("Felles regler falt", "Minst 3,8")


def test_two_who_change_the_same_field_are_asked_what_to_keep(day: Day) -> None:
    page = day.console
    day.go_to("actions-1", "group")
    page.get_by_role("button", name="Nytt mål").click()
    field = page.get_by_label("Hva skal elevene merke?")
    field.fill("Like regler")
    expect(page.get_by_role("button", name="Nytt tiltak")).to_be_visible()
    goal = day.snapshot()["activities"]["actions-1"]["goals"][0]
    field.focus()
    day.send(day.person(), "goal.save", goal=goal["id"], text="Deres tekst", revision=goal["revision"])
    expect(field).to_have_value("Like regler")  # it has focus, so it stays
    field.fill("Vår tekst")
    expect(page.get_by_role("alert").filter(has_text="Deres tekst")).to_be_visible()
    page.get_by_role("button", name="Behold min tekst").click()
    expect(page.get_by_role("button", name="Behold min tekst")).to_have_count(0)
    page.wait_for_timeout(600)
    assert day.snapshot()["activities"]["actions-1"]["goals"][0]["text"] == "Vår tekst"


def test_an_action_that_was_taken_away_can_be_put_back(day: Day) -> None:
    page = day.console
    day.go_to("actions-1", "group")
    page.get_by_role("button", name="Nytt mål").click()
    page.get_by_label("Hva skal elevene merke?").fill("Like regler")
    page.get_by_role("button", name="Nytt tiltak").click()
    page.get_by_label("Hva gjør vi").fill("Tre regler")
    page.get_by_label("Hvem", exact=True).fill("Teamlederne")
    page.get_by_text("Flere tegn, og det tiltaket trenger").click()
    page.get_by_label("Det tiltaket trenger").fill("To timer teamtid")
    page.keyboard.press("Tab")
    expect(page.locator("#h-checks")).to_be_visible()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Ta bort mål 1").click()
    expect(page.locator(".goal-form")).to_have_count(0)
    page.get_by_role("button", name="Legg tilbake").click()
    expect(page.get_by_label("Hva gjør vi")).to_have_value("Tre regler")
    expect(page.get_by_label("Hvem", exact=True)).to_have_value("Teamlederne")
    expect(page.get_by_label("Det tiltaket trenger")).to_have_value("To timer teamtid")


def test_a_session_that_was_ended_by_mistake_is_opened_again(day: Day) -> None:
    page = day.console
    page.get_by_role("button", name="Avslutt økta").click()
    page.get_by_role("dialog").get_by_role("button", name="Avslutt økta").click()
    expect(page.get_by_role("heading", name="Økta er avsluttet")).to_be_visible()
    page.get_by_role("button", name="Åpne økta igjen").click()
    expect(page.get_by_role("timer")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_the_console_never_scrolls_sideways(day: Day, width: int) -> None:
    day.console.set_viewport_size({"width": width, "height": 800})
    for step, phase in (
        ("guess-1", "alone"),
        ("reflect-1", "plenary"),
        ("prioritise-1", "alone"),
        ("actions-1", "group"),
    ):
        day.go_to(step, phase)
        title = next(s["title"] for s in day.snapshot()["steps"] if s["key"] == step)
        expect(day.console.get_by_role("heading", level=1)).to_have_text(title)
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert day.console.evaluate(sideways) == 0
