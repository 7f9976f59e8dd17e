"""Boxes, commitments, tasks at a table, a shared phone, breaks and advice, with every kind of step."""

import json
import uuid

import pytest

from lmtools.domain.contributions import Commitment
from lmtools.domain.session import Role
from lmtools.reports import as_docx, as_html, as_xlsx, day_report, sheets_of
from lmtools.text import Text
from tests.store.activities import OUTLINE, point, rate


@pytest.fixture
def stage(open_stage):
    return open_stage(outline=OUTLINE)


def me(stage, who):
    return stage.room.snapshot(who)["me"]


def everyone(stage, people):
    return (*people, stage.facilitator, stage.projector)


class TestBoxes:
    def test_a_step_says_its_kind_and_its_boxes_to_every_page(self, stage):
        steps = {step["key"]: step for step in stage.room.snapshot(stage.people(1)[0])["steps"]}
        assert [box["key"] for box in steps["swot-1"]["boxes"]] == [
            "strengths",
            "weaknesses",
            "opportunities",
            "threats",
        ]
        assert steps["forces-1"]["boxes"][0]["title"] == "Det som driver oss framover"
        assert steps["check_in-1"]["boxes"] == [{"key": "", "title": "", "hint": ""}]
        assert steps["case-1"]["story"] == ["Det var en gang."]
        assert (steps["commit-1"]["kind"], steps["commit-1"]["boxes"]) == ("private", [])

    def test_a_note_a_draft_and_a_point_are_put_in_a_box(self, stage):
        one = stage.people(1)[0]
        stage.do(one, "draft.save", step="swot-1", text="under arbeid", box="threats")
        stage.do(one, "draft.save", step="swot-1", text="Ro", box="strengths")
        stage.do(one, "note.add", step="swot-1", note="n1", text="Ro", box="strengths")
        seen = stage.sees(one, "swot-1")
        assert seen["drafts"] == {"threats": "under arbeid"}
        assert [(note["text"], note["box"]) for note in seen["mine"]] == [("Ro", "strengths")]
        stage.do(one, "note.edit", note="n1", text="Ro", box="weaknesses")
        stage.do(one, "note.edit", note="n1", text="Mer ro")
        assert stage.sees(one, "swot-1")["mine"][0]["box"] == "weaknesses"

    @pytest.mark.parametrize("box", ["finnes-ikke", "", "for"])
    def test_a_box_that_is_not_there_is_refused(self, stage, box):
        one = stage.people(1)[0]
        refused = stage.ask(one, "note.add", step="swot-1", note="n1", text="Ro", box=box)
        assert "finner ikke dette feltet" in refused["error"]
        assert not stage.ask(one, "note.add", step="swot-1", note="n1", text="Ro")["ok"]

    def test_points_are_merged_within_a_box_and_not_across(self, stage):
        one, other = stage.people(2)
        a = point(stage, one, "swot-1", "Ro i timene", box="strengths")
        b = point(stage, other, "swot-1", "God ro", box="strengths")
        c = point(stage, one, "swot-1", "Uro ute", box="threats")
        assert "samme felt" in stage.ask(stage.facilitator, "merge", points=[a, c], text="Ro")["error"]
        stage.lead("merge", points=[a, b], text="Ro")
        points = stage.sees(stage.facilitator, "swot-1")["points"]
        told = sorted((row["text"], row["box"]) for row in points)
        assert told == [("Ro", "strengths"), ("Uro ute", "threats")]
        stage.lead("split", point=next(row["id"] for row in points if row["merged"]))
        assert {row["box"] for row in stage.sees(stage.facilitator, "swot-1")["points"]} == {
            "strengths",
            "threats",
        }

    def test_a_vote_is_over_boards_and_not_over_check_in_or_a_case(self, stage):
        one = stage.people(1)[0]
        point(stage, one, "check_in-1", "Trøtt")
        point(stage, one, "case-1", "Eksempel")
        point(stage, one, "forces-1", "Vilje", box="for")
        stage.lead("go", step="prioritise-1")
        assert [row["text"] for row in stage.sees(one, "prioritise-1")["options"]] == ["Vilje"]


