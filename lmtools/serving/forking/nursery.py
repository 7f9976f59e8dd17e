"""The nursery: has imported what a workbook needs, and forks templates. `python -m` this module."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import socket
import sys
import traceback

import lmtools.lighter  # noqa: F401  # before anything that imports what it leaves out
from lmtools.serving.forking import channel, process
from lmtools.serving.forking.template import run_template

MODULES = (
    "lmtools.book.verbs",
    "lmtools.book.figures",
    "lmtools.widgets",
    "lmtools.survey",
    "ipykernel.debugger",
    "ipykernel.zmqshell",
    "ipywidgets",
    "anywidget",
    "numpy",
    "pandas",
    "pyarrow.parquet",
    "tornado.platform.asyncio",
    "zmq.eventloop.zmqstream",
)


def main(control: int, lifeline: int) -> None:
    """Import, then fork a template for each order that comes on `control`, until the server is gone."""
    end = socket.socket(fileno=control)
    process.set_name("lm-nursery")
    process.leave_no_zombies()
    load()
    channel.send(end, {"reason": process.reason_not_to_fork(process.open_files())})
    with contextlib.suppress(channel.Gone):
        while True:
            order, (far,) = channel.receive(end)
            _fork_template(end, far, lifeline, order)


def load() -> None:
    """Import what all workbooks share, so that they share the memory too."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # large, and nobody debugs a page
    for name in MODULES:
        importlib.import_module(name)
    del sys.modules["debugpy"]
    gc.collect()
    gc.freeze()


def _fork_template(end: socket.socket, far: int, lifeline: int, order: channel.Message) -> None:
    try:
        pid, handle = process.fork()
    except OSError as error:
        channel.send(end, {"error": type(error).__name__})
    else:
        if pid == 0:
            _be_template(far, lifeline, order)
        channel.send(end, {"pid": pid}, (handle,))
        os.close(handle)
    os.close(far)


def _be_template(far: int, lifeline: int, order: channel.Message) -> None:
    try:
        run_template(socket.socket(fileno=far), lifeline, order)
    except BaseException:  # nothing of the nursery may run in a child
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
