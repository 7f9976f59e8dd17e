"""Every command that a document names is run here, or checked as far as its options, or has its reason."""

from __future__ import annotations

import argparse
import io
import os
import re
import runpy
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
import typer.main

from lmtools.cli.main import app, run
from lmtools.domain.session import Role
from lmtools.serving.parts import open_room
from lmtools.settings import Settings
from tests.figures import put_samples
from tests.unit.cli.test_commands import a_session, stars

ROOT = Path(__file__).parents[2]
COMMANDS = typer.main.get_command(app).commands
FOLLOWED = ROOT / "docs/writing-a-workbook.md"  # its blocks are followed in order by test_writing_guide
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *ROOT.glob("data/*/*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PROGRAMS = re.compile(
    r"(lmtools|lmtools/bin/\w+|py|python3?|pip|jupyter|npm|sudo|apt|docker|podman|kubectl|systemctl|psql|openssl"
    r"|mkdir|chmod|echo|export) [^ ]"
)
ELSEWHERE = {
    "python3 run.py": "test_readme starts it in a fresh copy, and CI runs its tests",
    "py run.py": "the same on Windows",
    "python3 -m": "test_wheel makes an environment and installs the wheel in it",
    "pip install": "the same",
    "export LMTOOLS_DATA": "every test here does",
    "jupyter lab": "test_binder reads what it is configured with",
    "npm install": "takes Node; test_built_files holds what it builds to its sources",
    "npm run": "the same",
    "sudo apt": "changes the machine",
    "systemctl stop": "takes a machine that systemd runs; test_draining sends the signal that it sends",
    "systemctl enable": "the same; test_small_server reads the unit",
    **dict.fromkeys(
        ("docker compose", "openssl rand", "mkdir -m", "mkdir in", "echo postgresql:", "chmod 644"),
        "take containers; test_deploy reads what they read",
    ),
}
"""Commands that are not run here, by their first two words, and why."""
ONLY_READ = {
    "serve": "most tests start it",
    "rehearse": "tests/unit/rehearsal holds one",
    "fetch": "tests/unit/fetching fetches from a service that answers as Udir's does",
}
"""Commands of ours of which only the options are checked here."""
NEEDS_MORE = {"import", "fetch", "share", "open", "export", "new-workbook", "workbooks"}
STANDS_FOR = {
    "FIL": "tabell.csv",
    "MAPPE": "en-mappe",
    "FOLDER": "en-mappe",
    "NAVN": "stasted",
    "NAME": "stasted",
    "ORGNR": "999901004",
    "NR": "3305",
    "ADRESSE": "https://github.com/ppt-eksempel/friminutt",
    "ADDRESS": "https://github.com/ppt-eksempel/friminutt",
    "KOMMANDO": "doctor",
}


@dataclass(frozen=True)
class Named:
    """A command as it is in a document, and its words with what stands for something put in."""

    doc: str
    text: str

    @property
    def words(self) -> list[str]:
        """Without what says that more may come."""
        ours = re.sub(r"^python3 run\.py |^python -m lmtools\.cli ", "lmtools ", self.text)
        words = shlex.split(re.sub(r" …|\[|\]", "", ours))
        return [STANDS_FOR.get(word, word) for word in words]

    @property
    def is_ours(self) -> bool:
        """Whether it is a command of lmtools."""
        return self.words[0] == "lmtools" and self.words[1] != "test"

    @property
    def is_a_name(self) -> bool:
        """Whether a sentence only speaks of the command, which needs more than its name."""
        return len(self.words) == 2 and self.words[1] in NEEDS_MORE

    @property
    def is_python(self) -> bool:
        """Whether it runs a module or a file of the repository."""
        return self.words[0] == "python"


def named_in(doc: Path) -> list[Named]:
    """The commands of one document, in blocks and within sentences."""
    text, name = doc.read_text("utf-8"), doc.relative_to(ROOT).as_posix()
    lines = (
        []
        if doc == FOLLOWED
        else [line for kind, block in BLOCK.findall(text) for line in block_lines(kind, block)]
    )
    inline = [part for part in INLINE.findall(BLOCK.sub("", text)) if PROGRAMS.match(part)]
    parts = [part for line in (*lines, *inline) for part in re.split(r" && | \| ", line)]
    return [Named(name, part.strip()) for part in parts]


def block_lines(kind: str, block: str) -> list[str]:
    """Those of a block of commands."""
    lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
    is_commands = kind == "sh" or (not kind and all(PROGRAMS.match(line) for line in lines))
    return lines if is_commands else []


ALL = list(dict.fromkeys(one for doc in DOCS for one in named_in(doc)))
OURS = list({tuple(one.words): one for one in ALL if one.is_ours and not one.is_a_name}.values())
PYTHON = list({tuple(one.words): one for one in ALL if one.is_python}.values())


def by_text(one: Named) -> str:
    return one.text


