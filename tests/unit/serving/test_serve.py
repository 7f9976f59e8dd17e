from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import httpx
import psutil
import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from lmtools.cli.samples import ensure_samples
from lmtools.errors import UsageError
from lmtools.serving import ServeOptions
from lmtools.serving.addresses import find_addresses, shown_address
from lmtools.serving.runtime import prepare_workbooks
from lmtools.serving.serve import free_port, make_data_folder
from lmtools.settings import Settings
from tests.conftest import start_server, stop_server
from tests.unit.serving.conftest import page_data
from tests.unit.serving.pages import open_page

WORKBOOKS = Path(__file__).parents[3] / "workbooks"


def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} er i bruk .*--port {port + 1}"):
            free_port("127.0.0.1", port)


def test_port_zero_picks_a_free_one() -> None:
    assert free_port("127.0.0.1", 0) > 0


def test_an_address_that_is_not_ours_is_told_in_a_sentence() -> None:
    with pytest.raises(UsageError, match="Maskinen har ikke adressa"):
        free_port("203.0.113.7", 8866)


def test_a_data_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    options = ServeOptions(settings=Settings(data_dir=tmp_path / "fil" / "data"))
    with pytest.raises(UsageError, match="LMTOOLS_DATA"):
        make_data_folder(options)


@pytest.mark.parametrize(
    ("given", "base"), [("/", "/"), ("", "/"), ("lm", "/lm/"), ("/a/b", "/a/b/"), ("//x//", "/x/")]
)
def test_the_base_has_one_slash_at_each_end(given: str, base: str) -> None:
    assert ServeOptions(settings=Settings(), base_url=given).base == base


def test_the_facilitators_address_holds_the_key_where_no_server_log_sees_it() -> None:
    options = ServeOptions(settings=Settings(port=8866), host="127.0.0.1", base_url="/lm")
    addresses = find_addresses(options, "abcd-efgh")
    assert addresses.facilitator == "http://localhost:8866/lm/prosessleder#nokkel=abcd-efgh"
    assert addresses.is_local_only
    assert "abcd-efgh" not in repr(addresses)


def test_without_a_key_to_tell_the_facilitators_address_opens_nothing_by_itself() -> None:
    addresses = find_addresses(ServeOptions(settings=Settings()), None)
    assert addresses.facilitator.endswith("/prosessleder")
    assert not addresses.tells_key


def test_a_public_address_is_the_one_that_people_are_told() -> None:
    options = ServeOptions(settings=Settings(), public_url="https://lm.kommune.no")
    assert find_addresses(options, "k").participants == "https://lm.kommune.no/"
    assert find_addresses(options, "k").facilitator.startswith("https://lm.kommune.no/prosessleder#")


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({"Host": "localhost:8866"}, "http://10.0.0.5:8866/"),
        ({"Host": "127.0.0.1:8866"}, "http://10.0.0.5:8866/"),
        ({"Host": "[::1]:8866"}, "http://10.0.0.5:8866/"),
        ({"Host": "skole.lan:8866"}, "http://skole.lan:8866/"),
        ({"Host": "localhost:4000", "X-Forwarded-Host": "lm.kommune.no"}, "http://lm.kommune.no/"),
    ],
)
def test_the_address_on_the_projector_is_one_that_a_phone_can_use(
    headers: dict[str, str], shown: str
) -> None:
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"),
        headers=HTTPHeaders(headers),
        connection=SimpleNamespace(set_close_callback=print),
    )
    assert shown_address(request, "/", "http://10.0.0.5:8866/") == shown


