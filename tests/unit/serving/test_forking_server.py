"""A whole server whose kernels are forks: pages, answers, and what happens when something is in the way."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import httpx
import nbformat
import psutil
import pytest
from nbformat import v4
from yarl import URL

from lmtools.serving.culling import GOING_AWAY
from lmtools.serving.messages import PROTOCOL
from tests.conftest import Server, run_alone, start_server, stop_server
from tests.unit.serving.pages import ask_for_kernel, choose, frozen, open_page, processes

if sys.platform != "linux":
    pytest.skip("kernels are forked on Linux only", allow_module_level=True)

WORKBOOKS = Path(__file__).parents[3] / "workbooks"
THREAD = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"


def own_server(server: Server, folder: Path, *arguments: str, **environment: str) -> Server:
    """A server of its own with the figures of the shared one."""
    shutil.copytree(server.data / "released", folder / "data" / "released")
    return start_server(folder / "data", *arguments, **environment)


def write_workbook(folder: Path, *cells: str) -> None:
    """A school's own workbook, called `egen`."""
    title = v4.new_markdown_cell("# Egen\n\nEn egen arbeidsbok.")
    notebook = v4.new_notebook(cells=[title, *(v4.new_code_cell(cell) for cell in cells)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "egen.ipynb")


SLIDER = "import ipywidgets; ipywidgets.IntSlider(3)"


@pytest.fixture(scope="module")
def started(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """A server with a workbook of the school's own, in a list so that another can take its place."""
    folder = tmp_path_factory.mktemp("skole")
    (folder / "bok").mkdir()
    write_workbook(folder / "bok", "print('først')", SLIDER)
    running = [own_server(server, folder, str(folder / "bok"))]
    yield running
    running[0].process.kill()
    running[0].process.wait()


@pytest.fixture
def school(started: list[Server]) -> Server:
    """It is up, also when the test before killed it."""
    if started[0].process.poll() is not None:
        data = started[0].data
        started[0] = start_server(data, str(data.parent / "bok"))
    return started[0]


def test_a_forked_kernel_answers_through_the_widgets_of_the_page(server: Server) -> None:
    page = open_page(server, "stasted")
    browser = httpx.Client(verify=False)
    given = ask_for_kernel(server, "stasted", page.run, browser)
    assert given["same"] is True
    model = page.model("results")
    first = page.states[model]["state"]["selection"]
    shown = run_alone(choose(server, browser, given["kernel"], model, {**first, "gender": "girls"}))
    assert shown["selection"]["gender"] == "girls"
    assert shown["headline"]


def test_the_line_of_a_kernel_that_is_ended_without_a_word_is_closed(server: Server) -> None:
    browser = httpx.Client(verify=False, headers={"Origin": server.origin}, timeout=60)
    given = ask_for_kernel(server, "stasted", open_page(server, "stasted").run, browser)

    async def look() -> int | None:
        cookies = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(headers={"Origin": server.origin}, cookie_jar=cookies) as http:
            cookies.update_cookies(dict(browser.cookies), URL(server.url))
            address = f"{server.url}api/kernels/{given['kernel']}/channels?session_id=prove"
            line = await http.ws_connect(address, protocols=(PROTOCOL,))
            with frozen(server):  # it cannot say goodbye
                await http.post(f"{server.url}voila/api/shutdown/{given['kernel']}")
            while not (await line.receive()).type.name.startswith("CLOS"):
                pass
            return line.close_code

    assert run_alone(look()) == GOING_AWAY


def test_a_page_of_an_older_run_is_told_that_its_kernel_is_of_another(server: Server) -> None:
    assert ask_for_kernel(server, "stasted", "f" * 32)["same"] is False
    assert ask_for_kernel(server, "stasted")["same"] is False


def test_the_page_of_a_fork_is_the_page_of_an_ordinary_kernel(server: Server, tmp_path: Path) -> None:
    ordinary = own_server(server, tmp_path, LMTOOLS_FORK="0")
    try:
        page = open_page(ordinary, "stasted")
        assert page.run == ""
        assert open_page(server, "stasted").plain == page.plain
        assert ask_for_kernel(ordinary, "stasted", page.run)["same"] is False
        assert list(processes(ordinary)) == []
    finally:
        assert stop_server(ordinary) == 0


def test_a_workbook_that_starts_a_thread_runs_in_each_kernel_and_the_log_says_so(school: Server) -> None:
    write_workbook(school.data.parent / "bok", THREAD, "print('tråden går')")
    page = open_page(school, "egen", until="tråden går")
    assert page.run == ""
    assert ask_for_kernel(school, "egen", page.run)["same"] is False
    assert "nb/egen.ipynb runs in each kernel anew: 1 thread" in school.log.read_text()
    assert "lm-kernel" in {process.name() for process in processes(school)}  # forked before the notebook


def test_an_edited_workbook_is_taken_in_without_a_restart(school: Server) -> None:
    open_page(school, "egen")
    write_workbook(school.data.parent / "bok", "print('ny tekst')", SLIDER)
    page = open_page(school, "egen", until="ny tekst")
    assert page.run  # it can be forked now
    assert ask_for_kernel(school, "egen", page.run)["same"] is True


def test_nothing_outlives_a_server_that_is_killed(school: Server) -> None:
    write_workbook(school.data.parent / "bok", "print('til slutt')", SLIDER)
    ask_for_kernel(school, "egen", open_page(school, "egen", until="til slutt").run)
    left = list(processes(school))
    assert {process.name() for process in left} == {"lm-nursery", "lm-template", "lm-kernel"}
    school.process.kill()
    school.process.wait()
    _, alive = psutil.wait_procs(left, timeout=30)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
