"""Whether a change between two years is more than chance: four plain verdicts.

Two years are different pupils, so they are compared as independent cohorts. The default answer is
"chance"; "clear" has to be earned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal

from scipy.optimize import brentq
from scipy.stats import false_discovery_control

from lmtools.domain.figures import Figure, Status

from .intervals import CONFIDENCE, Interval, interval_of

Kind = Literal["clear", "chance", "few", "incomparable"]
Summary = tuple[int, float, float]

# Under ten answers the intervals of this package are not known to hold (they are checked from 10),
# and one pupil moves a mean by up to 0.4. Such a change gets no other verdict than "few".
FEW = 10
_SMALLEST_P = 1e-9


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
    """Compare an earlier figure `a` with a later `b`.

    Either two released figures or two (n, mean, sd) of answers 1-5. Set `comparable` to False when
    a break in the series lies between them.

    The interval of the difference is put together from the two intervals (the method of variance
    estimates recovery: Newcombe 1998 for shares, Zou and Donner 2008), so it agrees with the
    bands that are drawn. Rounding of published figures widens it.
    """
    first, second = _as_figure(a), _as_figure(b)
    if not comparable or not _published(first) or not _published(second) or first.scale != second.scale:
        return Verdict("incomparable")
    difference = (second.value or 0.0) - (first.value or 0.0)
    if min(first.n or FEW, second.n or FEW) < FEW:
        return Verdict("few", difference)
    between = _difference_interval(first, second, CONFIDENCE)
    if between is None:
        return Verdict("chance", difference)
    is_clear = between.low > 0 or between.high < 0
    p = _smallest_level(first, second)
    return Verdict("clear" if is_clear else "chance", difference, between.low, between.high, p)


def adjust(verdicts: Sequence[Verdict], *, level: float = 1 - CONFIDENCE) -> tuple[Verdict, ...]:
    """The same verdicts when all are looked at together.

    Benjamini and Hochberg's procedure: of the changes called clear, at most `level` are expected to
    be chance. A clear change that does not hold up becomes "chance" with `among_many` set.
    """
    tested = [number for number, verdict in enumerate(verdicts) if verdict.p is not None]
    if not tested:
        return tuple(verdicts)
    adjusted = false_discovery_control([verdicts[number].p or 0.0 for number in tested], method="bh")
    result = list(verdicts)
    for number, p in zip(tested, adjusted, strict=True):
        if result[number].kind == "clear" and p > level:
            result[number] = replace(result[number], kind="chance", among_many=True)
    return tuple(result)


def _as_figure(value: Figure | Summary) -> Figure:
    if isinstance(value, Figure):
        return value
    n, mean, sd = value
    return Figure(year=0, status=Status.PUBLISHED, mean=mean, sd=sd, n=n)


def _published(figure: Figure) -> bool:
    return figure.status is Status.PUBLISHED and figure.value is not None


def _difference_interval(first: Figure, second: Figure, confidence: float) -> Interval | None:
    one, two = interval_of(first, confidence=confidence), interval_of(second, confidence=confidence)
    if one is None or two is None or first.value is None or second.value is None:
        return None
    difference = second.value - first.value
    return Interval(
        difference - hypot(second.value - two.low, one.high - first.value),
        difference + hypot(two.high - second.value, first.value - one.low),
    )


def _smallest_level(first: Figure, second: Figure) -> float | None:
    """The level at which the interval of the difference just reaches 0."""

    def excess(level: float) -> float:
        between = _difference_interval(first, second, 1 - level)
        if between is None:
            return 0.0
        return between.low if (second.value or 0.0) > (first.value or 0.0) else -between.high

    if excess(1 - _SMALLEST_P) <= 0:
        return 1.0
    if excess(_SMALLEST_P) >= 0:
        return _SMALLEST_P
    return float(brentq(excess, _SMALLEST_P, 1 - _SMALLEST_P, xtol=1e-6))
