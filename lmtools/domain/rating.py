"""What a room's answers on a scale from 1 to 5 say, worked out from what may be shown and from nothing else.

The counts of the five levels come from disclosure control, some of them hidden. Mean, median, agreement and
split are then told only as far as the shown counts decide them: each is worked out over every way in which
the hidden counts can be filled in. So they give nothing away that the counts do not.

Agreement is the consensus of Tastle and Wierman (2007, "Consensus and dissention: A measure of ordinal
dispersion", International Journal of Approximate Reasoning 45): 1 when all give the same level, 0 when
half stand at each end. People are split when at least a third stand below the middle and at least a third
above it: the classic definition of disagreement in the RAND/UCLA Appropriateness Method (Fitch and others
2001), taken over from its nine levels to five.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, log2

from lmtools.domain.counting import summarise_guesses
from lmtools.domain.verbs import LEVELS, MIDDLE, QUADRANTS, Quadrant, Scale

Counts = tuple[int, ...]  # how many gave level 1, 2, … 5
Shown = tuple[int | None, ...]  # the same, None where hidden

MOST_WAYS = 30_000  # more ways of filling in than this are not tried: nothing is then told
WIDEST_MEAN = 0.5
WIDEST_AGREEMENT = 0.1
SMALL_ROOM = 20  # with more people and no counts a middle could not be checked


@dataclass(frozen=True)
class Spread:
    """Answers on one scale; None for what cannot be told. `about`: the numbers are nearly right.

    `high` says whether the answers lie above the middle of the scale.
    """

    n: int | None
    counts: Shown | None = None
    mean: float | None = None
    median: float | None = None
    agreement: float | None = None
    split: bool | None = None
    high: bool | None = None
    about: bool = False

    @property
    def center(self) -> float | None:
        """The mean, or the median where that is all that can be told."""
        return self.median if self.mean is None else self.mean


@dataclass(frozen=True)
class RatedItem:
    """An item with its answers on each scale, and on two scales how far apart they are and where it lands."""

    key: str
    text: str
    spreads: dict[str, Spread]
    gap: float | None = None
    quadrant: Quadrant | None = None


@dataclass(frozen=True)
class RatingResult:
    """The outcome of a rating in the agenda's order. `kept` are the items to take further.

    `notes` are msgids with the field {minimum}.
    """

    items: tuple[RatedItem, ...]
    kept: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def counts_of(levels: Iterable[int]) -> Counts:
    """How many gave each level."""
    given = list(levels)
    return tuple(given.count(level) for level in LEVELS)


def mean_of(counts: Counts) -> float:
    """The mean level."""
    return sum(level * count for level, count in zip(LEVELS, counts, strict=True)) / sum(counts)


def median_of(counts: Counts) -> float:
    """The middle level, or the mean of the two in the middle."""
    ordered = [level for level, count in zip(LEVELS, counts, strict=True) for _ in range(count)]
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def agreement_of(counts: Counts) -> float:
    """Tastle and Wierman's consensus, from 0 to 1."""
    n, mean, width = sum(counts), mean_of(counts), LEVELS[-1] - LEVELS[0]
    told = sum(
        count / n * log2(1 - abs(level - mean) / width)
        for level, count in zip(LEVELS, counts, strict=True)
        if count
    )
    return 1 + told


def is_split(counts: Counts) -> bool:
    """Whether a third or more stand below the middle, and a third or more above it."""
    below = sum(count for level, count in zip(LEVELS, counts, strict=True) if level < MIDDLE)
    above = sum(count for level, count in zip(LEVELS, counts, strict=True) if level > MIDDLE)
    return 3 * min(below, above) >= sum(counts)


def ways(shown: Shown, n: int) -> Iterator[Counts]:
    """Every way of filling in the hidden counts of `n` people. A shown 0 says that a hidden one is more."""
    at = [place for place, count in enumerate(shown) if count is None]
    left = n - sum(count or 0 for count in shown)
    for filling in _fillings(left, len(at), least=1):
        filled = [count or 0 for count in shown]
        for place, count in zip(at, filling, strict=True):
            filled[place] = count
        yield tuple(filled)


