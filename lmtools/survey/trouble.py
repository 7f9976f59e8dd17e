"""What goes wrong while a file is read: collected problems, never a traceback, never a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lmtools.errors import N_, Message, Problem

MOST_ROWS = 20
"""Rows named one by one for the same trouble; the rest are counted."""

MOST_COLUMN = 60
"""Characters of a column's name in a message."""


class Unreadable(Exception):
    """A file that cannot be read, with all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = tuple(problems)


@dataclass
class Trouble:
    """Collects one file's problems while it is being read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, what: str, next_: str, *, row: int | None = None, column: str | None = None, **fields: object
    ) -> None:
        """Note one problem. `what` and `next_` are messages of the catalogues, filled in with `fields`."""
        self._note(what, next_, fields, row=row, column=column)

    def add_rows(
        self, what: str, next_: str, rows: Sequence[int], *, column: str | None = None, **fields: object
    ) -> None:
        """Note the same problem in several rows: the first ones by number, the rest as a count."""
        for row in rows[:MOST_ROWS]:
            self._note(what, next_, fields, row=row, column=column)
        if len(rows) > MOST_ROWS:
            rest = {**fields, "count": len(rows) - MOST_ROWS}
            self._note(N_("Det samme gjelder {count} rader til."), next_, rest, column=column)

    def fail(
        self, what: str, next_: str, *, row: int | None = None, column: str | None = None, **fields: object
    ) -> Unreadable:
        """Note a problem that ends the reading; raise what is returned."""
        self._note(what, next_, fields, row=row, column=column)
        return Unreadable(self.problems)

    def stop_if_any(self) -> None:
        """Raise `Unreadable` when something has been noted."""
        if self.problems:
            raise Unreadable(self.problems)

    def _note(
        self,
        what: str,
        next_: str,
        fields: Mapping[str, object],
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self.problems.append(
            Problem(
                file=self.file,
                said=Message(what, fields),
                advice=Message(next_, fields),
                row=row,
                column=None if column is None else shorten(column),
            )
        )


def shorten(text: str) -> str:
    """A column's name as a message may show it."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean if len(clean) <= MOST_COLUMN else clean[: MOST_COLUMN - 1] + "…"
