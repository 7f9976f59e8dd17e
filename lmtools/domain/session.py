"""A work session: what a staff does together on one day, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Phase(StrEnum):
    """Individual, group, plenary: who sees what is decided by this, not by a label."""

    ALONE = "alone"
    GROUP = "group"
    PLENARY = "plenary"


class Role(StrEnum):
    """Who a visitor is on this page."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    PROJECTOR = "projector"


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


@dataclass(frozen=True)
class Outline:
    """What a workbook contains, read without running it."""

    name: str
    title: str
    lead: str
    steps: tuple[Step, ...]
