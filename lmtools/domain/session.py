"""A work session: what a staff does together on one day, who is there, and where they are in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lmtools.domain.guide import Guide
from lmtools.domain.verbs import Box, Item, Kind, Scale, boxes_in, items_in, scales_in, verb_of
from lmtools.errors import N_


class Phase(StrEnum):
    """Individual, group, plenary: who sees what is decided by this, not by a label."""

    ALONE = "alone"
    GROUP = "group"
    PLENARY = "plenary"


PHASE_WORDS = {Phase.ALONE: N_("alene"), Phase.GROUP: N_("gruppe"), Phase.PLENARY: N_("plenum")}


class Role(StrEnum):
    """Who a visitor is on this page."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    PROJECTOR = "projector"


class Grouping(StrEnum):
    """How people come to sit together: by lot, by the table they have sat down at, or as they choose."""

    DEALT = "dealt"
    TABLE = "table"
    SELF = "self"

    @property
    def asks(self) -> bool:
        """Whether people say themselves where they sit."""
        return self is not Grouping.DEALT


NO_GROUP = 0
"""The group of one who has not said yet where they sit. Groups are counted from 1."""


@dataclass(frozen=True)
class Pause:
    """A break that is planned. `title` is empty when it is called no more than that."""

    minutes: int
    title: str = ""


@dataclass(frozen=True)
class Step:
    """One activity of a workbook. `minutes` maps a phase to its planned minutes."""

    key: str
    verb: str
    title: str
    prompt: str = ""
    phases: tuple[Phase, ...] = (Phase.ALONE, Phase.GROUP, Phase.PLENARY)
    minutes: dict[str, int] = field(default_factory=dict)
    params: dict[str, object] = field(default_factory=dict)
    say: str = ""

    @property
    def kind(self) -> Kind:
        """What people do in it."""
        return verb_of(self.verb).kind

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where notes and points are put; one without a name for most boards."""
        return boxes_in(self.params, self.verb)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is rated, where the workbook says it."""
        return items_in(self.params)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """What it is rated on."""
        return scales_in(self.params)

    @property
    def story(self) -> tuple[str, ...]:
        """The paragraphs of an invented case."""
        paragraphs = self.params.get("paragraphs")
        return tuple(str(one) for one in paragraphs) if isinstance(paragraphs, list | tuple) else ()

    @property
    def pause(self) -> Pause | None:
        """The break that is planned after it."""
        planned = self.params.get("break")
        if not isinstance(planned, dict):
            return None
        minutes = planned.get("minutes")
        return Pause(minutes if isinstance(minutes, int) else 0, str(planned.get("title") or ""))

    @property
    def works_in_groups(self) -> bool:
        """Whether it has a phase at the tables."""
        return Phase.GROUP in self.phases

    @property
    def is_option_source(self) -> bool:
        """Whether its plenary points are voted on and weighed later."""
        return bool(self.params.get("options", verb_of(self.verb).options))


@dataclass(frozen=True)
class Outline:
    """What a workbook contains, read without running it. A collection is there to be picked from.

    `number` is its place in the two years, 0 where it has none.
    """

    name: str
    title: str
    lead: str
    steps: tuple[Step, ...]
    is_collection: bool = False
    guide: Guide | None = None
    number: int = 0

    @property
    def has_figures(self) -> bool:
        """Whether there is something the pupils answered to look at in it."""
        return any(step.kind == Kind.RESULTS for step in self.steps)


@dataclass(frozen=True)
class WorkSession:
    """One development day at one school.

    `code` is six digits; `revision` grows by one with each change anyone can see. The clock of the
    phase runs to `phase_ends_at`, or stands still with `paused_left` seconds on it, or there is none.
    `recess` says that everybody has a break, `rehearsal` that nobody in it is a person, and `grouping`
    how people come to sit together.
    After `ends_on` everything people wrote is deleted.
    One that was opened from a file keeps the mark of the session it came from (`origin`), and how many had
    come to it (`came`; None where there were too few to say).
    """

    id: str
    code: str
    workbook: str
    title: str
    school_key: str
    school_name: str
    grade: str
    language: str
    groups: int
    expected: int
    started_at: datetime
    ends_on: date
    steps: tuple[Step, ...]
    now_step: str
    now_phase: Phase
    phase_ends_at: datetime | None = None
    paused_left: int | None = None
    closed: bool = False
    revision: int = 0
    recess: bool = False
    rehearsal: bool = False
    grouping: Grouping = Grouping.DEALT
    origin: str = field(default="", repr=False)
    came: int | None = None

    def step(self, key: str) -> Step | None:
        """The step with this key, or None."""
        return next((step for step in self.steps if step.key == key), None)

    @property
    def mark(self) -> str:
        """The same for a session and for all that have been opened from its files; tells no id."""
        return self.origin or hashlib.sha256(f"lmtools session {self.id}".encode()).hexdigest()[:32]

    @property
    def shown_code(self) -> str:
        """The code as people read it: "482 617", with a no-break space."""
        return show_code(self.code)


def show_code(code: str) -> str:
    """Six digits in two groups of three, with a no-break space; anything else unchanged."""
    return f"{code[:3]}\u00a0{code[3:]}" if len(code) == 6 and code.isdigit() else code


@dataclass(frozen=True)
class Participant:
    """A random id in a browser; of the browser's own id only a hash is known.

    `group` is NO_GROUP until they have said, or been told, where they sit.
    `phone`: the browser is the one that a whole group writes on. It is a voice of the group, and no one who
    has come. `trial`: the one who leads the session tries it out; what they answer is never counted.
    """

    id: str
    session: str
    browser_hash: str = field(repr=False)
    group: int
    language: str
    phone: bool = False
    trial: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether this is one of those who have come."""
        return not (self.phone or self.trial)


@dataclass(frozen=True)
class Group:
    """A table of people who work together. Groups are counted from 1."""

    no: int
    size: int


class Duty(StrEnum):
    """The tasks at a table. They are shown, and change nobody's rights."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TIMEKEEPER = "timekeeper"
    OPENNESS = "openness"


@dataclass(frozen=True)
class DutyTaken:
    """Who has a task in a group. It lapses when they sit elsewhere."""

    session: str
    group: int
    duty: Duty
    participant: str = field(repr=False)


@dataclass(frozen=True)
class Activity:
    """How far one step has come.

    `kept` is what the facilitator has chosen by hand, None until then: options that are taken further, or the
    figures that the wall shows.
    """

    session: str
    step: str
    revealed: bool = False
    round: int = 1
    kept: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Ready:
    """A participant has said "ready" in one moment (step, phase and round)."""

    session: str
    step: str
    moment: str
    participant: str


@dataclass(frozen=True)
class Draft:
    """What a participant is writing and has not sent. Nobody else ever sees it."""

    session: str
    participant: str
    step: str
    text: str = field(repr=False)
    box: str = ""