def first_two(text: str) -> str:
    """The program and the first thing it is told."""
    return " ".join(re.split(r"[ =]", text.replace('"', ""))[:2]).split("//")[0]


def test_every_other_command_has_its_reason() -> None:
    others = {first_two(one.text) for one in ALL if not one.is_ours and not one.is_python}
    stated = {first_two(named) for named in ELSEWHERE}
    assert others - stated - {"tr -d"} == set()
    assert stated - others == set(), "No document names it any longer."


def test_every_command_of_ours_is_one() -> None:
    assert {one.words[1] for one in ALL if one.is_ours} == set(COMMANDS)


@pytest.mark.parametrize("one", OURS, ids=by_text)
def test_its_options_are_known(one: Named) -> None:
    if "--help" in one.words:
        return
    COMMANDS[one.words[1]].make_context(one.words[1], one.words[2:])  # raises what the command line would say


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the documents' commands begin with: figures, a session, and files of it."""
    folder = tmp_path_factory.mktemp("docs")
    put_samples(folder / "data")
    samples = ROOT / "data/samples"
    shutil.copy(samples / "eksport-151-deltakelse.csv", folder / "tabell.csv")
    (folder / "egen").mkdir()
    shutil.copy(samples / "egen-puls-2025.csv", folder / "egen/puls.csv")
    with mock.patch.dict(os.environ, settings_of(folder)):
        code = a_session(folder / "data")
        for wanted in (["--to", "okt.lmtools"], ["--plan", "--to", "plan.json"]):
            assert run(["export", code, *wanted[:-1], str(folder / wanted[-1])]) == 0
        assert run(["purge", code, "--yes"]) == 0
    return folder


def settings_of(folder: Path) -> dict[str, str]:
    return {"LMTOOLS_DATA": str(folder / "data"), "LMTOOLS_PORT": "0"}


@pytest.fixture
def place(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, where one command may do what it does."""
    folder = shutil.copytree(prepared, tmp_path / "place")
    for name in [name for name in os.environ if name.startswith("LMTOOLS_")]:
        monkeypatch.delenv(name)
    for name, value in settings_of(folder).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return folder


def a_session_to_tell_of(data: Path) -> str:
    """A closed session whose page for pupils has been read over; its code."""
    code = a_session(data)
    room = open_room(Settings(data_dir=data))
    leader = room.trusted(code, Role.FACILITATOR)
    assert room.handle(
        leader, {"id": "over", "do": "summary.save", "said": "Vi trives", "does": "Like regler"}
    )["ok"]
    room.close()
    return code


def is_run(one: Named) -> bool:
    return one.words[1] not in ONLY_READ and "--public-url" not in one.words  # which asks a server elsewhere


@pytest.mark.parametrize("one", [one for one in OURS if is_run(one)], ids=by_text)
def test_it_does_what_it_says(
    one: Named, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = one.words[1:]
    if command == "audit":  # of few figures; all the invented ones take half a minute
        shutil.rmtree(place / "data/released")
        assert run(["import", str(stars(place))]) == 0
    code = a_session_to_tell_of(place / "data")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{code}\n"))
    meant = MEANT.get(command, {}) | ({"tabell.csv": "egen/puls.csv"} if "--describe" in rest else {})
    words = [code if word == "KODE" else meant.get(word, word) for word in rest]
    files = [
        name for word in words for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
    assert run([command, *files]) == 0, capsys.readouterr().err


MEANT = {
    "open": {"tabell.csv": "okt.lmtools"},
    "export": {"tabell.csv": "referat.docx"},
    "new-workbook": {"stasted": "uro"},
}
"""What stands for something else with some commands."""


class Understood(Exception):
    """What it was given could be read."""


@pytest.mark.parametrize("one", PYTHON, ids=by_text)
def test_a_program_of_the_repository_is_there_and_knows_its_options(
    one: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_module, name = one.words[1] == "-m", one.words[2] if one.words[1] == "-m" else one.words[1]
    given = one.words[3:] if is_module else one.words[2:]
    if name == "pytest":
        assert all(
            (ROOT / path.split("::")[0]).exists() or path == "mine" for path in given if path[0] != "-"
        )
        return
    path = ROOT / name.replace(".", "/") if is_module else ROOT / name
    file = next(each for each in (path, path / "__main__.py", path.with_suffix(".py")) if each.is_file())
    if "ArgumentParser(" not in file.read_text("utf-8"):
        assert [word for word in given if word.startswith("-")] == []
        return
    really = argparse.ArgumentParser.parse_args

    def parse(self: argparse.ArgumentParser, *arguments: object) -> None:
        really(self, *arguments)
        raise Understood

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)
    monkeypatch.setattr(sys, "argv", [str(file), *given])
    monkeypatch.syspath_prepend(file.parent)  # as Python does for a file that it runs
    with mock.patch.dict(os.environ), pytest.raises(Understood):
        runpy.run_path(str(file), run_name="__main__")
