"""What the facilitator sees beside what everyone sees: counts and never names, the queue, a suggestion."""

from __future__ import annotations

from collections.abc import Collection

from lmtools.domain.contributions import (
    Audience,
    Commitment,
    Guess,
    Note,
    Point,
    PointStatus,
    Rating,
    Vote,
)
from lmtools.domain.counting import countable_groups
from lmtools.domain.jsonable import Json
from lmtools.domain.moves import Moment, following, preceding
from lmtools.domain.session import NO_GROUP, Duty, Group, Phase, Step
from lmtools.domain.verbs import Kind
from lmtools.errors import N_
from lmtools.room.board.board import Board, Written
from lmtools.room.commands.summarising import summary_json
from lmtools.room.screening import flag
from lmtools.room.showing.advice import Situation, advice
from lmtools.room.showing.likeness import alike
from lmtools.room.showing.plan_view import life_json
from lmtools.room.showing.script import note_of, script
from lmtools.room.showing.suggestion import Counts, suggestion
from lmtools.room.showing.view import View
from lmtools.text import Text


def facilitator_json(view: View) -> Json:
    """The console's part of the facilitator's snapshot."""
    board, text = view.board, view.text
    step = view.session.step(view.session.now_step)
    assert step is not None
    written, ready = written_in(board, step), _ready(board)
    counts = _counts(view, step, written, ready)
    likenesses = _likenesses(board)
    alike_here = likenesses.get(step.key, [])
    after = following(board.session.steps, board.moment)
    return {
        "joined": board.joined,
        "expected": board.session.expected,
        "written": view.count(len(written)),
        "ready": view.count(len(ready)),
        "groups": _groups(view, written, ready),
        "tables": _tables(board),
        "standing": _standing(view),
        "queue": _queue(board, PointStatus.WAITING, text),
        "held": _queue(board, PointStatus.HELD, text),
        "suggestion": suggestion(board, step, counts, text),
        "advice": advice(Situation(view, step, counts, _ready_groups(board, ready), bool(alike_here))),
        "likeness": likenesses,
        "say": "" if board.session.recess else script(step, board.moment, text),
        "note": "" if board.session.recess else note_of(step, board.moment),
        "can_undo": board.can_undo,
        "started_at": board.session.started_at.isoformat(),
        "summary": summary_json(board.summary),
        "plan": view.once(life_json),
        "next": _moment_json(view, after),
        "back": _moment_json(view, preceding(board.session.steps, board.moment)),
    }


def written_in(board: Board, step: Step) -> frozenset[str]:
    """Who of those who have come has done their part of the step: a note, a guess, a vote, a rating.

    A group's point counts for nobody: it would say whose the text is that has just come in.
    """
    kind, now = _WRITTEN_IN.get(step.kind), board.activity(step.key).round
    found = board.written(kind, step.key) if kind else ()
    done = (one.participant for one in found if not isinstance(one, Vote) or one.round == now)
    return frozenset(done) & board.people.keys()


_WRITTEN_IN: dict[Kind, type[Written]] = {
    Kind.GUESS: Guess,
    Kind.BOARD: Note,
    Kind.RATING: Rating,
    Kind.PRIVATE: Commitment,
    Kind.VOTE: Vote,
}


def groups_with_points(board: Board, step: Step) -> frozenset[int]:
    """Groups that have sent at least one point in the step."""
    return frozenset(point.group for point in board.points if point.step == step.key)


def _ready(board: Board) -> frozenset[str]:
    moment = board.moment
    said = (ready for ready in board.ready if ready.step == moment.step and ready.moment == moment.label)
    return frozenset(ready.participant for ready in said) & board.people.keys()


def _counts(view: View, step: Step, written: Collection[str], ready: Collection[str]) -> Counts:
    board = view.board
    manned = board.manned
    waiting = sum(row.step == step.key for row in _to_look_over(board, PointStatus.WAITING))
    return Counts(
        joined=board.joined,
        written=view.count(len(written)),
        ready=view.count(len(ready)),
        groups=len(manned),
        groups_done=len(groups_with_points(board, step) & manned),
        waiting=waiting,
    )


