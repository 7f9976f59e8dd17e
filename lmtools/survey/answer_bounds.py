"""What a reader can work out about the hidden answer shares of one row.

A published row says a lot at once: its five shares sum to 100, its mean is the sum of `k` times
share `k`, its deviation is about that mean, and every share is a whole number of pupils. All numbers
are rounded to one decimal, so each statement is an interval. What is left for a hidden share is then a
small linear program, and the same one for every row with the same options hidden. It is solved here
for all rows at once by trying its corners: a corner has at most as many shares above zero as there are
statements (three), so there are at most 230 of them.

Below 1,000 respondents one decimal tells the exact number of pupils, and bounds are in whole pupils.
Udir's deviations are those of a sample (n - 1): it fits every row of the real file with all shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from lmtools.survey.schema import Floats, Ints, Mask

OPTIONS = 5
ROUNDING = 0.05
EXACT_BELOW = 1000
"""Fewer respondents than this, and a share with one decimal tells the exact number of pupils."""

_SLACK = 1e-7
_WHOLE_STEPS = 12
_CHUNK = 8000  # rows at a time: what a processor keeps at hand
_FEWEST = 10  # respondents taken for granted where the file does not tell: (n - 1) / n is at least 0.9
_POWERS = np.arange(1, OPTIONS + 1, dtype=np.float64) ** np.arange(3)[:, None]


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


def bounds(shares: Floats, *, n: Floats, mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest value, in points, that each hidden share of each row can have.

    `shares` has a column for each of the five options; what is not finite is hidden. `n`, `mean` and
    `sd` are what the row publishes, not finite where it does not. A row that contradicts itself is
    judged by fewer statements: without the deviation, then by the sum alone. Shown shares get NaN.
    """
    options = np.ascontiguousarray(shares.T)
    low, high = np.full((2, *options.shape), np.nan)
    hidden = ~np.isfinite(options)
    count = hidden.sum(axis=0)
    for size in range(1, OPTIONS + 1):
        rows = np.flatnonzero(count == size)
        for start in range(0, len(rows), _CHUNK):
            at = rows[start : start + _CHUNK]
            places = np.nonzero(hidden[:, at].T)[1].reshape(-1, size).T
            low[places, at], high[places, at] = _of_size(options[:, at], n[at], mean[at], sd[at], places)
    return low.T, high.T


def _of_size(shares: Floats, n: Floats, mean: Floats, sd: Floats, hidden: Ints) -> tuple[Floats, Floats]:
    """The bounds of rows with equally many hidden shares; `hidden` says which, in order."""
    said = statements(shares, hidden, n=n, mean=mean, sd=sd)
    low, high = _by_sum(said)
    left = _mean_fits(said)
    for kept, told in ((3, np.isfinite(said.high[2])), (2, True)):
        at = np.flatnonzero(left & told)
        least, most = corners(_some(said, at), kept)
        found = np.isfinite(least).all(axis=0)
        at = at[found]
        low[:, at], high[:, at] = least[:, found], most[:, found]
        left[at] = False
    low = np.where(said.whole, np.ceil(low - 1e-6), low)
    high = np.where(said.whole, np.floor(high + 1e-6), high)
    if len(hidden) == 3:
        at = np.flatnonzero(said.whole & _mean_fits(said))
        low[:, at], high[:, at] = _in_whole_pupils(_some(said, at), low[:, at], high[:, at])
    points = 100 / said.people
    return low * points, np.maximum(low, high) * points


def surely_wide(shares: Floats, *, n: Floats, mean: Floats, sd: Floats, needed: Floats) -> Mask:
    """Rows with all five shares hidden that are certain to leave each of them `needed` points; cheap.

    (1, -2, 0, 2, -1) and (1, -3, 3, -1, 0) change neither sum, mean nor deviation. Where some answers that
    fit have 2t of option 2, t/3 of 4 and t of 5, t of the first moves all but the middle by t or more,
    and t/3 of the second moves the middle by t. Such answers are those and a rest, and a rest with a
    given mean exists on 1 to 5 when its variance can lie between that of the two nearest answers and that
    of the two ends. The least and the greatest mean of the row are tried. False says nothing.
    """
    found = ~np.isfinite(shares).any(axis=1) & np.isfinite(mean)
    rows = np.flatnonzero(found)
    for start in range(0, len(rows), _CHUNK):
        at = rows[start : start + _CHUNK]
        found[at] = _leaves_room(n[at], mean[at], sd[at], needed[at])
    return found


