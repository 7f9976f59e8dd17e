"""What was read of each session last, kept until it has changed: a whole staff asks for the same at once."""

from __future__ import annotations

import threading

from lmtools.errors import NotFound
from lmtools.room.board import Board, read_board
from lmtools.store import Store

_MOST = 200  # all the sessions that a busy node has at once
_TURNS = 32


class Boards:
    """The boards of a store's sessions. Safe to ask from many threads."""

    def __init__(self, store: Store, *, text_minimum: int) -> None:
        self._store = store
        self._text_minimum = text_minimum
        self._boards: dict[str, Board] = {}
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
                is_there = revision is not None
                board = read_board(work, session, text_minimum=self._text_minimum) if is_there else None
            self._keep(session, board)
            if board is None:
                raise NotFound("Denne økta finnes ikke lenger.")
            return board

    def forget(self, session: str) -> None:
        """Keep nothing of a session that has been deleted."""
        self._keep(session, None)

    def _keep(self, session: str, board: Board | None) -> None:
        """Keep what was read last, in place of what has not changed for the longest."""
        with self._keeping:
            self._boards.pop(session, None)
            if board is not None:
                self._boards[session] = board
            while len(self._boards) > _MOST:
                del self._boards[next(iter(self._boards))]
