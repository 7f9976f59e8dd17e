"""The verbs that a workbook author writes, and how a workbook is found, read and translated.

Here the parts meet: released figures, charts, widgets and texts. What a verb needs is
imported when the verb is used, so that a kernel starts quickly.
"""

from __future__ import annotations

from lmtools.book.misuse import WorkbookError
from lmtools.book.outlining import outline
from lmtools.book.places import find_workbook, list_workbooks, samples_folder, workbooks_folder
from lmtools.book.translation import translate
from lmtools.book.verbs import Book, open_book

__all__ = [
    "Book",
    "WorkbookError",
    "find_workbook",
    "list_workbooks",
    "open_book",
    "outline",
    "samples_folder",
    "translate",
    "workbooks_folder",
]
