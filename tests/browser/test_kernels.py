"""Kernels that go: with their page, though it never said goodbye, and after a long rest; the page goes on."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4
from playwright.sync_api import Page, expect

from tests.browser.checks import DONE
from tests.browser.people import LAPTOP, SLOW, at_the_table
from tests.conftest import Server, guard, start_server, stop_server

pytestmark = pytest.mark.browser

# The same server, which looks its kernels over more often than one would want to in a school.
IMPATIENT = """
from lmtools.cli.main import main
from lmtools.serving import culling
culling.LOOK_SECONDS, culling.LEFT_SECONDS, culling.IDLE_SECONDS = 1, 6.0, 12
main()
"""
STRANGE = "import anywidget\nanywidget.AnyWidget()"
ROOT = Path(__file__).parents[2]
FAREWELL = re.compile(r"/voila/api/shutdown/")


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that does not leave kernels alone for long."""
    folder = tmp_path_factory.mktemp("impatient")
    books = str(workbooks(folder / "bok"))
    running = start_server(folder / "data", books, "--samples", "--people", "5", command=("-c", IMPATIENT))
    yield running
    assert stop_server(running) == 0


def workbooks(folder: Path) -> Path:
    """Ståsted, and one of the school's own with a widget that our page has no view for."""
    shutil.copytree(ROOT / "workbooks", folder, ignore=shutil.ignore_patterns(".*"))
    own = nbformat.read(folder / "stasted.ipynb", as_version=4)
    cells = (
        "from lmtools import open_book\nbook = open_book('egen')",
        STRANGE,
        "book.reflect('Hva ser vi?')",
    )
    own.cells = [v4.new_markdown_cell("# Egen"), *map(v4.new_code_cell, cells)]
    nbformat.write(own, folder / "egen.ipynb")
    return folder


class Reader:
    """One who reads the workbook alone and looks at other figures."""

    def __init__(self, browser: Any, server: Server, outside: list[str]) -> None:
        self.server = server
        self.context = guard(browser.new_context(locale="nb-NO", viewport=LAPTOP), server.origin, outside)
        self.page: Page = self.context.new_page()
        self.kernels: list[str] = []
        self.page.on("response", self._note)
        self.context.route(FAREWELL, lambda route: route.abort())
        self.page.goto(f"{server.url}bok/nb/stasted")
        at_the_table(self.page)

    def _note(self, answer: Any) -> None:
        if answer.url.endswith("/api/kernel"):
            self.kernels.append(answer.json()["kernel"])

    def choose(self, label: str, value: str) -> None:
        """Choose other figures, and wait for them."""
        self.page.get_by_label(label).first.select_option(value)
        self.page.evaluate(DONE)  # the page asks when the choice has been shown
        expect(self.page.locator(".results-body").first).not_to_have_attribute(
            "aria-busy", "true", timeout=SLOW
        )
        expect(self.page.get_by_label(label).first).to_have_value(value)

    def figures(self) -> list[str]:
        """What the figures say now."""
        return self.page.locator(".multiple .verdict").all_inner_texts()


def until_gone(server: Server, page: Page, kernel: str, seconds: float = 60) -> None:
    """Wait until the server has stopped `kernel`."""
    deadline = time.monotonic() + seconds
    while page.request.get(f"{server.url}api/kernels/{kernel}").status != 404:
        assert time.monotonic() < deadline, "the kernel lives still"
        page.wait_for_timeout(200)


def test_kernels_go_with_their_page_and_after_a_rest_and_the_page_takes_another(
    browser: Any, impatient: Server
) -> None:
    outside: list[str] = []
    reader, leaver = (Reader(browser, impatient, outside) for _ in range(2))
    leaver.choose("Sammenlikn 2025 med", "2021")
    reader.choose("Trinn", "8")
    leaver.context.close()  # and its beacon never comes
    until_gone(impatient, reader.page, leaver.kernels[0])

    until_gone(impatient, reader.page, reader.kernels[0])  # its page is open, and nobody uses it
    eighth = reader.figures()
    reader.choose("Sammenlikn 2025 med", "2021")
    assert len(set(reader.kernels)) == 2
    expect(reader.page.get_by_label("Trinn").first).to_have_value("8")
    reader.choose("Sammenlikn 2025 med", "2024")
    assert reader.figures() == eighth
    reader.context.close()
    assert outside == []


def test_a_widget_that_cannot_be_drawn_leaves_a_sentence_and_the_other_steps(
    browser: Any, impatient: Server
) -> None:
    outside: list[str] = []
    page = guard(browser.new_context(viewport=LAPTOP), impatient.origin, outside).new_page()
    page.goto(f"{impatient.url}bok/nb/egen")
    at_the_table(page)
    expect(page.get_by_text("lot seg ikke vise")).to_be_visible()
    expect(page.get_by_role("textbox", name="Ett punkt om gangen")).to_be_visible()
    assert outside == []
    page.context.close()
