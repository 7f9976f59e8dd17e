"""Planning over HTTP: keep, save, share and start with an agenda, and who may not."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from lmtools.book.agenda_file import MOST_BYTES
from tests.conftest import Server
from tests.unit.serving.conftest import new_session

Client = httpx.Client
Clients = Callable[[], Client]

ITEMS = [
    {"workbook": "aktiviteter", "step": "check_in-1", "minutes": {"alone": 2, "plenary": 3}, "title": "Hei"},
    {"break": 10, "title": "Kaffe"},
    {"workbook": "stasted", "step": "reflect-1"},
]
FILE = 'title = "Delt"\n[[items]]\nworkbook = "stasted"\nstep = "reflect-1"\n'


def kept(facilitator: Client, **begin: Any) -> str:
    answer = facilitator.post("api/agendas", json=begin)
    assert answer.status_code == 201, answer.text
    assert unquote(answer.json()["url"]).endswith(f"/dagsorden/{answer.json()['name']}")
    return str(answer.json()["name"])


def state(facilitator: Client, name: str) -> dict[str, Any]:
    html = facilitator.get(f"dagsorden/{name}").text
    found = re.search(r'<script type="application/json" id="agenda-state">(.*?)</script>', html, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def start(facilitator: Client, **what: str) -> httpx.Response:
    html = facilitator.get("prosessleder").text
    schools = json.loads(re.search(r'id="schools">(.*?)</script>', html)[1])
    rest = {"school": schools[0]["key"], "grade": "all", "groups": 2, "expected": 8, "language": "nb"}
    return facilitator.post("api/session", json={**what, **rest})


def snapshot(facilitator: Client, code: str) -> dict[str, Any]:
    read: dict[str, Any] = facilitator.get(f"api/room/{code}?as=facilitator").json()
    return read


def go(facilitator: Client, code: str, step: str, phase: str) -> dict[str, Any]:
    """What the console says when it has gone there."""
    command = {"id": str(uuid.uuid4()), "do": "go", "step": step, "phase": phase}
    answer = facilitator.post(f"api/room/{code}?as=facilitator", json={"commands": [command]}).json()
    said: dict[str, Any] = answer["snapshot"]["facilitator"]
    return said


def page(reader: Client, address: str) -> str:
    """A workbook's page, when it has been made."""
    deadline = time.monotonic() + 120
    while (answer := reader.get(address)).status_code == 202 and time.monotonic() < deadline:
        time.sleep(0.3)
    assert answer.status_code == 200
    return answer.text


def test_a_new_agenda_is_saved_and_is_there_after_a_reload(facilitator: Client) -> None:
    name = kept(facilitator)
    before = state(facilitator, name)
    assert before["agenda"]["items"] == []
    assert before["troubles"][0]["stops"]
    changed = {**before["agenda"], "title": "Torsdag", "items": ITEMS}
    saved = facilitator.post(
        f"api/agendas/{name}", json={"agenda": changed, "revision": before["revision"]}
    ).json()
    after = state(facilitator, name)
    assert after == saved
    assert (after["agenda"]["title"], after["agenda"]["items"], after["troubles"]) == ("Torsdag", ITEMS, [])


def test_a_save_over_what_another_window_has_saved_is_refused(facilitator: Client) -> None:
    name = kept(facilitator)
    opened = state(facilitator, name)
    body = {"agenda": {**opened["agenda"], "title": "Først"}, "revision": opened["revision"]}
    assert facilitator.post(f"api/agendas/{name}", json=body).status_code == 200
    answer = facilitator.post(f"api/agendas/{name}", json={**body, "agenda": opened["agenda"]})
    assert answer.status_code == 409
    assert "et annet vindu" in answer.json()["error"]
    assert state(facilitator, name)["agenda"]["title"] == "Først"


def test_an_agenda_can_be_sent_as_a_file_and_opened_again(facilitator: Client) -> None:
    name = kept(facilitator, agenda={"title": "Æ/ø «å»", "items": ITEMS})
    file = facilitator.get(f"api/agendas/{name}.toml")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    again = kept(facilitator, toml=file.text)
    assert again != name
    assert state(facilitator, again)["agenda"] == state(facilitator, name)["agenda"]


