"""The server's side: a nursery, the templates it forked, and the kernels they fork."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmtools.serving.forking import channel
from lmtools.serving.forking.channel import Gone
from lmtools.serving.forking.line import Child, Line, readable

START_SECONDS = 60.0
READY_SECONDS = 30.0
RUN_SECONDS = 120.0


class CannotFork(Exception):
    """Kernels cannot be forks here; the message says why, for the log."""


@dataclass(frozen=True)
class Order:
    """A notebook to run: where, with which environment; `notebook` is None to run none.

    Templates with the same `name` give their widgets the same ids.
    """

    name: str
    folder: Path
    notebook: Path | None
    environment: Mapping[str, str]

    def as_message(self) -> channel.Message:
        """What the nursery reads."""
        return {
            "name": self.name,
            "folder": str(self.folder),
            "notebook": str(self.notebook) if self.notebook else None,
            "environment": dict(self.environment),
        }


class Template:
    """A process in which a notebook has run. `cells` is what each of its cells published."""

    def __init__(self, line: Line, child: Child, cells: list[list[dict[str, Any]]]) -> None:
        self.cells = cells
        self.child = child
        self._line = line

    @property
    def alive(self) -> bool:
        """Whether kernels can be forked from it."""
        return not self.child.ended

    async def fork(self, connection_file: str) -> Child:
        """Fork a kernel that is spoken with by `connection_file`; returns when it answers.

        Raises:
            Gone: if the template has ended, or the kernel at once.
        """
        near, far = os.pipe2(os.O_CLOEXEC)
        try:
            try:
                answer, handles = await self._line.ask({"connection_file": connection_file}, (far,))
            finally:
                os.close(far)
            if not handles:
                raise Gone(answer.get("error"))
            child = Child(answer["pid"], handles[0])
            await self._until_ready(near, child)
            return child
        finally:
            os.close(near)

    async def _until_ready(self, near: int, child: Child) -> None:
        try:
            await asyncio.wait_for(readable(near), READY_SECONDS)
            if not os.read(near, 1):
                raise Gone
        except BaseException:
            child.signal(signal.SIGKILL)
            raise

    def close(self) -> None:
        """Let the process end. The kernels that were forked from it live on."""
        self._line.close()
        self.child.signal(signal.SIGKILL)


class Nursery:
    """A running nursery. Ends, with all that came of it, when this process does."""

    def __init__(self, process: subprocess.Popen[bytes], line: Line, lifeline: int) -> None:
        self._process = process
        self._line = line
        self._lifeline = lifeline

    @classmethod
    async def start(cls, environment: Mapping[str, str]) -> Nursery:
        """Start one with exactly this environment, and wait until it has imported everything.

        Raises:
            CannotFork: if what it imports cannot be forked.
            Gone: if it ended.
        """
        near, far = channel.pair()
        read, write = os.pipe2(os.O_CLOEXEC)
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "lmtools.serving.forking.nursery", str(far.fileno()), str(read)],
                env={**environment, **QUIET},
                stdin=subprocess.DEVNULL,
                pass_fds=(far.fileno(), read),
                start_new_session=True,
            )
        finally:
            far.close()
            os.close(read)
        nursery = cls(process, Line(near), write)
        try:
            answer, _ = await asyncio.wait_for(nursery._line.hear(), START_SECONDS)
        except BaseException:
            nursery.close()
            raise
        if answer["reason"]:
            nursery.close()
            raise CannotFork(answer["reason"])
        return nursery

    @property
    def alive(self) -> bool:
        """Whether templates can be forked from it."""
        return self._process.poll() is None

    async def template(self, order: Order) -> Template:
        """Fork a template and let it run the notebook.

        Raises:
            CannotFork: if what the cells did cannot be forked.
            Gone: if the nursery or the template ended.
        """
        near, far = channel.pair()
        line = Line(near)
        try:
            try:
                answer, handles = await self._line.ask(order.as_message(), (far.fileno(),))
            finally:
                far.close()
            if not handles:
                raise Gone(answer.get("error"))
            child = Child(answer["pid"], handles[0])
            return await self._until_run(line, child)
        except BaseException:
            line.close()
            raise

    async def _until_run(self, line: Line, child: Child) -> Template:
        try:
            report, files = await asyncio.wait_for(line.hear(), RUN_SECONDS)
            cells = channel.from_memory(files[0])
            if report["reason"]:
                raise CannotFork(report["reason"])
        except BaseException:
            child.signal(signal.SIGKILL)
            raise
        return Template(line, child, cells)

    def close(self) -> None:
        """End it, and every template and kernel that came of it."""
        self._line.close()
        os.close(self._lifeline)
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


QUIET = {
    # A fork has only one thread. These libraries would start theirs as they are imported.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
