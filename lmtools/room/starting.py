"""A new session in the store, with a code that no other has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lmtools.domain.session import WorkSession
from lmtools.errors import LmtoolsError
from lmtools.room import keys
from lmtools.store import Store, Taken

KEPT_DAYS = 90
_TRIES = 50


@dataclass(frozen=True)
class Started:
    """A new session and the facilitator's key, which is told once and never stored."""

    session: WorkSession
    key: str = field(repr=False)


def add(store: Store, session: WorkSession, key: str, values: Iterable[object] = ()) -> WorkSession:
    """Store `session` with what lies in it already; its code is another where that was taken."""
    kept = tuple(values)
    for _ in range(_TRIES):
        try:
            store.add_session(session, keys.key_hash(session.id, key), kept)
        except Taken:
            session = replace(session, code=keys.new_code())
        else:
            return session
    raise LmtoolsError("Vi fant ingen ledig kode. Slett gamle økter med lmtools purge, og prøv igjen.")
