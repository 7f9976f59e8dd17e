"""Every error of lmtools, as a sentence a user can act on: what, where, what next.

A message is written in bokmål with `{fields}`; `lmtools.text` translates it. No message
may carry a respondent's value.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


def N_(message: str) -> str:
    """Mark `message` for the catalogues without translating it here."""
    return message


class LmtoolsError(Exception):
    """Something the user can put right. `str()` is the bokmål sentence."""

    exit_code = 1

    def __init__(self, message: str, **fields: object) -> None:
        self.message = message
        self.fields = fields
        super().__init__(message.format(**fields) if fields else message)


class UsageError(LmtoolsError):
    """A command or a verb was used in a way that cannot work."""

    exit_code = 2


class ImportFailed(LmtoolsError):
    """A survey file could not be read; nothing was imported."""

    exit_code = 2


class NotFound(LmtoolsError):
    """What was asked for does not exist, or no longer does."""


class NotAllowed(LmtoolsError):
    """The visitor's role does not let them do this."""


class Conflict(LmtoolsError):
    """Someone else saved first. `current` is what is stored now."""

    def __init__(self, message: str, *, current: object = None, **fields: object) -> None:
        super().__init__(message, **fields)
        self.current = current


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file.

    `row` counts from 1 as a spreadsheet does; `column` is a column's name. Neither
    `what` nor `next` holds a value from a respondent's row.
    """

    file: str
    what: str
    next: str
    row: int | None = None
    column: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The problem as a JSON-able dict with keys file, row, column, what, next."""
        values = asdict(self)
        return {key: values[key] for key in ("file", "row", "column", "what", "next")}
