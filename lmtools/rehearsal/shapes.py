"""What a server tells a page, as far as a rehearsal looks at it."""

from __future__ import annotations

from typing import TypedDict

from lmtools.domain.jsonable import Json


class Now(TypedDict):
    """Where the session stands."""

    step: str
    phase: str
    round: int
    recess: bool


class Keyed(TypedDict):
    """A box, an item or a scale of a step."""

    key: str


class StepShown(TypedDict):
    """A step of the session."""

    key: str
    verb: str
    kind: str
    title: str
    phases: list[str]
    boxes: list[Keyed]
    items: list[Keyed]
    scales: list[Keyed]


class Identified(TypedDict):
    """An option of a vote, or a goal of the plan."""

    id: str


class ActivityShown(TypedDict, total=False):
    """What a step shows. `points` are those that each may give in a vote."""

    points: int
    options: list[Identified]
    goals: list[Identified]
    revealed: bool
    result: Json | None


class Me(TypedDict, total=False):
    """The one who looks."""

    group: int


class Queued(TypedDict):
    """A point that waits for the facilitator."""

    point: str


class Likeness(TypedDict):
    """Plenary points that may say the same."""

    points: list[str]


class ConsoleShown(TypedDict):
    """The facilitator's part. `written` is None in a room too small for counts, `next` at the end."""

    next: Json | None
    written: int | None
    queue: list[Queued]
    likeness: dict[str, list[Likeness]]


class Snapshot(TypedDict, total=False):
    """Everything a page shows; empty before the room has told anything."""

    revision: int
    language: str
    now: Now
    steps: list[StepShown]
    activities: dict[str, ActivityShown]
    me: Me
    facilitator: ConsoleShown


class Result(TypedDict, total=False):
    """What became of one command."""

    id: str
    ok: bool
    error: str
    revision: int
    retry: bool


class Answered(TypedDict, total=False):
    """What the server says to a batch of commands."""

    error: str
    results: list[Result]
    snapshot: Snapshot


class Opened(TypedDict):
    """The session that was started for a rehearsal."""

    code: str
    path: str
    page: str
    ready_for: int
