"""A rehearsal on a real server: everybody comes in, and nothing of it is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmtools.rehearsal import keeping
from tests.browser.people import Leader
from tests.conftest import Server, put_samples, run_alone

LIMIT = 120
WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def command(data: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start `lmtools rehearse` beside the data folder `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMTOOLS_")}
    return subprocess.Popen(
        [sys.executable, "-m", "lmtools.cli", "rehearse", *arguments],
        env={**kept, "LMTOOLS_DATA": str(data), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for it: its exit code, and what it said."""
    try:
        out, err = process.communicate(timeout=LIMIT)
    finally:
        process.kill()
    return process.returncode, out, err


def rehearsals(leader: Leader) -> list[str]:
    """The codes of the rehearsals that the server has."""
    return [entry["code"] for entry in leader.call("api/sessions", None)["sessions"] if entry["rehearsal"]]


def wait_for(found: Callable[[], Any]) -> Any:
    """What `found` finds, as soon as it finds something."""
    limit = time.monotonic() + LIMIT
    while time.monotonic() < limit:
        if value := found():
            return value
        time.sleep(0.1)
    pytest.fail("it did not come")


@pytest.fixture
def leader(server: Server) -> Leader:
    """A facilitator of the shared server; her own session has nobody in it."""
    return Leader(server)


def test_every_kind_of_activity_is_gone_through_on_a_server_started_for_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    put_samples(data)
    wanted = ("--people", "7", "--minutes", "0.2", "--workbook", "alle-verb", "--json")
    code, out, err = end(command(data, *wanted, LMTOOLS_WORKBOOKS=str(WORKBOOKS)))
    result = json.loads(out.splitlines()[-1])
    told = keeping.last(data)
    assert told is not None
    assert (result["people"], result["joined"], result["errors"], dict(told.told)) == (7, 7, 0, {})
    assert list(result) == ["people", "joined", "acknowledged", "ack_p95_s", "projector_p95_s", "errors"]
    assert result["acknowledged"] > 7 * 16
    assert result["projector_p95_s"] > 0
    assert (code, err) == (0, "")
    assert not list(data.glob(".generalprove-*"))


def test_the_server_that_runs_here_is_used_and_keeps_the_result_and_nothing_else(
    server: Server, leader: Leader
) -> None:
    code, out, err = end(command(server.data, "--people", "6", "--minutes", "0.05", "--anyway"))
    assert code == 0, out + err
    assert "6 av 6 kom inn" in out.splitlines()[0]
    assert "Økta er slettet." in err
    assert rehearsals(leader) == []
    kept = leader.call("api/rehearsal", None)["last"]
    assert (kept["people"], kept["headline"]) == (6, out.splitlines()[0])


def test_one_that_is_interrupted_deletes_its_session_and_keeps_no_result(
    server: Server, leader: Leader
) -> None:
    before = keeping.last(server.data)
    process = command(server.data, "--people", "6", "--minutes", "5", "--anyway")
    wait_for(lambda: rehearsals(leader))
    process.send_signal(signal.SIGINT)
    code, _, err = end(process)
    assert (code, err.splitlines()[-1]) == (130, "Økta er slettet.")
    assert rehearsals(leader) == []
    assert keeping.last(server.data) == before


def test_people_who_are_in_a_session_are_not_disturbed_unasked(server: Server, leader: Leader) -> None:
    from lmtools.rehearsal.people import Colleague

    async def while_one_listens() -> tuple[int, str, str]:
        import asyncio

        someone = Colleague(server.url, leader.code, 0)
        try:
            await someone.join()
            someone.room.start()
            await someone.room.until_live()
            return await asyncio.to_thread(lambda: end(command(server.data, "--people", "2")))
        finally:
            await someone.close()

    code, _, err = run_alone(while_one_listens())
    assert code == 1
    assert "Det er folk inne i ei økt nå." in err
    assert rehearsals(leader) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--url", "127.0.0.1:9", "--key", "x"), "Vi når ikke noen server på http://127.0.0.1:9/."),
        (("--url", "{server}", "--key", "feil-nøkkel-her"), "Nøkkelen passer ikke."),
        (("--url", "{server}"), "Skriv nøkkelen til prosesslederen med --key"),
        (("--workbook", "finnes-ikke", "--anyway"), "Vi finner"),
    ],
)
def test_what_stands_in_the_way_is_told_in_a_sentence(
    server: Server, arguments: tuple[str, ...], sentence: str
) -> None:
    given = (one.format(server=server.url) for one in arguments)
    process = command(server.data, *given)
    assert process.stdin is None
    code, _, err = end(process)
    assert code in (1, 2)
    assert sentence in err
    assert "Traceback" not in err
