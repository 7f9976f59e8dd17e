"""What makes a forked process one of its own, and whether a process may be forked at all."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

MEGABYTE = 2**20
MEMORY_TO_SPARE = 1024 * MEGABYTE
"""Address space beyond what the process has when it begins."""

MOST_PROCESSES = 8192
"""Counted by the system for the whole user, threads too; it ends a chain of forks, not a full house."""

MOST_OPEN_FILES = 512

_DEFAULTS = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE, signal.SIGHUP, signal.SIGALRM)


def fork() -> tuple[int, int]:
    """Fork. In the child (0, -1); in the parent the child's process id, and a handle on it that no
    other process can come to stand behind.

    Children are not waited for: call `leave_no_zombies` first.
    """
    pid = os.fork()
    return (0, -1) if pid == 0 else (pid, os.pidfd_open(pid))


def leave_no_zombies() -> None:
    """Let the system forget children as they end."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def stand_alone(name: str, keep: Iterable[int], *, seconds: int) -> None:
    """In a child just forked: a session of its own, default signals, limits, new random numbers.

    Closes every open file but `keep`, and opens standard in- and output anew. `seconds` is how
    much CPU time the process may use in its whole life.
    """
    os.setsid()
    set_name(name)
    for number in _DEFAULTS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    close_files(keep)
    set_limits(seconds)
    renew_chance()


def set_name(name: str) -> None:
    """What this process is called in the system's lists; 15 characters at most."""
    Path("/proc/self/comm").write_text(name)


def close_files(keep: Iterable[int]) -> None:
    """Close all but `keep` and the standard three, which lead nowhere from now on."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1) if os.environ.get("LMTOOLS_LOG") == "debug" else (0, 1, 2):
        os.dup2(nowhere, number)
    before = 3
    for number in (*sorted(keep), resource.getrlimit(resource.RLIMIT_NOFILE)[1]):
        os.closerange(before, min(number, 2**20))
        before = number + 1


def set_limits(seconds: int) -> None:
    """What one kernel may take: memory, open files, processes, CPU time; and no core dumps."""
    for what, most in (
        (resource.RLIMIT_AS, _address_space() + MEMORY_TO_SPARE),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_NPROC, MOST_PROCESSES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def renew_chance() -> None:
    """Give this copy random numbers of its own."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def set_environment(environment: Mapping[str, str]) -> None:
    """Replace the whole environment."""
    os.environ.clear()
    os.environ.update(environment)


def open_files() -> dict[int, str]:
    """The open files of this process, and what each is."""
    found = {}
    for link in list(Path("/proc/self/fd").iterdir()):
        try:
            found[int(link.name)] = str(link.readlink())
        except OSError:  # the listing itself, closed by now
            continue
    return found


def reason_not_to_fork(before: Mapping[int, str]) -> str | None:
    """Why a copy of this process would not be sound; None when it would.

    A fork has only the thread that made it, and shares its open files with all its siblings.
    `before` is what was open before the notebook's cells ran.
    """
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 1:
        return f"{threads - 1} threads were started"
    new = [what for number, what in open_files().items() if before.get(number) != what]
    if new:
        return f"{len(new)} files or connections were left open"
    return None