def test_a_file_that_is_no_agenda_is_refused_with_all_that_is_wrong(facilitator: Client) -> None:
    answer = facilitator.post("api/agendas", json={"toml": FILE + "minutes = 3\n[[items]]\nbreak = 0\n"})
    assert answer.status_code == 400
    assert len(answer.json()["problems"]) == 2
    assert "Post 1" in answer.json()["error"] and "Post 2" in answer.json()["error"]
    assert facilitator.post("api/agendas", json={"toml": "#" * (MOST_BYTES + 1)}).status_code == 400


def test_an_agenda_can_begin_as_a_ready_one_a_copy_or_a_whole_workbook(facilitator: Client) -> None:
    ready = kept(facilitator, ready="45-minutter")
    assert state(facilitator, ready)["agenda"]["length"] == 45
    copy = state(facilitator, kept(facilitator, own=ready))["agenda"]
    assert copy["title"] == "Fra tall til tiltak på 45 minutter (kopi)"
    whole = state(facilitator, kept(facilitator, workbook="stasted"))["agenda"]
    assert [item["step"] for item in whole["items"]][0::5] == ["guess-1", "report-1"]
    assert facilitator.post("api/agendas", json={"ready": "finnes-ikke"}).status_code == 404


def test_a_deleted_agenda_is_gone_and_a_session_started_with_it_goes_on(facilitator: Client) -> None:
    name = kept(facilitator, agenda={"title": "Slettes", "items": ITEMS})
    code = start(facilitator, agenda=name).json()["code"]
    assert facilitator.delete(f"api/agendas/{name}").json() == {"ok": True}
    assert facilitator.get(f"dagsorden/{name}").status_code == 404
    assert facilitator.delete(f"api/agendas/{name}").status_code == 404
    workbook = snapshot(facilitator, code)["session"]["workbook"]
    assert "Kva ser vi?" in page(facilitator, f"bok/nn/{workbook}?okt={code}")


def test_a_session_has_the_steps_and_times_of_the_agenda_it_was_started_with(facilitator: Client) -> None:
    name = kept(facilitator, agenda={"title": "Vår dag", "items": ITEMS})
    code = start(facilitator, agenda=name).json()["code"]
    opened = state(facilitator, name)
    emptied = {**opened["agenda"], "items": ITEMS[2:]}
    facilitator.post(f"api/agendas/{name}", json={"agenda": emptied, "revision": opened["revision"]})
    seen = snapshot(facilitator, code)
    assert seen["session"]["title"] == "Vår dag"
    assert [(step["key"], step["title"], step["minutes"]) for step in seen["steps"]] == [
        ("check_in-1", "Hei", {"alone": 2, "plenary": 3}),
        ("reflect-1", "Hva ser vi?", {"alone": 5, "group": 10, "plenary": 10}),
    ]
    assert [step.get("pause") for step in seen["steps"]] == [{"minutes": 10, "title": "Kaffe"}, None]
    assert "Kaffe" not in seen["facilitator"]["say"]
    assert go(facilitator, code, "check_in-1", "plenary")["say"].endswith("Etter dette: Kaffe, 10 minutter.")


def test_the_page_of_an_agenda_has_the_widgets_of_its_steps_and_none_but_text_of_its_author(
    facilitator: Client, client: Clients
) -> None:
    title = "<script>window.pwned(1)</script> **fet**"
    name = kept(
        facilitator, agenda={"title": title, "items": [{**ITEMS[0], "title": title, "prompt": title}]}
    )
    code = start(facilitator, agenda=name).json()["code"]
    workbook = snapshot(facilitator, code)["session"]["workbook"]
    html = page(facilitator, f"bok/nb/{workbook}?okt={code}&as=facilitator")
    states = json.loads(re.search(r'id="lm-states"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    assert [entry["state"]["step"] for entry in states.values() if "step" in entry["state"]] == ["check_in-1"]
    assert "lm-problem" not in html
    assert "<script>window" not in html and "<strong>fet" not in html
    person = client()
    assert (
        person.post("api/join", json={"code": code, "language": "nb"})
        .json()["url"]
        .startswith(f"/bok/nb/{workbook}?okt={code}")
    )


def test_a_ready_agenda_starts_a_session_as_it_is(facilitator: Client) -> None:
    answer = start(facilitator, ready="90-minutter")
    assert answer.status_code == 201
    assert len(snapshot(facilitator, answer.json()["code"])["steps"]) == 9


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "Dagsordenen er tom"),
        ([{"workbook": "stasted", "step": "prioritise-1"}], "velger blant punkter fra plenum"),
        ([{"workbook": "borte", "step": "guess-1"}], "Arbeidsboka «borte» finnes ikke her"),
    ],
)
def test_an_agenda_that_cannot_work_is_kept_but_starts_no_session(
    facilitator: Client, items: list[Any], sentence: str
) -> None:
    name = kept(facilitator, agenda={"title": "Uferdig", "items": items})
    assert sentence in state(facilitator, name)["troubles"][0]["said"]
    answer = start(facilitator, agenda=name)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_titles_and_troubles_are_in_the_language_of_the_one_who_plans(facilitator: Client) -> None:
    name = kept(
        facilitator, agenda={"title": "A", "items": [{"workbook": "stasted", "step": "prioritise-1"}]}
    )
    html = facilitator.get(f"dagsorden/{name}?sprak=nn", follow_redirects=True).text
    assert "Vel det viktigaste" in html
    facilitator.get("?sprak=nb")


