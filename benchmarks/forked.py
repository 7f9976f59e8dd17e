"""Work in a forked process, so that nothing it loads, changes or leaves behind is seen by the next."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

STEP_SECONDS = 0.01


def with_nothing_known(work: Callable[[], int], tree: Path, limit: float | None = None) -> int | None:
    """Do `work` in a silent forked process; its exit code, or None after `limit` seconds."""

    def silently() -> int:
        silence(tree)
        return work()

    return in_a_fork(silently, limit)


def silence(tree: Path) -> None:
    """Let what is printed from now on go to a file beside the tree."""
    quiet = os.open(tree.parent / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def in_a_fork(work: Callable[[], int], limit: float | None) -> int | None:
    """Do `work` in a forked process; its exit code, or None after `limit` seconds.

    Seconds are counted in our own waiting: when the whole is stopped and goes on, none are lost.
    """
    child = os.fork()
    if child == 0:
        code = 70
        with suppress(BaseException):
            os.setsid()
            code = work()
        os._exit(code)
    try:
        return waited(child, limit)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


def waited(child: int, limit: float | None) -> int | None:
    """The exit code of `child`; None when it was still at work after `limit` seconds."""
    spent = 0.0
    while limit is None or spent < limit:
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status)
        time.sleep(STEP_SECONDS)
        spent += STEP_SECONDS
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None
