"""The guide to writing a workbook, followed to the letter: commands run, files written, page opened."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import nbformat
import nbformat.v4 as nb
import pytest

from lmtools.book import outline
from lmtools.cli.main import run
from lmtools.domain.verbs import VERBS
from tests.conftest import Server, free_port, page_when_ready, stop_server, wait_until_it_answers
from tests.figures import put_samples

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/writing-a-workbook.md").read_text("utf-8")
BLOCK = re.compile(r"(?P<before>.*?)^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w/-]+\.(?:ipynb|toml))`")
LINK = re.compile(r"https://\S+\?urlpath=\S+")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the blocks are for sh")


@dataclass
class Reader:
    """Somebody who does what the guide says, in `folder`."""

    folder: Path
    file: Path = field(init=False)
    told: list[str] = field(default_factory=list)
    page: str = ""

    def follow(self, guide: str) -> None:
        """Every block, in order; a file is the one that was named last before its block."""
        for block in BLOCK.finditer(guide):
            for name in FILE.findall(block["before"]):
                self.file = self.folder / name
            getattr(self, f"do_{block['kind']}")(block["text"])

    def do_sh(self, commands: str) -> None:
        if "lmtools serve" in commands:
            self.page = self.seen(commands)
            return
        if commands.startswith("lmtools ") and commands.count("\n") == 1:
            self.told.append(self.done_here(shlex.split(commands)[1:]))
            return
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, commands + ran.stdout[-2000:] + ran.stderr[-2000:]
        self.told.append(ran.stdout)

    def done_here(self, arguments: list[str]) -> str:
        """What a command of lmtools says, run in this process, since to start one takes longest."""
        said = io.StringIO()
        alone = mock.patch.dict(os.environ, self.environment(), clear=True)
        with chdir(self.folder), redirect_stdout(said), alone:
            assert run(arguments) == 0, arguments
        return said.getvalue()

    def do_markdown(self, prose: str) -> None:
        self.add(nb.new_markdown_cell(prose.strip()))

    def do_python(self, code: str) -> None:
        self.add(nb.new_code_cell(code.strip()))

    def do_json(self, metadata: str) -> None:
        notebook = nbformat.read(self.file, as_version=4)
        notebook.cells[-1].metadata.update(json.loads(metadata))
        nbformat.write(notebook, self.file)

    def do_toml(self, agenda: str) -> None:
        assert not self.file.exists()
        self.file.write_text(agenda, "utf-8")

    def add(self, cell: nbformat.NotebookNode) -> None:
        notebook = nbformat.read(self.file, as_version=4)
        notebook.cells.append(cell)
        nbformat.write(notebook, self.file)

    def seen(self, command: str) -> str:
        """The workbook's page, from the server that the command starts."""
        port, log = free_port(), self.folder / "server.log"
        put_samples(self.folder / "data")  # as `--samples` would, which takes long
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command.strip()}"],
            cwd=self.folder,
            env={**self.environment(), "LMTOOLS_PORT": str(port)},
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        server = Server(process, f"http://127.0.0.1:{port}/", self.folder / "data", log)
        wait_until_it_answers(server)
        try:
            return page_when_ready(server, "bok/nb/friminutt")
        finally:
            stop_server(server)

    def environment(self) -> dict[str, str]:
        """That of somebody who has lmtools, and no settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LMTOOLS_")}
        own = {"LMTOOLS_DATA": str(self.folder / "data"), "LMTOOLS_OPEN_BROWSER": "0"}
        path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
        return {**kept, **own, "PATH": path}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """One who has followed the guide from the first block to the last."""
    one = Reader(tmp_path_factory.mktemp("ettermiddag"))
    one.follow(GUIDE)
    return one


def test_the_workbook_that_was_written_is_a_page_that_answers(reader):
    assert "Friminutt" in reader.page
    assert "Fire elever styrer spillet." in reader.page
    assert "Et friminutt" in reader.page


def test_what_was_shared_has_been_taken_in_as_it_was_written(reader):
    for name in ("friminutt.ipynb", "friminutt-45.toml", "friminutt-20.toml"):
        taken = reader.folder / "fra-naboskolen" / name
        assert taken.read_bytes() == (reader.folder / "mine" / name).read_bytes()
    read = outline(reader.folder / "fra-naboskolen/friminutt.ipynb")
    assert [step.verb for step in read.steps][-1] == "case"


def test_the_link_opens_the_workbook_of_the_repository_that_was_named(reader):
    links = [link for said in reader.told for link in LINK.findall(said)]
    assert links == [
        "https://mybinder.org/v2/gh/ppt-eksempel/friminutt/HEAD?urlpath=lmtools%2Fbok%2Fnb%2Ffriminutt"
    ]


def test_the_guide_tells_of_every_verb():
    assert set(re.findall(r"`book\.(\w+)\(", GUIDE)) == set(VERBS)
