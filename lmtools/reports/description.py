"""A report before it is a document: headings, paragraphs, lists and tables, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | int

_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Leave out what a document cannot hold, such as control characters in a name from a file."""
    return _NOT_IN_XML.sub("", text)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a part of the report) or 2 (inside a part)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text. A quiet one is a note: a source, or how to read what stands above."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table. `caption` names it; `widths` are shares of the page's width.

    The first column is what a row is about. Whole numbers are set to the right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]

    def __post_init__(self) -> None:
        lengths = {len(self.columns), len(self.widths), *(len(row) for row in self.rows)}
        if len(lengths) != 1:
            raise ValueError(f"{self.caption}: columns, widths and rows differ in length")

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column, whether it holds numbers."""
        return tuple(
            any(isinstance(row[column], int) for row in self.rows) for column in range(len(self.columns))
        )


Block: TypeAlias = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Report:
    """A whole report. `on` is the day it is about; no author is named. `is_sheet`: set to fit on one page."""

    title: str
    kicker: str
    lead: str
    language: str
    on: date
    blocks: tuple[Block, ...]
    page_label: str = "Side"
    is_sheet: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
