"""Where agendas are kept: the school's own as files in the data folder, the ready ones with the workbooks.

A session is started from a notebook that is written once and never changed, so an agenda or a workbook that
is edited afterwards leaves the day that goes on as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lmtools.book.agenda_checks import troubles_of
from lmtools.book.agenda_file import MOST_BYTES, AgendaUnreadable, read_agenda, write_agenda
from lmtools.book.arranging import Shelf, arrange
from lmtools.domain.agenda import Agenda
from lmtools.domain.names import AGENDA_NAME
from lmtools.errors import Conflict, LmtoolsError, NotFound
from lmtools.serving.runtime import Workbooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

AGENDAS = "agendas"
STARTED = f"{AGENDAS}/started"
MOST_AGENDAS = 200
KEPT_SECONDS = 24 * 60 * 60
"""A session may be about to begin with it, on this server or on another with the same folder."""
_ROUND_OFF = re.compile(r"[^a-z0-9æøå]+")


@dataclass(frozen=True)
class Kept:
    """An agenda that is kept. `revision` changes with it; `agenda` is None when its file cannot be read."""

    name: str
    agenda: Agenda | None
    revision: str = ""
    trouble: LmtoolsError | None = None


class AgendaFolder:
    """The agendas of one server. Touches the disk: call it in a thread."""

    def __init__(self, folder: Path, workbooks: Workbooks) -> None:
        self._folder = folder
        self._workbooks = workbooks
        self._notebooks: dict[str, tuple[int, NotebookNode]] = {}
        self._shelves: dict[str, tuple[tuple[int, ...], Shelf]] = {}

    def own(self) -> tuple[Kept, ...]:
        """The school's own agendas, by title."""
        return _listed(self._folder)

    def ready(self) -> tuple[Kept, ...]:
        """Those that come with the workbooks, the shortest first; one that does not fit them is left out."""
        found = _listed(self._workbooks.folder)
        shelf = self.shelf()
        fitting = [kept for kept in found if kept.agenda and not hindered(kept.agenda, shelf)]
        return tuple(sorted(fitting, key=lambda kept: kept.agenda.length if kept.agenda else 0))

    def find(self, name: str) -> Kept:
        """The own agenda called `name`. Raises NotFound, or AgendaUnreadable."""
        kept = _read(self._path(name)) if AGENDA_NAME.fullmatch(name) and self._path(name).is_file() else None
        if kept is None:
            raise NotFound(
                "Vi finner ikke dagsordenen. Den kan være slettet. Gå til siden for prosessledere."
            )
        if kept.trouble:
            raise kept.trouble
        return kept

    def agenda(self, name: str) -> Agenda:
        """The own agenda called `name`. Raises NotFound, or AgendaUnreadable."""
        found = self.find(name).agenda
        assert found is not None  # find raises for one that cannot be read
        return found

    def find_ready(self, name: str) -> Agenda:
        """The ready agenda called `name`. Raises NotFound."""
        for kept in self.ready():
            if kept.name == name and kept.agenda:
                return kept.agenda
        raise NotFound(
            "Vi finner ikke den ferdige dagsordenen. Last sida på nytt, og velg en av dem som står der."
        )

    def of_either_kind(self, name: str) -> Agenda:
        """The own agenda called `name`, or else the ready one. Raises NotFound, or AgendaUnreadable."""
        try:
            return self.agenda(name)
        except NotFound:
            return self.find_ready(name)

    def add(self, agenda: Agenda) -> Kept:
        """Keep a new agenda, under a name of its own. Raises LmtoolsError when there are too many."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = [kept.name for kept in self.own()]
        if len(names) >= MOST_AGENDAS:
            raise LmtoolsError("Det er alt {most} dagsordener her. Slett noen først.", most=MOST_AGENDAS)
        name = _free_name(agenda.title, names)
        self._write(name, agenda)
        return self.find(name)

    def save(self, name: str, agenda: Agenda, revision: str) -> Kept:
        """Keep `agenda` in place of what `revision` was. Raises Conflict if somebody has changed it since."""
        current = self.find(name)
        if current.revision != revision:
            raise Conflict(
                "Dagsordenen er endret i et annet vindu. Last sida på nytt for å se den.", current=current
            )
        self._write(name, agenda)
        return self.find(name)

    def remove(self, name: str) -> None:
        """Delete the own agenda called `name`. Sessions that were started with it go on."""
        self.find(name)
        self._path(name).unlink(missing_ok=True)

    def shelf(self, language: str = "nb") -> Shelf:
        """The workbooks as they are now, to pick from."""
        written = tuple(self._written(name) for name in self._workbooks.names)
        kept = self._shelves.get(language)
        if kept is None or kept[0] != written:  # what is told of every step takes a while to put together
            kept = self._shelves[language] = (written, Shelf(self.workbook, language))
        return kept[1]

    def workbook(self, name: str) -> NotebookNode:
        """The notebook of a workbook, which is only to be read. Raises NotFound."""
        if name not in self._workbooks.names:
            raise NotFound(
                "Arbeidsboka «{name}» finnes ikke her. Ta posten bort, eller legg arbeidsboka i mappa.",
                name=name,
            )
        written = self._written(name)
        if name not in self._notebooks or self._notebooks[name][0] != written:
            self._notebooks[name] = (written, _notebook(self._notebook_path(name)))
        return self._notebooks[name][1]

    def begin(self, agenda: Agenda) -> str:
        """Write the notebook of `agenda` and return its name, to start a session with.

        Raises LmtoolsError with the first thing that stops it.
        """
        import nbformat

        shelf = self.shelf()
        for trouble in troubles_of(agenda, shelf):
            if trouble.stops:
                raise LmtoolsError(trouble.said.template, **trouble.said.fields)
        notebook = arrange(agenda, shelf)
        name = str(notebook.metadata["lmtools"]["name"])
        folder = self._folder / "started"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(folder / f"{name}.ipynb", nbformat.writes(notebook))
        return name

    def tidy(self, used: Collection[str]) -> None:
        """Remove the notebooks of sessions that are gone: all but those in `used`, and those of today."""
        for path in (self._folder / "started").glob("*.ipynb"):
            if path.stem not in used and time.time() - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink(missing_ok=True)

    def _notebook_path(self, name: str) -> Path:
        return self._workbooks.folder / f"{name}.ipynb"

    def _written(self, name: str) -> int:
        path = self._notebook_path(name)
        return path.stat().st_mtime_ns if path.exists() else 0

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.toml"

    def _write(self, name: str, agenda: Agenda) -> None:
        text = write_agenda(agenda)
        if len(text.encode()) > MOST_BYTES:
            raise LmtoolsError("Dagsordenen er for lang til å lagres. Gjør noen av tekstene kortere.")
        try:
            _replace(self._path(name), text)
        except OSError:
            raise LmtoolsError(
                "Vi får ikke lagret dagsordenen. Sjekk at serveren har plass i datamappa, og prøv igjen."
            ) from None


def hindered(agenda: Agenda, shelf: Shelf) -> bool:
    """Whether something stops a session with `agenda`."""
    return any(trouble.stops for trouble in troubles_of(agenda, shelf))


def _notebook(path: Path) -> NotebookNode:
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except (OSError, ValueError):  # as while it is being saved
        raise LmtoolsError(
            "Vi får ikke lest arbeidsboka «{name}» akkurat nå. Prøv igjen om litt.", name=path.stem
        ) from None
    return notebook


def _listed(folder: Path) -> tuple[Kept, ...]:
    found = [_read(path) for path in folder.glob("*.toml") if AGENDA_NAME.fullmatch(path.stem)]
    return tuple(sorted(found, key=lambda kept: (kept.agenda.title if kept.agenda else kept.name).casefold()))


def _read(path: Path) -> Kept:
    try:
        if path.stat().st_size > MOST_BYTES:
            read_agenda(" " * (MOST_BYTES + 1))  # says that it is too large, without reading it
        text = path.read_text(encoding="utf-8")
        return Kept(path.stem, read_agenda(text), hashlib.sha256(text.encode()).hexdigest()[:16])
    except AgendaUnreadable as error:
        return Kept(path.stem, None, trouble=error)
    except (OSError, UnicodeDecodeError):
        return Kept(
            path.stem,
            None,
            trouble=LmtoolsError(
                "Vi får ikke lest fila {file} i datamappa. Rett den, eller ta den bort.", file=path.name
            ),
        )


def _replace(path: Path, text: str) -> None:
    """Write the whole file or nothing."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.chmod(0o600)
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _free_name(title: str, taken: Iterable[str]) -> str:
    stem = _ROUND_OFF.sub("-", title.lower()).strip("-")[:40].strip("-") or "dagsorden"
    names, number, name = set(taken), 1, stem
    while name in names:
        number += 1
        name = f"{stem}-{number}"
    return name
