"""When the day is over: as a file, its plan carried on or given voices, a file opened, it is deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lmtools.domain.chain import Link
from lmtools.domain.record import PlanRecord
from lmtools.domain.session import WorkSession
from lmtools.errors import Conflict
from lmtools.room import keys
from lmtools.room.arguments import Arguments
from lmtools.room.board.board import Board
from lmtools.room.board.boards import Boards
from lmtools.room.call import Call
from lmtools.room.carrying import record_of, take_over
from lmtools.room.commands.remembering import is_remembered, parts, remember
from lmtools.room.commands.voicing import add_voices, voices_of
from lmtools.room.policy import RoomPolicy
from lmtools.room.sessionfile import content_of, pack, read_content, unpack
from lmtools.room.starting import KEPT_DAYS, Started, add
from lmtools.room.visitor import Visitor
from lmtools.store import Store
from lmtools.text import Text


@dataclass(frozen=True)
class Deleted:
    """A session that was deleted on somebody's word, and how much of it could be seen."""

    title: str
    school_name: str
    points: int
    goals: int
    actions: int


@dataclass(frozen=True)
class Purged:
    """A session that was deleted because its end date had passed."""

    title: str
    school_name: str
    ends_on: date


class Afterwards:
    """What can be done with the sessions of a room as wholes."""

    def __init__(self, store: Store, boards: Boards, policy: RoomPolicy, now: Callable[[], datetime]) -> None:
        self._store, self._boards, self._policy, self._now = store, boards, policy, now

    def pack(self, session: str) -> bytes:
        """The session as a file that `open_file` opens, here or elsewhere; nobody is in it.

        Raises NotFound when the session is gone.
        """
        board = self._boards.of(session)
        title, school = board.session.title, board.session.school_name
        text = Text(board.session.language)
        return pack(content_of(board, self._policy), text, title=title, school=school)

    def plan(self, session: str) -> PlanRecord:
        """The session's plan on its own, with its chain and history. Raises NotFound when it is gone."""
        return record_of(self._boards.of(session), self._policy)

    def carry_on(self, earlier: str, session: str, *, everything: bool = False) -> int:
        """Let a session take over an earlier one's plan, as `take_plan` does."""
        return self.take_plan(self.plan(earlier), session, everything=everything)

    def take_plan(self, record: PlanRecord, session: str, *, everything: bool = False) -> int:
        """Put a plan's goals and actions into a session of the same school; says how many goals came.

        What is done or stopped is left behind, unless `everything` is to come, for a day that evaluates it.

        Raises:
            NotFound: if the session is gone.
            UsageError: if the plan is another school's, or there is nothing in it to take over.
            NotAllowed: if there would be more goals than a plan may have.
        """
        with self._store.changing(session) as (work, locked):
            taken = take_over(work, locked, record, today=self._now().date(), everything=everything)
            revision = work.bump(locked)
        self._boards.changed(session, revision, work.touched)
        return taken

    def voices(self, said: str, session: str) -> tuple[Link, ...]:
        """What a session of pupils or parents can give to another one's plan: what was shown in its plenary.

        Raises NotFound when one of them is gone, UsageError where they are of different schools.
        """
        return voices_of(self._boards.of(said), self._boards.of(session).session)

    def add_voices(self, visitor: Visitor, said: str, fields: Mapping[str, object]) -> int:
        """Put points of the session `said` beside a goal of the visitor's; says how many were new there.

        `fields` are {goal, points, who?, role?, reason?}. The plan's history keeps it as other changes are.
        Raises as `voices` and `voicing.add_voices` do.
        """
        offered = self.voices(said, visitor.session)
        with self._store.changing(visitor.session) as (work, locked):
            call = Call(work, locked, visitor, Arguments(fields), self._policy, self._now())
            before = parts(work, locked.id)
            added = add_voices(call, offered)
            if is_remembered(call):
                remember(call, before)
            revision = work.bump(locked)
        self._boards.changed(visitor.session, revision, work.touched)
        return added

    def open_file(self, data: bytes, *, again: bool = False) -> Started:
        """Open a file as a session with a new code and key. It is kept for at least 90 days from now.

        Raises:
            BadFile: if it is not such a file, whole and unchanged.
            Conflict: if the session is here already and `again` is not set; `current` is its code.
        """
        content = read_content(unpack(data), today=self._now().date(), kept_days=KEPT_DAYS)
        if not again:
            self._refuse_twice(content.session)
        key = keys.new_key()
        return Started(add(self._store, content.session, key, content.values), key)

    def delete(self, session: str) -> Deleted:
        """Delete a session with everything in it. Raises NotFound when it is gone already."""
        board = self._boards.of(session)
        self._store.delete_session(session)
        self.forget(session)
        return _deleted(board)

    def forget(self, session: str) -> None:
        """Let go of what was read of a session that has been deleted, here or by another server."""
        self._boards.forget(session)

    def purge(self, last: date) -> tuple[Purged, ...]:
        """Delete every session that was to be kept until a day before `last`; say which."""
        with self._store.reading() as work:
            over = [session for session in work.all(WorkSession) if session.ends_on < last]
        for session in over:
            self._store.delete_session(session.id)
            self.forget(session.id)
        return tuple(Purged(session.title, session.school_name, session.ends_on) for session in over)

    def _refuse_twice(self, session: WorkSession) -> None:
        with self._store.reading() as work:
            here = next((one for one in work.all(WorkSession) if one.mark == session.mark), None)
        if here is not None:
            raise Conflict(
                "Økta i fila er her fra før, med koden {code}. Åpner du den igjen, blir det to.",
                code=here.shown_code,
                current=here.code,
            )


def _deleted(board: Board) -> Deleted:
    session = board.session
    return Deleted(
        session.title, session.school_name, len(board.points), len(board.goals), len(board.actions)
    )
