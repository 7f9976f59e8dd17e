"""An action that a school has chosen to share with the others in the municipality, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TEXT_LENGTH = 500
KEPT_DAYS = 400
"""So long it stands, unless it is taken back before: two autumns see it."""


@dataclass(frozen=True)
class SharedAction:
    """What was done for which goal, at what kind of school, and what it led to; never by whom.

    `mark` is that of the session it comes from (`WorkSession.mark`): those who lead it may take it back.
    `action_id` is the action's own there. It is deleted after `ends_on`.
    """

    id: str
    mark: str
    action_id: str
    school_key: str
    school_name: str
    action: str
    goal: str
    context: str
    result: str
    ends_on: date
