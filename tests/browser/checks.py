"""What must be true of every page: axe finds nothing, one heading, its language, no sideways scroll."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
NARROW = (640, 360, 320)  # a laptop's page at 200 %, a phone, a small phone

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A colour half way through a fade is nobody's colour. The spinner never ends, so it is not waited for.
SETTLED = """() => Promise.all(document.getAnimations()
    .filter((motion) => motion.effect.getComputedTiming().endTime !== Infinity)
    .map((motion) => motion.finished.catch(() => null)))"""
HEADINGS = """() => [...document.querySelectorAll("h1")]
    .filter((heading) => heading.getClientRects().length > 0).map((heading) => heading.textContent)"""


SHEET = {"width": 672, "height": 985}
"""An A4 sheet within its margins, in CSS pixels. What is higher is divided between sheets."""
LONG_GRIDS = """(height) => [...document.querySelectorAll("main, main *")]
    .filter((part) => part.clientHeight > height && /grid|flex/.test(getComputedStyle(part).display))
    .map((part) => `${part.tagName}.${part.className}`)"""


def check_paper(page: Page) -> None:
    """Fail where something that may not fit on a sheet is a grid.

    A browser that divides a grid lays what comes after it on top of its last row.
    """
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    found = page.evaluate(LONG_GRIDS, SHEET["height"] / 2)
    assert not found, f"{page.url}: {found}"
    page.emulate_media(media="screen")
    page.set_viewport_size(size)


# What nobody sees of a long page is not laid out, so axe would see it lie on top of something else.
ALL_LAID_OUT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [sheet];
}"""


# What was pressed is done when the press has been shown, and what it opened may begin to fade in then.
DONE = """() => new Promise((resolve) =>
    requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve)))))"""


def faults(page: Page) -> list[str]:
    """What axe finds, of any impact, one line a place."""
    page.evaluate(DONE)
    page.evaluate(ALL_LAID_OUT)
    page.evaluate(SETTLED)
    found: dict[str, Any] = AXE.run(page).response
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))} — {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def check(page: Page, language: str = "nb") -> None:
    """Fail, with what was found and where, unless the page is accessible as it stands."""
    where = f"{page.url} at {(page.viewport_size or {}).get('width')}"
    found = faults(page)
    assert not found, "\n".join([where, *found])
    assert page.locator("html").get_attribute("lang") == language, where
    headings = page.evaluate(HEADINGS)
    assert len(headings) == 1, f"{where}: {headings}"
    assert headings[0].strip(), where
    assert sideways(page) == 0, "\n".join([where, *wide_parts(page)])


def check_narrow(page: Page) -> None:
    """Fail if the page can be scrolled sideways on a small phone, or with text at twice the size."""
    before = page.viewport_size
    assert before is not None
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": before["height"]})
        assert sideways(page) == 0, f"{page.url} at {width}: {wide_parts(page)}"
    page.set_viewport_size(before)


def sideways(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    pixels: int = page.evaluate(SIDEWAYS)
    return pixels


def wide_parts(page: Page) -> list[str]:
    """The elements that stick out to the right, to say in a failure where to look."""
    parts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((el) => el.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .filter((el) => !el.closest(".scroll *") || getComputedStyle(el).position === "absolute")
            .slice(0, 8).map((el) => `${el.tagName}.${el.getAttribute("class")}`)"""
    )
    return parts
