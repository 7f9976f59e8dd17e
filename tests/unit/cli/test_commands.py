from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lmtools import __version__
from lmtools.cli.main import run
from lmtools.cli.samples import ensure_samples, sample_files
from lmtools.domain.session import Outline, Step
from lmtools.errors import LmtoolsError
from lmtools.serving.parts import open_room
from lmtools.settings import Settings
from lmtools.survey import open_released
from tests.figures import put_samples


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own for each test, and no other settings."""
    for name in ("DATABASE", "LANGUAGE", "POLICY", "DEMO", "SCHOOL", "WORKBOOKS", "PORT"):
        monkeypatch.delenv(f"LMTOOLS_{name}", raising=False)
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def schools(data: Path) -> list[str]:
    return [unit.name for unit in open_released(Settings(data_dir=data)).units() if unit.level == "school"]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"lmtools {__version__}\n"


def test_the_commands_can_be_reached_without_the_script() -> None:
    told = subprocess.run([sys.executable, "-m", "lmtools", "--version"], capture_output=True, text=True)
    assert told.stdout == f"lmtools {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        *("serve", "import", "fetch", "audit", "workbooks", "new-workbook", "share"),
        *("export", "open", "purge", "rehearse", "doctor"),
    ],
)
def test_every_command_explains_itself_in_bokmaal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"Bruk: lmtools {command} [VALG]" in told
    assert "Vis denne hjelpen" in told
    assert not re.findall(r"Usage|OPTIONS|Show|required|default", told)


def test_all_commands_are_listed_in_bokmaal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    assert "Bruk: lmtools [VALG] KOMMANDO" in told
    assert not re.findall(r"Usage|OPTIONS|COMMAND|ARGS|Show", told)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tull"], "Vi forsto ikke kommandoen"),
        (["serve", "--tull"], "Vi kjenner ikke valget --tull"),
        (["serve", "--people", "mange"], "Verdien for --people kan ikke brukes"),
        (["serve", "--port"], "Valget --port mangler en verdi"),
        (["export"], "Det mangler noe i kommandoen: KODE"),
        (["import"], "Skriv hvilke filer"),
        (["export", "482617", "--to", "plan.pdf"], "Vi kan ikke skrive .pdf"),
    ],
)
def test_a_command_that_is_not_understood_ends_with_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert "Traceback" not in shown.err + shown.out


@pytest.mark.parametrize(
    ("language", "what", "advice"),
    [
        ("nb", "Fila er et bilde (PNG), ikke en tabell.", "Velg fila du lastet ned"),
        ("nn", "Fila er eit bilete (PNG), ikkje ein tabell.", "Vel fila du lasta ned"),
        ("en", "The file is an image (PNG), not a table.", "Choose the file you downloaded"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_in_the_language_of_the_installation(
    language: str,
    what: str,
    advice: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LMTOOLS_LANGUAGE", language)
    (tmp_path / "bilde.csv").write_bytes(b"\x89PNG")
    assert run(["import", str(tmp_path / "bilde.csv"), "--json"]) == 2
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert problem["what"] == what
    assert problem["next"].startswith(advice)


def test_an_import_tells_what_it_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_samples(data)
    capsys.readouterr()  # the first to put them reads them in, and says so
    assert run(["import", "--json", *map(str, sample_files())]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["problems"] == []
    assert len(told["files"]) == len(sample_files())
    assert len(schools(data)) == 3


def test_a_command_speaks_the_language_of_the_installation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMTOOLS_LANGUAGE", "en")
    assert run(["purge"]) == 0
    assert capsys.readouterr().out == "No work session is past its end date.\n"


def test_a_bad_file_stops_the_whole_import(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bilde.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert run(["import", str(sample_files()[-1]), str(bad)]) == 2
    shown = capsys.readouterr()
    assert "bilde.csv" in shown.err
    assert "Ingenting ble lest inn." in shown.out
    assert schools(data) == []


def test_invented_figures_are_read_in_once_and_only_when_there_are_none(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure_samples(Settings(data_dir=data))
    assert "oppdiktede tall" in capsys.readouterr().out
    before = {path: path.stat().st_mtime_ns for path in (data / "released").iterdir()}
    ensure_samples(Settings(data_dir=data))
    assert "oppdiktet" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in (data / "released").iterdir()} == before


def test_real_figures_take_the_place_of_invented_ones(data: Path) -> None:
    put_samples(data)
    one_school = next(path for path in sample_files() if "lindvag" in path.name)
    assert run(["import", str(one_school)]) == 0
    assert schools(data) == ["Lindvåg ungdomsskole"]


def test_invented_figures_stay_when_the_real_ones_cannot_be_read(data: Path, tmp_path: Path) -> None:
    put_samples(data)
    (tmp_path / "tom.csv").write_text("")
    assert run(["import", str(tmp_path / "tom.csv")]) == 2
    assert len(schools(data)) == 3


def older(data: Path) -> None:
    """Make what was released look as an older lmtools left it."""
    manifest = data / "released/manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"format": ', '"format": 0.'), "utf-8")


def test_the_server_does_not_start_on_figures_that_it_cannot_read(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(sample_files()[-1])]) == 0
    older(data)
    assert run(["serve", "--port", "0"]) == 1
    assert "les inn filene på nytt." in capsys.readouterr().err


def test_invented_figures_by_an_older_lmtools_are_read_in_anew(data: Path) -> None:
    put_samples(data)
    older(data)
    ensure_samples(Settings(data_dir=data))
    assert len(schools(data)) == 3


def test_real_figures_by_an_older_lmtools_are_never_taken_away_for_invented_ones(data: Path) -> None:
    assert run(["import", str(sample_files()[-1])]) == 0
    older(data)
    with pytest.raises(LmtoolsError):
        ensure_samples(Settings(data_dir=data))
    assert (data / "released/manifest.json").exists()


def test_workbooks_are_copied_but_never_over_somebodys_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "våre bøker"
    assert run(["workbooks", str(folder)]) == 0
    changed = folder / "stasted.ipynb"
    changed.write_text("endret")
    assert run(["workbooks", str(folder)]) == 2
    assert changed.read_text() == "endret"
    assert "så ikke endringene deres blir borte" in capsys.readouterr().err


def test_the_doctor_says_what_is_in_order_and_what_to_do(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LMTOOLS_PORT", "0")
    assert run(["doctor"]) == 1
    assert "Les dem inn med lmtools import" in capsys.readouterr().out
    put_samples(data)
    assert run(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "Må rettes" not in shown
    assert "Tall for 3 skoler er lest inn." in shown


def test_the_doctor_goes_on_when_something_is_wrong(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("en fil der mappa skulle vært")
    assert run(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert shown.count("Må rettes") >= 2
    assert "arbeidsbøker" in shown


def test_purge_says_when_there_is_nothing_to_delete(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    assert run(["purge"]) == 0
    assert "Ingen økter har passert sluttdatoen." in capsys.readouterr().out


def test_an_unknown_session_cannot_be_exported(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    assert run(["export", "000000", "--to", str(data / "plan.docx")]) == 1
    assert "Vi finner ingen økt med koden" in capsys.readouterr().err
    assert not (data / "plan.docx").exists()


def test_a_port_that_is_no_number_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LMTOOLS_PORT", "åtti")
    assert run(["doctor"]) == 2
    assert "LMTOOLS_PORT må være et tall" in capsys.readouterr().err


def test_samples_leave_the_schools_own_survey_out_until_it_is_mapped() -> None:
    assert all(not path.name.startswith("egen-") for path in sample_files())


def stars(tmp_path: Path) -> Path:
    """A file with a row where one answer alone is hidden."""
    head = "Spoersmaalgruppekode;Spoersmaalgruppe;Spoersmaalkode;Spoersmaalnavn;Skoleaarnavn;EnhetNivaa;"
    head += "Organisasjonsnummer;EnhetNavn;Trinnnavn;EierformNavn;Kjoenn;Score;Standardavvik;AntallBesvart;"
    head += ";".join(f"AndelSvaralternativ{i}" for i in range(1, 6))
    row = "EUIndeks_1379;Trivsel;EUSpoersmaal_Q1;Trives du?;2025-26;4;999901004;Fjordvik skole;10. årstrinn;"
    row += "Alle eierformer;Alle kjønn;3,8;1,0;104;*;9,6;19,2;38,5;28,8"
    path = tmp_path / "eksport.csv"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    return path


def test_an_import_warns_when_the_file_gives_a_hidden_number_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(stars(tmp_path))]) == 0
    assert "eksport.csv: Rader med nøyaktig én skjermet svarandel" in capsys.readouterr().out
    assert run(["import", "--json", str(stars(tmp_path))]) == 0
    assert json.loads(capsys.readouterr().out)["warnings"][0]["file"].endswith("eksport.csv")


def a_session(data: Path, *, has_plan: bool = True) -> str:
    """A session in the store of the data folder, with a plan; its code."""
    room = open_room(Settings(data_dir=data))
    outline = Outline("stasted", "Ståsted", "", (Step("actions-1", "actions", "Mål og tiltak"),))
    started = room.start(outline=outline, school_key="1", school_name="Solbakken", groups=1, expected=5)
    leader = room.facilitate(started.session.code, started.key)
    commands: list[dict[str, str]] = [
        {"do": "goal.save", "goal": "g1", "text": "Like regler"},
        {"do": "close"},
    ]
    for number, command in enumerate(commands if has_plan else ()):
        assert room.handle(leader, {"id": f"c{number}", **command})["ok"]
    room.close()
    return started.session.code


def test_a_session_goes_to_a_file_and_comes_back_with_another_code_and_a_key(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir()
    code, file = a_session(data), tmp_path / "okt.lmtools"
    assert run(["export", code, "--to", str(file)]) == 0
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path / "elsewhere"))
    capsys.readouterr()
    assert run(["open", str(file)]) == 0
    told = capsys.readouterr().out
    assert "Åpnet «Ståsted» på Solbakken." in told
    new = "".join(told.split("Kode:")[1].splitlines()[0].split())
    assert run(["export", new, "--to", str(tmp_path / "plan.html")]) == 0
    assert "Like regler" in (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert run(["open", str(file)]) == 1
    assert "her fra før" in capsys.readouterr().err
    assert run(["open", str(file), "--again"]) == 0


def test_a_plan_goes_to_a_file_and_into_another_session(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    old, new = a_session(data), a_session(data, has_plan=False)
    for kind in ("json", "xlsx", "docx", "html"):
        assert run(["export", old, "--plan", "--to", str(tmp_path / f"plan.{kind}")]) == 0
    assert run(["export", old, "--plan", "--to", str(tmp_path / "plan.ics")]) == 2
    assert run(["export", old, "--to", str(tmp_path / "x.docx"), "--template", str(tmp_path / "m.docx")]) == 2
    styled = ["--to", str(tmp_path / "ny.docx"), "--template", str(tmp_path / "plan.docx")]
    assert run(["export", old, "--plan", *styled]) == 0
    assert run(["export", old, "--plan", *styled[:3], str(tmp_path / "borte.docx")]) == 2
    capsys.readouterr()
    assert run(["open", str(tmp_path / "plan.json"), "--into", new]) == 0
    assert "Tok 1 mål med inn i «Ståsted» på Solbakken." in capsys.readouterr().out
    assert run(["open", str(tmp_path / "plan.html"), "--into", new]) == 2
    assert "ikke ei planfil" in capsys.readouterr().err


def test_a_file_of_two_gigabytes_is_refused_without_being_read(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    large = tmp_path / "stor.lmtools"
    with large.open("wb") as file:
        file.truncate(2**31)  # holes: it takes no room on the disk
    assert run(["open", str(large)]) == 2
    assert "større enn ei økt kan være" in capsys.readouterr().err
    assert run(["open", str(tmp_path / "borte.lmtools")]) == 2
    assert "finnes ikke" in capsys.readouterr().err


def test_the_page_for_pupils_is_not_written_before_it_has_been_read_over(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.mkdir()
    code = a_session(data)
    assert run(["export", code, "--for-pupils", "--to", str(tmp_path / "ark.docx")]) == 1
    assert "ikke sett over ennå" in capsys.readouterr().err
    assert run(["export", code, "--for-pupils", "--to", str(tmp_path / "ark.xlsx")]) == 2
    assert list(tmp_path.glob("ark.*")) == []


def test_one_session_is_deleted_when_its_code_is_written_once_more(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir()
    code = a_session(data)
    monkeypatch.setattr(sys, "stdin", io.StringIO("000000\n"))
    assert run(["purge", code]) == 2
    assert "Ingenting er slettet." in capsys.readouterr().err
    assert run(["purge", code, "--yes"]) == 0
    assert "er slettet: punktene (0), målene (1), tiltakene (0)" in capsys.readouterr().out
    assert run(["purge", code, "--yes"]) == 1
