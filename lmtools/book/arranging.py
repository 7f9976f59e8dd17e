"""From an agenda to a notebook: chosen activities of several workbooks, in one order, with their own times.

The notebook has the cells of the workbooks, so it is translated, rendered and used in a session like any
other, and nothing after this needs to know that it was put together.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lmtools.book.checking import KERNEL, OPENING
from lmtools.book.content import ASKED_BY
from lmtools.book.misuse import WorkbookError
from lmtools.book.outlining import last_heading, outline_of
from lmtools.book.verbs import Book
from lmtools.domain.agenda import Agenda, AgendaItem, Break
from lmtools.domain.jsonable import Json
from lmtools.domain.session import Outline, Step
from lmtools.text import Text, notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

ARRANGED = re.compile(r"dagsorden-[0-9a-f]{12}")
"""The names of notebooks that are made from agendas."""

_NO_PROMPT = frozenset({"results"})  # its title is no question
_PLAIN = Text("nb")


@dataclass(frozen=True)
class Part:
    """What a workbook has of one activity: the prose that belongs to it, and its cell."""

    prose: tuple[NotebookNode, ...]
    cell: NotebookNode


class Shelf:
    """The workbooks that an agenda picks from, each read once. `workbook` gives the notebook of a name.

    What is told of steps is in `language`.
    """

    def __init__(self, workbook: Callable[[str], NotebookNode], language: str = "nb") -> None:
        self.language = language
        self._workbook = workbook
        self._parts: dict[str, dict[str, Part]] = {}
        self._outlines: dict[str, Outline] = {}

    def outline(self, name: str) -> Outline:
        """What the workbook `name` contains. Raises LmtoolsError when there is none."""
        self._read(name)
        return self._outlines[name]

    def about(self, name: str) -> NotebookNode | None:
        """The cell in which the workbook `name` tells the facilitator of itself, or None. Raises likewise."""
        return notebooks.about(self._workbook(name).cells)

    def part(self, item: AgendaItem) -> Part:
        """What the item's workbook has of it. Raises LmtoolsError when there is no such workbook or step."""
        self._read(item.workbook)
        if item.step not in self._parts[item.workbook]:
            raise WorkbookError(
                "Arbeidsboka «{workbook}» har ikke steget «{step}». Ta bort posten, og velg et annet steg.",
                workbook=item.workbook,
                step=item.step,
            )
        return self._parts[item.workbook][item.step]

    def step(self, item: AgendaItem) -> Step:
        """The step as its workbook has it. Raises LmtoolsError like `part`."""
        self.part(item)
        return next(step for step in self._outlines[item.workbook].steps if step.key == item.step)

    def _read(self, name: str) -> None:
        if name not in self._parts:
            notebook = self._workbook(name)
            self._outlines[name] = outline_of(notebook, name, self.language)
            self._parts[name] = parts_of(notebook)


def arrange(agenda: Agenda, shelf: Shelf) -> NotebookNode:
    """The notebook of `agenda`. Raises LmtoolsError when a workbook or a step does not exist."""
    import nbformat.v4

    headed = {"lmtools": {notebooks.HEADING: agenda.title}}
    cells = [nbformat.v4.new_markdown_cell("# Dagsorden", id="tittel", metadata=headed)]
    cells += _about_cells(agenda, shelf)
    for number, entry in enumerate(agenda.items, start=1):
        if isinstance(entry, Break):
            _take_break(cells, entry)
        else:
            cells += _cells(entry, shelf.part(entry), number)
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells, metadata=_about(agenda))
    name = _name(notebook)
    notebook.cells.insert(1, nbformat.v4.new_code_cell(OPENING.format(name=name), id="apne"))
    notebook.metadata["lmtools"]["name"] = name
    return notebook


def main_workbook(agenda: Agenda, shelf: Shelf) -> str:
    """The workbook that most of the agenda is from, of those that tell of themselves; "" when none does."""
    used = Counter(item.workbook for item in agenda.activities)
    return next((name for name, _ in used.most_common() if shelf.about(name) is not None), "")


def _about_cells(agenda: Agenda, shelf: Shelf) -> list[NotebookNode]:
    name = main_workbook(agenda, shelf)
    cell = deepcopy(shelf.about(name)) if name else None
    if cell is None:
        return []
    cell.update(id="om", outputs=[], execution_count=None)
    return [cell]


