"""What two nodes may do to one PostgreSQL at the same moment."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from lmtools.domain.session import Outline, Step
from lmtools.room import Room
from lmtools.store import Store
from lmtools.store.upgrade import LOCK
from tests.nodes.conftest import SERVER, a_database

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not SERVER, reason="LMTOOLS_TEST_DATABASE names no PostgreSQL."),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = " + (
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def database() -> Iterator[str]:
    with a_database() as address:
        yield address


def until_waiting(connection: psycopg.Connection[Any], count: int) -> None:
    """Wait until `count` transactions wait for a lock."""
    limit = time.monotonic() + 60
    while connection.execute(WAITING).fetchone() != (count,):
        assert time.monotonic() < limit, "nobody waits"
        time.sleep(0.02)


def a_session(room: Room) -> str:
    started = room.start(
        outline=Outline("stasted", "Ståsted", "", (Step("reflect-1", "reflect", "Hva ser vi?"),)),
        school_key="999999999",
        school_name="Solbakken ungdomsskole",
        groups=2,
        expected=10,
    )
    return started.session.code


def test_nodes_that_start_at_once_take_turns_to_migrate(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as other, ThreadPoolExecutor(2) as threads:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        nodes = [threads.submit(Store.open, database) for _ in range(2)]
        until_waiting(other, 2)
        other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        for node in nodes:
            node.result(60).close()
        assert other.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def test_a_command_that_has_to_give_way_to_another_is_carried_out_again_by_itself(database: str) -> None:
    room = Room(Store.open(database))
    visitor = room.enter(a_session(room), browser_id="b1")
    command = {
        "id": str(uuid.uuid4()),
        "do": "note.add",
        "note": str(uuid.uuid4()),
        "step": "reflect-1",
        "text": "Hei",
    }
    with psycopg.connect(database) as other, psycopg.connect(database, autocommit=True) as watcher:
        other.execute("SET deadlock_timeout = '60s'")  # so that it is the command that gives way
        other.execute("LOCK TABLE note IN EXCLUSIVE MODE")
        with ThreadPoolExecutor(1) as threads:
            answer = threads.submit(room.handle, visitor, command)
            until_waiting(watcher, 1)
            other.execute("SELECT 1 FROM work_session FOR UPDATE")
            other.commit()
            assert answer.result(60)["ok"]
        assert watcher.execute("SELECT count(*) FROM note").fetchone() == (1,)
    room.close()


def test_two_nodes_delete_what_is_over_without_getting_in_each_others_way(database: str) -> None:
    first, second = Room(Store.open(database)), Room(Store.open(database))
    codes = [a_session(first) for _ in range(6)]
    over = datetime(2090, 1, 1, tzinfo=UTC).date()
    with ThreadPoolExecutor(2) as threads:
        purges = [threads.submit(room.purge, over) for room in (first, second)]
        deleted = [len(purge.result(60)) for purge in purges]
    assert sum(deleted) >= len(codes)
    assert first.sessions() == second.sessions() == []
    first.close()
    second.close()
