"""What a browser sends, read with care: right kinds, right lengths, and only characters that are text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lmtools.errors import UsageError
from lmtools.room.screening import holds_national_id

_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Bidirectional controls can make a text read as another one; they have no use in our languages.
_MISLEADING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_NAMED = 200  # ids, options or items in one command

Word = TypeVar("Word", bound=StrEnum)


def clean(text: str) -> str:
    """The text without control characters, half characters and outer blanks, in one Unicode form (NFC)."""
    kept = (
        c for c in text if c == "\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _MISLEADING)
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


class Arguments:
    """A command's fields. Every reader raises UsageError, naming the field and never its value."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        """Whether the field was sent with a value."""
        return self._values.get(name) is not None

    def filled(self, name: str) -> bool:
        """Whether the field was sent with something in it."""
        return self._values.get(name) not in (None, "")

    def sent(self, name: str) -> bool:
        """Whether the field was sent, if only to empty it."""
        return name in self._values

    def text(self, name: str, limit: int) -> str:
        """A text of at most `limit` characters without any national id; it may be empty."""
        value = self._values.get(name)
        if not isinstance(value, str):
            raise _wrong(name)
        cleaned = clean(value)
        if len(cleaned) > limit:
            length = len(cleaned)
            raise UsageError(
                "Teksten er på {length} tegn. Det er plass til {limit}.", length=length, limit=limit
            )
        if holds_national_id(cleaned):
            raise UsageError("Teksten inneholder et fødselsnummer. Ta det bort og send på nytt.")
        return cleaned

    def written(self, name: str, limit: int) -> str:
        """A text that must not be empty."""
        value = self.text(name, limit)
        if not value:
            raise UsageError("Skriv noe først.")
        return value

    def identifier(self, name: str) -> str:
        """An id made by a client: letters, digits, hyphen and underscore, at most 64."""
        value = self._values.get(name)
        if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
            raise _wrong(name)
        return value

    def choice(self, name: str, kind: type[Word], otherwise: str) -> Word:
        """One of the words of `kind`; `otherwise` is the sentence (a msgid) for any other."""
        try:
            return kind(self.identifier(name))
        except ValueError:
            raise UsageError(otherwise) from None

    def identifiers(self, name: str) -> tuple[str, ...]:
        """A list of ids, each once, in the order given; empty when the field was not sent."""
        values = self._values.get(name) or []
        if not isinstance(values, list) or len(values) > _MOST_NAMED:
            raise _wrong(name)
        return tuple(dict.fromkeys(Arguments({name: value}).identifier(name) for value in values))

    def names(self, name: str, limit: int) -> tuple[str, ...]:
        """A list of short texts that name something, each once, in the order given."""
        values = self._values.get(name)
        if not isinstance(values, list) or len(values) > _MOST_NAMED:
            raise _wrong(name)
        return tuple(dict.fromkeys(Arguments({name: value}).written(name, limit) for value in values))

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise _wrong(name)
        return value

    def number(self, name: str, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise _wrong(name)
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise _wrong(name)
        return value

    def points(self, name: str) -> dict[str, int]:
        """Whole points by option."""
        values = self._values.get(name)
        if not isinstance(values, dict) or len(values) > _MOST_NAMED:
            raise _wrong(name)
        if any(isinstance(v, bool) or not isinstance(v, int) or abs(v) > 1000 for v in values.values()):
            raise _wrong(name)
        return {_key(name, key): given for key, given in values.items()}

    def levels(self, name: str, low: int, high: int) -> dict[str, dict[str, int | None]]:
        """A level from `low` to `high`, or None to take it back, by item and scale."""
        values = self._values.get(name)
        if not isinstance(values, dict) or len(values) > _MOST_NAMED:
            raise _wrong(name)
        return {_key(name, key): _scales(name, row, low, high) for key, row in values.items()}

    def day(self, name: str) -> date | None:
        """A date as 2027-09-16; None when the field is empty."""
        value = self._values.get(name)
        if value in (None, ""):
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise UsageError("Skriv datoen som 2027-09-16.") from None


def _key(name: str, key: object) -> str:
    return Arguments({name: key}).identifier(name)


def _scales(name: str, row: object, low: int, high: int) -> dict[str, int | None]:
    if not isinstance(row, dict) or len(row) > 10:
        raise _wrong(name)
    read: dict[str, int | None] = {}
    for key, level in row.items():
        read[_key(name, key)] = None if level is None else Arguments({name: level}).whole(name, low, high)
    return read


def _wrong(name: str) -> UsageError:
    return UsageError(
        "Noe mangler eller er feil i det som ble sendt ({field}). Last sida på nytt.", field=name
    )
