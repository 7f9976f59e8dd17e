"""Kernels that stand ready: of what is released now, and of nothing older."""

from __future__ import annotations

import asyncio
from typing import Any

from lmtools.serving.culling import TooManyKernels
from lmtools.serving.pool import Kernel, Pool
from lmtools.serving.rendered import Occasion
from tests.conftest import run_alone

STASTED = Occasion("nb/stasted.ipynb")
ANOTHER = Occasion("nb/stasted.ipynb", "999999999", "10")


class Manager(set[str]):
    """As much of the kernels' manager as the pool asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.standing_by: set[str] = set()

    async def is_alive(self, _: str) -> bool:
        return True

    async def shutdown_kernel(self, kernel: str, *, now: bool) -> None:
        assert now
        self.discard(kernel)


class Maker:
    """Makes kernels of the run that is the newest when they begin, and is done when told."""

    def __init__(self, manager: Manager) -> None:
        self.manager, self.run, self.made = manager, "old", 0
        self.may_end = asyncio.Event()

    async def __call__(self, _: Occasion) -> Kernel:
        kernel = Kernel(f"k{self.made}", self.run)
        self.made += 1
        self.manager.add(kernel.id)
        await self.may_end.wait()
        return kernel


def test_a_kernel_that_was_being_made_when_the_figures_were_renewed_does_not_stand_ready() -> None:
    async def story() -> None:
        manager: Any = Manager()
        make = Maker(manager)
        pool = Pool(manager, make, ready=2)
        pool.fill(STASTED)
        await asyncio.sleep(0)
        make.run = "new"
        await pool.renew()
        make.may_end.set()
        while len(manager.standing_by) < 2:
            await asyncio.sleep(0)
        ready = [await pool.take(STASTED), await pool.take(STASTED)]
        assert [kernel.run for kernel in ready if kernel] == ["new", "new"]
        while "k0" in manager:  # and it is stopped
            await asyncio.sleep(0)

    run_alone(asyncio.wait_for(story(), 30))


def test_when_the_house_was_full_the_rest_are_made_ready_after_some_have_gone(monkeypatch: Any) -> None:
    async def story() -> None:
        monkeypatch.setattr("lmtools.serving.pool.FULL_SECONDS", 0.01)
        manager: Any = Manager()
        make = Maker(manager)
        make.may_end.set()
        refused: list[Occasion] = []

        async def make_when_there_is_room(occasion: Occasion) -> Kernel:
            if len(refused) < 2:
                refused.append(occasion)
                raise TooManyKernels
            return await make(occasion)

        pool = Pool(manager, make_when_there_is_room, ready=2)
        pool.fill(STASTED)
        await until(lambda: len(manager.standing_by) == 2)
        assert len(refused) == 2

    run_alone(asyncio.wait_for(story(), 30))


async def until(is_so: Any) -> None:
    """Let the pool work until `is_so`."""
    while not is_so():
        await asyncio.sleep(0.001)


def test_in_a_rush_no_kernel_is_made_but_for_those_who_ask(monkeypatch: Any) -> None:
    async def story() -> None:
        manager: Any = Manager()
        make = Maker(manager)
        make.may_end.set()
        pool = Pool(manager, make, ready=4)
        pool.fill(STASTED)
        await until(lambda: len(manager.standing_by) == 4)
        monkeypatch.setattr("lmtools.serving.pool.REST_SECONDS", 3600.0)
        taken = [await pool.take(STASTED) for _ in range(3)]
        pool.fill(STASTED)
        for _ in range(50):
            await asyncio.sleep(0.001)
        assert (len({kernel.id for kernel in taken if kernel}), make.made) == (3, 4)

    run_alone(asyncio.wait_for(story(), 30))


def test_occasions_that_are_asked_for_share_the_kernels_that_stand_ready(monkeypatch: Any) -> None:
    async def story() -> None:
        manager: Any = Manager()
        make = Maker(manager)
        make.may_end.set()
        pool = Pool(manager, make, ready=6)
        pool.fill(STASTED)
        await until(lambda: len(manager.standing_by) == 6)
        pool.fill(ANOTHER)
        await until(lambda: make.made == 9)
        assert len(manager.standing_by) == 6
        await until(lambda: len(manager) == 6)  # those that gave their place are stopped
        ready = [await pool.take(ANOTHER) for _ in range(4)]
        assert [kernel is None for kernel in ready] == [False, False, False, True]
        monkeypatch.setattr(
            "lmtools.serving.pool.FORGOTTEN_SECONDS", 0.0
        )  # the first is not asked for any more
        monkeypatch.setattr("lmtools.serving.pool.REST_SECONDS", 0.0)
        pool.fill(ANOTHER)
        await until(lambda: make.made == 15)
        assert len(manager.standing_by) == 6

    run_alone(asyncio.wait_for(story(), 30))
