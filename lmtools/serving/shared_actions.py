"""Actions that schools share with each other: one file for each, made by a choice and by nothing else.

The one who leads a session picks an action of its plan, reads the words over, and shares them. They lie in
the data folder and not in the session, so they are there for the others when the session is deleted; they go
when they are taken back, or on their own date. Touches the disk: call it in a thread.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

from lmtools.domain.shared_action import SharedAction
from lmtools.errors import LmtoolsError, NotAllowed, NotFound

FOLDER = "shared"
MOST = 500
_ID = re.compile(r"[a-f0-9]{32}")
TEXTS = ("action", "goal", "context", "result")


class SharedActions:
    """The shared actions of one server."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def all(self, now: date) -> tuple[SharedAction, ...]:
        """Those that are shared now, by school and then by text; what is past its date is deleted."""
        found = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            shared = _read(path)
            if shared is not None and shared.ends_on < now:
                path.unlink(missing_ok=True)
            elif shared is not None:
                found.append(shared)
        return tuple(sorted(found, key=lambda one: (one.school_name.casefold(), one.action.casefold())))

    def share(self, shared: SharedAction, now: date) -> None:
        """Keep one, in place of an earlier sharing of the same action.

        Raises LmtoolsError when there are too many.
        """
        earlier = [one for one in self.all(now) if _same(one, shared)]
        if not earlier and len(self.all(now)) >= MOST:
            raise LmtoolsError("Det er alt delt {most} tiltak her. Ta noen tilbake først.", most=MOST)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = asdict(shared) | {"ends_on": shared.ends_on.isoformat()}
        fresh = self._folder / f"{shared.id}.new"
        fresh.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(self._folder / f"{shared.id}.json")
        for one in earlier:
            (self._folder / f"{one.id}.json").unlink(missing_ok=True)

    def take_back(self, shared: str, mark: str, now: date) -> None:
        """Delete one that the session with `mark` has shared. Raises NotFound or NotAllowed."""
        found = next((one for one in self.all(now) if one.id == shared), None)
        if found is None:
            raise NotFound("Tiltaket er ikke delt lenger.")
        if found.mark != mark:
            raise NotAllowed("Bare skolen som delte tiltaket, kan ta det tilbake.")
        (self._folder / f"{found.id}.json").unlink(missing_ok=True)


def _same(one: SharedAction, other: SharedAction) -> bool:
    return (one.mark, one.action_id) == (other.mark, other.action_id)


def _read(path: Path) -> SharedAction | None:
    """What the file holds; None for one that we have not written."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        shared = SharedAction(**{**found, "ends_on": date.fromisoformat(found["ends_on"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    named = ("id", *TEXTS, "mark", "action_id", "school_key", "school_name")
    is_ours = all(isinstance(getattr(shared, name), str) for name in named)
    return shared if is_ours and _ID.fullmatch(shared.id) and path.stem == shared.id else None
