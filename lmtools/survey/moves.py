"""Small changes of who answered what, from which other tables with the same figures are made.

A move is a *transfer* between leaves (+1 and -1) times a *shift* between answers (summing to 0). One
that leaves everything shown as it is proves that the cells it changes cannot be worked out.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import lru_cache

import numpy as np

from lmtools.survey.linked_system import Key
from lmtools.survey.schema import Ints

_SMALL = 2


@lru_cache(maxsize=64)
def shifts(options: int) -> Ints:
    """Changes in the numbers of each answer that leave the number of respondents as it is."""
    steps = range(-_SMALL, _SMALL + 1)
    small = [v for v in itertools.product(steps, repeat=options) if sum(v) == 0 and any(v)]
    # Four neighbouring answers can change without touching the sum or the sum of squares.
    third = [
        tuple(dict(zip(at, (s, -3 * s, 3 * s, -s), strict=True)).get(i, 0) for i in range(options))
        for at in itertools.combinations(range(options), 4)
        for s in (1, -1)
    ]
    order = sorted({*small, *third}, key=lambda v: (sum(map(abs, v)), v))
    return np.asarray(order, dtype=np.int64).reshape(-1, options)


@lru_cache(maxsize=512)
def transfers(leaves: tuple[Key, ...], shown: tuple[tuple[int, ...], ...]) -> Ints:
    """Changes between leaves: one, a pair, a rectangle, and those that no shown group notices.

    `shown` are the 0/1 rows of the shown groups.
    """
    size = len(leaves)
    eye = np.eye(size, dtype=np.int64)
    found = [*eye, *(eye[a] - eye[b] for a, b in itertools.combinations(range(size), 2))]
    found += _rectangles(leaves, eye)
    basis = _unnoticed(np.asarray(shown, dtype=np.int64).reshape(-1, size))
    found += basis
    found += [a + s * b for a, b in itertools.combinations(basis, 2) for s in (1, -1)][: 20 * size]
    rows = {_upright(row): None for row in found if row.any() and abs(row).max() <= _SMALL}
    return np.asarray(list(rows), dtype=np.int64).reshape(-1, size)


def _upright(row: Ints) -> tuple[int, ...]:
    """A move and its opposite are one: the one that begins with a plus. Shifts come both ways."""
    first = row[np.flatnonzero(row)[0]]
    return tuple((row * np.sign(first)).tolist())


def _rectangles(leaves: tuple[Key, ...], eye: Ints) -> list[Ints]:
    place = {leaf: i for i, leaf in enumerate(leaves)}
    grades = list(dict.fromkeys(grade for grade, _ in leaves))
    genders = list(dict.fromkeys(gender for _, gender in leaves))
    found = []
    for (a, b), (g, h) in itertools.product(
        itertools.combinations(grades, 2), itertools.combinations(genders, 2)
    ):
        corners = [place.get(key) for key in ((a, g), (a, h), (b, g), (b, h))]
        if None not in corners:
            one, two, three, four = (eye[corner] for corner in corners)
            found.append(one - two - three + four)
    return found


def _unnoticed(shown: Ints) -> list[Ints]:
    """A basis, in whole numbers, of the changes that leave all shown groups' sizes as they are."""
    rows = [[Fraction(int(v)) for v in row] for row in shown]
    size = shown.shape[1]
    pivots: list[int] = []
    for column in range(size):
        at = len(pivots)
        pick = next((r for r in range(at, len(rows)) if rows[r][column]), None)
        if pick is None:
            continue
        rows[at], rows[pick] = rows[pick], rows[at]
        lead = rows[at][column]
        rows[at] = [v / lead for v in rows[at]]
        for r in range(len(rows)):
            if r != at and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [v - factor * w for v, w in zip(rows[r], rows[at], strict=True)]
        pivots.append(column)
    basis = []
    for free in (c for c in range(size) if c not in pivots):
        vector = [Fraction(0)] * size
        vector[free] = Fraction(1)
        for r, column in enumerate(pivots):
            vector[column] = -rows[r][free]
        scale = np.lcm.reduce([v.denominator for v in vector])
        basis.append(np.asarray([int(v * int(scale)) for v in vector], dtype=np.int64))
    return basis