class TestCheckIn:
    def test_what_one_sends_without_a_table_is_ones_own_to_see_and_take_back(self, stage):
        one, mate = stage.people(3)[::2]
        sent = point(stage, one, "check_in-1", "Spent", show=False)
        (mine,) = stage.sees(one, "check_in-1")["mine"]
        assert (mine["sent"]["id"], mine["sent"]["status"]) == (sent, "waiting")
        assert stage.sees(mate, "check_in-1")["mine"] == []
        assert stage.sees(mate, "check_in-1")["group_points"] == []
        assert not stage.ask(mate, "point.remove", point=sent)["ok"]
        stage.do(one, "point.edit", point=sent, text="Glad", revision=1)
        stage.do(one, "point.remove", point=sent)
        assert stage.sees(one, "check_in-1")["mine"][0]["sent"] is None

    def test_a_note_of_ones_own_can_be_the_one_that_is_sent(self, stage):
        one = stage.people(1)[0]
        note = stage.note(one, "Spent", step="check_in-1")
        stage.do(one, "point.add", point=str(uuid.uuid4()), step="check_in-1", text="Spent", notes=[note])
        assert [row["id"] for row in stage.sees(one, "check_in-1")["mine"]] == [note]

    def test_on_the_projector_it_stands_for_no_group(self, open_stage):
        stage = open_stage(outline=OUTLINE, groups=1)
        people = stage.people(12)
        point(stage, people[0], "check_in-1", "Spent")
        stage.lead("next")
        (seen,) = stage.sees(people[1], "check_in-1")["points"]
        assert (seen["text"], seen["groups"], seen["of"]) == ("Spent", None, None)


class TestCommitment:
    STEP = "commit-1"

    def save(self, stage, who, text):
        return stage.do(who, "commit.save", step=self.STEP, text=text)

    def test_nobody_but_its_writer_sees_it_at_any_door(self, stage):
        people = stage.people(6)
        self.save(stage, people[0], "Hilse på 9B hver morgen")
        for phase in ("alone", "group", "plenary"):
            stage.lead("go", step=self.STEP, phase=phase)
            pages = str([stage.room.snapshot(who) for who in everyone(stage, people[1:])])
            assert "Hilse" not in pages
        assert stage.sees(people[0], self.STEP)["mine"]["text"] == "Hilse på 9B hver morgen"
        assert stage.console()["written"] == 1
        assert "Hilse" not in repr(stage.room.day(stage.code))
        with stage.store.reading() as work:
            assert "Hilse" not in repr(work.all(Commitment))

    def test_shared_with_the_group_it_is_read_there_and_stays_there(self, stage):
        one, stranger, mate = stage.people(3)
        self.save(stage, one, "Hilse")
        stage.do(one, "commit.share", step=self.STEP, **{"with": "group"})
        assert stage.sees(mate, self.STEP)["group"] == []
        stage.lead("go", step=self.STEP, phase="group")
        assert [row["text"] for row in stage.sees(mate, self.STEP)["group"]] == ["Hilse"]
        assert stage.sees(stranger, self.STEP)["group"] == []
        stage.do(one, "group.choose", group=2)
        assert [row["text"] for row in stage.sees(mate, self.STEP)["group"]] == ["Hilse"]
        assert stage.sees(stranger, self.STEP)["group"] == []
        assert stage.sees(one, self.STEP)["mine"]["with"] == "nobody"
        stage.do(mate, "commit.save", step=self.STEP, text="")
        assert "Hilse" not in str(stage.room.snapshot(stage.facilitator))

    def test_shared_with_everyone_it_waits_for_the_facilitator(self, stage):
        one, other = stage.people(2)
        self.save(stage, one, "Hilse")
        stage.do(one, "commit.share", step=self.STEP, **{"with": "plenary"})
        stage.lead("go", step=self.STEP, phase="plenary")
        (waiting,) = stage.console()["queue"]
        assert stage.sees(other, self.STEP)["plenary"] == []
        stage.lead("moderate", point=waiting["point"], show=True)
        assert [row["text"] for row in stage.sees(other, self.STEP)["plenary"]] == ["Hilse"]
        assert stage.room.day(stage.code).commitments[0].texts == ("Hilse",)
        self.save(stage, one, "Hilse på alle")
        assert stage.sees(other, self.STEP)["plenary"] == []
        assert stage.sees(one, self.STEP)["mine"] == {
            "text": "Hilse på alle",
            "with": "plenary",
            "status": "waiting",
        }
        stage.do(one, "commit.share", step=self.STEP, **{"with": "nobody"})
        assert stage.console()["queue"] == []

    def test_the_facilitator_can_undo_letting_it_through(self, stage):
        one = stage.people(1)[0]
        self.save(stage, one, "Hilse")
        stage.do(one, "commit.share", step=self.STEP, **{"with": "plenary"})
        stage.lead("moderate", point=stage.console()["queue"][0]["point"], show=False)
        assert stage.console()["held"][0]["text"] == "Hilse"
        stage.lead("undo")
        assert len(stage.console()["queue"]) == 1

    def test_there_must_be_something_to_share_and_someone_to_share_it_with(self, stage):
        one = stage.people(1)[0]
        assert (
            "Skriv noe først" in stage.ask(one, "commit.share", step=self.STEP, **{"with": "group"})["error"]
        )
        self.save(stage, one, "Hilse")
        assert not stage.ask(one, "commit.share", step=self.STEP, **{"with": "rektor"})["ok"]

    def test_a_text_that_can_point_at_someone_is_flagged_to_its_writer(self, stage):
        assert self.save(stage, stage.people(1)[0], "Snakke med han ene")["flag"] == "Kan peke på én elev"


