"""At a table: which task one has there, and whether the group writes on one phone."""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.session import Duty, DutyTaken, Participant
from lmtools.errors import UsageError
from lmtools.room.call import Answer, Call


def take_duty(call: Call) -> Answer:
    """`role.take{role,release?}`: a task at one's own table, from whoever had it; or let go of it.

    Tasks are shown and nothing more: anybody at the table may still write.
    """
    me, duty = call.seated(), _duty(call)
    if call.arguments.has("release") and call.arguments.flag("release"):
        where = {"session": call.session.id, "group": me.group, "duty": str(duty)}
        call.work.remove(DutyTaken, **where, participant=me.id)
    else:
        call.work.put(DutyTaken(call.session.id, me.group, duty, me.id))
    return {}


def set_phone(call: Call) -> Answer:
    """`group.phone{on}`: this browser writes for the whole group, or for its owner again.

    One phone for a group: the one before goes back to being its owner's.
    """
    me, on = call.seated(), call.arguments.flag("on")
    if on:
        for other in call.work.all(Participant, session=call.session.id, group=me.group, phone=True):
            call.work.put(replace(other, phone=False))
    call.work.put(replace(me, phone=on))
    return {"phone": on}


def _duty(call: Call) -> Duty:
    try:
        return Duty(call.arguments.identifier("role"))
    except ValueError:
        raise UsageError("Rollen må være chair, secretary, timekeeper eller openness.") from None
