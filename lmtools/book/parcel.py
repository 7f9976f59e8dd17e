"""Workbooks and agendas that somebody sends: read from a folder or a zip, with suspicion.

Only notebooks and agendas are read; nothing else in it is opened, copied or run. Where anything is not as it
should be, none of it is taken in.
"""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lmtools.book.agenda_checks import troubles_of
from lmtools.book.agenda_file import MOST_BYTES as MOST_AGENDA
from lmtools.book.agenda_file import read_agenda
from lmtools.book.arranging import ARRANGED, Shelf
from lmtools.book.checking import MOST_BYTES as MOST_WORKBOOK
from lmtools.book.checking import faults_of, read_notebook
from lmtools.book.places import find_workbook
from lmtools.domain.agenda import Agenda
from lmtools.domain.names import AGENDA_NAME, WORKBOOK_NAME
from lmtools.domain.session import Outline
from lmtools.errors import N_, LmtoolsError, Message, UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

WORKBOOKS = "workbooks"
MOST_ZIP = 50_000_000
MOST_FILES = 1000
MOST_UNPACKED = 100_000_000
MOST_TAKEN = 100
_DRIVE = re.compile(r"[A-Za-z]:")
_LIMITS = {".ipynb": MOST_WORKBOOK, ".toml": MOST_AGENDA}
_ASIDE = frozenset({".git", ".ipynb_checkpoints", "__pycache__", "node_modules", "__MACOSX"})

_OUTSIDE = N_("Pakken har ei fil som vil legge seg utenfor mappa si: «{name}». Vi åpner den ikke.")
_LINK = N_("Pakken har ei fil som viser til ei anna: «{name}». Vi åpner bare vanlige filer.")
_TOO_LARGE = N_("Pakken er for stor til å være arbeidsbøker. Be avsenderen lage den med lmtools share.")
_BROKEN = N_("Pakken er ikke hel, eller den har passord. Be om å få den sendt på nytt.")
_TWICE = N_("To filer i pakken heter det samme: «{name}». Vi åpner den ikke.")
_EMPTY = N_("Vi finner ingen arbeidsbøker eller dagsordener i {place}. De slutter på .ipynb og .toml.")
_UNREADABLE = N_("«{name}» er ikke ei notatbok vi kan lese. Be avsenderen lagre den på nytt.")
_BAD_NAME = N_(
    "«{name}» kan ikke være navnet på ei arbeidsbok eller en dagsorden. Bruk bokstaver, tall og bindestrek."
)


class Refused(UsageError):
    """What was sent is not taken in. Nothing of it has been kept or run."""


@dataclass(frozen=True)
class Parcel:
    """What was sent, checked. `files` are the bytes that were checked, by file name."""

    outlines: tuple[Outline, ...]
    agendas: Mapping[str, Agenda]
    files: Mapping[str, bytes]


def open_parcel(place: Path) -> Parcel:
    """Read and check the workbooks and agendas in a folder or a zip.

    Raises:
        Refused: if there are none, or if anything in it is not as it should be; says what.
    """
    try:
        found = dict(_of_folder(place) if place.is_dir() else _of_zip(_bytes(place)))
    except OSError:
        raise Refused(
            "Vi får ikke lest {place}. Sjekk at du har tilgang til den.", place=str(place)
        ) from None
    if not found:
        raise Refused(_EMPTY, place=str(place))
    return check_files(found)


def check_files(files: Mapping[str, bytes]) -> Parcel:
    """The same for files that have been read already, by file name. Raises Refused."""
    notebooks = {Path(name).stem: data for name, data in files.items() if name.endswith(".ipynb")}
    read = {name: _notebook(name, data) for name, data in notebooks.items()}
    shelf = Shelf(lambda name: read[name] if name in read else _brought(name))
    agendas = {
        Path(name).stem: _agenda(name, data, shelf) for name, data in files.items() if name.endswith(".toml")
    }
    return Parcel(tuple(shelf.outline(name) for name in read), agendas, files)


def shelf_of(folder: Path) -> Shelf:
    """The workbooks in `folder`, and those that lmtools brings, to pick from."""

    def workbook(name: str) -> NotebookNode:
        own = folder / f"{name}.ipynb"
        return _read(own) if own.is_file() else _brought(name)

    return Shelf(workbook)


def _brought(name: str) -> NotebookNode:
    return _read(find_workbook(name))


