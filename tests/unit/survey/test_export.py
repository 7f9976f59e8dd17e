from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lmtools.domain.figures import Figure, Level, Status
from lmtools.settings import Settings
from lmtools.survey import Released, import_files

Make = Callable[..., dict[str, str]]
Write = Callable[..., Path]
Door = Callable[..., Released]
SCHOOL = "999901004"
TRIMMED = ("Spoersmaalgruppe", "Spoersmaalnavn", "Skoleaarnavn", "Trinnnavn", "Kjoenn", "Score", "EnhetNavn")


def ask(released: Released, **changes: object) -> Figure:
    chosen = {"unit": SCHOOL, "year": 2025, "grade": "10", **changes}
    return released.figure(str(chosen.pop("indicator", "Trivsel")), **chosen)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_csv_export_is_read_whatever_its_delimiter(
    row: Make, export_csv: Write, door: Door, delimiter: str
) -> None:
    cells = row() if delimiter != "," else row(Score="4.1", Standardavvik="0.8")
    found = ask(door(export_csv(cells, delimiter=delimiter)))
    assert (found.mean, found.sd, found.n, found.status) == (4.1, 0.8, 104, Status.PUBLISHED)


def test_the_json_export_is_read_from_a_list_and_from_wrapped_pages(
    row: Make, export_json: Write, settings: Settings
) -> None:
    first, second = row(), row(Trinnnavn="9. årstrinn")
    contents = (
        [first, second],
        {"data": [first, second]},
        [{"rader": [first]}, {"rader": [second]}],
        [[first], [second]],
    )
    for content in contents:
        report = import_files([export_json(content)], settings=settings)
        assert report.problems == ()
        assert report.files[0].rows == 2


def test_a_trimmed_file_is_keyed_by_the_schools_name(row: Make, export_json: Write, door: Door) -> None:
    trimmed = {name: row()[name] for name in TRIMMED}
    released = door(export_json([trimmed]))
    (school,) = released.units(Level.SCHOOL)
    assert school.name == "Fjordvik skole"
    assert ask(released, unit=school.key).mean == 4.1
    assert released.indicator("Trivsel").code == "EUIndeks_1379"


def test_a_name_with_a_trailing_space_is_the_same_school(row: Make, export_json: Write, door: Door) -> None:
    rows = [
        {name: r[name] for name in TRIMMED}
        for r in (row(), row(Skoleaarnavn="2024-25", EnhetNavn="Fjordvik skole "))
    ]
    released = door(export_json(rows))
    (school,) = released.units(Level.SCHOOL)
    assert [f.mean for f in released.series("Trivsel", unit=school, grade="10")] == [4.1, 4.1]


def test_rows_that_stand_twice_are_dropped_and_counted(
    row: Make, export_csv: Write, settings: Settings
) -> None:
    rows = [row(), row(EierformNavn="Privat eiet")]
    summary = import_files([export_csv(*rows, *rows)], settings=settings).files[0]
    assert (summary.rows, summary.duplicates) == (2, 2)


def test_rows_that_contradict_are_refused_with_both_rows_named(
    row: Make, export_csv: Write, refused: Callable[..., object]
) -> None:
    report = refused(export_csv(row(), row(Trinnnavn="9. trinn"), row(Score="3,9")))
    (problem,) = report.problems
    assert problem.row == 4
    assert "2" in problem.what
    assert "4" in problem.what
    assert "3,9" not in problem.what


def test_a_star_and_a_number_for_the_same_cell_contradict_within_a_file(
    row: Make, export_csv: Write, refused: Callable[..., object]
) -> None:
    refused(export_csv(row(), row(Score="*", Standardavvik="*", AntallBesvart="*")))


def test_only_all_ownerships_reach_the_app(row: Make, export_csv: Write, door: Door) -> None:
    county = {
        "EnhetNivaa": "2",
        "Organisasjonsnummer": "33",
        "EnhetNavn": "Alle skoler",
        "Kommune": "Alle kommuner",
    }
    released = door(
        export_csv(
            row(county, Score="4,2"), row(county, EierformNavn="Privat eiet", Score="4,6", AntallBesvart="30")
        )
    )
    assert ask(released, unit="33").mean == 4.2


