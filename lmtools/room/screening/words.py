"""What the rules read: the shipped lists, and a text as words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lmtools.domain.jsonable import Json

# Letters up to U+024F: everything that Norwegian, Sámi and most other Latin spellings need.
WORD = re.compile("[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")
_ENDS = re.compile('[!?:;\n"«“”•–]')


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands, what stands before it, and whether it opens a sentence."""

    text: str
    lower: str
    start: int
    end: int
    gap: str
    opens: bool

    @property
    def is_capital(self) -> bool:
        """Whether it has a capital letter first, and is not all digits."""
        return self.text[0] != self.lower[0]

    @property
    def is_shouted(self) -> bool:
        """Whether it is in capital letters only."""
        return len(self.text) > 1 and self.text == self.text.upper() and self.text != self.lower


def words_of(text: str) -> list[Word]:
    """The words of `text` in order."""
    words: list[Word] = []
    end = 0
    for found in WORD.finditer(text):
        gap, word = text[end : found.start()], found.group()
        opens = not words or _opens(gap, words[-1], word)
        words.append(Word(word, word.lower(), found.start(), found.end(), gap, opens))
        end = found.end()
    return words


def _opens(gap: str, before: Word, word: str) -> bool:
    if _ENDS.search(gap):
        return True
    # "9. trinn" and "kl. 8" go on; "O. N." does too.
    is_short = len(before.text) == 1 or before.text.isdecimal()
    return ". " in gap and not (is_short or word[0] == word[0].lower())


@cache
def rules() -> Json:
    """Word lists and patterns, from rules.json."""
    found: Json = json.loads(_read("rules.json"))
    return found


@cache
def word_list(name: str) -> frozenset[str]:
    """One word list of rules.json."""
    return frozenset(str(rules()[name]).split())


@cache
def phrases(name: str) -> tuple[str, ...]:
    """One list of rules.json in which each has several words."""
    found = rules()[name]
    assert isinstance(found, list)  # the file is ours
    return tuple(map(str, found))


@cache
def pattern_words(name: str) -> frozenset[str]:
    """The words that `name` stands for in a pattern."""
    words = rules()["words"]
    assert isinstance(words, dict)
    return frozenset(str(words[name]).split())


@cache
def name_lists() -> tuple[frozenset[str], frozenset[str]]:
    """Given names and surnames in small letters, from names.txt."""
    given, surnames = names_as_written()
    return frozenset(name.lower() for name in given), frozenset(name.lower() for name in surnames)


def names_as_written() -> tuple[list[str], list[str]]:
    """Given names and surnames as names.txt has them."""
    lines = [line for line in _read("names.txt").splitlines() if not line.startswith("#")]
    at = lines.index("[surname]")
    given = " ".join(lines[lines.index("[given]") + 1 : at])
    return given.split(), " ".join(lines[at + 1 :]).split()


def _read(name: str) -> str:
    return (files("lmtools.room.screening") / name).read_text("utf-8")
