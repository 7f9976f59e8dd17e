"""The fixtures are true to life: the same readers on Udir's own files, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lmtools.domain.figures import Level, Status
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released

PLACE = Path("shared", "data", "udir")
FOLDER = next((up / PLACE for up in Path(__file__).parents if (up / PLACE).is_dir()), PLACE)
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="Udir's own files are not on this machine")

EXPECTED = {
    "elevundersokelsen_vgo_indikator.json": ("export-json", 1340, 1340, 0, 0, 1, 46),
    "elevundersokelsen_vgo_mobbing.json": ("export-json", 120, 120, 84, 0, 1, 4),
    "elevundersokelsen_vgo_deltakelse.json": ("export-json", 30, 0, 0, 0, 1, 1),
    "elevundersokelsen_mobbing_pivot_7_trinn.json": ("report-pivot", 4, 0, 0, 0, 0, 4),
    "statistikkbanken_webeksport_utf16.csv": ("web-export", 7335, 0, 2021, 75, 2071, 3),
    "skoleporten_rapportbygger_2019.csv": ("skoleporten", 399, 0, 0, 0, 399, 1),
}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    report = import_files([FOLDER / name for name in EXPECTED], settings=settings)
    assert report.problems == ()
    return open_released(settings)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_file_is_counted_right(name: str, tmp_path: Path) -> None:
    report = import_files([FOLDER / name], settings=Settings(data_dir=tmp_path))
    assert report.problems == ()
    (f,) = report.files
    assert (f.format, f.rows, f.duplicates, f.suppressed, f.empty, f.schools, f.indicators) == EXPECTED[name]


def test_every_released_number_of_the_school_stands_in_its_file(released: Released) -> None:
    rows = json.loads((FOLDER / "elevundersokelsen_vgo_indikator.json").read_text("utf-8"))
    school = next(u for u in released.units(Level.SCHOOL) if u.name == "Bergen private gymnas AS")
    checked = 0
    for cells in rows:
        if cells["Spoersmaalnavn"] != "Alle spørsmål" or cells["EierformNavn"] != "Alle eierformer":
            continue
        found = released.figure(
            cells["Spoersmaalgruppe"],
            unit=school,
            year=int(cells["Skoleaarnavn"][:4]),
            grade=f"vg{cells['Trinnnavn'][-1]}",
        )
        assert found.mean == float(cells["Score"].replace(",", "."))
        assert found.n == int(cells["AntallBesvart"])
        checked += 1
    assert checked > 300


def test_no_row_of_the_school_has_exactly_one_hidden_share(released: Released) -> None:
    school = next(u for u in released.units(Level.SCHOOL) if u.name == "Bergen private gymnas AS")
    rows = [
        figure.shares
        for index in released.indicators(school)
        for question in released.questions(index)
        for grade in released.grades(school)
        for figure in released.series(question, unit=school, grade=grade)
        if figure.shares
    ]
    assert len(rows) > 200
    assert all(row.count(None) != 1 for row in rows)


def test_bullying_is_hidden_where_the_file_has_a_star_and_zero_where_it_has_zero(released: Released) -> None:
    rows = json.loads((FOLDER / "elevundersokelsen_vgo_mobbing.json").read_text("utf-8"))
    school = next(u for u in released.units(Level.SCHOOL) if u.name == "Bergen private gymnas AS")
    for cells in rows:
        whole = cells["Spoersmaalnavn"] == "Alle spørsmål"
        found = released.figure(
            "Mobbing på skolen" if whole else cells["Spoersmaalnavn"],
            unit=school,
            year=int(cells["Skoleaarnavn"][:4]),
            grade=f"vg{cells['Trinnnavn'][-1]}",
        )
        if cells["AndelMobbet"] == "*":
            assert found.status is Status.SUPPRESSED
        elif cells["AndelMobbet"] == "0,0":
            assert found.share == 0.0
        else:
            assert found.status is Status.SUPPRESSED or found.n is not None


def test_arendal_joins_the_pivot_and_the_web_export(released: Released) -> None:
    (place,) = [u for u in released.units(Level.MUNICIPALITY) if u.name == "Arendal"]
    assert released.figure("Mobbing på skolen", unit=place, year=2025, grade="7").share == 15.8
    (english,) = [i for i in released.indicators(kinds=("other",)) if i.name == "Engelsk (skalapoeng)"]
    assert released.figure(english, unit=place, year=2025, grade="5").value == 50
