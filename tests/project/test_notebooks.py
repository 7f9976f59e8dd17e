"""A workbook is prose and one expression a cell, which anyone can copy, and which runs."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from lmtools.book import find_workbook, list_workbooks, outline
from lmtools.domain.agenda import minutes_of
from lmtools.text import notebooks
from lmtools.text.lix import MOST, lix_of
from lmtools.widgets import View
from tests.figures import put_samples

ALLOWED = (ast.Expr, ast.Call, ast.Attribute, ast.Name, ast.Load, ast.Constant, ast.keyword, ast.List)
PROGRAM = (ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.If, ast.ListComp, ast.JoinedStr)
WORKBOOKS = [find_workbook(name) for name in list_workbooks()]
MOST_FOR_PUPILS = 25


@pytest.fixture(params=WORKBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def test_the_first_cell_opens_the_book_by_its_own_name(path, notebook):
    assert code(notebook)[0].source == f'from lmtools import open_book\nbook = open_book("{path.stem}")'


def test_every_other_cell_is_one_expression_of_plain_words(notebook):
    for cell in code(notebook)[1:]:
        tree = ast.parse(cell.source)
        assert len(tree.body) == 1, cell.source
        assert all(isinstance(node, ALLOWED) for node in ast.walk(tree.body[0])), cell.source
        assert notebooks.call(cell) is not None, cell.source


def test_no_cell_programs_or_names_a_file_or_a_table_library(notebook):
    for cell in code(notebook):
        assert not any(isinstance(node, PROGRAM) for node in ast.walk(ast.parse(cell.source)))
        assert not re.search(r"pandas|\bpd\b|[/\\]|\.csv|\.xlsx|%", cell.source), cell.source


def test_no_output_or_count_is_kept(notebook):
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(notebook))


def test_it_opens_with_any_python_3_kernel(notebook):
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.get("language_info", {})


def test_it_is_written_as_nbformat_writes_it(path, notebook):
    nbformat.validate(notebook)
    assert path.read_text("utf-8") == nbformat.writes(notebook) + "\n"


def test_every_activity_has_a_heading_and_a_note_for_the_facilitator(path):
    read = outline(path)
    assert read.title
    assert read.lead
    assert len({step.title for step in read.steps}) == len(read.steps)
    assert all(step.say and step.minutes for step in read.steps)


def test_one_cell_has_one_top_heading_and_the_rest_are_of_level_two(notebook):
    headings = [line for cell in prose(notebook) for line in cell.source.splitlines() if line.startswith("#")]
    assert headings[0].startswith("# ")
    assert all(line.startswith("## ") for line in headings[1:])


def test_the_prose_is_easy_to_read_and_easier_where_pupils_read_it(path, notebook):
    assert lix_of(notebook) <= (MOST_FOR_PUPILS if path.stem == "elevrad" else MOST)


def test_the_facilitator_is_told_what_it_is_for_and_what_to_do_around_it(path):
    read = outline(path)
    if path.stem == "aktiviteter":  # one activity of each kind is for no occasion
        return
    assert read.guide is not None
    assert read.guide.purpose
    assert read.guide.who
    assert all((read.guide.before, read.guide.during, read.guide.after))
    assert read.guide.minutes == sum(map(minutes_of, read.steps))


def test_prose_praises_and_shouts_at_nobody(notebook):
    assert not any("!" in cell.source for cell in prose(notebook))


def test_it_runs_from_top_to_bottom(path, notebook, tmp_path, monkeypatch):
    """With figures, and each activity gives what is shown. nbval runs it in a kernel, without figures."""
    put_samples(tmp_path)
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path))
    monkeypatch.setenv("LMTOOLS_SERVED", "1")
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {}
    first, *others = code(notebook)
    exec(first.source, names)
    values = [eval(cell.source, names) for cell in others]
    shown = [value for value in values if isinstance(value, View)]
    assert len(shown) == len(outline(path).steps)
    assert all(value is None for value in values if value not in shown)
