"""What a room allows: how few is too few, how long a text may be, how many may come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomPolicy:
    """How few is too few. Lengths are in characters.

    minimum: the fewest people a count, a middle of guesses, an option's points in a vote, or the
        difference between two results may stand for. An option that nobody chose is shown with 0.
    text_minimum: the fewest members, together, of the groups that a text may be tied to ("from 2 of 3
        groups", and the groups' own wordings under a merged point). What a group has agreed on and the
        facilitator has let through is shown in smaller rooms too, tied to no group.
    unanimous: whether a vote where all points went to one option is shown. It tells what each of them
        voted. In a staff's own vote that is the agreement the day is for, and each of them has taken
        part in it; nobody's different opinion is told. Set it to False where that is not so.
    """

    minimum: int = 5
    text_minimum: int = 10
    unanimous: bool = True
    note_length: int = 280
    point_length: int = 280
    draft_length: int = 2000
    plan_length: int = 500
    notes_each: int = 60  # for one participant in one step
    points_each: int = 20  # for one group in one step
    people: int = 1500
    groups: int = 99
