"""Each workbook that is a day is opened alone in a browser, narrow and wide, and looked at by axe.

Each is opened in one language, in turn, so that every language is met: what a workbook says is translated
sentence by sentence, and `tests/unit/text` sees that none is missing. `LMTOOLS_EVERY_LANGUAGE=1` opens each
in all three.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import expect

from lmtools.book import list_workbooks, outline
from lmtools.settings import LANGUAGES
from tests.browser.checks import check, check_narrow
from tests.browser.people import LAPTOP, PHONE, at_the_table

pytestmark = pytest.mark.browser

DAYS = [name for name in list_workbooks() if not outline(name).is_collection]
IN_TURN = [(name, LANGUAGES[turn % len(LANGUAGES)]) for turn, name in enumerate(DAYS)]
EVERY = [(name, language) for name in list_workbooks() for language in LANGUAGES]


@pytest.mark.parametrize(("name", "language"), EVERY if os.environ.get("LMTOOLS_EVERY_LANGUAGE") else IN_TURN)
def test_a_workbook_read_alone_is_whole_and_accessible_narrow_and_wide(
    browser_context: Any, server: Any, name: str, language: str
) -> None:
    page = browser_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}bok/{language}/{name}")
    at_the_table(page)
    read = outline(name, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(read.title)
    for step in read.steps:
        expect(page.get_by_role("heading", name=step.title, exact=True).first).to_be_attached()
    check(page, language)
    check_narrow(page)
    page.set_viewport_size(LAPTOP)
    check(page, language)
