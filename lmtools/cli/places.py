"""Where a rehearsal is held: at an address, on the server that runs here, or on one started for it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import typer

from lmtools.cli.output import mention, text_of
from lmtools.errors import N_, LmtoolsError, UsageError
from lmtools.serving.noted import answers, running_at
from lmtools.serving.serve import free_port
from lmtools.settings import Settings, secret

START_SECONDS = 120.0
STOP_SECONDS = 30.0
LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Place:
    """A server's address, and the facilitator's key to it. `is_own`: it was started for the rehearsal."""

    url: str
    key: str = field(repr=False)
    is_own: bool = False


@contextmanager
def find_place(
    settings: Settings, *, url: str | None, key: str | None, people: int, is_quiet: bool = False
) -> Iterator[Place]:
    """The server at `url`, else the one that runs on this data folder, else one of its own.

    Raises:
        UsageError: if the key to `url` is not known and cannot be asked for.
        LmtoolsError: if a server cannot be started here; says why.
    """
    here = running_at(settings.data_dir)
    if url or here:
        yield Place(url or str(here), key or _known_key(settings, is_elsewhere=url is not None))
        return
    if not is_quiet:
        mention(N_("Ingen server kjører her, så vi starter en egen for generalprøven."))
    inside = settings.data_dir if settings.data_dir.is_dir() else None  # the disk that the day will write to
    with (
        tempfile.TemporaryDirectory(prefix=".generalprove-", dir=inside) as made,
        _own_server(_with_figures(Path(made), settings), people) as own,
    ):
        yield Place(own, (Path(made) / "facilitator.key").read_text(encoding="utf-8").strip(), is_own=True)


def _with_figures(folder: Path, settings: Settings) -> Path:
    """`folder` with a copy of the figures released here; without any the server takes invented ones."""
    if settings.released_dir.is_dir():
        shutil.copytree(settings.released_dir, folder / settings.released_dir.name)
    return folder


def _known_key(settings: Settings, *, is_elsewhere: bool) -> str:
    given = secret(os.environ, "LMTOOLS_FACILITATOR_KEY")
    if given:
        return given
    file = settings.data_dir / "facilitator.key"
    if not is_elsewhere and file.is_file():
        return file.read_text(encoding="utf-8").strip()
    if not sys.stdin.isatty():
        raise UsageError("Skriv nøkkelen til prosesslederen med --key, eller sett LMTOOLS_FACILITATOR_KEY.")
    asked: str = typer.prompt(text_of(settings).t("Nøkkelen til prosesslederen"), hide_input=True, err=True)
    return asked


@contextmanager
def _own_server(folder: Path, people: int) -> Iterator[str]:
    port, log = free_port(LOCAL, 0), folder / "server.log"
    hidden = ("LMTOOLS_DATABASE", "LMTOOLS_FACILITATOR_KEY", "LMTOOLS_SCHOOL", "LMTOOLS_GRADE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment |= {"LMTOOLS_DATA": str(folder), "LMTOOLS_PORT": str(port), "LMTOOLS_OPEN_BROWSER": "0"}
    command = (sys.executable, "-m", "lmtools.cli", "serve", "--host", LOCAL, "--samples")
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [*command, "--people", str(people)],
            env=environment,
            stdout=lines,
            stderr=lines,
            start_new_session=True,  # Ctrl+C is for us: the session is deleted before the server stops
        )
    url = f"http://{LOCAL}:{port}/"
    try:
        _wait(process, url, log)
        yield url
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while not answers(url):
        if process.poll() is not None or time.monotonic() > limit:
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise LmtoolsError("Serveren startet ikke. {said}", said=said[-1] if said else "")
        time.sleep(0.2)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
