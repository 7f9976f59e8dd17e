"""A workbook in another language: its prose from the catalogues, its cells as they are."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lmtools.text import Text, notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

_SIGN = re.compile(r"[^\w\s]|_")
_HEADING_LINE = re.compile(r"^#{1,6}\s+(?P<words>.+)$", re.MULTILINE)


def translate(notebook: NotebookNode, language: str) -> NotebookNode:
    """Return a copy of `notebook` (nbformat 4) with its prose in `language`.

    What has no translation stays in bokmål. Code is not touched: the verbs translate what
    they are told when they run. The facilitator's notes are left out of the copy. A heading that an
    agenda replaces is text: no sign in it means anything to Markdown.
    """
    text = Text(language)
    translated = deepcopy(notebook)
    for cell in translated.cells:
        if cell.cell_type == "markdown":
            cell.source = _headed(text.t(notebooks.prose(cell)), text.t(notebooks.own_heading(cell)))
        cell.metadata.get("lmtools", {}).pop(notebooks.FACILITATOR_NOTE, None)
    title = notebooks.own_title(notebook)
    if title:
        translated.metadata["lmtools"]["title"] = text.t(title)
    return translated


def as_markdown(plain: str) -> str:
    """Return Markdown that shows `plain` as it is written, whatever signs are in it."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", plain)


def _headed(prose: str, heading: str) -> str:
    found = list(_HEADING_LINE.finditer(prose)) if heading else []
    if not found:
        return prose
    start, end = found[-1].span("words")
    return f"{prose[:start]}{as_markdown(heading)}{prose[end:]}"