def _leaves_room(n: Floats, mean: Floats, sd: Floats, needed: Floats) -> Mask:
    whole = np.isfinite(n) & (n < EXACT_BELOW)
    people = np.where(whole, n, 100.0)
    low, high = _totals(n, mean, sd, people, whole)
    # The ends of whole pupils are rounded inwards, which takes less than two of them.
    step = needed * people / 100 + np.where(whole, 2.0, 0.0)
    count, first, second = _POWERS @ _RESERVED
    rest = people - count * step
    found = np.zeros(len(n), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for total in (low[1], high[1]):
            center = (total - first * step) / rest
            squares = 2 * mean * total - mean**2 * people - second * step
            least, most = ((end + squares) / rest - center**2 for end in (low[2], high[2]))
            part = center - np.floor(center)
            fits = (center >= 1) & (center <= OPTIONS) & (most >= part * (1 - part))
            found |= fits & (least <= (center - 1) * (OPTIONS - center))
    return np.asarray(found & (rest > 0) & (low[1] <= high[1]))


_RESERVED = np.array([0, 2, 0, 1 / 3, 1])


def _in_whole_pupils(said: Statements, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The same ends where each can be had with whole pupils in the other two shares as well.

    With two hidden shares the ends are whole already; with four or more there is nearly always a way.
    """
    for column in range(said.size):
        for ends, step in ((low, 1.0), (high, -1.0)):
            at = np.arange(len(said.people))
            for _ in range(_WHOLE_STEPS):
                stuck = ~_can_be(_some(said, at), column, ends[column, at])
                at = at[stuck & (low[column, at] < high[column, at])]
                if len(at) == 0:
                    break
                ends[column, at] += step
    return low, high


def _can_be(said: Statements, column: int, value: Floats) -> Mask:
    """Whether the others can be whole pupils when one of three hidden shares is `value`."""
    first, second = (other for other in range(said.size) if other != column)
    left = np.round(said.high[0]) - value
    least, most = np.zeros_like(value), left
    for weights, low, high in list(zip(said.weights, said.low, said.high, strict=True))[1:]:
        own = weights[column] * value + weights[second] * left
        slope = weights[first] - weights[second]
        with np.errstate(divide="ignore", invalid="ignore"):
            a, b = (low - own) / slope, (high - own) / slope
        flat = np.abs(slope) < 1e-9
        least = np.where(flat, least, np.fmax(least, np.fmin(a, b)))
        most = np.where(flat, most, np.fmin(most, np.fmax(a, b)))
        most = np.where(flat & ((own < low - _SLACK) | (own > high + _SLACK)), -1, most)
    return np.asarray(np.ceil(least - 1e-6) <= np.floor(most + 1e-6))


def _by_sum(said: Statements) -> tuple[Floats, Floats]:
    """What the sum alone says."""
    high = np.tile(np.maximum(said.high[0], 0.0), (said.size, 1))
    low = np.maximum(said.low[:1], 0.0) if said.size == 1 else np.zeros_like(high)
    return low, high


def _mean_fits(said: Statements) -> Mask:
    """Whether the hidden shares can have both the sum and the mean that the row says."""
    least = said.weights[1, 0] * np.maximum(said.low[0], 0)
    most = said.weights[1, -1] * said.high[0]
    return np.asarray((least <= said.high[1] + _SLACK) & (most >= said.low[1] - _SLACK))


def _some(said: Statements, rows: Ints) -> Statements:
    """The statements of some rows, given in order."""
    if len(rows) == len(said.people):
        return said
    return Statements(
        said.weights[:, :, rows], said.low[:, rows], said.high[:, rows], said.people[rows], said.whole[rows]
    )


def statements(shares: Floats, hidden: Ints, *, n: Floats, mean: Floats, sd: Floats) -> Statements:
    """What is left for the hidden shares of sum, mean and deviation when the shown ones are taken off.

    `shares` has a line for each option, and `hidden` the options that each row hides, equally many in all.
    """
    shown = np.isfinite(shares)
    given = np.where(shown, shares, 0.0)
    told = np.isfinite(n)
    exactly = given * np.where(told, n, 0.0) / 100
    pupils = np.round(exactly)
    near = np.abs(pupils - exactly) <= ROUNDING * np.where(told, n, 0.0) / 100 + _SLACK
    whole = told & (n < EXACT_BELOW) & near.all(axis=0) & (pupils.sum(axis=0) <= n)
    people = np.where(whole, n, 100.0)
    given = np.where(whole, pupils, given)
    about = np.where(np.isfinite(mean), mean, 3.0)
    low, high = _totals(n, mean, sd, people, whole)
    off = _about(_POWERS @ given, about)
    doubt = np.where(whole, 0.0, ROUNDING) * _about(_POWERS @ shown, about)
    option = hidden + 1.0
    weights = np.stack([np.ones(option.shape), option, (option - about) ** 2])
    return Statements(weights, low - off - doubt, high - off + doubt, people, whole)


def _about(moments: Floats, mean: Floats) -> Floats:
    """Sums of 1, k and k squared as those of 1, k and (k - mean) squared."""
    squares = moments[2] - 2 * mean * moments[1] + mean**2 * moments[0]
    return np.stack([moments[0], moments[1], squares])


def _totals(n: Floats, mean: Floats, sd: Floats, people: Floats, whole: Mask) -> tuple[Floats, Floats]:
    """Sum, mean and deviation times the respondents, as intervals; infinite where a row does not say."""
    low, high = people * (mean - ROUNDING), people * (mean + ROUNDING)
    low, high = (np.where(whole, np.ceil(low - 1e-6), low), np.where(whole, np.floor(high + 1e-6), high))
    degrees = np.where(
        np.isfinite(n), (n - 1) / np.where(np.isfinite(n), np.maximum(n, 1), 1), 1 - 1 / _FEWEST
    )
    least = people * degrees * np.maximum(sd - ROUNDING, 0) ** 2
    degrees = np.where(np.isfinite(n), degrees, 1.0)
    most = people * (degrees * (sd + ROUNDING) ** 2 + ROUNDING**2)
    lows, highs = np.stack([people, low, least]), np.stack([people, high, most])
    told = np.stack([np.ones(len(n), dtype=bool), np.isfinite(mean), np.isfinite(mean) & np.isfinite(sd)])
    return np.where(told, lows, -np.inf), np.where(told, highs, np.inf)


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
        low[:, at], high[:, at] = _corners(_some(said, at), kept, on_sum=on_sum)
    return low, high


def _pair(said: Statements, kept: int) -> tuple[Floats, Floats]:
    """The same for two hidden shares: what two statements say of the one when the other is taken out of them.

    Every two statements are tried, and each with that the other share is not below zero.
    """
    slack = _SLACK * np.maximum(said.people, 1)
    spare = np.where(said.whole, slack, 0.0)
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
    slack = _SLACK * np.maximum(said.people, 1)
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


def _product(line: list[Floats], point: list[Floats]) -> Floats:
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
