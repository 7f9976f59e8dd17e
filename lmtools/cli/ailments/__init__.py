"""What `lmtools doctor` looks at, a module for each part: the installation, what is kept, how it is reached.

A check yields a `Finding` for each thing it has looked at. It changes nothing but what a start of the server
would change, and never tells a key, a password, or what anyone has written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lmtools.errors import N_
from lmtools.settings import Settings
from lmtools.text import Text


class Mark(StrEnum):
    """How something stands: a note is worth knowing, and nothing stops for it."""

    FINE = N_("I orden")
    NOTE = N_("Merk")
    WRONG = N_("Må rettes")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `next` says what to do when it is not in order."""

    mark: Mark
    what: str
    next: str = ""


@dataclass(frozen=True)
class Case:
    """What is examined, and how it is going to be started: the options are those of `lmtools serve`."""

    settings: Settings
    text: Text
    folder: Path | None = None
    people: int | None = None
    public_url: str | None = None

    def fine(self, what: str, /, **fields: object) -> Finding:
        """It is in order."""
        return Finding(Mark.FINE, self.text.t(what, **fields))

    def note(self, what: str, advice: str, /, **fields: object) -> Finding:
        """It works, but somebody should know."""
        return Finding(Mark.NOTE, self.text.t(what, **fields), self.text.t(advice, **fields))

    def wrong(self, what: str, advice: str, /, **fields: object) -> Finding:
        """It has to be put right."""
        return Finding(Mark.WRONG, self.text.t(what, **fields), self.text.t(advice, **fields))
