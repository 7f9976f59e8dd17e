"""Actions shared between schools: by a choice alone, in words read over, and taken back by who shared."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from lmtools.domain.shared_action import SharedAction
from lmtools.errors import LmtoolsError, NotAllowed, NotFound
from lmtools.serving import shared_actions
from lmtools.serving.shared_actions import SharedActions
from tests.unit.serving.conftest import new_session

Client = httpx.Client
TODAY = date(2026, 11, 24)
ONE = SharedAction(
    id="a" * 32, mark="m1", action_id="a1", school_key="1", school_name="Granli",
    action="Like regler i alle timer", goal="Ro", context="8. trinn", result="Færre avbrudd",
    ends_on=date(2027, 12, 1),
)  # fmt: skip


def test_what_is_shared_stands_by_school_until_its_date_and_is_then_deleted(tmp_path: Path) -> None:
    folder = SharedActions(tmp_path)
    assert folder.all(TODAY) == ()
    other = replace(ONE, id="b" * 32, mark="m2", school_name="Bakken")
    folder.share(ONE, TODAY)
    folder.share(other, TODAY)
    assert folder.all(TODAY) == (other, ONE)
    assert folder.all(date(2027, 12, 2)) == ()
    assert list((tmp_path / "shared").iterdir()) == []


def test_sharing_the_same_action_again_replaces_what_stood(tmp_path: Path) -> None:
    folder = SharedActions(tmp_path)
    folder.share(ONE, TODAY)
    anew = replace(ONE, id="c" * 32, result="Det gikk over")
    folder.share(anew, TODAY)
    assert folder.all(TODAY) == (anew,)


def test_only_the_session_that_shared_it_takes_it_back(tmp_path: Path) -> None:
    folder = SharedActions(tmp_path)
    folder.share(ONE, TODAY)
    with pytest.raises(NotAllowed):
        folder.take_back(ONE.id, "m2", TODAY)
    folder.take_back(ONE.id, "m1", TODAY)
    assert folder.all(TODAY) == ()
    with pytest.raises(NotFound):
        folder.take_back(ONE.id, "m1", TODAY)


def test_there_is_room_for_so_many_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_actions, "MOST", 1)
    folder = SharedActions(tmp_path)
    folder.share(ONE, TODAY)
    with pytest.raises(LmtoolsError, match="alt delt"):
        folder.share(replace(ONE, id="d" * 32, action_id="a2"), TODAY)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"id": 1}', '{"ends_on": "2099-01-01", "more": 1}'])
def test_a_file_that_we_have_not_written_is_passed_over(tmp_path: Path, content: str) -> None:
    folder = SharedActions(tmp_path)
    folder.share(ONE, TODAY)
    (tmp_path / "shared" / f"{'e' * 32}.json").write_text(content, encoding="utf-8")
    assert folder.all(TODAY) == (ONE,)


def planned(facilitator: Client) -> tuple[str, str]:
    """A session with a plan of one action: its code and the action's id."""
    code, goal, action = new_session(facilitator), str(uuid.uuid4()), str(uuid.uuid4())
    for command in (
        {"do": "goal.save", "goal": goal, "text": "Ro i timene"},
        {"do": "action.save", "action": action, "goal": goal, "text": "Tre regler", "who": "Hemmelig Hvem"},
    ):
        sent = {"id": str(uuid.uuid4()), **command}
        answer = facilitator.post(f"api/room/{code}?as=facilitator", json={"commands": [sent]})
        assert answer.json()["results"][0]["ok"], answer.text
    return code, action


def asked(action_id: str, **more: Any) -> dict[str, Any]:
    return {
        "action_id": action_id,
        "action": "Tre like regler",
        "goal": "Ro i timene",
        "context": "8. trinn, fire klasser",
        "result": "Elevene sa at det ble roligere",
        **more,
    }


def test_nothing_is_shared_before_somebody_chooses_it_and_then_the_chosen_words_alone(
    facilitator: Client,
) -> None:
    code, action = planned(facilitator)
    before = facilitator.get(f"api/room/{code}/shared").json()["actions"]
    assert [(one["action"], one["shared"]) for one in before] == [("Tre regler", None)]
    assert "Tre regler" not in facilitator.get("kommunen").text
    words = {"action": "Tre like regler ved døra", "result": "Elevene sa at døra ble roligere"}
    answer = facilitator.post(f"api/room/{code}/shared", json=asked(action, **words))
    (shared,) = answer.json()["actions"]
    assert shared["action"] == words["action"]
    html = facilitator.get("kommunen").text
    assert words["result"] in html
    assert "Hemmelig Hvem" not in html
    taken = facilitator.post(f"api/room/{code}/shared", json={"take_back": shared["shared"]})
    assert taken.json()["actions"][0]["shared"] is None
    assert words["action"] not in facilitator.get("kommunen").text


def test_it_outlives_its_session_because_that_is_what_was_chosen(facilitator: Client) -> None:
    code, action = planned(facilitator)
    facilitator.post(f"api/room/{code}/shared", json=asked(action, result="Står igjen etterpå"))
    facilitator.post(f"api/room/{code}/delete", json={"code": code})
    assert "Står igjen etterpå" in facilitator.get("kommunen").text


def test_what_is_empty_unknown_or_holds_a_national_id_is_refused_with_a_sentence(
    facilitator: Client,
) -> None:
    code, action = planned(facilitator)
    for wrong, status in (
        (asked(action, result=""), 400),
        (asked(action, action=""), 400),
        (asked(action, context="09871696079"), 400),
        (asked(action, goal="x" * 501), 400),
        (asked("ukjent"), 404),
        ({"take_back": "f" * 32}, 404),
        ({}, 400),
    ):
        answer = facilitator.post(f"api/room/{code}/shared", json=wrong)
        assert answer.status_code == status, json.dumps(wrong)
        assert answer.json()["error"].endswith(".")


def test_one_who_does_not_lead_the_session_neither_sees_nor_shares(
    client: Callable[[], Client], facilitator: Client
) -> None:
    code, action = planned(facilitator)
    stranger = client()
    assert stranger.get(f"api/room/{code}/shared").status_code == 403
    assert stranger.post(f"api/room/{code}/shared", json=asked(action)).status_code == 403


def test_what_is_shared_is_text_and_never_markup(facilitator: Client) -> None:
    code, action = planned(facilitator)
    facilitator.post(f"api/room/{code}/shared", json=asked(action, result="<b onclick=alert(1)>så</b>"))
    html = facilitator.get("kommunen").text
    assert "&lt;b onclick" in html
    assert "<b onclick" not in html