def _groups(view: View, written: frozenset[str], ready: frozenset[str]) -> list[Json]:
    board = view.board
    # Those without a group are one too: what the room has in all, less what is shown, must tell nothing.
    standing = Group(NO_GROUP, board.standing)
    countable = countable_groups((standing, *board.groups), view.policy.minimum)
    members = {group.no: _members(board, group) for group in board.groups}
    # All have written something alone; at the table it is "ready" that says how far they are.
    done = ready if board.session.now_phase == Phase.GROUP else written | ready
    return [
        _counted(group, members[group.no], written, ready)
        if group.no in countable
        else _in_a_word(group, members[group.no], done, view.text)
        for group in board.groups
    ]


def _members(board: Board, group: Group) -> frozenset[str]:
    return frozenset(person.id for person in board.people.values() if person.group == group.no)


def _counted(group: Group, members: frozenset[str], written: frozenset[str], ready: frozenset[str]) -> Json:
    return {
        "no": group.no,
        "size": group.size,
        "state": "counted",
        "written": len(members & written),
        "ready": len(members & ready),
    }


def _in_a_word(group: Group, members: frozenset[str], done: frozenset[str], text: Text) -> Json:
    if not members:
        return {"no": group.no, "size": 0, "state": "empty", "word": text.t("ingen ennå")}
    # Two thirds, so that the word does not turn when the last one sends.
    is_nearly_done = 3 * len(members & done) >= 2 * len(members)
    word = N_("nesten ferdig") if is_nearly_done else N_("trenger litt tid")
    return {"no": group.no, "state": "few", "word": text.t(word)}


def _standing(view: View) -> int | None:
    """How many have not said where they sit; None where they are too few to be counted."""
    standing = view.board.standing
    return standing if standing == 0 or standing >= view.policy.minimum else None


def _tables(board: Board) -> list[Json]:
    """Which tasks are taken at each table, and whether it writes on one phone."""
    return [
        {
            "no": no,
            "phone": no in board.with_phone,
            "roles": [str(duty) for duty in Duty if board.holder(no, duty) is not None],
        }
        for no in sorted(board.manned)
    ]


def _ready_groups(board: Board, ready: frozenset[str]) -> int:
    """How many groups have two thirds or more ready, so that the count does not wait for one."""
    members = [_members(board, group) for group in board.groups if group.size]
    return sum(3 * len(people & ready) >= 2 * len(people) for people in members)


def _likenesses(board: Board) -> dict[str, list[Json]]:
    """By step: plenary points of one box that may say the same, as long as they can still be merged."""
    found: dict[str, list[Json]] = {}
    for step in board.session.steps:
        if step.kind != Kind.BOARD or board.is_voted_on(step.key):
            continue
        points = board.plenary_points(step.key)
        for box in step.boxes:
            of_box = tuple((point.id, point.text) for point in points if point.box == box.key)
            found.setdefault(step.key, []).extend(
                {"box": box.key, "points": list(one.points), "likeness": one.likeness}
                for one in alike(of_box)
            )
    return {key: rows for key, rows in found.items() if rows}


def _to_look_over(board: Board, status: PointStatus) -> list[Point | Commitment]:
    """What is on its way to the projector, in an order that does not tell when a commitment was shared."""
    shared = [one for one in board.commitments if one.audience == Audience.PLENARY and one.status == status]
    points = [point for point in board.points if point.status == status]
    return [*points, *sorted(shared, key=lambda one: one.id)]


def _queue(board: Board, status: PointStatus, text: Text) -> list[Json]:
    return [_queued(one, text) for one in _to_look_over(board, status)]


def _queued(one: Point | Commitment, text: Text) -> Json:
    sentence = flag(one.text)
    said = text.t(sentence) if sentence else None
    box = one.box if isinstance(one, Point) else ""
    return {"point": one.id, "step": one.step, "text": one.text, "flag": said, "group": None, "box": box}


def _moment_json(view: View, moment: Moment | None) -> Json | None:
    if moment is None:
        return None
    step = view.session.step(moment.step)
    title = step.title if step else ""
    return {"step": moment.step, "phase": str(moment.phase), "round": moment.round, "title": title}
