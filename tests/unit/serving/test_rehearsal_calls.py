"""Who may start a rehearsal, and what its session is and is not."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "api/rehearsal"),
        ("POST", "api/rehearsal"),
        ("DELETE", "api/rehearsal"),
        ("POST", "api/rehearsal/session"),
        ("POST", "api/rehearsal/session/482617"),
    ],
)
def test_only_one_with_the_servers_key_comes_near_a_rehearsal(
    client: Callable[[], httpx.Client], method: str, path: str
) -> None:
    answer = client().request(method, path, json={})
    assert answer.status_code == 403
    assert answer.json() == {"error": "Bare prosesslederen kan holde generalprøve. Logg inn med nøkkelen."}


def test_a_rehearsals_session_is_called_so_and_is_not_what_is_on_today(facilitator: httpx.Client) -> None:
    started = facilitator.post("api/rehearsal/session", json={"people": 8, "anyway": True})
    assert started.status_code == 201
    code = started.json()["code"]
    shown = facilitator.get(f"api/room/{code}", params={"as": "projector"}).json()
    assert (shown["session"]["title"], shown["session"]["rehearsal"]) == ("Generalprøve: Ståsted", True)
    assert "Generalprøve" not in facilitator.get("").text
    ended = facilitator.post(f"api/rehearsal/session/{code}", json={"report": None})
    assert ended.json() == {"deleted": True}
    assert facilitator.get(f"api/room/{code}", params={"as": "projector"}).status_code == 404


def test_the_agenda_of_the_day_can_be_rehearsed(facilitator: httpx.Client) -> None:
    asked = {"people": 8, "anyway": True, "agenda": "45-minutter"}
    code = facilitator.post("api/rehearsal/session", json=asked).json()["code"]
    shown = facilitator.get(f"api/room/{code}", params={"as": "projector"}).json()
    facilitator.post(f"api/rehearsal/session/{code}", json={})
    assert shown["session"]["title"] == "Generalprøve: Fra tall til tiltak på 45 minutter"
    missing = facilitator.post("api/rehearsal/session", json={**asked, "agenda": "ukjent"})
    assert missing.status_code == 404
    assert "dagsordenen" in missing.json()["error"]


def test_a_session_that_is_no_rehearsal_is_not_deleted_as_one(
    facilitator: httpx.Client, session: str
) -> None:
    assert facilitator.post(f"api/rehearsal/session/{session}", json={}).status_code == 404
    assert facilitator.get(f"api/room/{session}", params={"as": "projector"}).status_code == 200


@pytest.mark.parametrize("people", [0, 1, 1001, "mange"])
def test_how_many_come_must_be_a_number_that_can_come(facilitator: httpx.Client, people: object) -> None:
    answer = facilitator.post("api/rehearsal", json={"people": people, "anyway": True})
    assert (answer.status_code, answer.json()["error"]) == (400, "Skriv et tall fra 2 til 1000.")
