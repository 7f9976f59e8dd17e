"""`lmtools fetch` as somebody types it: what it says first, what it reads in, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lmtools.cli import fetching
from lmtools.cli.main import run
from lmtools.domain.figures import Level
from lmtools.settings import Settings
from lmtools.survey import explain, open_released
from lmtools.text import Text
from tests.unit.fetching.udir import COUNTY, MUNICIPALITY, SCHOOL, Udir, page, status
from tests.unit.survey.test_real_files import FOLDER

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def data(server: Udir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> Path:
    """A data folder of its own, and a service that is near and need not be waited for."""
    for name in ("DATABASE", "LANGUAGE", "POLICY", "DEMO"):
        monkeypatch.delenv(f"LMTOOLS_{name}", raising=False)
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LMTOOLS_UDIR", server.base)
    monkeypatch.setattr(fetching, "sleep", waits.append)
    return tmp_path / "data"


def units(data: Path) -> dict[str, str]:
    return {unit.level: unit.name for unit in open_released(Settings(data_dir=data)).units()}


def test_a_school_and_what_it_compares_itself_with_are_fetched_and_released(
    data: Path, capsys: Output
) -> None:
    asked = ["--school", SCHOOL, "--municipality", MUNICIPALITY, "--county", COUNTY, "--country"]
    assert run(["fetch", *asked]) == 0
    told = capsys.readouterr()
    assert told.err.startswith(
        f"Henter indekser, mobbing og deltakelse om skole {SCHOOL}, kommune {MUNICIPALITY}, fylke {COUNTY} "
        "og hele landet fra 127.0.0.1. Det som sendes, er hvilke enheter, tabeller og skoleår det gjelder, "
        "og at det er lmtools som spør."
    )
    assert f"udir-148-index-{SCHOOL}.json: Høsten 2023–2025. Rader: 18. Skoler: 1." in told.out
    assert "tall er lest inn." in told.out
    assert set(units(data)) == {Level.SCHOOL, Level.MUNICIPALITY, Level.COUNTY, Level.COUNTRY}
    released = open_released(Settings(data_dir=data))
    assert released.figure("Trivsel", unit=SCHOOL, year=2025, grade="10").n


def test_what_is_fetched_is_protected_and_certified_as_a_file_is(
    data: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["--school", SCHOOL, "--tables", "participation,bullying", "--years", "2025"]
    assert run(["fetch", *asked, "--keep", str(tmp_path / "kept"), "--json"]) == 0
    fetched = json.loads(capsys.readouterr().out)
    kept = sorted((tmp_path / "kept").iterdir())
    assert [file["path"] for file in fetched["files"]] == list(map(str, kept))
    certificate = explain(Settings(data_dir=data), Text())
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path / "other"))
    assert run(["import", "--json", *map(str, kept)]) == 0
    assert json.loads(capsys.readouterr().out) == fetched
    assert explain(Settings(data_dir=tmp_path / "other"), Text()) == certificate
    assert not certificate.empty


def test_the_second_time_it_says_that_nothing_was_asked_for(server: Udir, capsys: Output) -> None:
    assert run(["fetch", "--school", SCHOOL, "--tables", "participation"]) == 0
    server.asked.clear()
    assert run(["fetch", "--school", SCHOOL, "--tables", "participation"]) == 0
    assert server.asked == []
    assert "er hentet før, det siste døgnet" in capsys.readouterr().err
    server.next(status(404))
    assert run(["fetch", "--school", SCHOOL, "--tables", "participation", "--fresh"]) == 2


def test_when_the_service_has_changed_one_sentence_says_so_and_nothing_is_read_in(
    server: Udir, data: Path, capsys: Output
) -> None:
    server.next(page("<html><body>Ny side</body></html>"), at="151/data")
    assert run(["fetch", "--school", SCHOOL]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len([line for line in told.err.splitlines() if line.strip()]) == 2
    assert f"på deltakelse for skole {SCHOOL} er ikke slik vi kjenner det: det er en nettside" in told.err
    assert not (data / "released").exists()


def test_figures_that_cannot_be_read_are_refused_whole_with_where_they_came_from(
    server: Udir, data: Path, capsys: Output
) -> None:
    assert run(["fetch", "--school", SCHOOL, "--tables", "participation"]) == 0
    before = sorted((data / "released").rglob("*"))
    server.tables[148] = [{**row, "Score": "4,1 av 5"} for row in server.tables[148]]
    assert run(["fetch", "--school", SCHOOL]) == 2
    told = capsys.readouterr()
    assert "Ingenting ble lest inn." in told.out
    assert "Filene kom fra 127.0.0.1, som kan ha endret seg." in told.err
    assert sorted((data / "released").rglob("*")) == before


def test_a_service_that_is_down_ends_the_command_with_a_sentence(server: Udir, capsys: Output) -> None:
    server.next(*[status(503)] * 5)
    assert run(["fetch", "--country"]) == 2
    assert "Prøv igjen om en time" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Skriv hvem tallene skal være om"),
        (["--school", "123"], "har ni sifre"),
        (["--country", "--all-schools"], "--all-schools hører sammen med --municipality"),
        (["--country", "--tables", "index,trivsel"], "Vi kjenner ikke tabellen «trivsel»"),
        (["--country", "--tables", ","], "Vi kjenner ikke tabellen «,»"),
        (["--country", "--years", "i fjor"], "Skriv skoleårene som høsten de begynte"),
    ],
)
def test_a_wish_that_is_not_understood_asks_nobody(
    arguments: list[str], sentence: str, server: Udir, capsys: Output
) -> None:
    assert run(["fetch", *arguments]) == 2
    assert sentence in capsys.readouterr().err
    assert server.asked == []


def test_an_address_that_is_none_is_told_of(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("LMTOOLS_UDIR", "statistikkbanken")
    assert run(["fetch", "--country"]) == 2
    assert "LMTOOLS_UDIR må være en hel adresse" in capsys.readouterr().err


def test_all_questions_can_be_asked_for_too(capsys: Output) -> None:
    assert run(["fetch", "--school", SCHOOL, "--tables", "theme", "--years", "2025"]) == 0
    assert f"udir-149-theme-{SCHOOL}.json" in capsys.readouterr().out


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "tull://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_told_of(
    proxy: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert run(["fetch", "--country"]) == 2
    assert "Mellomtjeneren i HTTPS_PROXY kan ikke brukes." in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_is_told_of(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "fil").write_text("opptatt")
    assert run(["fetch", "--school", SCHOOL, "--tables", "index", "--keep", str(tmp_path / "fil")]) == 2
    assert "Velg en annen mappe med --keep." in capsys.readouterr().err


@pytest.mark.skipif(not FOLDER.is_dir(), reason="Udir's own files are not on this machine")
def test_udirs_own_rows_are_taken_and_read_in(server: Udir, data: Path, capsys: Output) -> None:
    """What Udir has answered, with the columns that were cut away put back, is what we take it to be."""
    cut = {
        "Organisasjonsnummer": "988602671",
        "EnhetNivaa": 3,
        "KjoennKode": "-10",
        "UtdanningstypeKode": "-10",
    }
    for number, name in ((152, "indikator"), (154, "mobbing"), (243, "deltakelse")):
        rows = json.loads((FOLDER / f"elevundersokelsen_vgo_{name}.json").read_text("utf-8"))
        server.tables[number] = [
            {**row, **cut, "Eierformkode": "-10"} for row in rows if row["EierformNavn"].startswith("Alle")
        ]
    assert run(["fetch", "--school", "988602671", "--years", "2025"]) == 0
    assert "udir-152-index-988602671.json" in capsys.readouterr().out
    assert units(data) == {Level.SCHOOL: "Bergen private gymnas AS"}
