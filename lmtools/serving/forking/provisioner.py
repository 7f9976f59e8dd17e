"""Lets Jupyter's kernel manager have forked kernels: it starts, restarts, signals and stops them as any."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lmtools.serving.forking.line import Child

Fork = Callable[[str], Awaitable[Child]]
"""Gives a kernel that is spoken with by the connection file it is told of."""


class ForkProvisioner(LocalProvisioner):
    """A kernel that `fork` gives, which is no child process of ours.

    What comes before, such as the connection file, is as for a kernel that is started.
    """

    child: Child | None = None
    fork: Fork

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel that has not been waited for."""
        return self.child is not None

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        """Fork it. Its environment and folder are those in which the notebook has run."""
        self.child = await self.fork(cast(KernelManager, self.parent).connection_file)
        self.pid, self.cwd = self.child.pid, kwargs.get("cwd")
        return self.connection_info

    async def poll(self) -> int | None:
        """None while it lives. How it ended is known only to the process that forked it."""
        return None if self.child is not None and not self.child.ended else 0

    async def wait(self) -> int | None:
        """Return when it has ended."""
        if self.child is not None:
            ended = asyncio.Event()
            self.child.on_end(ended.set)
            await ended.wait()
            self.child = None
        return 0

    async def send_signal(self, signum: int) -> None:
        """Send a signal to this one process."""
        if self.child is not None:
            self.child.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End it at once."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask it to end."""
        await self.send_signal(signal.SIGTERM)
