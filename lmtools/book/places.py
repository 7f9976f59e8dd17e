"""Where workbooks and sample data lie: the user's own folder, the wheel, or the repository."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from lmtools.book.misuse import WorkbookError

_PACKAGE = Path(__file__).parents[1]
_SHARE = _PACKAGE / "_share"  # filled when the wheel is built
_REPOSITORY = _PACKAGE.parent


def workbooks_folder() -> Path:
    """Return the folder of workbooks: `LMTOOLS_WORKBOOKS`, or those that lmtools brings."""
    own = os.environ.get("LMTOOLS_WORKBOOKS")
    return Path(own).expanduser() if own else brought_folder()


def brought_folder() -> Path:
    """Return the folder of the workbooks that lmtools brings, whatever the environment says."""
    return _first(_SHARE / "workbooks", _REPOSITORY / "workbooks")


def samples_folder() -> Path:
    """Return the folder of sample data that lmtools brings."""
    return _first(_SHARE / "samples", _REPOSITORY / "data/samples")


def list_workbooks(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the workbooks in `folder`, sorted."""
    place = folder or workbooks_folder()
    return tuple(sorted(path.stem for path in place.glob("*.ipynb")))


def find_workbook(name: str) -> Path:
    """Return the notebook of the workbook called `name`. Raises WorkbookError with near matches.

    One in the folder one works in goes before those that lmtools brings.
    """
    place = Path.cwd() if name in list_workbooks(Path.cwd()) else workbooks_folder()
    known = list_workbooks(place)
    if name in known:
        return place / f"{name}.ipynb"
    near = get_close_matches(name, known, n=1)
    if near:
        raise WorkbookError(
            "Vi finner ingen arbeidsbok som heter «{name}». Mente du «{near}»?", name=name, near=near[0]
        )
    raise WorkbookError(
        "Vi finner ingen arbeidsbok som heter «{name}». Disse finnes: {known}.",
        name=name,
        known=", ".join(known) or "–",
    )


def _first(*folders: Path) -> Path:
    return next((folder for folder in folders if folder.is_dir()), folders[-1])
