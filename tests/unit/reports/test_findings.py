"""A report says of the figures what the page said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lmtools.domain.session import Step
from lmtools.reports import find
from lmtools.settings import Settings
from lmtools.survey import open_released
from lmtools.text import Text
from tests.figures import put_samples

RESULTS = Step("results-1", "results", "Tall", params={"indicators": ["Felles regler", "Mobbing på skolen"]})
NB = Text("nb")


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    put_samples(settings.data_dir)
    return open_released(settings)


def at(day, *, school="999901004", steps=(RESULTS,)):
    return replace(day, session=replace(day.session, school_key=school, steps=steps))


def test_the_two_last_years_the_reference_and_the_verdict_are_kept(day, released):
    findings = find(at(day), released, NB)
    assert findings.headline == "Felles regler falt."
    assert findings.table.columns == (
        "Område",
        "2024",
        "2025",
        "Båndet 2025",
        "Landet 2025",
        "2025 mot 2024",
    )
    assert findings.table.rows[0][0] == "Felles regler"
    assert findings.table.rows[0][-1].endswith("tydelig endring")
    assert sum(findings.table.widths) == pytest.approx(1)


def test_the_credit_line_is_the_last_note(day, released):
    assert "laget av lmtools" in find(at(day), released, NB).notes[-1]


def test_what_suppressed_means_is_told_only_where_something_is(day, released):
    assert not any("«Skjermet»" in note for note in find(at(day), released, NB).notes)
    small = find(at(day, school="999901286"), released, NB)
    assert any("«Skjermet»" in note for note in small.notes)
    assert any("Skjermet" in row for row in small.table.rows)


def test_figures_that_the_room_has_not_come_to_are_in_no_document(day, released):
    assert find(replace(at(day), reached=frozenset({"guess-1"})), released, NB) is None
    assert find(replace(at(day), reached=frozenset({"results-1"})), released, NB) is not None


@pytest.mark.parametrize("steps", [(), (replace(RESULTS, params={}),), (replace(RESULTS, verb="reflect"),)])
def test_a_workbook_that_shows_no_results_has_no_findings(day, released, steps):
    assert find(at(day, steps=steps), released, NB) is None


def test_a_school_that_is_no_longer_imported_has_no_findings(day, released):
    assert find(at(day, school="1"), released, NB) is None


def test_before_anything_is_imported_there_are_no_findings(day, tmp_path):
    assert find(at(day), open_released(Settings(data_dir=tmp_path)), NB) is None
