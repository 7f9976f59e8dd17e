"""Hide so many answers of a row that none of its hidden ones can be worked out.

A hidden share has five neighbours that speak of it: the sum (100), the mean, the deviation, and that
answers are whole pupils. In one upper-secondary school's real file, 31 of 246 rows with two or three
hidden shares gave them back exactly this way, beside the five distinct rows with a single `*`.

**What is asked.** Every hidden share must be able to lie anywhere in an interval of `smallest_share`
pupils (3 in the strict preset: the policy hides shares of one or two pupils, and an interval that
can be told from "one or two" says that much) and of one percentage point (ten times the rounding).

**What is given up for it**, in this order, the first that is enough:

1. one more share, or two: those of fewest pupils, as they say least of the whole. A share of nobody
   is no cover, and is never taken;
2. the deviation. It comes after two shares because intervals and verdicts are built on it;
3. the deviation and one, two, … all shares;
4. the row's mean too, and with it the row. This comes last because the mean is what is read. It is
   needed where the mean itself says what each pupil answered (4,9 of 12 pupils).

Where the row does not give its number of respondents, only the percentage point is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lmtools.survey.answer_bounds import bounds, surely_wide
from lmtools.survey.draft import Draft
from lmtools.survey.schema import SHARES, SUPPRESSED, Facts, Floats, Ints, Mask, is_suppressed

POINTS = 1.0
"""The narrowest interval of a hidden share, in percentage points; see also `Policy.smallest_share`."""

_LADDER = (*((more, False) for more in range(3)), *((more, True) for more in range(5)))


@dataclass(frozen=True)
class Loss:
    """How rows were closed: which shares to hide, and in which rows the deviation or all of it."""

    shares: Mask  # (rows, 5)
    sd: Mask
    row: Mask


def needed_width(n: Floats, smallest_share: int) -> Floats:
    """Points a hidden share's interval must span, given the respondents of its row."""
    people = np.where(np.isfinite(n) & (n > 0), n, np.inf)
    return np.minimum(np.maximum(POINTS, 100 * smallest_share / people), 100.0)


def close_answers(draft: Draft, rows: Mask, smallest_share: int) -> int:
    """Close the answers of `rows`; how many numbers were hidden for it."""
    facts = draft.facts
    at = np.flatnonzero(rows & _partly_hidden(facts))
    n, mean, sd = (facts.number(name)[at] for name in ("n", "value", "sd"))
    loss = find_loss(shares_of(facts, at), n=n, mean=mean, sd=sd, smallest_share=smallest_share)
    for name, lost in zip((*SHARES, "sd"), (*loss.shares.T, loss.sd), strict=True):
        draft.hide(name, at[lost])
    draft.hide_rows(at[loss.row])
    return int(loss.shares.sum() + (loss.sd & np.isfinite(sd)).sum() + loss.row.sum())


def _partly_hidden(facts: Facts) -> Mask:
    """The facts with a mean that is shown and a share that is hidden."""
    found = np.zeros(len(facts), dtype=bool)
    for name in SHARES:
        if name in facts.numbers:
            found |= is_suppressed(facts.numbers[name])
    return found & np.isfinite(facts.number("value"))


def shares_of(facts: Facts, rows: Ints) -> Floats:
    """The five shares of some facts, a line for each of them."""
    return np.stack([facts.number(name)[rows] for name in SHARES]).T


def find_loss(block: Floats, *, n: Floats, mean: Floats, sd: Floats, smallest_share: int) -> Loss:
    """The first step of the ladder that is enough, for each row."""
    needed = needed_width(n, smallest_share)
    best = np.zeros(block.shape, dtype=bool)
    no_sd = np.zeros(len(block), dtype=bool)
    row = np.ones(len(block), dtype=bool)
    for more, without_sd in _LADDER:
        left = np.flatnonzero(row)
        shares, reached = _with_more_hidden(block, left, more)
        left, shares = left[reached], shares[reached]
        seen_sd = np.full(len(left), np.nan) if without_sd else sd[left]
        narrow, _ = find_narrow(shares, n=n[left], mean=mean[left], sd=seen_sd, needed=needed[left])
        enough = np.ones(len(left), dtype=bool)
        enough[narrow] = False
        done = left[enough]
        best[done] = ~np.isfinite(shares[enough]) & np.isfinite(block[done])
        no_sd[done] = without_sd
        row[done] = False
    return Loss(best, no_sd, row)


def find_narrow(block: Floats, *, n: Floats, mean: Floats, sd: Floats, needed: Floats) -> tuple[Ints, Floats]:
    """The rows that leave some hidden share less than `needed`, and the least that they leave any."""
    at = np.flatnonzero(~surely_wide(block, n=n, mean=mean, sd=sd, needed=needed))
    low, high = bounds(block[at], n=n[at], mean=mean[at], sd=sd[at])
    least = np.fmin.reduce(high - low, axis=1)
    narrow = least < needed[at] - 1e-6
    return at[narrow], least[narrow]


def _with_more_hidden(block: Floats, rows: Ints, more: int) -> tuple[Floats, Mask]:
    """Some rows with `more` further shares hidden, and where there were so many that are not zero."""
    block = block[rows]
    reached = np.ones(len(block), dtype=bool)
    for _ in range(more):
        weight = np.where(np.isfinite(block) & (block > 0), block, np.inf)
        pick = weight.argmin(axis=1)
        some = np.isfinite(weight[np.arange(len(block)), pick])
        block[some, pick[some]] = SUPPRESSED
        reached &= some
    return block, reached
