"""What a workbook contains, read without running it: its title and its activities, in order."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lmtools.book import content
from lmtools.book.misuse import Params, WorkbookError, as_grade, check, unknown_verb
from lmtools.book.places import find_workbook
from lmtools.book.verbs import Book, resolve
from lmtools.domain.guide import Guide
from lmtools.domain.session import Outline, Phase, Step
from lmtools.domain.verbs import VERBS
from lmtools.text import Text, notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ALONE, _GROUP, _PLENARY = Phase.ALONE, Phase.GROUP, Phase.PLENARY
# The phases of each activity and the minutes they usually take; a cell's metadata may say otherwise.
_PHASES: dict[str, dict[Phase, int]] = {
    "guess": {_ALONE: 2, _PLENARY: 3},
    "results": {_PLENARY: 10},
    "reflect": {_ALONE: 5, _GROUP: 10, _PLENARY: 10},
    "check_in": {_ALONE: 2, _PLENARY: 3},
    "check_out": {_ALONE: 2, _PLENARY: 3},
    "forces": {_ALONE: 4, _GROUP: 10, _PLENARY: 8},
    "swot": {_ALONE: 5, _GROUP: 15, _PLENARY: 10},
    "analysis": {_ALONE: 5, _GROUP: 15, _PLENARY: 10},
    "start_stop_continue": {_ALONE: 5, _GROUP: 10, _PLENARY: 8},
    "case": {_ALONE: 4, _GROUP: 12, _PLENARY: 8},
    "statements": {_ALONE: 4, _GROUP: 8, _PLENARY: 8},
    "weigh": {_ALONE: 5, _GROUP: 8, _PLENARY: 7},
    "commit": {_ALONE: 3, _GROUP: 4, _PLENARY: 3},
    "prioritise": {_ALONE: 3, _GROUP: 5, _PLENARY: 5},
    "actions": {_GROUP: 20, _PLENARY: 10},
    "report": {_PLENARY: 5},
}
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)


def outline(name_or_path: str | Path, language: str = "nb") -> Outline:
    """Read the workbook at a path, or the one called by a name, in `language`.

    A step's title is the last heading before its cell. Raises WorkbookError when the
    workbook does not exist or a verb is misused.
    """
    import nbformat

    path = name_or_path if isinstance(name_or_path, Path) else _find(name_or_path)
    return outline_of(nbformat.read(path, as_version=4), path.stem, language)


def outline_of(notebook: NotebookNode, name: str, language: str = "nb") -> Outline:
    """Read `notebook` (nbformat 4), which is called `name`. Raises WorkbookError as `outline` does."""
    text = Text(language)
    about = notebook.metadata.get("lmtools", {})
    prose = [text.t(notebooks.prose(cell)) for cell in notebook.cells if cell.cell_type == "markdown"]
    return Outline(
        name=name,
        title=text.t(notebooks.own_title(notebook)) or _title(prose) or name,
        lead=_lead(prose),
        steps=tuple(_steps(notebook, text)),
        is_collection=about.get("collection") is True,
        guide=_guide(notebook, text),
        number=about["number"] if isinstance(about.get("number"), int) else 0,
    )


def _guide(notebook: NotebookNode, text: Text) -> Guide | None:
    cell = notebooks.about(notebook.cells)
    call = notebooks.call(cell) if cell is not None else None
    if call is None:
        return None
    said = check("about", _arguments(call))
    purpose, minutes, who = said["purpose"], said["minutes"], said["who"]
    lists = {name: tuple(map(text.t, said[name])) for name in ("before", "during", "after")}
    return Guide(text.t(purpose), minutes, text.t(who), **lists)


def _find(name_or_path: str) -> Path:
    path = Path(name_or_path)
    return path if path.suffix == ".ipynb" and path.exists() else find_workbook(name_or_path)


def _title(prose: list[str]) -> str:
    titles = [match[2] for source in prose for match in _HEADING.finditer(source) if match[1] == "#"]
    return titles[0] if titles else ""


def _lead(prose: list[str]) -> str:
    paragraphs = [part.strip() for source in prose[:1] for part in source.split("\n\n")]
    plain = [part for part in paragraphs if part and not part.startswith(("#", "-", "|", ">"))]
    return plain[0].replace("\n", " ").replace("**", "") if plain else ""


def _steps(notebook: NotebookNode, text: Text) -> Iterator[Step]:
    heading = ""
    used: Counter[str] = Counter()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = text.t(notebooks.own_heading(cell)) or last_heading(cell, text) or heading
        call = notebooks.activity(cell) if cell.cell_type == "code" else None
        if call is not None:
            verb, params = _read(call)
            used[verb] += 1
            yield _step(f"{verb}-{used[verb]}", verb, params, heading=heading, cell=cell, text=text)


def last_heading(cell: NotebookNode, text: Text) -> str:
    """Return the words of a Markdown cell's last heading, or an empty string."""
    headings = [match[2] for match in _HEADING.finditer(text.t(notebooks.prose(cell)))]
    return headings[-1] if headings else ""


def _read(call: ast.Call) -> tuple[str, Params]:
    assert isinstance(call.func, ast.Attribute)  # notebooks.call returns no other
    verb = call.func.attr
    if verb not in VERBS:
        raise unknown_verb(verb, VERBS)
    params = _arguments(call)
    if "indicators" in params:
        params["indicators"] = list(params["indicators"])
    if "grade" in params:
        params["grade"] = as_grade(params["grade"])
    return verb, resolve(verb, check(verb, params))


def _arguments(call: ast.Call) -> Params:
    assert isinstance(call.func, ast.Attribute)
    verb = call.func.attr
    try:
        args = [ast.literal_eval(argument) for argument in call.args]
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
        bound = inspect.signature(getattr(Book, verb)).bind(None, *args, **named)
    except (ValueError, TypeError) as error:
        raise WorkbookError(
            "book.{verb} er skrevet på en måte vi ikke kan lese. Bruk bare ord i anførselstegn og tall.",
            verb=verb,
        ) from error
    bound.apply_defaults()
    params: Params = dict(bound.arguments)
    params.pop("self")
    return params


def _step(key: str, verb: str, params: Params, *, heading: str, cell: NotebookNode, text: Text) -> Step:
    own = cell.metadata.get("lmtools", {})
    usual = _PHASES[verb]
    phases = tuple(Phase(phase) for phase in own.get("phases", usual))
    minutes = {
        phase.value: int(own.get("minutes", {}).get(phase.value, usual.get(phase, 5))) for phase in phases
    }
    return Step(
        key=key,
        verb=verb,
        title=heading or content.sentence(text, verb, params),
        prompt=_prompt(text, verb, params),
        phases=phases,
        minutes=minutes,
        params=params | {name: own[name] for name in (notebooks.BREAK,) if name in own},
        say=text.t(notebooks.note(cell)),
    )


def _prompt(text: Text, verb: str, params: Params) -> str:
    if verb == "guess":
        return str(content.guess(text, **params)["question"])
    return text.t(content.question_of(params))
