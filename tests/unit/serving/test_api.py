from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from tests.conftest import Server

Client = httpx.Client
Clients = Callable[[], Client]


def test_a_code_lets_a_browser_in_with_a_cookie_that_scripts_cannot_read(
    client: Clients, session: str
) -> None:
    answer = client().post("api/join", json={"code": f"{session[:3]} {session[3:]}", "language": "nn"})
    assert answer.json() == {"url": f"/bok/nn/stasted?okt={session}"}
    for cookie in answer.headers.get_list("Set-Cookie"):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_the_same_browser_is_the_same_participant(client: Clients, session: str) -> None:
    one, other = client(), client()
    groups = []
    for browser in (one, other, one):
        groups.append(browser.get(f"api/room/{session}").json()["me"]["group"])
    assert groups[0] == groups[2] != groups[1]


def test_an_unknown_code_is_a_sentence(client: Clients) -> None:
    answer = client().post("api/join", json={"code": "000000"})
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("Vi finner ingen økt med koden")


def test_a_page_of_another_site_cannot_post(client: Clients, session: str) -> None:
    for headers in ({"Origin": "http://ond.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client().post("api/join", json={"code": session}, headers=headers)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


def test_a_form_of_another_site_cannot_post_either(client: Clients, session: str) -> None:
    assert client().post("api/join", data={"code": session}).status_code == 400


@pytest.mark.parametrize("body", ["[]", "1", "{", "null", '"x"', "[" * 5000])
def test_what_is_not_an_object_is_refused_in_a_sentence(client: Clients, body: str) -> None:
    answer = client().post("api/join", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Vi forsto ikke")


def test_a_wrong_key_opens_nothing(client: Clients, session: str) -> None:
    guesser = client()
    assert guesser.post("api/sign-in", json={"key": "aaaa-bbbb-cccc-dddd"}).status_code == 403
    assert guesser.get("api/sessions").status_code == 403
    assert guesser.get(f"api/room/{session}?as=facilitator").status_code == 403


def test_a_key_that_is_forged_in_the_cookie_opens_nothing(client: Clients, session: str) -> None:
    forger = client()
    forger.cookies.set("lmtools_facilitator", '{"server": true, "codes": []}')
    assert forger.get(f"api/room/{session}?as=facilitator").status_code == 403


def test_the_key_of_a_session_opens_that_session_only(
    client: Clients, facilitator: Client, session: str
) -> None:
    school = facilitator.get(f"api/room/{session}?as=facilitator").json()["session"]["school"]["key"]
    asked = {"workbook": "stasted", "school": school, "groups": 2, "expected": 8, "language": "nb"}
    other = facilitator.post("api/session", json=asked).json()
    leader = client()
    assert leader.post("api/sign-in", json={"key": other["key"], "code": other["code"]}).status_code == 200
    assert leader.get(f"api/room/{other['code']}?as=facilitator").status_code == 200
    assert leader.get(f"api/room/{session}?as=facilitator").status_code == 403
    assert [one["code"] for one in leader.get("api/sessions").json()["sessions"]] == [other["code"]]
    assert leader.post("api/session", json=asked).status_code == 403


def test_a_participant_can_be_neither_facilitator_nor_projector(client: Clients, session: str) -> None:
    participant = client()
    participant.post("api/join", json={"code": session})
    for role in ("facilitator", "projector", "admin", ""):
        assert participant.get(f"api/room/{session}?as={role}").status_code == 403
        assert participant.post(f"api/room/{session}?as={role}", json={"commands": []}).status_code == 403


def test_commands_are_answered_one_by_one(client: Clients, session: str) -> None:
    commands = [
        {"id": "a", "do": "guess.lock", "step": "guess-1", "value": 12},
        {"id": "b", "do": "next"},
        7,
    ]
    answer = client().post(f"api/room/{session}", json={"commands": commands}).json()
    assert [result["ok"] for result in answer["results"]] == [True, False, False]
    assert answer["snapshot"]["activities"]["guess-1"]["mine"]["value"] == 12


@pytest.mark.parametrize("commands", [None, "x", {}, [{}] * 201])
def test_a_heap_of_nonsense_is_refused_whole(client: Clients, session: str, commands: object) -> None:
    assert client().post(f"api/room/{session}", json={"commands": commands}).status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("workbook", "finnes-ikke"),
        ("school", "000"),
        ("groups", 0),
        ("expected", "mange"),
        ("ends_on", "i morgen"),
    ],
)
def test_a_session_that_cannot_be_started_says_why(
    facilitator: Client, session: str, field: str, value: object
) -> None:
    school = facilitator.get(f"api/room/{session}?as=facilitator").json()["session"]["school"]["key"]
    asked = {"workbook": "stasted", "school": school, "groups": 2, "expected": 8} | {field: value}
    answer = facilitator.post("api/session", json=asked)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"].endswith(".")


def test_a_listener_hears_what_the_facilitator_does(
    client: Clients, facilitator: Client, session: str
) -> None:
    phone = client()
    with phone.stream("GET", f"api/room/{session}/live?as=participant") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        heard = snapshots(stream)
        first = next(heard)
        facilitator.post(f"api/room/{session}?as=facilitator", json={"commands": [{"id": "n", "do": "next"}]})
        second = next(snapshot for snapshot in heard if snapshot["now"] != first["now"])
    assert first["now"]["phase"] == "alone"
    assert second["revision"] > first["revision"]
    assert "facilitator" not in second


def test_a_stranger_cannot_listen_as_the_facilitator(client: Clients, session: str) -> None:
    assert client().get(f"api/room/{session}/live?as=facilitator").status_code == 403


@pytest.mark.parametrize(
    ("name", "kind", "start"),
    [
        ("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("plan.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
    ],
)
def test_who_is_in_the_session_can_take_the_documents(
    client: Clients, session: str, name: str, kind: str, start: bytes
) -> None:
    participant = client()
    assert client().get(f"api/room/{session}/{name}").status_code == 403
    participant.post("api/join", json={"code": session})
    answer = participant.get(f"api/room/{session}/{name}")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(start)


def test_the_qr_code_has_a_title_and_no_script(facilitator: Client, session: str) -> None:
    answer = facilitator.get(f"api/room/{session}/qr.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert f"bli-med/{session}</title>" in answer.text
    assert "<script" not in answer.text


def test_nobody_learns_which_codes_exist_without_being_slowed_down(client: Clients, session: str) -> None:
    """Where no try is counted, a code that exists and one that does not are answered alike."""
    for place in ("api/room/{}/qr.svg", "api/room/{}/report.docx", "okt/{}/styr", "okt/{}/lerret"):
        answers = [client().get(place.format(code)) for code in (session, "000000")]
        assert answers[0].status_code == answers[1].status_code


def own_kernel(reader: Client) -> str:
    """A kernel that this reader has asked for."""
    answer = reader.post("api/kernel", json={"workbook": "stasted", "language": "nb"})
    return str(answer.json()["kernel"])


def test_the_figures_come_when_the_room_has_come_to_them(
    client: Clients, facilitator: Client, session: str
) -> None:
    guest = client()
    guest.post("api/join", json={"code": session, "language": "nb"})
    page = guest.get(f"bok/nb/stasted?okt={session}").text
    assert '"shown"' not in page
    assert '"shown"' in guest.get("bok/nb/stasted").text
    place = f"api/room/{session}/figures/results-1"
    assert guest.get(place).status_code == 404
    go = {"id": "fig-1", "do": "go", "step": "results-1", "phase": "plenary"}
    facilitator.post(f"api/room/{session}?as=facilitator", json={"commands": [go]})
    assert guest.get(place).json()["shown"]["panels"]


def test_a_closed_page_takes_its_kernel_along(client: Clients, server: Server) -> None:
    reader = client()
    kernel = own_kernel(reader)
    assert reader.get(f"api/kernels/{kernel}").status_code == 200
    foreign = httpx.post(f"{server.url}voila/api/shutdown/{kernel}", headers={"Origin": "http://ond.example"})
    assert foreign.status_code == 403
    assert reader.get(f"api/kernels/{kernel}").status_code == 200
    for _ in range(2):  # a beacon that comes twice does no harm
        assert reader.post(f"voila/api/shutdown/{kernel}").status_code == 204
    assert reader.get(f"api/kernels/{kernel}").status_code == 404


@pytest.mark.parametrize("method", ["DELETE", "POST", "PATCH"])
def test_a_kernel_cannot_be_changed_from_its_address(client: Clients, method: str) -> None:
    reader = client()
    kernel = own_kernel(reader)
    assert reader.request(method, f"api/kernels/{kernel}").status_code == 405
    assert reader.get(f"api/kernels/{kernel}").status_code == 200


def snapshots(stream: httpx.Response):
    """The snapshots in a stream of events."""
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))
