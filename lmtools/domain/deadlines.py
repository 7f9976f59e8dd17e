"""Find the date in what people wrote under "when": "Ferdig 15. januar", "15.1.2027", "2027-01-15"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = (
    ("januar", "january"),
    ("februar", "february"),
    ("mars", "march"),
    ("april",),
    ("mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("desember", "december"),
)
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_NUMBERS = re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b")
_WORDS = re.compile(r"\b(?P<day>\d{1,2})\.?\s+(?P<name>[a-z]{3,})\.?(?:\s+(?P<year>\d{4}))?", re.IGNORECASE)


def find_deadline(written: str, *, after: date) -> date | None:
    """Return the last date in `written`, or None if it names no day.

    A day without a year is the first one on or after `after`.
    """
    return max(_dates(written.replace("\u00a0", " "), after), default=None)


def _dates(written: str, after: date) -> Iterator[date]:
    for pattern in (_ISO, _NUMBERS, _WORDS):
        for match in pattern.finditer(written):
            parts = match.groupdict()
            month = int(parts["month"]) if "month" in parts else _month(parts["name"])
            found = _date(parts["year"], month, int(parts["day"]), after)
            if found is not None:
                yield found


def _month(word: str) -> int:
    """Return the number of the month that `word` names or abbreviates, or 0."""
    named = (
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(name.startswith(word.lower()) for name in names)
    )
    return next(named, 0)


def _date(year: str | None, month: int, day: int, after: date) -> date | None:
    years = [int(year)] if year else [after.year, after.year + 1]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= after:
            return found
    return None
