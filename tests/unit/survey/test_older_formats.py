from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lmtools.domain.figures import Level, Status
from lmtools.survey import Released

Door = Callable[..., Released]
Write = Callable[..., Path]

HEADER = (
    "Enhetsnavn;EnhetsId;Fylke;Kommune;Skoletype;Vurderingsområde;Statistikk;Indikator/delskår;"
    "Periode;Eierform;Trinn;Kjønn;Verdi;Måleenhet"
)


def skoleporten(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "rapportbygger.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8-sig")
    return path


def line(name: str, number: str, indicator: str, value: str, unit: str = "Skår", **other: str) -> str:
    grade, gender, period = (
        other.get("grade", "7. steg"),
        other.get("gender", "Begge kjønn"),
        other.get("period", "2019-2020"),
    )
    return (
        f"{name};{number};Agder fylke;Arendal kommune;Grunnskole;Læringsmiljø;Elevundersøkinga;{indicator};"
        f"{period};Offentlig;{grade};{gender};{value};{unit}"
    )


def test_skoleporten_with_nynorsk_labels_joins_the_same_indexes(tmp_path: Path, door: Door) -> None:
    path = skoleporten(
        tmp_path,
        line("Fjordvik skole", "999901004", "Støtte frå lærarane", "4,2"),
        line("Fjordvik skole", "999901004", "Meistring", "*"),
        line("Arendal kommune", "0906", "Støtte frå lærarane", "4,1"),
    )
    released = door(path)
    assert released.figure("Støtte fra lærer", unit="999901004", year=2019, grade="7").mean == 4.2
    assert (
        released.figure("EUIndeks_1384", unit="999901004", year=2019, grade="7").status is Status.SUPPRESSED
    )
    municipality = released.unit("4203")
    assert (municipality.name, municipality.level) == ("Arendal", Level.MUNICIPALITY)


def test_skolepartens_other_figures_are_kept_apart_with_their_own_scale(tmp_path: Path, door: Door) -> None:
    path = skoleporten(tmp_path, line("Aa skole", "975279154", "Talet på lærarar", "11", "Antall personer"))
    released = door(path)
    assert released.indicators() == ()
    (found,) = released.indicators(kinds=("other",))
    assert (found.name, found.scale) == ("Talet på lærarar", "count")


def test_private_is_no_part_of_a_schools_name(tmp_path: Path, door: Door) -> None:
    path = skoleporten(tmp_path, line("Fjordvik skole (privat)", "999901004", "Trivsel", "4,2"))
    assert door(path).unit("999901004").name == "Fjordvik skole"


def pivot(rows: list[dict[str, object]]) -> dict[str, object]:
    names = ["2025-26", "Hele landet", "Agder", "Arendal", "Alle skoler", "7. årstrinn"]
    names += ["Alle eierformer", "Alle kjønn", "Andel mobbet"]
    columns = [[{"name": name, "tekstId_kolonne": "1", "columnCount": 1}] for name in names]
    return {"metadata": {"rowHierarchy": ["Indikator", "Spørsmål"], "columns": columns}, "rows": rows}


def test_the_pivot_names_its_unit_in_the_header(export_json: Write, door: Door) -> None:
    rows = [
        {"navn": "Mobbing på skolen", "kode": "EUIndeks_1398", "id": "41", "data": ["15,8"]},
        {"navn": "Er du mobbet digitalt?", "kode": "EUSpoersmaal_Q11816", "id": "41.354", "data": ["*"]},
    ]
    released = door(export_json(pivot(rows)))
    (place,) = released.units(Level.MUNICIPALITY)
    assert place.name == "Arendal"
    assert released.figure("Mobbing på skolen", unit=place, year=2025, grade="7").share == 15.8
    (question,) = released.questions("Mobbing på skolen")
    assert released.figure(question, unit=place, year=2025, grade="7").status is Status.SUPPRESSED


def test_a_pivot_with_too_few_numbers_is_refused(export_json: Write, refused: Callable[..., object]) -> None:
    refused(
        export_json(pivot([{"navn": "Mobbing på skolen", "kode": "EUIndeks_1398", "id": "41", "data": []}]))
    )


def test_a_pivot_with_missing_parts_is_refused(export_json: Write, refused: Callable[..., object]) -> None:
    refused(export_json({"metadata": {"columns": [[{"name": "x"}]]}, "rows": [{"data": 3}]}))


def test_a_pivot_without_numbers_for_the_place_joins_the_place_by_name(
    export_json: Write, export_csv: Write, row: Callable[..., dict[str, str]], door: Door
) -> None:
    place = {"EnhetNivaa": "3", "Organisasjonsnummer": "4203", "Kommunekode": "4203", "Kommune": "Arendal"}
    place |= {"EnhetNavn": "Alle skoler", "Fylke": "Agder", "Fylkekode": "42"}
    rows = [{"navn": "Mobbing på skolen", "kode": "EUIndeks_1398", "id": "41", "data": ["15,8"]}]
    released = door(export_json(pivot(rows)), export_csv(row(place, Trinnnavn="7. årstrinn")))
    (unit,) = released.units(Level.MUNICIPALITY)
    assert unit.key == "4203"
    assert released.figure("Mobbing på skolen", unit=unit, year=2025, grade="7").share == 15.8
