"""What a participant, or anyone with the address, does not come to."""

from __future__ import annotations

import ast
import inspect
import stat
import sys
import textwrap
from collections.abc import Callable

import httpx
import pytest

from lmtools.room import keys as room_keys
from lmtools.serving import door, owners
from lmtools.serving import keys as server_keys
from tests.conftest import Server

Client = httpx.Client
Clients = Callable[[], Client]

ELSEWHERE = [
    *(
        "lab",
        "tree",
        "notebooks",
        "edit/nb/stasted.ipynb",
        "doc",
        "terminals/1",
        "login",
        "logout",
        "metrics",
    ),
    *(
        "api",
        "api/contents",
        "api/contents/nb/stasted.ipynb",
        "api/sessions/x",
        "api/terminals",
        "api/status",
    ),
    *("api/kernels", "api/kernelspecs", "api/config/x", "api/me", "api/shutdown", "api/spec.yaml"),
    *("voila", "voila/render/nb/stasted.ipynb", "voila/files/nb/stasted.ipynb", "voila/static/main.js"),
    *("voila/templates/lmtools/index.html.j2", "files/nb/stasted.ipynb", "nbconvert/html/nb/stasted.ipynb"),
    *("nb/stasted.ipynb", "stasted.ipynb", "lmtools.sqlite", "facilitator.key", "cookie.secret"),
    *("released", "released/facts.parquet", ".git/config", ".env", "static", "static/"),
]

CLIMBING = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%252f",
    "..\\",
    "..%5c",
    "....//",
    "%00/../",
    "/",
    "%2f",
    "dist/../../",
    "dist/%2e%2e/%2e%2e/",
]
GOALS = ["facilitator.key", "security.py", "etc/passwd", "templates/pages/start.html"]


def test_jupyterlab_files_and_kernels_of_others_are_not_there(client: Clients) -> None:
    stranger = client()
    for address in ELSEWHERE:
        for method in ("GET", "POST"):
            assert stranger.request(method, address).status_code == 404, address


@pytest.mark.parametrize("climb", CLIMBING)
def test_no_way_of_writing_an_address_climbs_out_of_the_folders(server: Server, climb: str) -> None:
    """Sent as they are written: a client would tidy them up before they left."""
    with httpx.Client() as raw:
        for goal in GOALS:
            for start in ("static/", "static/dist/", "bok/nb/", "bok/"):
                address = httpx.URL(server.url).copy_with(raw_path=f"/{start}{climb * 3}{goal}".encode())
                answer = raw.get(address)
                assert answer.status_code in (400, 404, 302), address
                location = answer.headers.get("Location", "")  # a name in a language's folder, at most
                assert location == "" or location.startswith("/bok/nb/"), address
                assert "root:" not in answer.text and server.key not in answer.text
                assert "from __future__" not in answer.text and "{%" not in answer.text


def test_nothing_the_server_sends_a_stranger_holds_a_key(
    client: Clients, server: Server, session: str
) -> None:
    reader = client()
    reader.post("api/join", json={"code": session})
    for address in ("", "om", "prosessleder", f"api/room/{session}", "api/health", f"okt/{session}/styr"):
        assert server.key not in reader.get(address).text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_what_lies_in_the_data_folder_is_for_its_owner(server: Server, session: str) -> None:
    files = [server.data / name for name in ("facilitator.key", "cookie.secret")]
    files += list(server.data.glob("*.sqlite*"))
    assert len(files) > 2
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_the_addresses_of_visitors_are_in_no_log_and_no_table(
    client: Clients, server: Server, session: str
) -> None:
    reader = client()
    shown = {"X-Real-Ip": "203.0.113.77", "User-Agent": "Telefonen-min/1.0"}
    reader.post("api/join", json={"code": session}, headers=shown)
    reader.get("finnes-ikke", headers=shown)
    reader.post("api/join", content=b"{", headers=shown)
    stored = b"".join(path.read_bytes() for path in server.data.glob("*.sqlite*"))
    for trace in (b"203.0.113.77", b"Telefonen-min", reader.cookies["lmtools_participant"].encode()):
        assert trace not in stored
        assert trace not in server.log.read_bytes()


@pytest.mark.parametrize(
    "compare",
    [server_keys.Keys.is_facilitator, room_keys.is_same, door.is_proof, owners.Owners.owns],
)
def test_secrets_are_compared_in_constant_time(compare: Callable[..., bool]) -> None:
    """Seen in the source: every answer of these comes from `hmac.compare_digest`, and from no `==`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(compare)))
    calls = [
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")
    ]
    assert calls.count("compare_digest") == 1
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
