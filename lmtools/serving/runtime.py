"""The folder that Voilà serves: each workbook once per language, made at every start.

The workbooks themselves are only read. One that is edited is copied anew; for one that is added, the
server is restarted.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lmtools.book.places import list_workbooks, workbooks_folder
from lmtools.domain.session import Outline
from lmtools.errors import NotFound, UsageError
from lmtools.settings import LANGUAGES

NAME = re.compile(r"[A-Za-z0-9æøåÆØÅ_-]{1,60}")


@dataclass(frozen=True)
class Workbooks:
    """The workbooks of `folder`, and the runtime copies of them under `root`."""

    folder: Path
    root: Path
    names: tuple[str, ...]

    def outline(self, name: str, language: str) -> Outline:
        """What workbook `name` contains, in `language`.

        Raises:
            NotFound: if there is no such workbook.
        """
        from lmtools.book import outline

        if name not in self.names:
            raise NotFound(
                "Vi finner ikke arbeidsboka «{name}». Gå til startsida og velg en av dem som står der.",
                name=name,
            )
        return outline(self.folder / f"{name}.ipynb", language=language)

    def outlines(self, language: str) -> tuple[Outline, ...]:
        """Every workbook, in the order of the start page."""
        return tuple(self.outline(name, language) for name in self.names)

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


def prepare_workbooks(folder: Path | None = None) -> Workbooks:
    """Write translated copies of the notebooks in `folder` to a new temporary folder.

    Raises:
        UsageError: if the folder does not exist or has no notebook.
    """
    folder = (folder or workbooks_folder()).resolve()
    if not folder.is_dir():
        raise UsageError(
            "Mappa {folder} finnes ikke. Lag den med lmtools workbooks {folder}.", folder=str(folder)
        )
    names = tuple(name for name in list_workbooks(folder) if NAME.fullmatch(name))
    if not names:
        raise UsageError(
            "Det er ingen arbeidsbøker i {folder}. Hent dem som følger med, med lmtools workbooks {folder}.",
            folder=str(folder),
        )
    root = Path(tempfile.mkdtemp(prefix="lmtools-bok-"))
    for name in names:
        _write_copies(folder / f"{name}.ipynb", root)
    return Workbooks(folder, root, names)


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
