"""Words that single out one person without a name: "eleven som sitter bak i 9B", "den nye gutten"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from lmtools.room.screening.words import Word, pattern_words, phrases, word_list

_CLASS = re.compile("(?:1[0-3]|[1-9])[a-hj-zæøå]")
_NUMBER = re.compile("1[0-3]|[1-9]")
_LETTER = re.compile("[A-HJ-ZÆØÅ]")


def pointings(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """(start, end) of each stretch that one of the patterns in rules.json fits; overlapping ones as one."""
    open_from = open_to = -1
    for at, word in enumerate(words):
        ends = [end for pattern in _beginning_at(words, at) if (end := _fit(pattern, words, at)) is not None]
        if not ends or _follows(words, at, "every"):  # "hver elev i 9B" is nobody in particular
            continue
        end = words[max(ends) - 1].end
        if word.start > open_to:
            if open_to >= 0:
                yield open_from, open_to
            open_from = word.start
        open_to = max(open_to, end)
    if open_to >= 0:
        yield open_from, open_to


def class_at(words: Sequence[Word], at: int) -> int:
    """How many words from `at` name a class ("9B", "10 A"): 0, 1 or 2."""
    if at >= len(words):
        return 0
    if _CLASS.fullmatch(words[at].lower):
        return 1
    follows = at + 1 < len(words) and words[at + 1].gap == " " and _LETTER.fullmatch(words[at + 1].text)
    return 2 if _NUMBER.fullmatch(words[at].text) and follows else 0


@cache
def _patterns() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(pattern.split()) for pattern in phrases("pointing"))


@cache
def _first_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The patterns that can begin with each word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for pattern in _patterns():
        first = next(element for element in pattern if element[0] != "!")
        for word in pattern_words(first) if first != "CLASS" else ["CLASS"]:
            found.setdefault(word, []).append(pattern)
    return {word: tuple(patterns) for word, patterns in found.items()}


def _beginning_at(words: Sequence[Word], at: int) -> tuple[tuple[str, ...], ...]:
    return _first_words().get("CLASS" if class_at(words, at) else words[at].lower, ())


def _fit(pattern: Sequence[str], words: Sequence[Word], at: int, *, inside: bool = False) -> int | None:
    """Where `pattern` ends when it begins at word `at`, or None.

    "*3" passes over at most three words; "!this" wants none of these words just before.
    """
    if not pattern:
        return at
    first, rest = pattern[0], pattern[1:]
    if first[0] == "!":
        return None if _follows(words, at, first[1:]) else _fit(rest, words, at)
    if first[0] == "*":
        tries = (
            _fit(rest, words, at + skipped, inside=True) for skipped in _passed(words, at, int(first[1:]))
        )
        return next((end for end in tries if end is not None), None)
    if at >= len(words) or (inside and words[at].opens):
        return None
    size = _size(first, words, at, is_last=not rest)
    return _fit(rest, words, at + size, inside=True) if size else None


def _passed(words: Sequence[Word], at: int, most: int) -> Iterator[int]:
    for skipped in range(most + 1):
        yield skipped
        if at + skipped >= len(words) or words[at + skipped].opens:
            return


def _size(element: str, words: Sequence[Word], at: int, *, is_last: bool) -> int:
    if element == "CLASS":
        size = class_at(words, at)
        is_compound = size and is_last and at + size < len(words) and words[at + size].gap == "-"
        return 0 if is_compound else size
    if element == "GRADE":
        is_number = _NUMBER.fullmatch(words[at].text) or words[at].lower in word_list("ordinals")
        return 2 if is_number and at + 1 < len(words) and words[at + 1].lower in word_list("grades") else 0
    return int(words[at].lower in pattern_words(element))


def _follows(words: Sequence[Word], at: int, name: str) -> bool:
    return at > 0 and not words[at].opens and words[at - 1].lower in pattern_words(name)