class TestTables:
    def test_a_task_is_taken_taken_over_and_let_go_of(self, stage):
        one, _, mate = stage.people(3)
        stage.do(one, "role.take", role="secretary")
        assert self.holders(stage, one, mate) == ["me", "other"]
        stage.do(mate, "role.take", role="secretary")
        assert self.holders(stage, one, mate) == ["other", "me"]
        stage.do(one, "role.take", role="secretary", release=True)  # not theirs any more
        assert self.holders(stage, one, mate) == ["other", "me"]
        assert stage.console()["tables"][0] == {"no": 1, "phone": False, "roles": ["secretary"]}
        stage.do(mate, "group.choose", group=2)
        assert self.holders(stage, one, mate) == [None, None]
        assert not stage.ask(one, "role.take", role="konge")["ok"]

    def holders(self, stage, *people):
        rows = [next(r for r in me(stage, who)["roles"] if r["key"] == "secretary") for who in people]
        assert {row["title"] for row in rows} == {"Sekretær"}
        return [row["holder"] for row in rows]

    def test_a_shared_phone_writes_for_its_group_and_is_no_one_who_has_come(self, stage):
        people = stage.people(12)
        phone = people[0]
        stage.do(phone, "group.phone", on=True)
        assert (me(stage, phone)["phone"], me(stage, people[2])["group_phone"]) == (True, True)
        assert stage.console()["joined"] == 11
        assert stage.console()["tables"][0]["phone"] is True
        assert (
            "for gruppa"
            in stage.ask(phone, "note.add", step="swot-1", note="n", text="x", box="threats")["error"]
        )
        assert not stage.ask(phone, "commit.save", step="commit-1", text="x")["ok"]
        point(stage, phone, "swot-1", "Ro", box="strengths")
        stage.do(phone, "rate", step="statements-1", ratings={"s1": {"agree": 4}})
        assert stage.sees(stage.facilitator, "statements-1")["rated"] == 0
        stage.do(people[2], "group.phone", on=True)  # another at the same table
        assert me(stage, phone)["phone"] is False
        stage.do(people[2], "group.phone", on=False)
        assert stage.console()["joined"] == 12

    def test_a_shared_phone_stays_on_its_table_when_groups_are_dealt_again(self, stage):
        people = stage.people(8)
        stage.do(people[1], "group.phone", on=True)
        stage.lead("groups", count=4)
        assert me(stage, people[1])["group"] == 2


