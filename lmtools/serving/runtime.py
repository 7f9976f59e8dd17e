"""The folder that Voilà serves: each workbook once per language, made at every start.

The workbooks themselves are only read. One that is edited is copied anew; for one that is added, the
server is restarted.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lmtools.book.arranging import ARRANGED
from lmtools.book.places import list_workbooks, workbooks_folder
from lmtools.domain.names import WORKBOOK_NAME
from lmtools.domain.session import Outline
from lmtools.errors import NotFound, UsageError
from lmtools.settings import LANGUAGES


@dataclass(frozen=True)
class Workbooks:
    """The workbooks of `folder`, and the runtime copies of them under `root`.

    Beside them `started` holds the notebooks of agendas that sessions were started with.
    """

    folder: Path
    root: Path
    names: tuple[str, ...]
    started: Path | None = None

    def outline(self, name: str, language: str) -> Outline:
        """What workbook `name` contains, in `language`.

        Raises:
            NotFound: if there is no such workbook.
        """
        from lmtools.book import outline

        path = self._path(name)
        if path is None:
            raise NotFound(
                "Vi finner ikke arbeidsboka «{name}». Gå til startsida og velg en av dem som står der.",
                name=name,
            )
        return outline(path, language=language)

    def outlines(self, language: str) -> tuple[Outline, ...]:
        """Every workbook, in the order of the start page."""
        found = (self.outline(name, language) for name in self.names)
        return tuple(sorted(found, key=lambda one: (one.number == 0, one.number, one.name)))

    def has(self, name: str) -> bool:
        """Whether there is such a workbook, or notebook of an agenda; then its copies are there too."""
        path = self._path(name)
        if path is not None and name not in self.names and not (self.root / "nb" / path.name).exists():
            _write_copies(path, self.root)
        return path is not None

    def _path(self, name: str) -> Path | None:
        if name in self.names:
            return self.folder / f"{name}.ipynb"
        # Made after this server was started, or by another that shares the data folder.
        path = self.started / f"{name}.ipynb" if self.started and ARRANGED.fullmatch(name) else None
        return path if path is not None and path.is_file() else None

    def slow(self) -> tuple[str, ...]:
        """The names of the days that show figures, which take long to render."""
        return tuple(one.name for one in self.outlines("nb") if one.has_figures and not one.is_collection)

    def rewrite(self) -> bool:
        """Make the copies anew; False when a workbook cannot be read just now, as while it is being saved."""
        try:
            for name in self.names:
                _write_copies(self.folder / f"{name}.ipynb", self.root)
        except (OSError, ValueError):
            return False
        return True

    def close(self) -> None:
        """Remove the runtime copies."""
        shutil.rmtree(self.root, ignore_errors=True)


def prepare_workbooks(folder: Path | None = None, started: Path | None = None) -> Workbooks:
    """Write translated copies of the notebooks in `folder` to a new temporary folder.

    `started` is where the notebooks of agendas lie; it need not exist.

    Raises:
        UsageError: if the folder does not exist or has no notebook.
    """
    folder = (folder or workbooks_folder()).resolve()
    if not folder.is_dir():
        raise UsageError(
            "Mappa {folder} finnes ikke. Lag den med lmtools workbooks {folder}.", folder=str(folder)
        )
    names = tuple(name for name in list_workbooks(folder) if WORKBOOK_NAME.fullmatch(name))
    if not names:
        raise UsageError(
            "Det er ingen arbeidsbøker i {folder}. Hent dem som følger med, med lmtools workbooks {folder}.",
            folder=str(folder),
        )
    root = Path(tempfile.mkdtemp(prefix="lmtools-bok-"))
    for name in names:
        _write_copies(folder / f"{name}.ipynb", root)
    return Workbooks(folder, root, names, started)


def _write_copies(path: Path, root: Path) -> None:
    import nbformat

    from lmtools.book import translate

    notebook = nbformat.read(path, as_version=4)
    for language in LANGUAGES:
        target = root / language / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        translated = translate(notebook, language)
        # The page's template reads these; the cells cannot know them.
        translated.metadata["lmtools"] = {
            **translated.metadata.get("lmtools", {}),
            "language": language,
            "name": path.stem,
        }
        nbformat.write(translated, target)
