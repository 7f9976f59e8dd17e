"""What a running server takes in without a restart: imported figures, edited workbooks, and new code."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lmtools.serving.parts import Figures
    from lmtools.serving.runtime import Workbooks

CODE = Path(__file__).parents[1]

Stamp = tuple[tuple[str, int], ...]


class Change(IntEnum):
    """What has changed; the greater one includes what has to be done for the lesser."""

    NOTHING = 0
    CONTENT = 1
    CODE = 2


class Changes:
    """Looks for changes. The server's own code stays as it was; what kernels are forked from does not."""

    def __init__(self, figures: Figures, workbooks: Workbooks, code: Path = CODE) -> None:
        self._figures = figures
        self._workbooks = workbooks
        self._code = code
        self._read, self._written = self._stamp_of_code(), self._stamp_of_workbooks()

    def look(self) -> Change:
        """What has changed since the last look. Touches the disk: call it in a thread."""
        change = Change.CONTENT if self._figures.look() else Change.NOTHING
        written, code = self._stamp_of_workbooks(), self._stamp_of_code()
        if written != self._written and self._workbooks.rewrite():
            self._written, change = written, Change.CONTENT
        if code != self._read:
            self._read, change = code, Change.CODE
        return change

    def _stamp_of_workbooks(self) -> Stamp:
        folder = self._workbooks.folder
        return stamp(folder / f"{name}.ipynb" for name in self._workbooks.names)

    def _stamp_of_code(self) -> Stamp:
        return stamp(self._code.rglob("*.py"))


def stamp(files: Iterable[Path]) -> Stamp:
    """Changes when one of `files` is written, or removed."""
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files if path.is_file()))
