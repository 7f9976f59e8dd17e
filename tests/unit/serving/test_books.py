"""When kernels are made: before a staff comes, and not for a page that has gone."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from lmtools.serving.pool import Kernel
from lmtools.serving.rendered import Books, Occasion
from tests.conftest import run_alone

OF_A_SESSION = Occasion("nb/stasted.ipynb", "999999999", "10")
OF_NOBODY = Occasion("nb/stasted.ipynb")


class Renderer:
    """Gives the same short page of any cells."""

    executor = SimpleNamespace(widget_state={})

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def generate_content_str(self) -> str:
        return "<p>Ståsted</p>"


class Pool:
    """Has no kernel; keeps what it was asked to fill."""

    def __init__(self) -> None:
        self.filled: list[Occasion] = []
        self.fill = self.filled.append

    async def take(self, _: Occasion) -> Kernel | None:
        return None


class Shelf(Books):
    """Books without a server. `made` is the occasions that a kernel was made for."""

    def __init__(self) -> None:
        self._pool = Pool()
        self._occasions = {}
        self._turns = asyncio.Semaphore(1)
        self.made: list[Occasion] = []

    def _renderer(self, *_: Any) -> Any:
        return Renderer()

    async def _make(self, occasion: Occasion) -> Kernel:
        self.made.append(occasion)
        return Kernel("k")


@pytest.mark.parametrize(("occasion", "filled"), [(OF_A_SESSION, [OF_A_SESSION]), (OF_NOBODY, [])])
def test_the_kernels_of_a_session_are_made_ready_with_its_page(
    occasion: Occasion, filled: list[Occasion]
) -> None:
    books, template = Shelf(), SimpleNamespace(cells=[], run="run")
    page = run_alone(books._recorded(occasion, template))
    assert page.run == "run"
    assert books._pool.filled == filled


@pytest.mark.parametrize("is_waited_for", [True, False])
def test_no_kernel_is_made_for_a_page_that_has_gone_when_its_turn_comes(is_waited_for: bool) -> None:
    books = Shelf()

    async def story() -> Kernel | None:
        async with books._turns:
            asked = asyncio.create_task(books.kernel(OF_NOBODY.path, is_waited_for=lambda: is_waited_for))
            for _ in range(5):
                await asyncio.sleep(0)
            assert books.made == []
        return await asked

    given = run_alone(story())
    assert (given is not None, books.made) == (is_waited_for, [OF_NOBODY] * is_waited_for)
