"""A workbook is begun, shared with all it needs, looked at by who gets it, and served there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import nbformat.v4 as nb
import pytest

from lmtools.book import outline
from lmtools.book.agenda_file import read_agenda
from lmtools.cli.main import run
from tests.conftest import free_port

DEMO = "https://github.com/ppt-eksempel/friminutt"
SECONDS = 120


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, a data folder beside it, and no other settings."""
    for name in [name for name in os.environ if name.startswith("LMTOOLS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path / "data"))
    folder = tmp_path / "her"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """Run a command that works; what it said."""

    def tell(*arguments: str) -> str:
        code = run(list(arguments))
        shown = capsys.readouterr()
        assert code == 0, shown.err
        return shown.out

    return tell


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]):
    """Run a command that is refused; the sentence."""

    def refuse(*arguments: str) -> str:
        assert run(list(arguments)) == 2
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return " ".join(shown.err.split())

    return refuse


# --- lmtools new-workbook -------------------------------------------------------------------


def test_a_new_workbook_is_whole(told, here: Path) -> None:
    assert "jupyter lab mine" in told("new-workbook", "god-start", "--to", "mine")
    assert sorted(path.name for path in (here / "mine").iterdir()) == [
        "god-start-45.toml",
        "god-start.ipynb",
        "test_god_start.py",
    ]
    notebook = nbformat.read(here / "mine/god-start.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    read = outline(here / "mine/god-start.ipynb")
    assert {"reflect", "actions"} <= {step.verb for step in read.steps}
    assert read.guide is not None
    assert read_agenda((here / "mine/god-start-45.toml").read_text("utf-8")).length == 45


def test_the_tests_of_a_new_workbook_fail_when_it_is_broken(told, here: Path) -> None:
    told("new-workbook", "god-start")
    notebook = nbformat.read(here / "god-start.ipynb", as_version=4)
    notebook.cells[-1].source = 'book.check_out("")'
    nbformat.write(notebook, here / "god-start.ipynb")
    tested = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_god_start.py"]
    ran = subprocess.run([*tested, "-k", "not runs"], cwd=here, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "Skriv hva book.check_out skal handle om" in ran.stdout


@pytest.mark.parametrize(
    "name",
    ["", "God", "1a", "a b", "../a", "a/b", "a--b", "-a", "a-", "a.b", "å" * 41, "dagsorden-0123456789ab"],
)
def test_a_name_that_cannot_be_is_refused(refused, here: Path, name: str) -> None:
    assert "kan ikke være navnet på ei arbeidsbok" in refused("new-workbook", "--", name)
    assert list(here.iterdir()) == []


def test_a_workbook_is_never_written_over(told, refused, here: Path) -> None:
    assert "heter «stasted» fra før" in refused("new-workbook", "stasted")
    (here / "uro-45.toml").write_text("vår egen", "utf-8")
    assert "uro-45.toml ligger alt i" in refused("new-workbook", "uro")
    assert [path.name for path in here.iterdir()] == ["uro-45.toml"]
    (here / "fil").write_text("", "utf-8")
    assert "Vi kan ikke skrive i fil" in refused("new-workbook", "ro", "--to", "fil")


# --- lmtools share --------------------------------------------------------------------------


def test_what_is_shared_is_opened_and_served_elsewhere(told, here: Path, tmp_path: Path) -> None:
    """As it goes on Binder: what is installed, what runs after the build, and the address of the link."""
    told("new-workbook", "friminutt", "--to", "mine")
    said = told("share", "mine/friminutt.ipynb", "--to", "delt", "--binder", DEMO)
    assert "ingen skoles tall, ingen svar og ingen nøkler" in " ".join(said.split())
    shared = here / "delt"
    files = {path.relative_to(shared).as_posix() for path in shared.rglob("*") if path.is_file()}
    assert {"LES-MEG.md", "workbooks/friminutt.ipynb", "workbooks/friminutt-45.toml"} <= files
    assert not [name for name in files if "egen-" in name or name.endswith((".sqlite", ".key"))]

    assert "ingen annen kode" in told("open", "delt")
    assert "La dem i inn" in told("open", "delt", "--to", "inn")
    assert (here / "inn/friminutt.ipynb").read_bytes() == (here / "mine/friminutt.ipynb").read_bytes()

    link = re.search(r"https://mybinder\.org/\S+", said)
    assert link
    page = parse_qs(urlsplit(link[0]).query)["urlpath"][0]
    assert page == "lmtools/bok/nb/friminutt"
    assert "Friminutt" in on_binder(shared, page, tmp_path)


def test_the_one_who_shares_is_told_what_was_never_written(told, here: Path) -> None:
    told("new-workbook", "friminutt")
    said = told("share", "friminutt", "--to", "delt")
    assert "I «Friminutt» står dette igjen av malen: «Hva handler denne økta om?" in said
    assert "«Skriv hvem som bør være med.»" in said
    path = here / "friminutt.ipynb"
    words = path.read_text("utf-8").replace("Hva handler denne økta om? Si", "Vi ser på friminuttene. Si")
    path.write_text(re.sub(r"Skriv (hv|det)", r"Her står \1", words), "utf-8")
    assert "malen" not in told("share", "friminutt", "--to", "omskrevet")


def on_binder(shared: Path, page: str, tmp_path: Path) -> str:
    """The page at the path `page` of a Jupyter server that was set up as repo2docker does it."""
    site = tmp_path / "site"
    packed = re.search(
        r"^\./(binder/\S+\.whl)$", (shared / "binder/requirements.txt").read_text(), re.MULTILINE
    )
    assert packed
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*install, "--target", site, shared / packed[1]], check=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),  # the lmtools of the folder, and not the one that is tested
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter"),
        "LMTOOLS_DATA": str(tmp_path / "binder-data"),
        "REPO_DIR": str(shared),
    }
    subprocess.run(["bash", "binder/postBuild"], cwd=shared, env=environment, check=True, capture_output=True)
    port, log = free_port(), tmp_path / "jupyter.log"
    options = ("--no-browser", "--allow-root", f"--port={port}", "--ServerApp.token=", "--ip=127.0.0.1")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "server", *options],
        cwd=shared,
        env=environment,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    try:
        return fetched(f"http://127.0.0.1:{port}/{page}", process, log)
    finally:
        process.terminate()
        process.wait(30)


