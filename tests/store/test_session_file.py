"""A session is taken along as a file and opened again: the same for those who lead, and nobody in it."""

from __future__ import annotations

import functools
import io
import json
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lmtools.domain.contributions import Point
from lmtools.domain.session import Grouping, Participant, Step
from lmtools.errors import Conflict, NotAllowed
from lmtools.reports import day_report
from lmtools.room import Room, RoomPolicy, planfile
from lmtools.room.sessionfile import MOST_BYTES, BadFile
from lmtools.room.sessionfile.packing import CONTENT, MANIFEST, VERSION, pack
from lmtools.store import Store
from lmtools.text import Text
from tests.store import activities
from tests.store.activities import ALONE, GROUP, point, rate

OUTLINE = replace(
    activities.OUTLINE,
    steps=(*activities.OUTLINE.steps, Step("actions-1", "actions", "Mål og tiltak", phases=(GROUP,))),
)
SECRETS = ("egen tanke", "delt i gruppa", "halvskrevet", "privat forsett", "i gruppa på mandag")


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


_MADE: list[bytes] = []


@pytest.fixture
def data(open_stage):
    """The file of a whole day, made once: what is done with it leaves it as it is."""
    if not _MADE:
        _MADE.append(packed(a_day(open_stage)))
    return _MADE[0]


