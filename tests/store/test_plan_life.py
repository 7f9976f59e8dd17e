"""The plan after the day: who leads follows it, nothing is lost of what it was, and nobody is named."""

from dataclasses import replace

import pytest

from lmtools.domain.session import Step
from tests.store.activities import GROUP
from tests.store.conftest import OUTLINE

POINT = "Reglene er like på papiret, ikke i timene"


def planned(stage):
    """A point that was lifted and voted for, a goal on it with an action, and a date; the day is over."""
    people = stage.people(6)
    stage.lead("go", step="reflect-1", phase="group")
    point = stage.point(people[0], POINT, show=True)
    stage.lead("go", step="prioritise-1", phase="alone")
    for person in people:
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes={point: 3})
    stage.lead("go", step="prioritise-1", phase="plenary")
    stage.lead("reveal", step="prioritise-1")
    stage.lead("go", step="actions-1", phase="plenary")
    stage.do(people[0], "goal.save", goal="g1", text="Like regler i alle timer", finding=POINT)
    stage.do(
        people[0], "action.save", action="a1", goal="g1", text="Tre regler", who="Team", when="15. januar"
    )
    stage.lead("plan.save", evaluate_on="2027-09-16")
    stage.lead("close")
    return people, point


def life(stage):
    return stage.console()["plan"]


def test_who_leads_follows_the_plan_after_the_day_and_nobody_else_does(stage):
    people, _ = planned(stage)
    fields = {"action": "a1", "goal": "g1", "status": "done"}
    assert stage.ask(people[0], "action.save", **fields)["error"] == (
        "Økta er avsluttet, så det kan ikke skrives mer i den."
    )
    stage.lead("action.save", **fields, revision=1)
    assert life(stage)["goals"][0]["actions"][0]["standing"] == "done"


def test_what_is_changed_after_the_day_is_remembered_with_role_day_and_reason(stage):
    planned(stage)
    assert life(stage)["versions"] == []
    stage.clock.pass_(days=60)
    stage.lead(
        "action.save", action="a1", goal="g1", status="under_way", role="leader", reason="Vi fikk teamtid"
    )
    assert life(stage)["versions"] == [
        {
            "number": 1,
            "day": "2027-01-23",
            "role": "Skolens ledelse",
            "why": "Vi fikk teamtid",
            "changes": ["Tiltaket «Tre regler», status: fra «Ikke startet» til «I gang»"],
        }
    ]


def test_the_history_is_only_added_to_and_comes_newest_first(stage):
    planned(stage)
    for status in ("under_way", "done"):
        stage.lead("action.save", action="a1", goal="g1", status=status)
    stage.lead("action.save", action="a1", goal="g1", status="done")  # nothing new
    stage.lead("goal.remove", goal="g1")
    versions = life(stage)["versions"]
    assert [version["number"] for version in versions] == [3, 2, 1]
    assert versions[0]["changes"] == [
        "Målet «Like regler i alle timer» er tatt bort",
        "Tiltaket «Tre regler» er tatt bort",
    ]


def test_what_is_written_during_the_day_is_no_history(stage):
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="m", role="leader")
    stage.lead("goal.save", goal="g1", text="mm")
    assert life(stage)["versions"] == []
    stage.lead("goal.save", goal="g1", text="mmm", role="working_group")
    assert [version["role"] for version in life(stage)["versions"]] == ["Arbeidsgruppa"]


def test_only_a_role_can_be_given_for_who_did_it(stage):
    planned(stage)
    refused = stage.ask(stage.facilitator, "goal.save", goal="g1", text="x", role="Kari")
    assert refused["error"] == "Velg hvilken rolle dere endrer planen i."
    assert life(stage)["goals"][0]["text"] == "Like regler i alle timer"


def test_the_plan_at_a_glance_tells_what_is_late_and_when_to_look(stage):
    planned(stage)
    assert (life(stage)["check_on"], life(stage)["check_due"]) == ("2027-04-21", False)
    assert life(stage)["counts"]["not_started"] == 1
    stage.clock.pass_(days=150)
    assert life(stage)["counts"]["late"] == 1
    assert (life(stage)["check_due"], life(stage)["evaluation_due"]) == (True, False)


def test_the_chain_is_walked_both_ways(stage):
    _, point = planned(stage)
    found = life(stage)
    links = [(link["kind"], link["text"], link["source"]) for link in found["goals"][0]["chain"]]
    assert links == [("note", POINT, point), ("vote", "Tatt med videre med 18 poeng", point)]
    assert found["points"] == [{"id": point, "text": POINT, "goals": ["g1"]}]
    assert found["goals"][0]["sources"] == [point]


def test_a_point_that_was_not_taken_along_has_no_choice_in_its_chain(stage):
    people = stage.people(10)
    stage.lead("go", step="reflect-1", phase="group")
    first, second, third = (stage.point(people[0], text, show=True) for text in ("Ro", "Ute", "Inne"))
    stage.lead("go", step="prioritise-1", phase="alone")
    for number, person in enumerate(people):
        given = {first: 2, second: 1} if number < 5 else {first: 1, second: 1, third: 1}
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes=given)
    stage.lead("go", step="prioritise-1", phase="plenary")
    stage.lead("reveal", step="prioritise-1")
    stage.lead("go", step="actions-1", phase="plenary")
    for goal, point in (("g1", first), ("g2", third)):
        stage.do(people[0], "goal.save", goal=goal, text="m", finding="f", sources=[point])
    chains = [[link["kind"] for link in goal["chain"]] for goal in life(stage)["goals"]]
    assert [("vote" in chain) for chain in chains] == [True, False]