def test_a_session_is_led_in_the_language_of_the_one_who_leads_and_keeps_what_was_written_for_the_day(
    facilitator: Client,
) -> None:
    own, *_, last = ITEMS
    code = start(facilitator, agenda=kept(facilitator, agenda={"title": "A", "items": [own, last]})).json()[
        "code"
    ]
    first, second = snapshot(facilitator, code)["steps"]
    assert (first["title"], second["title"]) == ("Hei", "Hva ser vi?")
    facilitator.get("?sprak=en")
    said = snapshot(facilitator, code)
    facilitator.get("?sprak=nb")
    assert [step["title"] for step in said["steps"]] == ["Hei", "What do we see?"]
    assert said["steps"][1]["prompt"] == "What do we see? What surprises us?"
    assert said["session"]["language"] == "nb"


CALLS = [
    ("POST", "api/agendas", {}),
    ("POST", "api/agendas", {"toml": FILE}),
    ("POST", "api/agendas/45-minutter", {"agenda": {}, "revision": ""}),
    ("DELETE", "api/agendas/45-minutter", None),
    ("GET", "api/agendas/45-minutter.toml", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_only_the_servers_key_plans(
    client: Clients, facilitator: Client, method: str, path: str, body: Any
) -> None:
    stranger, leader = client(), client()
    answer = start(facilitator, workbook="stasted").json()
    assert leader.post("api/sign-in", json={"key": answer["key"], "code": answer["code"]}).json() == {
        "ok": True
    }
    for who in (stranger, leader):
        refused = who.request(method, path, json=body)
        assert refused.status_code == 403
        assert "Logg inn med nøkkelen" in refused.json()["error"]
    assert leader.get("dagsorden/45-minutter").headers["Location"] == "/prosessleder?dagsorden=45-minutter"


@pytest.mark.parametrize(("method", "path", "body"), CALLS[:4])
def test_another_site_cannot_make_the_browser_plan(
    facilitator: Client, method: str, path: str, body: Any
) -> None:
    answer = facilitator.request(method, path, json=body, headers={"Origin": "https://ond.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["..%2Ffacilitator", "started%2Fx", "A", "%00", "a" * 90, ".", "x.toml"])
def test_a_name_is_never_a_path(facilitator: Client, name: str) -> None:
    assert facilitator.get(f"dagsorden/{name}").status_code == 404
    assert facilitator.delete(f"api/agendas/{name}").status_code in (404, 405)


def test_a_file_that_somebody_has_broken_is_told_of_and_hides_no_other(
    facilitator: Client, server: Server
) -> None:
    name = kept(facilitator, agenda={"title": "Hel", "items": ITEMS})
    broken = server.data / "agendas/ødelagt.toml"
    broken.write_text('title = "A')
    try:
        html = facilitator.get("prosessleder").text
        assert "Fila slutter midt i noe" in html
        assert f"dagsorden/{name}" in html
        assert facilitator.get("dagsorden/ødelagt").status_code == 400
    finally:
        broken.unlink()


def test_the_collection_is_picked_from_and_is_no_day_to_start(facilitator: Client, client: Clients) -> None:
    new_session(facilitator)
    assert 'value="aktiviteter"' not in facilitator.get("prosessleder").text
    assert "aktiviteter" not in client().get("").text
    assert "lm-problem" not in page(client(), "bok/nb/aktiviteter")