class TestTrial:
    def test_what_the_facilitator_tries_out_is_seen_by_them_and_counted_nowhere(self, stage):
        people = stage.people(10)
        trial = stage.room.enter(stage.code, browser_id="lederens", trial=True)
        rate(stage, people, "5555544444")
        stage.do(trial, "rate", step="statements-1", ratings={"s1": {"agree": 1}})
        stage.do(trial, "ready", step="check_in-1", ready=True)
        assert stage.sees(trial, "statements-1")["mine"] == {"s1": {"agree": 1}}
        console = stage.console()
        assert (console["joined"], console["ready"]) == (10, 0)
        stage.lead("reveal", step="statements-1")
        spread = stage.sees(trial, "statements-1")["result"]["items"][0]["scales"]["agree"]
        assert (spread["n"], spread["distribution"]) == (10, [0, 0, 0, 5, 5])
        assert spread == stage.sees(people[0], "statements-1")["result"]["items"][0]["scales"]["agree"]


class TestClosingAndBreaks:
    def test_a_closed_session_can_be_opened_again(self, stage):
        one = stage.people(1)[0]
        assert "åpen allerede" in stage.ask(stage.facilitator, "reopen")["error"]
        stage.lead("close")
        assert not stage.ask(one, "note.add", step="swot-1", note="n", text="x", box="threats")["ok"]
        assert not stage.ask(one, "reopen")["ok"]
        stage.lead("reopen")
        stage.do(one, "note.add", step="swot-1", note="n", text="x", box="threats")

    def test_a_break_stops_the_clock_for_everyone_and_ends_when_the_day_goes_on(self, stage):
        one = stage.people(1)[0]
        stage.lead("go", step="swot-1")
        stage.lead("extend", minutes=5)
        stage.lead("break", on=True)
        now = stage.room.snapshot(one)["now"]
        assert (now["recess"], now["paused_left"], now["ends_at"]) == (True, 300, None)
        assert stage.console()["advice"][0]["command"] == {"do": "break", "on": False}
        stage.lead("break", on=False)
        assert stage.room.snapshot(one)["now"]["recess"] is False
        stage.lead("break", on=True)
        stage.lead("next")
        assert stage.room.snapshot(one)["now"]["recess"] is False


class TestAdvice:
    def keys(self, stage):
        return [told["key"] for told in stage.console()["advice"]]

    def test_it_says_when_few_have_come_and_never_how_many_of_a_handful(self, stage):
        stage.people(4)
        assert self.keys(stage) == []
        stage.people(6)
        assert stage.console()["advice"] == [
            {"key": "still_coming", "text": "6 av 38 er med. Vis koden litt til."}
        ]

    def test_it_offers_more_time_when_half_are_not_ready(self, stage):
        people = stage.people(8)
        stage.lead("go", step="swot-1")
        stage.lead("extend", minutes=1)
        assert self.keys(stage) == []
        stage.clock.pass_(minutes=2)
        assert stage.console()["advice"][0]["command"] == {"do": "extend", "minutes": 2}
        for person in people[:5]:
            stage.do(person, "ready", step="swot-1", ready=True)
        assert stage.console()["advice"][0]["command"] == {"do": "next"}

    def test_in_a_small_room_it_says_nothing_of_who_is_ready(self, stage):
        stage.people(4)
        stage.lead("go", step="swot-1")
        stage.lead("extend", minutes=1)
        stage.clock.pass_(minutes=2)
        assert self.keys(stage) == []

    def test_it_says_how_many_groups_are_ready_and_how_many_have_sent_nothing(self, open_stage):
        stage = open_stage(outline=OUTLINE, groups=3)
        people = stage.people(9)
        stage.lead("go", step="forces-1", phase="group")
        for person in people[:2]:
            point(stage, person, "forces-1", "Ro", box="for")
        for person in (*people[0::3], *people[1::3]):
            stage.do(person, "ready", step="forces-1", ready=True)
        assert [told["text"] for told in stage.console()["advice"]] == [
            "2 av 3 grupper er klare.",
            "Én gruppe har ikke sendt noe ennå. Gå innom bordene.",
        ]

    def test_it_asks_people_to_talk_where_they_are_split_once_that_has_been_shown(self, stage):
        rate(stage, stage.people(12), "111111555555")
        stage.lead("go", step="statements-1")
        assert "split" not in self.keys(stage)
        stage.lead("reveal", step="statements-1")
        told = stage.console()["advice"][0]
        assert told["text"] == "Meningene er delte om «Vi tør å be om hjelp». Snakk før dere stemmer."
        assert told["command"] == {"do": "go", "step": "statements-1", "phase": "group"}

    def test_it_points_at_what_waits_and_at_what_is_alike_and_merges_nothing(self, stage):
        one, other = stage.people(2)
        a = point(stage, one, "swot-1", "Flere voksne ute i friminuttene", box="strengths")
        b = point(stage, other, "swot-1", "Fleire vaksne ute i friminutta", box="strengths")
        point(stage, one, "swot-1", "Flere voksne ute i friminuttene", box="threats")
        stage.lead("go", step="swot-1", phase="plenary")
        point(stage, one, "swot-1", "Ro", box="threats", show=False)
        assert self.keys(stage) == ["waiting", "alike"]
        (row,) = stage.console()["likeness"]["swot-1"]
        assert (row["box"], set(row["points"])) == ("strengths", {a, b})
        assert len(stage.sees(one, "swot-1")["points"]) == 3
        assert "likeness" not in stage.room.snapshot(one)


