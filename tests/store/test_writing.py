"""Notes, guesses, votes, points: written once, seen only by those who may."""

import uuid

import pytest

from lmtools.domain.session import Outline, Phase, Step


def test_the_same_command_twice_is_carried_out_once_and_answered_the_same(stage):
    person = stage.people(1)[0]
    command = {"id": "c1", "do": "note.add", "note": "n1", "step": "reflect-1", "text": "hei"}
    first = stage.room.handle(person, command)
    assert first["ok"]
    assert stage.room.handle(person, command) == first
    assert len(stage.sees(person, "reflect-1")["mine"]) == 1


def test_repeating_a_command_does_not_raise_the_revision(stage):
    person = stage.people(1)[0]
    command = {"id": "c1", "do": "ready", "step": "guess-1", "ready": True}
    stage.room.handle(person, command)
    before = stage.room.session(stage.code).revision
    stage.room.handle(person, command)
    assert stage.room.session(stage.code).revision == before


def test_two_people_may_happen_to_use_the_same_command_id(stage):
    one, other = stage.people(2)
    for who, note in ((one, "n1"), (other, "n2")):
        answer = stage.room.handle(
            who, {"id": "c1", "do": "note.add", "note": note, "step": "reflect-1", "text": note}
        )
        assert answer["note"] == note


def test_a_move_sent_twice_moves_once(stage):
    command = {"id": "c1", "do": "next"}
    stage.room.handle(stage.facilitator, command)
    stage.room.handle(stage.facilitator, command)
    assert stage.room.snapshot(stage.facilitator)["now"]["step"] == "guess-1"
    assert stage.room.snapshot(stage.facilitator)["now"]["phase"] == "plenary"


def test_a_draft_comes_back_to_its_writer_only_and_does_not_count_as_a_change(stage):
    one, other = stage.people(2)
    before = stage.room.session(stage.code).revision
    stage.do(one, "draft.save", step="reflect-1", text="halvferdig ta")
    assert stage.room.session(stage.code).revision == before
    assert stage.sees(one, "reflect-1")["draft"] == "halvferdig ta"
    assert stage.sees(other, "reflect-1")["draft"] == ""
    assert "halvferdig" not in str(stage.room.snapshot(stage.facilitator))


def test_sending_what_one_drafted_lets_go_of_the_draft_but_not_of_a_newer_one(stage):
    person = stage.people(1)[0]
    stage.do(person, "draft.save", step="reflect-1", text="ferdig")
    stage.note(person, "ferdig")
    assert stage.sees(person, "reflect-1")["draft"] == ""
    stage.do(person, "draft.save", step="reflect-1", text="et nytt")
    stage.note(person, "noe annet")
    assert stage.sees(person, "reflect-1")["draft"] == "et nytt"
    stage.do(person, "draft.save", step="reflect-1", text="")
    assert stage.sees(person, "reflect-1")["draft"] == ""


def test_a_note_can_be_edited_removed_and_restored_by_its_writer(stage):
    person = stage.people(1)[0]
    note = stage.note(person, "først")
    stage.do(person, "note.edit", note=note, text="så")
    assert stage.sees(person, "reflect-1")["mine"] == [{"id": note, "text": "så", "box": "", "shared": False}]
    stage.do(person, "note.remove", note=note)
    assert stage.sees(person, "reflect-1")["mine"] == []
    stage.do(person, "note.restore", note=note)
    assert stage.sees(person, "reflect-1")["mine"][0]["text"] == "så"


@pytest.mark.parametrize("do", ["note.edit", "note.remove", "note.share"])
def test_nobody_can_touch_anothers_note(stage, do):
    one, other = stage.people(2)
    note = stage.note(one, "min")
    assert not stage.ask(other, do, note=note, text="din", shared=True)["ok"]
    assert stage.sees(one, "reflect-1")["mine"] == [{"id": note, "text": "min", "box": "", "shared": False}]


def test_anothers_note_cannot_be_overwritten_by_using_its_id(stage):
    one, other = stage.people(2)
    note = stage.note(one, "min")
    assert not stage.ask(other, "note.add", note=note, step="reflect-1", text="din")["ok"]
    assert stage.sees(one, "reflect-1")["mine"][0]["text"] == "min"


def test_an_id_used_in_one_session_is_free_in_another(open_stage):
    one, other = open_stage(), open_stage()
    for stage in (one, other):
        stage.do(stage.people(1)[0], "note.add", note="n1", step="reflect-1", text=stage.code)
    assert one.sees(one.people(1)[0], "reflect-1")["mine"][0]["text"] == one.code


