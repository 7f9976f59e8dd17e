from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from lmtools.fetching import TABLES, Fetched, Service, Wish, client, fetch
from tests.unit.fetching.udir import SCHOOL, Udir, udir

NOON = 1_800_000_000.0
Ask = Callable[..., Fetched]


@pytest.fixture(scope="session")
def running() -> Iterator[Udir]:
    with udir() as server:
        yield server


@pytest.fixture
def server(running: Udir) -> Udir:
    """Udir's service as it usually is, which has not been asked anything yet."""
    running.begin()
    return running


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """What asks, made once because loading the certificates takes time."""
    with client() as made:
        yield made


@pytest.fixture
def waits() -> list[float]:
    """How long we waited, each time."""
    return []


@pytest.fixture
def service(server: Udir, http: httpx.Client, tmp_path: Path, waits: list[float]) -> Callable[..., Service]:
    """Make a service with the same answers kept; `at` is what the clock shows."""

    def make(*, at: float = NOON, is_fresh: bool = False, base: str = "") -> Service:
        return Service(
            http,
            base or server.base,
            tmp_path / "kept",
            is_fresh=is_fresh,
            wait=waits.append,
            clock=lambda: at,
        )

    return make


@pytest.fixture
def ask(service: Callable[..., Service], tmp_path: Path) -> Ask:
    """Fetch tables by name, of the school unless somebody else is named, as at one time."""

    def run(
        *tables: str, at: float = NOON, is_fresh: bool = False, base: str = "", **wish: object
    ) -> Fetched:
        about = wish or {"schools": (SCHOOL,)}
        if set(about) <= {"years"}:
            about["schools"] = (SCHOOL,)
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        wished = Wish(tuple(TABLES[name] for name in tables or ("index",)), **about)
        return fetch(wished, service(at=at, is_fresh=is_fresh, base=base), folder)

    return run
