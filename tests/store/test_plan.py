"""Goals, actions and the plan: written together, never overwritten unseen, and ready only when whole."""

import pytest


def planned(stage, person):
    stage.do(person, "goal.save", goal="g1", text="Like regler i alle timer", finding="Felles regler falt")
    fields = {
        "text": "Tre regler",
        "who": "Teamlederne",
        "when": "15. januar",
        "success_sign": "Elevrådet sier ja",
    }
    stage.do(person, "action.save", action="a1", goal="g1", **fields)


def missing(stage, person):
    return [check["key"] for check in stage.sees(person, "actions-1")["missing"] if not check["filled"]]


def test_everyone_sees_the_same_goals_and_actions(stage):
    one, other = stage.people(2)
    planned(stage, one)
    projector = stage.projector
    for who in (one, other, stage.facilitator, projector):
        goal = stage.sees(who, "actions-1")["goals"][0]
        assert goal["text"] == "Like regler i alle timer"
        assert goal["actions"][0] == {
            "id": "a1",
            "text": "Tre regler",
            "who": "Teamlederne",
            "when": "15. januar",
            "success_sign": "Elevrådet sier ja",
            "process_sign": "",
            "balancing_sign": "",
            "needs": "",
            "status": "not_started",
            "revision": 1,
            "due": "2027-01-15",
            "standing": "not_started",
            "review": None,
        }


def test_what_is_not_sent_stays_as_it_was(stage):
    person = stage.people(1)[0]
    planned(stage, person)
    stage.do(person, "goal.save", goal="g1", text="Nytt mål", revision=1)
    stage.do(person, "action.save", action="a1", goal="g1", status="under_way", revision=1)
    goal = stage.sees(person, "actions-1")["goals"][0]
    assert (goal["finding"], goal["revision"]) == ("Felles regler falt", 2)
    assert (goal["actions"][0]["who"], goal["actions"][0]["status"]) == ("Teamlederne", "under_way")


@pytest.mark.parametrize(
    ("do", "key"), [("goal.save", {"goal": "g1"}), ("action.save", {"action": "a1", "goal": "g1"})]
)
def test_a_stale_save_is_refused_with_what_is_stored(stage, do, key):
    one, other = stage.people(2)
    planned(stage, one)
    stage.do(one, do, **key, text="fra den ene", revision=1)
    refused = stage.ask(other, do, **key, text="fra den andre", revision=1)
    assert refused["error"] == "Noen andre endret dette først."
    assert (refused["current"]["text"], refused["current"]["revision"]) == ("fra den ene", 2)


def test_three_goals_and_three_actions_are_enough(stage):
    person = stage.people(1)[0]
    for number in range(3):
        stage.do(person, "goal.save", goal=f"g{number}", text="m")
        stage.do(person, "action.save", action=f"a{number}", goal="g0", text="t")
    fourth = stage.ask(person, "goal.save", goal="g9", text="m")
    assert fourth["error"] == "3 mål er nok. Vil dere legge til et nytt, må ett ut."
    assert "tiltak" in stage.ask(person, "action.save", action="a9", goal="g0", text="t")["error"]
    stage.do(person, "action.remove", action="a0")
    stage.do(person, "action.save", action="a9", goal="g0", text="t")
    stage.do(person, "goal.remove", goal="g1")
    stage.do(person, "goal.save", goal="g9", text="m")


def test_a_removed_goal_takes_its_actions_along_and_cannot_be_written_on(stage):
    person = stage.people(1)[0]
    planned(stage, person)
    stage.do(person, "goal.remove", goal="g1")
    assert stage.sees(person, "actions-1")["goals"] == []
    for do, key in (("goal.save", {"goal": "g1"}), ("action.save", {"action": "a1", "goal": "g1"})):
        assert "tatt det bort" in stage.ask(person, do, **key, text="x")["error"]


def test_an_action_needs_a_goal_that_is_there(stage):
    person = stage.people(1)[0]
    assert not stage.ask(person, "action.save", action="a", goal="finnes-ikke", text="t")["ok"]