def test_a_finding_that_is_no_point_is_a_link_of_its_own(stage):
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="m", finding="Felles regler falt fra 3,9 til 3,5")
    goal = stage.sees(person, "actions-1")["goals"][0]
    assert not goal["carried"], "nothing has come of it yet"
    assert [(link["kind"], link["text"]) for link in goal["chain"]] == [
        ("finding", "Felles regler falt fra 3,9 til 3,5")
    ]


def test_the_chain_tells_nobody_of_a_point_that_has_not_been_shown_or_a_vote_that_is_not_revealed(stage):
    people = stage.people(6)
    point = stage.point(people[0], POINT, show=True)
    stage.do(people[0], "goal.save", goal="g1", text="m", finding="f", sources=[point])
    assert [link["kind"] for link in stage.sees(people[0], "actions-1")["goals"][0]["chain"]] == ["finding"]
    stage.lead("go", step="prioritise-1", phase="alone")
    for person in people:
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes={point: 3})
    chain = stage.sees(people[0], "actions-1")["goals"][0]["chain"]
    assert [link["kind"] for link in chain] == ["finding", "note"]


def test_everyone_says_what_came_of_an_action_during_the_day_and_who_leads_afterwards(stage):
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="m")
    stage.do(person, "action.save", action="a1", goal="g1", text="t")
    stage.do(person, "action.review", action="a1", outcome="partly", why="Vi manglet tid")
    said = {"verdict": "change", "learned": "Begynn før", "questioned": "Var det reglene?"}
    stage.do(person, "goal.review", goal="g1", **said)
    goal = stage.sees(person, "actions-1")["goals"][0]
    assert goal["review"] == {**said, "revision": 1}
    assert goal["actions"][0]["review"] == {"outcome": "partly", "why": "Vi manglet tid", "revision": 1}
    stage.lead("close")
    assert not stage.ask(person, "goal.review", goal="g1", verdict="keep")["ok"]
    stage.lead("goal.review", goal="g1", verdict="keep", revision=1)
    assert life(stage)["goals"][0]["review"]["learned"] == "Begynn før"


def test_what_was_said_of_an_action_can_be_taken_back_and_a_goal_that_is_gone_is_not_reviewed(stage):
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="m")
    stage.do(person, "action.save", action="a1", goal="g1", text="t")
    stage.do(person, "action.review", action="a1", outcome="done")
    stage.do(person, "action.review", action="a1", outcome="")
    (action,) = stage.sees(person, "actions-1")["goals"][0]["actions"]
    assert action["review"]["outcome"] is None
    stage.do(person, "goal.remove", goal="g1")
    assert (
        "Vi finner ikke dette målet" in stage.ask(person, "goal.review", goal="g1", verdict="keep")["error"]
    )


def test_a_day_that_begins_and_ends_with_the_plan_shows_the_same_goals_in_both(open_stage):
    steps = tuple(Step(key, "actions", "Planen", phases=(GROUP,)) for key in ("actions-1", "actions-2"))
    stage = open_stage(outline=replace(OUTLINE, steps=steps))
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="m", step="actions-1")
    stage.lead("go", step="actions-2", phase="group")
    first, last = stage.sees(person, "actions-1"), stage.sees(person, "actions-2")
    assert [goal["id"] for goal in last["goals"]] == ["g1"]
    assert first == last


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("goal.review", {"goal": "g1", "verdict": "kanskje"}),
        ("action.review", {"action": "a1", "outcome": "kanskje"}),
        ("goal.review", {"goal": "finnes-ikke", "verdict": "keep"}),
        ("action.review", {"action": "finnes-ikke", "outcome": "done"}),
    ],
)
def test_a_review_that_cannot_be_is_refused_in_a_sentence(stage, do, fields):
    planned(stage)
    refused = stage.ask(stage.facilitator, do, **fields)
    assert not refused["ok"]
    assert refused["error"].endswith(".")


def test_a_stale_review_is_refused_with_what_is_stored(stage):
    planned(stage)
    stage.lead("goal.review", goal="g1", verdict="keep", revision=0)
    refused = stage.ask(stage.facilitator, "goal.review", goal="g1", verdict="stop", revision=0)
    assert refused["error"] == "Noen andre endret dette først."
    assert refused["current"]["verdict"] == "keep"


def test_an_action_has_three_signs_and_what_it_needs(stage):
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="m", indicator="trivsel")
    signs = {"success_sign": "Færre avbrudd", "process_sign": "Regler på veggen", "balancing_sign": "Mer mas"}
    stage.do(person, "action.save", action="a1", goal="g1", text="t", needs="Teamtid", **signs)
    goal = stage.sees(person, "actions-1")["goals"][0]
    assert goal["indicator"] == "trivsel"
    assert {name: goal["actions"][0][name] for name in (*signs, "needs")} == {**signs, "needs": "Teamtid"}
