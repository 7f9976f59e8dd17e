"""Which plenary points may say the same: a suggestion for the facilitator, worked out on this machine.

Two texts are alike when they share stems and groups of three letters, the rare ones counting most (tf-idf,
cosine). Bokmål and nynorsk are read as one: endings are cut, and common words are put in one form. It
merges nothing by itself, and knows nothing of what words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

ALIKE = 0.4  # chosen on the pairs in tests/unit/room/alike.tsv
MOST = 6

_WORD = re.compile(r"\w+")
_COMMON_WORDS = """
    og i på til for at det de den er vi som en et ei å av med har om seg ikke kan skal må hva så blir bli var
    fra ved mer når alle oss våre vår noe noen mange mye være også bør eller men da der her vil dem deres
"""
_COMMON = frozenset(_COMMON_WORDS.split())
# Nynorsk and other forms that cutting endings does not bring together, each with the form we use.
_OTHER_FORMS = """
    ikkje ikke, eg jeg, ho hun, dei de, frå fra, meir mer, korleis hvordan, kva hva, noko noe, nokon noen,
    mykje mye, vere være, vera være, vore vært, skule skole, skulen skole, lærar lærer, lærarar lærer,
    lærarane lærer, vaksne voksne, vaksen voksne, voksen voksne, like lik, felles lik, heim hjem, heime hjem,
    heimen hjem, eit et, ein en, berre bare, saman sammen, fleire flere, høyre høre, høyrer høre, møtar møte,
    tydelege tydelig
"""
_ONE_FORM = dict(pair.split() for pair in _OTHER_FORMS.split(","))
_ENDING_LIST = "enes anes ene ane ede ete ende ande het heit ing er ar en et te es as e a r s t"
_ENDINGS = tuple(_ENDING_LIST.split())


@dataclass(frozen=True)
class Alike:
    """Points (ids) that may say the same, and how alike the least alike of them are, from 0 to 1."""

    points: tuple[str, ...]
    likeness: float


@lru_cache(maxsize=256)
def alike(points: tuple[tuple[str, str], ...]) -> tuple[Alike, ...]:
    """Groups of (id, text) points of one box that may say the same, the most alike first; at most six."""
    likenesses = _pairs([text for _, text in points])
    groups: list[list[int]] = []
    for one, other in sorted(likenesses, key=lambda pair: -likenesses[pair]):
        _join(groups, one, other, likenesses)
    found = [
        Alike(
            tuple(points[at][0] for at in sorted(group)),
            round(min(likenesses[a, b] for a in group for b in group if a < b), 2),
        )
        for group in groups
    ]
    return tuple(sorted(found, key=lambda one: -one.likeness)[:MOST])


def likeness(one: str, other: str) -> float:
    """How alike two texts are by themselves, from 0 to 1."""
    return _pairs([one, other], least=0.0).get((0, 1), 0.0)


def stems(text: str) -> list[str]:
    """The text's words without endings, in one form for bokmål and nynorsk; common words left out."""
    words = (_ONE_FORM.get(word, word) for word in _WORD.findall(text.casefold()))
    return [_stem(word) for word in words if word not in _COMMON]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _pairs(texts: Sequence[str], least: float = ALIKE) -> dict[tuple[int, int], float]:
    by_stem = _weighted([Counter(stems(text)) for text in texts])
    by_letters = _weighted([Counter(_letters(text)) for text in texts])
    found = {}
    for one in range(len(texts)):
        for other in range(one + 1, len(texts)):
            words = _cosine(by_stem[one], by_stem[other])
            together = (words + _cosine(by_letters[one], by_letters[other])) / 2
            if together >= least:
                found[one, other] = together
    return found


def _letters(text: str) -> list[str]:
    whole = " ".join(f" {stem} " for stem in stems(text))
    return [whole[at : at + 3] for at in range(len(whole) - 2)]


def _weighted(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    in_texts = Counter(part for count in counts for part in count)
    rarity = {part: 1 + log((1 + len(counts)) / (1 + many)) for part, many in in_texts.items()}
    return [{part: many * rarity[part] for part, many in count.items()} for count in counts]


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    product = sum(weight * other.get(part, 0.0) for part, weight in one.items())
    length = sqrt(sum(w * w for w in one.values())) * sqrt(sum(w * w for w in other.values()))
    return product / length if length else 0.0


def _join(groups: list[list[int]], one: int, other: int, likenesses: Mapping[tuple[int, int], float]) -> None:
    """Let two points share a group, where each in it is like each other."""
    mine = next((group for group in groups if one in group), None)
    theirs = next((group for group in groups if other in group), None)
    if mine is not None and mine is theirs:
        return
    joined = [*(mine or [one]), *(theirs or [other])]
    if all((min(a, b), max(a, b)) in likenesses for a in joined for b in joined if a != b):
        groups[:] = [group for group in groups if group is not mine and group is not theirs]
        groups.append(joined)
