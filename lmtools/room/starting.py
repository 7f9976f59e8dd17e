"""A new session, put in the store with a code that no other has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from lmtools.domain.moves import agenda, at_rest
from lmtools.domain.session import Grouping, Outline, WorkSession
from lmtools.errors import LmtoolsError, UsageError
from lmtools.room import keys
from lmtools.settings import LANGUAGES
from lmtools.store import Store, Taken

KEPT_DAYS = 90
_TRIES = 50


@dataclass(frozen=True)
class Started:
    """A new session and the facilitator's key, which is told once and never stored."""

    session: WorkSession
    key: str = field(repr=False)


def new_session(
    outline: Outline,
    now: datetime,
    *,
    groups: int,
    most_groups: int,
    expected: int,
    ends_on: date | None,
    school_key: str,
    school_name: str,
    grade: str,
    language: str,
    rehearsal: bool,
    grouping: Grouping,
) -> WorkSession:
    """A session at the first moment of `outline`, its clock set and standing still. Raises UsageError."""
    moments = agenda(outline.steps)
    if not moments:
        raise UsageError("Arbeidsboka har ingen aktiviteter, så den kan ikke brukes i ei økt.")
    if not 1 <= groups <= most_groups or expected < 0:
        raise UsageError("Velg fra 1 til {most} grupper.", most=most_groups)
    if ends_on is not None and ends_on < now.date():
        raise UsageError("Velg en dato som ikke er passert. Etter den blir det som er skrevet, slettet.")
    session = WorkSession(
        id=keys.new_id(),
        code=keys.new_code(),
        workbook=outline.name,
        title=outline.title,
        steps=outline.steps,
        groups=groups,
        expected=expected,
        started_at=now,
        ends_on=ends_on or now.date() + timedelta(days=KEPT_DAYS),
        school_key=school_key,
        school_name=school_name,
        grade=grade,
        language=language if language in LANGUAGES else "nb",
        rehearsal=rehearsal,
        grouping=grouping,
        now_step=moments[0].step,
        now_phase=moments[0].phase,
    )
    return at_rest(session)


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
