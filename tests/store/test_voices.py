"""What pupils and parents said in their own session stands beside a goal of the staff's plan, as theirs."""

from dataclasses import replace

import pytest

from lmtools.domain.contributions import Point
from lmtools.domain.session import Outline, Step
from lmtools.errors import NotAllowed, NotFound, UsageError
from lmtools.room import planfile
from lmtools.room.commands.voicing import MOST_VOICES
from tests.store.conftest import PLENARY
from tests.store.test_carrying import start_next
from tests.store.test_plan_life import planned

SHOWN, HIDDEN, WAITING = "Hils på oss i gangen", "Ola blir holdt utenfor", "Flere turer"
COUNCIL = Outline(
    "elevrad",
    "Elevrådet",
    "",
    (
        Step("reflect-1", "reflect", "Hva skal de voksne vite?", params={"limit": 280}),
        Step("start_stop_continue-1", "start_stop_continue", "Begynne, slutte, fortsette"),
    ),
)


@pytest.fixture
def council(open_stage):
    """A council's session, where one point is shown, one was held back and one was never let through."""
    stage = open_stage(outline=COUNCIL)
    person = stage.people(1)[0]
    stage.lead("go", step="reflect-1", phase="group")
    stage.point(person, SHOWN, show=True)
    held = stage.point(person, HIDDEN, show=True)
    stage.lead("moderate", point=held, show=False)
    stage.point(person, WAITING)
    stage.lead("go", step="reflect-1", phase="plenary")
    return stage


@pytest.fixture
def stage(open_stage):
    """A day of the staff that is over, with a plan."""
    made = open_stage()
    planned(made)
    return made


def offered(stage, council):
    return stage.room.after.voices(council.started.session.id, stage.started.session.id)


def add(stage, council, *points, **fields):
    chosen = list(points) or [link.source for link in offered(stage, council)]
    asked = {"goal": "g1", "points": chosen, **fields}
    return stage.room.after.add_voices(stage.facilitator, council.started.session.id, asked)


def voices(stage, session=None):
    chain = stage.room.after.plan(session or stage.started.session.id).chains["g1"]
    return [(link.text, link.title) for link in chain if link.kind == "voice"]


def test_only_what_the_council_was_shown_can_be_put_beside_a_goal(stage, council):
    assert [link.text for link in offered(stage, council)] == [SHOWN]
    assert add(stage, council) == 1
    assert voices(stage) == [(SHOWN, "Elevrådet")]
    with council.store.reading() as work:
        written = {one.text: one.id for one in work.all(Point, session=council.started.session.id)}
    for text in (HIDDEN, WAITING):
        with pytest.raises(NotFound, match="vises ikke lenger"):
            add(stage, council, written[text])


def test_nothing_is_offered_before_the_council_has_come_to_its_plenary(stage, council):
    council.lead("go", step="reflect-1", phase="group")
    assert offered(stage, council) == ()


def test_a_voice_stands_after_what_the_staff_saw_and_tells_nothing_of_how_many_said_it(stage, council):
    add(stage, council)
    chain = stage.console()["plan"]["goals"][0]["chain"]
    assert [link["kind"] for link in chain] == ["note", "vote", "voice"]
    assert chain[-1]["text"] == SHOWN
    assert chain[-1]["day"] == "2026-11-24"


def test_a_point_from_one_of_several_boxes_comes_with_the_name_of_its_box(stage, council):
    step, person = "start_stop_continue-1", council.people(1)[0]
    council.lead("go", step=step, phase="group")
    council.do(person, "point.add", point="kjeft", step=step, box="stop", text="Kjefting", notes=[])
    council.lead("moderate", point="kjeft", show=True)
    council.lead("go", step=step, phase=str(PLENARY))
    assert [link.text for link in offered(stage, council)] == [SHOWN, "Slutte med: Kjefting"]


def test_the_same_is_put_there_once_and_no_more_than_there_is_room_for(stage, council):
    assert (add(stage, council), add(stage, council)) == (1, 0)
    person = council.people(1)[0]
    for number in range(MOST_VOICES):
        council.point(person, f"Punkt {number}", show=True)
    with pytest.raises(NotAllowed, match="plass til 12 punkter"):
        add(stage, council)
    assert voices(stage) == [(SHOWN, "Elevrådet")]


def test_what_another_school_said_is_refused(stage, council):
    other = start_next(stage, school_key="888888888")
    with pytest.raises(UsageError, match="Solbakken ungdomsskole, og planen er for en annen skole"):
        stage.room.after.voices(council.started.session.id, other.id)
    with pytest.raises(UsageError, match="økta som planen er fra"):
        add(stage, stage, "p1")


def test_one_must_choose_a_goal_that_is_there_and_a_point(stage, council):
    with pytest.raises(UsageError, match="minst ett punkt"):
        add(stage, council, points=[])
    with pytest.raises(NotFound, match="finner ikke dette målet"):
        add(stage, council, goal="g2")


def test_a_voice_can_be_taken_away_again_and_the_history_tells_of_both(stage, council):
    add(stage, council, role="leader", reason="Elevrådet ba om det")
    taken = {"goal": "g1", "title": "Elevrådet", "text": SHOWN}
    stage.lead("voice.remove", **taken)
    assert voices(stage) == []
    assert "står ikke ved målet lenger" in stage.ask(stage.facilitator, "voice.remove", **taken)["error"]
    told = [(one["role"], one["why"], one["changes"]) for one in stage.console()["plan"]["versions"]]
    start = "Målet «Like regler i alle timer», det elever og foreldre sa: «Hils på oss i gangen»"
    assert told == [
        ("Prosesslederen", "", [f"{start} er tatt bort"]),
        ("Skolens ledelse", "Elevrådet ba om det", [start]),
    ]
    assert add(stage, council) == 1


def test_a_voice_holds_when_the_council_is_deleted_and_goes_with_the_plan(stage, council):
    add(stage, council)
    stage.room.after.delete(council.started.session.id)
    assert voices(stage) == [(SHOWN, "Elevrådet")]
    record = stage.room.after.plan(stage.started.session.id)
    assert planfile.write(planfile.read(planfile.write(record))) == planfile.write(record)
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id)
    assert voices(stage, new.id) == [(SHOWN, "Elevrådet")]
    opened = stage.room.after.open_file(stage.room.after.pack(new.id), again=True).session
    assert voices(stage, opened.id) == [(SHOWN, "Elevrådet")]


def test_what_is_said_later_stands_after_the_goal_as_it_was(stage, council):
    new = start_next(stage)
    stage.room.after.carry_on(stage.started.session.id, new.id)
    who = replace(stage.facilitator, session=new.id, code=new.code)
    (link,) = offered(stage, council)
    stage.room.after.add_voices(who, council.started.session.id, {"goal": "g1", "points": [link.source]})
    kinds = [str(link.kind) for link in stage.room.after.plan(new.id).chains["g1"]]
    assert kinds == ["note", "vote", "goal", "voice"]


def test_who_it_was_is_told_instead_of_the_name_of_their_session(stage, council):
    add(stage, council, who="parents")
    assert voices(stage) == [(SHOWN, "FAU")]
    with pytest.raises(UsageError, match="Velg hvem det var"):
        add(stage, council, who="teachers")


def test_a_voice_that_begins_as_the_finding_does_not_hide_it(stage, council):
    stage.lead("goal.save", goal="g2", text="m", finding="Hils på oss")
    add(stage, council, goal="g2")
    chain = stage.room.after.plan(stage.started.session.id).chains["g2"]
    assert [(link.kind, link.text) for link in chain] == [("finding", "Hils på oss"), ("voice", SHOWN)]
