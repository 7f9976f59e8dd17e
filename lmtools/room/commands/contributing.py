"""What a participant writes: drafts, notes and points; and says "ready".

In a board without a phase at the tables each sends their own points. They then stand for no group.
"""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.contributions import Note, Point, PointStatus
from lmtools.domain.jsonable import Json
from lmtools.domain.session import NO_GROUP, Draft, Participant, Ready, Step
from lmtools.domain.verbs import Kind
from lmtools.errors import Conflict, NotAllowed, NotFound, UsageError
from lmtools.room.call import Call, Reply
from lmtools.room.limits import length_of
from lmtools.settings import LANGUAGES


def save_draft(call: Call) -> Reply:
    """`draft.save{step,text,box?}`: keep what is being written; an empty text lets go of it."""
    me, step = call.me(), call.step()
    text = call.arguments.text("text", call.policy.draft_length)
    box = call.box(step) if step.kind == Kind.BOARD else ""
    key = {"session": call.session.id, "participant": me.id, "step": step.key, "box": box}
    if text:
        call.work.put(Draft(**key, text=text))
    else:
        call.work.remove(Draft, **key)
    return {}


def add_note(call: Call) -> Reply:
    """`note.add{note,step,text,box?}`: taken in any phase, so that what was written offline is not lost."""
    me, step, note_id = call.me(), call.step(Kind.BOARD), call.arguments.identifier("note")
    text = call.arguments.written("text", length_of(step, call.policy.note_length))
    if me.phone:
        raise NotAllowed("Denne telefonen skriver for gruppa. Skriv det gruppa er enig om.")
    _keep_note(call, me, step, note_id, text)
    return {"note": note_id, "flag": call.flag(text)}


def edit_note(call: Call) -> Reply:
    """`note.edit{note,text,box?}`: one's own only."""
    note = _my_note(call)
    step = call.session.step(note.step)
    usual = call.policy.note_length
    text = call.arguments.written("text", length_of(step, usual) if step else usual)
    box = call.box(step) if step and call.arguments.filled("box") else note.box
    call.work.put(replace(note, text=text, box=box))
    return {"flag": call.flag(text)}


def remove_note(call: Call) -> Reply:
    """`note.remove{note}`: out of sight, and can be restored."""
    call.work.put(replace(_my_note(call), removed=True))
    return {}


def restore_note(call: Call) -> Reply:
    """`note.restore{note}`: back again."""
    call.work.put(replace(_my_note(call, removed=True), removed=False))
    return {}


def share_note(call: Call) -> Reply:
    """`note.share{note,shared}`: let one's own group read it, or not. See `revealing.sharing`."""
    call.work.put(replace(_my_note(call), shared=call.arguments.flag("shared"), group=None))
    return {}


def set_ready(call: Call) -> Reply:
    """`ready{step,ready}`: said about the moment the session is in; one that comes late says nothing."""
    me, step, is_ready = call.me(), call.step(), call.arguments.flag("ready")
    moment = call.moment()
    if moment.step != step.key:
        return {}
    key = {"session": call.session.id, "step": step.key, "moment": moment.label, "participant": me.id}
    if is_ready:
        call.work.put(Ready(**key))
    else:
        call.work.remove(Ready, **key)
    return {}


def add_point(call: Call) -> Reply:
    """`point.add{point,step,text,notes,box?}`: what the group agrees on; it waits for the facilitator."""
    step, point_id = call.step(Kind.BOARD), call.arguments.identifier("point")
    me = call.seated() if step.works_in_groups else call.me()
    text = call.arguments.written("text", length_of(step, call.policy.point_length))
    notes = call.arguments.identifiers("notes")
    if call.work.one(Point, session=call.session.id, id=point_id) is not None:
        raise Conflict("Dette punktet er alt sendt.")
    if step.works_in_groups:
        _refuse_if_full(call, me, step)
    else:
        notes = (_own_note(call, me, step, point_id, text, notes),)
    known = {note.id for note in call.work.all(Note, session=call.session.id, step=step.key)}
    point = Point(
        id=point_id,
        session=call.session.id,
        step=step.key,
        group=me.group,
        text=text,
        notes=tuple(note for note in notes if note in known),
        position=call.work.next_position(Point, session=call.session.id, step=step.key),
        box=call.box(step),
    )
    call.work.put(point)
    return {"point": sent_json(point), "flag": call.flag(text)}


