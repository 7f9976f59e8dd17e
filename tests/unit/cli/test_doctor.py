"""`lmtools doctor` on installations with something wrong: what, where, what next, and never a secret."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from lmtools.cli.ailments import installation, keeping
from lmtools.cli.main import run
from lmtools.settings import NAMES
from tests.figures import put_samples

ROOT = Path(__file__).parents[3]
FIRST_STORE = ROOT / "tests/store/files/store-v1.db"
Look = Callable[..., str]

only_posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an installation with nothing wrong, and no other settings."""
    for name in [name for name in os.environ if name.startswith("LMTOOLS_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "data"
    put_samples(folder)
    folder.chmod(0o700)
    monkeypatch.setenv("LMTOOLS_DATA", str(folder))
    monkeypatch.setenv("LMTOOLS_PORT", "0")
    return folder


@pytest.fixture
def healthy(capsys: pytest.CaptureFixture[str]) -> Look:
    """The doctor finds nothing that must be put right; what is worth a note."""

    def look(*arguments: str) -> str:
        capsys.readouterr()
        code, shown = run(["doctor", *arguments]), capsys.readouterr()
        assert code == 0, shown.out
        assert "Må rettes" not in shown.out
        return "\n".join(line for line in shown.out.splitlines() if line.startswith("Merk"))

    return look


@pytest.fixture
def ill(capsys: pytest.CaptureFixture[str]) -> Look:
    """The doctor finds one thing that must be put right; what it says of it."""

    def look(*arguments: str) -> str:
        capsys.readouterr()
        code, shown = run(["doctor", *arguments]), capsys.readouterr()
        assert code == 1, shown.out + shown.err
        [line] = [line for line in shown.out.splitlines() if line.startswith("Må rettes")]
        assert "Traceback" not in shown.out + shown.err
        return line

    return look


def test_nothing_is_wrong_with_what_is_whole(healthy: Look) -> None:
    assert healthy() == ""


def test_looking_makes_no_database_and_no_key(healthy: Look, data: Path) -> None:
    before = sorted(data.iterdir())
    healthy()
    assert sorted(data.iterdir()) == before


def test_a_disk_that_is_nearly_full(ill: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LEAST_FREE_MEGABYTES", 1e12)
    assert "MB ledig på disken. Rydd plass til minst 500 MB." in ill()


def test_a_port_that_another_program_has(ill: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("LMTOOLS_PORT", str(port))
        assert f"Port {port} er i bruk av et annet program. Stopp det" in ill()


def test_no_figures(ill: Look, data: Path) -> None:
    shutil.rmtree(data / "released")
    assert "Ingen tall er lest inn. Les dem inn med lmtools import FIL." in ill()


def test_figures_of_another_lmtools(ill: Look, data: Path) -> None:
    file = data / "released/manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": 999}))
    assert "er fra en annen utgave av lmtools. Slett mappa, og les inn filene på nytt." in ill()


def test_a_database_file_that_is_none(ill: Look, data: Path) -> None:
    (data / "store.sqlite").write_text("dette er ikke en database" * 100)
    assert "Lagerfila kan ikke leses. Hent den fra sikkerhetskopien." in ill()


def test_a_database_from_an_older_lmtools_is_told_of_and_left_alone(healthy: Look, data: Path) -> None:
    shutil.copy(FIRST_STORE, data / "store.sqlite")
    for _ in range(2):
        assert "blir gjort om når lmtools starter. Alt som står i den, blir med." in healthy()


def test_a_start_on_an_older_database_says_that_it_is_upgraded(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(FIRST_STORE, data / "store.sqlite")
    assert run(["serve", "--people", "100000"]) == 2  # more than any machine has room for: nothing is started
    assert "Databasen er fra en eldre utgave av lmtools, og blir gjort om nå." in capsys.readouterr().out


@pytest.mark.parametrize(
    "address", ["postgresql://kari:hemmelig@127.0.0.1:1/lmtools", "mysql://kari:hemmelig@b/c"]
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    address: str, ill: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMTOOLS_DATABASE", address)
    said = ill()
    assert "Databasen:" in said
    assert not {"hemmelig", "kari"} & set(re.findall(r"\w+", said))


def test_a_key_that_is_too_short_is_told_without_it(ill: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMTOOLS_FACILITATOR_KEY", "sommer")
    said = ill()
    assert "må ha minst 12 bokstaver og tall" in said
    assert "sommer" not in said


@only_posix
def test_a_key_that_others_can_read(ill: Look, data: Path) -> None:
    file = data / "facilitator.key"
    file.write_text("abcd-efgh-jkmn-pqrs\n")
    file.chmod(0o644)
    said = ill()
    assert f"kan lese {file}. Steng den med chmod 600 {file}" in said
    assert "abcd" not in said


def test_a_key_that_cannot_be_read(ill: Look, data: Path) -> None:
    (data / "facilitator.key").write_bytes(b"\xff\xfe\x00")
    (data / "facilitator.key").chmod(0o600)
    assert "facilitator.key. La brukeren som kjører lmtools, eie den." in ill()
    assert run(["serve", "--port", "0"]) == 2  # and the server says the same


@only_posix
def test_a_data_folder_that_others_come_into(healthy: Look, data: Path) -> None:
    data.chmod(0o755)
    assert f"Steng den med chmod 700 {data}" in healthy()


def test_a_workbook_that_python_cannot_read_and_a_file_that_is_no_workbook(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    assert run(["workbooks", str(folder)]) == 0
    notebook = nbformat.read(folder / "deling.ipynb", as_version=4)
    [*_, last] = [cell for cell in notebook.cells if cell.cell_type == "code"]
    last.source = "book.check_out("
    nbformat.write(notebook, folder / "deling.ipynb")
    (folder / "tom.ipynb").write_text("")
    capsys.readouterr()
    assert run(["doctor", str(folder)]) == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Må rettes")]
    assert [line.split(":")[0].split()[-1] for line in wrong] == ["deling.ipynb", "tom.ipynb"]
    assert all(len(line.split(":", 1)[1]) > 20 for line in wrong)


def test_a_folder_without_workbooks(ill: Look, tmp_path: Path) -> None:
    assert "Det er ingen arbeidsbøker i" in ill(str(tmp_path / "borte"))


def test_a_library_that_is_missing(ill: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_required", lambda: ["voila", "dette-finnes-ikke"])
    assert "Det mangler biblioteker: dette-finnes-ikke. Installer lmtools på nytt." in ill()


def test_files_that_did_not_come_along(ill: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_NEEDED", ("serving/templates/borte.html",))
    assert "Det mangler filer til sidene: serving/templates/borte.html." in ill()


def test_a_clock_that_is_behind(ill: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = shutil.copytree(
        installation._PACKAGE, tmp_path / "lmtools", ignore=shutil.ignore_patterns("dist")
    )
    os.utime(package / "__init__.py", (time.time() + 1e7,) * 2)
    monkeypatch.setattr(installation, "_PACKAGE", package)
    assert "Klokka på maskinen går feil" in ill()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "LMTOOLS_DATABSE",
            "x",
            "Vi kjenner ikke innstillingen LMTOOLS_DATABSE. Mente dere LMTOOLS_DATABASE?",
        ),
        (
            "LMTOOLS_LANGUAGE",
            "no",
            "LMTOOLS_LANGUAGE er «no», og det språket har vi ikke. Skriv nb, nn eller en.",
        ),
        ("LMTOOLS_OPEN_BROWSER", "nei", "LMTOOLS_OPEN_BROWSER er «nei», og det forstår vi ikke."),
        ("LMTOOLS_POLICY", "/borte.toml", "borte.toml"),
    ],
)
def test_a_setting_that_does_not_do_what_was_thought(
    name: str, value: str, said: str, ill: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert said in ill()


def test_a_setting_that_is_not_ours(healthy: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMTOOLS_XYZZY", "1")
    assert "Vi kjenner ikke innstillingen LMTOOLS_XYZZY." in healthy()


def test_every_setting_that_is_read_is_known_to_the_doctor() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "lmtools").rglob("*.py"))
    read = set(re.findall(r"""(?:env|environ|environment)(?:\.get\(|\[)"LMTOOLS_(\w+)""", source))
    assert read
    assert read <= set(NAMES)


def test_more_people_than_there_is_room_for(ill: Look) -> None:
    assert "og du ba om 100000" in ill("--people", "100000")


def test_an_address_where_nothing_answers(ill: Look) -> None:
    assert "Vi får ikke svar fra lmtools på http://127.0.0.1:1/" in ill("--public-url", "http://127.0.0.1:1")
