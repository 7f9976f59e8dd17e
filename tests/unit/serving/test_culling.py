"""Real kernels, and when they are stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lmtools.serving.culling import TooManyKernels, culling
from lmtools.serving.kernels import WorkbookKernels
from tests.conftest import run_alone

Work = Callable[[WorkbookKernels, str], Awaitable[None]]


def with_kernel(folder: Path, work: Work, **options: object) -> None:
    """Run `work` with a manager and one kernel of it that has come up."""

    async def run() -> None:
        # Only the test looks the kernels over: a round of the manager's own could come while one comes up.
        settings = {**culling(), "cull_interval": 3600, **options}
        manager = WorkbookKernels(connection_dir=str(folder), **settings)
        kernel = await manager.start_kernel(path="nb", kernel_name="python3", env={})
        try:
            client = manager.get_kernel(kernel).client()
            client.start_channels()
            await client.wait_for_ready(timeout=60)
            while (
                manager.get_kernel(kernel).execution_state != "idle"
            ):  # what it said before we listened is lost
                client.kernel_info()
                await asyncio.sleep(0.2)
            client.stop_channels()
            await work(manager, kernel)
        finally:
            await manager.shutdown_all(now=True)

    run_alone(run())


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `condition` holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def test_a_kernel_without_a_line_is_stopped_and_one_with_a_line_is_not(tmp_path: Path) -> None:
    async def work(manager: WorkbookKernels, kernel: str) -> None:
        manager.notify_connect(kernel)
        await manager.cull_kernels()
        await asyncio.sleep(0.05)
        await manager.cull_kernels()
        assert kernel in manager
        manager.notify_disconnect(kernel)
        await manager.cull_kernels()
        assert kernel in manager, "a line that breaks for a moment costs nothing"
        await asyncio.sleep(0.05)
        await manager.cull_kernels()
        assert kernel not in manager

    with_kernel(tmp_path, work, left_after=0.04)


def test_a_kernel_that_stands_ready_waits_for_as_long_as_it_takes(tmp_path: Path) -> None:
    async def work(manager: WorkbookKernels, kernel: str) -> None:
        manager.standing_by.add(kernel)
        await asyncio.sleep(1.1)
        await manager.cull_kernels()
        assert kernel in manager
        manager.standing_by.discard(kernel)  # handed out: its page has a moment to open its line
        await manager.cull_kernels()
        assert kernel in manager
        await asyncio.sleep(0.35)
        await manager.cull_kernels()
        assert kernel not in manager

    with_kernel(tmp_path, work, left_after=0.3, cull_idle_timeout=1)


def test_a_kernel_that_is_not_used_is_stopped_though_its_page_is_open(tmp_path: Path) -> None:
    async def work(manager: WorkbookKernels, kernel: str) -> None:
        manager.notify_connect(kernel)
        await asyncio.sleep(1.1)
        await manager.cull_kernels()
        assert kernel not in manager

    with_kernel(tmp_path, work, cull_idle_timeout=1)


def test_without_free_memory_no_kernel_is_started(tmp_path: Path) -> None:
    manager = WorkbookKernels(connection_dir=str(tmp_path), least_megabytes=2.0**40)
    with pytest.raises(TooManyKernels):
        run_alone(manager.start_kernel(path="nb", kernel_name="python3", env={}))