def edit_point(call: Call) -> Reply:
    """`point.edit{point,text,revision}`: by anyone in the group; it then waits for the facilitator again.

    Raises Conflict, with the stored text, when someone else saved since `revision`.
    """
    point = _our_point(call)
    step = call.session.step(point.step)
    usual = call.policy.point_length
    text = call.arguments.written("text", length_of(step, usual) if step else usual)
    revision = call.arguments.whole("revision", 0, 10**9)
    if revision != point.revision:
        raise Conflict("Noen andre i gruppa endret punktet først.", current=sent_json(point))
    point = replace(point, text=text, status=PointStatus.WAITING, revision=revision + 1)
    call.work.put(point)
    return {"point": sent_json(point), "flag": call.flag(text)}


def remove_point(call: Call) -> Reply:
    """`point.remove{point}`: by anyone in the group, while it is not on the projector."""
    call.work.put(replace(_our_point(call), removed=True))
    return {}


def sent_json(point: Point) -> Json:
    """A group's own point as those who wrote it get it."""
    return {
        "id": point.id,
        "text": point.text,
        "box": point.box,
        "revision": point.revision,
        "status": str(point.status),
    }


def choose_language(call: Call) -> Reply:
    """`language{language}`: nb, nn or en."""
    language = call.arguments.identifier("language")
    if language not in LANGUAGES:
        raise UsageError("Vi har bokmål, nynorsk og engelsk.")
    call.work.put(replace(call.me(), language=language))
    return {"language": language}


def _my_note(call: Call, *, removed: bool = False) -> Note:
    note_id, me = call.arguments.identifier("note"), call.me()
    note = call.work.one(Note, session=call.session.id, id=note_id, participant=me.id, removed=removed)
    if note is None:
        raise NotFound("Vi finner ikke dette punktet. Last sida på nytt.")
    return note


def _our_point(call: Call) -> Point:
    point_id, me = call.arguments.identifier("point"), call.me()
    point = call.work.one(Point, session=call.session.id, id=point_id, removed=False)
    if point is None or not _is_ours(call, me, point):
        raise NotFound("Vi finner ikke dette punktet i gruppa di. Last sida på nytt.")
    if point.status == PointStatus.SHOWN:
        raise NotAllowed("Punktet er alt på lerretet. Be prosesslederen ta det ned først.")
    return point


def _is_ours(call: Call, me: Participant, point: Point) -> bool:
    """A group's point is everybody's at the table; where there is no table it is its writer's."""
    step = call.session.step(point.step)
    if step is None or step.works_in_groups:
        return point.group == me.group != NO_GROUP
    mine = call.work.all(Note, session=call.session.id, step=point.step, participant=me.id)
    return any(note.id in point.notes for note in mine)


def _refuse_if_full(call: Call, me: Participant, step: Step) -> None:
    ours = call.work.count(Point, session=call.session.id, step=step.key, group=me.group, removed=False)
    if ours >= call.policy.points_each:
        raise NotAllowed("Det er ikke plass til flere punkter fra gruppa. Ta bort ett først.")


def _keep_note(call: Call, me: Participant, step: Step, note_id: str, text: str) -> Note:
    if call.work.one(Note, session=call.session.id, id=note_id) is not None:
        raise Conflict("Dette punktet er alt lagret.")
    position = call.work.next_position(Note, session=call.session.id, step=step.key, participant=me.id)
    if position > call.policy.notes_each:
        raise NotAllowed("Det er ikke plass til flere punkter her. Ta bort ett først.")
    note = Note(note_id, call.session.id, step.key, me.id, text, position=position, box=call.box(step))
    call.work.put(note)
    _let_go_of_draft(call, note)
    return note


def _own_note(
    call: Call, me: Participant, step: Step, point_id: str, text: str, notes: tuple[str, ...]
) -> str:
    """The note that tells whose a point is: one of the writer's own, or one made for it."""
    mine = call.work.all(Note, session=call.session.id, step=step.key, participant=me.id, removed=False)
    own = next((note.id for note in mine if note.id in notes), None)
    return own or _keep_note(call, me, step, point_id, text).id


def _let_go_of_draft(call: Call, note: Note) -> None:
    key = {"session": note.session, "participant": note.participant, "step": note.step, "box": note.box}
    draft = call.work.one(Draft, **key)
    if draft is not None and draft.text == note.text:
        call.work.remove(Draft, **key)
