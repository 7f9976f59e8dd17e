"""Every error of lmtools, as a sentence a user can act on: what, where, what next.

A message is written in bokmål with `{fields}`; `lmtools.text` translates it. No message
may carry a respondent's value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Mark `message` for the catalogues without translating it here."""
    return message


@dataclass(frozen=True)
class Message:
    """A sentence that is still to be translated: its bokmål template, and what fills `{fields}`.

    A field may itself be a `Message`. `str()` is the bokmål sentence.
    """

    template: str
    fields: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.template.format(**self.fields) if self.fields else self.template


class LmtoolsError(Exception):
    """Something the user can put right. `str()` is the bokmål sentence."""

    exit_code = 1

    def __init__(self, message: str, **fields: object) -> None:
        self.message = message
        self.fields = fields
        super().__init__(str(Message(message, fields)))


class UsageError(LmtoolsError):
    """A command or a verb was used in a way that cannot work."""

    exit_code = 2


class ImportFailed(LmtoolsError):
    """A survey file could not be read; nothing was imported."""

    exit_code = 2


class FetchFailed(LmtoolsError):
    """Published figures could not be fetched; nothing was imported."""

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
    """One thing wrong in one file: where, what it is, and what to do next.

    `row` counts from 1 as a spreadsheet does; `column` is a column's name. Neither
    sentence holds a value from a respondent's row.
    """

    file: str
    said: Message
    advice: Message
    row: int | None = None
    column: str | None = None

    @property
    def what(self) -> str:
        """What is wrong, in bokmål."""
        return str(self.said)

    @property
    def next(self) -> str:
        """What to do about it, in bokmål."""
        return str(self.advice)

    def as_dict(self, say: Callable[[Message], str] = str) -> dict[str, object]:
        """The problem as a JSON-able dict with keys file, row, column, what, next.

        `say` writes the sentences for a reader: `Text.say`, or bokmål.
        """
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "what": say(self.said),
            "next": say(self.advice),
        }
