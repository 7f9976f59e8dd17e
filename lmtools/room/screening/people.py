"""Names of people: from the lists, from initials, and from what stands around an unknown word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from lmtools.room.screening.pointing import class_at
from lmtools.room.screening.words import Word, name_lists, pattern_words, phrases, rules, word_list

# What a word can be: a name whatever its case, a name with its capital, a word that is a name inside a
# sentence, a word (a month, a theme) that is a name only beside something that says so.
_ALWAYS, _CAPITAL, _WORD, _THEME = "always", "capital", "word", "theme"
_SHORTEST_SMALL = 4
_LONGEST_PHRASE = 5


def names(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """(start, end) of each name in `text`, whose words are `words`."""
    at = 0
    while at < len(words):
        size = _phrase(words, at)
        if size:  # a book, a programme, a day of the year
            at += size
            continue
        size = _initials(text, words, at) or _small(words, at) or _run(words, at)
        if size > 0:
            yield words[at].start, _end(words, at + size - 1)
        at += abs(size) or 1


def _end(words: Sequence[Word], last: int) -> int:
    """Without the genitive's s."""
    word = words[last]
    return word.end - (_kind(word.lower) is None and _is_genitive(word))


@cache
def _phrases() -> frozenset[str]:
    return frozenset(phrases("not_names"))


def _phrase(words: Sequence[Word], at: int) -> int:
    """How many words from `at` on are a phrase that only sounds like a person."""
    phrase, found = words[at].lower, 0
    for size in range(1, _LONGEST_PHRASE + 1):
        if phrase in _phrases():
            found = size
        if at + size >= len(words) or words[at + size].gap not in (" ", ". "):
            break
        phrase += " " + words[at + size].lower
    return found


def _initials(text: str, words: Sequence[Word], at: int) -> int:
    """ "O.N.", but not "P.S."."""
    if at + 1 >= len(words) or words[at + 1].gap not in (".", ". "):
        return 0
    pair = words[at : at + 2]
    are_letters = all(len(word.text) == 1 and word.is_capital for word in pair)
    is_dotted = text[pair[1].end : pair[1].end + 1] == "."
    return 2 if are_letters and is_dotted and pair[0].text + pair[1].text != "PS" else 0


def _small(words: Sequence[Word], at: int) -> int:
    """A name written without its capital letter."""
    word = words[at]
    if word.is_capital or word.lower[0].isdecimal():
        return 0
    if _is_small_name(word.lower):
        return 1
    is_whose = word.lower.endswith("s") and _is_small_name(word.lower[:-1])
    return int(is_whose and _next_is(words, at, "parting"))


def _is_small_name(lower: str) -> bool:
    is_sure = len(lower) >= _SHORTEST_SMALL and _kinds().get(lower) == _ALWAYS
    return is_sure and lower not in word_list("not_lower")


def _run(words: Sequence[Word], at: int) -> int:
    """How many capital words from `at` on are one name; less than nothing for a run that is no name."""
    size = 0
    while at + size < len(words) and _goes_on(words, at, size):
        size += 1
    if size == 0:
        return int(_is_unknown_name(words, at))
    if _is_place(words, at + size):
        return -size
    while size > 1 and _is_loose(words[at + size - 1]):
        size -= 1
    return size if _is_name(words, at, size) else -1


def _goes_on(words: Sequence[Word], at: int, size: int) -> bool:
    word = words[at + size]
    if not word.is_capital or (size and (word.gap not in (" ", "-") or _is_genitive(words[at + size - 1]))):
        return False
    return _kind_of(word) is not None or _is_surname(word)


def _is_loose(word: Word) -> bool:
    return _kind_of(word) == _THEME and not _is_surname(word)


def _is_name(words: Sequence[Word], at: int, size: int) -> bool:
    run = words[at : at + size]
    if _is_compound(words, at + size):
        return False
    if any(word.is_shouted for word in run):
        return all(word.is_shouted and _kind_of(word) == _ALWAYS and len(word.text) > 3 for word in run)
    kinds = [_kind_of(word) for word in run]
    if _ALWAYS in kinds or _CAPITAL in kinds or (size > 1 and any(kinds)):
        return True
    if kinds[0] == _WORD and not run[0].opens and not _is_genitive(run[0]):
        return True
    is_patronymic = run[0].lower.endswith("sen") and _is_surname(run[0])
    return is_patronymic or run[0].lower in word_list("surname_alone") or _is_supported(words, at, size)


