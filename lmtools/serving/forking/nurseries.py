"""The server's side: a nursery, the templates it forked, and the kernels they fork."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lmtools.serving.forking import channel
from lmtools.serving.forking.channel import Cells, Gone
from lmtools.serving.forking.line import Child, Line, readable

START_SECONDS = 60.0
READY_SECONDS = 30.0
RUN_SECONDS = 120.0


class CannotFork(Exception):
    """Kernels cannot be forks here; the message says why, for the log."""


class NoKernel(Exception):
    """A kernel could not be forked just now, or ended before it was ready."""


class Lifeline:
    """A pipe that nobody writes to. Its other end tells whoever holds it when this process has ended."""

    def __init__(self) -> None:
        self.read, self._write = os.pipe2(os.O_CLOEXEC)

    def cut(self) -> None:
        """End every process that holds the other end."""
        os.close(self.read)
        os.close(self._write)


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
    """A process in which a notebook has run. `cells` is what each cell published; `run` names that."""

    def __init__(self, line: Line, child: Child, cells: Cells) -> None:
        self.cells = cells
        self.run = _name_of(cells)
        self.child = child
        self.has_forked = False
        self._line = line

    @property
    def alive(self) -> bool:
        """Whether kernels can be forked from it."""
        return not self.child.ended

    async def fork(self, connection_file: str) -> Child:
        """Fork a kernel that is spoken with by `connection_file`; returns when it answers.

        Raises:
            Gone: if the template has ended.
            NoKernel: if it lives, but the kernel does not.
        """
        near, far = os.pipe2(os.O_CLOEXEC)
        try:
            child = await self._ask(connection_file, far)
            await _until_ready(near, child)
        finally:
            os.close(near)
        self.has_forked = True
        return child

    async def _ask(self, connection_file: str, far: int) -> Child:
        try:
            answer, handles = await self._line.ask({"connection_file": connection_file}, (far,))
        except Gone:
            self.close()
            raise
        finally:
            os.close(far)
        if not handles:
            raise NoKernel(answer.get("error"))
        return Child(answer["pid"], handles[0])

    def close(self) -> None:
        """Let the process end. The kernels that were forked from it live on."""
        self._line.close()
        self.child.kill()


def _name_of(cells: Cells) -> str:
    """The same for runs in which the cells published the same, and so made the same widgets."""
    published = [[(message["msg_type"], message["content"]) for message in cell] for cell in cells]
    return hashlib.sha256(json.dumps(published, sort_keys=True).encode()).hexdigest()[:32]


async def _until_ready(near: int, child: Child) -> None:
    try:
        await asyncio.wait_for(readable(near), READY_SECONDS)
        if not os.read(near, 1):
            raise NoKernel
    except BaseException:
        child.kill()
        raise


class Nursery:
    """A running nursery. Ends when this process does."""

    def __init__(self, process: subprocess.Popen[bytes], line: Line) -> None:
        self._process = process
        self._line = line
        self._is_gone = False

    @classmethod
    async def start(cls, environment: Mapping[str, str], lifeline: Lifeline) -> Nursery:
        """Start one with exactly this environment, and wait until it has imported everything.

        Raises:
            CannotFork: if what it imports cannot be forked.
            Gone: if it ended.
        """
        near, far = channel.pair()
        with far:
            process = subprocess.Popen(
                [sys.executable, "-m", PROGRAM, str(far.fileno()), str(lifeline.read)],
                env={**environment, **QUIET},
                stdin=subprocess.DEVNULL,
                pass_fds=(far.fileno(), lifeline.read),
                start_new_session=True,
            )
        nursery = cls(process, Line(near))
        try:
            answer, _ = await asyncio.wait_for(nursery._line.hear(), START_SECONDS)
            if answer["reason"]:
                raise CannotFork(answer["reason"])
        except BaseException:
            nursery.close()
            raise
        return nursery

    @property
    def alive(self) -> bool:
        """Whether templates can be forked from it."""
        return self._process.poll() is None and not self._is_gone

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
            except Gone:  # a process that is killed closes its end before the system says that it has ended
                self._is_gone = True
                raise
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
            child.kill()
            raise
        return Template(line, child, cells)

    def close(self) -> None:
        """End it. The templates and kernels that came of it live on."""
        self._line.close()
        self._process.kill()
        self._process.wait()


PROGRAM = "lmtools.serving.forking.nursery"

QUIET = {
    # A fork has only one thread. These libraries would start theirs as they are imported.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
