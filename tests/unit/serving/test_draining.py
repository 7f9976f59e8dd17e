from __future__ import annotations

import asyncio
import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tornado.ioloop import IOLoop

from lmtools.serving.draining import Draining
from lmtools.serving.parts import mark
from tests.conftest import Server, run_alone


class Streams:
    """Live updates that note when they were sent away."""

    def __init__(self, draining: Draining) -> None:
        self.draining = draining
        self.sent_away = False

    async def send_away(self, *, seconds: float) -> None:
        assert self.draining.begun
        self.sent_away = True


def leave(draining: Draining) -> Streams:
    """Let the node leave; what its live updates have become."""
    streams = Streams(draining)

    async def story() -> None:
        stopped = asyncio.Event()
        draining.begun = True
        await asyncio.wait_for(draining.leave(streams, stopped.set), 60)
        assert stopped.is_set()

    run_alone(story())
    return streams


def test_a_node_with_nothing_under_way_leaves_before_its_grace_is_over() -> None:
    assert leave(Draining(grace=0.4)).sent_away


def test_a_call_that_is_never_answered_does_not_keep_the_node() -> None:
    assert leave(Draining(grace=0.4, under_way=1)).sent_away


def test_what_is_under_way_is_answered_first() -> None:
    draining = Draining(grace=3600, under_way=1)
    draining.begun = True
    order: list[str] = []

    async def story() -> None:
        leaving = asyncio.create_task(draining.leave(Streams(draining), lambda: order.append("stopped")))
        await asyncio.sleep(0.2)
        order.append("answered")
        draining.under_way = 0
        await asyncio.wait_for(leaving, 60)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lmtools.serving.draining.NOTICE_SECONDS", 0)
        run_alone(story())
    assert order == ["answered", "stopped"]


def test_a_second_signal_stops_at_once_and_so_does_the_first_where_there_is_no_other_node() -> None:
    for grace, signals in ((3600.0, 2), (0.0, 1)):
        stopped = 0
        draining, loop = Draining(grace=grace), IOLoop(make_current=False)

        def stop(loop: IOLoop = loop) -> None:
            nonlocal stopped
            stopped += 1
            loop.stop()

        before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
        try:
            draining.watch_signals(loop, Streams(draining), stop)
            for _ in range(signals):
                os.kill(os.getpid(), signal.SIGTERM)
            with ThreadPoolExecutor(1) as thread:  # in this one a browser's loop may be running
                thread.submit(loop.start).result(timeout=60)
        finally:
            for number, handler in before:
                signal.signal(number, handler)
            loop.close(all_fds=True)
        assert stopped == 1
        assert draining.begun == (signals == 2)


def test_two_copies_of_the_same_figures_have_the_same_mark(server: Server, tmp_path: Path) -> None:
    copy = tmp_path / "released"
    shutil.copytree(server.data / "released", copy)
    assert mark(copy) == mark(server.data / "released") != ""
    figures = next(copy.glob("*/figures.parquet"))
    figures.write_bytes(figures.read_bytes() + b"x")
    assert mark(copy) != mark(server.data / "released")
    assert mark(tmp_path / "nothing") == ""
