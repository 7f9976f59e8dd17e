"""What goes wrong in a storm, and how long it takes until every participant is back.

A participant is back when its page is live again, has been told how the room is, and has nothing left to
send of what was written before the part came back; one who had a kernel, when a kernel has answered again.
"""

from __future__ import annotations

import asyncio
import errno
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.crowd import Person
from benchmarks.database import Cluster
from benchmarks.machine import kill, processes, tree
from benchmarks.servers import Running
from benchmarks.writing import AWAY, Writer

BACK_LIMIT = 180.0
LOCKED_SECONDS = 15.0
FULL_SECONDS = 15.0
LOCK = """
import sqlite3, sys, time
store = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
store.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
store.execute("ROLLBACK")
"""


@dataclass
class Fault:
    """One thing that went wrong. `away_s` is how long the part was gone, `back_s` of each who came back."""

    what: str
    away_s: float = 0.0
    back_s: list[float] = field(default_factory=list)
    room_back_s: float = 0.0
    """The same without kernels: page live, told how the room is, all sent."""
    last_lacked: list[str] = field(default_factory=list)
    """What the last one back had been waiting for."""
    never_back: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    sentences: Counter[str] = field(default_factory=Counter)

    @property
    def back_s_max(self) -> float:
        """The last one back, in seconds after the part's return; infinite when someone never came."""
        return float("inf") if self.never_back else max(self.back_s, default=0.0)

    def as_json(self) -> dict[str, Any]:
        """For the result line."""
        worst = None if self.never_back else round(self.back_s_max, 1)
        told = {"sentences": dict(self.sentences.most_common(3))} if self.sentences else {}
        never = {"never_back": self.never_back} if self.never_back else {}
        found = {"what": self.what, "back_s_max": worst, "room_back_s_max": round(self.room_back_s, 1)}
        found |= {"away_s": round(self.away_s, 1), "last_lacked": self.last_lacked}
        return {**found, **never, **self.more, **told}


class Watch:
    """Follows the writers through one fault."""

    def __init__(self, what: str, writers: list[Writer]) -> None:
        self.fault = Fault(what)
        self._writers = writers
        self._since = time.monotonic()
        self._told = {writer.number: len(writer.room.sentences) for writer in writers}

    async def until_back(self, *, kernels_of: Sequence[Writer] = (), returned: float | None = None) -> Fault:
        """Wait for everybody, counted from `returned` (now, when it is not given)."""
        returned = time.monotonic() if returned is None else returned
        self.fault.away_s = returned - self._since
        for writer in kernels_of:
            writer.choose_now.set()
        ask = {writer.number for writer in kernels_of}
        waiting = {
            writer: lacks(writer, returned, with_kernel=writer.number in ask) for writer in self._writers
        }
        while waiting and time.monotonic() - returned < BACK_LIMIT:
            await asyncio.sleep(0.05)
            now = time.monotonic()
            for writer, before in list(waiting.items()):
                waiting[writer] = lacks(writer, returned, with_kernel=writer.number in ask)
                if before - {"kernel"} and not waiting[writer] - {"kernel"}:
                    self.fault.room_back_s = now - returned
                if not waiting[writer]:
                    del waiting[writer]
                    self.fault.back_s.append(now - returned)
                    self.fault.last_lacked = sorted(before)
        self.fault.never_back = len(waiting)
        for writer in self._writers:
            self.fault.sentences.update(writer.room.sentences[self._told[writer.number] :])
        return self.fault


def lacks(writer: Writer, returned: float, *, with_kernel: bool) -> set[str]:
    """What `writer` has not got back since the part `returned`."""
    room = writer.room
    missing = {
        "stream": not room.is_live,
        "news": room.told_at <= returned,
        "outbox": any(sent.at < returned for sent in room.outbox),
        "kernel": with_kernel and writer.kernel_at <= returned,
    }
    return {what for what, is_missing in missing.items() if is_missing}


# --- kills ----------------------------------------------------------------------------------------


