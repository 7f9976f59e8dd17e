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
from functools import partial
from itertools import combinations, product

import numpy as np

from lmtools.survey.schema import Floats, Ints, Mask

OPTIONS = 5
ROUNDING = 0.05
EXACT_BELOW = 1000
"""Fewer respondents than this, and a share with one decimal tells the exact number of pupils."""

_SLACK = 1e-7
_WHOLE_STEPS = 12
_CHUNK = 8_000  # rows at a time: what a processor keeps at hand
_FEWEST = 10  # respondents taken for granted where the file does not tell: (n - 1) / n is at least 0.9
_POWERS = np.arange(1, OPTIONS + 1, dtype=np.float64)[:, None] ** np.arange(3)


@dataclass(frozen=True)
class Statements:
    """What the rows say of their hidden shares: `low <= weights . hidden <= high`, in pupils.

    `low` and `high` have one column for the sum, the mean and the deviation; `people` is the
    respondents a row counts in (100 where the numbers are points), `whole` where they are pupils.
    """

    weights: Floats  # (rows, 3, shares)
    low: Floats  # (rows, 3)
    high: Floats
    people: Floats
    whole: Mask

    @property
    def size(self) -> int:
        """How many shares the statements are about."""
        return int(self.weights.shape[2])


def bounds(shares: Floats, *, n: Floats, mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest value, in points, that each hidden share of each row can have.

    `shares` has a column for each of the five options; what is not finite is hidden. `n`, `mean` and
    `sd` are what the row publishes, not finite where it does not. A row that contradicts itself is
    judged by fewer statements: without the deviation, then by the sum alone. Shown shares get NaN.
    """
    low = np.full(shares.shape, np.nan)
    high = np.full(shares.shape, np.nan)
    hidden = ~np.isfinite(shares)
    count = hidden.sum(axis=1)
    for size in range(1, OPTIONS + 1):
        rows = np.flatnonzero(count == size)
        for start in range(0, len(rows), _CHUNK):
            at = rows[start : start + _CHUNK]
            options = np.nonzero(hidden[at])[1].reshape(-1, size)
            cells = at[:, None], options
            low[cells], high[cells] = _of_size(shares[at], n[at], mean[at], sd[at], options)
    return low, high


def _of_size(shares: Floats, n: Floats, mean: Floats, sd: Floats, options: Ints) -> tuple[Floats, Floats]:
    """The bounds of rows with equally many hidden shares; `options` says which, in order."""
    said = statements(shares, options, n=n, mean=mean, sd=sd)
    low, high = _by_sum(said)
    left = np.flatnonzero(_mean_fits(said))
    for kept in (3, 2):
        found = corners(_some(said, left), kept)
        fits = np.isfinite(found[0]).all(axis=1)
        low[left[fits]], high[left[fits]] = found[0][fits], found[1][fits]
        left = left[~fits]
        if len(left) == 0:
            break
    low = np.where(said.whole[:, None], np.ceil(low - 1e-6), low)
    high = np.where(said.whole[:, None], np.floor(high + 1e-6), high)
    if options.shape[1] == 3:
        at = np.flatnonzero(said.whole & _mean_fits(said))
        low[at], high[at] = _in_whole_pupils(_some(said, at), low[at], high[at])
    points = 100 / said.people[:, None]
    return low * points, np.maximum(low, high) * points


def surely_wide(shares: Floats, *, n: Floats, mean: Floats, sd: Floats, needed: Floats) -> Mask:
    """Rows with all five shares hidden that are certain to leave each of them `needed` points; cheap.

    (1, -3, 3, -1, 0) and (0, 1, -3, 3, -1) change neither sum, mean nor deviation. Where some answers that
    fit have t of everything, the ends can move by t/3 either way and the middle by more. Such answers
    are t of everything and a rest, and a rest with a given mean and square exists on 1 to 5 when its
    deviation lies between that of the two nearest answers and that of the two ends. False says nothing.
    """
    found = ~np.isfinite(shares).any(axis=1) & np.isfinite(n) & np.isfinite(mean) & np.isfinite(sd)
    at = np.flatnonzero(found)
    everything = np.broadcast_to(np.arange(OPTIONS), (len(at), OPTIONS))
    said = statements(shares[at], everything, n=n[at], mean=mean[at], sd=sd[at])
    people, about = said.people, mean[at]
    least = 1.5 * (needed[at] * people / 100 + np.where(said.whole, 2.0, 0.0))
    total = np.clip(people * about, said.low[:, 1], said.high[:, 1])
    spread = (said.low[:, 2] + said.high[:, 2]) / 2
    squares = spread + 2 * about * total - about**2 * people
    rest = people - OPTIONS * least
    with np.errstate(divide="ignore", invalid="ignore"):
        center = (total - 15 * least) / rest
        variance = (squares - 55 * least) / rest - center**2
        part = center - np.floor(center)
        fits = (center >= 1) & (center <= OPTIONS) & (variance >= part * (1 - part))
        fits &= variance <= (center - 1) * (OPTIONS - center)
    found[at] = fits & (rest > 0) & (said.low[:, 1] <= said.high[:, 1])
    return found


def _in_whole_pupils(said: Statements, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The same ends where each can be had with whole pupils in the other two shares as well.

    With two hidden shares the ends are whole already; with four or more there is nearly always a way.
    """
    for column in range(said.size):
        for ends, step in ((low, 1.0), (high, -1.0)):
            for _ in range(_WHOLE_STEPS):
                stuck = ~_can_be(said, column, ends[:, column]) & (low[:, column] < high[:, column])
                if not stuck.any():
                    break
                ends[stuck, column] += step
    return low, high


def _can_be(said: Statements, column: int, value: Floats) -> Mask:
    """Whether the others can be whole pupils when one of three hidden shares is `value`."""
    first, second = (other for other in range(said.size) if other != column)
    left = np.round(said.high[:, 0]) - value
    least, most = np.zeros_like(value), left
    for k in (1, 2):
        own = said.weights[:, k, column] * value + said.weights[:, k, second] * left
        slope = said.weights[:, k, first] - said.weights[:, k, second]
        with np.errstate(divide="ignore", invalid="ignore"):
            a, b = (said.low[:, k] - own) / slope, (said.high[:, k] - own) / slope
        flat = np.abs(slope) < 1e-9
        least = np.where(flat, least, np.fmax(least, np.fmin(a, b)))
        most = np.where(flat, most, np.fmin(most, np.fmax(a, b)))
        most = np.where(flat & ((own < said.low[:, k] - _SLACK) | (own > said.high[:, k] + _SLACK)), -1, most)
    return np.asarray(np.ceil(least - 1e-6) <= np.floor(most + 1e-6))


def _by_sum(said: Statements) -> tuple[Floats, Floats]:
    """What the sum alone says."""
    high = np.repeat(np.maximum(said.high[:, :1], 0.0), said.size, axis=1)
    low = np.maximum(said.low[:, :1], 0.0) if said.size == 1 else np.zeros_like(high)
    return low, high


def _mean_fits(said: Statements) -> Mask:
    """Whether the hidden shares can have both the sum and the mean that the row says."""
    least = said.weights[:, 1, 0] * np.maximum(said.low[:, 0], 0)
    most = said.weights[:, 1, -1] * said.high[:, 0]
    return np.asarray((least <= said.high[:, 1] + _SLACK) & (most >= said.low[:, 1] - _SLACK))


def _some(said: Statements, rows: Ints) -> Statements:
    return Statements(
        said.weights[rows], said.low[rows], said.high[rows], said.people[rows], said.whole[rows]
    )


def statements(shares: Floats, hidden: Ints, *, n: Floats, mean: Floats, sd: Floats) -> Statements:
    """What is left for the hidden shares of sum, mean and deviation when the shown ones are taken off.

    `hidden` has the places of each row's hidden shares, equally many in all rows.
    """
    shown = np.isfinite(shares)
    given = np.where(shown, shares, 0.0)
    pupils = np.round(given * np.where(np.isfinite(n), n, 0)[:, None] / 100)
    near = np.abs(pupils - given * n[:, None] / 100) <= ROUNDING * n[:, None] / 100 + _SLACK
    whole = np.isfinite(n) & (n < EXACT_BELOW) & (near | ~shown).all(axis=1) & (pupils.sum(axis=1) <= n)
    people = np.where(whole, n, 100.0)
    given = np.where(whole[:, None], pupils, given)
    about = np.where(np.isfinite(mean), mean, 3.0)
    low, high = _totals(n, mean, sd, people, whole)
    off = _about(given @ _POWERS, about)
    doubt = np.where(whole, 0.0, ROUNDING)[:, None] * _about(shown @ _POWERS, about)
    option = hidden + 1.0
    weights = np.stack([np.ones(option.shape), option, (option - about[:, None]) ** 2], axis=1)
    return Statements(weights, low - off - doubt, high - off + doubt, people, whole)


def _about(moments: Floats, mean: Floats) -> Floats:
    """Sums of 1, k and k squared as those of 1, k and (k - mean) squared."""
    squares = moments[:, 2] - 2 * mean * moments[:, 1] + mean**2 * moments[:, 0]
    return np.stack([moments[:, 0], moments[:, 1], squares], axis=1)


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
    lows = np.stack([people, low, least], axis=1)
    highs = np.stack([people, high, most], axis=1)
    told = np.stack(
        [np.ones(len(n), dtype=bool), np.isfinite(mean), np.isfinite(mean) & np.isfinite(sd)], axis=1
    )
    return np.where(told, lows, -np.inf), np.where(told, highs, np.inf)


def corners(said: Statements, kept: int = 3) -> tuple[Floats, Floats]:
    """The least and greatest of each hidden share over all corners; infinite where there is none.

    Only the first `kept` of the statements (sum, mean, deviation) are believed. Where the sum is known
    exactly, as in whole pupils, every corner lies on it, and a quarter of them is enough.
    """
    exact = said.low[:, 0] == said.high[:, 0]
    low, high = np.empty((2, len(exact), said.size))
    for on_sum in (True, False):
        at = np.flatnonzero(exact == on_sum)
        part = _some(said, at)
        find = _segment if on_sum and said.size == 2 else partial(_corners, on_sum=on_sum)
        low[at], high[at] = find(part, kept)
    return low, high


def _segment(said: Statements, kept: int) -> tuple[Floats, Floats]:
    """The same for two hidden shares of a known sum: one tells the other, and each statement is a range."""
    total = said.low[:, 0]
    slack = _SLACK * np.maximum(said.people, 1)
    least, most = -slack, total + slack
    for k in range(1, kept):
        first, second = said.weights[:, k, 0], said.weights[:, k, 1]
        slope = first - second
        with np.errstate(divide="ignore", invalid="ignore"):
            a = (said.low[:, k] - slack - second * total) / slope
            b = (said.high[:, k] + slack - second * total) / slope
        flat = np.abs(slope) < 1e-9
        here = (second * total >= said.low[:, k] - slack) & (second * total <= said.high[:, k] + slack)
        least = np.where(flat, np.where(here, least, np.inf), np.fmax(least, np.fmin(a, b)))
        most = np.where(flat, most, np.fmin(most, np.fmax(a, b)))
    none = least > most
    low = np.stack([np.maximum(least, 0), np.maximum(total - most, 0)], axis=1)
    high = np.stack([most, total - least], axis=1)
    return np.where(none[:, None], np.inf, low), np.where(none[:, None], -np.inf, high)


def _corners(said: Statements, kept: int, *, on_sum: bool) -> tuple[Floats, Floats]:
    rows, size = len(said.people), said.size
    low = np.full((size, rows), np.inf)
    high = np.full((size, rows), -np.inf)
    slack = _SLACK * np.maximum(said.people, 1)
    weights = [
        [np.ascontiguousarray(said.weights[:, k, column]) for column in range(size)] for k in range(kept)
    ]
    ends = [[np.ascontiguousarray(end[:, k]) for k in range(kept)] for end in (said.low, said.high)]
    least = [end - slack for end in ends[0]]
    most = [end + slack for end in ends[1]]
    for support, active, sides in _bases(size, kept, on_sum=on_sum) if rows else ():
        point = _corner(weights, ends, support, active, sides)
        fits = _fits(
            weights, point, support, [k for k in range(kept) if k not in active], (least, most), slack
        )
        nobody = np.where(fits, 0.0, np.inf), np.where(fits, 0.0, -np.inf)
        for column in range(size):
            if column in support:
                x = point[support.index(column)]
                least_x, most_x = np.where(fits, x, np.inf), np.where(fits, x, -np.inf)
            else:
                least_x, most_x = nobody
            np.minimum(low[column], least_x, out=low[column])
            np.maximum(high[column], most_x, out=high[column])
    return np.where(np.isfinite(low), np.maximum(low, 0), np.inf).T, high.T


def _fits(
    weights: list[list[Floats]],
    point: list[Floats],
    support: tuple[int, ...],
    others: list[int],
    ends: tuple[list[Floats], list[Floats]],
    slack: Floats,
) -> Mask:
    """Where a corner is possible: no share below zero, and the other statements hold."""
    fits = np.ones(len(slack), dtype=bool)
    with np.errstate(invalid="ignore"):
        for x in point:
            fits &= x >= -slack
        for k in others:
            value = np.zeros(len(slack))
            for option, x in zip(support, point, strict=True):
                value += weights[k][option] * x
            fits &= (value >= ends[0][k]) & (value <= ends[1][k])
    return fits


def _bases(
    size: int, kept: int, *, on_sum: bool
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    """Every corner: which shares are above zero, which statements hold them, at which end of each.

    `on_sum`: only those held by the sum, whose two ends are one. (With nothing left to share out, the
    corner where all are zero is found as one share that the sum holds at zero.)
    """
    for count in range(min(size, kept) + 1):
        for support in combinations(range(size), count):
            for active in combinations(range(kept), count):
                if on_sum and 0 not in active:
                    continue
                for sides in product((0, 1), repeat=count):
                    if not (on_sum and sides[0]):
                        yield support, active, sides


def _corner(
    weights: list[list[Floats]],
    ends: list[list[Floats]],
    support: tuple[int, ...],
    active: tuple[int, ...],
    sides: tuple[int, ...],
) -> list[Floats]:
    """The shares in `support` that put the statements in `active` at their ends; not finite where none do."""
    if not support:
        return []
    matrix = [[weights[k][o] for o in support] for k in active]
    right = [ends[side][k] for k, side in zip(active, sides, strict=True)]
    whole = _determinant(matrix)
    whole = np.where(np.abs(whole) > 1e-9, whole, np.nan)
    with np.errstate(invalid="ignore"):
        return [_determinant(_replaced(matrix, right, column)) / whole for column in range(len(support))]


def _replaced(matrix: list[list[Floats]], right: list[Floats], column: int) -> list[list[Floats]]:
    return [[right[i] if j == column else cell for j, cell in enumerate(row)] for i, row in enumerate(matrix)]


def _determinant(m: list[list[Floats]]) -> Floats:
    if len(m) == 1:
        return m[0][0]
    if len(m) == 2:
        return np.asarray(m[0][0] * m[1][1] - m[0][1] * m[1][0])
    return np.asarray(
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
