"""Where a shared note is read, and what a text may be tied to.

The rule for free text, at every door (snapshots of all roles, the event stream, `Day` and the documents):

- A note is its writer's. A shared one is read, without a name, by the group it was shared in. No note is in
  the facilitator's or the projector's snapshot, nor in a report.
- A shared note that a group has been able to read stays with that group when its writer sits elsewhere:
  one that followed would tell whose it is, in the group it left and in the group it came to.
- What a group has agreed on is sent to plenary on purpose and let through by the facilitator. It is never
  shown which group it came from. How many groups stand behind it, and the groups' own wordings under a
  merged point, are shown only where those groups have `RoomPolicy.text_minimum` members or more together.
- A commitment is its writer's, and is shared by nobody else. With a group it is read as a note is; with
  everyone it waits for the facilitator, as a group's point does, and is tied to no group.
- The console does not say which group has sent a point, in the group phase not even by its counts: there
  the points come in one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lmtools.domain.contributions import Audience, Commitment, Note, PointStatus
from lmtools.domain.moves import has_reached
from lmtools.domain.session import NO_GROUP, Participant, Phase, Step
from lmtools.domain.verbs import Kind
from lmtools.room.call import Call


def is_read_by(note: Note, writer: Participant | None, group: int) -> bool:
    """Whether the members of `group` may read the note, once the group phase has come."""
    where = note.group if note.group is not None else writer and writer.group
    return note.shared and where == group


def is_told_to(commitment: Commitment, writer: Participant | None, group: int) -> bool:
    """Whether the members of `group` may read the commitment, once the group phase has come."""
    where = commitment.group if commitment.group is not None else writer and writer.group
    return commitment.audience == Audience.GROUP and where == group


def told_to_all(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those that their writers share with everyone, and the facilitator has let through."""
    return [c for c in commitments if c.audience == Audience.PLENARY and c.status == PointStatus.SHOWN]


def settle_notes(call: Call, seats: dict[str, int]) -> None:
    """Let every shared note that can be read by now stay where its writer sat: `seats`, before the move.

    The same for commitments.
    """
    session, moment = call.session, call.moment()
    for step in session.steps:
        if has_reached(session.steps, moment, step.key, Phase.GROUP):
            for text in _told_to_groups(call, step):
                if text.group is None and seats.get(text.participant, NO_GROUP) != NO_GROUP:
                    call.work.put(replace(text, group=seats[text.participant]))


def _told_to_groups(call: Call, step: Step) -> tuple[Note | Commitment, ...]:
    where = {"session": call.session.id, "step": step.key}
    if step.kind == Kind.BOARD:
        return call.work.all(Note, **where, shared=True)
    if step.kind == Kind.PRIVATE:
        return tuple(c for c in call.work.all(Commitment, **where) if c.audience == Audience.GROUP)
    return ()
