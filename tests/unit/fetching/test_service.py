"""How politely and how patiently the service is asked, and what is not asked again."""

from __future__ import annotations

import socket
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from lmtools.errors import FetchFailed, UsageError
from lmtools.fetching import Fetched, Service, host_of
from lmtools.fetching.service import ATTEMPTS, FRESH_SECONDS, PAUSE_SECONDS
from lmtools.settings import UDIR, Settings
from tests.unit.fetching.conftest import NOON
from tests.unit.fetching.udir import Udir, cut, status

Ask = Callable[..., Fetched]


def test_there_is_a_pause_between_all_questions(server: Udir, ask: Ask, waits: list[float]) -> None:
    ask()
    assert len(server.asked) > 3
    assert waits == [PAUSE_SECONDS] * (len(server.asked) - 1)


def test_a_service_that_asks_us_to_wait_is_waited_for(server: Udir, ask: Ask, waits: list[float]) -> None:
    server.next(status(429, Retry_After="30"), at="/data")
    assert len(ask().files) == 1
    assert 30 in waits


def test_a_time_to_come_back_at_is_waited_for(server: Udir, ask: Ask, waits: list[float]) -> None:
    server.next(status(503, Retry_After=formatdate(NOON + 45, usegmt=True)), at="/data")
    assert len(ask().files) == 1
    assert 45 in waits


def test_a_service_that_asks_for_an_hour_is_left_alone_and_the_user_told(
    server: Udir, ask: Ask, waits: list[float]
) -> None:
    server.next(status(429, Retry_After="3600"), at="/data")
    with pytest.raises(FetchFailed, match="ber oss vente 60 minutter"):
        ask()
    assert set(waits) == {PAUSE_SECONDS}


@pytest.mark.parametrize(
    "fault", [status(500), status(502), status(429), cut], ids=["500", "502", "429", "cut"]
)
def test_what_goes_wrong_for_a_moment_is_tried_again(
    fault: Callable[..., None], server: Udir, ask: Ask, waits: list[float]
) -> None:
    server.next(fault, fault, at="/data")
    assert len(ask().files) == 1
    assert [wait for wait in waits if wait > PAUSE_SECONDS] == [2, 4]


def test_a_service_that_is_down_is_given_up_after_a_few_tries_with_longer_waits(
    server: Udir, ask: Ask, waits: list[float]
) -> None:
    server.next(*[status(503)] * 20)
    with pytest.raises(FetchFailed, match=r"er nede \(svar 503\).*Prøv igjen om en time"):
        ask()
    assert waits == [2, 4, 8, 16]
    assert len(server.asked) == ATTEMPTS


def test_an_answer_that_is_always_cut_off_is_given_up(server: Udir, ask: Ask) -> None:
    server.next(*[cut] * 20, at="/data")
    with pytest.raises(FetchFailed, match=r"Vi får ikke kontakt med 127\.0\.0\.1"):
        ask()


def test_nobody_there_is_told_with_what_to_check(ask: Ask, waits: list[float]) -> None:
    with socket.socket() as taken:  # bound and not listening: nobody answers
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(FetchFailed, match="Sjekk nettet"):
            ask(base=f"http://127.0.0.1:{taken.getsockname()[1]}/Eksport")
    assert waits == [2, 4, 8, 16]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (status(301, Location="https://example.org/"), "vi blir sendt til en annen adresse"),
        (status(404), "svar 404"),
        (status(401), "svar 401"),
        (status(304), "vi blir sendt til en annen adresse|svar 304"),
    ],
)
def test_an_answer_of_another_kind_is_neither_followed_nor_tried_again(
    fault: Callable[..., None], told: str, server: Udir, ask: Ask
) -> None:
    server.next(fault)
    with pytest.raises(FetchFailed, match=told):
        ask()
    assert len(server.asked) == 1


def test_the_same_is_not_asked_for_twice_in_a_day(server: Udir, ask: Ask) -> None:
    first = [file.read_bytes() for file in ask().files]
    server.asked.clear()
    again = ask(at=NOON + FRESH_SECONDS - 60)
    assert [file.read_bytes() for file in again.files] == first
    assert server.asked == []


def test_the_day_after_the_service_says_whether_it_has_changed(server: Udir, ask: Ask) -> None:
    first = [file.read_bytes() for file in ask().files]
    asked = len(server.asked)
    server.tables[148] = [row for row in server.tables[148] if row["Skoleaarnavn"] != "2023-24"]
    again = ask(at=NOON + FRESH_SECONDS + 60)
    assert len(server.asked) == 2 * asked
    assert all("If-None-Match" in headers for headers in server.headers[asked : asked + 2])
    assert [file.read_bytes() for file in again.files] != first
    ask(at=NOON + FRESH_SECONDS + 120)
    assert len(server.asked) == 2 * asked


def test_what_is_kept_can_be_passed_by(server: Udir, ask: Ask, service: Callable[..., Service]) -> None:
    ask()
    asked = len(server.asked)
    ask(is_fresh=True)
    assert len(server.asked) == 2 * asked
    assert not any("If-None-Match" in headers for headers in server.headers)


def test_a_damaged_file_among_what_is_kept_is_asked_for_again(server: Udir, ask: Ask, tmp_path: Path) -> None:
    ask()
    asked = len(server.asked)
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(file.read_bytes()[:-5])
    assert len(ask().files) == 1
    assert len(server.asked) == 2 * asked


def test_a_cookie_that_the_service_sets_is_not_sent_back(server: Udir, ask: Ask) -> None:
    ask()
    assert not any("Cookie" in headers for headers in server.headers)


def test_the_address_is_udirs_unless_another_is_set() -> None:
    assert Settings.from_environment({}).udir == UDIR
    assert host_of(UDIR) == "api.statistikkbanken.udir.no"
    settings = Settings.from_environment({"LMTOOLS_UDIR": "http://speil.kommunen.no/eksport/"})
    assert settings.udir == "http://speil.kommunen.no/eksport"
    assert host_of("https://bruker:hemmelig@speil.no/") == "speil.no"


@pytest.mark.parametrize("address", ["", "udir.no", "ftp://udir.no/", "http://", "https://[", "C:\\udir"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="LMTOOLS_UDIR"):
        host_of(address)
