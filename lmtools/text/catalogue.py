"""Keep the catalogues: find every sentence in the sources, and write .po, .mo and the page's JSON.

Runs only in a clone of the repository. What it writes is the same from run to run: sorted,
without dates and line numbers.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from lmtools.text import LOCALE_DIR, notebooks

ROOT = Path(__file__).parents[2]
TRANSLATED = ("nn", "en")
TEXTS_DIR = ROOT / "lmtools/serving/static/dist/texts"
FUNCTIONS = ("t", "N_")
SAID = "say"  # how the commands print a sentence
_FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # Babel insists on a date; a fixed one keeps files the same
_DROPPED_HEADERS = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\n',
    re.MULTILINE,
)
_FIELD = re.compile(r"\{(\w+)\}")

Messages = dict[str, set[str]]  # message -> the files that use it


def find_messages(root: Path = ROOT) -> Messages:
    """Return every message in the sources under `root`, with the files that use it."""
    found: Messages = defaultdict(set)
    errors = error_classes(root)
    for path in sorted((root / "lmtools").rglob("*.py")):
        _collect(found, root, path, _python(path, errors))
    for path in sorted((root / "lmtools/serving/templates").rglob("*")):
        if path.suffix in (".html", ".j2"):
            _collect(found, root, path, _template(path))
    for path in sorted((root / "workbooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            _collect(found, root, path, _notebook(path))
    for path in sorted((root / "workbooks").glob("*.toml")):
        _collect(found, root, path, _agenda(path))
    for message, files in find_page_messages(root).items():
        found[message] |= files
    return found


def find_page_messages(root: Path = ROOT) -> Messages:
    """Return every message in the page's own JavaScript."""
    found: Messages = defaultdict(set)
    for path in sorted((root / "frontend/src").rglob("*.js")):
        _collect(found, root, path, _babel("javascript", path.read_bytes(), FUNCTIONS))
    return found


def error_classes(root: Path = ROOT) -> tuple[str, ...]:
    """Return the names of LmtoolsError and everything that inherits from it."""
    known = {"LmtoolsError"}
    classes = [
        (node.name, {base.id for base in node.bases if isinstance(base, ast.Name)})
        for path in sorted((root / "lmtools").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while more := {name for name, bases in classes if bases & known} - known:
        known |= more
    return tuple(sorted(known))


def read_translations(language: str) -> dict[str, str]:
    """Return message -> translation of one language; messages that no source uses any more included."""
    path = _po(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    entries = [*catalogue, *catalogue.obsolete.values()]
    return {
        str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy
    }


def missing(language: str, messages: Messages) -> list[str]:
    """Return the messages that `language` lacks, or translates with other fields, sorted."""
    known = read_translations(language)
    return sorted(
        message
        for message in messages
        if message not in known or set(_FIELD.findall(message)) != set(_FIELD.findall(known[message]))
    )


def write_catalogues(messages: Messages, *, keep_unused: bool = True) -> None:
    """Write .po and .mo for every language that has one."""
    for language in TRANSLATED:
        known = read_translations(language)
        catalogue = _new_catalogue(language)
        for message in sorted(messages):
            files = [(file, 0) for file in sorted(messages[message])]
            catalogue.add(message, string=known.get(message, ""), locations=files)
        if keep_unused:
            for message in sorted(set(known) - set(messages)):
                unused = Catalog().add(message, string=known[message])
                catalogue.obsolete[message] = unused
        _po(language).parent.mkdir(parents=True, exist_ok=True)
        _po(language).write_bytes(_as_po(catalogue))
        with _po(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def write_page_texts(messages: Messages, folder: Path = TEXTS_DIR) -> None:
    """Write message -> translation as JSON for the page, one file a language."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in TRANSLATED:
        known = read_translations(language)
        texts = {message: known[message] for message in sorted(messages) if message in known}
        written = json.dumps(texts, ensure_ascii=False, indent=0, sort_keys=True)
        (folder / f"{language}.json").write_text(written + "\n", "utf-8")


def _collect(found: Messages, root: Path, path: Path, messages: Iterator[str]) -> None:
    for message in messages:
        found[message].add(path.relative_to(root).as_posix())


def _python(path: Path, errors: tuple[str, ...]) -> Iterator[str]:
    return _babel("python", path.read_bytes(), (*FUNCTIONS, SAID, *errors))


def _template(path: Path) -> Iterator[str]:
    return _babel("jinja2.ext:babel_extract", path.read_bytes(), FUNCTIONS)


def _notebook(path: Path) -> Iterator[str]:
    import nbformat

    return notebooks.messages(nbformat.read(path, as_version=4))


def _agenda(path: Path) -> Iterator[str]:
    whole = tomllib.loads(path.read_text("utf-8"))
    for part in (whole, *whole["items"]):
        yield from (part[name] for name in ("title", "prompt") if part.get(name))


def _babel(method: str, source: bytes, functions: tuple[str, ...]) -> Iterator[str]:
    options = {"encoding": "utf-8", "silent": "false"}
    keywords = dict.fromkeys(functions)
    for _, message, _, _ in extract(method, io.BytesIO(source), keywords=keywords, options=options):
        first = message[0] if isinstance(message, tuple) else message
        if isinstance(first, str) and first:
            yield first


def _new_catalogue(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="lmtools",
        version="1",
        header_comment=f"# lmtools: {language}. The message is bokmål. Written by python -m lmtools.text.",
        creation_date=_FIXED_TIME,
        revision_date=_FIXED_TIME,
        fuzzy=False,
    )


def _as_po(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, sort_output=True, include_lineno=False, width=100)
    return _DROPPED_HEADERS.sub(b"", buffer.getvalue())


def _po(language: str) -> Path:
    return LOCALE_DIR / language / "LC_MESSAGES/lmtools.po"
