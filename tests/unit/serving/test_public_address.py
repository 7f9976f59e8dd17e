"""`lmtools doctor --public-url`: whether the address that people write leads here, and is passed on."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from lmtools.cli.ailments import Case, Finding, Mark, reaching
from lmtools.serving.addresses import is_encrypted
from lmtools.settings import Settings
from lmtools.text import Text
from tests.conftest import Server


def asked(url: str) -> Finding:
    [finding] = reaching.proxy(Case(Settings(), Text("nb"), public_url=url))
    return finding


def test_the_server_tells_at_which_address_it_was_asked(client: Callable[[], httpx.Client]) -> None:
    behind = {"Host": "127.0.0.1", "X-Forwarded-Host": "lmtools.kommunen.no", "X-Forwarded-Proto": "https"}
    told = client().get("api/health", headers=behind).json()
    assert told["address"] == "https://lmtools.kommunen.no/"


def test_an_address_on_this_machine_is_fine(server: Server) -> None:
    assert asked(server.url).mark == Mark.FINE


def test_a_proxy_that_does_not_pass_the_address_on_is_told_of(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "LOCAL", ())  # as if the name people write were another machine's
    found = asked(server.url)
    assert found.mark == Mark.WRONG
    assert "Mellomtjeneren må sende Host og X-Forwarded-Proto videre." in found.next


def test_something_else_that_answers_is_not_taken_for_lmtools(server: Server) -> None:
    assert "Vi får ikke svar fra lmtools på" in asked(f"{server.url}bok").what


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.no/", "https://a.no:443/", True),
        ("https://A.no/lm/", "https://a.no/lm/", True),
        ("http://a.no/", "https://a.no/", False),
        ("https://127.0.0.1:8866/", "https://a.no/", False),
    ],
)
def test_a_port_that_goes_without_saying_may_be_said(one: str, other: str, same: bool) -> None:
    assert reaching._same(one, other) is same


@pytest.mark.parametrize(
    ("protocol", "host", "public", "encrypted"),
    [
        ("https", "a.no", None, True),
        ("http", "a.no", None, False),
        ("http", "a.no", "https://a.no", True),  # the proxy tells who was asked, and not how
        ("http", "a.no", "http://a.no", False),
        ("http", "localhost:8866", "https://a.no", False),  # somebody on the machine itself
    ],
)
def test_cookies_are_for_an_encrypted_line_where_the_visitor_has_one(
    protocol: str, host: str, public: str | None, encrypted: bool
) -> None:
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    request = HTTPServerRequest(start_line=line, headers=HTTPHeaders({"Host": host}))
    request.protocol = protocol
    assert is_encrypted(request, public) is encrypted
