"""Ten thousand who want in: a full session says so, cheaply, and the others are served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from lmtools.domain.session import Outline, Participant, Step
from lmtools.errors import NotAllowed
from lmtools.room import Room, RoomPolicy
from lmtools.serving.door import AT_ONCE, proof_of
from lmtools.store import Store
from tests.conftest import Server, start_server, stop_server
from tests.unit.serving.conftest import new_session, plain_client

Client = httpx.Client
SEATS = 100


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: what is done to it would slow down the other tests."""
    running = start_server(tmp_path_factory.mktemp("house") / "data", "--samples")
    yield running
    assert stop_server(running) == 0


@pytest.fixture
def new(besieged: Server) -> Iterator[Callable[[], Client]]:
    """Make browsers that visit it."""
    made: list[Client] = []

    def make() -> Client:
        made.append(plain_client(besieged))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_ten_thousand_joins_fill_one_session_and_no_more(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}")
    room = Room(store, policy=RoomPolicy(people=SEATS))
    outline = Outline("x", "X", "", (Step("reflect-1", "reflect", "R"),))
    about = {"school_key": "1", "school_name": "Skolen", "groups": 9, "expected": 30}
    full, other = (room.start(outline=outline, **about).session for _ in range(2))
    refused = 0
    for number in range(10_000):
        try:
            room.enter(full.code, browser_id=f"ny-{number}")
        except NotAllowed as error:
            assert str(error) == "Økta er full. Snakk med prosesslederen."
            refused += 1
    assert refused == 10_000 - SEATS
    assert room.enter(full.code, browser_id="ny-0").session == full.id  # one who is in stays in
    assert room.enter(other.code, browser_id="ny-0").session == other.id
    with store.reading() as work:
        assert work.count(Participant, session=full.id) == SEATS
        assert work.count(Participant, session=other.id) == 1
    store.close()


def test_hundreds_of_new_browsers_at_once_leave_another_session_served(
    besieged: Server, new: Callable[[], Client]
) -> None:
    leader = new()
    leader.post("api/sign-in", json={"key": besieged.key})
    crowded, quiet = new_session(leader), new_session(leader)
    inside = new()
    inside.post("api/join", json={"code": quiet})

    def come(_number: int) -> int:
        with plain_client(besieged) as one:
            return one.post("api/join", json={"code": crowded}).status_code

    with ThreadPoolExecutor(8) as crowd:
        coming = [crowd.submit(come, number) for number in range(150)]
        seen = [inside.get(f"api/room/{quiet}").status_code for _ in range(10)]
        assert {joined.result() for joined in coming} == {200}
    assert set(seen) == {200}
    console = leader.get(f"api/room/{crowded}?as=facilitator").json()
    assert console["facilitator"]["joined"] == 150


def test_while_somebody_tries_all_codes_the_room_notices_nothing(
    besieged: Server, new: Callable[[], Client]
) -> None:
    """Last in this file: afterwards the door of this server is shut to strangers."""
    leader = new()
    leader.post("api/sign-in", json={"key": besieged.key})
    code = new_session(leader)
    inside = new()
    inside.post("api/join", json={"code": code})

    def guess(number: int) -> httpx.Response:
        asked = {"code": str(100_000 + number)}
        with plain_client(besieged) as one:
            return one.post("api/join", json=asked)

    with ThreadPoolExecutor(16) as script:
        answers = list(script.map(guess, range(2 * AT_ONCE)))
    told = [answer.status_code for answer in answers]
    assert set(told) == {404, 429}
    assert AT_ONCE <= told.count(404) <= AT_ONCE + 20  # some come back while the script runs
    to_wait = answers[told.index(429)].json()["error"]
    assert to_wait.endswith("Skann QR-koden på lerretet, så kommer du rett inn.")
    assert inside.get(f"api/room/{code}").status_code == 200
    assert inside.post(f"api/room/{code}", json={"commands": []}).status_code == 200
    secret = (besieged.data / "cookie.secret").read_text().strip().encode()
    scanned = new().get(f"bli-med/{code}/{proof_of(code, secret)}")
    assert scanned.status_code == 200
    assert 'id="lm-states"' in scanned.text
    assert new().post("api/sign-in", json={"key": besieged.key}).status_code == 200
    assert "Many wrong codes have been tried" in besieged.log.read_text()
