"""lmtools: a whole school staff reads its pupil survey together and leaves with a plan.

Importing the package has no effect; `open_book` is what a workbook uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lmtools.book import Book

__all__ = ["__version__", "open_book"]
__version__ = "1.0.0"


def open_book(name: str) -> Book:
    """Open the workbook called `name` for the kernel that runs it.

    The import is made here, so that `import lmtools` stays free of effects and cheap.
    """
    from lmtools.book import open_book as _open_book

    return _open_book(name)
