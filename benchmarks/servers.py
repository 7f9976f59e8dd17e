"""Starts what is measured: `lmtools serve` on a data folder, and stock Voilà with the same notebook."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 180

# What stock Voilà is given so that its visitors, too, have somewhere to answer: a field, and a line that
# repeats what has been stored, with the same care as our own store takes (WAL, every commit on disk).
KEEP = """
import os, sqlite3
import ipywidgets

answer, kept = ipywidgets.Text(description="Svar"), ipywidgets.Label()

def keep(change):
    store = sqlite3.connect(os.environ["BENCHMARK_STORE"], timeout=60, isolation_level=None)
    store.execute("PRAGMA synchronous=FULL")
    store.execute("INSERT INTO answer (text) VALUES (?)", [change.new])
    store.close()
    kept.value = change.new

answer.observe(keep, "value")
ipywidgets.VBox([answer, kept])
"""


@dataclass
class Running:
    """A server that can be stopped, killed and started again on the same port."""

    command: list[str]
    environment: Mapping[str, str]
    url: str
    ready: str
    log: Path
    limits: tuple[int, int] | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        """The server's own process."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.spawn()
        limit = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > limit:
                raise SystemExit(f"The server did not answer.\n{self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def spawn(self) -> None:
        """Start it without waiting, with the limits that a shell would have given it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                preexec_fn=self._limit,
            )

    def answers(self) -> bool:
        """Whether it answers now."""
        try:
            urllib.request.urlopen(self.ready, timeout=2).close()
        except urllib.error.HTTPError:
            return True
        except (urllib.error.URLError, OSError):
            return False
        return True

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, as Ctrl+C does; insist after a while."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def _limit(self) -> None:
        if self.limits:
            resource.setrlimit(resource.RLIMIT_NOFILE, self.limits)


@contextmanager
def running(server: Running) -> Iterator[Running]:
    """`server`, started, and stopped afterwards."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path, **more: str) -> dict[str, str]:
    """This environment without lmtools' own names, with the data folder and a folder for temporary files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMTOOLS_")}
    temporary = data.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**kept, "LMTOOLS_DATA": str(data), "TMPDIR": str(temporary), "PYTHONPATH": paths, **more}


def lmtools(
    data: Path, *, people: int, database: str | None = None, limits: tuple[int, int] | None = None
) -> Running:
    """`lmtools serve --samples --people N` on `data`."""
    port = free_port()
    more = {"LMTOOLS_PORT": str(port), "LMTOOLS_OPEN_BROWSER": "0"}
    if database:
        more["LMTOOLS_DATABASE"] = database
    data.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "lmtools.cli", "serve", "--host", "127.0.0.1", "--samples"]
    return Running(
        command=[*command, "--people", str(people)],
        environment=environment(data, **more),
        url=base,
        ready=f"{base}api/health",
        log=data.parent / "lmtools.log",
        limits=limits,
    )


def stock(data: Path, *, limits: tuple[int, int] | None = None) -> Running:
    """Stock Voilà with a copy of Ståsted that has one cell more, which stores an answer in SQLite."""
    port = free_port()
    folder = data.parent / "stock"
    folder.mkdir(exist_ok=True)
    store = folder / "answers.sqlite"
    make_store(store)
    notebook = folder / "stasted.ipynb"
    notebook.write_text(json.dumps(with_store(ROOT / "workbooks" / "stasted.ipynb")), encoding="utf-8")
    base = f"http://127.0.0.1:{port}/"
    return Running(
        command=[sys.executable, "-m", "voila", str(notebook), f"--port={port}", "--no-browser"],
        environment=environment(data, BENCHMARK_STORE=str(store)),
        url=base,
        ready=f"{base}voila/templates/lab/static/voila.js",
        log=data.parent / "stock.log",
        limits=limits,
    )


def make_store(file: Path) -> None:
    """An empty store for stock Voilà."""
    file.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(file)) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        store.commit()


def with_store(notebook: Path) -> dict[str, object]:
    """The notebook with one cell more."""
    content: dict[str, object] = json.loads(notebook.read_text(encoding="utf-8"))
    cells = content["cells"]
    assert isinstance(cells, list)
    cell = {"cell_type": "code", "execution_count": None, "id": "keep", "metadata": {}, "outputs": []}
    cells.append({**cell, "source": KEEP})
    return content
