"""Own averages over grades, years or schools, from published figures only.

An average of published figures is one more published figure. It is given only when every part of it is,
with its number of respondents, so nothing hidden enters. It is refused too when it would stand beside
published figures that, with it, give a hidden one back: the average of the shown grades beside the
total tells the one grade that is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lmtools.domain.figures import Figure, Status
from lmtools.survey.answer_bounds import ROUNDING

MEAN_WIDTH = 0.4
"""As in `closing`: what the rounding must leave of a hidden mean."""

SHARE_WIDTH = 10.0
"""The same for a hidden share, in percentage points: the same part of its scale."""


def average(parts: Sequence[Figure], year: int) -> Figure:
    """The average weighted by respondents; SUPPRESSED when a part is hidden or has no respondents.

    The deviation is that of all the respondents together, from the deviations within the parts and the
    means between them; None when a part has none. The five shares are weighted likewise, and a share
    that any part hides is hidden. `year` is the newest autumn.
    """
    scale = parts[0].scale if parts else "mean"
    if not parts or any(p.status is not Status.PUBLISHED or p.value is None or not p.n for p in parts):
        return Figure(year=year, status=Status.SUPPRESSED, scale=scale)
    n = np.asarray([part.n for part in parts], dtype=np.float64)
    values = np.asarray([part.value for part in parts], dtype=np.float64)
    mean = float(n @ values / n.sum())
    source = "participation" if any(part.n_source == "participation" for part in parts) else "table"
    return Figure(
        year=year,
        status=Status.PUBLISHED,
        scale=scale,
        mean=None if scale == "share" else mean,
        sd=_deviation(parts, n, values, mean),
        share=mean if scale == "share" else None,
        n=round(float(n.sum())),
        n_source=source,
        shares=_shares(parts, n),
    )


def _deviation(parts: Sequence[Figure], n: np.ndarray, values: np.ndarray, mean: float) -> float | None:
    """Of all respondents (n - 1), within the parts and between them."""
    if any(part.sd is None for part in parts) or n.sum() < 2:
        return None
    within = (n - 1) @ np.asarray([part.sd for part in parts], dtype=np.float64) ** 2
    return float(np.sqrt((within + n @ (values - mean) ** 2) / (n.sum() - 1)))


def _shares(parts: Sequence[Figure], n: np.ndarray) -> tuple[float | None, ...]:
    if any(not part.shares for part in parts):
        return ()
    columns = zip(*(part.shares for part in parts), strict=True)
    return tuple(
        None if None in column else float(n @ np.asarray(column, dtype=np.float64) / n.sum())
        for column in columns
    )


def gives_back(total: Figure, shown: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether an average of `shown` beside a published `total` tells what `others` hide.

    `shown` and `others` are together the parts of the total. Where all the others are hidden, the total
    less the average is their mean, to the rounding of all that is published. If that leaves less than
    `MEAN_WIDTH` (or `SHARE_WIDTH` points), or cannot be known, it gives them back.
    """
    hidden = [figure for figure in others if figure.status is Status.SUPPRESSED]
    seen = [figure for figure in others if figure.status is Status.PUBLISHED]
    if not hidden or seen or total.status is not Status.PUBLISHED:
        return False
    if not total.n or any(not figure.n for figure in shown):
        return True
    known = sum(figure.n or 0 for figure in shown)
    if total.n <= known:
        return True
    width = 2 * ROUNDING * (total.n + known) / (total.n - known)
    return width < (SHARE_WIDTH if total.scale == "share" else MEAN_WIDTH)
