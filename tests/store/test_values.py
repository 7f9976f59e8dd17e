"""Every kind of value comes back as it was put, each field of its own type, filled or left as it was."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime

import pytest

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.contributions import (
    Audience,
    Commitment,
    Guess,
    Note,
    Point,
    PointStatus,
    Rating,
    Theme,
    Vote,
)
from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.history import Change, Hand, PlanVersion
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan
from lmtools.domain.session import (
    Activity,
    Draft,
    Duty,
    DutyTaken,
    Grouping,
    Participant,
    Phase,
    Ready,
    Step,
    WorkSession,
)
from lmtools.domain.shown import Shown
from lmtools.domain.summary import Summary
from lmtools.store.mapping import TABLES, key_of, to_row

DAY = date(2027, 1, 23)
LINK = Link(LinkKind.VOICE, "Hils", "Elevrådet", DAY, "p9")
STEP = Step("s1", "swot", "T", "P", (Phase.GROUP, Phase.PLENARY), {"group": 4}, {"limit": 9}, "Si det")
FULL = (
    Participant("p1", "s", "hash", 2, "nn", phone=True, trial=True),
    Activity("s", "s1", revealed=True, round=2, kept=("b", "a")),
    Ready("s", "s1", "alone-2", "p1"),
    Draft("s", "p1", "s1", "utkast", "threats"),
    DutyTaken("s", 2, Duty.OPENNESS, "p1"),
    Note("n1", "s", "s1", "p1", "notat", shared=True, removed=True, position=3, group=2, box="threats"),
    Point("p1", "s", "s1", 2, "punkt", ("n2", "n1"), PointStatus.HELD, "t1", True, 4, 5, "threats"),
    Theme("t1", "s", "s1", "tema", removed=True, position=6, box="threats", groups=2, of=3),
    Guess("s", "s1", "p1", 12.5),
    Vote("s", "s1", 2, "p1", "t1", 3),
    Rating("s", "s1", "p1", {"i1": {"agree": 4}}),
    Commitment("c1", "s", "s1", "p1", "forsett", Audience.PLENARY, 2, PointStatus.SHOWN),
    Shown("s", "s1", 2, {"rated": [{"counts": [None, 5]}]}, again=True),
    Goal("g1", "s", "s1", "mål", "funn", "3,8", True, 7, 8, ("p2", "p1"), "trivsel", (LINK,)),
    Action("a1", "s", "g1", "t", "hvem", "når", "1", ActionStatus.DONE, True, 2, 3, "2", "3", "4", DAY),
    Plan("s", "FAU", "leder", "eier", "PPT", DAY, 3),
    Summary("s", "overskrift", "sagt", "gjør", 2),
    GoalReview("s", "g1", GoalVerdict.STOP, "lært", "spurt", 2),
    ActionReview("s", "a1", Outcome.PARTLY, "fordi", 2),
    PlanVersion("s", 2, DAY, Hand.LEADER, "fordi", (Change("goal", "g1", "mål", "text", "a", "b"),)),
)
SESSION = WorkSession(
    id="s",
    code="123456",
    workbook="stasted",
    title="Ståsted",
    school_key="1",
    school_name="Solbakken",
    grade="10",
    language="nn",
    groups=4,
    expected=30,
    started_at=datetime(2026, 11, 24, 12, 30, tzinfo=UTC),
    ends_on=DAY,
    steps=(STEP,),
    now_step="s1",
    now_phase=Phase.GROUP,
    phase_ends_at=datetime(2026, 11, 24, 13, tzinfo=UTC),
    paused_left=30,
    closed=True,
    revision=7,
    recess=True,
    rehearsal=True,
    grouping=Grouping.SELF,
    origin="mark",
    came=12,
)


def bare(value):
    """The value with all that can be left out left out, but for its key."""
    key = key_of(to_row(value), TABLES[type(value)])
    given = {
        field.name: getattr(value, field.name)
        for field in fields(value)
        if field.name in key or (field.default is MISSING and field.default_factory is MISSING)
    }
    return type(value)(**given)


@pytest.mark.parametrize("made", [SESSION, bare(SESSION)], ids=["whole", "bare"])
def test_a_session_comes_back_as_it_was_put(store, made):
    store.add_session(made, "hash")
    with store.reading() as work:
        found = work.one(WorkSession, id="s")
        assert work.key_hash("s") == "hash"
    assert found == made
    assert repr(found) == repr(made)


@pytest.mark.parametrize("value", FULL, ids=lambda value: type(value).__name__)
def test_what_lies_in_a_session_comes_back_as_it_was_put(store, value):
    store.add_session(SESSION, "hash")
    key = key_of(to_row(value), TABLES[type(value)])
    for version in (value, bare(value), value):
        with store.changing("s") as (work, _):
            work.put(version)
        with store.reading() as work:
            assert work.all(type(value), session="s") == (work.one(type(value), **key),) == (version,)
            assert repr(work.one(type(value), **key)) == repr(version)  # a word is no text, a time no date


def test_all_that_the_store_knows_is_tried_here():
    assert {type(one) for one in (*FULL, SESSION)} == TABLES.keys()


def test_what_is_put_again_as_it_was_is_no_change(store):
    store.add_session(SESSION, "hash", FULL)
    with store.changing("s") as (work, _):
        for value in FULL:
            work.put(replace(value))
        assert work.touched == {}
