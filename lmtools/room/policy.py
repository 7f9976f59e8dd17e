"""What a room allows: how few is too few, how long a text may be, how many may come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomPolicy:
    """`minimum` is the fewest people a count, quartile or result may stand for. Lengths are in characters."""

    minimum: int = 5
    note_length: int = 280
    point_length: int = 280
    draft_length: int = 2000
    plan_length: int = 500
    notes_each: int = 60  # for one participant in one step
    points_each: int = 20  # for one group in one step
    people: int = 1500
    groups: int = 99
