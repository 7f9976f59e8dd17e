"""Workbooks written for a test."""

from __future__ import annotations

import nbformat
import nbformat.v4 as nb
import pytest


@pytest.fixture
def write_workbook(tmp_path, monkeypatch):
    """Write a workbook of Markdown and code in a folder of its own; a tuple's second part is metadata."""
    folder = tmp_path / "arbeidsbøker"
    folder.mkdir()
    monkeypatch.setenv("LMTOOLS_WORKBOOKS", str(folder))
    monkeypatch.chdir(tmp_path)

    def write(name, *cells):
        made = []
        for cell in cells:
            source, metadata = cell if isinstance(cell, tuple) else (cell, {})
            is_code = source.startswith(("book", "from"))
            new = nb.new_code_cell if is_code else nb.new_markdown_cell
            made.append(new(source, metadata={"lmtools": metadata} if metadata else {}))
        path = folder / f"{name}.ipynb"
        nbformat.write(nb.new_notebook(cells=made), path)
        return path

    return write