@pytest.fixture
def elsewhere(tmp_path):
    """A room on another machine."""
    store = Store.open(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    yield Room(store)
    store.close()


def test_the_day_says_the_same_on_another_machine(open_stage, elsewhere):
    stage = a_day(open_stage)
    opened = elsewhere.after.open_file(packed(stage)).session
    was, now = stage.room.day(stage.code), elsewhere.day(opened.code)
    assert day_report(now, Text("nb")) == day_report(was, Text("nb"))
    assert now.joined == 12
    (priority,) = now.priorities
    assert [(option.text, option.round1) for option in priority.result.options][:2] == [
        ("Vi drar sammen", 21),
        ("Tida er knapp", 15),
    ]
    assert [shared.texts for shared in now.commitments] == [("delt med alle",)]


def test_the_facilitator_leads_on_where_the_session_stood(open_stage, elsewhere):
    stage = a_day(open_stage)
    started = elsewhere.after.open_file(packed(stage))
    leader = elsewhere.facilitate(started.session.code, started.key)
    shown = elsewhere.snapshot(leader)
    assert shown["session"]["closed"]
    assert (shown["now"]["step"], shown["now"]["phase"]) == ("report-1", "plenary")
    assert [row["text"] for row in shown["facilitator"]["queue"]] == ["Holdt tilbake"]
    assert shown["facilitator"]["summary"]["said"] == "14 av 100 blir mobbet"
    assert shown["facilitator"]["joined"] == 0
    with pytest.raises(NotAllowed, match="avsluttet"):
        elsewhere.enter(started.session.code, browser_id="b0")


def test_how_groups_are_made_goes_along_and_is_by_lot_in_files_from_before_one_could_choose(
    open_stage, elsewhere
):
    stage = open_stage(outline=OUTLINE)
    stage.lead("groups.way", way="table")
    opened = elsewhere.after.open_file(packed(stage)).session
    assert opened.grouping == Grouping.TABLE
    older = changed(packed(stage), lambda content: content["session"].pop("grouping"))
    with zipfile.ZipFile(io.BytesIO(older)) as file:
        manifest = json.loads(file.read(MANIFEST))
    older = rezipped(older, manifest_json=json.dumps({**manifest, "version": 1}).encode())
    assert elsewhere.after.open_file(older, again=True).session.grouping == Grouping.DEALT


def test_a_file_that_the_first_version_wrote_is_still_opened(elsewhere):
    kept = Path(__file__).parent / "files" / "session-v1.lmtools"
    opened = elsewhere.after.open_file(kept.read_bytes()).session
    assert opened.grouping == Grouping.DEALT
    day = elsewhere.day(opened.code)
    told = [point.text for one in day.reflections for point in one.points]
    assert "Vi drar sammen" in told


def test_a_file_of_the_second_version_is_still_opened_with_its_plan(elsewhere):
    kept = Path(__file__).parent / "files" / "session-v2.lmtools"
    opened = elsewhere.after.open_file(kept.read_bytes()).session
    day = elsewhere.day(opened.code)
    assert [planned.goal.text for planned in day.goals] == ["Like regler"]
    assert [action.needs for planned in day.goals for action in planned.actions] == [""]
    assert elsewhere.after.plan(opened.id).versions == ()


def test_what_happened_to_the_plan_afterwards_is_in_the_file(open_stage, elsewhere):
    stage = a_day(open_stage)
    stage.lead("action.save", action="a1", goal="g1", status="done", reason="Alle var med")
    stage.lead("goal.review", goal="g1", verdict="keep", learned="Vi kom i gang")
    opened = elsewhere.after.open_file(packed(stage)).session
    was, now = stage.room.after.plan(stage.started.session.id), elsewhere.after.plan(opened.id)
    assert planfile.content_of(now) == planfile.content_of(was)
    assert [version.why for version in now.versions] == ["Alle var med", ""]


def test_the_old_code_and_key_and_the_old_browsers_open_nothing(open_stage, elsewhere):
    stage = a_day(open_stage)
    started = elsewhere.after.open_file(packed(stage))
    assert started.key != stage.started.key
    with pytest.raises(NotAllowed):
        elsewhere.facilitate(started.session.code, stage.started.key)
    assert not elsewhere.knows(started.session.code, "b0")


def test_nobody_is_in_the_file(open_stage):
    stage = a_day(open_stage)
    data = packed(stage)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        written = b"".join(file.read(name) for name in file.namelist()).decode()
    with stage.store.reading() as work:
        people = work.all(Participant, session=stage.started.session.id)
        hidden = work.key_hash(stage.started.session.id)
        groups = {point.group for point in work.all(Point, session=stage.started.session.id)}
    assert len(groups) == 2
    never = [*SECRETS, stage.started.key, hidden, stage.started.session.id, stage.code]
    never += [person.id for person in people] + [person.browser_hash for person in people]
    assert [word for word in never if word in written] == []
    content = content_of(data)
    assert not {"participants", "notes", "votes", "ratings", "guesses"} & set(content)
    assert all("group" not in row and "notes" not in row for row in content["points"])


def test_a_result_that_was_not_shown_is_not_in_the_file(open_stage):
    stage = open_stage(outline=OUTLINE)
    people = stage.people(6)
    rate(stage, people, "555522")
    content = content_of(packed(stage))
    assert content["shown"] == []
    stage.lead("go", step="statements-1", phase="plenary")
    stage.lead("reveal", step="statements-1")
    (shown,) = content_of(packed(stage))["shown"]
    assert [row["n"] for row in shown["content"]["rated"]] == [6]


def test_a_small_room_does_not_say_how_many_came(open_stage):
    stage = open_stage(outline=OUTLINE)
    stage.people(4)
    assert content_of(packed(stage))["session"]["came"] is None
    stage.people(1, first=4)
    assert content_of(packed(stage))["session"]["came"] == 5


def test_from_how_many_groups_stands_only_where_it_stood_before(open_stage, elsewhere):
    for minimum, counted in ((10, (2, 2)), (20, (None, None))):
        stage = a_day(open_stage, text_minimum=minimum)
        opened = elsewhere.after.open_file(packed(stage)).session
        merged = next(
            seen
            for reflection in elsewhere.day(opened.code).reflections
            for seen in reflection.points
            if seen.text == "Vi drar sammen"
        )
        assert (merged.groups, merged.of) == counted
        assert set(merged.quotes) == (set() if counted == (None, None) else {"Vi drar 0", "Vi drar 1"})


def test_what_was_voted_on_stays_as_it_was_also_after_opening(data, elsewhere):
    started = elsewhere.after.open_file(data)
    leader = elsewhere.facilitate(started.session.code, started.key)
    do = lambda name, **fields: elsewhere.handle(leader, {"id": str(uuid.uuid4()), "do": name, **fields})  # noqa: E731
    assert do("reopen")["ok"]
    merged = next(
        point["id"]
        for point in elsewhere.snapshot(leader)["activities"]["forces-1"]["points"]
        if point["text"] == "Vi drar sammen"
    )
    assert "stemt" in do("split", point=merged)["error"]


def test_a_result_that_came_in_the_file_stands(data, elsewhere):
    started = elsewhere.after.open_file(data)
    code = started.session.code
    leader = elsewhere.facilitate(code, started.key)

    def ask(who, name, **fields):
        return elsewhere.handle(who, {"id": str(uuid.uuid4()), "do": name, **fields})

    assert ask(leader, "reopen")["ok"]
    assert ask(leader, "round", step="prioritise-1", round=2)["ok"]
    person = elsewhere.enter(code, browser_id="new")
    option = elsewhere.snapshot(person)["activities"]["prioritise-1"]["options"][0]["id"]
    refused = ask(person, "vote.cast", step="prioritise-1", round=2, votes={option: 3})
    assert "står slik det ble vist" in refused["error"]
    assert ask(leader, "go", step="prioritise-1", phase="plenary")["ok"]
    assert ask(leader, "reveal", step="prioritise-1")["ok"]
    (priority,) = elsewhere.day(code).priorities
    assert [option.round1 for option in priority.result.options][:2] == [21, 15]


def test_what_was_not_shown_can_be_answered_anew(open_stage, elsewhere):
    stage = open_stage(outline=OUTLINE)
    rate(stage, stage.people(6), "555522")
    started = elsewhere.after.open_file(packed(stage))
    leader = elsewhere.facilitate(started.session.code, started.key)
    people = [elsewhere.enter(started.session.code, browser_id=f"new{at}") for at in range(5)]
    for person in people:
        command = {"do": "rate", "step": "statements-1", "ratings": {"s1": {"agree": 4}}}
        assert elsewhere.handle(person, {"id": str(uuid.uuid4()), **command})["ok"]
    assert elsewhere.handle(leader, {"id": "r", "do": "reveal", "step": "statements-1"})["ok"]
    (rating,) = elsewhere.day(started.session.code).ratings
    assert rating.result.items[0].spreads["agree"].counts == (0, 0, 0, 5, 0)


def test_opening_the_same_file_twice_is_told_of(data, elsewhere):
    first = elsewhere.after.open_file(data)
    with pytest.raises(Conflict, match="her fra før, med koden") as told:
        elsewhere.after.open_file(data)
    assert told.value.current == first.session.code
    second = elsewhere.after.open_file(data, again=True)
    assert second.session.code != first.session.code
    assert len(elsewhere.sessions()) == 2


def test_a_file_of_a_session_that_is_here_is_told_of_too(open_stage):
    stage = a_day(open_stage)
    data = packed(stage)
    with pytest.raises(Conflict):
        stage.room.after.open_file(data)
    stage.room.after.delete(stage.started.session.id)
    assert stage.room.after.open_file(data).session.title == "Alle verb"


def test_an_opened_session_is_kept_for_ninety_days_more(open_stage):
    stage = a_day(open_stage)
    data = packed(stage)
    stage.clock.pass_(days=200)
    stage.room.purge()
    opened = stage.room.after.open_file(data).session
    assert (opened.ends_on - stage.clock.now.date()).days == 90
    assert stage.room.purge() == ()


def test_a_file_of_an_opened_session_is_the_same_again(data, elsewhere):
    opened = elsewhere.after.open_file(data).session
    again = content_of(elsewhere.after.pack(opened.id))
    first = content_of(data)
    for content in (first, again):
        content["session"].pop("ends_on")
    assert again == first


def test_the_same_session_gives_the_same_bytes(open_stage):
    stage = a_day(open_stage)
    assert packed(stage) == packed(stage)


# --- files that are not as they should be ---------------------------------------------------------------


def changed(data, change):
    """The file with something in its content changed, and its checksum made to fit."""
    content = content_of(data)
    change(content)
    return pack(content, Text("nb"))


def rezipped(data, **parts):
    """The file with other parts in place of its own, and its checksum left as it was."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.replace(".", "_"), old.read(name)))
    return written.getvalue()


def newer(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        manifest = json.loads(file.read(MANIFEST))
    return rezipped(data, manifest_json=json.dumps({**manifest, "version": VERSION + 1}).encode())


def other_zip():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


BAD = {
    "nothing": (lambda data: b"", "ikke ei øktfil"),
    "a picture": (lambda data: b"\x89PNG\r\n\x1a\n" + bytes(100), "ikke ei øktfil"),
    "another zip": (lambda data: other_zip(), "ikke ei øktfil"),
    "cut off": (lambda data: data[: len(data) // 2], "ikke hel"),
    "a byte changed": (lambda data: data[:400] + bytes([data[400] ^ 1]) + data[401:], "ikke hel|endret"),
    "content changed": (lambda data: rezipped(data, session_json=b"{}"), "endret etter"),
    "a bomb": (lambda data: rezipped(data, session_json=bytes(50_000_000)), "større enn"),
    "much too large": (lambda data: data + bytes(MOST_BYTES), "større enn"),
    "from a newer lmtools": (newer, "nyere utgave"),
    "deep": (lambda data: rezipped(data, manifest_json=b"[" * 100_000), "ikke ei øktfil"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_of_in_a_sentence_and_nothing_of_it_is_kept(data, elsewhere, what):
    make, sentence = BAD[what]
    with pytest.raises(BadFile, match=sentence) as told:
        elsewhere.after.open_file(make(data))
    assert str(told.value).endswith(".")
    assert elsewhere.sessions() == []


def put(*path, value):
    def change(content):
        *way, last = path
        for step in way:
            content = content[step]
        content[last] = value

    return change


DEEP = functools.reduce(lambda inner, _: [inner], range(40), [])
ODD = {
    "no such step": put("session", "now_step", value="borte-1"),
    "two steps with one name": lambda content: content["session"]["steps"].append(
        content["session"]["steps"][0]
    ),
    "a text that is a number": put("themes", 0, "text", value=7),
    "an id with a slash": put("themes", 0, "id", value="../x"),
    "a workbook elsewhere": put("session", "workbook", value="../../ond.example"),
    "a number without end": put("session", "groups", value=10**30),
    "a date that is none": put("session", "ends_on", value="i morgen"),
    "a time without a zone": put("session", "started_at", value="2026-11-24T12:00:00"),
    "a field too many": put("session", "key_hash", value="x"),
    "a field too few": lambda content: content["plan"].pop("revision"),
    "who stood behind a result": put("shown", 1, "content", "rated", 0, "given", value={"p": 5}),
    "the same point twice": lambda content: content["points"].append(content["points"][0]),
    "an endless text": put("goals", value=[{"text": "x" * 10_000}]),
    "a workbook's settings without end": put("session", "steps", 0, "params", value={"a": DEEP}),
}


@pytest.mark.parametrize("what", ODD)
def test_a_file_that_lmtools_did_not_write_is_refused_whole(data, elsewhere, what):
    with pytest.raises(BadFile, match="ikke ei hel økt"):
        elsewhere.after.open_file(changed(data, ODD[what]))
    assert elsewhere.sessions() == []


def test_signs_that_no_database_takes_are_left_out(data, store):
    data = changed(data, put("session", "title", value="Ståsted\x00\u202e "))
    room = Room(store, policy=RoomPolicy())
    assert room.after.open_file(data, again=True).session.title == "Ståsted"


def test_a_session_that_goes_on_is_opened_with_its_clock_standing_still(open_stage, elsewhere):
    stage = open_stage()
    stage.lead("resume")
    opened = elsewhere.after.open_file(packed(stage)).session
    assert (opened.now_step, opened.now_phase, opened.closed) == ("guess-1", ALONE, False)
    assert (opened.phase_ends_at, opened.paused_left) == (None, 120)