def test_workbooks_are_copied_once_per_language_and_never_changed(tmp_path: Path) -> None:
    folder = tmp_path / "bok"
    shutil.copytree(WORKBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    workbooks = prepare_workbooks(folder)
    try:
        copies = {str(path.relative_to(workbooks.root)) for path in workbooks.root.rglob("*.ipynb")}
        assert {f"{language}/stasted.ipynb" for language in ("nb", "nn", "en")} <= copies
        assert {path: path.read_bytes() for path in folder.iterdir()} == before
    finally:
        workbooks.close()
    assert not workbooks.root.exists()


def test_a_folder_without_workbooks_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ingen arbeidsbøker"):
        prepare_workbooks(tmp_path)
    with pytest.raises(UsageError, match="finnes ikke"):
        prepare_workbooks(tmp_path / "borte")


def test_a_server_under_a_path_serves_stops_cleanly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The whole life of a server that a proxy shows under a path, with a folder of one's own."""
    folder = tmp_path / "bok"
    shutil.copytree(WORKBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    shutil.copyfile(WORKBOOKS / "stasted.ipynb", folder / "min-bok.ipynb")
    temporary = tmp_path / "tmp"  # its own, so that other servers on this machine do not matter
    temporary.mkdir()
    server = start_server(
        tmp_path / "data",
        *("--samples", str(folder)),
        *("--base-url", "/kommune/lm/"),
        base="/kommune/lm/",
        LMTOOLS_FACILITATOR_KEY="en-lang-nok-nokkel",
        TMPDIR=str(temporary),
    )
    page = page_data(open_page(server, "min-bok").html)
    assert page["base"] == "/kommune/lm/"
    assert httpx.get(server.url.replace("/kommune/lm/", "/")).status_code == 404
    asked = {"workbook": "min-bok", "language": "nb"}
    kernel_id = httpx.post(
        f"{server.url}api/kernel", json=asked, headers={"Origin": server.origin}, timeout=60
    ).json()["kernel"]
    kernels = psutil.Process(server.process.pid).children(recursive=True)
    assert any(kernel.name() == "lm-kernel" or kernel_id in " ".join(kernel.cmdline()) for kernel in kernels)
    if sys.platform == "linux":
        for kernel in kernels:
            assert "en-lang-nok-nokkel" not in Path(f"/proc/{kernel.pid}/environ").read_text()
    assert stop_server(server) == 0
    assert psutil.wait_procs(kernels, timeout=10)[1] == []
    assert [path.name for path in temporary.iterdir() if path.name.startswith("lmtools-")] == []
    assert "Traceback" not in server.log.read_text()
    assert "en-lang-nok-nokkel" not in server.log.read_text()
    assert {path.name for path in folder.iterdir()} >= {"min-bok.ipynb", "stasted.ipynb"}


def test_a_cell_that_fails_does_not_take_the_rest_of_the_page_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "bok"
    folder.mkdir()
    text = (WORKBOOKS / "stasted.ipynb").read_text("utf-8")
    (folder / "stasted.ipynb").write_text(text.replace("book.results(", "book.resultat("), "utf-8")
    server = start_server(tmp_path / "data", "--samples", str(folder))
    try:
        page = open_page(server, "stasted").html
        assert page.count("lm-problem") == 1
        assert page.count("data-model=") == page_cells(text) - 1
    finally:
        assert stop_server(server) == 0


def page_cells(notebook: str) -> int:
    """How many views a workbook has: every code cell but those that open the book and tell of it."""
    cells = ["".join(cell["source"]) for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]
    return sum(not source.startswith("book.about(") for source in cells) - 1


def test_an_import_is_seen_without_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = start_server(data)
    try:
        assert "Ingen tall ennå" in httpx.get(server.url).text
        ensure_samples(Settings(data_dir=data))
        for _ in range(100):
            page = httpx.get(server.url, timeout=60).text
            if "Ingen tall ennå" not in page:
                break
            time.sleep(0.3)
        assert "Ingen tall ennå" not in page
        assert "lm-problem" not in open_page(server, "stasted").html
    finally:
        assert stop_server(server) == 0


def test_a_second_server_on_the_same_port_ends_with_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "lmtools.cli", "serve", "--host", "127.0.0.1", "--port", str(port)],
            env={"PATH": "/usr/bin:/bin", "LMTOOLS_DATA": str(tmp_path), "LMTOOLS_OPEN_BROWSER": "0"},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 2
    assert f"Port {port} er i bruk" in done.stderr
    assert "Traceback" not in done.stderr
