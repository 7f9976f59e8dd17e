"""Every answer, whatever was asked and however it went, carries the same headers."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from lmtools.serving.routes import routes
from lmtools.serving.security import HEADERS
from tests.conftest import Server
from tests.unit.serving.conftest import new_session, plain_client

Client = httpx.Client
Clients = Callable[[], Client]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NO_KERNEL = "00000000-0000-0000-0000-000000000000"

EXAMPLES = {
    "StartPage": "",
    "JoinPage": "bli-med/{code}",
    "JoinForm": "bli-med?kode=482617",
    "FacilitatorPage": "prosessleder",
    "ConsolePage": "okt/{code}/styr",
    "TablesPage": "okt/{code}/bord",
    "ProjectorPage": "okt/{code}/lerret",
    "AfterPage": "okt/{code}/etter",
    "MunicipalityPage": "kommunen",
    "AboutPage": "om",
    "DisclosurePage": "skjerming",
    "CertificateFile": "skjerming.json",
    "WorkbookPage": "bok/nb/finnes-ikke",
    "WorkbookRedirect": "bok/stasted",
    "StaticFile": "static/dist/manifest.json",
    "HealthCall": "api/health",
    "AliveCall": "api/alive",
    "JoinCall": "api/join",
    "SignInCall": "api/sign-in",
    "SessionCall": "api/session",
    "SessionsCall": "api/sessions",
    "KernelCall": "api/kernel",
    "RoomCall": "api/room/{code}",
    "LiveCall": "api/room/{code}/live?as=facilitator",
    "FiguresCall": "api/room/{code}/figures/results-1",
    "QrCode": "api/room/{code}/qr.svg",
    "Document": "api/room/{code}/plan.ics",
    "SummaryCall": "api/room/{code}/summary",
    "SummaryDocument": "api/room/{code}/summary.docx",
    "GoalsCall": "api/room/{code}/goals",
    "PlanDocument": "api/room/{code}/goals.json",
    "PlanFileCall": "api/room/{code}/goals-file",
    "CarryCall": "api/room/{code}/carry",
    "VoicesCall": "api/room/{code}/voices",
    "SharingCall": "api/room/{code}/shared",
    "SessionFile": "api/room/{code}/session.lmtools",
    "DeleteCall": "api/room/{code}/delete",
    "OpenFileCall": "api/session-file",
    "PlanPage": "dagsorden/min-dag",
    "AgendasCall": "api/agendas",
    "AgendaCall": "api/agendas/min-dag",
    "AgendaFile": "api/agendas/min-dag.toml",
    "RehearsalCall": "api/rehearsal",
    "RehearsalSessionCall": "api/rehearsal/session",
    "RehearsalEndCall": "api/rehearsal/session/{code}",
    "KernelFacts": f"api/kernels/{NO_KERNEL}",
    "KernelLine": f"api/kernels/{NO_KERNEL}/channels",
    "KernelFarewell": f"voila/api/shutdown/{NO_KERNEL}",
    "MissingPage": "finnes-ikke",
}
"""An address of each handler; `{code}` is a session's. One who adds a route adds an example here."""


@pytest.fixture(scope="module")
def inside(server: Server) -> Iterator[tuple[Client, str]]:
    """One who leads, and the code of a session of theirs: nothing that is asked here changes it."""
    with plain_client(server) as leader:
        assert leader.post("api/sign-in", json={"key": server.key}).status_code == 200
        yield leader, new_session(leader)


def assert_guarded(answer: httpx.Response) -> None:
    """The answer has every header of ours, and does not tell what serves it."""
    about = f"{answer.request.method} {answer.request.url} gave {answer.status_code}"
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, f"{about}: {name}"
    assert "Server" not in answer.headers, about
    assert answer.status_code < 500, about


def test_every_route_has_an_example_here() -> None:
    assert {route[1].__name__ for route in routes("/")} <= set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_route_answers_every_method_with_the_headers(
    client: Clients, inside: tuple[Client, str], name: str
) -> None:
    leader, session = inside
    address = EXAMPLES[name].format(code=session)
    stranger = client()
    for method in METHODS:
        assert_guarded(stranger.request(method, address))
    for body in (b"", b"{", b"[]"):
        headers = {"Content-Type": "application/json", "Origin": "http://ond.example"}
        assert_guarded(stranger.post(address, content=body, headers=headers))
    if name != "LiveCall":  # it answers without end; see below
        assert_guarded(leader.get(address))


def test_news_a_file_that_is_known_and_a_line_that_is_refused_carry_them_too(
    client: Clients, session: str
) -> None:
    reader = client()
    with reader.stream("GET", f"api/room/{session}/live") as news:
        assert_guarded(news)
    file = reader.get(EXAMPLES["StaticFile"])
    known = reader.get(EXAMPLES["StaticFile"], headers={"If-None-Match": file.headers["Etag"]})
    assert known.status_code == 304
    assert_guarded(known)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "http://ond.example"}
    refused = reader.get(f"{EXAMPLES['KernelLine']}?session_id=s", headers=upgrade)
    assert refused.status_code == 400
    assert_guarded(refused)


@pytest.mark.parametrize(
    "said",
    [
        b"no http at all\r\n\r\n",
        b"POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
        b"GET / HTTP/1.1\r\n",  # and nothing more: the connection is ended by this end
    ],
)
def test_what_is_no_request_gets_no_page_and_no_word(server: Server, said: bytes) -> None:
    """There is nothing to protect in an answer without a body, and none is given."""
    with socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port), 30) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        heard = b""
        while piece := line.recv(4096):
            heard += piece
    assert heard in (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_cookies_are_for_the_server_alone(
    client: Clients, server: Server, session: str, scheme: str, is_secure: bool
) -> None:
    """Not for scripts, not for other sites, and never in the clear where the page is encrypted."""
    reader = client()
    forwarded = {"X-Forwarded-Proto": scheme}
    asked = (
        ("api/join", {"code": session, "language": "nn"}),
        ("api/sign-in", {"key": server.key}),
    )
    for address, body in asked:
        answer = reader.post(address, json=body, headers=forwarded)
        kept = answer.headers.get_list("Set-Cookie")
        assert kept
        for cookie in kept:
            parts = {part.strip().partition("=")[0].lower(): part for part in cookie.split(";")}
            assert {"httponly", "samesite", "path"} <= set(parts)
            assert parts["samesite"].strip() == "SameSite=Lax"
            assert ("secure" in parts) is is_secure
            assert "domain" not in parts
