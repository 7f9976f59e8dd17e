"""What is asked for, and that an answer which is not known is never handed on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmtools import __version__
from lmtools.errors import FetchFailed, UsageError
from lmtools.fetching import Fetched, county_number, municipality_number, school_number, school_years
from lmtools.survey.places import earlier_numbers
from tests.unit.fetching.udir import COUNTY, MUNICIPALITY, SCHOOL, UPPER_SCHOOL, Row, Udir, page, status

Ask = Callable[..., Fetched]


def rows(fetched: Fetched) -> list[Row]:
    return [row for file in fetched.files for row in json.loads(file.read_text("utf-8"))]


def test_a_school_gets_its_own_rows_of_every_year_and_nobody_elses(server: Udir, ask: Ask) -> None:
    fetched = ask("index", "bullying", "participation")
    assert [file.name for file in fetched.files] == [
        f"udir-148-index-{SCHOOL}.json",
        f"udir-150-bullying-{SCHOOL}.json",
        f"udir-151-participation-{SCHOOL}.json",
    ]
    assert {row["Organisasjonsnummer"] for row in rows(fetched)} == {SCHOOL}
    assert {row["Skoleaarnavn"] for row in rows(fetched)} == {"2023-24", "2024-25", "2025-26"}
    assert {row["Eierformkode"] for row in rows(fetched)} == {"-10"}


def test_the_question_holds_who_what_and_when_and_nothing_else(server: Udir, ask: Ask) -> None:
    ask("index", "participation", years=(2024, 2025))
    assert server.questions[:2] == [
        f"EierformID(-10)_KjoennID(-10)_Organisasjonsnummer({SCHOOL})_TidID(202412_202512)",
        f"EierformID(-10)_Organisasjonsnummer({SCHOOL})_TidID(202412_202512)",
    ]
    names = {name for headers in server.headers for name in headers}
    assert names == {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}
    assert {headers["User-Agent"] for headers in server.headers} == {f"lmtools/{__version__} (lmtools fetch)"}


def test_a_municipality_a_county_and_the_country_are_asked_for_at_their_own_level(
    server: Udir, ask: Ask
) -> None:
    found = rows(ask(municipalities=(MUNICIPALITY,), counties=(COUNTY,), with_country=True))
    assert {row["EnhetNivaa"] for row in found} == {1, 2, 3}
    assert server.questions == [
        f"EierformID(-10)_EnhetNivaa(3)_KjoennID(-10)_Kommunekode({MUNICIPALITY})"
        "_TidID(202312_202412_202512)",
        f"EierformID(-10)_EnhetNivaa(2)_Fylkekode({COUNTY})_KjoennID(-10)_TidID(202312_202412_202512)",
        "EierformID(-10)_EnhetNivaa(1)_KjoennID(-10)_Nasjonaltkode(I)_TidID(202312_202412_202512)",
    ]


def test_a_municipality_comes_with_its_schools_only_when_they_are_asked_for(ask: Ask) -> None:
    found = rows(ask(municipalities=(MUNICIPALITY,), with_schools=True, years=(2025, 2025)))
    assert {row["EnhetNivaa"] for row in found} == {3, 4}
    assert {row["Kommunekode"] for row in found} == {MUNICIPALITY}


def test_an_upper_secondary_school_is_found_in_the_tables_of_its_own(server: Udir, ask: Ask) -> None:
    fetched = ask("index", "participation", schools=(UPPER_SCHOOL,), with_country=True)
    assert [file.name for file in fetched.files] == [
        f"udir-152-index-{UPPER_SCHOOL}.json",
        f"udir-243-participation-{UPPER_SCHOOL}.json",
        "udir-152-index-landet.json",
        "udir-243-participation-landet.json",
    ]
    assert "ProgramomraadeID(-10)" in server.questions[1]
    assert "ProgramomraadeID" not in server.questions[2]


def test_the_older_number_of_a_table_is_used_while_it_is_the_one_that_is_listed(
    server: Udir, ask: Ask
) -> None:
    server.tables[155] = server.tables.pop(243)
    fetched = ask("participation", schools=(UPPER_SCHOOL,))
    assert fetched.files[0].name == f"udir-155-participation-{UPPER_SCHOOL}.json"


def test_a_municipality_that_got_a_new_number_is_asked_for_by_the_old_one_too(server: Udir, ask: Ask) -> None:
    for row in server.tables[148]:
        row["Kommunekode"] = {"9107": "3007", "9205": "3305"}.get(row["Kommunekode"], row["Kommunekode"])
    found = rows(ask(municipalities=("3305",)))
    assert {(row["Kommunekode"], row["Skoleaarnavn"][:4]) for row in found} == {
        ("3007", "2023"),
        ("3305", "2024"),
        ("3305", "2025"),
    }


def test_an_old_number_that_the_service_does_not_know_is_no_trouble(server: Udir, ask: Ask) -> None:
    for row in server.tables[148]:
        row["Kommunekode"] = {"9205": "3305"}.get(row["Kommunekode"], row["Kommunekode"])
    server.next(status(400), at="3007")
    assert {row["Kommunekode"] for row in rows(ask(municipalities=("3305",)))} == {"3305"}


def test_only_the_numbers_a_municipality_had_while_there_were_figures_are_old_ones() -> None:
    assert earlier_numbers("3305", 2021) == ("3007",)
    assert earlier_numbers("3007", 2021) == ()
    assert earlier_numbers("0301", 2021) == ()


def test_an_answer_of_many_pages_is_fetched_whole_and_as_it_came(server: Udir, ask: Ask) -> None:
    server.page_size = 4
    fetched = ask()
    assert [file.stem.removeprefix(f"udir-148-index-{SCHOOL}") for file in fetched.files] == [
        "",
        *("-2", "-3", "-4", "-5"),
    ]
    assert [len(json.loads(file.read_bytes())) for file in fetched.files] == [4, 4, 4, 4, 2]
    assert len({(row["Skoleaarnavn"], row["Spoersmaalkode"]) for row in rows(fetched)}) == 18


def test_levels_and_pages_may_be_written_as_text(server: Udir, ask: Ask) -> None:
    server.change = with_cells(EnhetNivaa=" 4", Sidenummer="1", RaderTotalt="18")
    assert len(rows(ask())) == 18


def test_a_table_that_has_nothing_about_the_school_is_told_of(server: Udir, ask: Ask) -> None:
    server.tables[150] = [row for row in server.tables[150] if row["Organisasjonsnummer"] != SCHOOL]
    fetched = ask("index", "bullying")
    assert [str(what) for what in fetched.empty] == [f"mobbing for skole {SCHOOL}"]
    assert len(fetched.files) == 1


def test_a_page_without_rows_is_no_file(server: Udir, ask: Ask) -> None:
    server.tables[150] = [row for row in server.tables[150] if row["Organisasjonsnummer"] != SCHOOL]
    server.next(page('[{"JSONSider": 1}]'), at="150/sideData")
    fetched = ask("index", "bullying")
    assert [file.name for file in fetched.files] == [f"udir-148-index-{SCHOOL}.json"]
    assert [str(what) for what in fetched.empty] == [f"mobbing for skole {SCHOOL}"]


def test_a_school_that_udir_knows_nothing_about_ends_with_a_sentence(ask: Ask) -> None:
    with pytest.raises(FetchFailed, match="ingen publiserte tall for skole 123456789") as failed:
        ask(schools=(SCHOOL, "123456789"))
    assert failed.value.exit_code == 2


def test_what_the_service_says_of_a_question_it_refuses_is_told(server: Udir, ask: Ask) -> None:
    for row in server.tables[148] + server.tables[152]:
        del row["Organisasjonsnummer"]
    with pytest.raises(FetchFailed, match="svarte «Feil format på filtrene!»"):
        ask()


def test_school_years_that_are_not_there_end_with_those_that_are(ask: Ask) -> None:
    with pytest.raises(FetchFailed, match="fra høsten 2023 til høsten 2025"):
        ask(years=(2015, 2019))


def without(column: str) -> Callable[[list[Row]], Any]:
    return lambda rows: [{name: cell for name, cell in row.items() if name != column} for row in rows]


def with_cells(**cells: object) -> Callable[[list[Row]], Any]:
    return lambda rows: [*rows[:-1], {**rows[-1], **cells}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without("Score"), "kolonnen Score mangler"),
        (without("Organisasjonsnummer"), "kolonnen Organisasjonsnummer mangler"),
        (without("EierformNavn"), "kolonnen EierformNavn mangler"),
        (with_cells(AndelBesvart="12,0"), "en annen tabell, med kolonnen AndelBesvart"),
        (with_cells(Organisasjonsnummer="999901145"), "om noen andre enn dem vi spurte om"),
        (with_cells(EnhetNivaa=3), "om noen andre enn dem vi spurte om"),
        (with_cells(Skoleaarnavn="2019-20"), "andre skoleår enn dem vi spurte om"),
        (with_cells(Skoleaarnavn="i fjor"), "skoleårene er skrevet på en annen måte"),
        (with_cells(Sidenummer=2), "en annen side enn den vi spurte om"),
        (with_cells(RaderTotalt=999), "det har 18 rader og sier at det har 999"),
        (with_cells(RaderTotalt="mange"), "kolonnen RaderTotalt er ikke tall"),
        (with_cells(EnhetNivaa="*"), "kolonnen EnhetNivaa er ikke tall"),
        (lambda rows: {"data": rows}, "ikke ei liste med rader"),
        (lambda rows: [[row] for row in rows], "ikke ei liste med rader"),
    ],
)
def test_rows_that_are_not_as_they_used_to_be_end_with_what_and_where_and_what_next(
    change: Callable[[list[Row]], Any], told: str, server: Udir, ask: Ask
) -> None:
    server.change = change
    with pytest.raises(FetchFailed) as failed:
        ask()
    sentence = str(failed.value)
    assert sentence.startswith(
        f"Svaret fra 127.0.0.1 på indekser for skole {SCHOOL} er ikke slik vi kjenner det: "
    )
    assert told in sentence
    assert sentence.endswith("og les den inn med lmtools import FIL.")
    assert "https://www.udir.no/tall-og-forskning/statistikk/" in sentence


@pytest.mark.parametrize(
    ("at", "body", "told"),
    [
        ("Eksport", "[]", "kolonnen EksportID mangler"),
        ("Eksport", '{"tabeller": []}', "ikke ei liste"),
        ("filterStatus", '{"Tid": []}', "skoleårene mangler"),
        ("filterStatus", '{"TidID": ["2025-26"]}', "skrevet på en annen måte"),
        ("sideData", '[{"sider": 1}]', "antallet sider mangler"),
        ("sideData", '{"JSONSider": 1}', "antallet sider mangler"),
        ("sideData", '[{"JSONSider": 5000}]', "det er på 5000 sider"),
        ("/data", "<!DOCTYPE html><title>Logg inn</title>", "en nettside og ikke tall"),
        ("/data", "Sidenummer;Score", "det er ikke JSON"),
        ("/data", "[" * 100_000, "det er ikke JSON"),
    ],
)
def test_every_answer_on_the_way_is_one_that_we_know(
    at: str, body: str, told: str, server: Udir, ask: Ask
) -> None:
    server.next(page(body), at=at)
    with pytest.raises(FetchFailed, match="Tjenesten kan ha endret seg") as failed:
        ask()
    assert told in str(failed.value)


def test_a_table_that_is_gone_is_told_of_by_name(server: Udir, ask: Ask) -> None:
    del server.tables[151]
    with pytest.raises(FetchFailed, match="har ikke lenger tabellen med deltakelse"):
        ask("index", "participation")


def test_nothing_is_kept_of_an_answer_that_is_not_known(server: Udir, ask: Ask, tmp_path: Path) -> None:
    server.change = without("Score")
    with pytest.raises(FetchFailed):
        ask()
    server.change = lambda rows: rows
    assert len(rows(ask())) == 18


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (school_number, "12345678"),
        (school_number, "skolen"),
        (school_number, "١٢٣٤٥٦٧٨٩"),
        (municipality_number, "33"),
        (county_number, "3305"),
        (school_years, "2025-2022"),
        (school_years, "i fjor"),
    ],
)
def test_a_number_that_cannot_be_one_never_leaves_the_house(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(UsageError):
        read(text)


def test_numbers_are_read_as_people_write_them() -> None:
    assert school_number("974 628 057") == "974628057"
    assert municipality_number("3007") == "3305"
    assert county_number("33") == "33"
    assert school_years("2025") == (2025, 2025)
    assert school_years("2022-2025") == (2022, 2025)
