"""What each page gets of a step: all that it takes to draw it, in the language of who reads it."""

from __future__ import annotations

import pytest

from lmtools.domain.session import Outline, Step
from lmtools.text import Text
from tests.store.activities import ALONE, PLENARY, STATEMENTS
from tests.store.test_pages import DUTIES

STEPS = (
    Step(
        "reflect-1",
        "reflect",
        "Hva ser vi?",
        prompt="Se på tallene.",
        phases=(ALONE, PLENARY),
        minutes={"alone": 5},
        params={"limit": 150, "help": "Skriv kort.", "break": {"minutes": 10, "title": "Kaffe"}},
        say="Gi dem tid.",
    ),
    Step("forces-1", "forces", "For og imot"),
    Step("statements-1", "statements", "Slik er det", params={"items": STATEMENTS, "scales": "agree"}),
    Step("case-1", "case", "Et eksempel", params={"paragraphs": ["Det var en gang."]}),
)
PLAIN = {
    "help": "",
    "limit": 280,
    "boxes": [],
    "items": [],
    "scales": [],
    "story": [],
    "prompt": "",
    "phases": ["alone", "group", "plenary"],
    "minutes": {},
}
ONE_BOX = [{"key": "", "title": "", "hint": ""}]
REFLECT = {
    **PLAIN,
    "key": "reflect-1",
    "verb": "reflect",
    "kind": "board",
    "help": "Skriv kort.",
    "limit": 150,
    "boxes": ONE_BOX,
    "title": "Hva ser vi?",
    "prompt": "Se på tallene.",
    "phases": ["alone", "plenary"],
    "minutes": {"alone": 5},
}
FORCES = {
    **PLAIN,
    "key": "forces-1",
    "verb": "forces",
    "kind": "board",
    "title": "For og imot",
    "boxes": [
        {"key": "for", "title": "Det som driver oss framover", "hint": "Hva hjelper? Hva kan vi bygge på?"},
        {"key": "against", "title": "Det som holder oss igjen", "hint": "Hva står i veien?"},
    ],
}
RATING = {
    **PLAIN,
    "key": "statements-1",
    "verb": "statements",
    "kind": "rating",
    "title": "Slik er det",
    "items": STATEMENTS,
    "scales": [{"key": "agree", "title": "Hvor enig er du?", "low": "helt uenig", "high": "helt enig"}],
}
CASE = {
    **PLAIN,
    "key": "case-1",
    "verb": "case",
    "kind": "board",
    "title": "Et eksempel",
    "boxes": ONE_BOX,
    "story": ["Det var en gang."],
}


@pytest.fixture
def many_steps(open_stage):
    return open_stage(outline=Outline("x", "X", "", STEPS))


def test_a_step_is_told_with_all_that_a_page_needs_to_draw_it(many_steps):
    one = many_steps.people(1)[0]
    for who in (one, many_steps.projector):
        steps = many_steps.room.snapshot(who)["steps"]
        assert steps == [REFLECT, FORCES, {**RATING, "items": []}, CASE]  # the items when the room is there
    many_steps.lead("go", step="statements-1")
    assert many_steps.room.snapshot(one)["steps"] == [REFLECT, FORCES, RATING, CASE]


def test_who_leads_knows_of_the_breaks_and_of_what_will_be_rated(many_steps):
    steps = many_steps.room.snapshot(many_steps.facilitator)["steps"]
    assert steps == [{**REFLECT, "pause": {"minutes": 10, "title": "Kaffe"}}, FORCES, RATING, CASE]


def test_what_is_ours_in_a_step_is_told_in_the_language_of_who_reads_it(many_steps):
    english, said = many_steps.room.enter(many_steps.code, browser_id="e", language="en"), Text("en").t
    many_steps.lead("go", step="case-1")
    page = many_steps.room.snapshot(english)
    _, forces, rating, _ = page["steps"]
    assert forces["boxes"] == [
        {"key": box["key"], "title": said(box["title"]), "hint": said(box["hint"])} for box in FORCES["boxes"]
    ]
    (scale,) = RATING["scales"]
    assert rating["scales"] == [
        {"key": "agree", **{name: said(scale[name]) for name in ("title", "low", "high")}}
    ]
    assert [(role["title"], role["task"]) for role in page["me"]["roles"]] == [
        (said(title), said(task)) for title, task in DUTIES.values()
    ]
    assert page["me"]["roles"][0]["title"] != "Ordstyrer"