def test_the_plan_asks_for_what_it_lacks_until_it_is_ready(stage):
    person = stage.people(1)[0]
    order = ["actions", "signs", "support_leader", "participation", "support_owner", "evaluate_on"]
    assert missing(stage, person) == order
    planned(stage, person)
    assert missing(stage, person) == order[2:]
    stage.lead("plan.save", participation="FAU i januar", support_leader="Teamtid")
    stage.lead("plan.save", support_owner="Vikar")
    assert missing(stage, person) == ["support_ppt", "evaluate_on"]
    stage.lead("plan.save", support_ppt="Veiledning", evaluate_on="2027-09-16", revision=2)
    assert missing(stage, person) == []
    checks = {check["key"]: check["text"] for check in stage.sees(person, "actions-1")["missing"]}
    assert checks["evaluate_on"] == "16. september 2027".replace(" ", "\u00a0", 1)
    assert checks["participation"] == "FAU i januar"


def test_a_date_for_the_plan_can_be_taken_away_and_must_be_a_date(stage):
    person = stage.people(1)[0]
    stage.lead("plan.save", evaluate_on="2027-09-16")
    assert not stage.ask(stage.facilitator, "plan.save", evaluate_on="16.9.2027")["ok"]
    stage.lead("plan.save", participation="x")
    assert stage.sees(person, "actions-1")["plan"]["evaluate_on"] == "2027-09-16"
    stage.lead("plan.save", evaluate_on=None)
    assert stage.sees(person, "actions-1")["plan"]["evaluate_on"] is None
    assert stage.sees(person, "actions-1")["plan"]["suggested_on"] == "2027-05-25"


def test_a_stale_plan_is_refused(stage):
    stage.lead("plan.save", participation="x", revision=0)
    assert (
        stage.ask(stage.facilitator, "plan.save", participation="y", revision=0)["current"]["revision"] == 1
    )


def test_curly_brackets_in_a_plan_are_only_text(stage):
    stage.lead("plan.save", participation="{owner} og {0}")
    texts = [check["text"] for check in stage.sees(stage.facilitator, "actions-1")["missing"]]
    assert "{owner} og {0}" in texts


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("goal.save", {"goal": "g1", "text": "x"}),
        ("action.save", {"action": "a1", "goal": "g1", "text": "x"}),
        ("plan.save", {"participation": "x"}),
        ("summary.save", {"said": "x"}),
        ("goal.review", {"goal": "g1", "learned": "x"}),
        ("action.review", {"action": "a1", "why": "x"}),
    ],
)
def test_what_is_saved_many_times_over_is_stale_and_not_wrong(stage, do, fields):
    planned(stage, stage.people(1)[0])
    answers = [stage.ask(stage.facilitator, do, **fields, revision=seen) for seen in (10**9, 10**9 + 1, -1)]
    assert [answer["error"].split()[0] for answer in answers] == ["Noen", "Noe", "Noe"]
    assert [answer.get("current") is not None for answer in answers] == [True, False, False]
    stage.lead(do, **fields)  # without one the last to save decides


def test_a_save_is_answered_with_the_revision_to_go_on_from(stage):
    for revision in (1, 2):
        assert stage.lead("goal.save", goal="g1", text="m")["goal"] == {"id": "g1", "revision": revision}
        saved = stage.lead("action.save", action="a1", goal="g1", text="t")
        assert saved["action"] == {"id": "a1", "revision": revision}
        assert stage.lead("plan.save", participation="x")["plan"] == {"revision": revision}
        assert stage.lead("goal.review", goal="g1", learned="x")["review"] == {"revision": revision}
        assert stage.lead("action.review", action="a1", why="x")["review"] == {"revision": revision}


def test_actions_stand_in_the_order_they_were_written_whatever_they_are_called(stage):
    person = stage.people(1)[0]
    stage.do(person, "goal.save", goal="g1", text="Ro i timene")
    for name in ("c", "b", "a"):
        stage.do(person, "action.save", action=name, goal="g1", text=name)
    goal = stage.sees(person, "actions-1")["goals"][0]
    assert [action["id"] for action in goal["actions"]] == ["c", "b", "a"]
