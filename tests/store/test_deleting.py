"""Deleting a session deletes it: every row of every table, whatever happened in it, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from lmtools.domain.session import Step
from lmtools.errors import NotFound
from lmtools.store.engine import make_engine
from lmtools.store.schema import metadata, work_session
from tests.store import activities
from tests.store.activities import ALONE, GROUP, point, rate

OUTLINE = replace(
    activities.OUTLINE,
    steps=(
        Step("guess-1", "guess", "Gjett", phases=(ALONE,)),
        *activities.OUTLINE.steps,
        Step("actions-1", "actions", "Mål og tiltak", phases=(GROUP,)),
    ),
)


def something_in_every_table(open_stage):
    """A session in which everything that can be stored has been."""
    stage = open_stage(outline=OUTLINE)
    people = stage.people(6)
    one = people[0]
    stage.do(one, "guess.lock", step="guess-1", value=12)
    stage.do(one, "ready", step="guess-1", ready=True)
    stage.do(one, "draft.save", step="swot-1", text="utkast", box="strengths")
    stage.do(one, "note.add", note="n1", step="swot-1", text="notat", box="strengths")
    stage.do(one, "role.take", role="chair")
    rate(stage, people, "555544")
    stage.lead("go", step="statements-1", phase="plenary")
    stage.lead("reveal", step="statements-1")
    stage.lead("go", step="forces-1", phase="group")
    drawn = point(stage, one, "forces-1", "punkt", box="for")
    stage.lead("go", step="prioritise-1", phase="alone")
    stage.do(one, "vote.cast", step="prioritise-1", round=1, votes={drawn: 3})
    stage.lead("go", step="commit-1", phase="alone")
    stage.do(one, "commit.save", step="commit-1", text="forsett")
    stage.lead("goal.save", goal="g1", step="actions-1", text="mål")
    stage.lead("action.save", action="a1", goal="g1", text="tiltak")
    stage.lead("action.review", action="a1", outcome="partly", why="tid")
    stage.lead("goal.review", goal="g1", verdict="keep", role="leader")
    stage.lead("plan.save", participation="Elevrådet")
    stage.lead("summary.save", said="sagt")
    return stage


def rows_of(stage, session):
    """How many rows of the session each table holds, asked of the database itself."""
    engine = make_engine(stage.store._url)
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            column = table.c.id if table is work_session else table.c.session
            found[table.name] = len(connection.execute(select(table).where(column == session)).all())
    engine.dispose()
    return found


def test_every_table_is_emptied_of_the_session_and_of_no_other(open_stage):
    stage, other = something_in_every_table(open_stage), open_stage()
    session, others = stage.started.session.id, other.started.session.id
    before, kept = rows_of(stage, session), rows_of(other, others)
    assert [name for name, count in before.items() if count == 0] == []
    gone = stage.room.after.delete(session)
    assert (gone.title, gone.points, gone.goals, gone.actions) == ("Alle verb", 1, 1, 1)
    assert set(rows_of(stage, session).values()) == {0}
    assert rows_of(other, others) == kept


def test_who_is_still_in_the_room_is_told_that_it_is_gone(open_stage):
    stage = open_stage()
    person = stage.people(1)[0]
    stage.room.snapshot(person)
    stage.room.after.delete(stage.started.session.id)
    with pytest.raises(NotFound):
        stage.room.snapshot(person)
    refused = stage.ask(person, "note.add", note="n1", step="reflect-1", text="for sent")
    assert "finnes ikke lenger" in refused["error"]
    with pytest.raises(NotFound):
        stage.room.after.delete(stage.started.session.id)
    assert stage.room.sessions() == []
