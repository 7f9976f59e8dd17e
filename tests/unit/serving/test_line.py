"""The server's end of a channel: it is let go of in the middle of a question, and nothing else is harmed."""

from __future__ import annotations

import asyncio
import socket

import pytest

from lmtools.serving.forking.channel import Gone
from lmtools.serving.forking.line import Line, readable
from tests.conftest import run_alone


def test_one_who_waits_for_an_answer_is_told_when_the_line_is_closed() -> None:
    async def story() -> None:
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            line = Line(near)
            asking = asyncio.ensure_future(line.ask({"who": "there"}))
            await asyncio.sleep(0.05)
            line.close()
            line.close()
            with pytest.raises(Gone):
                await asyncio.wait_for(asking, 5)
            with pytest.raises(Gone):
                await line.ask({"who": "there"})

    run_alone(story())


def test_the_next_file_that_gets_the_number_of_a_closed_line_is_heard() -> None:
    async def story() -> None:
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            line, number = Line(near), near.fileno()
            asking = asyncio.ensure_future(line.ask({"who": "there"}))
            await asyncio.sleep(0.05)
            line.close()
            one, other = socket.socketpair()
            with one, other:
                heard, said = (one, other) if one.fileno() == number else (other, one)
                assert heard.fileno() == number
                said.send(b"x")
                await asyncio.wait_for(readable(number), 5)
                assert heard.recv(1) == b"x"
            with pytest.raises(Gone):
                await asking

    run_alone(story())
