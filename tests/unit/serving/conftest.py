"""Clients of the shared server, each a browser of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import Server

Client = httpx.Client


def plain_client(server: Server) -> Client:
    """A browser that says where it comes from. It reads no certificates, which takes longer than a visit."""
    return Client(base_url=server.url, headers={"Origin": server.origin}, timeout=60, verify=False)


@pytest.fixture
def client(server: Server) -> Iterator[Callable[[], Client]]:
    """Make clients that say where they come from, as a browser does."""
    made: list[Client] = []

    def make() -> Client:
        made.append(plain_client(server))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def facilitator(client: Callable[[], Client], server: Server) -> Client:
    """A browser that has proved that it knows the server's key."""
    made = client()
    assert made.post("api/sign-in", json={"key": server.key}).status_code == 200
    return made


@pytest.fixture
def session(facilitator: Client) -> str:
    """The code of a new session at one of the invented schools."""
    return new_session(facilitator)


def new_session(facilitator: Client, **more: Any) -> str:
    """Start a session, asked for with `more`; its code."""
    schools = json.loads(
        re.search(
            r'<script type="application/json" id="schools">(.*?)</script>',
            facilitator.get("prosessleder").text,
        )[1]
    )
    asked = {
        "workbook": "stasted",
        "school": schools[0]["key"],
        "grade": "all",
        "groups": 3,
        "expected": 12,
        "language": "nb",
        **more,
    }
    answer = facilitator.post("api/session", json=asked)
    assert answer.status_code == 201
    return str(answer.json()["code"])


def page_data(html: str) -> dict[str, Any]:
    """What the server told the page's script."""
    found = re.search(r'<script type="application/json" id="lm-page">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