def test_alone_nobody_else_sees_a_note_even_when_it_is_shared(open_stage):
    stage = open_stage(groups=1)
    one, other = stage.people(2)
    note = stage.note(one, "bare mitt")
    stage.do(one, "note.share", note=note, shared=True)
    stage.lead("go", step="reflect-1", phase="alone")
    for who in (other, stage.facilitator, stage.projector):
        assert "bare mitt" not in str(stage.room.snapshot(who))


def test_in_the_group_phase_ones_own_group_sees_what_its_members_share(open_stage):
    stage = open_stage(groups=2)
    one, stranger, mate = stage.people(3)
    shared, kept = stage.note(one, "delt"), stage.note(one, "beholdt")
    stage.do(one, "note.share", note=shared, shared=True)
    stage.lead("go", step="reflect-1", phase="group")
    assert stage.sees(mate, "reflect-1")["group_notes"] == [{"id": shared, "text": "delt", "box": ""}]
    assert stage.sees(stranger, "reflect-1")["group_notes"] == []
    for who in (mate, stranger, stage.facilitator):
        assert kept not in str(stage.room.snapshot(who))
    assert "delt" not in str(stage.room.snapshot(stage.facilitator)["activities"])


def test_shared_notes_stand_in_an_order_that_does_not_tell_when_they_came(open_stage):
    stage = open_stage(groups=1)
    writer, reader = stage.people(2)
    notes = [stage.note(writer, str(number)) for number in range(12)]
    for note in notes:
        stage.do(writer, "note.share", note=note, shared=True)
    stage.lead("go", step="reflect-1", phase="group")
    seen = [note["id"] for note in stage.sees(reader, "reflect-1")["group_notes"]]
    assert seen == sorted(notes)


def test_a_note_written_offline_is_taken_in_a_later_phase_too(stage):
    person = stage.people(1)[0]
    stage.lead("go", step="actions-1")
    stage.note(person, "kom sent")
    assert stage.sees(person, "reflect-1")["mine"][0]["text"] == "kom sent"


def test_too_long_a_text_is_refused_with_its_length(stage):
    person = stage.people(1)[0]
    answer = stage.ask(person, "note.add", note="n", step="reflect-1", text="å" * 281)
    assert answer["error"] == "Teksten er på 281 tegn. Det er plass til 280."
    assert not stage.ask(person, "note.add", note="n", step="reflect-1", text=" \n ")["ok"]


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "{text} {0} %s",
        "'; DROP TABLE note; --",
        "=HYPERLINK(1)",
        "null\u0000tegn",
        "halv \ud83d emoji",
        "\u202esnudd",
    ],
)
def test_whatever_is_written_stays_text(stage, payload):
    person = stage.people(1)[0]
    stage.note(person, payload)
    seen = stage.sees(person, "reflect-1")["mine"][0]["text"]
    kept = payload.replace("\u0000", "").replace("\ud83d", "").replace("\u202e", "")
    assert seen == kept


def test_ready_is_said_about_one_moment(stage):
    person = stage.people(1)[0]
    stage.do(person, "ready", step="guess-1", ready=True)
    assert stage.room.snapshot(person)["me"]["ready"] is True
    stage.lead("next")
    assert stage.room.snapshot(person)["me"]["ready"] is False
    stage.lead("back")
    stage.do(person, "ready", step="guess-1", ready=False)
    assert stage.room.snapshot(person)["me"]["ready"] is False


def test_a_ready_that_arrives_late_says_nothing_about_the_next_step(stage):
    person = stage.people(1)[0]
    stage.lead("go", step="reflect-1")
    stage.do(person, "ready", step="guess-1", ready=True)
    assert stage.room.snapshot(person)["me"]["ready"] is False
    stage.lead("go", step="guess-1")
    assert stage.room.snapshot(person)["me"]["ready"] is False


def test_a_guess_is_locked_once(stage):
    person = stage.people(1)[0]
    stage.do(person, "guess.lock", step="guess-1", value=8)
    assert "låst" in stage.ask(person, "guess.lock", step="guess-1", value=9)["error"]
    stage.do(person, "guess.lock", step="guess-1", value=8)
    assert stage.sees(person, "guess-1")["mine"] == {"value": 8}


@pytest.mark.parametrize("value", [-1, 101, "8", None, True, float("nan"), float("inf")])
def test_a_guess_is_a_number_from_0_to_100(stage, value):
    person = stage.people(1)[0]
    assert not stage.ask(person, "guess.lock", step="guess-1", value=value)["ok"]


def test_after_the_answer_is_shown_nobody_can_guess(stage):
    person = stage.people(1)[0]
    stage.lead("reveal", step="guess-1")
    assert "for sent" in stage.ask(person, "guess.lock", step="guess-1", value=8)["error"]


