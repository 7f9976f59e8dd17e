"""Reading what a file says, one field at a time: the right kind and size, and only text that is text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from lmtools.domain.names import WORKBOOK_NAME
from lmtools.room.arguments import clean

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

Reader = Callable[[object], T]
"""Reads one value, or raises `Odd`."""

Row = dict[str, Any]
"""A record's fields by name. Any: each was read by a reader of its own, and goes to a field of its own."""

MOST_ROWS = 10_000
MOST_DEEP = 12
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Odd(Exception):
    """Something in the file is not what lmtools writes. Says nothing of what stood there."""


def text(limit: int) -> Reader[str]:
    """A text of at most `limit` characters; what no text holds is left out."""

    def read(value: object) -> str:
        cleaned = clean(value) if isinstance(value, str) else None
        if cleaned is None or len(cleaned) > limit:
            raise Odd
        return cleaned

    return read


def identifier(value: object) -> str:
    """An id as browsers and the room make them."""
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        raise Odd
    return value


def workbook(value: object) -> str:
    """The name of a workbook, which becomes part of an address."""
    if not isinstance(value, str) or not WORKBOOK_NAME.fullmatch(value):
        raise Odd
    return value


def maybe_identifier(value: object) -> str:
    """An id, or "" for a board's only box."""
    return "" if value == "" else identifier(value)


def whole(low: int, high: int) -> Reader[int]:
    """A whole number from `low` to `high`."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Odd
        return value

    return read


def number(low: float, high: float) -> Reader[float]:
    """A number from `low` to `high`."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise Odd
        return value

    return read


def flag(value: object) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise Odd
    return value


def optional(reader: Reader[T]) -> Reader[T | None]:
    """None, or what `reader` reads."""
    return lambda value: None if value is None else reader(value)


def choice(kind: type[E]) -> Reader[E]:
    """One of the words of `kind`."""

    def read(value: object) -> E:
        try:
            return kind(value)  # type: ignore[arg-type]  # anything else is refused here
        except ValueError:
            raise Odd from None

    return read


def day(value: object) -> date:
    """A date as 2027-09-16."""
    return _parsed(date.fromisoformat, value)


def moment(value: object) -> datetime:
    """A time with its zone."""
    found = _parsed(datetime.fromisoformat, value)
    if found.tzinfo is None:
        raise Odd
    return found


def many(reader: Reader[T], most: int = MOST_ROWS) -> Reader[tuple[T, ...]]:
    """A list as a tuple."""

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list) or len(value) > most:
            raise Odd
        return tuple(reader(item) for item in value)

    return read


def by_key(reader: Reader[T], most: int = 1000) -> Reader[dict[str, T]]:
    """A dict with ids for keys."""

    def read(value: object) -> dict[str, T]:
        if not isinstance(value, dict) or len(value) > most:
            raise Odd
        return {identifier(key): reader(item) for key, item in value.items()}

    return read


@dataclass(frozen=True)
class Later(Generic[T]):
    """A field that older files do not have; in those it is what it was before one could choose."""

    reader: Reader[T]
    before: object

    def __call__(self, value: object) -> T:
        """What `reader` reads."""
        return self.reader(value)


def record(**fields: Reader[object]) -> Reader[Row]:
    """A dict with exactly these fields; those that are `Later` may be missing."""
    before = {name: reader.before for name, reader in fields.items() if isinstance(reader, Later)}

    def read(value: object) -> Row:
        if not isinstance(value, dict) or set(before | value) != set(fields):
            raise Odd
        return {name: reader((before | value)[name]) for name, reader in fields.items()}

    return read


def anything(value: object) -> object:
    """JSON that only a workbook's author gives meaning to, with clean texts and no endless depth."""
    return _clean(value, MOST_DEEP)


def _clean(value: object, depth: int) -> object:
    if depth == 0:
        raise Odd
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    if isinstance(value, Mapping):
        return {clean(str(key)): _clean(item, depth - 1) for key, item in value.items()}
    return value


def _parsed(parse: Callable[[str], T], value: object) -> T:
    try:
        return parse(value if isinstance(value, str) else "")
    except ValueError:
        raise Odd from None
