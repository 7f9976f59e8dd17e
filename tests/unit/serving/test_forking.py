"""Kernels that are forks of a process in which a notebook has run; real processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

if sys.platform != "linux":
    pytest.skip("kernels are forked on Linux only", allow_module_level=True)

from lmtools.serving.forking import forks
from lmtools.serving.forking.nurseries import CannotFork
from tests.unit.serving.nest import ENVIRONMENT, Nest

CELLS = ("import os, random, resource, numpy", "import ipywidgets; slider = ipywidgets.IntSlider(3); slider")


@pytest.fixture(scope="module")
def nest() -> Iterator[Nest]:
    os.environ["LMTOOLS_FACILITATOR_KEY"] = "en-nokkel-som-ingen-skal-se"
    made = Nest()
    made.notebook("bok.ipynb", *CELLS)
    yield made
    made.close()
    del os.environ["LMTOOLS_FACILITATOR_KEY"]


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def has_ended(pid: int) -> bool:
    """An orphan is buried by the system's first process, which takes its time in some containers."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def pid_of(kernel: object) -> int:
    return int(kernel.provisioner.pid)


def test_a_kernel_begins_where_the_notebook_ended(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    assert nest.ask(kernel, "slider.value, os.getpid()") == (3, pid_of(kernel))
    assert nest.ask(kernel, "slider.comm.comm_id") in str(nest.template("bok.ipynb").cells)


def test_two_kernels_of_one_template_do_not_see_each_others_changes(nest: Nest) -> None:
    one, other = nest.kernel("bok.ipynb"), nest.kernel("bok.ipynb")
    assert nest.ask(one, "slider.value", first="slider.value = 7") == 7
    assert nest.ask(other, "slider.value") == 3


def test_kernels_have_random_numbers_of_their_own(nest: Nest) -> None:
    drawn = [
        nest.ask(nest.kernel("bok.ipynb"), "random.random(), float(numpy.random.rand())") for _ in range(2)
    ]
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] != drawn[1][1]


