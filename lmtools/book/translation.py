"""A workbook in another language: its prose from the catalogues, its cells as they are."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lmtools.text import Text, notebooks


def translate(notebook: Any, language: str) -> Any:
    """Return a copy of `notebook` (nbformat 4) with its prose in `language`.

    What has no translation stays in bokmål. Code is not touched: the verbs translate what
    they are told when they run. The facilitator's notes are left out of the copy.
    """
    text = Text(language)
    translated = deepcopy(notebook)
    for cell in translated.cells:
        if cell.cell_type == "markdown":
            cell.source = text.t(notebooks.prose(cell))
        cell.metadata.get("lmtools", {}).pop(notebooks.FACILITATOR_NOTE, None)
    return translated
