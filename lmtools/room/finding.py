"""Sessions by their codes, and as the facilitator's page lists them."""

from __future__ import annotations

from lmtools.domain.jsonable import Json
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


def listed(session: WorkSession) -> Json:
    """A session in a list, JSON-able."""
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
