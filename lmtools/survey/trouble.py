"""What goes wrong while a file is read: collected problems, never a traceback, never a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lmtools.errors import Problem

MOST_ROWS = 20
"""Rows named one by one for the same trouble; the rest are counted."""

MOST_COLUMN = 60
"""Characters of a column's name in a message."""


class Unreadable(Exception):  # noqa: N818 - named as the errors of lmtools are
    """A file that cannot be read, with all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = tuple(problems)


@dataclass
class Trouble:
    """Collects one file's problems while it is being read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, what: str, next_: str, *, row: int | None = None, column: str | None = None) -> None:
        """Note one problem."""
        name = None if column is None else shorten(column)
        self.problems.append(Problem(file=self.file, what=what, next=next_, row=row, column=name))

    def add_rows(self, what: str, next_: str, rows: Sequence[int], *, column: str | None = None) -> None:
        """Note the same problem in several rows: the first ones by number, the rest as a count."""
        for row in rows[:MOST_ROWS]:
            self.add(what, next_, row=row, column=column)
        if len(rows) > MOST_ROWS:
            self.add(f"Det samme gjelder {len(rows) - MOST_ROWS} rader til.", next_, column=column)

    def fail(self, what: str, next_: str, *, row: int | None = None, column: str | None = None) -> Unreadable:
        """Note a problem that ends the reading; raise what is returned."""
        self.add(what, next_, row=row, column=column)
        return Unreadable(self.problems)

    def stop_if_any(self) -> None:
        """Raise `Unreadable` when something has been noted."""
        if self.problems:
            raise Unreadable(self.problems)


def shorten(text: str) -> str:
    """A column's name as a message may show it."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean if len(clean) <= MOST_COLUMN else clean[: MOST_COLUMN - 1] + "…"
