"""Company for whatever is hidden alone, so that it does not follow from what stands beside it.

Three sorts of siblings have a total that may be shown: the genders of a cell, its grades, and the
questions of an index (whose mean the index is). With exactly one sibling hidden and the total shown,
the one with fewest respondents of the others is hidden too. An index of one question is that
question: hidden together or shown together.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lmtools.survey.catalogue import ONE_QUESTION
from lmtools.survey.schema import ALL, Coded, Facts, Floats, Ints, Kind, Mask, compress, is_suppressed


def partners(facts: Facts) -> Mask:
    """The facts that must be hidden too, given those that are hidden now. Ask again until none is left."""
    hidden = is_suppressed(facts.number("value"))
    if not hidden.any():
        return hidden
    flat = Coded.constant(ALL, len(facts))
    by_gender = _lonely(facts, _groups(replace(facts, gender=flat)), _is_all(facts.gender))
    by_grade = _lonely(facts, _groups(replace(facts, grade=flat)), _is_all(facts.grade))
    return by_gender | by_grade | _by_question(facts, hidden)


def _groups(facts: Facts) -> Ints:
    keys, size = facts.keys()
    return compress(keys, size)[1]


def _is_all(dimension: Coded) -> Mask:
    at = dimension.labels.index(ALL) if ALL in dimension.labels else -1
    return np.asarray(dimension.codes == at)


def _by_question(facts: Facts, hidden: Mask) -> Mask:
    """Questions of an index of means; the bullying index is no mean of its questions."""
    place = {row.code: i for i, row in enumerate(facts.indicators) if row.kind is Kind.INDEX}
    family = np.asarray([place.get(row.parent, i) for i, row in enumerate(facts.indicators)], dtype=np.int64)
    at = np.arange(len(family))
    if not (family != at).any():
        return np.zeros(len(facts), dtype=bool)
    group = _groups(replace(facts, indicator=family[facts.indicator]))
    one = np.asarray([row.code in ONE_QUESTION for row in facts.indicators], dtype=bool)[family]
    together = np.bincount(group[hidden & one[facts.indicator]], minlength=_count(group)) > 0
    found: Mask = _lonely(facts, group, (family == at)[facts.indicator])
    found |= one[facts.indicator] & together[group] & np.isfinite(facts.number("value"))
    return found


def _count(group: Ints) -> int:
    return int(group.max(initial=-1)) + 1


def _lonely(facts: Facts, group: Ints, total: Mask) -> Mask:
    """The next smallest of each group with one hidden member and a shown total."""
    chosen = np.zeros(len(facts), dtype=bool)
    value = facts.number("value")
    hidden = is_suppressed(value) & ~total
    if not hidden.any() or not total.any():
        return chosen
    groups = _count(group)
    shown_total = np.zeros(groups, dtype=bool)
    shown_total[group[total & np.isfinite(value)]] = True
    alone = (np.bincount(group[hidden], minlength=groups) == 1) & shown_total
    candidates = np.flatnonzero(alone[group] & ~total & np.isfinite(value))
    chosen[_smallest(candidates, group, facts.number("n"))] = True
    return chosen


def _smallest(candidates: Ints, group: Ints, n: Floats) -> Ints:
    size = np.where(np.isfinite(n[candidates]), n[candidates], np.inf)
    order = candidates[np.lexsort((size, group[candidates]))]
    if len(order) == 0:
        return order
    return order[np.r_[True, group[order][1:] != group[order][:-1]]]
