"""An agenda: which activities of which workbooks fill a day, in which order, and how long each takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from lmtools.domain.moves import agenda as moments_of
from lmtools.domain.session import Phase, Step

MOST_ITEMS = 60
MOST_MINUTES = 240  # of one phase or one break
LONGEST_DAY = 720  # minutes
MOST_TITLE = 120  # characters
MOST_PROMPT = 400


@dataclass(frozen=True)
class AgendaItem:
    """One activity: step `step` of `workbook`.

    `minutes` maps a phase to its minutes, and a phase that is not there is left out; empty means that the
    workbook decides. `title` and `prompt` are said instead of the workbook's own, unless they are empty.
    """

    workbook: str
    step: str
    minutes: Mapping[Phase, int] = field(default_factory=dict)
    title: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class Break:
    """Time in which nothing is asked of anyone."""

    minutes: int
    title: str = ""


Entry = AgendaItem | Break


@dataclass(frozen=True)
class Agenda:
    """A day as it is planned. It begins at `start` and is wished to take `length` minutes."""

    title: str
    items: tuple[Entry, ...] = ()
    start: time = time(9)
    length: int = 90

    @property
    def activities(self) -> tuple[AgendaItem, ...]:
        """The entries that are not breaks."""
        return tuple(entry for entry in self.items if isinstance(entry, AgendaItem))


def minutes_of(step: Step) -> int:
    """How long the step is planned to take. A vote is cast alone twice, and takes that time twice."""
    return sum(int(step.minutes.get(moment.phase, 0)) for moment in moments_of([step]))
