"""What people contribute: notes, a group's points, plenary themes, guesses, votes, ratings, commitments.

None of these carries a time: when or in which order an anonymous text came must not be found anywhere.
The texts and values are kept out of `repr`, so that no log can hold them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PointStatus(StrEnum):
    """Where a group's point is on its way to the projector."""

    WAITING = "waiting"
    SHOWN = "shown"
    HELD = "held"


@dataclass(frozen=True)
class Note:
    """One thought of one participant. `position` counts the writer's own notes in the step.

    `group` is the group that a shared note was read in. It stays there when its writer changes groups:
    a text that moves with one person would tell whose it is. None until a group could read it.
    """

    id: str
    session: str
    step: str
    participant: str = field(repr=False)
    text: str = field(repr=False)
    shared: bool = False
    removed: bool = False
    position: int = 0
    group: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Point:
    """What a group has agreed on, from `notes` (ids); `theme` is the plenary point it is part of."""

    id: str
    session: str
    step: str
    group: int
    text: str = field(repr=False)
    notes: tuple[str, ...] = ()
    status: PointStatus = PointStatus.WAITING
    theme: str | None = None
    removed: bool = False
    revision: int = 1
    position: int = 0
    box: str = ""


@dataclass(frozen=True)
class Theme:
    """A plenary point: one group's point let through, or several merged under one text.

    A theme of one point has the point's id. `removed` themes are part of a merged one, or taken down.
    `groups` and `of` stand in a session that was opened from a file: whose points it came from is then known
    to nobody, only how many groups' it was (see `PlenaryPoint`).
    """

    id: str
    session: str
    step: str
    text: str = field(repr=False)
    removed: bool = False
    position: int = 0
    box: str = ""
    groups: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class PlenaryPoint:
    """A theme as everyone sees it: from `groups` of `of` groups, with the groups' own wordings as quotes.

    `groups` and `of` are None, and there are no quotes, where the groups behind it have too few members:
    the text is then tied to nobody. `merged` says that it was put together from several points.
    """

    id: str
    step: str
    text: str
    groups: int | None
    of: int | None
    quotes: tuple[str, ...] = ()
    merged: bool = False
    box: str = ""


@dataclass(frozen=True)
class Guess:
    """A locked guess. `value` is in the unit of the figure it guesses: 0-100 or 1-5."""

    session: str
    step: str
    participant: str = field(repr=False)
    value: float = field(repr=False)


@dataclass(frozen=True)
class Vote:
    """Points from one participant to one option in one round (1 or 2)."""

    session: str
    step: str
    round: int
    participant: str = field(repr=False)
    option: str = field(repr=False)
    points: int = field(repr=False)


@dataclass(frozen=True)
class Rating:
    """What one participant answers in a step: levels from 1 to 5 by item and scale."""

    session: str
    step: str
    participant: str = field(repr=False)
    given: dict[str, dict[str, int]] = field(repr=False)


class Audience(StrEnum):
    """Who may read a commitment beside its writer."""

    NOBODY = "nobody"
    GROUP = "group"
    PLENARY = "plenary"


@dataclass(frozen=True)
class Commitment:
    """What one participant has decided to do. Nobody else reads it unless they share it.

    `group` is the group it was shared in, as with a note. What is shared with everyone waits for the
    facilitator, by `status`, as a group's point does.
    """

    id: str
    session: str
    step: str
    participant: str = field(repr=False)
    text: str = field(repr=False)
    audience: Audience = Audience.NOBODY
    group: int | None = None
    status: PointStatus = PointStatus.WAITING
