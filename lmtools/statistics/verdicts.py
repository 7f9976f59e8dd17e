"""Whether a change between two years is more than chance: four plain verdicts.

Two years are different pupils, so they are compared as independent cohorts. The default answer is
"chance"; "clear" has to be earned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scipy.stats import false_discovery_control

from lmtools.domain.figures import Figure, Status

from .differences import difference_bounds, smallest_level
from .intervals import CONFIDENCE
from .summary import Summary

Kind = Literal["clear", "chance", "few", "incomparable"]

# Under ten answers the intervals of this package are not known to hold (they are checked from 10),
# and one pupil moves a mean by up to 0.4. Such a change gets no other verdict than "few".
FEW = 10


@dataclass(frozen=True)
class Verdict:
    """What can be said about a change.

    Attributes:
        kind: "clear", "chance", "few" (under ten answers in one of the years) or "incomparable".
        difference: Later minus earlier, in the figures' unit; None when incomparable.
        low, high: The interval of the difference at 95 %; None when n or SD is not published.
        p: The smallest level at which the interval leaves out 0; None as for the interval.
        among_many: The change would be clear alone, but not among all those looked at.
    """

    kind: Kind
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    among_many: bool = False


def compare(a: Figure | Summary, b: Figure | Summary, *, comparable: bool = True) -> Verdict:
    """Compare an earlier `a` with a later `b`.

    Set `comparable` to False when a break in the series lies between them.

    The interval of the difference is put together from the two intervals, so it agrees with the bands
    that are drawn. Rounding of published figures widens it. At most 5 % of the comparisons of a school
    with itself come out as "clear", for n from 10 to 200 (`python -m benchmarks.coverage`).
    """
    first, second = _Side.of(a), _Side.of(b)
    if not comparable or first.value is None or second.value is None or first.scale != second.scale:
        return Verdict("incomparable")
    difference = second.value - first.value
    if min(first.n or FEW, second.n or FEW) < FEW:
        return Verdict("few", difference)
    if first.summary is None or second.summary is None:
        return Verdict("chance", difference)
    return _weighed(difference, first.summary, second.summary)


def _weighed(difference: float, first: Summary, second: Summary) -> Verdict:
    """The verdict; `difference` is between the figures as they are read, and lies in the interval."""
    low, high = (float(end) for end in difference_bounds(first, second, 1 - CONFIDENCE))
    low, high = min(low, difference), max(high, difference)
    is_clear = low > 0 or high < 0
    agree = difference * (second.value - first.value) > 0
    p = smallest_level(first, second) if agree else 1.0
    return Verdict("clear" if is_clear else "chance", difference, low, high, p)


def adjust(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The same verdicts when all are looked at together.

    Benjamini and Hochberg's procedure: of the changes called clear, at most 5 % are expected to
    be chance. A clear change that does not hold up becomes "chance" with `among_many` set.
    """
    tested = [number for number, verdict in enumerate(verdicts) if verdict.p is not None]
    if not tested:
        return tuple(verdicts)
    adjusted = false_discovery_control([verdicts[number].p or 0.0 for number in tested], method="bh")
    result = list(verdicts)
    for number, p in zip(tested, adjusted, strict=True):
        if result[number].kind == "clear" and p > 1 - CONFIDENCE:
            result[number] = replace(result[number], kind="chance", among_many=True)
    return tuple(result)


@dataclass(frozen=True)
class _Side:
    """One of the two groups: what is read of it, and what can be derived from it."""

    value: float | None
    scale: str
    n: int | None
    summary: Summary | None

    @classmethod
    def of(cls, group: Figure | Summary) -> _Side:
        if isinstance(group, Figure):
            published = group.status is Status.PUBLISHED
            value = group.value if published else None
            return cls(value, group.scale, group.n, Summary.of_figure(group))
        return cls(group.value, group.scale, group.n, group)
