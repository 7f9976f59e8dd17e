"""How many people this machine can be ready for, and what the server needs to keep that promise.

Everybody gets the pages, live updates and a place for what they write. A kernel is needed only
by one who chooses other figures, so where memory does not hold one for each, there is one for a
part of them at a time, and the rest are told to wait a little.

`python -m benchmarks.join` prints what a kernel takes, and `python -m benchmarks.nodes` what it takes to
tell of a change. The numbers here lie above both, so that a promise is kept on a slower machine too.
"""

from __future__ import annotations

import math
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lmtools.errors import UsageError
from lmtools.serving.forking.sizes import FORKED_KERNEL_MEGABYTES, ORDINARY_KERNEL_MEGABYTES
from lmtools.settings import LANGUAGES

MEGABYTE = 2**20

SERVER_MEGABYTES = 260
"""The server before anyone has come."""

MAKING_MEGABYTES = 450
"""What runs the workbooks to make their pages: one process for each language."""

VISITOR_MEGABYTES = 0.5
"""What one more visitor costs the server."""

CHANGE_SECONDS = 0.006
"""Processor time to tell one visitor of a change."""

LONGEST_CHANGE_SECONDS = 3.0
"""So long may it take before the last of all hears of a change."""

LEAST_SHARE = 0.2
"""So large a part of all must be able to look at figures of their own at the same time."""

MEMORY_SHARE = 0.85
"""So much of what is free is ours to promise; the rest is for the machine itself."""

LEAST_MEGABYTES = 150
"""With less than this free no kernel more is started, whatever was promised."""

LEAST_DISK_MEGABYTES = 100
OWN_HANDLES = 200
HANDLES_PER_VISITOR = 3
HANDLES_PER_KERNEL = 14
USUAL_PEOPLE = 20

MOST_READY = 150
"""So many kernels are made before anyone has asked for one, at the most: a whole staff's."""


@dataclass(frozen=True)
class Machine:
    """What is free here: memory and disk in megabytes, processor cores, handles (files and sockets)."""

    memory: float
    cores: int
    handles: int
    disk: float


@dataclass(frozen=True)
class Size:
    """What the server is started with. `people` is the promise; the rest follows from it."""

    people: int
    kernels: int
    ready: int
    threads: int

    @property
    def for_all(self) -> bool:
        """Whether everybody can look at figures of their own at the same time."""
        return self.kernels >= self.people


def this_machine(folder: Path) -> Machine:
    """What is free on this machine, or in the container it is given; `folder` is where data go."""
    import psutil

    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return Machine(
        memory=free_megabytes(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        handles=most_handles(),
        disk=psutil.disk_usage(str(there)).free / MEGABYTE,
    )


def free_megabytes(group: Path = Path("/sys/fs/cgroup")) -> float:
    """Memory that can be had without swapping, within the limit of the container where there is one."""
    import psutil

    free = float(psutil.virtual_memory().available)
    with suppress(OSError, ValueError):  # no such file outside a container, "max" without a limit
        limit = int((group / "memory.max").read_text())
        used = int((group / "memory.current").read_text()) - _reclaimable(group)
        free = min(free, float(limit - used))
    return free / MEGABYTE


def _reclaimable(group: Path) -> int:
    lines = (line.split() for line in (group / "memory.stat").read_text().splitlines())
    return next((int(value) for name, value in lines if name == "inactive_file"), 0)


def most_handles() -> int:
    """How many files and sockets this process may hold, when it has asked for all that it may."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        return hard if hard != resource.RLIM_INFINITY else max(soft, 2**20)
    return 2**13  # Windows has no such limit for sockets


def handles_now() -> int:
    """How many files and sockets this process may hold as it is."""
    with suppress(ImportError, OSError):
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return soft if soft != resource.RLIM_INFINITY else most_handles()
    return most_handles()


def ask_for_handles() -> None:
    """Raise this process's limit of files and sockets as far as it may be raised."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most_handles(), hard))


def size_for(people: int, machine: Machine, *, forked: bool) -> Size:
    """What it takes to be ready for `people`.

    Raises:
        UsageError: if the machine cannot keep that promise; says what it can keep, and what to do.
    """
    if machine.disk < LEAST_DISK_MEGABYTES:
        raise UsageError(
            "Disken er nesten full. Rydd plass til minst {least} MB.", least=LEAST_DISK_MEGABYTES
        )
    most = most_people(machine, forked=forked)
    if people > most:
        raise _refusal(people, most, machine, forked=forked)
    ready = min(MOST_READY, 1 + people) if forked else min(4, 1 + people // 20)
    beside = ready + len(LANGUAGES)  # those that stand ready, and in each language one that makes the page
    kernels = min(_kernels_beside(people, machine, forked=forked), people + beside)
    return Size(
        people=people,
        kernels=kernels,
        ready=max(1, min(ready, kernels // 2)),
        threads=max(6, min(16, 2 + 2 * machine.cores)),
    )


def most_people(machine: Machine, *, forked: bool) -> int:
    """The largest promise that this machine can keep; 0 when it cannot keep any."""
    low, high = 0, int(LONGEST_CHANGE_SECONDS / CHANGE_SECONDS)
    while low < high:
        middle = (low + high + 1) // 2
        if _kernels_beside(middle, machine, forked=forked) >= _least_kernels(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _least_kernels(people: int) -> int:
    return max(2, math.ceil(people * LEAST_SHARE))


def _kernels_beside(people: int, machine: Machine, *, forked: bool) -> int:
    """How many kernels there is room for when `people` are here."""
    taken = SERVER_MEGABYTES + MAKING_MEGABYTES + people * VISITOR_MEGABYTES
    each = FORKED_KERNEL_MEGABYTES if forked else ORDINARY_KERNEL_MEGABYTES
    by_memory = (machine.memory * MEMORY_SHARE - taken) / each
    by_handles = (machine.handles - OWN_HANDLES - people * HANDLES_PER_VISITOR) / HANDLES_PER_KERNEL
    return max(0, int(min(by_memory, by_handles)))


def _refusal(people: int, most: int, machine: Machine, *, forked: bool) -> UsageError:
    memory = int(machine.memory)
    if not most:
        return UsageError(
            "Maskinen har for lite ledig minne til å kjøre lmtools: {memory} MB. Lukk andre programmer, "
            "eller bruk en maskin med mer minne.",
            memory=memory,
        )
    roomy = Machine(memory=2.0**30, cores=machine.cores, handles=2**30, disk=machine.disk)
    if most == most_people(roomy, forked=forked):
        return UsageError(
            "Én maskin har plass til {most} deltakere om gangen, og du ba om {people}. Del dem på flere "
            "maskiner som bruker samme database (--database).",
            most=most,
            people=people,
        )
    if most_people(Machine(machine.memory, machine.cores, 2**30, machine.disk), forked=forked) > most:
        return UsageError(
            "Maskinen har plass til {most} deltakere om gangen, og du ba om {people}. Den får ikke ha flere "
            "enn {handles} filer åpne. Hev grensa (ulimit -n), eller start med --people {most}.",
            most=most,
            people=people,
            handles=machine.handles,
        )
    return UsageError(
        "Maskinen har plass til {most} deltakere om gangen, og du ba om {people}. Det er {memory} MB ledig "
        "minne. Start med --people {most}, bruk en maskin med mer minne, eller del dem på flere maskiner "
        "som bruker samme database (--database).",
        most=most,
        people=people,
        memory=memory,
    )
