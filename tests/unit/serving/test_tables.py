"""A table's address: whoever scans it is in, and sits there; it opens nothing that the code does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from lmtools.serving.door import Door, proof_of
from lmtools.serving.qr import draw
from lmtools.serving.visitors import participant
from tests.conftest import Server, run_alone
from tests.unit.serving.conftest import new_session

Client = httpx.Client


@pytest.fixture
def tables(facilitator: Client) -> str:
    """The code of a session whose three groups are three tables."""
    return new_session(facilitator, grouping="table")


def table_of(who: Client, code: str) -> int:
    """Where this browser sits; 0 for nowhere yet."""
    return int(who.get(f"api/room/{code}").json()["me"]["group"])


def proof(server: Server, code: str) -> str:
    secret = (server.data / "cookie.secret").read_text().strip().encode()
    return proof_of(code, secret)


def test_whoever_scans_a_table_s_code_is_in_and_sits_there(
    client: Callable[[], Client], server: Server, tables: str
) -> None:
    who = client()
    assert who.get(f"bli-med/{tables}/{proof(server, tables)}?bord=2").status_code < 400
    assert table_of(who, tables) == 2
    who.get(f"bli-med/{tables}?bord=3")
    assert table_of(who, tables) == 3


@pytest.mark.parametrize("number", ["", "0", "4", "-1", "02", "2.0", "²", "100", "x", "1'--", "9" * 4000])
def test_what_is_no_table_leads_in_and_to_no_table(
    client: Callable[[], Client], tables: str, number: str
) -> None:
    who = client()
    assert who.get(f"bli-med/{tables}", params={"bord": number}).status_code < 400
    assert table_of(who, tables) == 0


def test_who_goes_from_table_to_table_is_held_to_the_pace_of_all_writing() -> None:
    moved: list[int] = []
    allowed = iter((True, True, False))

    async def run(function: Any, *given: Any, **named: Any) -> Any:
        return function(*given, **named)

    who = SimpleNamespace(participant="p1")
    room = SimpleNamespace(enter=lambda *_, **__: who, sit_at=lambda _, table: moved.append(table))
    writing = SimpleNamespace(
        use=lambda participant, count: (participant, count) == ("p1", 1) and next(allowed)
    )
    site = SimpleNamespace(room=room, writing=writing, run=run, door=Door())
    handler: Any = SimpleNamespace(
        site=site, language="nb", browser_id=lambda: "b1", get_signed_cookie=lambda *_, **__: None
    )
    site.keys = SimpleNamespace(cookie=b"secret")
    for table in (1, 2, 3):
        assert run_alone(participant(handler, "482617", proof_of("482617", b"secret"), table)) is who
    assert moved == [1, 2]


def test_a_link_on_another_site_moves_nobody(client: Callable[[], Client], tables: str) -> None:
    who = client()
    who.get(f"bli-med/{tables}?bord=2")
    who.get(f"bli-med/{tables}?bord=3", headers={"Sec-Fetch-Site": "cross-site"})
    assert table_of(who, tables) == 2


def test_a_table_s_number_opens_no_session_that_is_closed_and_finds_none(
    client: Callable[[], Client], facilitator: Client, server: Server, tables: str
) -> None:
    inside, stranger = client(), client()
    inside.get(f"bli-med/{tables}?bord=1")
    command = {"id": "close-it", "do": "close"}
    facilitator.post(f"api/room/{tables}?as=facilitator", json={"commands": [command]})
    inside.get(f"bli-med/{tables}?bord=2")
    assert table_of(inside, tables) == 1
    for address in (f"bli-med/{tables}?bord=2", f"bli-med/{tables}/{proof(server, tables)}?bord=2"):
        refused = stranger.get(address)
        assert refused.status_code == 403
        assert "Økta er avsluttet." in refused.text
    assert stranger.get("bli-med/100000?bord=2").status_code == 404


def test_the_sheets_are_for_who_leads_and_hold_the_codes_of_the_tables(
    client: Callable[[], Client], facilitator: Client, server: Server, tables: str
) -> None:
    assert client().get(f"okt/{tables}/bord").headers["Location"] == f"/prosessleder?okt={tables}"
    page = facilitator.get(f"okt/{tables}/bord").text
    assert page.count('<li class="sheet">') == 3
    (shown,) = set(re.findall(r"<dt>Eller gå til</dt><dd>([^<]+)</dd>", page))
    for number in (1, 2, 3):
        address = f"http://{shown}/bli-med/{tables}/{proof(server, tables)}?bord={number}"
        assert draw(address, f"QR-kode for bord {number}") in page


def test_a_way_of_making_groups_that_does_not_exist_is_told(facilitator: Client) -> None:
    answer = facilitator.post("api/session", json={"workbook": "stasted", "grouping": "alphabet"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "Velg hvordan gruppene skal lages."
