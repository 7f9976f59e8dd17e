"""A whole day to take along in a session file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

from lmtools.domain.session import Step
from lmtools.room.sessionfile.packing import CONTENT, pack
from lmtools.text import Text
from tests.store import activities
from tests.store.activities import GROUP, point, rate

OUTLINE = replace(
    activities.OUTLINE,
    steps=(*activities.OUTLINE.steps, Step("actions-1", "actions", "Mål og tiltak", phases=(GROUP,))),
)


def a_day(open_stage, **options):
    """A whole day, closed: a shown rating and vote, points of two groups, and things to keep quiet."""
    stage = open_stage(outline=OUTLINE, **options)
    people = stage.people(12)
    stage.do(people[0], "draft.save", step="swot-1", text="halvskrevet", box="strengths")
    rate(stage, people, "555544444222")
    stage.lead("go", step="statements-1", phase="plenary")
    stage.lead("reveal", step="statements-1")
    stage.lead("go", step="forces-1", phase="group")
    stage.do(people[0], "note.add", note="n1", step="forces-1", text="egen tanke", box="for")
    stage.do(people[1], "note.add", note="n2", step="forces-1", text="delt i gruppa", box="for")
    stage.do(people[1], "note.share", note="n2", shared=True)
    pulls = [point(stage, people[at], "forces-1", f"Vi drar {at}", box="for") for at in (0, 1)]
    point(stage, people[0], "forces-1", "Tida er knapp", box="against")
    point(stage, people[1], "forces-1", "Holdt tilbake", box="against", show=False)
    stage.lead("merge", points=pulls, text="Vi drar sammen")
    stage.lead("go", step="prioritise-1", phase="alone")
    options_ = stage.sees(people[0], "prioritise-1")["options"]
    for person in people[:7]:
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes={options_[0]["id"]: 3})
    for person in people[7:]:
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes={options_[1]["id"]: 3})
    stage.lead("go", step="prioritise-1", phase="plenary")
    stage.lead("reveal", step="prioritise-1")
    stage.lead("go", step="commit-1", phase="alone")
    for person, text, audience in (
        (people[0], "privat forsett", None),
        (people[1], "i gruppa på mandag", "group"),
        (people[2], "delt med alle", "plenary"),
    ):
        stage.do(person, "commit.save", step="commit-1", text=text)
        if audience:
            stage.do(person, "commit.share", step="commit-1", **{"with": audience})
    shared = next(row for row in stage.console()["queue"] if row["text"] == "delt med alle")
    stage.lead("moderate", point=shared["point"], show=True)
    stage.lead("go", step="report-1", phase="plenary")
    stage.lead("goal.save", goal="g1", step="actions-1", text="Like regler", target="Minst 3,8")
    stage.lead("action.save", action="a1", goal="g1", text="Tre regler", who="Alle", when="15. januar 2027")
    stage.lead("plan.save", participation="Elevrådet", evaluate_on="2027-03-17")
    stage.lead("summary.save", headline="Dette gjør vi", said="14 av 100 blir mobbet", does="Tre regler")
    stage.lead("close")
    return stage


def content_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return json.loads(file.read(CONTENT))


def packed(stage):
    return stage.room.after.pack(stage.started.session.id)


def changed(data, change):
    """The file with something in its content changed, and its checksum made to fit."""
    content = content_of(data)
    change(content)
    return pack(content, Text("nb"), title="Ståsted", school="Fjellheim")


def rezipped(data, **parts):
    """The file with other parts in place of its own, and its checksum left as it was."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.replace(".", "_"), old.read(name)))
    return written.getvalue()
