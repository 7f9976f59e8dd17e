"""Where a goal comes from and what came of it: finding, note, vote, voice, goal, action, evaluation.

A chain is walked both ways. What an earlier session found is kept with the goal as its roots, so that the
chain holds also when that session has been deleted. A voice is what those who are seldom in the room said in
a session of their own: the pupils' council, the parents', the bodies where they cooperate with the school.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lmtools.errors import N_


class LinkKind(StrEnum):
    """The links of a chain, in their order."""

    FINDING = "finding"
    NOTE = "note"
    VOTE = "vote"
    VOICE = "voice"
    GOAL = "goal"
    ACTION = "action"
    EVALUATION = "evaluation"


LINK_WORDS = {
    LinkKind.FINDING: N_("Det målet bygger på"),
    LinkKind.NOTE: N_("Det vi så"),
    LinkKind.VOTE: N_("Det vi valgte"),
    LinkKind.VOICE: N_("Det elever og foreldre sa"),
    LinkKind.GOAL: N_("Målet"),
    LinkKind.ACTION: N_("Det vi gjør"),
    LinkKind.EVALUATION: N_("Det vi lærte"),
}


@dataclass(frozen=True)
class Link:
    """One link: what was said, in which session (`title`) and on which day that session was.

    `source` is the id of the plenary point it is, where it is one that the session still holds; of a voice it
    is one of the session where it was said.
    """

    kind: LinkKind
    text: str
    title: str
    day: date
    source: str = ""


def unrepeated(links: Iterable[Link], goal: str) -> tuple[Link, ...]:
    """The links that say more than the text of the goal, which stands above them where a chain is shown."""
    return tuple(link for link in links if (link.kind, link.text) != (LinkKind.GOAL, goal))


def voices_in(links: Iterable[Link]) -> tuple[Link, ...]:
    """What pupils and parents said, of the links of a chain."""
    return tuple(link for link in links if link.kind is LinkKind.VOICE)
