"""A workbook is translated without its code being touched."""

from __future__ import annotations

from copy import deepcopy

import nbformat
import pytest

from lmtools.book import find_workbook, translate


@pytest.fixture
def notebook(monkeypatch):
    monkeypatch.delenv("LMTOOLS_WORKBOOKS", raising=False)
    return nbformat.read(find_workbook("stasted"), as_version=4)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_code_stays_and_the_original_is_unchanged(notebook, language):
    before = deepcopy(notebook)
    translated = translate(notebook, language)
    assert notebook == before
    assert [c.source for c in translated.cells if c.cell_type == "code"] == [
        c.source for c in notebook.cells if c.cell_type == "code"
    ]
    nbformat.validate(translated)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_all_prose_is_in_the_other_language(notebook, language):
    translated = translate(notebook, language)
    for mine, theirs in zip(notebook.cells, translated.cells, strict=True):
        if mine.cell_type == "markdown":
            assert theirs.source != mine.source
            assert theirs.source.startswith(mine.source.split(" ")[0])  # the heading keeps its level


def test_what_has_no_translation_stays_in_bokmål(notebook):
    notebook.cells[0].source = "# En tittel som ingen har oversatt"
    assert translate(notebook, "en").cells[0].source == "# En tittel som ingen har oversatt"


def test_the_facilitators_notes_are_not_in_what_participants_open(notebook):
    assert "say" in str([cell.metadata for cell in notebook.cells])
    assert "'say'" not in str([cell.metadata for cell in translate(notebook, "nb").cells])
