"""One kernel as the server manages it: forked when it is told of a fork, else started as Jupyter does."""

from __future__ import annotations

from typing import Any

from jupyter_client.ioloop.restarter import AsyncIOLoopKernelRestarter
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from lmtools.serving.forking.line import Child
from lmtools.serving.forking.provisioner import Fork, ForkProvisioner


class EndWatch(AsyncIOLoopKernelRestarter):
    """Tells at once that a forked kernel has ended. Its page asks for another; none is put in its place."""

    _watched: Child | None = None

    def start(self) -> None:
        """Watch the kernel that runs now."""
        child = self._watched = self.kernel_manager.provisioner.child
        child.on_end(lambda: self._tell(child))

    def stop(self) -> None:
        """It ends because it shall."""
        self._watched = None

    def _tell(self, child: Child) -> None:
        if child is self._watched:
            self._fire_callbacks("dead")


class ForkableKernel(ServerKernelManager):
    """Give `fork` to `start_kernel` to have a forked kernel; a restart of it forks anew."""

    @property
    def is_forked(self) -> bool:
        """Whether the kernel is a fork."""
        return isinstance(self.provisioner, ForkProvisioner)

    def emit(self, schema_id: str, data: object) -> None:
        """Nobody listens to Jupyter's events here, and a logger for each kernel takes a while to make."""

    def start_restarter(self) -> None:
        """Forked kernels are watched; others are restarted when they end."""
        if self.is_forked:
            self._restarter = self._restarter or EndWatch(kernel_manager=self, loop=self.loop, parent=self)
            self._restarter.start()
        else:
            super().start_restarter()

    # Any: jupyter_client declares no types for what a kernel is started with, or for what comes of it.
    async def _async_pre_start_kernel(self, *, fork: Fork | None = None, **options: Any) -> Any:
        if fork is not None:
            kernel_id = self.kernel_id or options["kernel_id"]
            self.provisioner = ForkProvisioner(kernel_id=kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.fork = fork
        return await super()._async_pre_start_kernel(**options)