def test_before_the_table_talks_ones_shared_notes_come_along_to_another_group(open_stage):
    stage = open_stage(groups=2)
    one, mate = stage.people(2)
    note = stage.note(one, "delt")
    stage.do(one, "note.share", note=note, shared=True)
    stage.do(one, "group.choose", group=2)
    stage.lead("go", step="reflect-1", phase="group")
    assert stage.sees(mate, "reflect-1")["group_notes"] == [{"id": note, "text": "delt", "box": ""}]
    assert not stage.ask(one, "group.choose", group=3)["ok"]


def test_a_note_that_a_group_has_read_stays_there_and_can_be_shared_anew(open_stage):
    stage = open_stage(groups=2)
    one, other, mate = stage.people(3)
    note = stage.note(one, "delt")
    stage.do(one, "note.share", note=note, shared=True)
    stage.lead("go", step="reflect-1", phase="group")
    stage.do(one, "group.choose", group=2)
    # It neither goes from the one nor comes to the other with its writer, which would tell whose it is.
    assert stage.sees(mate, "reflect-1")["group_notes"] == [{"id": note, "text": "delt", "box": ""}]
    assert stage.sees(other, "reflect-1")["group_notes"] == []
    assert stage.sees(one, "reflect-1")["mine"] == [{"id": note, "text": "delt", "box": "", "shared": False}]
    stage.do(one, "note.share", note=note, shared=True)
    assert stage.sees(other, "reflect-1")["group_notes"] == [{"id": note, "text": "delt", "box": ""}]


@pytest.mark.parametrize("back", [[], [("back", {})], [("go", {"step": "guess-1"})]], ids=len)
def test_dealing_the_groups_again_moves_no_note_that_has_been_read(open_stage, back):
    stage = open_stage(groups=2)
    people = stage.people(4)
    for number, person in enumerate(people):
        stage.do(person, "note.share", note=stage.note(person, f"ord {number}"), shared=True)
    stage.lead("go", step="reflect-1", phase="group")
    before = [stage.sees(person, "reflect-1")["group_notes"] for person in people[:2]]
    for do, fields in back:
        stage.lead(do, **fields)
    stage.lead("groups", count=4)
    stage.lead("go", step="reflect-1", phase="group")
    seen = {
        stage.room.snapshot(person)["me"]["group"]: stage.sees(person, "reflect-1")["group_notes"]
        for person in people
    }
    assert [seen[1], seen[2]] == before
    assert seen[3] == seen[4] == []


def test_the_language_one_chooses_is_remembered(stage):
    person = stage.people(1)[0]
    stage.do(person, "language", language="nn")
    assert stage.room.enter(stage.code, browser_id="b0").language == "nn"
    assert not stage.ask(person, "language", language="de")["ok"]


def test_a_writer_is_warned_when_a_text_can_point_at_one_person(stage):
    person = stage.people(1)[0]
    answer = stage.do(
        person, "note.add", note=str(uuid.uuid4()), step="reflect-1", text="Eleven bak vinduet i 9B"
    )
    assert answer["flag"] == "Kan peke på én elev"


BOARDS = Outline(
    name="to-tavler",
    title="To tavler",
    lead="",
    steps=(
        Step("reflect-1", "reflect", "Hva ser vi?"),
        Step("reflect-2", "reflect", "Hva gjør vi?"),
        Step("reflect-3", "reflect", "Alene", phases=(Phase.ALONE, Phase.PLENARY)),
    ),
)


def test_a_full_step_leaves_room_in_the_next(open_stage):
    stage = open_stage(outline=BOARDS)
    person = stage.people(1)[0]
    for step in ("reflect-1", "reflect-2"):
        for number in range(stage.room._policy.points_each):
            stage.do(person, "point.add", point=f"{step}-{number}", step=step, text="Ro", notes=[])
        refused = stage.ask(person, "point.add", point=f"{step}-more", step=step, text="Ro", notes=[])
        assert "ikke plass til flere punkter fra gruppa" in refused["error"]


def test_what_one_sends_on_from_a_note_of_ones_own_is_that_note_and_no_new_one(open_stage):
    stage = open_stage(outline=BOARDS)
    person = stage.people(1)[0]
    notes = [stage.note(person, words, "reflect-3") for words in ("Ro", "Regler", "Mobil")]
    stage.do(person, "point.add", point="p1", step="reflect-3", text="Like regler", notes=[notes[1]])
    assert [one["text"] for one in stage.sees(person, "reflect-3")["mine"]] == ["Ro", "Regler", "Mobil"]
    (point,) = stage.room._boards.of(person.session).points
    assert point.notes == (notes[1],)
