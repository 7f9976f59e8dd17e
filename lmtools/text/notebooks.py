"""Which strings of a workbook a reader sees: its prose, and what the verbs are told to say.

Used both to fill the catalogues and to translate a workbook, so that the two cannot differ.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

FACILITATOR_NOTE = "say"  # key in a code cell's metadata: what the facilitator may say
BREAK = "break"  # key in a code cell's metadata: the break after it, {"minutes", "title"}
NAMES = frozenset({"scales", "grade"})  # arguments that name something, and that nobody reads
ABOUT = "about"  # the verb that tells the facilitator of the workbook, and asks nobody anything
HEADING = "heading"  # key in a Markdown cell's metadata: plain text that replaces its last heading


def prose(cell: Any) -> str:
    """Return a Markdown cell's text as the catalogues know it: no blank lines around it."""
    return str(cell.source).strip()


def note(cell: Any) -> str:
    """Return the facilitator's note of a code cell, or an empty string."""
    return str(cell.metadata.get("lmtools", {}).get(FACILITATOR_NOTE, "")).strip()


def own_title(notebook: Any) -> str:
    """Return the plain title of a notebook that an agenda gives it, or an empty string."""
    return str(notebook.metadata.get("lmtools", {}).get("title", "")).strip()


def own_heading(cell: Any) -> str:
    """Return the plain text that a Markdown cell's last heading is replaced by, or an empty string."""
    return str(cell.metadata.get("lmtools", {}).get(HEADING, "")).strip()


def call(cell: Any) -> ast.Call | None:
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


def activity(cell: Any) -> ast.Call | None:
    """Return the call of a cell that is an activity, or None."""
    found = call(cell)
    is_about = found is not None and isinstance(found.func, ast.Attribute) and found.func.attr == ABOUT
    return None if is_about else found


def about(notebook: Any) -> Any | None:
    """Return the cell that tells the facilitator of the workbook, or None."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    return next((cell for cell in cells if call(cell) is not None and activity(cell) is None), None)


def strings(cell: Any) -> Iterator[str]:
    """Yield every string argument of the cell's verb, in order."""
    verb = call(cell)
    if verb is None:
        return
    given = [*verb.args, *(keyword.value for keyword in verb.keywords if keyword.arg not in NAMES)]
    for argument in (part for one in given for part in (one.elts if isinstance(one, ast.List) else [one])):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
            yield argument.value


def messages(notebook: Any) -> Iterator[str]:
    """Yield every string of `notebook` that the catalogues must hold."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and prose(cell):
            yield prose(cell)
        elif cell.cell_type == "code":
            yield from strings(cell)
            if note(cell):
                yield note(cell)
