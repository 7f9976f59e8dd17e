"""The kernels behind the workbook pages: what they may see, and how many there may be.

A kernel runs only the workbook. It gets neither the database nor any key, and is stopped
when its page is closed or has been left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, cast

import zmq
import zmq.asyncio
from jupyter_server._tz import utcnow
from jupyter_server.utils import ApiPath
from traitlets import Dict, Integer, Set, default

from lmtools.serving.culling import CulledKernels, TooManyKernels
from lmtools.serving.forking.manager import ForkableKernel
from lmtools.serving.pool import keep_until_done
from lmtools.settings import LANGUAGES, Settings

SECRET = re.compile(
    r"^PG|DATABASE|PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|_KEY$|^KEY$"
    r"|^HTTP_|^QUERY_STRING$|^SCRIPT_NAME$|^VOILA_REQUEST_URL$",
    re.IGNORECASE,
)
"""Names in the environment that no kernel gets to see: secrets, and which page asked for it."""


SOCKETS_PER_KERNEL = 12
"""More than a kernel, its page and the watch on it take in the server."""


def kernel_environment(
    environment: Mapping[str, str], *, language: str, shared: Mapping[str, str]
) -> dict[str, str]:
    """What a kernel of `language` gets: `environment` without secrets, plus `shared`."""
    kept = {name: value for name, value in environment.items() if not SECRET.search(name)}
    return {**kept, **shared, "LMTOOLS_SERVED": "1", "LMTOOLS_LANGUAGE": language}


def shared_environment(settings: Settings, *, workbooks: str) -> dict[str, str]:
    """The settings that every kernel of this server shares; none of them a secret."""
    values = {
        "LMTOOLS_DATA": str(settings.data_dir.resolve()),
        "LMTOOLS_WORKBOOKS": workbooks,
        "LMTOOLS_DEMO": "1" if settings.demo else "0",
        "LMTOOLS_POLICY": str(settings.policy_file.resolve()) if settings.policy_file else "",
        # One thread for linear algebra: many small kernels share few cores.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    return {name: value for name, value in values.items() if value}


class WorkbookKernels(CulledKernels):
    """Voilà's kernels with a ceiling and without secrets. The folder tells the language."""

    max_kernels = Integer(20, config=True, help="How many kernels may live at once.")
    shared = Dict(config=True, help="Environment that every kernel gets.")
    _farewells = Set(help="The work of cleaning up after kernels that ended by themselves.")
    kernel_manager_class = f"{ForkableKernel.__module__}.{ForkableKernel.__name__}"

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        """Jupyter's context, with room for the sockets of every kernel; usually there is for about 150."""
        context = super()._context_default()
        context.set(zmq.MAX_SOCKETS, max(1023, SOCKETS_PER_KERNEL * self.max_kernels))
        return context

    def environment(self, folder: str, given: Mapping[str, str]) -> dict[str, str]:
        """What a kernel for the notebooks of `folder` sees of what is `given`."""
        language = folder if folder in LANGUAGES else "nb"
        return kernel_environment(given, language=language, shared=self.shared)

    # Any: handed on to jupyter_server, which declares no types for it.
    async def start_kernel(  # type: ignore[override]  # jupyter_server declares it twice
        self,
        *,
        path: ApiPath | None = None,
        env: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> str:
        """Start a kernel for the notebook folder `path` (nb, nn or en).

        Raises:
            TooManyKernels: if as many as allowed are alive already, or memory is short.
        """
        if len(self) >= self.max_kernels or not self.has_memory():
            raise TooManyKernels
        known = self.environment(PurePosixPath(path or "nb").name, env or {})
        kernel_id: str = await super().start_kernel(path=path, env=known, **kwargs)
        return kernel_id

    def start_watching_activity(self, kernel_id: str) -> None:
        """Nothing more is listened to for a forked kernel: its page's line tells when it is used."""
        kernel = cast(ForkableKernel, self.get_kernel(kernel_id))
        if kernel.is_forked:
            kernel.execution_state, kernel.last_activity = "idle", utcnow()
        else:
            super().start_watching_activity(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A kernel whose page went away has been used until now."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self:
            self.note_use(kernel_id)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Clean up after a kernel that ended by itself."""
        keep_until_done(self._farewells, self.shutdown_kernel(kernel_id, now=True))
