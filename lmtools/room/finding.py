"""Sessions by their codes, and as the facilitator's page lists them."""

from __future__ import annotations

from typing import TypedDict

from lmtools.domain.session import WorkSession, show_code
from lmtools.errors import NotFound
from lmtools.store import Work


def find(work: Work, code: str) -> WorkSession:
    """The session with this code, which may have been typed with spaces. Raises NotFound."""
    found = work.one(WorkSession, code="".join(code.split()))
    if found is None:
        raise unknown(code)
    return found


def unknown(code: str) -> NotFound:
    """What to raise where no session has this code."""
    shown = show_code("".join(code.split())[:12])
    return NotFound("Vi finner ingen økt med koden {code}. Se på lerretet og prøv igjen.", code=shown)


class ListedSchool(TypedDict):
    """Which school a session is about."""

    key: str
    name: str


class Listed(TypedDict):
    """A session in a list, JSON-able; the times are ISO texts."""

    code: str
    title: str
    workbook: str
    school: ListedSchool
    started_at: str
    ends_on: str
    closed: bool
    rehearsal: bool


def listed(session: WorkSession) -> Listed:
    """How `session` stands in a list."""
    return {
        "code": session.code,
        "title": session.title,
        "workbook": session.workbook,
        "school": {"key": session.school_key, "name": session.school_name},
        "started_at": session.started_at.isoformat(),
        "ends_on": session.ends_on.isoformat(),
        "closed": session.closed,
        "rehearsal": session.rehearsal,
    }
