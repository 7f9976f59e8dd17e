"""Many at once: nothing is lost, nothing is doubled, and one of two writers is told."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

from lmtools.domain.session import Participant
from lmtools.room import Room
from lmtools.store import Store


def at_once(tasks):
    """Run all tasks, each in its own thread, from the same starting shot."""
    gate = threading.Barrier(len(tasks))

    def run(task):
        gate.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [future.result() for future in [threads.submit(run, task) for task in tasks]]


def test_of_two_who_save_the_same_text_one_wins_and_the_other_gets_the_stored_text(open_stage):
    stage = open_stage(groups=1)
    people = stage.people(2)
    point = stage.point(people[0], "først")
    answers = at_once(
        [
            lambda who=who, words=words: stage.ask(who, "point.edit", point=point, text=words, revision=1)
            for who, words in zip(people, ("min", "din"), strict=True)
        ]
    )
    won, lost = sorted(answers, key=lambda answer: not answer["ok"])
    assert won["ok"] and not lost["ok"]
    assert lost["current"]["text"] == won["point"]["text"]
    assert lost["current"]["revision"] == 2


def test_twenty_threads_adding_notes_lose_none_and_double_none(stage):
    people = stage.people(20)

    def write(person, number):
        notes = [f"{number}-{turn}" for turn in range(5)]
        for note in notes:
            command = {"id": note, "do": "note.add", "note": note, "step": "reflect-1", "text": note}
            first = stage.room.handle(person, command)
            assert first["ok"], first
            assert stage.room.handle(person, command) == first
        return notes

    before = stage.room.session(stage.code).revision
    at_once([lambda p=p, n=n: write(p, n) for n, p in enumerate(people)])
    for number, person in enumerate(people):
        mine = [note["id"] for note in stage.sees(person, "reflect-1")["mine"]]
        assert mine == [f"{number}-{turn}" for turn in range(5)]
    assert stage.room.session(stage.code).revision == before + 100


def test_the_same_command_from_many_threads_is_carried_out_once(stage):
    person = stage.people(1)[0]
    command = {"id": "c", "do": "note.add", "note": "n", "step": "reflect-1", "text": "hei"}
    answers = at_once([lambda: stage.room.handle(person, command)] * 8)
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["ok"]


def test_a_browser_that_enters_twice_at_once_is_one_participant(stage):
    visitors = at_once([lambda: stage.room.enter(stage.code, browser_id="samme")] * 8)
    assert len(set(visitors)) == 1
    with stage.store.reading() as work:
        assert len(work.all(Participant)) == 1


def test_a_staff_that_enters_at_once_is_spread_evenly(open_stage):
    stage = open_stage(groups=4)
    at_once([lambda i=i: stage.room.enter(stage.code, browser_id=str(i)) for i in range(20)])
    sizes = [group["size"] for group in stage.console()["groups"] if "size" in group]
    assert sizes == [5, 5, 5, 5]


def test_two_servers_on_one_store_see_each_others_changes_at_once(stage, url):
    other = Room(Store.open(url), now=stage.clock)
    person = stage.people(1)[0]
    for turn in range(3):
        stage.note(person, f"her {turn}")
        note = str(uuid.uuid4())
        sent = {"id": note, "do": "note.add", "note": note, "step": "reflect-1", "text": f"der {turn}"}
        assert other.handle(person, sent)["ok"]
        here, there = (
            room.snapshot(person)["activities"]["reflect-1"]["mine"] for room in (stage.room, other)
        )
        assert here == there
        assert len(here) == 2 * (turn + 1)
    other.close()


def test_two_servers_that_write_at_once_wait_for_each_other(stage, url):
    other = Room(Store.open(url), now=stage.clock)
    people = stage.people(8)

    def write(room, person, number):
        for turn in range(10):
            note = f"{number}-{turn}"
            sent = {"id": note, "do": "note.add", "note": note, "step": "reflect-1", "text": note}
            answer = room.handle(person, sent)
            assert answer["ok"], answer

    rooms = (stage.room, other)
    at_once([lambda p=p, n=n: write(rooms[n % 2], p, n) for n, p in enumerate(people)])
    assert all(len(stage.sees(person, "reflect-1")["mine"]) == 10 for person in people)
    other.close()


def test_everything_acknowledged_is_still_there_when_the_server_starts_again(stage, url):
    person = stage.people(1)[0]
    stage.note(person, "før")
    stage.room.close()
    again = Room(Store.open(url), now=stage.clock)
    back = again.enter(stage.code, browser_id="b0")
    assert back == person
    assert again.snapshot(back)["activities"]["reflect-1"]["mine"][0]["text"] == "før"
    again.close()


def test_readers_and_writers_at_once_never_see_half_a_change(open_stage):
    stage = open_stage(groups=1)
    writer, reader = stage.people(2)
    a, b = stage.point(writer, "a", show=True), stage.point(writer, "b", show=True)

    def merge_and_split():
        for _ in range(10):
            merged = stage.lead("merge", points=[a, b], text="ab")["point"]
            stage.lead("split", point=merged)

    def look():
        seen = []
        for _ in range(20):
            points = stage.sees(stage.facilitator, "reflect-1")["points"]
            seen.append(tuple(point["text"] for point in points))
        return seen

    _, seen, _ = at_once([merge_and_split, look, lambda: stage.sees(reader, "reflect-1")])
    assert set(seen) <= {("a", "b"), ("ab",)}
