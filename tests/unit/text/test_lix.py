"""LIX is counted as Björnsson counts it, and a workbook's is that of all its reader meets."""

from __future__ import annotations

import nbformat
import nbformat.v4
import pytest

from lmtools.book.places import brought_folder, list_workbooks
from lmtools.text.lix import MOST, lix, lix_of, main

SHORT = "Vi ser på det. Så snakker vi sammen."  # 8 words, 2 sentences, 1 of the words above six letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHORT, 8 / 2 + 100 * 1 / 8),
        ("Alle elever har rett til læring", 6 / 1 + 0),
        ("Alle elevene har rett til læring", 6 / 1 + 100 * 1 / 6),
        ("Hva ser vi nå? Hva gjør vi da: dette, eller noe annet?", 12 / 3 + 0),
        ("", 0),
    ],
    ids=["two sentences", "six letters are not long", "seven are", "more signs end a sentence", "nothing"],
)
def test_words_in_a_sentence_plus_the_percentage_of_long_ones(text, expected):
    assert lix(text) == pytest.approx(expected)


def test_a_paragraph_and_an_item_of_a_list_end_a_sentence_without_a_full_stop():
    assert lix("Vi ser på det\n\nSå går vi hjem") == 4
    assert lix("- Vi ser på det\n- Så går vi hjem") == 4


def test_headings_and_labels_do_not_make_a_text_look_easier():
    assert lix(f"## Kort\n\n{SHORT}\n\nTrivsel") == lix(SHORT)


def test_numbers_and_signs_are_no_words():
    assert lix("Det er 12 345 av oss her (§ 12-2).") == 5


LONG = "Læringsmiljøprosjektet gjennomføres systematisk overalt."


@pytest.fixture
def folder(tmp_path):
    """Two workbooks: one that is easy to read, and one whose facilitator's note is not."""
    prose = nbformat.v4.new_markdown_cell("# Dagen\n\nVi ser på det nå.")
    note = nbformat.v4.new_code_cell(
        'book.reflect("Hva er det vi ser?")', metadata={"lmtools": {"say": LONG}}
    )
    more = nbformat.v4.new_markdown_cell(f"{LONG}\n\n{LONG}")
    for name, cells in (("lett", [prose]), ("tung", [prose, note, more])):
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    return tmp_path


def test_a_workbooks_is_that_of_its_prose_its_questions_and_the_facilitators_notes(folder):
    assert lix_of(nbformat.read(folder / "lett.ipynb", as_version=4)) == lix("Vi ser på det nå.")
    every = f"Vi ser på det nå.\n\nHva er det vi ser?\n\n{LONG}\n\n{LONG}\n\n{LONG}"
    assert lix_of(nbformat.read(folder / "tung.ipynb", as_version=4)) == lix(every)


def test_the_workbooks_that_come_with_lmtools_are_all_printed_and_none_is_above_40(capsys):
    assert main([]) == 0
    printed = dict(line.split() for line in capsys.readouterr().out.splitlines())
    assert set(printed) == set(list_workbooks(brought_folder()))
    assert all(0 < float(value) <= MOST == 40 for value in printed.values())


def test_the_command_prints_each_workbooks_and_fails_when_one_is_hard_to_read(folder, capsys):
    assert main([str(folder)]) == 1
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["lett", "tung"]
    (folder / "tung.ipynb").unlink()
    assert main([str(folder)]) == 0
