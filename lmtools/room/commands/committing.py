"""What one participant will do: private, until they share it themselves."""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.contributions import Audience, Commitment, PointStatus
from lmtools.domain.session import Draft
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, NotAllowed, NotFound
from lmtools.room import keys
from lmtools.room.call import Call, Reply
from lmtools.room.limits import length_of


def save_commitment(call: Call) -> Reply:
    """`commit.save{step,text}`: one's own, anew; an empty text takes it away.

    What everyone was to read waits for the facilitator again when its text has changed.
    """
    me, step = call.me(), call.step(Kind.PRIVATE)
    if me.phone:
        raise NotAllowed("Denne telefonen skriver for gruppa. Dette skriver hver og en for seg selv.")
    key = {"session": call.session.id, "step": step.key, "participant": me.id}
    text = call.arguments.text("text", length_of(step, call.policy.note_length))
    call.work.remove(Draft, **key)
    if not text:
        call.work.remove(Commitment, **key)
        return {"flag": None}
    earlier = call.work.one(Commitment, **key) or Commitment(
        keys.new_id(), call.session.id, step.key, me.id, ""
    )
    if earlier.text != text:
        call.work.put(replace(earlier, text=text, status=PointStatus.WAITING))
    return {"flag": call.flag(text)}


def share_commitment(call: Call) -> Reply:
    """`commit.share{step,with}`: with nobody, one's own group or, through the facilitator, with everyone."""
    me, step = call.me(), call.step(Kind.PRIVATE)
    where = {"session": call.session.id, "step": step.key, "participant": me.id}
    mine = call.work.one(Commitment, **where)
    if mine is None:
        raise NotFound("Skriv noe først. Så kan du dele det.")
    audience = call.arguments.choice("with", Audience, N_("Del med ingen, med gruppa eller med alle."))
    call.work.put(replace(mine, audience=audience, group=None, status=PointStatus.WAITING))
    return {"with": str(audience)}
