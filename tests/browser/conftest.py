"""What the tests of the workbook with every verb share: one server, and browsers that keep all they hear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.verbs import LISTEN, WORKBOOKS
from tests.conftest import Make, Server, contexts_inside, start_server, stop_server
from tests.figures import put_municipality

expect.set_options(timeout=30_000)  # three parts of the tests share the machine's cores


@pytest.fixture(scope="session")
def verbs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose only workbook has every verb."""
    data = tmp_path_factory.mktemp("verbs") / "data"
    running = start_server(data, "--samples", "--people", "20", LMTOOLS_WORKBOOKS=str(WORKBOOKS))
    yield running
    assert stop_server(running) == 0


@pytest.fixture(scope="session")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the invented municipality, grown by eight more invented schools."""
    data = tmp_path_factory.mktemp("municipality") / "data"
    put_municipality(data)
    running = start_server(data, "--people", "5")
    yield running
    assert stop_server(running) == 0


@pytest.fixture
def make(browser: Browser, verbs: Server) -> Iterator[Make]:
    """Make browsers that keep all they hear, and that nothing from outside reaches."""
    with contexts_inside(browser, verbs.origin, LISTEN) as new:
        yield new