def _is_supported(words: Sequence[Word], at: int, size: int) -> bool:
    """Whether what stands around says that this is a person."""
    last = at + size - 1
    if at > 0 and not words[at].opens and words[at - 1].lower in word_list("person_before"):
        return True
    if _is_genitive(words[last]) and _kind(words[last].lower) is None:
        return _next_is(words, last, "parting")
    in_class = _next_is(words, last, "at") and class_at(words, last + 2) > 0
    return in_class or _next_is(words, last, "person_after")


def _is_unknown_name(words: Sequence[Word], at: int) -> bool:
    """A capital word inside a sentence, in no list, where a person's name would stand."""
    word = words[at]
    if (
        word.opens
        or not word.is_capital
        or word.is_shouted
        or len(word.text) < 3
        or word.gap not in (" ", ", ")
    ):
        return False
    if _is_no_person(word.lower) or _is_place(words, at + 1) or _is_compound(words, at + 1):
        return False
    before = words[at - 1].lower
    is_called = word.gap == " " and before in word_list("person_before")
    is_called = is_called or (before in word_list("with_people") and _can_be_name(words, at))
    further = words[at - 2].lower if at > 1 else ""
    is_child_of = before in pattern_words("to") and further in word_list("parent_to")
    is_child_of = is_child_of or (before in pattern_words("of") and further in word_list("beside"))
    return is_called or is_child_of or (before not in word_list("from") and _is_supported(words, at, 1))


def _is_no_person(lower: str) -> bool:
    return lower in word_list("not_people") or lower.removesuffix("s") in word_list("not_people")


def _can_be_name(words: Sequence[Word], at: int) -> bool:
    """Whether an unknown capital word neither ends as a noun does nor goes on as a title: "Røde Kors"."""
    goes_on = at + 1 < len(words) and words[at + 1].gap in (" ", "-") and words[at + 1].is_capital
    is_noun = words[at].lower.endswith(tuple(word_list("no_name_endings")))
    return len(words[at].text) > 3 and not is_noun and not goes_on


def _is_place(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].gap in (" ", "-") and words[at].lower in word_list("place_tails")


def _is_compound(words: Sequence[Word], at: int) -> bool:
    """ "Lucia-toget" is a train; "Ola-saken" is about Ola."""
    is_joined = at < len(words) and words[at].gap == "-" and not words[at].is_capital
    return is_joined and words[at].lower not in word_list("compound_tails")


def _next_is(words: Sequence[Word], at: int, name: str) -> bool:
    """Whether the next word of the sentence is in the list `name`."""
    if at + 1 >= len(words) or words[at + 1].gap not in (" ", "' ", "’ "):
        return False
    known = word_list(name) if name in rules() else pattern_words(name)
    return words[at + 1].lower in known


def _is_genitive(word: Word) -> bool:
    return word.lower.endswith("s") and len(word.lower) > 2


def _is_surname(word: Word) -> bool:
    surnames = name_lists()[1]
    return word.lower in surnames or (_is_genitive(word) and word.lower[:-1] in surnames)


def _kind_of(word: Word) -> str | None:
    return _kind(word.lower) or (_kind(word.lower[:-1]) if _is_genitive(word) else None)


def _kind(lower: str) -> str | None:
    return _kinds().get(lower) or (_CAPITAL if _is_built_as_name(lower) else None)


@cache
def _kinds() -> dict[str, str]:
    """What each word of the lists can be; the later list decides."""
    known = dict.fromkeys(name_lists()[0], _ALWAYS)
    known.update(dict.fromkeys(word_list("capital_only") & known.keys(), _CAPITAL))
    known.update(dict.fromkeys(word_list("word") & known.keys(), _WORD))
    return known | dict.fromkeys(word_list("theme"), _THEME)


def _is_built_as_name(lower: str) -> bool:
    """Norse names are two stems: "Leid" + "ulf"."""
    return any(lower[:at] in word_list("stems") and lower[at:] in word_list("endings") for at in range(2, 6))
