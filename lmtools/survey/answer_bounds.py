"""What a reader can work out about the hidden answer shares of one row.

A published row says a lot at once: its five shares sum to 100, its mean is the sum of `k` times
share `k`, its deviation is about that mean, and every share is a whole number of pupils. All numbers
are rounded to one decimal, so each statement is an interval. What is left for a hidden share is then a
small linear program (`corners`), with as many shares as the row hides.

Below 1,000 respondents one decimal tells the exact number of pupils, and bounds are in whole pupils.
Udir's deviations are those of a sample (n - 1): it fits every row of the real file with all shares.
"""

from __future__ import annotations

import numpy as np

from lmtools.survey.corners import SLACK, Statements, corners, some
from lmtools.survey.schema import Floats, Ints, Mask

OPTIONS = 5
ROUNDING = 0.05
EXACT_BELOW = 1000
"""Fewer respondents than this, and a share with one decimal tells the exact number of pupils."""

_WHOLE_STEPS = 12
_CHUNK = 8000  # rows at a time: what a processor keeps at hand
_FEWEST = 10  # respondents taken for granted where the file does not tell: (n - 1) / n is at least 0.9
_POWERS = np.arange(1, OPTIONS + 1, dtype=np.float64) ** np.arange(3)[:, None]
_RESERVED = np.array([0, 2, 0, 1 / 3, 1])  # of each option, for each pupil of room; see `surely_wide`


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
        least, most = corners(some(said, at), kept)
        found = np.isfinite(least).all(axis=0)
        at = at[found]
        low[:, at], high[:, at] = least[:, found], most[:, found]
        left[at] = False
    low = np.where(said.whole, np.ceil(low - 1e-6), low)
    high = np.where(said.whole, np.floor(high + 1e-6), high)
    if len(hidden) == 3:
        at = np.flatnonzero(said.whole & _mean_fits(said))
        low[:, at], high[:, at] = _in_whole_pupils(some(said, at), low[:, at], high[:, at])
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
    """Whether there can be a rest beside what is reserved for `needed` points of room."""
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


def _in_whole_pupils(said: Statements, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The same ends where each can be had with whole pupils in the other two shares as well.

    With two hidden shares the ends are whole already; with four or more there is nearly always a way.
    """
    for column in range(said.size):
        for ends, step in ((low, 1.0), (high, -1.0)):
            at = np.arange(len(said.people))
            for _ in range(_WHOLE_STEPS):
                stuck = ~_can_be(some(said, at), column, ends[column, at])
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
        most = np.where(flat & ((own < low - SLACK) | (own > high + SLACK)), -1, most)
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
    return np.asarray((least <= said.high[1] + SLACK) & (most >= said.low[1] - SLACK))


def statements(shares: Floats, hidden: Ints, *, n: Floats, mean: Floats, sd: Floats) -> Statements:
    """What is left for the hidden shares of sum, mean and deviation when the shown ones are taken off.

    `shares` has a line for each option, and `hidden` the options that each row hides, equally many in all.
    """
    shown = np.isfinite(shares)
    given = np.where(shown, shares, 0.0)
    told = np.isfinite(n)
    exactly = given * np.where(told, n, 0.0) / 100
    pupils = np.round(exactly)
    near = np.abs(pupils - exactly) <= ROUNDING * np.where(told, n, 0.0) / 100 + SLACK
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