def test_a_kernel_sees_the_environment_it_was_given_and_no_other(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    expected = {**ENVIRONMENT, "HOME": str(nest.folder), "LMTOOLS_LANGUAGE": "nn"}
    seen = nest.ask(kernel, "dict(os.environ)")
    assert seen.items() >= expected.items()  # IPython adds how its output is to be coloured
    assert not {"LMTOOLS_FACILITATOR_KEY", "SECRET", "PYTEST_CURRENT_TEST"} & set(seen)
    assert "nokkel" not in Path(f"/proc/{pid_of(kernel)}/environ").read_text()


def test_a_kernel_is_a_session_of_its_own_with_limits(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    assert os.getsid(pid_of(kernel)) == pid_of(kernel)
    names = ("AS", "CPU", "NOFILE", "NPROC", "CORE")
    limits = nest.ask(kernel, f"[resource.getrlimit(getattr(resource, 'RLIMIT_' + n))[0] for n in {names}]")
    assert all(limit != -1 for limit in limits)
    assert limits[-1] == 0
    sockets = [
        link for link in nest.ask(kernel, "[os.readlink(f'/proc/self/fd/{n}') for n in range(3)]") if link
    ]
    assert sockets == ["/dev/null"] * 3


def test_killing_one_kernel_leaves_the_others_and_no_zombie(nest: Nest) -> None:
    one, other = nest.kernel("bok.ipynb"), nest.kernel("bok.ipynb")
    os.kill(pid_of(one), signal.SIGKILL)
    wait_until(lambda: not psutil.pid_exists(pid_of(one)))
    wait_until(lambda: not nest.do(one.is_alive()))
    assert nest.ask(other, "slider.value") == 3


def test_a_kernel_that_is_stopped_ends_at_once_and_by_itself(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    nest.do(kernel.shutdown_kernel())  # by a message, not a signal
    assert not psutil.pid_exists(pid_of(kernel))


def test_a_kernel_that_is_restarted_begins_where_the_notebook_ended(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    before = pid_of(kernel)
    assert nest.ask(kernel, "slider.value", first="slider.value = 7") == 7
    nest.do(kernel.restart_kernel(now=True))
    assert pid_of(kernel) != before
    assert nest.ask(kernel, "slider.value") == 3


def test_the_death_of_a_template_leaves_its_kernels_and_new_ones_still_come(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    template = nest.template("bok.ipynb")
    os.kill(template.child.pid, signal.SIGKILL)
    wait_until(lambda: not template.alive)
    assert nest.ask(kernel, "slider.value") == 3
    assert nest.ask(nest.kernel("bok.ipynb"), "slider.value") == 3
    assert nest.template("bok.ipynb").run == template.run  # pages that are open already may have them
    nest.do(kernel.shutdown_kernel(now=True))
    wait_until(lambda: has_ended(pid_of(kernel)))


def test_a_kernel_that_was_left_alone_is_stopped_but_not_one_that_stands_ready(nest: Nest) -> None:
    manager, kernel = nest.manager("bok.ipynb")
    manager.cull_idle_timeout = 60
    manager.standing_by.add(kernel)
    manager.get_kernel(kernel).last_activity -= timedelta(minutes=2)
    nest.do(manager.cull_kernel_if_idle(kernel))
    assert kernel in manager
    manager.standing_by.discard(kernel)  # handed out, and then left alone
    manager.get_kernel(kernel).last_activity -= timedelta(minutes=2)
    nest.do(manager.cull_kernel_if_idle(kernel))
    assert kernel not in manager


def test_a_kernel_that_ends_by_itself_is_cleared_away_with_its_files(nest: Nest) -> None:
    manager, kernel = nest.manager("bok.ipynb")
    files = [path for path in nest.folder.iterdir() if kernel in path.name]
    assert files
    os.kill(pid_of(manager.get_kernel(kernel)), signal.SIGKILL)
    wait_until(lambda: kernel not in manager and not any(path.exists() for path in files))


def test_the_death_of_the_nursery_is_made_good(nest: Nest) -> None:
    kernel = nest.kernel("bok.ipynb")
    nursery = psutil.Process(nest.template("bok.ipynb").child.pid).parent()
    assert nursery is not None
    assert nursery.name() == "lm-nursery"
    nursery.kill()
    assert nest.ask(kernel, "slider.value") == 3
    nest.notebook("ny.ipynb", "fem = 5")
    assert nest.ask(nest.kernel("ny.ipynb"), "fem") == 5


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", "thread"),
        ("import socket; line = socket.socket()", "left open"),
        ("import asyncio; await asyncio.sleep(0)", "left open"),
        ("1 / 0", "a cell failed"),
    ],
)
def test_what_a_fork_could_not_take_along_is_told(nest: Nest, cell: str, why: str) -> None:
    nest.notebook("usikker.ipynb", cell)
    with pytest.raises(CannotFork, match=why):
        nest.template("usikker.ipynb")


def test_a_notebook_that_ends_its_process_is_no_end_to_the_others(nest: Nest) -> None:
    nest.notebook("slutt.ipynb", "import os; os._exit(0)")
    with pytest.raises(forks.Gone):
        nest.template("slutt.ipynb")
    assert nest.ask(nest.kernel("bok.ipynb"), "slider.value") == 3


def test_a_run_has_the_same_name_only_when_it_published_the_same(nest: Nest) -> None:
    before = nest.template("bok.ipynb").run
    nest.do(_forget(nest))
    assert nest.template("bok.ipynb").run == before
    nest.notebook("bok.ipynb", *CELLS, "slider.value = 4")
    nest.do(_forget(nest))
    assert nest.template("bok.ipynb").run != before
    nest.notebook("bok.ipynb", *CELLS)
    nest.do(_forget(nest))


async def _forget(nest: Nest) -> None:
    nest.forks.forget()


def test_only_a_few_templates_are_kept(nest: Nest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "MOST_TEMPLATES", 1)
    old = nest.template("bok.ipynb")
    nest.notebook("annen.ipynb", "1")
    nest.template("annen.ipynb")
    nest.template("annen.ipynb")
    wait_until(lambda: not psutil.pid_exists(old.child.pid))
