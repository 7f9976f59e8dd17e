from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lmtools.domain.figures import Status
from lmtools.errors import LmtoolsError, NotFound
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
SCHOOL = "999901004"


def test_nothing_imported_is_an_empty_answer_and_a_sentence(settings: Settings) -> None:
    released = open_released(settings)
    assert (released.units(), released.years, released.genders, released.indicators()) == ((), (), (), ())
    assert (released.grades(), released.empty) == ((), True)
    with pytest.raises(NotFound, match="lmtools import"):
        released.indicator("Trivsel")


def test_a_series_has_a_figure_for_every_year_of_the_data(row: Make, export_csv: Write, door: Door) -> None:
    other = row(Organisasjonsnummer="999901012", Skoleaarnavn="2021-22")
    series = door(export_csv(row(), other)).series("Trivsel", unit=SCHOOL, grade="10")
    assert [(f.year, f.status) for f in series] == [(2021, Status.ABSENT), (2025, Status.PUBLISHED)]


def test_an_unknown_indicator_gets_the_nearest_names(row: Make, export_csv: Write, door: Door) -> None:
    with pytest.raises(NotFound, match="«Trivsel»"):
        door(export_csv(row())).figure("Trivsl", unit=SCHOOL, year=2025)


def test_an_unknown_unit_is_an_error_and_an_unknown_year_is_absent(
    row: Make, export_csv: Write, door: Door
) -> None:
    released = door(export_csv(row()))
    with pytest.raises(NotFound):
        released.figure("Trivsel", unit="999999999", year=2025)
    for year in (1999, 2024, 2026):
        assert released.figure("Trivsel", unit=SCHOOL, year=year, grade="10").status is Status.ABSENT


def test_an_index_answers_to_its_code_its_name_and_its_other_names(
    row: Make, export_csv: Write, door: Door
) -> None:
    cells = row(
        Spoersmaalgruppe="Støtte fra lærer",
        Spoersmaalgruppekode="EUIndeks_1380",
        Spoersmaalkode="EUIndeks_1380",
    )
    released = door(export_csv(cells))
    for name in ("EUIndeks_1380", "Støtte fra lærer", "støtte fra lærerne", "Støtte frå lærarane"):
        assert released.indicator(name).code == "EUIndeks_1380"


def test_the_repr_shows_no_figure(row: Make, export_csv: Write, door: Door) -> None:
    released = door(export_csv(row()))
    released.units()
    assert repr(released) == "<Released figures>"
    assert "4.1" not in repr(released.__dict__)


def culture(row: Make, year: str) -> dict[str, str]:
    code = "EUIndeks_1383"
    return row(
        Spoersmaalgruppe="Læringskultur", Spoersmaalgruppekode=code, Spoersmaalkode=code, Skoleaarnavn=year
    )


def test_breaks_are_those_within_the_years_of_the_data(row: Make, export_csv: Write, door: Door) -> None:
    released = door(export_csv(culture(row, "2012-13"), culture(row, "2025-26"), row()))
    assert [(b.year, b.kind) for b in released.breaks("Læringskultur")] == [
        (2013, "content"),
        (2014, "content"),
        (2022, "suppression"),
    ]
    assert [b.year for b in released.breaks("Trivsel")] == [2013, 2022]


def test_a_break_in_the_first_year_of_the_data_is_no_break_in_them(
    row: Make, export_csv: Write, door: Door
) -> None:
    released = door(export_csv(row(Skoleaarnavn="2022-23"), row()))
    assert released.breaks("Trivsel") == ()


def test_tables_that_were_damaged_are_an_error_with_a_sentence(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(row()))
    next(settings.released_dir.rglob("figures.parquet")).write_bytes(b"no")
    with pytest.raises(LmtoolsError, match="les inn filene på nytt"):
        open_released(settings).units()


@pytest.mark.parametrize(
    "damage",
    [
        {"format": 1},
        {"version": None},
        {"grades": None},
        {"years": "mange"},
        {"breaks": [["kode"]]},
        {"genders": []},
        {"version": "20200101T000000-borte"},
    ],
    ids=str,
)
def test_a_folder_by_an_older_lmtools_or_a_damaged_one_is_a_sentence(
    damage: dict[str, object], row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(row()))
    path = settings.released_dir / "manifest.json"
    manifest = {**json.loads(path.read_text("utf-8")), **damage}
    path.write_text(json.dumps({k: v for k, v in manifest.items() if v is not None}), "utf-8")
    with pytest.raises(LmtoolsError, match=r"De frigitte tallene i .* les inn filene på nytt\."):
        open_released(settings).units()


@pytest.mark.parametrize("name", ["figures", "units", "indicators"])
@pytest.mark.parametrize("with_rows", [True, False])
def test_a_table_without_its_columns_or_rows_is_a_sentence(
    name: str, with_rows: bool, row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(row()))
    path = next(settings.released_dir.rglob(f"{name}.parquet"))
    table = pq.read_table(path)
    if with_rows:
        pq.write_table(table.select([table.column_names[-1]]), path)
    elif name != "figures":  # without figures nothing is released, which is no damage
        pq.write_table(table.slice(0, 0), path)
    else:
        return
    with pytest.raises(LmtoolsError, match="les inn filene på nytt"):
        open_released(settings).units()


def test_the_report_has_the_shape_that_programs_read(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    path = export_csv(row(), row(), row(Trinnnavn="9. trinn", Score="*"))
    assert import_files([path], settings=settings).as_json() == {
        "files": [
            {
                "path": str(path),
                "format": "export-csv",
                "rows": 2,
                "duplicates": 1,
                "suppressed": 1,
                "empty": 0,
                "schools": 1,
                "years": [2025],
                "grades": ["9", "10"],
                "indicators": 1,
            }
        ],
        "problems": [],
        "warnings": [],
    }


def test_progress_is_told_from_start_to_end(row: Make, export_csv: Write, settings: Settings) -> None:
    told: list[tuple[int, int, str]] = []
    import_files([export_csv(row())], settings=settings, progress=lambda *step: told.append(step))
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1]
