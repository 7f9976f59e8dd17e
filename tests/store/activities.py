"""A day with one activity of each new kind, for the tests of the room."""

from __future__ import annotations

import uuid

from lmtools.domain.session import Outline, Phase, Step

ALONE, GROUP, PLENARY = Phase.ALONE, Phase.GROUP, Phase.PLENARY
STATEMENTS = [{"key": "s1", "text": "Vi tør å be om hjelp"}, {"key": "s2", "text": "Vi er enige om reglene"}]
OUTLINE = Outline(
    name="alle-verb",
    title="Alle verb",
    lead="",
    steps=(
        Step("check_in-1", "check_in", "Før vi begynner", phases=(ALONE, PLENARY)),
        Step("statements-1", "statements", "Slik er det", params={"items": STATEMENTS, "scales": "agree"}),
        Step("swot-1", "swot", "Friminuttene"),
        Step("case-1", "case", "Et eksempel", params={"paragraphs": ["Det var en gang."]}),
        Step("forces-1", "forces", "For og imot"),
        Step("weigh-1", "weigh", "Vei punktene", params={"scales": "importance_feasibility", "keep": 1}),
        Step("prioritise-1", "prioritise", "Velg", params={"points": 3, "keep": 2}),
        Step("commit-1", "commit", "Hva gjør jeg mandag?"),
        Step("report-1", "report", "Rapporten", phases=(PLENARY,)),
    ),
)


def rate(stage, people, levels, *, step="statements-1", item="s1", scale="agree", first=0):
    """One level from each, such as "55432"."""
    for person, level in zip(people[first:], levels, strict=False):
        stage.do(person, "rate", step=step, ratings={item: {scale: int(level)}})


def point(stage, who, step, words, *, box="", show=True):
    """A group's point, let through or not; its id."""
    new = str(uuid.uuid4())
    stage.do(who, "point.add", point=new, step=step, text=words, box=box, notes=[])
    if show:
        stage.lead("moderate", point=new, show=True)
    return new
