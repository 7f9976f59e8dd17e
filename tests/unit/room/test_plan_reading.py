"""A plan's file read field by field into the parts that a session takes over, or refused in one sentence."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date

import pytest

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.history import Change, Hand, PlanVersion
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan
from lmtools.domain.record import PlanRecord
from lmtools.room.planfile import BadPlan, from_content, read, write
from lmtools.room.planfile.reading import MOST_BYTES
from tests.unit.room.test_planfile import CONTENT

DAY, ID = date(2026, 11, 24), "09871696079"  # a month that no person's has
NOT_OURS = "Dette er ikke ei planfil fra lmtools. Velg ei fil som lmtools export --plan har laget."
ODD = "Det som står i planfila, er ikke en hel plan, så vi bruker den ikke. Hent den på nytt."
NEWER = "Planfila er laget av en nyere utgave av lmtools. Oppgrader lmtools her, og prøv igjen."
LARGE = "Fila er større enn en plan kan være, så vi åpner den ikke."
NUMBER = "Planfila inneholder et fødselsnummer. Ta det bort, og prøv igjen."

POINT = "Reglene er like på papiret, ikke i timene"
CHAIN = (
    Link(LinkKind.FINDING, "Felles regler falt fra 3,9 til 3,5", "Ståsted", DAY),
    Link(LinkKind.NOTE, POINT, "Ståsted", DAY, "p1"),
    Link(LinkKind.VOTE, "Tatt med videre med 18 poeng", "Ståsted", DAY, "p1"),
)
GOAL = Goal(
    id="g1",
    session="",
    step="",
    text="Like regler i alle timer",
    finding=POINT,
    target="Høsten 2027 er Felles regler minst 3,8",
    indicator="felles_regler",
    position=1,
    roots=CHAIN,
)
ACTION = Action(
    id="a1",
    session="",
    goal="g1",
    text="Tre regler",
    who="Teamlederne",
    when="15. januar",
    success_sign="Elevrådet sier at reglene er til å forstå",
    status=ActionStatus.UNDER_WAY,
    position=1,
    process_sign="Reglene henger i alle rom",
    balancing_sign="Mer mas i friminuttene",
    needs="Teamtid",
    since=DAY,
)
RECORD = PlanRecord(
    mark="0123456789abcdef0123456789abcdef",
    title="Ståsted",
    school_key="999999999",
    school_name="Solbakken ungdomsskole",
    language="nb",
    began=DAY,
    plan=Plan("", "Elevrådet i januar", "Teamtid annenhver uke", "Vikar", "Veiledning", date(2027, 9, 16)),
    goals=(GOAL,),
    actions=(ACTION,),
    goal_reviews=(
        GoalReview("", "g1", GoalVerdict.CHANGE, "Vi begynte for seint", "Trodde vi at regler var nok?", 1),
    ),
    action_reviews=(ActionReview("", "a1", Outcome.PARTLY, "Vi manglet tid", 1),),
    versions=(
        PlanVersion(
            "",
            1,
            date(2027, 1, 23),
            Hand.LEADER,
            "Vi fikk teamtid",
            (Change("action", "a1", "Tre regler", "status", "not_started", "under_way"),),
        ),
    ),
    grade="10",
    chains={"g1": CHAIN},
)


def changed(**changes):
    return {**copy.deepcopy(CONTENT), **changes}


def with_goals(*goals):
    return changed(goals=[{**copy.deepcopy(CONTENT["goals"][0]), **goal} for goal in goals])


def test_each_field_of_the_file_is_where_a_session_looks_for_it():
    assert from_content(CONTENT) == RECORD
    assert repr(from_content(CONTENT)) == repr(RECORD)
    assert from_content({**CONTENT, "$schema": "plan-v1.schema.json"}) == RECORD
    assert json.loads(write(RECORD)) == CONTENT
    assert "Elevrådet".encode() in write(RECORD)
    assert write(RECORD).startswith(b'{\n  "format": "lmtools-plan",\n')
    assert write(RECORD).endswith(b"}\n")


def test_goals_and_actions_keep_the_order_of_the_file_and_what_nobody_said_is_none():
    action = {**CONTENT["goals"][0]["actions"][0], "review": None, "since": None}
    found = from_content(
        with_goals(
            {"id": "g2", "review": None, "actions": [{**action, "id": "a2"}, {**action, "id": "a3"}]},
            {"id": "g1", "chain": [], "actions": [{**action, "id": "a1"}]},
        )
    )
    assert [(goal.id, goal.position) for goal in found.goals] == [("g2", 1), ("g1", 2)]
    assert [(one.id, one.goal, one.position) for one in found.actions] == [
        ("a2", "g2", 1),
        ("a3", "g2", 2),
        ("a1", "g1", 3),
    ]
    assert ([one.goal for one in found.goal_reviews], found.action_reviews) == (["g1"], ())
    assert found.actions[0] == replace(ACTION, id="a2", goal="g2", since=None)
    assert found.chains == {"g2": CHAIN, "g1": ()}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([], NOT_OURS),
        (None, NOT_OURS),
        (changed(format="lmtools-session"), NOT_OURS),
        (changed(version=2), NEWER),
        (changed(version="1"), ODD),
        (changed(version=0), ODD),
        (with_goals({}, {}), ODD),
        (with_goals({}, {"id": "g2"}), ODD),  # two actions with one id
        (changed(language=ID), NUMBER),
        (changed(goals=[{"text": f"Ring {ID}"}]), NUMBER),
        (changed(more=[{"deep": [ID]}]), NUMBER),
    ],
)
def test_what_is_no_plan_of_ours_is_refused_in_its_own_sentence(content, sentence):
    with pytest.raises(BadPlan) as told:
        from_content(content)
    assert str(told.value) == sentence


def test_ids_are_random_and_may_look_like_a_number_of_somebodys():
    content = with_goals({"id": ID})
    content["session"]["mark"] = content["school"]["key"] = ID
    content["goals"][0]["chain"][0]["source"] = ID
    assert from_content(content).goals[0].id == ID


def test_a_file_may_be_as_large_as_a_plan_and_no_larger():
    data = json.dumps(CONTENT).encode()
    assert read(data + b" " * (MOST_BYTES - len(data))) == RECORD
    with pytest.raises(BadPlan) as told:
        read(data + b" " * (MOST_BYTES - len(data) + 1))
    assert str(told.value) == LARGE
    for wrong in (b"", b"{", b"\xff", b"[" * 100_000):
        with pytest.raises(BadPlan) as told:
            read(wrong)
        assert str(told.value) == NOT_OURS
