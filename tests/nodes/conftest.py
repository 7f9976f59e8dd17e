"""Two nodes of lmtools on one PostgreSQL behind haproxy, with the configuration that stands in deploy/."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest

from benchmarks.proxy import CONFIGURATION, configuration
from tests.conftest import Server, free_port, start_server
from tests.figures import put_samples

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("LMTOOLS_TEST_DATABASE")
GRACE = 8
KEY = "felles-nokkel-for-nodene"


@dataclass
class Town:
    """The nodes by the names that the proxy knows, the proxy's address as `url`, and the database's."""

    nodes: dict[str, Server]
    url: str
    database: str = field(repr=False)
    start: Callable[[str], Server] = field(repr=False)

    @property
    def origin(self) -> str:
        return self.url.rstrip("/")

    def asked(self, query: str) -> list[tuple]:
        """Ask the database, past lmtools."""
        with psycopg.connect(self.database, application_name="the test") as connection:
            return connection.execute(query).fetchall()


@contextmanager
def a_database() -> Iterator[str]:
    """An empty database on the server of the tests."""
    name = f"lmtools_nodes_{secrets.token_hex(6)}"
    with psycopg.connect(str(SERVER), autocommit=True) as maker:
        maker.execute(f"CREATE DATABASE {name}")
        yield f"{str(SERVER).rpartition('/')[0]}/{name}"
        maker.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def a_proxy(folder: Path, ports: dict[str, int]) -> Iterator[str]:
    """haproxy with deploy/haproxy.cfg, its ports replaced."""
    port, file = free_port(), folder / "haproxy.cfg"
    file.write_text(configuration(CONFIGURATION.read_text(), port, ports, by_session=False))
    with (folder / "haproxy.log").open("w") as log:
        process = subprocess.Popen([haproxy(), "-db", "-f", str(file)], stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(30)


def haproxy() -> str:
    """Where haproxy is; Debian puts it where only root looks."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin") or ""


def wait_for_node(proxy: str, name: str, seconds: float = 120) -> None:
    """Wait until the proxy sends those to the node who have its cookie; it gives others a new one."""
    limit = time.monotonic() + seconds
    with httpx.Client(base_url=proxy, headers={"Cookie": f"lmtools_node={name}"}, timeout=5) as client:
        while True:
            with suppress(httpx.HTTPError):
                answer = client.get("api/alive")
                if answer.is_success and "lmtools_node" not in answer.cookies:
                    return
                client.cookies.clear()
            assert time.monotonic() < limit, f"The proxy never sent anybody to {name}."
            time.sleep(0.1)


@pytest.fixture
def town(started_town: Town) -> Town:
    """Both nodes are up, also when the test before ended one of them."""
    for name, node in started_town.nodes.items():
        if node.process.poll() is not None:
            started_town.nodes[name] = started_town.start(name)
    for name in started_town.nodes:
        wait_for_node(started_town.url, name)
    return started_town


@pytest.fixture(scope="module")
def started_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Both nodes are started at the same moment on an empty database, and share the folder of figures."""
    if not SERVER:
        pytest.skip("LMTOOLS_TEST_DATABASE names no PostgreSQL, so two nodes cannot share a database.")
    if not haproxy():
        pytest.skip("haproxy is not installed, so nothing can stand in front of two nodes.")
    folder = tmp_path_factory.mktemp("town")
    data, books = folder / "data", folder / "books"
    put_samples(data)
    (data / "facilitator.key").write_text(KEY)
    books.mkdir()
    shutil.copy(ROOT / "workbooks" / "stasted.ipynb", books)
    ports = {"a": free_port(), "b": free_port()}
    with a_database() as database, a_proxy(folder, ports) as proxy:
        (folder / "database").write_text(database)

        def start(name: str) -> Server:
            return start_server(
                data,
                str(books),
                *("--people", "1"),
                port=ports[name],
                LMTOOLS_DATABASE_FILE=str(folder / "database"),
                LMTOOLS_FACILITATOR_KEY_FILE=str(data / "facilitator.key"),
                LMTOOLS_GRACE=str(GRACE),
            )

        with ThreadPoolExecutor(2) as threads:
            nodes = dict(zip(ports, threads.map(start, ports), strict=True))
        try:
            yield Town(nodes, proxy, database, start)
        finally:
            for node in nodes.values():
                node.process.kill()
                node.process.wait(30)
