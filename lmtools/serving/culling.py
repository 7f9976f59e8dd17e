"""Which kernels are stopped: those whose page is gone, and those that nobody has used for long.

A closed page does not always say goodbye: phones seldom do. So the line to a kernel tells. One
without a line for a while is stopped, and so is one that has stood idle though its page is open.
Nothing is lost: a page keeps what it shows, and asks for another kernel at the next choice.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any, cast
from weakref import WeakSet

from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import Dict, Float, Instance, Set

from lmtools.serving.sizing import LEAST_MEGABYTES, free_megabytes

LOOK_SECONDS = 10
"""How often kernels are looked over."""

LEFT_SECONDS = 45.0
"""A kernel without a line to any page for so long is stopped: with a dead line found in 60 seconds and a
look every 10, the kernel of a closed page is gone within two minutes."""

IDLE_SECONDS = 900
"""A kernel that is not used for so long is stopped, also when its page is open."""

GOING_AWAY = 1001
"""What a line is closed with when its kernel is gone; a page does not try to open that line again."""

PING_SECONDS = 20
"""How often a line is tried, and how long an answer may take: a dead one is found at the third try."""


class TooManyKernels(Exception):
    """The house is full. Caught by the page, which says so and tries again."""


class CulledKernels(AsyncMappingKernelManager):
    """Kernels that are stopped when they have been left, and not started when memory is short."""

    left_after = Float(LEFT_SECONDS, config=True, help="Seconds without a line to a page.")
    least_megabytes = Float(LEAST_MEGABYTES, config=True, help="Free memory below which none is started.")
    standing_by = Set(help="Kernels that stand ready and that nobody uses yet.")
    lines = Instance(defaultdict, (WeakSet,), help="The open lines from pages to each kernel.")
    _left = Dict(help="When each kernel was first seen to have no line, by a clock that only goes forward.")

    def has_memory(self) -> bool:
        """Whether the machine has memory for one more."""
        return free_megabytes() >= self.least_megabytes

    def notify_connect(self, kernel_id: str) -> None:
        """A page has opened its line."""
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server has no types
        self._left.pop(kernel_id, None)

    def note_use(self, kernel_id: str) -> None:
        """A kernel has been used until now."""
        cast(ServerKernelManager, self.get_kernel(kernel_id)).last_activity = utcnow()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Stop a kernel that was left or has long been idle, unless it stands ready for somebody."""
        if kernel_id not in self:  # it ended while the others were looked at
            return
        if kernel_id in self.standing_by:
            # Its rest begins when somebody has been given it, not when it was made.
            self.note_use(kernel_id)
            return
        if self.seconds_left_alone(kernel_id) >= self.left_after:
            stop: Any = self.shutdown_kernel  # jupyter_server declares it twice
            await ensure_async(stop(kernel_id, now=True))
        else:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]  # as above

    def seconds_left_alone(self, kernel_id: str) -> float:
        """How long no page has had a line to it and no cell has run in it; counted from the first look."""
        now = time.monotonic()
        if self._kernel_connections.get(kernel_id, 0) > 0 or self._is_busy(kernel_id):
            self._left.pop(kernel_id, None)
            return 0.0
        return now - float(self._left.setdefault(kernel_id, now))

    def _is_busy(self, kernel_id: str) -> bool:
        return getattr(self.get_kernel(kernel_id), "execution_state", "idle") in ("busy", "starting")

    def remove_kernel(self, kernel_id: str) -> KernelManager:
        """Forget a kernel that is gone, and let its page know.

        A kernel that is stopped says so to its page, but one that is ended at once, or is too busy, does not.
        """
        self._left.pop(kernel_id, None)
        for line in list(self.lines.pop(kernel_id, ())):
            line.close(GOING_AWAY)
        return super().remove_kernel(kernel_id)


def culling() -> dict[str, object]:
    """What the kernel manager is told."""
    return {
        "cull_idle_timeout": IDLE_SECONDS,
        "cull_interval": LOOK_SECONDS,
        "cull_connected": True,
        "left_after": LEFT_SECONDS,
    }