def hidden(value, path=""):
    """Every place in a snapshot where a result stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{key}"
            if key in ("result", "room", "answer", "distribution", "mean", "round1") and inner is not None:
                yield here
            yield from hidden(inner, here)
    if isinstance(value, list):
        for inner in value:
            yield from hidden(inner, path)


def test_no_snapshot_of_any_role_holds_a_result_that_is_hidden(stage):
    people = stage.people(12)
    rate(stage, people, "555554444433")
    points = [point(stage, people[0], "forces-1", words, box="for") for words in ("Ro", "Regler")]
    for person in people:
        stage.do(person, "rate", step="weigh-1", ratings={points[0]: {"importance": 4, "feasibility": 2}})
    stage.lead("go", step="prioritise-1")
    for person in people:
        stage.do(person, "vote.cast", step="prioritise-1", round=1, votes={points[0]: 2, points[1]: 1})
    assert [*results(stage, people)] == []
    for step in ("statements-1", "weigh-1", "prioritise-1"):
        stage.lead("reveal", step=step)
        assert [*results(stage, people)] != []
        stage.lead("hide", step=step)
        assert [*results(stage, people)] == []
    while stage.ask(stage.facilitator, "next")["ok"]:
        assert [*results(stage, people)] == []
    assert "ratings=()" in repr(stage.room.day(stage.code))


def results(stage, people):
    for who in everyone(stage, people):
        snapshot = json.loads(json.dumps(stage.room.snapshot(who)))
        yield from hidden(snapshot)
        if who.role != Role.PARTICIPANT:
            assert '"mine": {"s1"' not in json.dumps(snapshot)


def test_the_documents_tell_what_was_shown_of_each_kind(stage):
    people = stage.people(12)
    rate(stage, people, "111111555555")
    stage.lead("reveal", step="statements-1")
    point(stage, people[0], "swot-1", "God ro", box="strengths")
    stage.do(people[0], "commit.save", step="commit-1", text="Hilse på alle")
    stage.do(people[0], "commit.share", step="commit-1", **{"with": "plenary"})
    stage.lead("go", step="report-1")
    stage.lead("moderate", point=stage.console()["queue"][0]["point"], show=True)
    day = stage.room.day(stage.code)
    report = day_report(day, Text("nb"))
    html = as_html(report)
    for told in ("God ro", "Styrker", "Vi tør å be om hjelp", "Delt", "Hilse på alle", "Ingen navn er med"):
        assert told in html
    assert as_docx(report) and as_xlsx(sheets_of(day, Text("nb")), title="Dagen", on=day.session.ends_on)