def parts_of(notebook: NotebookNode) -> dict[str, Part]:
    """The activities of a workbook by the keys that its outline gives them."""
    return dict(_parts(notebook))


def can_ask_otherwise(verb: str) -> bool:
    """Whether an agenda may give the activity a question of its own."""
    return _asked_by(verb) is not None


def _parts(notebook: NotebookNode) -> Iterator[tuple[str, Part]]:
    used: Counter[str] = Counter()
    prose: list[NotebookNode] = []
    headed: NotebookNode | None = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if _is_title_alone(cell):
                continue
            prose.append(cell)
            headed = cell if last_heading(cell, _PLAIN) else headed
        elif cell.cell_type == "code":
            call = notebooks.activity(cell)
            if call is not None and isinstance(call.func, ast.Attribute):
                used[call.func.attr] += 1
                has_heading = any(last_heading(one, _PLAIN) for one in prose)
                own = prose if has_heading or headed is None else [headed, *prose]
                yield f"{call.func.attr}-{used[call.func.attr]}", Part(tuple(own), cell)
            prose = []


def _is_title_alone(cell: NotebookNode) -> bool:
    headings = [line for line in cell.source.splitlines() if re.match(r"#{1,6}\s", line)]
    return bool(headings) and all(line.startswith("# ") for line in headings)


def _cells(item: AgendaItem, part: Part, number: int) -> list[NotebookNode]:
    prose, cell = [deepcopy(one) for one in part.prose], deepcopy(part.cell)
    for place, one in enumerate(prose, start=1):
        one["id"] = f"post-{number}-tekst-{place}"
    if item.title:
        _head(prose, item.title, number)
    call = notebooks.call(cell)
    assert call is not None  # parts_of finds no other
    cell.update(id=f"post-{number}", source=_source(call, item.prompt), outputs=[], execution_count=None)
    if item.minutes:
        cell.metadata["lmtools"] = {
            **cell.metadata.get("lmtools", {}),
            "phases": [phase.value for phase in item.minutes],
            "minutes": {phase.value: minutes for phase, minutes in item.minutes.items()},
        }
    return [*prose, cell]


def _head(prose: list[NotebookNode], title: str, number: int) -> None:
    import nbformat.v4

    headed = [cell for cell in prose if last_heading(cell, _PLAIN)]
    if not headed:
        headed = [nbformat.v4.new_markdown_cell("## Steg", id=f"post-{number}-tittel")]
        prose[:0] = headed
    headed[-1].metadata["lmtools"] = {**headed[-1].metadata.get("lmtools", {}), notebooks.HEADING: title}


def _source(call: ast.Call, prompt: str) -> str:
    assert isinstance(call.func, ast.Attribute)
    name = _asked_by(call.func.attr) if prompt else None
    return ast.unparse(_asking(call, call.func.attr, name, prompt) if name else call)


def _asking(call: ast.Call, verb: str, name: str, prompt: str) -> ast.Call:
    asked = ast.Constant(prompt)
    place = list(inspect.signature(getattr(Book, verb)).parameters).index(name) - 1  # the first is self
    if place < len(call.args):
        return ast.Call(call.func, [*call.args[:place], asked, *call.args[place + 1 :]], call.keywords)
    others = [keyword for keyword in call.keywords if keyword.arg != name]
    return ast.Call(call.func, call.args, [*others, ast.keyword(name, asked)])


def _asked_by(verb: str) -> str | None:
    method = getattr(Book, verb, None)
    if method is None or verb in _NO_PROMPT:
        return None
    parameters = inspect.signature(method).parameters
    return next((name for name in ASKED_BY if name in parameters), None)


def _take_break(cells: list[NotebookNode], pause: Break) -> None:
    if cells[-1].cell_type != "code" or notebooks.activity(cells[-1]) is None:
        return  # before the first activity nobody is there yet
    about = cells[-1].metadata.setdefault("lmtools", {})
    before = about.get(notebooks.BREAK, {"minutes": 0, "title": pause.title})
    about[notebooks.BREAK] = {**before, "minutes": before["minutes"] + pause.minutes}


def _about(agenda: Agenda) -> Json:
    return {**deepcopy(KERNEL), "lmtools": {"title": agenda.title}}


def _name(notebook: NotebookNode) -> str:
    import nbformat

    return f"dagsorden-{hashlib.sha256(nbformat.writes(notebook).encode()).hexdigest()[:12]}"
