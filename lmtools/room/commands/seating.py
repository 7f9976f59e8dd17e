"""At a table: which one sits at, which task one has there, and whether the group writes on one phone."""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.session import Duty, DutyTaken, Participant
from lmtools.errors import N_, NotFound
from lmtools.room.call import Call, Reply

_NO_SUCH_DUTY = N_("Rollen må være chair, secretary, timekeeper eller openness.")


def choose_group(call: Call) -> Reply:
    """`group.choose{group}`: move to another table."""
    me, group = call.me(), call.arguments.whole("group", 1, call.policy.groups)
    if group > call.session.groups:
        raise NotFound("Det er {count} grupper i økta.", count=call.session.groups)
    call.work.put(replace(me, group=group))
    return {"group": group}


def take_duty(call: Call) -> Reply:
    """`role.take{role,release?}`: a task at one's own table, from whoever had it; or let go of it.

    Tasks are shown and nothing more: anybody at the table may still write.
    """
    me, duty = call.seated(), call.arguments.choice("role", Duty, _NO_SUCH_DUTY)
    if call.arguments.has("release") and call.arguments.flag("release"):
        where = {"session": call.session.id, "group": me.group, "duty": str(duty)}
        call.work.remove(DutyTaken, **where, participant=me.id)
    else:
        call.work.put(DutyTaken(call.session.id, me.group, duty, me.id))
    return {}


def set_phone(call: Call) -> Reply:
    """`group.phone{on}`: this browser writes for the whole group, or for its owner again.

    One phone for a group: the one before goes back to being its owner's.
    """
    me, on = call.seated(), call.arguments.flag("on")
    if on:
        for other in call.work.all(Participant, session=call.session.id, group=me.group, phone=True):
            call.work.put(replace(other, phone=False))
    call.work.put(replace(me, phone=on))
    return {"phone": on}
