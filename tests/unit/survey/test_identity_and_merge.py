from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.domain.figures import Level, Status
from lmtools.errors import Conflict, UsageError
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released, storage
from lmtools.survey.places import current_number

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
SCHOOL = "999901004"
PLACE = {"EnhetNivaa": "3", "EnhetNavn": "Alle skoler"}


@pytest.mark.parametrize(
    ("old", "new"), [("0605", "3305"), ("3007", "3305"), ("3305", "3305"), ("0301", "0301")]
)
def test_a_municipality_keeps_its_identity_through_the_reforms(old: str, new: str) -> None:
    assert current_number(old) == new


def test_a_renumbered_municipality_is_one_series(row: Make, export_csv: Write, door: Door) -> None:
    rows = [
        row(PLACE, Organisasjonsnummer="3007", Kommunekode="3007", Skoleaarnavn="2022-23", Score="4,0"),
        row(PLACE, Organisasjonsnummer="3305", Kommunekode="3305", Skoleaarnavn="2024-25", Score="4,2"),
    ]
    released = door(export_csv(*rows))
    (unit,) = released.units(Level.MUNICIPALITY)
    assert [f.mean for f in released.series("Trivsel", unit=unit, grade="10")] == [4.0, 4.2]


def test_a_number_the_table_does_not_know_is_joined_by_name_when_the_years_do_not_overlap(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = [
        row(PLACE, Organisasjonsnummer="9107", Kommunekode="9107", Kommune="Lindvåg", Skoleaarnavn="2023-24"),
        row(PLACE, Organisasjonsnummer="9205", Kommunekode="9205", Kommune="Lindvåg", Skoleaarnavn="2024-25"),
    ]
    assert [u.key for u in door(export_csv(*rows)).units(Level.MUNICIPALITY)] == ["9205"]


def test_two_places_of_one_name_in_the_same_year_stay_two(row: Make, export_csv: Write, door: Door) -> None:
    rows = [
        row(PLACE, Organisasjonsnummer="1818", Kommunekode="1818", Kommune="Herøy"),
        row(PLACE, Organisasjonsnummer="1515", Kommunekode="1515", Kommune="Herøy"),
    ]
    assert len(door(export_csv(*rows)).units(Level.MUNICIPALITY)) == 2


def test_a_renamed_school_is_one_school_under_its_newest_name(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = [row(EnhetNavn="Ny skole"), row(EnhetNavn="Gammel skole", Skoleaarnavn="2021-22")]
    assert [u.name for u in door(export_csv(*rows)).units()] == ["Ny skole"]


def trimmed(row: Make, **cells: str) -> dict[str, str]:
    keep = ("Spoersmaalgruppe", "Spoersmaalnavn", "Skoleaarnavn", "Trinnnavn", "Kjoenn", "Score", "EnhetNavn")
    return {name: row(**cells)[name] for name in keep}


def test_a_file_with_names_joins_the_one_school_of_that_name_before_and_after(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    first = export_csv(trimmed(row, Skoleaarnavn="2024-25"), name="trimmet.csv")
    for paths in ([first], [export_csv(row(), name="full.csv")], [first]):
        assert import_files(paths, settings=settings).problems == ()
    released = open_released(settings)
    assert [u.key for u in released.units()] == [SCHOOL]
    assert [f.mean for f in released.series("Trivsel", unit=SCHOOL, grade="10")] == [4.1, 4.1]


def test_a_name_that_two_schools_have_joins_neither(row: Make, export_csv: Write, door: Door) -> None:
    full = [row(), row(Organisasjonsnummer="999901012", Kommunekode="4203", Kommune="Arendal")]
    released = door(
        export_csv(*full, name="full.csv"), export_csv(trimmed(row, Skoleaarnavn="2024-25"), name="navn.csv")
    )
    assert len(released.units(Level.SCHOOL)) == 3


def test_a_question_without_a_code_joins_the_question_of_that_name(
    row: Make, export_csv: Write, door: Door
) -> None:
    asked = {"Spoersmaalnavn": "Trives du?", "Spoersmaalkode": "EUSpoersmaal_Q1"}
    released = door(
        export_csv(row(asked), row(), name="full.csv"),
        export_csv(trimmed(row, Spoersmaalnavn="Trives du?", Skoleaarnavn="2024-25"), name="navn.csv"),
    )
    assert [q.code for q in released.questions("Trivsel")] == ["EUSpoersmaal_Q1"]


def test_the_same_cell_in_two_files_is_one(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(row(), name="en.csv"), export_csv(row(), row(Trinnnavn="9. trinn"), name="to.csv"))
    assert len(storage.read(settings.released_dir)[1].key) == 2


def test_two_files_that_contradict_are_refused_with_both_named(
    row: Make, export_csv: Write, refused: Callable[..., object]
) -> None:
    report = refused(export_csv(row(), name="en.csv"), export_csv(row(Score="3,9"), name="to.csv"))
    (problem,) = report.problems
    assert "en.csv" in problem.what
    assert problem.file.endswith("to.csv")


def test_a_star_in_one_of_two_files_is_honoured(row: Make, export_csv: Write, door: Door) -> None:
    star = row(Score="*", Standardavvik="*", AntallBesvart="*")
    for number, order in enumerate(((row(), star), (star, row()))):
        released = door(*(export_csv(r, name=f"{number}{i}.csv") for i, r in enumerate(order)))
        assert released.figure("Trivsel", unit=SCHOOL, year=2025, grade="10").status is Status.SUPPRESSED


def test_a_later_import_replaces_the_cells_it_holds_and_leaves_the_others(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    import_files([export_csv(row(), row(Trinnnavn="9. trinn"), name="gammel.csv")], settings=settings)
    report = import_files([export_csv(row(Score="4,3"), name="ny.csv")], settings=settings)
    assert report.replaced == 1
    released = open_released(settings)
    assert released.figure("Trivsel", unit=SCHOOL, year=2025, grade="10").mean == 4.3
    assert released.figure("Trivsel", unit=SCHOOL, year=2025, grade="9").mean == 4.1


def test_importing_a_file_again_changes_nothing(row: Make, export_csv: Write, door: Door) -> None:
    path = export_csv(row(), row(Kjoenn="Jente", AntallBesvart="6"), row(Kjoenn="Gutt", AntallBesvart="98"))

    def seen(released: Released) -> list[object]:
        return [released.series("Trivsel", unit=SCHOOL, grade="10", gender=g) for g in released.genders]

    assert seen(door(path)) == seen(door(path))


def test_the_old_tables_stand_until_the_new_ones_are_whole(
    row: Make, export_csv: Write, door: Door, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    door(export_csv(row(), name="en.csv"))
    monkeypatch.setattr(storage, "_swap", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(UsageError, match="LMTOOLS_DATA"):
        import_files([export_csv(row(Score="3,0"), name="to.csv")], settings=settings)
    assert open_released(settings).figure("Trivsel", unit=SCHOOL, year=2025, grade="10").mean == 4.1


def test_a_reader_that_was_open_keeps_its_tables_while_an_import_runs(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    before = door(export_csv(row(), name="en.csv"))
    before.units()
    door(export_csv(row(Score="3,0"), name="to.csv"))
    assert before.figure("Trivsel", unit=SCHOOL, year=2025, grade="10").mean == 4.1
    assert open_released(settings).figure("Trivsel", unit=SCHOOL, year=2025, grade="10").mean == 3.0


def test_two_imports_at_once_do_not_lose_one(
    row: Make, export_csv: Write, door: Door, settings: Settings
) -> None:
    door(export_csv(row()))
    _, tables = storage.read(settings.released_dir)
    with pytest.raises(Conflict):
        storage.write(tables, settings.released_dir, expected="an-older-one", policy="strict")
    assert not list(settings.released_dir.glob(".new-*"))
