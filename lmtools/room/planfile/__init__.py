"""A plan as a JSON file that other programs can read: `plan-v1.schema.json` here says what is in it.

Nobody is in it: the history names roles. What a later lmtools adds gets a new version, and this one's files
are read as before.
"""

from __future__ import annotations

from lmtools.room.planfile.reading import BadPlan, from_content, read
from lmtools.room.planfile.writing import (
    ACTION_FIELDS,
    FORMAT,
    GOAL_FIELDS,
    PLAN_FIELDS,
    VERSION,
    content_of,
    write,
)

__all__ = [
    "ACTION_FIELDS",
    "FORMAT",
    "GOAL_FIELDS",
    "PLAN_FIELDS",
    "VERSION",
    "BadPlan",
    "content_of",
    "from_content",
    "read",
    "write",
]