def fetched(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    """The page as soon as it is more than one that waits."""
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=SECONDS) as answer:
                page = str(answer.read().decode())
            if 'id="lm-page"' in page and "Refresh" not in answer.headers:
                return page
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.3)
    pytest.fail(f"{url} did not answer.\n{log.read_text()[-3000:]}")


def test_an_agenda_is_shared_with_the_workbooks_it_picks_from_as_a_zip(told, here: Path) -> None:
    told("share", "elevrad-forebygging-30", "--to", "delt.zip")
    with zipfile.ZipFile(here / "delt.zip") as file:
        names = set(file.namelist())
        assert file.getinfo("binder/postBuild").external_attr >> 16 & 0o111
    assert {"workbooks/elevrad.ipynb", "workbooks/elevrad-forebygging-30.toml"} <= names
    assert "Dagsorden:" in told("open", "delt.zip")


def test_the_schools_own_agenda_can_be_shared(told, here: Path, tmp_path: Path) -> None:
    own = tmp_path / "data/agendas"
    own.mkdir(parents=True)
    text = 'title = "Vår dag"\n[[items]]\nworkbook = "forankring"\nstep = "check_in-1"\n'
    (own / "var-dag.toml").write_text(text, "utf-8")
    told("share", "var-dag", "--to", "delt")
    assert {path.name for path in (here / "delt/workbooks").iterdir()} == {"var-dag.toml", "forankring.ipynb"}


def test_a_workbook_that_holds_figures_or_other_code_is_not_shared(told, refused, here: Path) -> None:
    told("new-workbook", "uro")
    notebook = nbformat.read(here / "uro.ipynb", as_version=4)
    notebook.cells[1].outputs = [nb.new_output("stream", text="14 prosent")]
    nbformat.write(notebook, here / "uro.ipynb")
    said = refused("share", "uro", "--to", "delt")
    assert "lagret med utdata" in said
    assert "14" not in said
    assert not (here / "delt").exists()


def test_sharing_asks_for_a_place_and_never_writes_over_one(refused, here: Path) -> None:
    assert "Skriv --to MAPPE" in refused("share", "stasted")
    (here / "delt").mkdir()
    (here / "delt/fil").write_text("", "utf-8")
    assert "finnes fra før" in refused("share", "stasted", "--to", "delt")
    assert "Mente du «stasted»" in refused("share", "stastet", "--to", "nytt")


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://github.com/eier/lager", "gh/eier/lager/HEAD"),
        ("https://github.com/eier/lager.git/", "gh/eier/lager/HEAD"),
        ("git@github.com:eier/lager.git", "gh/eier/lager/HEAD"),
        ("https://github.com/eier/lager/tree/ny/ide", "gh/eier/lager/ny%2Fide"),
        ("https://gitlab.com/gruppe/under/lager", "gl/gruppe%2Funder%2Flager/HEAD"),
        ("https://gitlab.com/g/l/-/tree/main", "gl/g%2Fl/main"),
        ("https://git.kommune.no/ppt/lager.git", "git/https%3A%2F%2Fgit.kommune.no%2Fppt%2Flager.git/HEAD"),
    ],
)
def test_the_link_is_made_of_the_address_alone(told, address: str, start: str, monkeypatch) -> None:
    monkeypatch.setattr("socket.socket.connect", None)  # whoever tried to ask would fail
    link = told("share", "stasted", "--binder", address).splitlines()[0]
    assert link == f"https://mybinder.org/v2/{start}?urlpath=lmtools%2Fbok%2Fnb%2Fstasted"


@pytest.mark.parametrize(
    "address",
    [
        "lager",
        "https://github.com/eier",
        "https://github.com/eier/lager/blob/main/x",
        "https://github.com/../lager",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://localhost/a/b",
        "https://github.com/eier/lager?x=1 y/z",
        "https://github.com/eier/la ger",
    ],
)
def test_what_is_no_address_of_a_repository_is_refused(refused, address: str) -> None:
    assert "ikke adressa til et kodelager" in refused("share", "stasted", "--binder", address)


def test_an_address_with_a_password_is_not_repeated(refused) -> None:
    said = refused("share", "stasted", "--binder", "https://meg:hemmelig@github.com/eier/lager")
    assert "passord" in said
    assert "hemmelig" not in said


# --- lmtools open ---------------------------------------------------------------------------


def test_nothing_is_taken_in_when_something_is_wrong_or_in_the_way(told, refused, here: Path) -> None:
    told("new-workbook", "uro", "--to", "mine")
    told("open", "mine", "--to", "inn")
    assert "ligger alt i inn" in refused("open", "mine", "--to", "inn")
    shutil.copy(here / "mine/uro.ipynb", here / "mine/annet.ipynb")
    assert "annet.ipynb kan ikke tas inn" in refused("open", "mine", "--to", "nytt")
    assert not (here / "nytt").exists()
    assert "finnes ikke" in refused("open", "borte.zip")
