"""Where in the two years a school is: told to those who lead its sessions, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from lmtools.domain.wheel import PLAN, whereabouts
from tests.conftest import Server, start_server, stop_server
from tests.unit.serving.conftest import plain_client

Client = httpx.Client
AUTUMN, SPRING = date(2025, 9, 15), date(2026, 3, 2)


def test_a_school_without_sessions_begins_at_the_beginning() -> None:
    place = whereabouts([], SPRING)
    assert (place.held, place.next, place.began) == ({}, "forankring", None)


def test_what_comes_next_follows_the_furthest_and_what_was_skipped_is_not_asked_for() -> None:
    place = whereabouts([("stasted", AUTUMN), ("forebygging", SPRING), ("stasted", SPRING)], SPRING)
    assert place.next == "endringsarbeid"
    assert place.held == {"stasted": SPRING, "forebygging": SPRING}
    assert "forankring" not in place.held


def test_after_the_last_workbook_nothing_comes_next() -> None:
    assert whereabouts([("deling", SPRING)], SPRING).next == ""


@pytest.mark.parametrize(
    ("today", "part"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 1),
        (date(2026, 7, 31), 1),
        (date(2026, 8, 1), 2),
        (date(2027, 6, 20), 3),
        (date(2027, 8, 1), None),
    ],
)
def test_the_calendar_counts_half_years_from_the_first_session(today: date, part: int | None) -> None:
    assert whereabouts([("forankring", AUTUMN)], today).part == part


def test_a_second_workbook_of_the_same_place_counts_as_that_place() -> None:
    place = whereabouts([("stasted-kilder", AUTUMN)], AUTUMN)
    assert (place.last, place.next) == ("stasted", "skolemiljo")


def test_other_sessions_move_nobody() -> None:
    assert whereabouts([("elevrad", AUTUMN), ("", AUTUMN)], AUTUMN).next == PLAN[0]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: what others have started must not be counted."""
    running = start_server(tmp_path_factory.mktemp("wheel") / "data", "--samples", "--people", "4")
    yield running
    stop_server(running)


@pytest.fixture
def browsers(own: Server) -> Iterator[Callable[[], Client]]:
    made: list[Client] = []

    def make() -> Client:
        made.append(plain_client(own))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def owner(own: Server, browsers: Callable[[], Client]) -> Client:
    made = browsers()
    assert made.post("api/sign-in", json={"key": own.key}).status_code == 200
    return made


def schools(owner: Client) -> dict[str, str]:
    """The schools by name."""
    found = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', owner.get("").text)
    return {name: key for key, name in found}


def start(owner: Client, school: str, **what: str) -> tuple[str, str]:
    asked = {"school": school, "grade": "all", "groups": 2, "expected": 8, "language": "nb", **what}
    answer = owner.post("api/session", json=asked).json()
    return str(answer["code"]), str(answer.get("key", ""))


def progress(page: str) -> str:
    """The part of the start page that is about one school, as text; "" where there is none."""
    found = re.search(r'<section class="panel progress.*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>|&nbsp;", " ", found[0]).split()) if found else ""


def test_one_schools_work_is_not_shown_to_who_leads_anothers(
    own: Server, owner: Client, browsers: Callable[[], Client]
) -> None:
    assert progress(browsers().get("").text) == ""
    names = sorted(schools(owner))
    first, second = names[:2]
    keys = schools(owner)
    assert "Ingen økter i de to årene ennå" in progress(owner.get(f"?skole={keys[first]}").text)

    code, key = start(owner, keys[first], workbook="forankring")
    start(owner, keys[second], workbook="suksessfaktorer")
    one = browsers()
    assert one.post("api/sign-in", json={"key": key, "code": code}).status_code == 200
    for wish in ("", f"?skole={keys[second]}"):
        page = one.get(wish).text
        assert "Forankring" in progress(page)
        assert first in progress(page)
        assert second not in page
        assert "Suksessfaktorer," not in progress(page)
        assert 'data-state="today"' in page  # their own session, and not the other school's, which is newer
    assert "du har nøkkel til" in progress(one.get("").text)
    assert "Neste Mål og tiltak" in progress(owner.get(f"?skole={keys[second]}").text)
    assert progress(browsers().get(f"?skole={keys[first]}").text) == ""


def test_a_session_with_an_agenda_counts_as_the_workbook_it_is_of(owner: Client) -> None:
    keys = schools(owner)
    school = keys[sorted(keys)[2]]
    start(owner, school, ready="endringsarbeid-45")
    start(owner, school, ready="elevrad-forankring-30")
    told = progress(owner.get(f"?skole={school}").text)
    assert "Sist brukt Endringsarbeid" in told
    assert "Neste Suksessfaktorer" in told
    assert "Økter utenom de ni arbeidsbøkene: 1." in told


def test_a_school_that_is_not_here_changes_nothing(owner: Client, own: Server) -> None:
    page = owner.get("", params={"skole": "<script>alert(1)</script>"})
    assert page.status_code == 200
    assert "alert(1)" not in page.text
    assert Path(own.log).read_text(encoding="utf-8").count("Traceback") == 0
