"""What one participant will do: private, until they share it themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lmtools.domain.contributions import Audience, Commitment, PointStatus
from lmtools.domain.session import Draft, Step
from lmtools.domain.verbs import Kind
from lmtools.errors import NotAllowed, NotFound, UsageError
from lmtools.room import keys
from lmtools.room.call import Answer, Call
from lmtools.room.screening import flag


def save_commitment(call: Call) -> Answer:
    """`commit.save{step,text}`: one's own, anew; an empty text takes it away.

    What everyone was to read waits for the facilitator again when its text has changed.
    """
    me, step = call.me(), call.step(Kind.PRIVATE)
    if me.phone:
        raise NotAllowed("Denne telefonen skriver for gruppa. Dette skriver hver og en for seg selv.")
    key: dict[str, Any] = {"session": call.session.id, "step": step.key, "participant": me.id}
    text = call.arguments.text("text", _limit(call, step))
    call.work.remove(Draft, **key)
    if not text:
        call.work.remove(Commitment, **key)
        return {"flag": None}
    earlier = call.work.one(Commitment, **key) or Commitment(keys.new_id(), **key, text="")
    if earlier.text != text:
        call.work.put(replace(earlier, text=text, status=PointStatus.WAITING))
    sentence = flag(text)
    return {"flag": call.text.t(sentence) if sentence else None}


def share_commitment(call: Call) -> Answer:
    """`commit.share{step,with}`: with nobody, one's own group or, through the facilitator, with everyone."""
    me, step = call.me(), call.step(Kind.PRIVATE)
    where = {"session": call.session.id, "step": step.key, "participant": me.id}
    mine = call.work.one(Commitment, **where)
    if mine is None:
        raise NotFound("Skriv noe først. Så kan du dele det.")
    audience = _audience(call)
    call.work.put(replace(mine, audience=audience, group=None, status=PointStatus.WAITING))
    return {"with": str(audience)}


def _audience(call: Call) -> Audience:
    try:
        return Audience(call.arguments.identifier("with"))
    except ValueError:
        raise UsageError("Del med ingen, med gruppa eller med alle.") from None


def _limit(call: Call, step: Step) -> int:
    limit = step.params.get("limit")
    return limit if isinstance(limit, int) and limit > 0 else call.policy.note_length
