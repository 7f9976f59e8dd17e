"""When the day is over, over HTTP: the files, the page for pupils and parents, opening and deleting."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import httpx
import pytest

from lmtools.serving.rendering import SESSION_FILE

Client = httpx.Client
Clients = Callable[[], Client]

FOR_THE_FACILITATOR = (
    "api/room/{}/summary",
    "api/room/{}/summary.docx",
    "api/room/{}/summary.html",
    "api/room/{}/session.lmtools",
)


def lead(facilitator: Client, session: str, do: str, **fields: Any) -> None:
    command = {"id": str(uuid.uuid4()), "do": do, **fields}
    answer = facilitator.post(f"api/room/{session}?as=facilitator", json={"commands": [command]})
    assert answer.json()["results"][0]["ok"], answer.json()["results"]


def open_file(client: Client, data: bytes, *, again: bool = False) -> httpx.Response:
    address = "api/session-file" + ("?again=1" if again else "")
    return client.post(address, content=data, headers={"Content-Type": SESSION_FILE})


def test_only_the_facilitator_gets_the_file_and_the_page(
    client: Clients, facilitator: Client, session: str
) -> None:
    participant = client()
    participant.post("api/join", json={"code": session})
    for address in FOR_THE_FACILITATOR:
        assert participant.get(address.format(session)).status_code == 403
        assert client().get(address.format("000000")).status_code == 403
    assert participant.post(f"api/room/{session}/delete", json={"code": session}).status_code == 403
    assert facilitator.get(f"api/room/{session}/summary").json()["headline"]


def test_the_page_for_pupils_is_there_once_it_is_saved(facilitator: Client, session: str) -> None:
    place = f"api/room/{session}/summary.docx"
    refused = facilitator.get(place)
    assert refused.status_code == 404
    assert "ikke sett over ennå" in refused.json()["error"]
    lead(facilitator, session, "close")
    lead(
        facilitator,
        session,
        "summary.save",
        headline="Vi har hørt",
        said="Trivsel: 4,2 av 5",
        does="Tre regler",
    )
    document = docx.Document(io.BytesIO(facilitator.get(place).content))
    assert "Tre regler" in [paragraph.text for paragraph in document.paragraphs]
    shown = facilitator.get(place.replace("docx", "html"))
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "Trivsel: 4,2 av 5" in shown.text


def test_a_session_is_opened_from_its_file_by_one_who_may_start_one(
    client: Clients, facilitator: Client, session: str
) -> None:
    data = facilitator.get(f"api/room/{session}/session.lmtools").content
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert open_file(client(), data).status_code == 403
    twice = open_file(facilitator, data)
    assert (twice.status_code, twice.json()["code"]) == (409, session)
    opened = open_file(facilitator, data, again=True)
    assert opened.status_code == 201
    code, key = opened.json()["code"], opened.json()["key"]
    assert code != session
    other = client()
    assert other.post("api/sign-in", json={"key": key, "code": code}).status_code == 200
    assert other.get(f"api/room/{code}?as=facilitator").json()["session"]["title"] == "Ståsted"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 tull", b"\x89PNG" * 1000])
def test_a_bad_file_is_a_sentence(facilitator: Client, data: bytes) -> None:
    answer = open_file(facilitator, data)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


def test_another_site_cannot_open_a_file_or_delete_a_session(facilitator: Client, session: str) -> None:
    foreign = {"Origin": "http://ond.example"}
    for address in ("api/session-file?again=1", f"api/room/{session}/delete"):
        assert facilitator.post(address, json={"code": session}, headers=foreign).status_code == 403
    as_a_form = facilitator.post("api/session-file", content=b"x", headers={"Content-Type": "text/plain"})
    assert as_a_form.status_code == 400
    assert facilitator.get(f"api/room/{session}?as=facilitator").status_code == 200


def test_a_session_is_deleted_by_its_code_and_those_in_it_are_told(
    client: Clients, facilitator: Client, session: str
) -> None:
    phone = client()
    phone.post("api/join", json={"code": session})
    wrong = facilitator.post(f"api/room/{session}/delete", json={"code": "000000"})
    assert wrong.status_code == 400
    assert "Ingenting er slettet" in wrong.json()["error"]
    with phone.stream("GET", f"api/room/{session}/live?as=participant") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: snapshot"
        gone = facilitator.post(f"api/room/{session}/delete", json={"code": session})
        told = list(lines)
    assert "er slettet: punktene (0), målene (0), tiltakene (0)" in gone.json()["said"]
    assert "event: gone" in told
    assert phone.get(f"api/room/{session}?as=participant").status_code == 404
    assert facilitator.get(f"api/room/{session}?as=facilitator").status_code == 404


def test_a_session_that_is_ended_is_still_found_on_the_facilitators_page(
    facilitator: Client, session: str
) -> None:
    assert f"okt/{session}/etter" not in facilitator.get("prosessleder").text
    lead(facilitator, session, "close")
    assert f"okt/{session}/etter" in facilitator.get("prosessleder").text
