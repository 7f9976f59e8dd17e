"""What each page gets, whole: the front end reads these names, so none may be another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lmtools.domain.session import Outline, Step
from lmtools.errors import NotAllowed
from lmtools.text import Text
from tests.store.activities import ALONE, GROUP, point, rate
from tests.store.test_plan_life import POINT, planned

QUESTIONS = [
    ("actions", "Mål, tiltak, hvem og når", "Hva vil dere oppnå?"),
    ("signs", "Tegn på at det virker", "Hva ser eller hører dere når det virker?"),
    ("support_leader", "Støtte fra ledelsen", "Hvilken tid og hvilke folk setter ledelsen av?"),
    ("participation", "Medvirkning", "Hvem spør elevrådet og FAU, og når?"),
    ("support_owner", "Støtte fra skoleeier og PPT", "Hva trenger dere, og hvem spør?"),
    ("evaluate_on", "Dato for å se på planen", "Forslag: 25.\u00a0mai 2027"),
]
NOTHING_YET = {
    "guess-1": {
        "mine": None,
        "revealed": False,
        "answer": None,
        "locked": 0,
        "joined": 5,
        "room": None,
        "notes": [],
    },
    "results-1": {},
    "reflect-1": {
        "draft": "",
        "drafts": {},
        "mine": [],
        "group_notes": [],
        "group_points": [],
        "points": [],
    },
    "prioritise-1": {
        "mine": {},
        "mine_before": {},
        "round": 1,
        "points": 3,
        "options": [],
        "voted": 0,
        "result": None,
    },
    "actions-1": {
        "goals": [],
        "max_actions": 3,
        "plan": {
            "participation": "",
            "support_leader": "",
            "support_owner": "",
            "support_ppt": "",
            "evaluate_on": None,
            "revision": 0,
            "suggested_on": "2027-05-25",
        },
        "missing": [
            {"key": key, "filled": False, "title": title, "text": text} for key, title, text in QUESTIONS
        ],
    },
    "report-1": {},
}
LEADING = {**NOTHING_YET, "results-1": {"chosen": None}}
"""The same for the console and the wall."""
DUTIES = {
    "chair": ("Ordstyrer", "Passer på at alle slipper til."),
    "secretary": ("Sekretær", "Skriver det gruppa er enig om."),
    "timekeeper": ("Tidtaker", "Holder øye med klokka."),
    "openness": (
        "Viddevakt",
        "Passer på at vi ikke lukker samtalen for tidlig: Hva mer kan det være?",
    ),
}


def common(stage, who, **changes):
    """What is the same for all who look at a day that has not begun."""
    code = stage.code
    return {
        "revision": 5,
        "role": str(who.role),
        "language": "nb",
        "server_time": "2026-11-24T12:00:00+00:00",
        "session": {
            "code": code,
            "title": "Ståsted",
            "workbook": "stasted",
            "school": {"key": "999999999", "name": "Solbakken ungdomsskole"},
            "grade": "10",
            "language": "nb",
            "ends_on": "2027-02-22",
            "closed": False,
            "rehearsal": False,
            "grouping": "dealt",
        },
        "now": {
            "step": "guess-1",
            "phase": "alone",
            "round": 1,
            "ends_at": None,
            "paused_left": 120,
            "recess": False,
            "pause": None,
        },
        "activities": NOTHING_YET,
        **changes,
    }


def without_steps(page):
    return {name: part for name, part in page.items() if name != "steps"}


def test_the_projectors_page_is_what_everybody_may_know_and_the_way_in(stage):
    stage.people(5)
    join = {
        "code": stage.code,
        "shown": f"{stage.code[:3]}\u00a0{stage.code[3:]}",
        "path": f"bli-med/{stage.code}",
        "joined": 5,
    }
    page = stage.room.snapshot(stage.projector)
    assert without_steps(page) == common(stage, stage.projector, activities=LEADING, join=join)


def test_a_participants_page_is_what_everybody_may_know_and_their_own(stage):
    one, two, mate = stage.people(5)[:3]
    stage.do(mate, "role.take", role="chair")
    stage.do(one, "role.take", role="openness")
    stage.do(one, "ready", step="guess-1", ready=True)
    stage.do(two, "group.phone", on=True)
    held = {"chair": "other", "openness": "me"}
    me = {
        "group": 1,
        "group_size": 3,
        "groups": 2,
        "tables": [],
        "ready": True,
        "phone": False,
        "group_phone": False,
        "trial": False,
        "roles": [
            {"key": key, "title": title, "task": task, "holder": held.get(key)}
            for key, (title, task) in DUTIES.items()
        ],
    }
    page = without_steps(stage.room.snapshot(one))
    few = {"guess-1": {**NOTHING_YET["guess-1"], "locked": None, "joined": None}}  # a phone is nobody
    votes = {"prioritise-1": {**NOTHING_YET["prioritise-1"], "voted": None}}
    activities = {**NOTHING_YET, **few, **votes}
    assert page == common(stage, one, revision=9, activities=activities, me=me)
    assert stage.room.snapshot(two)["me"] | {"roles": []} == {
        **me,
        "group": 2,
        "group_size": 1,
        "ready": False,
        "phone": True,
        "group_phone": True,
        "roles": [],
    }


def test_the_console_is_what_everybody_may_know_and_how_the_room_does(stage):
    stage.people(5)
    few = {"state": "few", "word": "trenger litt tid"}
    console = {
        "joined": 5,
        "expected": 38,
        "written": 0,
        "ready": 0,
        "groups": [{"no": 1, **few}, {"no": 2, **few}],
        "tables": [{"no": 1, "phone": False, "roles": []}, {"no": 2, "phone": False, "roles": []}],
        "standing": 0,
        "queue": [],
        "held": [],
        "suggestion": "5 har ikke gjettet ennå.",
        "advice": [{"key": "still_coming", "text": "5 av 38 er med. Vis koden litt til."}],
        "likeness": {},
        "say": "«Gjett selv først, uten å snakke sammen. Svaret kommer etterpå.»",
        "note": "",
        "can_undo": False,
        "started_at": "2026-11-24T12:00:00+00:00",
        "summary": {"headline": "", "said": "", "does": "", "revision": 0, "saved": False},
        "plan": {
            "counts": {"late": 0, "under_way": 0, "not_started": 0, "done": 0, "stopped": 0},
            "check_on": None,
            "evaluate_on": None,
            "check_due": False,
            "evaluation_due": False,
            "goals": [],
            "points": [],
            "versions": [],
        },
        "next": {"step": "guess-1", "phase": "plenary", "round": 1, "title": "Gjett først"},
        "back": None,
    }
    page = stage.room.snapshot(stage.facilitator)
    assert without_steps(page) == common(stage, stage.facilitator, activities=LEADING, facilitator=console)


def test_a_goal_is_told_with_its_chain_its_reviews_and_its_actions(stage):
    _, source = planned(stage)
    stage.lead("goal.save", goal="g1", target="Minst 3,8", indicator="felles_regler", revision=1)
    stage.lead("goal.review", goal="g1", verdict="change", learned="Begynn før")
    stage.lead("action.review", action="a1", outcome="partly", why="Vi manglet tid")
    day = {"title": "Ståsted", "day": "2026-11-24", "source": source}
    assert stage.console()["plan"]["goals"] == [
        {
            "id": "g1",
            "text": "Like regler i alle timer",
            "finding": POINT,
            "target": "Minst 3,8",
            "indicator": "felles_regler",
            "sources": [source],
            "revision": 2,
            "review": {"verdict": "change", "learned": "Begynn før", "questioned": "", "revision": 1},
            "chain": [
                {"kind": "note", "text": POINT, **day},
                {"kind": "vote", "text": "Tatt med videre med 18 poeng", **day},
            ],
            "carried": False,
            "actions": [
                {
                    "id": "a1",
                    "text": "Tre regler",
                    "who": "Team",
                    "when": "15. januar",
                    "success_sign": "",
                    "process_sign": "",
                    "balancing_sign": "",
                    "needs": "",
                    "status": "not_started",
                    "revision": 1,
                    "due": "2027-01-15",
                    "standing": "not_started",
                    "review": {"outcome": "partly", "why": "Vi manglet tid", "revision": 1},
                }
            ],
        }
    ]


def test_a_rating_is_told_with_the_words_of_where_each_item_lands(open_stage):
    steps = (
        Step("forces-1", "forces", "For og imot"),
        Step("weigh-1", "weigh", "Vei", params={"scales": "importance_feasibility", "keep": 1}),
    )
    stage = open_stage(outline=Outline("x", "X", "", steps))
    people = stage.people(6)
    ro = point(stage, people[0], "forces-1", "Ro", box="for")
    stage.lead("go", step="weigh-1", phase=str(ALONE))
    rate(stage, people, "555555", step="weigh-1", item=ro, scale="importance")
    rate(stage, people, "222222", step="weigh-1", item=ro, scale="feasibility")
    stage.lead("reveal", step="weigh-1")
    five = {"n": 6, "median": 5.0, "mean": 5.0, "agreement": 1.0, "split": False, "about": False}
    assert stage.sees(people[0], "weigh-1") == {
        "mine": {ro: {"importance": 5, "feasibility": 2}},
        "rated": 6,
        "joined": 6,
        "revealed": True,
        "result": {
            "items": [
                {
                    "key": ro,
                    "text": "Ro",
                    "scales": {
                        "importance": {**five, "distribution": [0, 0, 0, 0, 6]},
                        "feasibility": {**five, "median": 2.0, "mean": 2.0, "distribution": [0, 6, 0, 0, 0]},
                    },
                    "gap": 3.0,
                    "quadrant": {"key": "build", "title": "Viktig og vanskelig: del det opp"},
                }
            ],
            "kept": [ro],
            "notes": [],
        },
    }
    english = replace(people[0], language="en")
    (row,) = stage.sees(english, "weigh-1")["result"]["items"]
    assert row["quadrant"]["title"] == Text("en").t("Viktig og vanskelig: del det opp")


def test_several_visitors_are_shown_what_each_would_see_alone(stage):
    one, other = stage.people(2)
    stage.do(one, "draft.save", step="reflect-1", text="halvferdig")
    leader = stage.facilitator
    gone = replace(one, participant="en-annen")
    everybody = [one, other, leader, stage.projector]
    seen = stage.room.snapshots(one.session, [*everybody, gone])
    assert seen[:4] == [stage.room.snapshot(who) for who in everybody]
    assert seen[0]["activities"]["reflect-1"]["drafts"] == {"": "halvferdig"}
    with pytest.raises(NotAllowed) as told:
        stage.room.snapshot(gone)
    assert (
        str(told.value) == str(seen[4]) == ("Du er ikke med i økta lenger. Skriv koden fra lerretet på nytt.")
    )


def test_a_groups_words_are_counted_from_what_its_own_have_said(open_stage):
    stage = open_stage(groups=1)
    people = stage.people(3)
    stage.lead("go", step="reflect-1", phase=str(GROUP))
    stage.note(people[0], "skrevet alene")
    stage.note(people[1], "skrevet alene")
    assert stage.console()["groups"][0]["word"] == "trenger litt tid"  # at the table "ready" is what counts
    for person in people[:2]:
        stage.do(person, "ready", step="reflect-1", ready=True)
    assert stage.console()["groups"][0]["word"] == "nesten ferdig"