def test_a_school_shown_only_under_its_ownership_is_shown_whole(
    row: Make, export_csv: Write, door: Door
) -> None:
    assert ask(door(export_csv(row(EierformNavn="Privat eiet")))).mean == 4.1


def test_suppressed_empty_absent_and_zero_are_four_different_things(
    row: Make, export_csv: Write, door: Door
) -> None:
    bullied = {"Spoersmaalgruppekode": "EUIndeks_1398", "Spoersmaalgruppe": "Mobbing på skolen"}
    bullied |= {"Spoersmaalkode": "EUIndeks_1398", "Score": "", "Standardavvik": "", "AntallBesvart": "0"}
    rows = [
        row(bullied, AndelMobbet="0,0"),
        row(bullied, Trinnnavn="9. trinn", AndelMobbet="*", AntallBesvart="*"),
        row(bullied, Trinnnavn="8. trinn", AndelMobbet="", AntallBesvart=""),
    ]
    released = door(export_csv(*rows))
    found = {g: ask(released, indicator="Mobbing på skolen", grade=g) for g in ("10", "9", "8", "7")}
    assert found["10"].share == 0.0
    assert [f.status for f in found.values()] == [
        Status.PUBLISHED,
        Status.SUPPRESSED,
        Status.EMPTY,
        Status.ABSENT,
    ]
    assert [found[g].share for g in ("9", "8", "7")] == [None, None, None]


def test_the_number_bullied_is_never_taken_for_respondents(row: Make, export_csv: Write, door: Door) -> None:
    cells = row(
        Spoersmaalgruppekode="EUIndeks_1398",
        Spoersmaalkode="EUIndeks_1398",
        Spoersmaalgruppe="Mobbing på skolen",
    )
    cells |= {"AndelMobbet": "12,0", "AntallBesvart": "12", "Score": "", "Standardavvik": ""}
    assert ask(door(export_csv(cells)), indicator="Mobbing på skolen").n is None


def test_respondents_of_bullying_come_from_participation_of_the_same_grade(
    row: Make, export_csv: Write, door: Door
) -> None:
    keep = ("Skoleaarnavn", "Organisasjonsnummer", "EnhetNavn", "Trinnnavn", "EierformNavn")
    taking_part = {name: row()[name] for name in keep} | {"AndelDeltatt": "96,3", "AntallBesvart": "104"}
    taking_part |= {"AntallInvitert": "108"}
    bullied = row(Spoersmaalgruppe="Mobbing på skolen", Spoersmaalkode="EUIndeks_1398", AndelMobbet="11,5")
    bullied |= {
        "AntallBesvart": "12",
        "Score": "",
        "Standardavvik": "",
        "Spoersmaalgruppekode": "EUIndeks_1398",
    }
    released = door(export_csv(bullied, name="mobbing.csv"), export_csv(taking_part, name="deltakelse.csv"))
    found = ask(released, indicator="Mobbing på skolen")
    assert (found.share, found.n) == (11.5, 104)
    assert ask(released, indicator="Deltakelse").share == 96.3
    assert "Deltakelse" not in [i.name for i in released.indicators()]


def test_questions_lie_inside_their_index(row: Make, export_csv: Write, door: Door) -> None:
    question = row(
        Spoersmaalkode="EUSpoersmaal_Q1", Spoersmaalnavn="Trives du på skolen?", AndelSvaralternativ1="2,9"
    )
    question |= {
        f"AndelSvaralternativ{i}": share for i, share in ((2, "9,6"), (3, "20,2"), (4, "38,5"), (5, "28,8"))
    }
    released = door(export_csv(row(), question))
    (found,) = released.questions("Trivsel")
    assert (found.code, found.kind) == ("EUSpoersmaal_Q1", "question")
    assert ask(released, indicator=found.code).shares == (2.9, 9.6, 20.2, 38.5, 28.8)
    assert [i.code for i in released.indicators()] == ["EUIndeks_1379"]


