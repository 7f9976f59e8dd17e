"""`lmtools audit`: what it prints, what it writes, and when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lmtools.cli.main import run
from lmtools.settings import Settings
from lmtools.survey import auditing, certifying, published_system, storage
from lmtools.survey.certifying import current
from lmtools.survey.published_system import Attack, Target
from lmtools.survey.schema import SHARES
from lmtools.survey.small_programs import Range

HEADINGS = (
    "Spoersmaalgruppekode;Spoersmaalgruppe;Spoersmaalkode;Spoersmaalnavn;Skoleaarnavn;EnhetNivaa;Fylkekode;"
    "Fylke;Kommunekode;Kommune;Organisasjonsnummer;EnhetNavn;Trinnnavn;EierformNavn;Kjoenn;Score;Standardavvik;"
    "AntallBesvart;AndelSvaralternativ1;AndelSvaralternativ2;AndelSvaralternativ3;AndelSvaralternativ4;"
    "AndelSvaralternativ5"
)
PLACE = "2025-26;4;33;Buskerud;3305;Ringerike;999901004;Fjordvik skole"
QUESTION = "EUIndeks_1379;Trivsel;EUSpoersmaal_Q1;Trives du?"
ANSWERS = "3,6;1,3;104;9,6;10,6;19,2;38,5;22,1"
STARRED = "3,6;1,3;104;*;*;19,2;38,5;22,1"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder and a current folder of its own for each test, and no other settings."""
    for name in ("DATABASE", "LANGUAGE", "POLICY", "DEMO", "SCHOOL", "WORKBOOKS", "PORT"):
        monkeypatch.delenv(f"LMTOOLS_{name}", raising=False)
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def figures(tmp_path: Path) -> Callable[[str], None]:
    """Read in one question of one grade."""

    def read_in(answers: str) -> None:
        path = tmp_path / "eksport.csv"
        row = f"{QUESTION};{PLACE};10. årstrinn;Alle eierformer;Alle kjønn;{answers}"
        path.write_text(f"{HEADINGS}\n{row}\n", encoding="utf-8")
        assert run(["import", str(path)]) == 0

    return read_in


def leak(settings: Settings) -> None:
    """Hide one answer share without company, as no import would."""
    version, tables = storage.read(settings.released_dir)
    found = current(settings)
    assert found is not None
    numbers = {**tables.numbers, SHARES[1]: np.full(len(tables.key), np.nan)}
    beside = {certifying.FILE: found.to_bytes()}
    storage.write(
        replace(tables, numbers=numbers),
        settings.released_dir,
        expected=version,
        policy="strict",
        beside=beside,
    )


def test_what_is_hidden_is_told_with_the_reason_and_how_near_one_comes(
    figures: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    figures(STARRED)
    capsys.readouterr()
    assert run(["audit"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 tall er lest inn. 1 vises, og 0 er skjermet." in told
    assert "Merket i fila 2" in told
    assert "Ingen lot seg regne ut. Nærmest kom vi en svarandel" in told
    assert "prosentpoeng" in told


def test_the_certificate_is_written_where_one_stands_and_the_path_is_told(
    figures: Callable[[str], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures(STARRED)
    assert run(["audit"]) == 0
    written = tmp_path / "skjerming.json"
    assert f"Skrev {written}." in capsys.readouterr().out
    assert json.loads(written.read_text("utf-8"))["attack"]["open"] == 0


def test_the_certificate_goes_where_it_is_asked_to_and_the_page_has_it_too(
    figures: Callable[[str], None], tmp_path: Path, settings: Settings
) -> None:
    figures(STARRED)
    assert run(["audit", "--to", str(tmp_path / "annet.json")]) == 0
    assert not (tmp_path / "skjerming.json").exists()
    found = current(settings)
    assert found is not None
    assert found.to_bytes() == (tmp_path / "annet.json").read_bytes()


def test_a_folder_that_is_not_there_is_told_before_the_work(
    figures: Callable[[str], None], tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    figures(STARRED)
    assert run(["audit", "--to", str(tmp_path / "nei" / "x.json")]) == 2
    assert "Velg et annet sted med --to." in capsys.readouterr().err
    found = current(settings)
    assert found is not None
    assert found.attack is None


def test_without_figures_there_is_a_sentence_and_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit"]) == 1
    assert "Les dem inn med lmtools import FIL." in capsys.readouterr().err
    assert not (tmp_path / "skjerming.json").exists()


def test_a_number_that_can_be_worked_out_fails_the_command_and_is_told_by_its_place_alone(
    figures: Callable[[str], None], settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures(ANSWERS)
    leak(settings)
    capsys.readouterr()
    assert run(["audit"]) == 1
    told = capsys.readouterr()
    assert "Skjermede tall som kan regnes ut, eller nesten: 1." in told.out
    assert "prøv igjen med lmtools audit" in told.out
    assert "Fjordvik skole, høsten 2025, 10. trinn, alle kjønn, «Trives du?», svarandel" in told.err
    assert "Ikke vis tallene" in told.err
    written = (tmp_path / "skjerming.json").read_text("utf-8")
    for value in ("10,6", "10.6", "11 elever"):
        assert value not in told.out + told.err + written


def test_no_definite_answer_fails_the_command_too(
    figures: Callable[[str], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures(STARRED)
    unsure = Target(0, SHARES[1], "points", 1.0, Range(0.0, 50.0, "time_limit"))
    monkeypatch.setattr(
        published_system, "attack", lambda *_, **__: Attack(hidden=1, systems=1, targets=(unsure,))
    )
    assert run(["audit"]) == 1
    told = capsys.readouterr()
    assert "noe sikkert svar om: 1." in told.out
    assert "ikke noe sikkert svar" in told.err


def test_only_the_first_of_many_places_are_listed(
    figures: Callable[[str], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures(STARRED)
    places = tuple(
        auditing.Place("Fjordvik skole", f"Spørsmål {i}", 2025, "10", "all", "value", True) for i in range(13)
    )
    done = auditing.audit_released(Settings.from_environment())
    monkeypatch.setattr("lmtools.cli.audit.audit_released", lambda *_: replace(done, places=places))
    assert run(["audit"]) == 1
    told = capsys.readouterr().err
    assert told.count("Fjordvik skole") == 10
    assert "Det samme gjelder 3 til." in told
