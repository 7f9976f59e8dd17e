"""Workbooks are found by name, wherever they lie."""

from __future__ import annotations

import pytest

from lmtools.book import WorkbookError, find_workbook, list_workbooks, samples_folder, workbooks_folder


def test_lmtools_brings_workbooks_and_sample_data(monkeypatch):
    monkeypatch.delenv("LMTOOLS_WORKBOOKS", raising=False)
    assert "stasted" in list_workbooks()
    assert samples_folder().is_dir()
    assert find_workbook("stasted") == workbooks_folder() / "stasted.ipynb"


def test_a_folder_of_ones_own_goes_before_those_that_lmtools_brings(write_workbook):
    path = write_workbook("vår_dag", "# Vår dag")
    assert list_workbooks() == ("vår_dag",)
    assert find_workbook("vår_dag") == path


def test_a_workbook_in_the_folder_one_works_in_is_found_first(write_workbook, tmp_path):
    write_workbook("dagen", "# Dagen")
    here = tmp_path / "dagen.ipynb"
    here.write_text("{}", "utf-8")
    assert find_workbook("dagen") == here


def test_a_misspelt_name_is_answered_with_the_nearest(write_workbook):
    write_workbook("stasted", "# Ståsted")
    with pytest.raises(WorkbookError, match=r"«ståsted»\. Mente du «stasted»"):
        find_workbook("ståsted")


def test_a_name_like_no_other_is_answered_with_all(write_workbook):
    write_workbook("stasted", "# Ståsted")
    write_workbook("evaluering", "# Evaluering")
    with pytest.raises(WorkbookError, match="Disse finnes: evaluering, stasted"):
        find_workbook("xyz")
