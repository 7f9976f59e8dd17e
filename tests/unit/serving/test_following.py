"""The plan after the day, over HTTP: its documents, the figures, and carried on into a new session."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from typing import Any

import docx
import httpx
import pytest

from lmtools.errors import UsageError
from lmtools.serving.own_look import TEMPLATE, has_template
from tests.conftest import Server
from tests.unit.serving.test_after import lead

Client = httpx.Client
Clients = Callable[[], Client]


def planned(facilitator: Client, session: str) -> None:
    lead(facilitator, session, "goal.save", goal="g1", text="Like regler", indicator="Felles regler")
    lead(facilitator, session, "action.save", action="a1", goal="g1", text="Tre regler", when="1. mai 2030")


def another(facilitator: Client, session: str) -> str:
    """Another session of the same school."""
    code: str = facilitator.post("api/session", json=asked(facilitator, session)).json()["code"]
    return code


def asked(facilitator: Client, session: str) -> dict[str, Any]:
    """What another session of the same school is asked for with."""
    school = facilitator.get(f"api/room/{session}?as=facilitator").json()["session"]["school"]["key"]
    return {"workbook": "stasted", "school": school, "groups": 2, "expected": 10}


def plan_of(facilitator: Client, session: str) -> Any:
    return facilitator.get(f"api/room/{session}?as=facilitator").json()["facilitator"]["plan"]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "json"])
def test_who_leads_gets_the_plan_as_a_document_and_nobody_else(
    client: Clients, facilitator: Client, session: str, kind: str
) -> None:
    participant = client()
    participant.post("api/join", json={"code": session})
    planned(facilitator, session)
    place = f"api/room/{session}/goals.{kind}"
    assert participant.get(place).status_code == 403
    answer = facilitator.get(place)
    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]
    if kind == "json":
        assert json.loads(answer.content)["goals"][0]["text"] == "Like regler"


def test_word_files_get_the_styles_of_the_template_in_the_data_folder(
    facilitator: Client, session: str, server: Server
) -> None:
    planned(facilitator, session)
    template = server.data / TEMPLATE

    def font(file: str) -> str | None:
        answer = facilitator.get(f"api/room/{session}/{file}")
        assert answer.status_code == 200
        return docx.Document(io.BytesIO(answer.content)).styles["Heading 1"].font.name

    ours = docx.Document()
    ours.styles["Heading 1"].font.name = "Georgia"
    try:
        ours.save(template)
        assert [font("goals.docx"), font("report.docx")] == ["Georgia", "Georgia"]
        assert has_template(server.data)
        template.write_bytes(b"tull")
        assert font("goals.docx") == "Calibri"
        with pytest.raises(UsageError, match="ikke et Word-dokument"):
            has_template(server.data)
    finally:
        template.unlink()
    assert font("goals.docx") == "Calibri"
    assert not has_template(server.data)


def test_the_page_is_told_of_figures_and_of_earlier_sessions_of_the_school(
    client: Clients, facilitator: Client, session: str
) -> None:
    planned(facilitator, session)
    new = another(facilitator, session)
    found = facilitator.get(f"api/room/{new}/goals").json()
    assert session in [one["code"] for one in found["earlier"]]
    assert new not in [one["code"] for one in found["earlier"]]
    assert facilitator.get(f"api/room/{session}/goals").json()["figures"].keys() <= {"g1"}
    assert client().get(f"api/room/{session}/goals").status_code == 403


def test_a_session_begins_with_the_last_plan(client: Clients, facilitator: Client, session: str) -> None:
    planned(facilitator, session)
    new = another(facilitator, session)
    address = f"api/room/{new}/carry"
    assert client().post(address, json={"from": session}).status_code == 403
    only_one, key = client(), facilitator.post("api/session", json=asked(facilitator, session)).json()
    only_one.post("api/sign-in", json={"key": key["key"], "code": key["code"]})
    refused = only_one.post(f"api/room/{key['code']}/carry", json={"from": session})
    assert refused.status_code == 403  # who leads the new session only has no right to the earlier one's plan
    assert facilitator.post(address, json={"from": session}).json() == {"goals": 1}
    assert [goal["text"] for goal in plan_of(facilitator, new)["goals"]] == ["Like regler"]
    assert facilitator.post(address, json={"from": new}).status_code == 400


def test_a_plan_comes_from_its_file(client: Clients, facilitator: Client, session: str) -> None:
    planned(facilitator, session)
    for kind, media_type in (
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ):
        data = facilitator.get(f"api/room/{session}/goals.{kind}").content
        new = another(facilitator, session)
        place, head = f"api/room/{new}/goals-file?everything=1", {"Content-Type": media_type}
        assert client().post(place, content=data, headers=head).status_code == 403
        assert facilitator.post(place, content=data, headers=head).json() == {"goals": 1}
        assert plan_of(facilitator, new)["goals"][0]["actions"][0]["due"] == "2030-05-01"
        refused = facilitator.post(place, content=b"{}", headers=head)
        assert "planfil" in refused.json()["error"] or "plan" in refused.json()["error"]


def test_what_pupils_and_parents_said_is_put_beside_a_goal_by_one_who_leads_both(
    client: Clients, facilitator: Client, session: str
) -> None:
    planned(facilitator, session)
    council = another(facilitator, session)
    person, point = client(), str(uuid.uuid4())
    person.post("api/join", json={"code": council})
    lead(facilitator, council, "go", step="reflect-1", phase="group")
    command = {"id": point, "do": "point.add", "point": point, "step": "reflect-1", "text": "Hils på oss"}
    person.post(f"api/room/{council}?as=participant", json={"commands": [{**command, "notes": []}]})
    address = f"api/room/{session}/voices"
    lead(facilitator, council, "go", step="reflect-1", phase="plenary")
    assert facilitator.get(address, params={"from": council}).json() == {"points": []}
    lead(facilitator, council, "moderate", point=point, show=True)
    found = facilitator.get(address, params={"from": council}).json()
    assert found == {"points": [{"id": point, "text": "Hils på oss"}]}

    body = {"goal": "g1", "from": council, "points": [point], "role": "working_group"}
    only_one = client()
    key = facilitator.post("api/session", json=asked(facilitator, session)).json()
    only_one.post("api/sign-in", json={"key": key["key"], "code": key["code"]})
    for other in (client(), person, only_one):
        assert other.post(address, json=body).status_code == 403
        assert other.get(address, params={"from": council}).status_code == 403
    own = f"api/room/{key['code']}/voices"
    assert only_one.get(own, params={"from": council}).status_code == 403
    assert only_one.post(own, json=body).status_code == 403
    assert facilitator.get(address, params={"from": "000000"}).status_code == 404
    lead(facilitator, session, "close")
    assert facilitator.post(address, json=body).json() == {"voices": 1}
    plan = plan_of(facilitator, session)
    assert [(link["kind"], link["text"]) for link in plan["goals"][0]["chain"]] == [("voice", "Hils på oss")]
    assert [version["role"] for version in plan["versions"]] == ["Arbeidsgruppa"]
