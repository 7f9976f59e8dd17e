"""A kernel: a fork of a template, with sockets of its own."""

from __future__ import annotations

import os
import traceback
from typing import TYPE_CHECKING, NoReturn

from lmtools.serving.forking import process

if TYPE_CHECKING:
    from lmtools.serving.forking.app import ForkedApp

CPU_SECONDS = 600
"""In a kernel's whole life; a choice of other figures takes a twentieth of a second."""


def run_kernel(app: ForkedApp, connection_file: str, ready: int, lifeline: int) -> NoReturn:
    """In a child of a template: be a kernel until told to stop, or until the server is gone.

    A byte is written to `ready` when messages are answered. `lifeline` is readable when the
    server has ended.
    """
    try:
        process.stand_alone("lm-kernel", (ready, lifeline), seconds=CPU_SECONDS)
        app.connect(connection_file)
        loop = app.control_thread.io_loop  # turns also while the kernel is busy
        loop.add_handler(lifeline, lambda *_: os._exit(0), loop.READ)
        app.run(lambda: _tell(ready))
    except BaseException:  # there is nobody above: the code below this frame belongs to the template
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _tell(ready: int) -> None:
    os.write(ready, b"1")
    os.close(ready)
