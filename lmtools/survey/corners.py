"""How far hidden shares can go without breaking what is said of them: linear programs, all rows at once.

A program has up to five shares of at least zero and up to three statements, so it is solved by trying its
corners: a corner has at most as many shares above zero as there are statements, and those are at one of
their two ends. There are at most 231 of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from lmtools.survey.schema import Floats, Ints, Mask

SLACK = 1e-7
"""What a statement may be broken by and still be held, for each respondent."""


@dataclass(frozen=True)
class Statements:
    """What the rows say of their hidden shares: `low <= weights . hidden <= high`, in pupils.

    `weights`, `low` and `high` tell of the sum, the mean and the deviation; `people` is the respondents
    a row counts in (100 where the numbers are points), `whole` where they are pupils. Rows come last in
    all arrays here, so that what is asked of every row is asked of numbers that lie side by side.
    """

    weights: Floats  # (3, shares, rows)
    low: Floats  # (3, rows)
    high: Floats
    people: Floats
    whole: Mask

    @property
    def size(self) -> int:
        """How many shares the statements are about."""
        return int(self.weights.shape[1])


def some(said: Statements, rows: Ints) -> Statements:
    """The statements of some rows, whose places are given in order."""
    if len(rows) == len(said.people):
        return said
    return Statements(
        said.weights[:, :, rows], said.low[:, rows], said.high[:, rows], said.people[rows], said.whole[rows]
    )


def corners(said: Statements, kept: int = 3) -> tuple[Floats, Floats]:
    """The least and greatest of each hidden share over all corners; infinite where there is none.

    Only the first `kept` of the statements (sum, mean, deviation) are believed. Where the sum is known
    exactly, as in whole pupils, every corner lies on it, and a quarter of them is enough.
    """
    if said.size == 2:
        return _pair(said, kept)
    exact = said.low[0] == said.high[0]
    low, high = np.empty((2, said.size, len(exact)))
    for on_sum in (True, False):
        at = np.flatnonzero(exact == on_sum)
        low[:, at], high[:, at] = _corners(some(said, at), kept, on_sum=on_sum)
    return low, high


def _pair(said: Statements, kept: int) -> tuple[Floats, Floats]:
    """The same for two hidden shares: what two statements say of the one when the other is taken out of them.

    Every two statements are tried, and each with that the other share is not below zero.
    """
    slack = SLACK * np.maximum(said.people, 1)
    spare = np.where(said.whole, slack, 0.0)  # whole pupils are rounded inwards after this
    least, most = said.low.copy(), said.high.copy()
    least[1:], most[1:] = least[1:] - spare, most[1:] + spare
    low, high = np.zeros((2, *said.weights.shape[1:]))
    none = np.zeros(len(slack), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for own, other in ((0, 1), (1, 0)):
            a, b = said.weights[:, own], said.weights[:, other]
            high[own] = np.fmin.reduce(most[:kept] / a[:kept])
            for k, j in combinations(range(kept), 2):
                slope = a[k] * b[j] - a[j] * b[k]
                flat = np.abs(slope) < 1e-9
                slope[flat] = np.nan
                left, right = b[j] * least[k] - b[k] * most[j], b[j] * most[k] - b[k] * least[j]
                none |= flat & ((left > slack) | (right < -slack))
                left, right = left / slope, right / slope
                low[own] = np.fmax(low[own], np.fmin(left, right))
                high[own] = np.fmin(high[own], np.fmax(left, right))
            none |= low[own] > high[own] + slack
    return np.where(none, np.inf, low), np.where(none, -np.inf, high)


def _corners(said: Statements, kept: int, *, on_sum: bool) -> tuple[Floats, Floats]:
    rows, size = len(said.people), said.size
    low = np.full((size, rows), np.inf)
    high = np.full((size, rows), -np.inf)
    nobody = np.zeros((size, rows), dtype=bool)
    slack = SLACK * np.maximum(said.people, 1)
    ends = np.stack([said.low, said.high])
    within = said.low - slack, said.high + slack
    for support, active in _bases(size, kept, on_sum=on_sum) if rows else ():
        inverse = _inverse([[said.weights[k, option] for option in support] for k in active])
        sides = [side for side in product((0, 1), repeat=len(active)) if not (on_sum and side[0])]
        with np.errstate(invalid="ignore"):
            right = [ends[list(side), k] for side, k in zip(zip(*sides, strict=True), active, strict=True)]
            point = [_product(line, right) for line in inverse]
            fits = np.ones((len(sides), rows), dtype=bool)
            for x in point:
                fits &= x >= -slack
            for k in set(range(kept)) - set(active):
                value = _product([said.weights[k, option] for option in support], point)
                fits &= (value >= within[0][k]) & (value <= within[1][k])
        for option, x in zip(support, point, strict=True):
            here = np.where(fits, x, np.nan)
            low[option] = np.fmin(low[option], np.fmin.reduce(here))
            high[option] = np.fmax(high[option], np.fmax.reduce(here))
        for option in set(range(size)) - set(support):
            nobody[option] |= fits.any(axis=0)
    low, high = np.where(nobody, np.minimum(low, 0), low), np.where(nobody, np.maximum(high, 0), high)
    return np.where(np.isfinite(low), np.maximum(low, 0), np.inf), high


def _bases(size: int, kept: int, *, on_sum: bool) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every corner but for its sides: which shares are above zero, and which statements hold them.

    `on_sum`: only those held by the sum, whose two ends are one. (With nothing left to share out, the
    corner where all are zero is found as one share that the sum holds at zero.)
    """
    for count in range(min(size, kept) + 1):
        for support in combinations(range(size), count):
            for active in combinations(range(kept), count):
                if not on_sum or 0 in active:
                    yield support, active


def _product(line: Sequence[Floats], point: Sequence[Floats]) -> Floats:
    found = np.zeros(1)
    for weight, x in zip(line, point, strict=True):
        found = found + weight * x
    return found


def _inverse(m: list[list[Floats]]) -> list[list[Floats]]:
    """The inverse of a matrix of up to three lines, for all rows at once; not finite where there is none."""
    if not m:
        return []
    if len(m) == 1:
        adjugate = [[np.ones_like(m[0][0])]]
    elif len(m) == 2:
        adjugate = [[m[1][1], -m[0][1]], [-m[1][0], m[0][0]]]
    else:
        adjugate = [[_cofactor(m, j, i) for j in range(3)] for i in range(3)]
    whole = _product(m[0], [line[0] for line in adjugate])
    whole = np.where(np.abs(whole) > 1e-9, whole, np.nan)
    return [[cell / whole for cell in line] for line in adjugate]


def _cofactor(m: list[list[Floats]], i: int, j: int) -> Floats:
    """Of three lines: what is left without line i and column j, with its sign."""
    (a, b), (c, d) = ((m[(i + k) % 3][(j + 1) % 3], m[(i + k) % 3][(j + 2) % 3]) for k in (1, 2))
    return np.asarray(a * d - b * c)
