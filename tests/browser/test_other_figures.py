"""Other figures than the page came with: a kernel for the one who asks, and another when it is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Response, WebSocketRoute, expect

from tests.browser.checks import DONE
from tests.browser.people import PHONE, SLOW, Leader, at_the_table, scan
from tests.conftest import Make, Server
from tests.unit.serving.pages import frozen

pytestmark = pytest.mark.browser

NEW_KERNEL = re.compile(r"/api/kernel$")


def test_a_participant_chooses_other_figures_and_a_lost_kernel_is_replaced(
    browser_context: Make, server: Server
) -> None:
    leader = Leader(server)
    leader.go("results-1", "plenary")
    page = scan(browser_context, server, leader.code)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=SLOW)
    kernels: list[str] = []
    page.on("response", lambda answer: note_kernel(answer, kernels))
    verdicts = page.locator(".multiple .verdict")
    newest = verdicts.all_inner_texts()

    compare(page, "2021")
    oldest = verdicts.all_inner_texts()
    assert oldest != newest
    assert len(kernels) == 1
    compare(page, "2024")
    assert verdicts.all_inner_texts() == newest

    lose(page, server, kernels[-1])
    compare(page, "2021")
    assert verdicts.all_inner_texts() == oldest
    assert len(set(kernels)) == 2


def test_the_figures_one_began_with_can_be_chosen_again_from_a_new_kernel(
    browser_context: Make, server: Server
) -> None:
    page, kernels = reading(browser_context, server)
    verdicts = page.locator(".multiple .verdict")
    first = verdicts.all_inner_texts()
    compare(page, "2021")
    lose(page, server, kernels[-1])
    compare(page, "2024")
    assert verdicts.all_inner_texts() == first
    assert len(set(kernels)) == 2


def test_what_was_asked_of_a_kernel_that_is_ended_without_a_word_is_asked_of_another(
    browser_context: Make, server: Server
) -> None:
    page, kernels = reading(browser_context, server)
    compare(page, "2021")
    verdicts = page.locator(".multiple .verdict")
    oldest = verdicts.all_inner_texts()
    compare(page, "2024")
    with frozen(server):
        page.get_by_label("Sammenlikn 2025 med").select_option("2021")
        expect(page.locator(".results-body")).to_have_attribute("aria-busy", "true")
        lose(page, server, kernels[-1])
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    assert verdicts.all_inner_texts() == oldest
    assert len(set(kernels)) == 2


def test_what_was_asked_on_a_line_that_was_cut_is_asked_of_another(
    browser_context: Make, server: Server
) -> None:
    page, kernels = reading(browser_context, server)
    lines: list[WebSocketRoute] = []

    def keep(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket(re.compile("/channels"), keep)
    compare(page, "2021")
    with frozen(server):
        page.get_by_label("Sammenlikn 2025 med").select_option("2024")
        expect(page.locator(".results-body")).to_have_attribute("aria-busy", "true")
        lines[-1].close(code=4000)  # not how a server says that it goes away
        page.wait_for_timeout(500)
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    assert len(set(kernels)) == 2


def test_a_kernel_that_does_not_answer_is_given_up_for_another(browser_context: Make, server: Server) -> None:
    page, kernels = reading(browser_context, server, has_own_clock=True)
    compare(page, "2021")
    with page.expect_response(NEW_KERNEL, timeout=SLOW), frozen(server):
        page.get_by_label("Sammenlikn 2025 med").select_option("2024")
        expect(page.locator(".results-body")).to_have_attribute("aria-busy", "true")
        hurry_until_another_is_asked_for(page)
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    assert len(set(kernels)) == 2


def reading(browser_context: Make, server: Server, *, has_own_clock: bool = False) -> tuple[Page, list[str]]:
    """One who reads the workbook alone, and the kernels that the page is given."""
    page = browser_context(viewport=PHONE).new_page()
    if has_own_clock:
        page.clock.install()
    page.goto(f"{server.url}bok/nb/stasted")
    at_the_table(page)
    kernels: list[str] = []
    page.on("response", lambda answer: note_kernel(answer, kernels))
    return page, kernels


def compare(page: Page, year: str) -> None:
    """Compare the newest year with `year`, and wait for the figures."""
    page.get_by_label("Sammenlikn 2025 med").select_option(year)
    page.evaluate(DONE)  # the page asks when the choice has been shown
    expect(page.locator(".results-body")).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Sammenlikn 2025 med")).to_have_value(year)


def hurry_until_another_is_asked_for(page: Page) -> None:
    """Let the page's clock run until it asks the server for a kernel.

    How long it waits is counted from when the page has drawn, which no test can see; so it is not
    enough to let a given time pass.
    """
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(60):
        page.clock.fast_forward(1_000)
        page.wait_for_timeout(50)
        if any(map(NEW_KERNEL.search, asked)):
            return
    raise AssertionError("the page asked for no other kernel in a minute of its own clock")


def lose(page: Page, server: Server, kernel: str) -> None:
    """The kernel is stopped behind the page's back."""
    page.request.post(f"{server.url}voila/api/shutdown/{kernel}", headers={"Origin": server.origin})


def note_kernel(answer: Response, kernels: list[str]) -> None:
    """Remember each kernel that the page was given."""
    if answer.url.endswith("/api/kernel"):
        kernels.append(answer.json()["kernel"])
