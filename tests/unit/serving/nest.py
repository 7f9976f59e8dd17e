"""Templates and kernels for the tests, in an event loop of their own."""

from __future__ import annotations

import asyncio
import functools
import shutil
import tempfile
import threading
from ast import literal_eval
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import nbformat.v4 as nb
from nbformat import write
from traitlets.config import Config

from lmtools.serving.forking.forks import Forks
from lmtools.serving.forking.manager import ForkableKernel
from lmtools.serving.forking.nurseries import Order
from lmtools.serving.kernels import WorkbookKernels

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class Nest:
    """Forks kernels from notebooks that a test writes. Used from the test's thread."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lm-"))  # a short name: sockets lie in it
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.forks = Forks(self._order, {**ENVIRONMENT, "HOME": str(self.folder)})
        self._kernels: list[ForkableKernel] = []

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run `work` in the loop and return what it gives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=90)

    def notebook(self, name: str, *cells: str) -> str:
        """Write a notebook; return what its template is asked for by."""
        write(nb.new_notebook(cells=[nb.new_code_cell(cell) for cell in cells]), self.folder / name)
        return name

    def template(self, name: str) -> Any:
        """The template of a notebook."""
        return self.do(self.forks.template(name))

    def kernel(self, name: str) -> ForkableKernel:
        """Start a kernel as the server does."""
        return self.do(self._start(name))

    def manager(self, name: str) -> tuple[WorkbookKernels, str]:
        """The server's manager of kernels, with one kernel of a notebook."""
        return self.do(self._managed(name))

    def ask(self, kernel: ForkableKernel, expression: str, *, first: str = "") -> Any:
        """Run `first` in the kernel, and return the value of `expression`, which must be a literal."""
        return self.do(self._ask(kernel, expression, first))

    def close(self) -> None:
        """End every process."""
        self.do(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        shutil.rmtree(self.folder)

    def _order(self, name: Any) -> Order:
        environment = {**ENVIRONMENT, "HOME": str(self.folder), "LMTOOLS_LANGUAGE": "nn"}
        return Order(str(name), self.folder, self.folder / str(name), environment)

    async def _start(self, name: str) -> ForkableKernel:
        number = len(self._kernels)
        kernel = ForkableKernel(connection_file=str(self.folder / f"{number}.json"), transport="ipc")
        self._kernels.append(kernel)
        fork = functools.partial(self.forks.kernel, name)
        await kernel.start_kernel(kernel_id=str(number), fork=fork, env={"SECRET": "hemmelig"})
        return kernel

    async def _managed(self, name: str) -> tuple[WorkbookKernels, str]:
        config = Config({"KernelManager": {"transport": "ipc"}})
        manager = WorkbookKernels(connection_dir=str(self.folder), root_dir=str(self.folder), config=config)
        kernel = await manager.start_kernel(fork=functools.partial(self.forks.kernel, name))
        self._kernels.append(manager.get_kernel(kernel))
        return manager, kernel

    async def _ask(self, kernel: ForkableKernel, expression: str, first: str) -> Any:
        client = kernel.client()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        try:
            client.execute(first, user_expressions={"asked": expression})
            reply = await client.get_shell_msg(timeout=60)
        finally:
            client.stop_channels()
        told = reply["content"]["user_expressions"]["asked"]
        assert told["status"] == "ok", told
        return literal_eval(told["data"]["text/plain"])

    async def _close(self) -> None:
        for kernel in self._kernels:
            if kernel.has_kernel:
                await kernel.shutdown_kernel(now=True)
        self.forks.close()
