"""The rule at the door: what of the facts may be seen.

Udir's files are published aggregates. Their `*` are honoured; the policy's minimum is applied; shares
that would tell of one or two pupils are hidden; and whatever is hidden alone gets company, inside the
row and among genders, grades, questions and places whose total is shown (`closing`). Nothing is ever
computed from a hidden cell, and hidden numbers are not stored.

A school's own survey is protected over all its tables at once by `lmtools.disclosure` before it
comes here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lmtools.domain.figures import Level
from lmtools.survey.closing import close
from lmtools.survey.policy import Policy
from lmtools.survey.repair import repair
from lmtools.survey.schema import (
    ALL,
    SHARES,
    SUPPRESSED,
    Coded,
    Facts,
    Floats,
    Kind,
    Mask,
    is_suppressed,
)

_OWNERS = ("public", "private")
_ROUNDING = 0.05


def whole_units(facts: Facts) -> Facts:
    """Only the figures about all pupils of a unit; breakdowns by ownership, programme or group go.

    A school has one owner, so where one file gives a school's figures under its ownership only, they
    are the school's.
    """
    slices = facts.slice
    if slices.labels == (ALL,):
        return facts
    everything = slices.codes == (slices.labels.index(ALL) if ALL in slices.labels else -1)
    owned = np.asarray([label in _OWNERS for label in slices.labels], dtype=bool)[slices.codes]
    place = facts.unit if facts.file is None else facts.file * len(facts.units) + facts.unit
    count = int(place.max(initial=0)) + 1
    has_all = np.zeros(count, dtype=bool)
    has_all[place[everything]] = True
    per_slice = np.zeros((count, len(slices.labels)), dtype=bool)
    per_slice[place[owned], slices.codes[owned]] = True
    own = ~has_all & (per_slice.sum(axis=1) == 1)
    school = np.asarray([unit.level is Level.SCHOOL for unit in facts.units], dtype=bool)
    kept = facts.only(everything | (owned & own[place] & school[facts.unit]))
    return replace(kept, slice=Coded.constant(ALL, len(kept)))


@dataclass(frozen=True)
class Outcome:
    """Facts as they may be seen, and how many numbers were hidden by which reason.

    `hidden` has the reasons "few" (too few respondents), "share" (an answer of too few pupils),
    those of `closing`, and "linked" (`repair`): numbers that would follow from others. `checked` tells
    whether the linked systems were attacked until nothing was found.
    """

    facts: Facts
    hidden: dict[str, int]
    checked: bool


def apply_policy(facts: Facts, policy: Policy) -> Outcome:
    """Hide what the policy hides, and what would give it back."""
    marked = is_suppressed(facts.number("value"))
    few = _too_few(facts, policy) & ~marked
    numbers = _hide_rows(facts.numbers, marked | few)
    shares, small = _hide_shares(numbers, facts, policy)
    numbers.update(shares)
    closed = close(replace(facts, numbers=numbers), policy.smallest_share)
    repaired = repair(closed.facts, policy.smallest_share)
    counts = {"few": int(few.sum()), "share": small, **closed.numbers, "linked": repaired.hidden}
    return Outcome(
        repaired.facts, {reason: count for reason, count in counts.items() if count}, repaired.checked
    )


def _hide_rows(numbers: dict[str, Floats], hidden: Mask) -> dict[str, Floats]:
    if not hidden.any():
        return dict(numbers)
    return {name: np.where(hidden, SUPPRESSED, values) for name, values in numbers.items()}


def _too_few(facts: Facts, policy: Policy) -> Mask:
    n = facts.number("n")
    sensitive = np.asarray([row.sensitive for row in facts.indicators], dtype=bool)[facts.indicator]
    limit = np.where(sensitive, policy.bullying_minimum, policy.minimum)
    few = n < limit
    few &= ~np.isneginf(n)
    few |= is_suppressed(n) & ~np.isnan(n)
    return np.asarray(few | _too_few_bullied(facts, policy) | _too_few_taking_part(facts, policy))


def _too_few_bullied(facts: Facts, policy: Policy) -> Mask:
    """Bullying tables give share and number bullied, so what they say of the respondents is checked."""
    if "count" not in facts.numbers:
        return np.zeros(len(facts), dtype=bool)
    count, share = facts.number("count"), facts.number("value")
    told = np.isfinite(count) & np.isfinite(share)
    low = np.maximum(share - _ROUNDING, _ROUNDING)
    most = np.where(told & (count > 0), 100 * count / np.where(told, low, 1), np.inf)
    most = np.where(np.isfinite(facts.number("n")), np.inf, most)
    return np.asarray(
        told & ((most < policy.bullying_minimum) | ((count > 0) & (count < policy.smallest_share)))
    )


def _too_few_taking_part(facts: Facts, policy: Policy) -> Mask:
    """Bullying has no respondents of its own; participation of the same grade bounds them."""
    kinds = np.asarray([row.kind is Kind.BULLYING for row in facts.indicators], dtype=bool)
    parts = np.asarray([row.kind is Kind.PARTICIPATION for row in facts.indicators], dtype=bool)
    found = np.zeros(len(facts), dtype=bool)
    if not parts.any() or not kinds.any():
        return found
    keys = (facts.unit * len(facts.grade.labels) + facts.grade.codes) * 10_000 + facts.year
    n = facts.number("n")
    part = parts[facts.indicator]
    small = part & ((n < policy.bullying_minimum) & np.isfinite(n))
    bullying = kinds[facts.indicator]
    found[bullying] = np.isin(keys[bullying], keys[small])
    return found


def _hide_shares(numbers: dict[str, Floats], facts: Facts, policy: Policy) -> tuple[dict[str, Floats], int]:
    """Hide answers of too few pupils, and how many. Their company is found by `closing`."""
    n = numbers.get("n", np.full(len(facts), np.nan))
    found, count = {}, 0
    for name in SHARES:
        if name not in numbers:
            continue
        share = numbers[name]
        few = told_by_few(share, n, policy)
        found[name] = np.where(few, SUPPRESSED, share)
        count += int(few.sum())
    return found, count


def told_by_few(share: Floats, n: Floats, policy: Policy) -> Mask:
    """Shown shares (0-100) of `n` respondents that stand for too few pupils, but for someone."""
    pupils = share * n / 100
    return np.asarray(np.isfinite(share) & (pupils >= 0.5) & (pupils < policy.smallest_share - 0.5))