async def kernels_die(server: Running, writers: list[Writer]) -> Fault:
    """kill -9 a third of the kernels; whose they were shows by their lines."""
    there = processes(server.pid).kernels
    chosen = random.sample(there, len(there) // 3)
    watch, killed_at = Watch("kernels", writers), time.monotonic()
    kill(chosen)
    askers = [writer for writer in writers if writer.with_kernel]
    fault = await watch.until_back(kernels_of=askers, returned=killed_at)
    fault.more["killed"] = len(chosen)
    return fault


async def templates_die(server: Running, writers: list[Writer]) -> Fault:
    """kill -9 every template process; back when a new visitor gets a kernel. Running kernels live on."""
    found = processes(server.pid)
    if not found.templates:
        print("No template processes: kernels are not forked on this server. Left out.", flush=True)
        return Fault("templates", more={"skipped": "no template processes"})
    watch, lost = Watch("templates", writers), sum(writer.kernels_lost for writer in writers)
    kill(found.templates)
    await _new_visitor(server.url, writers[0].code)
    fault = await watch.until_back()
    fault.more["killed"] = len(found.templates)
    fault.more["kernels_lost"] = sum(writer.kernels_lost for writer in writers) - lost
    return fault


async def _new_visitor(base: str, code: str) -> None:
    visitor = Person(base, code, 0)
    while True:
        with suppress(*AWAY):
            await visitor.join()
            await visitor.read()
            await visitor.ask_for_kernel()
            await visitor.connect()
            await visitor.choose("girls")
            break
        await asyncio.sleep(0.2)
    await visitor.close()


async def server_dies(server: Running, writers: list[Writer]) -> Fault:
    """kill -9 the server, and start it again after a second on the same data and port."""
    below = [process.pid for process in tree(server.pid)[1:]]
    watch = Watch("server", writers)
    server.kill()
    await asyncio.sleep(1)
    await asyncio.to_thread(server.start)
    askers = [writer for writer in writers if writer.with_kernel]
    fault = await watch.until_back(kernels_of=askers)
    orphans = [pid for pid in below if tree(pid)]
    fault.more["processes_left"] = len(orphans)
    kill(orphans)
    return fault


async def database_dies(database: Cluster, writers: list[Writer]) -> Fault:
    """kill -9 all of PostgreSQL, and start it again after a second."""
    watch = Watch("database", writers)
    await asyncio.to_thread(database.kill)
    await asyncio.sleep(1)
    await asyncio.to_thread(database.start)
    return await watch.until_back()


# --- faults without a kill ------------------------------------------------------------------------


async def file_is_locked(store: Path, writers: list[Writer]) -> Fault:
    """Another process holds the SQLite file for longer than the server waits for it."""
    watch = Watch("locked file", writers)
    command = [sys.executable, "-c", LOCK, str(store), str(LOCKED_SECONDS)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE)
    await asyncio.to_thread(holder.wait)
    return await watch.until_back()


async def disk_is_full(folder: Path, writers: list[Writer]) -> Fault:
    """Nothing more can be written to the disk for a while."""
    watch, filler = Watch("full disk", writers), folder / "filler"
    limit = time.monotonic() + FULL_SECONDS
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < limit:
            for size in (2**20, 2**12, 1):  # what the server frees in between is taken too
                _fill(file, size)
            await asyncio.sleep(0.2)
    filler.unlink()
    return await watch.until_back()


def _fill(file: Any, size: int) -> None:
    try:
        while True:
            file.write(b"\0" * size)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of its own that can be filled; None, with a sentence, where we may not make one."""
    folder.mkdir(parents=True)
    mount = shutil.which("mount")
    options = f"size={megabytes}m,mode=0700"
    command = [str(mount), "-t", "tmpfs", "-o", options, "lmtools-benchmark", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        print("A small disk could not be mounted (that takes root). The full disk is left out.", flush=True)
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def is_sound(store: Path) -> bool:
    """Whether SQLite finds nothing wrong in the file."""
    with sqlite3.connect(store, timeout=30) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
