"""Figures are credited to the one they come from, and invented ones never to Udir."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.book import samples_folder
from lmtools.domain.figures import Source
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released
from lmtools.survey.credits import OWN, UDIR

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]

SURVEY = """
school_name = "Fjordvik skole"
year = 2025
[answers]
Nei = 1
Ja = 5
[[indicators]]
code = "ja"
columns = ["Ja?"]
"""


@pytest.fixture
def own_survey(tmp_path: Path) -> Path:
    path = tmp_path / "egen.csv"
    path.write_text("Ja?;Annet\n" + "Ja;x\n" * 20, "utf-8")
    path.with_suffix(".toml").write_text(SURVEY, "utf-8")
    return path


def packaged(path: Path, *, credit: object = "Oppdiktet", digest: str | None = None) -> None:
    digest = digest or hashlib.sha256(path.read_bytes()).hexdigest()
    package = {"credit": credit, "resources": [{"path": path.name, "hash": f"sha256:{digest}"}]}
    (path.parent / "datapackage.json").write_text(json.dumps(package), "utf-8")


def test_udirs_files_are_credited_to_udir(row: Make, export_csv: Write, door: Door) -> None:
    assert door(export_csv(row())).sources() == (UDIR,)


def test_an_own_survey_is_the_schools_own_beside_udirs_figures(
    row: Make, export_csv: Write, own_survey: Path, door: Door
) -> None:
    released = door(export_csv(row()), own_survey)
    assert released.sources(["ja"]) == (OWN,)
    assert released.sources([released.indicator("Trivsel").code]) == (UDIR,)
    assert set(released.sources()) == {UDIR, OWN}


def test_credits_stay_when_more_files_are_imported_later(
    row: Make, export_csv: Write, own_survey: Path, door: Door
) -> None:
    door(own_survey)
    assert door(export_csv(row())).sources(["ja"]) == (OWN,)


def test_the_sample_files_say_themselves_that_they_are_invented(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    samples = samples_folder()
    import_files([samples / "eksport-151-deltakelse.csv", samples / "egen-puls-2025.csv"], settings=settings)
    found = open_released(settings).sources()
    assert {source.credit for source in found} == {"Oppdiktede tall, laget av lmtools (CC0)"}
    assert {source.name for source in found} == {UDIR.name, OWN.name}


def test_a_data_package_gives_its_credit_to_the_files_it_lists(
    row: Make, export_csv: Write, door: Door
) -> None:
    path = export_csv(row())
    packaged(path)
    assert door(path).sources() == (Source(UDIR.name, "Oppdiktet"),)


@pytest.mark.parametrize(
    "about", [{"digest": "0" * 64}, {"credit": 5}, {"credit": None}, {"credit": ""}], ids=str
)
def test_a_data_package_that_does_not_fit_the_file_changes_no_credit(
    about: dict[str, str], row: Make, export_csv: Write, door: Door
) -> None:
    path = export_csv(row())
    packaged(path, **about)
    assert door(path).sources() == (UDIR,)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"credit": "x", "resources": 3}', '"x"'])
def test_something_else_called_a_data_package_is_no_trouble(
    content: str, row: Make, export_csv: Write, door: Door
) -> None:
    path = export_csv(row())
    (path.parent / "datapackage.json").write_text(content, "utf-8")
    assert door(path).sources() == (UDIR,)
