"""A PostgreSQL of the benchmark's own, which can be killed and started again."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.machine import kill, tree
from benchmarks.servers import free_port
from run import find_postgresql, is_root


class Cluster:
    """One cluster in `folder`. Commits reach the disk, as in a database that keeps what it promises."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self.port = free_port()
        self._as_owner = ["runuser", "-u", "postgres", "--"] if is_root() else []
        if is_root():  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._run("pg_ctl", "-w", "-s", "-l", str(self._folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """kill -9 everything it consists of."""
        master = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        parts = [process.pid for process in tree(master)]
        kill(parts)
        while tree(master):
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it for good."""
        self._run("pg_ctl", "-s", "-m", "immediate", "stop", check=False)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [*self._as_owner, str(self._programs / program), "-D", str(self._data), *arguments]
        subprocess.run(command, cwd=self._folder, check=check, stdout=subprocess.DEVNULL)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that runs. Raises SystemExit when PostgreSQL is not on this machine."""
    programs = find_postgresql()
    if programs is None:
        raise SystemExit("PostgreSQL's initdb was not found on this machine.")
    folder.mkdir(parents=True)
    made = Cluster(programs, folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()
