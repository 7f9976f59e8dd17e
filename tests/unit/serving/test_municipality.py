"""The municipality's page: behind the server's key, with released figures and counts, and nobody's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from lmtools.domain.figures import Status
from lmtools.domain.progress import SessionProgress
from lmtools.domain.shared_action import SharedAction
from lmtools.errors import LmtoolsError
from lmtools.serving.municipality import FiguresPart, municipality_context
from lmtools.serving.pages import page_environment
from lmtools.serving.shared_actions import SharedActions
from lmtools.settings import Settings
from lmtools.survey import open_released
from lmtools.text import Text
from tests.conftest import Server
from tests.unit.serving.conftest import new_session

Client = httpx.Client
BEGAN = datetime(2026, 11, 30, 12, tzinfo=UTC)
SCHOOLS = ("Lindvåg ungdomsskole", "Skarvøya oppvekstsenter", "Tjernlia barneskole")


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html)
    assert found is not None
    return found[1]


def test_without_the_servers_key_nothing_but_the_key_is_asked_for(client: Callable[[], Client]) -> None:
    html = client().get("kommunen").text
    assert 'id="sign-in"' in html
    assert not any(name in html for name in SCHOOLS)


def test_the_key_of_one_session_shows_no_school_and_says_why(
    client: Callable[[], Client], facilitator: Client, session: str
) -> None:
    school = facilitator.get(f"api/room/{session}?as=facilitator").json()["session"]["school"]["key"]
    asked = {"workbook": "stasted", "school": school, "groups": 2, "expected": 8, "language": "nb"}
    started = facilitator.post("api/session", json=asked).json()
    leader = client()
    signed = leader.post("api/sign-in", json={"key": started["key"], "code": started["code"]})
    assert signed.status_code == 200
    html = leader.get("kommunen").text
    assert "åpner bare den ene økta" in html
    assert 'id="sign-in"' in html
    assert not any(name in html for name in SCHOOLS)


def test_the_servers_key_shows_every_school_by_name_and_the_counts_of_their_sessions(
    facilitator: Client,
) -> None:
    code = new_session(facilitator)
    html = facilitator.get("kommunen").text
    assert heading(html) == "Lindvåg"
    plans = html[html.index('id="planer"') :]
    places = [plans.index(name) for name in SCHOOLS]
    assert places == sorted(places)
    assert "Færre enn 5 har vært med" in plans
    assert code not in html


def test_a_grade_or_a_municipality_that_is_not_there_gives_a_sentence_and_the_usual_one(
    facilitator: Client,
) -> None:
    assert "Ingen av skolene har tall for det trinnet" in facilitator.get("kommunen?trinn=99").text
    assert "Vi finner ikke den kommunen i tallene" in facilitator.get("kommunen?kommune=0000").text
    usual = facilitator.get("kommunen?trinn=&kommune=%3Cb%3E").text
    assert "<b>" not in usual


def test_the_page_has_only_what_is_released_and_a_hidden_figure_is_a_word(
    facilitator: Client, server: Server
) -> None:
    released = open_released(Settings(data_dir=server.data))
    small = next(unit for unit in released.units() if unit.name.strip() == SCHOOLS[1])
    html = facilitator.get("kommunen?trinn=7").text
    assert released.series("Trivsel", unit=small, grade="7")[-1].status is Status.SUPPRESSED
    rows = re.findall(rf"<tr><th scope=\"row\">{SCHOOLS[1]}</th>(.*?)</tr>", html, re.DOTALL)
    assert rows
    hidden = [re.sub(r"<[^>]+>", "", row) for row in rows if "Skjermet" in row]
    assert hidden
    assert not any(re.search(r"\d", cells) for cells in hidden)


def test_what_cannot_be_read_is_a_sentence_and_the_rest_of_the_page_is_there(server: Server) -> None:
    class Broken:
        """Figures and plans that cannot be read just now."""

        def sessions(self) -> Any:
            raise LmtoolsError("Vi når ikke databasen.")

        def units(self, level: Any = None) -> Any:
            raise LmtoolsError("Tallene lar seg ikke lese.")

    settings = Settings(data_dir=server.data)
    site: Any = SimpleNamespace(
        released=Broken(), room=SimpleNamespace(progress=Broken()), options=SimpleNamespace(settings=settings)
    )
    context = municipality_context(site, "nb", None, None)
    least = {"t": Text("nb").t, "static": lambda name: name}
    html = page_environment().get_template("kommunen.html").render(**least, may_see=True, **context)
    assert "Tallene lar seg ikke lese." in html
    assert "Vi når ikke databasen." in html
    assert "opplæringslova § 12-3" in html


def test_nothing_of_another_municipalitys_schools_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = FiguresPart(others=frozenset({"b"}))
    monkeypatch.setattr("lmtools.serving.municipality.figures_part", lambda *_: part)
    sessions = [
        SessionProgress(key, f"Skole {key}", "Økt", "stasted", BEGAN, False, 1, 8, True, None)
        for key in ("a", "b")
    ]
    shared = SharedActions(tmp_path)
    for key in ("a", "b"):
        one = SharedAction(key * 32, key, "a1", key, f"Skole {key}", f"Tiltak {key}", "", "", "", date.max)
        shared.share(one, date(2026, 11, 30))
    site: Any = SimpleNamespace(
        released=None,
        room=SimpleNamespace(progress=SimpleNamespace(sessions=lambda: sessions, minimum=5)),
        options=SimpleNamespace(settings=Settings(data_dir=tmp_path)),
    )
    context = municipality_context(site, "nb", None, None)
    assert [school["name"] for school in context["schools"]] == ["Skole a"]
    assert [action.action for action in context["shared_actions"]] == ["Tiltak a"]


def test_before_any_figures_and_sessions_each_part_says_what_comes_there() -> None:
    least = {"t": Text("nb").t, "static": lambda name: name}
    html = page_environment().get_template("kommunen.html").render(**least, may_see=True)
    assert "Ingen tall er lest inn ennå" in html
    assert "Ingen økter på denne serveren ennå" in html
    assert "Ingen delte tiltak" in html
    assert 'id="figures"' not in html


def test_the_facilitators_page_leads_there_with_the_servers_key_only(
    facilitator: Client, client: Callable[[], Client]
) -> None:
    assert 'href="/kommunen"' in facilitator.get("prosessleder").text
    assert 'href="/kommunen"' not in client().get("prosessleder").text
