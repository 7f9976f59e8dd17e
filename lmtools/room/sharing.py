"""Where a shared note is read, and what a text may be tied to.

The rule for free text, at every door (snapshots of all roles, the event stream, `Day` and the documents):

- A note is its writer's. A shared one is read, without a name, by the group it was shared in. No note is in
  the facilitator's or the projector's snapshot, nor in a report.
- A shared note that a group has been able to read stays with that group when its writer sits elsewhere:
  one that followed would tell whose it is, in the group it left and in the group it came to.
- What a group has agreed on is sent to plenary on purpose and let through by the facilitator. It is never
  shown which group it came from. How many groups stand behind it, and the groups' own wordings under a
  merged point, are shown only where those groups have `RoomPolicy.text_minimum` members or more together.
- The console does not say which group has sent a point, in the group phase not even by its counts: there
  the points come in one by one.
"""

from __future__ import annotations

from dataclasses import replace

from lmtools.domain.contributions import Note
from lmtools.domain.moves import has_reached
from lmtools.domain.session import Participant, Phase
from lmtools.room.call import Call


def is_read_by(note: Note, writer: Participant | None, group: int) -> bool:
    """Whether the members of `group` may read the note, once the group phase has come."""
    where = note.group if note.group is not None else writer and writer.group
    return note.shared and where == group


def settle_notes(call: Call, seats: dict[str, int]) -> None:
    """Let every shared note that can be read by now stay where its writer sat: `seats`, before the move."""
    session, moment = call.session, call.moment()
    for step in session.steps:
        if step.verb == "reflect" and has_reached(session.steps, moment, step.key, Phase.GROUP):
            notes = call.work.all(Note, session=session.id, step=step.key, shared=True)
            for note in notes:
                if note.group is None and note.participant in seats:
                    call.work.put(replace(note, group=seats[note.participant]))
