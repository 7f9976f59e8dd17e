"""A plan read back from the sheets that `plan_sheets` wrote, in any of the languages, filled in by hand.

What is read is put together as the content of a plan's JSON file and read by the same rules, so that nothing
comes in by this door that the other would refuse. The history is not read: it is nobody's to write.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from lmtools.domain.chain import LINK_WORDS
from lmtools.domain.following import OUTCOME_WORDS, STATUS_WORDS, VERDICT_WORDS
from lmtools.domain.jsonable import Json
from lmtools.domain.plan import ActionStatus
from lmtools.domain.record import PlanRecord
from lmtools.errors import N_
from lmtools.reports import plan_sheets as sheets
from lmtools.room import keys, planfile
from lmtools.room.planfile import BadPlan
from lmtools.settings import LANGUAGES
from lmtools.text import Text

MOST_BYTES = 1_000_000
MOST_UNPACKED = 20_000_000
MOST_ROWS = 200
_NOT_OURS = N_(
    "Dette er ikke et regneark med en plan fra lmtools. Velg ei fil som lmtools export --plan har laget."
)

Row = Mapping[str, object]
Word = TypeVar("Word", bound=StrEnum)


class _Page(Protocol):
    """What is asked of openpyxl's sheet, which has no types."""

    title: str

    def iter_rows(self, *, values_only: bool, max_row: int, max_col: int) -> Iterable[tuple[object, ...]]: ...


class _Book(Protocol):
    """What is asked of openpyxl's workbook."""

    worksheets: Sequence[_Page]


def read_plan_sheets(data: bytes) -> PlanRecord:
    """Read the plan in a spreadsheet.

    Raises:
        BadPlan: if it is no such spreadsheet, or something in it is no plan; in a sentence that says what.
    """
    book = _open(data)
    said = {str(row.get("key")): row.get("answer") for row in _plan_rows(book)}
    goals = _rows(book, sheets.GOALS, sheets.GOAL_COLUMNS)
    actions = _rows(book, sheets.ACTIONS, sheets.ACTION_COLUMNS)
    chain = _rows(book, sheets.CHAIN, sheets.CHAIN_COLUMNS)
    return planfile.from_content(
        {
            "format": planfile.FORMAT,
            "version": planfile.VERSION,
            "school": {"key": _text(said.get("school_key")), "name": _text(said.get("school_name"))},
            "session": {
                "title": _text(said.get("title")),
                "mark": _text(said.get("mark")) or keys.new_id(),
                "day": _day(said.get("began")),
                "grade": _text(said.get("grade")) or "all",
            },
            "language": _text(said.get("language")) or "nb",
            "plan": {name: _plan_value(name, said.get(name)) for name in planfile.PLAN_FIELDS},
            "goals": [_goal(row, actions, chain) for row in goals if _text(row.get("text"))],
            "history": [],
        }
    )


_GOAL_TEXTS = tuple(name for name in planfile.GOAL_FIELDS if name != "id")
_ACTION_TEXTS = tuple(name for name in planfile.ACTION_FIELDS if name not in ("id", "status", "since"))


def _goal(row: Row, actions: list[Row], chain: list[Row]) -> Json:
    own = [one for one in actions if _number(one) == _number(row) and _text(one.get("text"))]
    verdict = _word(row.get("verdict"), VERDICT_WORDS)
    review = {
        "verdict": verdict,
        "learned": _text(row.get("learned")),
        "questioned": _text(row.get("questioned")),
    }
    return {
        "id": _text(row.get("id")) or keys.new_id(),
        **{name: _text(row.get(name)) for name in _GOAL_TEXTS},
        "review": review if any(review.values()) else None,
        "chain": [_link(one) for one in chain if _number(one) == _number(row)],
        "actions": [_action(one) for one in own],
    }


def _action(row: Row) -> Json:
    review = {"outcome": _word(row.get("outcome"), OUTCOME_WORDS), "why": _text(row.get("why"))}
    return {
        "id": _text(row.get("id")) or keys.new_id(),
        **{name: _text(row.get(name)) for name in _ACTION_TEXTS},
        "status": _word(row.get("status"), STATUS_WORDS) or str(ActionStatus.NOT_STARTED),
        "since": _day(row.get("since")),
        "review": review if any(review.values()) else None,
    }


def _link(row: Row) -> Json:
    return {
        "kind": _word(row.get("kind"), LINK_WORDS),
        "text": _text(row.get("text")),
        "title": _text(row.get("title")),
        "day": _day(row.get("day")),
        "source": _text(row.get("source")),
    }


def _open(data: bytes) -> _Book:
    from openpyxl import load_workbook  # slow to import, and seldom needed

    if len(data) > MOST_BYTES or _unpacked(data) > MOST_UNPACKED:
        raise BadPlan(_NOT_OURS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: _Book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception:  # openpyxl raises whatever the XML provokes; the file is not trusted
        raise BadPlan(_NOT_OURS) from None
    if any(_find(book, name) is None for name in (sheets.PLAN, sheets.GOALS, sheets.ACTIONS)):
        raise BadPlan(_NOT_OURS)
    return book


def _unpacked(data: bytes) -> int:
    """How many bytes the file becomes: a small one can be made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise BadPlan(_NOT_OURS) from None


def _find(book: _Book, name: str) -> _Page | None:
    """The sheet of that name in any language, or None."""
    wanted = _said(name)
    return next((page for page in book.worksheets if page.title.casefold() in wanted), None)


def _plan_rows(book: _Book) -> Iterator[Row]:
    for values in _values(_find(book, sheets.PLAN)):
        if len(values) >= 3:
            yield {"answer": values[1], "key": values[2]}


def _rows(book: _Book, name: str, columns: Mapping[str, str]) -> list[Row]:
    """The rows of a sheet by the columns' own names, wherever the columns have been moved."""
    rows = list(_values(_find(book, name)))
    if not rows:
        return []
    head = [str(value or "").strip().casefold() for value in rows[0]]
    places = {}
    for key, column in columns.items():
        at = next((place for place, value in enumerate(head) if value in _said(column)), None)
        if at is not None:
            places[key] = at
    return [{key: row[at] for key, at in places.items() if at < len(row)} for row in rows[1:]]


def _values(page: _Page | None) -> Iterator[tuple[object, ...]]:
    if page is None:
        return
    try:
        yield from page.iter_rows(values_only=True, max_row=MOST_ROWS, max_col=30)
    except Exception:
        raise BadPlan(_NOT_OURS) from None


def _said(word: str) -> frozenset[str]:
    return frozenset(Text(language).t(word).casefold() for language in LANGUAGES)


def _word(value: object, words: Mapping[Word, str]) -> str | None:
    """The key of a word in any language; None for an empty cell, and the text itself when it is none of them.

    What is none of them is refused by who reads on.
    """
    said = _text(value).casefold()
    if not said:
        return None
    found = next((key for key, word in words.items() if said in _said(word)), None)
    return str(found) if found is not None else said


def _number(row: Row) -> int | None:
    value = row.get("number")
    return int(value) if isinstance(value, int | float) else None


def _text(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()


def _day(value: object) -> str | None:
    """A date that is a date in the sheet, or is written as one."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _text(value) or None


def _plan_value(name: str, value: object) -> str | None:
    return _day(value) if name == "evaluate_on" else _text(value)
