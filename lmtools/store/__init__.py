"""What people write lives here: SQLite by default, PostgreSQL when several machines serve one room."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from lmtools.domain.session import WorkSession
from lmtools.errors import NotFound
from lmtools.store.engine import BUSY_SECONDS, is_sqlite, make_engine
from lmtools.store.looking import Seen, look
from lmtools.store.mapping import in_order
from lmtools.store.trouble import BUSY, Clashed, StoreUnavailable, as_sentences
from lmtools.store.upgrade import upgrade
from lmtools.store.work import WHOLE, Work, lock

__all__ = [
    "BUSY",
    "BUSY_SECONDS",
    "WHOLE",
    "Clashed",
    "Seen",
    "Store",
    "StoreUnavailable",
    "Taken",
    "Work",
    "in_order",
    "look",
]


class Taken(Exception):
    """The new session's code is in use."""


class Store:
    """Short transactions on a few connections. Safe to use from many threads; opened on first use.

    Raises StoreUnavailable, a sentence, from any method when the database does not answer.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self._writing = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Store:
        """Connect at once and upgrade the schema. Raises StoreUnavailable if it is newer than ours."""
        store = cls(url)
        store._ready_engine(setting_up=True)
        return store

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A transaction that sees one state of the database throughout and changes nothing."""
        engine = self._ready_engine()
        with as_sentences(), engine.connect() as connection:
            if not is_sqlite(engine):  # SQLite's readers see one state anyhow
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield Work(connection)

    @contextmanager
    def changing(self, session: str) -> Iterator[tuple[Work, WorkSession]]:
        """A transaction with the session locked; kept when the block ends well, otherwise nothing is.

        Raises NotFound when the session is gone.
        """
        with self._writer() as connection:
            locked = lock(connection, session)
            if locked is None:
                raise NotFound("Denne økta finnes ikke lenger.")
            yield Work(connection), locked

    def add_session(self, session: WorkSession, key_hash: str, values: Iterable[object] = ()) -> None:
        """Store a new session with what lies in it already. Raises Taken when its code is in use."""
        with self._writer() as connection:
            work = Work(connection)
            try:
                work.add_session(session, key_hash)
            except IntegrityError:
                taken = True
            else:
                taken = False
            if taken:
                raise Taken
            for value in values:
                work.put(value)

    def delete_session(self, session: str) -> None:
        """Delete a session and everything written in it, and overwrite it on disk (SQLite)."""
        with self._writer() as connection:
            Work(connection).delete_session(session)
        engine = self._ready_engine()
        if is_sqlite(engine):
            self._empty_the_log(engine)

    def close(self) -> None:
        """Let go of every connection. The store can be used again; it then opens anew."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        engine = self._ready_engine()
        with ExitStack() as stack:
            if is_sqlite(engine):  # one writer at a time: wait here, in turn, not in SQLite's polling
                stack.enter_context(self._turn_to_write())
            stack.enter_context(as_sentences())
            connection = stack.enter_context(engine.connect()).execution_options(lmtools_write=True)
            stack.enter_context(connection.begin())
            yield connection

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable(BUSY)
        try:
            yield
        finally:
            self._writing.release()

    def _ready_engine(self, *, setting_up: bool = False) -> Engine:
        with self._opening:
            if self._engine is None:
                with as_sentences(setting_up=setting_up):
                    engine = make_engine(self._url)
                    upgrade(engine)
                self._engine = engine
            return self._engine

    def _empty_the_log(self, engine: Engine) -> None:
        with self._writing, as_sentences(), engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
