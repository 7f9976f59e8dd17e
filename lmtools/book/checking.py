"""Whether a notebook is a workbook: prose, and cells that say lmtools' own verbs and nothing else.

A notebook from somebody else is a program that would run on the school's machine. So it is read, never run,
before it is taken in: what is not known to be harmless is told of and refused.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lmtools.book.outlining import outline_of
from lmtools.domain.verbs import VERBS
from lmtools.errors import N_, LmtoolsError, Message
from lmtools.text import notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

OPENING = 'from lmtools import open_book\nbook = open_book("{name}")'
"""The first code cell of the workbook called `name`."""

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""The metadata of a notebook that says what runs its cells."""

MOST_BYTES = 1_000_000
"""As large as a workbook may be. The largest of ours is a twentieth of it."""

_BOOK = "book"
_METADATA = frozenset({*KERNEL, "lmtools"})
_MARKUP = re.compile(r"<(?!https?://[^\s<>\"]*>)[A-Za-z/!?]")
_IMAGE = re.compile(r"!\[")
_HREF = re.compile(r'href="([^"]*)"')
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_SCHEMES = frozenset({"http", "https", "mailto"})


def read_notebook(data: bytes) -> NotebookNode | None:
    """The notebook in a file's bytes, or None when they are no notebook that lmtools can read."""
    import nbformat

    if len(data) > MOST_BYTES:
        return None
    try:
        notebook: NotebookNode = nbformat.reads(data.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError, nbformat.ValidationError):
        return None
    return notebook


def faults_of(notebook: NotebookNode, name: str) -> tuple[Message, ...]:
    """What keeps `notebook` (nbformat 4) from being the workbook called `name`; empty when nothing does.

    Nothing in it is run. When this is empty, every code cell opens the book or is one call of one of the
    verbs with texts, numbers and lists of them.
    """
    found = (*_of_the_whole(notebook), *_of_code(notebook, name), *_of_prose(notebook))
    return found or tuple(_of_verbs(notebook, name))


def _is_opening(source: str, name: str) -> bool:
    """Whether a cell opens the workbook called `name`, and does nothing else."""
    return source.strip() == OPENING.format(name=name)


def is_verb(source: str) -> bool:
    """Whether a cell is one call of one of the verbs, with nothing to be worked out in it."""
    call = _only_call(source)
    if call is None or not isinstance(call.func, ast.Attribute):
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return (
        isinstance(call.func.value, ast.Name)
        and call.func.value.id == _BOOK
        and call.func.attr in {*VERBS, notebooks.ABOUT}
        and all(keyword.arg is not None for keyword in call.keywords)
        and all(map(_is_plain, given))
        and _is_read_alike(source)
    )


def _only_call(source: str) -> ast.Call | None:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    only = body[0] if len(body) == 1 else None
    return only.value if isinstance(only, ast.Expr) and isinstance(only.value, ast.Call) else None


def _is_plain(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple):
        return all(isinstance(part, ast.Constant) and _is_plain(part) for part in node.elts)
    return isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | None)


def _is_read_alike(source: str) -> bool:
    """Whether IPython, which rewrites a cell before Python sees it, makes the same of it."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        manager = TransformerManager()  # type: ignore[no-untyped-call]  # IPython has no types
        rewritten = ast.parse(manager.transform_cell(source))
    except (SyntaxError, ValueError):
        return False
    return ast.dump(rewritten) == ast.dump(ast.parse(source))


def _of_the_whole(notebook: NotebookNode) -> Iterator[Message]:
    unknown = sorted(set(notebook.metadata) - _METADATA)
    if unknown:
        yield Message(
            N_("Notatboka har metadata vi ikke kjenner: «{name}». Ta dem bort, og lagre den på nytt."),
            {"name": unknown[0][:40]},
        )
    kernel = KERNEL["kernelspec"]["name"]
    if notebook.metadata.get("kernelspec", {}).get("name", kernel) != kernel:
        yield Message(N_("Notatboka skal kjøres med kjernen python3. Velg den i JupyterLab, og lagre."))
    if any(cell.get("outputs") for cell in notebook.cells):
        yield Message(
            N_(
                "Notatboka er lagret med utdata, og det kan være tall fra en skole. Velg "
                "«Clear Outputs of All Cells» i JupyterLab, og lagre."
            )
        )


def _of_code(notebook: NotebookNode, name: str) -> Iterator[Message]:
    code = [
        (number, cell.source) for number, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code"
    ]
    first = next((number for number, source in code if source.strip()), 0)
    for number, source in code:
        if not source.strip():
            continue
        if number == first and not _is_opening(source, name):
            yield Message(
                N_('Celle {number} skal åpne arbeidsboka: book = open_book("{name}"), og ikke noe annet.'),
                {"number": number, "name": name},
            )
        if number != first and not is_verb(source):
            yield Message(
                N_(
                    "Celle {number} er kode som ikke er et av verbene i lmtools. Ei celle skal være ett "
                    'kall, for eksempel book.reflect("Hva ser vi?").'
                ),
                {"number": number},
            )
    if not first:
        yield Message(N_("Notatboka har ingen celler med aktiviteter. Er det ei arbeidsbok fra lmtools?"))


def _of_prose(notebook: NotebookNode) -> Iterator[Message]:
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            continue
        if cell.cell_type != "markdown" or cell.get("attachments") or not _is_prose(cell.source):
            yield Message(
                N_(
                    "Celle {number} er mer enn tekst: HTML, et bilde eller ei lenke som ikke går til ei "
                    "nettside. Skriv bare vanlig Markdown der."
                ),
                {"number": number},
            )


def _is_prose(source: str) -> bool:
    return not _MARKUP.search(source) and not _IMAGE.search(source) and all(map(_is_web, _links(source)))


def _links(source: str) -> list[str]:
    if "[" not in source and "<" not in source and "://" not in source:
        return []
    from nbconvert.filters.markdown import markdown2html_mistune

    return [html.unescape(found) for found in _HREF.findall(markdown2html_mistune(source))]


def _is_web(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in _SCHEMES


def _of_verbs(notebook: NotebookNode, name: str) -> Iterator[Message]:
    try:
        steps = outline_of(notebook, name).steps
    except LmtoolsError as error:
        yield Message(error.message, error.fields)
        return
    except (AttributeError, KeyError, TypeError, ValueError):
        yield Message(
            N_(
                "Metadataene til ei celle er skrevet på en måte vi ikke kan lese. Se i veiledningen hvordan "
                "tid og faser skrives."
            )
        )
        return
    if not steps:
        yield Message(N_("Arbeidsboka har ingen aktiviteter ennå. Sett inn minst én, og lagre."))
