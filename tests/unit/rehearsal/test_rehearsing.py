"""A rehearsal on a real server: everybody comes in, and nothing of it is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lmtools.cli.main import run
from lmtools.rehearsal import keeping
from lmtools.rehearsal.people import Colleague
from lmtools.rehearsal.run import Busy, Wish, rehearse
from tests.browser.people import Leader
from tests.conftest import Server, run_alone
from tests.figures import put_samples

LIMIT = 120
WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def hold(*arguments: str) -> int:
    """Run `lmtools rehearse` and return its exit code. Playwright's loop runs in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, ["rehearse", *arguments]).result()


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


def test_every_kind_of_activity_is_gone_through_on_a_server_started_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_samples(tmp_path)
    monkeypatch.setenv("LMTOOLS_DATA", str(tmp_path))
    monkeypatch.setenv("LMTOOLS_WORKBOOKS", str(WORKBOOKS))
    code = hold("--people", "5", "--minutes", "0.05", "--workbook", "alle-verb", "--json")
    result, told = json.loads(capsys.readouterr().out.splitlines()[-1]), keeping.last(tmp_path)
    assert told is not None
    assert (result["people"], result["joined"], result["errors"], dict(told.told)) == (5, 5, 0, {})
    assert list(result) == ["people", "joined", "acknowledged", "ack_p95_s", "projector_p95_s", "errors"]
    assert result["acknowledged"] > 5 * 16
    assert result["projector_p95_s"] > 0
    assert code == 0
    assert not list(tmp_path.glob(".generalprove-*"))


def test_the_server_that_runs_here_is_used_and_keeps_the_result_and_nothing_else(
    server: Server, leader: Leader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LMTOOLS_DATA", str(server.data))
    code = hold("--people", "6", "--minutes", "0.05", "--anyway")
    said = capsys.readouterr()
    assert code == 0, said.out
    assert "6 av 6 kom inn" in said.out.splitlines()[0]
    assert "Økta er slettet." in said.err
    assert rehearsals(leader) == []
    kept = leader.call("api/rehearsal", None)["last"]
    assert (kept["people"], kept["headline"]) == (6, said.out.splitlines()[0])


def test_one_that_is_interrupted_deletes_its_session_and_keeps_no_result(
    server: Server, leader: Leader
) -> None:
    before = keeping.last(server.data)
    process = subprocess.Popen(
        [sys.executable, "-m", "lmtools.cli", "rehearse", "--people", "6", "--minutes", "5", "--anyway"],
        env={**os.environ, "LMTOOLS_DATA": str(server.data)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(lambda: rehearsals(leader))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=LIMIT)
    finally:
        process.kill()
    assert (process.returncode, said.splitlines()[-1]) == (130, "Økta er slettet.")
    assert rehearsals(leader) == []
    assert keeping.last(server.data) == before


def test_people_who_are_in_a_session_are_not_disturbed_unasked(server: Server, leader: Leader) -> None:
    async def while_one_listens() -> None:
        someone = Colleague(server.url, leader.code, 0)
        try:
            await someone.join()
            someone.room.start()
            await someone.room.until_live()
            with pytest.raises(Busy, match="Det er folk inne i ei økt nå"):
                await rehearse(Wish(server.url, server.key, people=2))
        finally:
            await someone.close()

    run_alone(while_one_listens())
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
    server: Server,
    arguments: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LMTOOLS_DATA", str(server.data))
    given = (one.format(server=server.url) for one in arguments)
    assert hold(*given) in (1, 2)
    assert sentence in capsys.readouterr().err