def test_a_hidden_number_of_answers_hides_its_share(row: Make, export_csv: Write, door: Door) -> None:
    shares = {f"AndelSvaralternativ{i}": "20,0" for i in range(1, 6)}
    counts = {f"AntallBesvartSvaralternativ{i}": "*" if i < 3 else "20" for i in range(1, 6)}
    cells = row(
        shares, counts, Spoersmaalkode="EUSpoersmaal_Q1", Spoersmaalnavn="Trives du?", AntallBesvart="100"
    )
    assert ask(door(export_csv(cells)), indicator="EUSpoersmaal_Q1").shares == (None, None, 20, 20, 20)


def test_units_know_their_municipality_and_country(row: Make, export_csv: Write, door: Door) -> None:
    municipality = {"EnhetNivaa": "3", "Organisasjonsnummer": "3305", "EnhetNavn": "Alle skoler"}
    country = {
        "Organisasjonsnummer": "I",
        "EnhetNavn": "Alle skoler",
        "Kommune": "Alle kommuner",
        "Kommunekode": "0000",
    }
    country |= {"Fylke": "Alle fylker", "Fylkekode": "00", "EnhetNivaa": "1"}
    released = door(export_csv(row(), row(municipality, Score="4,2"), row(country, Score="4,3")))
    parents = released.parents(SCHOOL)
    assert {name: unit and unit.name for name, unit in parents.items()} == {
        "municipality": "Ringerike",
        "county": None,
        "country": "Hele landet",
    }
    assert released.parents("3305")["municipality"] is None


def theme_rows(row: Make, counts: tuple[str, ...], shares: tuple[str, ...]) -> list[dict[str, str]]:
    drop = ("Spoersmaalgruppekode", "Spoersmaalgruppe")
    return [
        {k: v for k, v in row().items() if k not in drop}
        | {"Temakode": "T1", "Temanavn": "Trivsel og trygghet", "Spoersmaalkode": "EUSpoersmaal_Q2"}
        | {
            "Spoersmaalnavn": "Er du trygg?",
            "SvaralternativKode": f"Q2_{i}",
            "SvaralternativNavn": f"Svar {i}",
        }
        | {"AndelBesvart": share, "AntallBesvart": count}
        for i, (count, share) in enumerate(zip(counts, shares, strict=True), start=1)
    ]


def test_a_theme_table_is_folded_to_one_figure_a_question(row: Make, export_csv: Write, door: Door) -> None:
    rows = theme_rows(row, ("104",) * 5, ("4,8", "9,6", "19,2", "38,5", "27,9"))
    released = door(export_csv(*reversed(rows)))
    found = ask(released, indicator="Er du trygg?")
    assert (found.mean, found.n, found.shares) == (4.1, 104, (4.8, 9.6, 19.2, 38.5, 27.9))


def test_a_theme_table_that_counts_each_answer_gives_their_sum_as_respondents(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = theme_rows(row, ("5", "10", "20", "40", "29"), ("4,8", "9,6", "19,2", "38,5", "27,9"))
    assert ask(door(export_csv(*rows)), indicator="Er du trygg?").n == 104


def test_a_theme_table_with_a_hidden_count_gives_no_respondents(
    row: Make, export_csv: Write, door: Door
) -> None:
    rows = theme_rows(row, ("*", "*", "20", "40", "29"), ("*", "*", "19,2", "38,5", "27,9"))
    found = ask(door(export_csv(*rows)), indicator="Er du trygg?")
    assert found.n is None
    assert found.shares == (None, None, 19.2, 38.5, 27.9)


def test_a_vgo_table_shows_all_programmes_together_only(row: Make, export_csv: Write, door: Door) -> None:
    cells = {k: v for k, v in row().items() if not k.startswith("Kommune")} | {
        "Trinnnavn": "Videregående trinn 1"
    }
    cells |= {"EnhetNivaa": "3", "UtdanningsprogramNavn": "Alle utdanningsprogram"}
    one = cells | {"UtdanningsprogramNavn": "Elektrofag", "Score": "3,8"}
    released = door(export_csv(cells, one))
    assert ask(released, grade="vg1").mean == 4.1
    assert released.unit(SCHOOL).level is Level.SCHOOL