def _read(path: Path) -> NotebookNode:
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def _notebook(name: str, data: bytes) -> NotebookNode:
    if not WORKBOOK_NAME.fullmatch(name) or ARRANGED.fullmatch(name):
        raise Refused(_BAD_NAME, name=name[:60])
    notebook = read_notebook(data)
    if notebook is None:
        raise Refused(_UNREADABLE, name=f"{name}.ipynb")
    for fault in faults_of(notebook, name):
        raise _refuse(f"{name}.ipynb", fault)
    return notebook


def _agenda(file: str, data: bytes, shelf: Shelf) -> Agenda:
    if not AGENDA_NAME.fullmatch(Path(file).stem):
        raise Refused(_BAD_NAME, name=file[:60])
    try:
        agenda = read_agenda(data.decode("utf-8", "replace"))
    except LmtoolsError as error:
        raise _refuse(file, Message(error.message, error.fields)) from None
    for trouble in troubles_of(agenda, shelf):
        if trouble.stops:
            raise _refuse(file, trouble.said)
    return agenda


def _refuse(file: str, said: Message) -> Refused:
    return Refused("{file} kan ikke tas inn. {said}", file=file, said=said)


# --- a folder ---------------------------------------------------------------------------------


def _of_folder(place: Path) -> Iterator[tuple[str, bytes]]:
    folder = place / WORKBOOKS if (place / WORKBOOKS).is_dir() else place
    if folder.is_symlink() and folder != place:
        raise Refused(_LINK, name=WORKBOOKS)
    for taken, entry in enumerate(sorted(_entries(folder), key=lambda one: one.name)):
        if taken >= MOST_TAKEN:
            raise Refused(_TOO_LARGE)
        if entry.is_symlink() or not entry.is_file(follow_symlinks=False):
            raise Refused(_LINK, name=entry.name[:60])
        yield _plain(entry.name), _limited(Path(entry.path))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        for number, entry in enumerate(found):
            if number >= MOST_FILES:
                raise Refused(_TOO_LARGE)
            if Path(entry.name).suffix in _LIMITS:
                yield entry


def _limited(path: Path) -> bytes:
    most = _LIMITS[path.suffix]
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Refused(_TOO_LARGE)
    return data


# --- a zip ------------------------------------------------------------------------------------


def _bytes(place: Path) -> bytes:
    with place.open("rb") as file:
        data = file.read(MOST_ZIP + 1)
    if len(data) > MOST_ZIP:
        raise Refused(_TOO_LARGE)
    return data


def _of_zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            entries = file.infolist()
            _check_entries(entries)
            for name, entry in _taken(entries).items():
                yield name, _part(file, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Refused(_BROKEN) from None  # RuntimeError: zipfile's word for a file with a password


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """All of it is looked at, also what would be left out: who sends one such file is not to be trusted."""
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(_TOO_LARGE)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if _leaves(name):
            raise Refused(_OUTSIDE, name=name[:60])
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused(_LINK, name=name[:60])
        if _plain(name).casefold() in seen:
            raise Refused(_TWICE, name=name[:60])
        seen.add(_plain(name).casefold())


def _leaves(name: str) -> bool:
    is_odd = "\\" in name or "\0" in name or _DRIVE.match(name) is not None
    return is_odd or name.startswith("/") or ".." in PurePosixPath(name).parts


def _taken(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The notebooks and agendas that lie in one folder: `workbooks`, or else the outermost one."""
    paths = {PurePosixPath(entry.filename): entry for entry in entries if not entry.is_dir()}
    kept = {path: entry for path, entry in paths.items() if not _ASIDE & set(path.parts)}
    tops = {path.parts[0] for path in kept}
    is_wrapped = len(tops) == 1 and all(len(path.parts) > 1 for path in kept)
    inner = {PurePosixPath(*path.parts[1:]) if is_wrapped else path: entry for path, entry in kept.items()}
    place = next((path.parent for path in inner if path.parent == PurePosixPath(WORKBOOKS)), PurePosixPath())
    found = {
        _plain(path.name): entry
        for path, entry in inner.items()
        if path.parent == place and path.suffix in _LIMITS
    }
    if len(found) > MOST_TAKEN:
        raise Refused(_TOO_LARGE)
    return found


def _part(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One file, read no further than it may reach, whatever size the zip says it has."""
    most = _LIMITS[PurePosixPath(entry.filename).suffix]
    with file.open(entry) as part:
        data = part.read(most + 1)
    if len(data) > most:
        raise Refused(_TOO_LARGE)
    return data


def _plain(name: str) -> str:
    """`name` in one way of writing: a Mac may send å as two signs."""
    return unicodedata.normalize("NFC", name)
