"""A template: the process in which a notebook's cells run once, and of which kernels are forks."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import os
import signal
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import comm
import nbformat

from lmtools.serving.forking import channel, process
from lmtools.serving.forking.app import ForkedApp
from lmtools.serving.forking.kernel import run_kernel
from lmtools.widgets import View

RUN_SECONDS = 120
"""A notebook that has not run by then is given up, also when the server is not there to say so."""

CPU_SECONDS = 600

IDS = uuid.UUID("6c6d746f-6f6c-7300-8000-000000000000")
"""The root of the widgets' ids. They name widgets in a page and open nothing."""


def run_template(end: socket.socket, lifeline: int, order: channel.Message) -> None:
    """In a child of the nursery: run the notebook of `order`, report, and fork kernels until let go of.

    `order` has `environment`, `folder`, `notebook` (None runs no cells) and `name`, which is the
    same for all templates whose widgets shall have the same ids.
    """
    process.stand_alone("lm-template", (end.fileno(), lifeline), seconds=CPU_SECONDS)
    signal.alarm(RUN_SECONDS)
    process.set_environment(order["environment"])
    os.chdir(order["folder"])
    asyncio.set_event_loop(None)
    before = process.open_files()
    app = ForkedApp.template()
    with _lasting_ids(order["name"]):
        failed = _run_cells(app, order["notebook"])
    signal.alarm(0)
    reason = process.reason_not_to_fork(before) or ("a cell failed" if failed else None)
    _report(end, app, reason)
    if reason is None:
        for view in View.living:
            view.prepare()
        gc.collect()
        gc.freeze()  # the collector would write to every object, and so copy the memory that is shared
        process.leave_no_zombies()
        _serve(end, lifeline, app)


def _run_cells(app: ForkedApp, notebook: str | None) -> bool:
    """Run the code cells in their order, as Jupyter does when cells may fail; say whether one did."""
    failed = False
    for cell in nbformat.read(Path(notebook), as_version=4).cells if notebook else ():
        request = app.recorder.begin_cell()
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        app.kernel.set_parent([], request)
        result = app.kernel.shell.run_cell(cell.source, store_history=False)
        failed = failed or not result.success
    app.kernel.set_parent([], {})
    return failed


@contextlib.contextmanager
def _lasting_ids(name: str) -> Iterator[None]:
    """Number the widgets, so that the same notebook makes the same ids whenever it runs."""
    root, numbers, usual = uuid.uuid5(IDS, name), itertools.count(), comm.create_comm

    def create(*given: object, **options: object) -> comm.base_comm.BaseComm:
        if not options.get("comm_id"):
            options["comm_id"] = uuid.uuid5(root, str(next(numbers))).hex
        return usual(*given, **options)

    comm.create_comm = create
    try:
        yield
    finally:
        comm.create_comm = usual


def _report(end: socket.socket, app: ForkedApp, reason: str | None) -> None:
    """Tell what the cells published, and why no kernel can be forked if so."""
    file = channel.in_memory(app.recorder.cells)
    channel.send(end, {"reason": reason}, (file,))
    os.close(file)
    app.recorder.cells = []


def _serve(end: socket.socket, lifeline: int, app: ForkedApp) -> None:
    """Fork a kernel for each request, until the server closes the other end."""
    while True:
        try:
            request, (ready,) = channel.receive(end)
        except channel.Gone:
            return
        try:
            pid, handle = process.fork()
        except OSError as error:  # no memory or no process to be had; or it ended at once
            channel.send(end, {"error": type(error).__name__})
        else:
            if pid == 0:
                end.close()
                run_kernel(app, request["connection_file"], ready, lifeline)
            channel.send(end, {"pid": pid}, (handle,))
            os.close(handle)
        os.close(ready)
