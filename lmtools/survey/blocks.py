"""Questions that tell of each other: an index and its questions, and a share of a question's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lmtools.survey.pupils import Question
from lmtools.survey.schema import SHARES, Floats, Mask
from lmtools.survey.sheets import Parts


@dataclass(frozen=True)
class Block:
    """Questions that are protected one after the other, each reckoning with those before it.

    Attributes:
        questions: Numbers of questions, parts first.
        parts: For an index or a share, the questions it is made of and the answers it counts.
        sensitive: Whether one of them is, so that all have the higher minimum.
    """

    questions: tuple[int, ...]
    parts: Mapping[int, Parts] = field(default_factory=dict)
    sensitive: bool = False


def make_blocks(questions: Sequence[Question]) -> list[Block]:
    """All questions, in blocks; one that has nothing to do with the others is a block of its own."""
    parts = {number: _parts(number, questions) for number in range(len(questions))}
    home = list(range(len(questions)))
    linked = [(number, part) for number, found in parts.items() for part, _ in found]
    linked += [(b, a) for a, b in _twins(questions)]
    for one, other in linked:
        low, high = sorted((home[one], home[other]))
        home = [low if place == high else place for place in home]
    blocks = []
    for place in dict.fromkeys(home):
        inside = [number for number in range(len(questions)) if home[number] == place]
        inside.sort(key=lambda number: (len(parts[number]), number))
        blocks.append(
            Block(
                tuple(inside),
                {number: parts[number] for number in inside if parts[number]},
                any(questions[number].row.sensitive for number in inside),
            )
        )
    return blocks


def _parts(number: int, questions: Sequence[Question]) -> Parts:
    own = questions[number]
    every = np.ones(len(SHARES), dtype=bool)
    inside = tuple((i, every) for i, q in enumerate(questions) if q.row.parent == own.row.code != q.row.code)
    if inside or own.row.scale != "share":
        return inside
    counted = (
        (i, _counted(own.answers, q.answers)) for i, q in enumerate(questions) if q.row.scale != "share"
    )
    return tuple((i, mask) for i, mask in counted if mask is not None)


def _counted(share: Floats, answers: Floats) -> Mask | None:
    """Which answers a share counts, if it follows from them at all."""
    given = np.isfinite(share)
    if not np.array_equal(given, np.isfinite(answers)) or bool((answers[given] % 1 != 0).any()):
        return None
    counts = np.zeros(len(SHARES), dtype=bool)
    for option in range(len(SHARES)):
        found = share[given & (answers == option + 1)]
        if len(found) and found.min() != found.max():
            return None
        counts[option] = bool(len(found)) and found[0] == 1
    return counts


def _twins(questions: Sequence[Question]) -> list[tuple[int, int]]:
    """Pairs of questions with the very same answers, as when one column serves two indicators."""
    first: dict[bytes, int] = {}
    pairs = []
    for number, question in enumerate(questions):
        key = question.row.scale.encode() + question.answers.tobytes()
        if key in first:
            pairs.append((first[key], number))
        first.setdefault(key, number)
    return pairs
