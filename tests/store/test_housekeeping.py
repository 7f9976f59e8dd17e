"""A server deletes what is past its end date without being told."""

import asyncio
import logging
from types import SimpleNamespace

import pytest

from lmtools.errors import NotFound
from lmtools.serving.housekeeping import keep_house, sweep
from lmtools.store import BUSY, StoreUnavailable
from tests.conftest import run_alone
from tests.store.conftest import OUTLINE


def site_of(room, *, failure=None):
    """The parts of a site that housekeeping uses."""

    async def run(function):
        if failure is not None:
            raise failure
        return await asyncio.to_thread(function)

    return SimpleNamespace(room=room, run=run, agendas=SimpleNamespace(tidy=lambda used: None))


def test_an_expired_session_goes_soon_after_the_server_starts(open_stage):
    stage = open_stage()
    stage.clock.pass_(days=400)

    async def start():
        keep_house(site_of(stage.room))
        await asyncio.sleep(0)  # the loop's next round
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            await task

    run_alone(start())
    with pytest.raises(NotFound):
        stage.room.session(stage.code)


def test_a_session_that_has_not_ended_stays(open_stage):
    stage = open_stage()
    run_alone(sweep(site_of(stage.room)))
    assert stage.room.session(stage.code)


def test_a_store_that_does_not_answer_stops_nothing_and_is_logged_without_names(open_stage, caplog):
    stage = open_stage()
    with caplog.at_level(logging.INFO, logger="lmtools"):
        run_alone(sweep(site_of(stage.room, failure=StoreUnavailable(BUSY))))
        stage.clock.pass_(days=400)
        run_alone(sweep(site_of(stage.room)))
    assert "StoreUnavailable" in caplog.text
    assert "Deleted 1" in caplog.text
    assert "Solbakken" not in caplog.text
    assert stage.code not in caplog.text


def test_a_rehearsal_is_deleted_when_it_has_ended_and_no_other_session_with_it(open_stage):
    stage = open_stage()
    started = stage.room.start(
        outline=OUTLINE, school_key="1", school_name="Solbakken", groups=1, expected=5, rehearsal=True
    )
    stage.room.end_rehearsal(started.session.code)
    with pytest.raises(NotFound):
        stage.room.session(started.session.code)
    with pytest.raises(NotFound):
        stage.room.end_rehearsal(stage.code)
    assert stage.room.session(stage.code)