@lru_cache(maxsize=4096)
def spread_of(n: int, shown: Shown | None, middle: float | None = None) -> Spread:
    """What can be told of `n` answers whose counts are `shown`, or where none are, of their `middle`."""
    if shown is None:
        high = None if middle is None or middle == MIDDLE else middle > MIDDLE
        return Spread(n, median=middle, high=high, about=middle is not None)
    hidden = shown.count(None)
    left = n - sum(count or 0 for count in shown)
    if hidden and comb(max(left - 1, 0), hidden - 1) > MOST_WAYS:
        return Spread(n, shown, about=True)
    filled = list(ways(shown, n))
    means, agreements = [mean_of(way) for way in filled], [agreement_of(way) for way in filled]
    medians, splits = {median_of(way) for way in filled}, {is_split(way) for way in filled}
    highs = {mean > MIDDLE for mean in means}
    return Spread(
        n,
        shown,
        mean=_middle_of(means, WIDEST_MEAN, 1),
        median=medians.pop() if len(medians) == 1 else None,
        agreement=_middle_of(agreements, WIDEST_AGREEMENT, 1 if hidden else 2),
        split=splits.pop() if len(splits) == 1 else None,
        high=highs.pop() if len(highs) == 1 else None,
        about=bool(hidden),
    )


def middle_of(levels: Sequence[int], minimum: int) -> float | None:
    """The mean of the `minimum` levels in the middle, where no count may be shown; None where it tells one.

    It must leave two numbers possible for every level, also for someone who knows their own answer.
    """
    room = summarise_guesses([float(level) for level in levels], minimum=minimum)
    if room is None or len(levels) > SMALL_ROOM:
        return None
    fitting = [
        way for way in _fillings(len(levels), len(LEVELS), least=0) if _middle(way, minimum) == room.median
    ]
    seen_by = [fitting, *([way for way in fitting if way[level - 1]] for level in set(levels))]
    is_harmless = all(len({way[at] for way in seen}) > 1 for seen in seen_by for at in range(len(LEVELS)))
    return room.median if is_harmless else None


def place(key: str, text: str, scales: Sequence[Scale], spreads: dict[str, Spread]) -> RatedItem:
    """The item with its gap (first scale minus second) and its quadrant, where both scales tell enough."""
    if len(scales) != 2:
        return RatedItem(key, text, spreads)
    first, second = (spreads[scale.key] for scale in scales)
    quadrant = None
    if first.high is not None and second.high is not None:
        quadrant = QUADRANTS[scales[1].key][first.high, second.high]
    return RatedItem(key, text, spreads, _gap(first, second), quadrant)


def clear_winners(items: Sequence[RatedItem], keep: int) -> tuple[str, ...]:
    """Keys of the `keep` items that are highest on their scales together, where nothing blurs the line."""
    heights = {item.key: _height(item) for item in items}
    if any(height is None for height in heights.values()):
        return ()
    ranked = sorted(items, key=lambda item: -(heights[item.key] or 0))
    line = heights[ranked[keep].key] if keep < len(ranked) else 0
    return tuple(item.key for item in ranked[:keep] if (heights[item.key] or 0) > (line or 0))


def _height(item: RatedItem) -> float | None:
    means = [spread.mean for spread in item.spreads.values()]
    return None if None in means else round(sum(mean or 0 for mean in means), 1)


def _gap(first: Spread, second: Spread) -> float | None:
    if first.mean is not None and second.mean is not None:
        return round(first.mean - second.mean, 1)
    if first.median is not None and second.median is not None:
        return round(first.median - second.median, 1)
    return None


def _middle_of(values: Sequence[float], widest: float, decimals: int) -> float | None:
    low, high = min(values), max(values)
    return round((low + high) / 2, decimals) if high - low <= widest else None


@lru_cache(maxsize=50_000)
def _middle(counts: Counts, minimum: int) -> float | None:
    levels = [float(level) for level, count in zip(LEVELS, counts, strict=True) for _ in range(count)]
    room = summarise_guesses(levels, minimum=minimum)
    return room.median if room else None


def _fillings(left: int, places: int, *, least: int) -> Iterator[Counts]:
    if places == 0:
        if left == 0:
            yield ()
        return
    if places == 1:
        if left >= least:
            yield (left,)
        return
    for first in range(least, left - least * (places - 1) + 1):
        for rest in _fillings(left - first, places - 1, least=least):
            yield (first, *rest)
