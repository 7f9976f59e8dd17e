"""Join codes cannot be found by trying them, and nobody honest is locked out meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from lmtools.errors import NotFound
from lmtools.serving import door as doors
from lmtools.serving.door import A_DAY, AT_ONCE, Door, is_proof, proof_of
from lmtools.serving.security import Paces, TooMany
from lmtools.serving.visitors import participant
from tests.conftest import run_alone

SECRET = b"x" * 32
NUMBERS = itertools.count()


class Clock:
    """Time as a test sets it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for an allowance that does not come back while the clock stands still."""
    monkeypatch.setattr(doors, "PATIENCE_SECONDS", 0.2)


async def try_wrong(door: Door, count: int) -> int:
    """So many strangers each try a wrong code, each with a cookie of its own; how many were looked up."""
    looked_up = 0
    for _ in range(count):
        fresh = f"ny-{next(NUMBERS)}"
        try:
            await door.try_code(fresh)
        except TooMany:
            continue
        door.was_wrong(fresh)
        looked_up += 1
    return looked_up


def test_a_script_that_drops_its_cookie_gets_a_handful_of_codes_and_then_few_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doors, "PATIENCE_SECONDS", 0)
    clock = Clock()
    door = Door(clock=clock)
    assert run_alone(try_wrong(door, 3000)) == AT_ONCE
    looked_up = AT_ONCE
    for _ in range(2 * 24 * 6):  # every ten minutes for two days
        clock.now += 600
        looked_up += run_alone(try_wrong(door, 100))
    assert 2 * A_DAY <= looked_up <= 3 * A_DAY


def test_a_whole_staff_that_types_right_costs_nothing() -> None:
    async def staff() -> None:
        door = Door(clock=Clock())
        for number in range(5000):
            await door.try_code(f"ny-{number}")
            door.was_right()

    run_alone(staff())


def test_tries_made_at_the_same_time_are_counted_before_they_are_answered() -> None:
    async def at_once() -> int:
        door = Door(clock=Clock())
        taken = 0
        for number in range(AT_ONCE + 20):  # none is answered yet
            try:
                await door.try_code(f"ny-{number}")
            except TooMany:
                break
            taken += 1
        return taken

    assert run_alone(at_once()) == AT_ONCE


def test_one_who_mistypes_again_and_again_waits_longer_and_the_neighbour_does_not() -> None:
    door = Door(clock=Clock())
    for _ in range(6):
        door.was_wrong("a")
    assert door.would_wait("a")
    assert not door.would_wait("b")


def test_the_owner_is_told_once_and_never_who_it_was(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "lmtools"):
        run_alone(try_wrong(Door(at_once=1, clock=Clock()), 4))
    assert len(caplog.messages) == 1
    assert "ny-" not in caplog.text


class House:
    """A room with one session, and a server whose door is shut by many wrong codes."""

    def __init__(self) -> None:
        self.door = Door(clock=Clock())
        run_alone(try_wrong(self.door, AT_ONCE))
        self.room = self
        self.keys = SimpleNamespace(cookie=SECRET)
        self.asked: list[str] = []

    async def run(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    def knows(self, code: str, browser: str) -> bool:
        return (code, browser) == ("482617", "er-inne")

    def enter(self, code: str, *, browser_id: str, language: str, trial: bool, table: int | None) -> str:
        self.asked.append(code)
        if code != "482617":
            raise NotFound("Vi finner ingen økt med koden {code}.", code=code)
        return browser_id

    def let_in(self, browser: str, code: str, proof: str | None = None) -> Any:
        handler: Any = SimpleNamespace(
            site=self,
            language="nb",
            browser_id=lambda: browser,
            get_signed_cookie=lambda *_, **__: None,
        )
        return run_alone(participant(handler, code, proof))


def test_while_codes_are_being_guessed_those_inside_and_those_who_scan_come_straight_in() -> None:
    house = House()
    assert house.let_in("er-inne", "482617") == "er-inne"
    assert house.let_in("skanner", "482617", proof_of("482617", SECRET)) == "skanner"
    with pytest.raises(TooMany, match="Skann QR-koden"):
        house.let_in("gjetter", "482617")
    with pytest.raises(TooMany):
        house.let_in("gjetter", "482617", proof_of("482618", SECRET))
    assert house.asked == ["482617", "482617"]  # those who may not try learn nothing from the store


def test_what_the_qr_code_proves_is_for_one_code_on_one_server() -> None:
    proof = proof_of("482617", SECRET)
    assert is_proof(proof, "482617", SECRET)
    assert not is_proof(proof, "482618", SECRET)
    assert not is_proof(proof, "482617", b"y" * 32)
    assert not is_proof(None, "482617", SECRET)
    assert not is_proof("", "482617", SECRET)
    assert len(proof) == 10


def test_a_browser_that_sends_without_end_is_held_to_a_pace_of_its_own() -> None:
    paces = Paces(400, 0.5, known=2)
    assert paces.use("a", 200) and paces.use("a", 200)
    assert not paces.use("a", 200)
    assert paces.use("b", 200)


def test_three_hundred_who_type_the_right_code_at_once_all_come_in_however_slow_the_store_is() -> None:
    door = Door()

    async def come(number: int) -> None:
        await door.try_code(f"kollega-{number}")
        await asyncio.sleep(0.3)  # longer in all than a stranger waits when nothing is being looked up
        door.was_right()

    async def story() -> None:
        await asyncio.gather(*(come(number) for number in range(300)))

    run_alone(story())
