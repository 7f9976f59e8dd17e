"""Which strings of a workbook a reader sees: its prose, and what the verbs are told to say.

Used both to fill the catalogues and to translate a workbook, so that the two cannot differ.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

FACILITATOR_NOTE = "say"  # key in a code cell's metadata: what the facilitator may say
BREAK = "break"  # key in a code cell's metadata: the break after it, {"minutes", "title"}
NAMES = frozenset({"scales", "grade"})  # arguments that name something, and that nobody reads
ABOUT = "about"  # the verb that tells the facilitator of the workbook, and asks nobody anything
HEADING = "heading"  # key in a Markdown cell's metadata: plain text that replaces its last heading


class Cell(Protocol):
    """A cell as nbformat 4 reads it."""

    cell_type: str
    source: str
    metadata: Mapping[str, object]


AnyCell = TypeVar("AnyCell", bound=Cell)


class Notebook(Protocol):
    """A notebook as nbformat 4 reads it."""

    cells: Sequence[Cell]
    metadata: Mapping[str, object]


def prose(cell: Cell) -> str:
    """Return a Markdown cell's text as the catalogues know it: no blank lines around it."""
    return str(cell.source).strip()


def note(cell: Cell) -> str:
    """Return the facilitator's note of a code cell, or an empty string."""
    return _own(cell, FACILITATOR_NOTE)


def own_title(notebook: Notebook) -> str:
    """Return the plain title of a notebook that an agenda gives it, or an empty string."""
    return _own(notebook, "title")


def own_heading(cell: Cell) -> str:
    """Return the plain text that a Markdown cell's last heading is replaced by, or an empty string."""
    return _own(cell, HEADING)


def _own(part: Cell | Notebook, key: str) -> str:
    """What lmtools' part of the metadata has under `key`."""
    own = part.metadata.get("lmtools")
    return str(own.get(key, "")).strip() if isinstance(own, Mapping) else ""


def call(cell: Cell) -> ast.Call | None:
    """Return the call `book.verb(…)` that a code cell ends with, or None."""
    try:
        body = ast.parse(cell.source).body
    except SyntaxError:
        return None
    last = body[-1] if body else None
    value = last.value if isinstance(last, ast.Expr) else None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value
    return None


def activity(cell: Cell) -> ast.Call | None:
    """Return the call of a cell that is an activity, or None."""
    found = call(cell)
    is_about = found is not None and isinstance(found.func, ast.Attribute) and found.func.attr == ABOUT
    return None if is_about else found


def about(cells: Iterable[AnyCell]) -> AnyCell | None:
    """Return the cell of a workbook's that tells the facilitator of it, or None."""
    code = (cell for cell in cells if cell.cell_type == "code")
    return next((cell for cell in code if call(cell) is not None and activity(cell) is None), None)


def strings(cell: Cell) -> Iterator[str]:
    """Yield every string argument of the cell's verb, in order."""
    verb = call(cell)
    if verb is None:
        return
    given = [*verb.args, *(keyword.value for keyword in verb.keywords if keyword.arg not in NAMES)]
    for argument in (part for one in given for part in (one.elts if isinstance(one, ast.List) else [one])):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
            yield argument.value


def messages(notebook: Notebook) -> Iterator[str]:
    """Yield every string of `notebook` that the catalogues must hold."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and prose(cell):
            yield prose(cell)
        elif cell.cell_type == "code":
            yield from strings(cell)
            if note(cell):
                yield note(cell)
