"""Which figure of a series answers a guess, and its interval."""

from __future__ import annotations

from collections.abc import Sequence

from lmtools.domain.answers import Answer
from lmtools.domain.figures import Figure, Status

from .summary import interval_of


def answer_of(series: Sequence[Figure], unit_name: str) -> Answer | None:
    """The newest published figure of `series` (oldest first) with its interval.

    The newest hidden one when no year is published, and None when there is neither.
    """
    shown = [figure for figure in series if figure.status is Status.PUBLISHED]
    hidden = [figure for figure in series if figure.status is Status.SUPPRESSED]
    figure = next(reversed(shown or hidden), None)
    if figure is None:
        return None
    interval = interval_of(figure) if shown else None
    return Answer(
        figure,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        unit_name=unit_name,
    )
