"""What a server's processes cost: CPU seconds, memory, handles, counted over its whole process tree."""

from __future__ import annotations

import asyncio
import math
import os
import resource
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

GONE = (psutil.NoSuchProcess, psutil.AccessDenied, OSError)
STOCK_KERNEL = "ipykernel_launcher"
"""What the command line of an ordinary kernel holds."""
KERNEL, TEMPLATES = "lm-kernel", ("lm-nursery", "lm-template")
"""What forked kernels, and the processes they are forked from, are called."""
CALM_SHARE = 0.08
"""A tree that uses less of one core than this has finished what it was asked for."""


def tree(root: int) -> list[psutil.Process]:
    """The process `root` and everything below it that lives."""
    try:
        process = psutil.Process(root)
        return [process, *process.children(recursive=True)]
    except GONE:
        return []


def cpu_seconds(root: int) -> float:
    """User and system seconds of the tree, with those of children that have ended and been waited for."""
    return sum(cpu_of(process.pid) for process in tree(root))


def cpu_of(pid: int) -> float:
    """The same of one process; 0 when it is gone."""
    with suppress(*GONE):
        return float(sum(psutil.Process(pid).cpu_times()[:4]))
    return 0.0


def pss_mb(pid: int) -> float:
    """Own memory and a fair share of what is shared (PSS), in MB of a million bytes; 0 when it is gone."""
    with suppress(*GONE):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


@dataclass(frozen=True)
class Processes:
    """A server's process tree by what each process is for."""

    server: int
    templates: tuple[int, ...]
    kernels: tuple[int, ...]

    def cpu(self) -> dict[str, float]:
        """CPU seconds by what the processes are for."""
        kinds = {"server": (self.server,), "templates": self.templates, "kernels": self.kernels}
        return {kind: sum(map(cpu_of, pids)) for kind, pids in kinds.items()}

    @property
    def kernel_pss_mb(self) -> float:
        """The median PSS of a kernel, in MB; nan when there is none."""
        sizes = [size for size in map(pss_mb, self.kernels) if size]
        return statistics.median(sizes) if sizes else math.nan


def processes(root: int) -> Processes:
    """Sort the processes below the server `root`.

    What is forked says what it is by its name; an ordinary kernel says so on its command line.
    """
    templates, kernels = [], []
    for process in tree(root)[1:]:
        with suppress(*GONE):
            name = Path(f"/proc/{process.pid}/comm").read_text().strip()
            if name in TEMPLATES:
                templates.append(process.pid)
            elif name == KERNEL or any(STOCK_KERNEL in word for word in process.cmdline()):
                kernels.append(process.pid)
    return Processes(root, tuple(templates), tuple(kernels))


async def calm(root: int, *, seconds: float = 60) -> None:
    """Wait until the tree has nothing left to do, at most `seconds`."""
    limit = time.monotonic() + seconds
    quiet = 0
    while quiet < 2 and time.monotonic() < limit:
        before, since = cpu_seconds(root), time.monotonic()
        await asyncio.sleep(1)
        used = (cpu_seconds(root) - before) / (time.monotonic() - since)
        quiet = quiet + 1 if used < CALM_SHARE else 0


def many_handles() -> tuple[int, int]:
    """Let this process hold as many sockets as it may; return the limits it had, for its children."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    return limits


def kill(pids: Sequence[int]) -> None:
    """End these processes at once (kill -9)."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, 9)
