"""Who looks, and at what: the argument of everything that makes a part of a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lmtools.domain.answers import Answer
from lmtools.domain.session import Participant, Role, Step, WorkSession
from lmtools.room.board.board import Board
from lmtools.room.policy import RoomPolicy
from lmtools.room.visitor import Visitor
from lmtools.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """Who looks at which board.

    `session` is the board's, with the workbook's own words in the visitor's language. `drafts` are by step
    and box. `answers` are the figures behind the guesses that have been revealed.
    """

    board: Board
    session: WorkSession
    visitor: Visitor
    policy: RoomPolicy
    now: datetime
    drafts: Mapping[tuple[str, str], str]
    answers: Mapping[str, Answer]

    @property
    def text(self) -> Text:
        """The visitor's language."""
        return Text(self.visitor.language)

    @property
    def me(self) -> Participant | None:
        """The participant who looks, if it is one."""
        return self.board.participants.get(self.visitor.participant or "")

    @property
    def leads(self) -> bool:
        """Whether the facilitator looks."""
        return self.visitor.role == Role.FACILITATOR

    def once(self, find: Callable[[View], T]) -> T:
        """What `find` shows: the same today for all in this role and language, so for the first who looks."""
        return self.board.once((find, self._likewise), lambda: find(self))

    def once_of(self, find: Callable[[View, Step], T], step: Step) -> T:
        """What `find` shows of a step, likewise."""
        return self.board.once((find, step.key, self._likewise), lambda: find(self, step))

    @property
    def _likewise(self) -> Hashable:
        """What those have in common to whom the same is shown."""
        return self.visitor.role, self.text.language, self.policy, self.now.date()

    def count(self, number: int) -> int | None:
        """A count of the whole room, or None where the room is smaller than the minimum."""
        return number if self.board.joined >= self.policy.minimum else None

    def done(self, participants: Iterable[str]) -> int | None:
        """How many of those who have come are among `participants`, where the room is large enough."""
        return self.count(len(self.board.people.keys() & set(participants)))

    def said(self, notes: tuple[str, ...]) -> list[str]:
        """Sentences about a result, in the visitor's language."""
        return [self.text.t(note, minimum=self.policy.minimum) for note in notes]
