"""The document of the architecture: its picture is drawn from the code, and it stays short."""

from __future__ import annotations

from docs.tools.architecture import PICTURE, ROOT, drawing, packages


def test_the_picture_is_what_the_command_draws_from_the_code() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawing(packages()), (
        "run `python docs/tools/architecture.py` and commit it"
    )


def test_the_document_is_two_pages_and_names_the_command() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert "(images/architecture.svg)" in text
    assert "`python docs/tools/architecture.py`" in text
    assert len(text.split()) <= 1000
