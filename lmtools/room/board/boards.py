"""What was read of each session last, kept until it has changed: a whole staff asks for the same at once.

Of a change that was made here it is known what it touched, and only that is read again. Of one that was
made at another node nothing is known, so all of the session is.
"""

from __future__ import annotations

import threading

from lmtools.errors import NotFound
from lmtools.room.board.board import Board
from lmtools.room.board.reading import Touched, read_board, renewed
from lmtools.store import Store, Work

_MOST = 200  # all the sessions that a busy node has at once
_MOST_CHANGES = 400  # of a session: more than happen between two who look
_TURNS = 32


class Boards:
    """The boards of a store's sessions. Safe to ask from many threads."""

    def __init__(self, store: Store, *, text_minimum: int) -> None:
        self._store = store
        self._text_minimum = text_minimum
        self._boards: dict[str, Board] = {}
        self._changes: dict[str, dict[int, Touched]] = {}
        self._turns = tuple(threading.Lock() for _ in range(_TURNS))
        self._keeping = threading.Lock()

    def of(self, session: str) -> Board:
        """Everything in the session as it stands now. Raises NotFound when it is gone."""
        with self._turns[hash(session) % _TURNS]:  # one thread reads a session, the others find what it read
            known = self._boards.get(session)
            with self._store.reading() as work:
                revision = work.revision(session)
                if known is not None and known.session.revision == revision:
                    return known
                board = None if revision is None else self._read(work, session, known, revision)
            self._keep(session, board)
            if board is None:
                raise NotFound("Denne økta finnes ikke lenger.")
            return board

    def changed(self, session: str, revision: int, touched: Touched) -> None:
        """A change that was made here, and is kept, brought the session to `revision`."""
        with self._keeping:
            if session in self._boards:  # otherwise all of it is read anyhow
                changes = self._changes.setdefault(session, {})
                changes[revision] = touched
                while len(changes) > _MOST_CHANGES:
                    del changes[next(iter(changes))]

    def forget(self, session: str) -> None:
        """Keep nothing of a session that has been deleted."""
        self._keep(session, None)

    def _read(self, work: Work, session: str, known: Board | None, revision: int) -> Board | None:
        touched = None if known is None else self._touched(session, known.session.revision, revision)
        if known is None or touched is None:
            return read_board(work, session, text_minimum=self._text_minimum)
        return renewed(work, known, touched)

    def _touched(self, session: str, before: int, after: int) -> Touched | None:
        """What has changed between two revisions; None when some of it is not known."""
        with self._keeping:
            changes = self._changes.get(session, {})
            found = [changes.get(number) for number in range(before + 1, after + 1)]
            for number in [number for number in changes if number <= after]:
                del changes[number]
        known = [touched for touched in found if touched is not None]
        return _together(known) if len(known) == len(found) else None

    def _keep(self, session: str, board: Board | None) -> None:
        """Keep what was read last, in place of what has not changed for the longest."""
        with self._keeping:
            self._boards.pop(session, None)
            if board is not None:
                self._boards[session] = board
            while len(self._boards) > _MOST:
                del self._boards[next(iter(self._boards))]
            for gone in self._changes.keys() - self._boards.keys():
                del self._changes[gone]


def _together(changes: list[Touched]) -> Touched:
    found: dict[type[object], set[str]] = {}
    for kind, whose in (item for touched in changes for item in touched.items()):
        found.setdefault(kind, set()).update(whose)
    return found
