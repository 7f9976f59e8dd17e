"""Every row of the mission has a workbook that is here and tests that are run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lmtools.book import list_workbooks, outline
from lmtools.book.places import brought_folder
from tests.project.named import NAMED, missing

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs/mission.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TABLE.splitlines()
    if line.startswith("|") and not line.startswith(("| the project asks", "|---"))
]
QUOTED = re.compile(r"`([^`]+)`")
ASKED = 7
"""Rows of the table in the design."""


def short(row):
    return row[0][:40]


def test_all_that_the_project_asks_is_there():
    assert len(ROWS) == ASKED
    assert all(len(row) == 4 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=short)
def test_each_row_names_workbooks_that_are_here(row):
    named = QUOTED.findall(row[2])
    assert named
    assert set(named) <= set(list_workbooks(brought_folder()))


def test_each_row_names_tests_that_are_there():
    assert all(NAMED.search(row[3]) for row in ROWS)
    assert missing(TABLE) == []


@pytest.mark.parametrize("name", ["forebygging", "skolemiljo"])
def test_preventing_and_following_up_each_end_in_actions(name):
    assert "actions" in [step.verb for step in outline(name).steps]
