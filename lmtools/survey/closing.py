"""Company for whatever is hidden alone, so that it does not follow from what stands beside it.

Udir's published figures are means, shares and respondents, each with one decimal, so they are closed as
what they are: statements with rounding. Four rules are applied by turns until none has more to hide:

* **A row's answers** (`answers`): sum, mean, deviation and whole pupils must leave every hidden share room.
* **A family** (`families`): the genders and grades of a cell, the questions of an index, and the places
  of a larger place. Where exactly one member is hidden, total or part, the smallest of the other parts
  is hidden too. Among places this is asked only where the others pin it: the rounding of all the
  others leaves a mean `MEAN_WIDTH`, and a share what `answers` asks. Where the hidden answers of a
  family are together fewer pupils than `smallest_share`, one more part is hidden, or the total.
* **An index of one question** is that question: hidden together or shown together.
* **Bullying** (`bullying`): the index lies between its largest part and the sum of them.

A family of places is taken to be whole when those that are not shown are about one school: no more
than twice the largest that is. A file with some of a municipality's schools gives nothing back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lmtools.survey.answer_bounds import EXACT_BELOW, ROUNDING
from lmtools.survey.answers import close_answers, needed_width
from lmtools.survey.bullying import bullying_losses
from lmtools.survey.families import Family, families, one_question
from lmtools.survey.schema import SHARES, SUPPRESSED, Facts, Floats, Ints, Kind, Mask, is_suppressed

MEAN_WIDTH = 0.4
"""The narrowest interval of a hidden mean that places around it may leave. It is four times the rounding,
and about two standard errors either way for 80 pupils: no more than chance says of any school."""

_ROUNDS = 40
_LARGEST = 2.0
_WHOLE = 0.03


@dataclass(frozen=True)
class Closed:
    """Facts with nothing hidden alone; `numbers` hidden for it by the rule that asked for it.

    The rules are "answers", "gender", "grade", "question", "place", "one_question" and "bullying".
    """

    facts: Facts
    numbers: dict[str, int]


def close(facts: Facts, smallest_share: int) -> Closed:
    """Hide so much more that nothing hidden follows from the rest."""
    counts: dict[str, int] = {}
    if not _anything_hidden(facts):
        return Closed(facts, counts)
    found = families(facts)
    n = respondents(facts)
    rows = np.arange(len(facts))
    for _ in range(_ROUNDS):
        before = facts
        facts, more = close_answers(facts, rows, smallest_share)
        _count(counts, "answers", more)
        for family in found:
            facts, more = _close_family(facts, family, n, smallest_share)
            _count(counts, family.kind, more)
        facts, more = _close_one_question(facts)
        _count(counts, "one_question", more)
        lost = bullying_losses(facts, n, smallest_share)
        facts = hide_rows(facts, lost)
        _count(counts, "bullying", len(lost))
        rows = _changed(before, facts)
        if len(rows) == 0:
            break
    return Closed(facts, counts)


def first_losses(facts: Facts, smallest_share: int) -> dict[str, int]:
    """Numbers that each rule but "answers" would hide of the facts as they stand: what a file gives away."""
    counts: dict[str, int] = {}
    if not _anything_hidden(facts):
        return counts
    n = respondents(facts)
    for family in families(facts):
        _count(counts, family.kind, _close_family(facts, family, n, smallest_share)[1])
    _count(counts, "one_question", _close_one_question(facts)[1])
    _count(counts, "bullying", len(bullying_losses(facts, n, smallest_share)))
    return counts


def _count(counts: dict[str, int], rule: str, more: int) -> None:
    if more:
        counts[rule] = counts.get(rule, 0) + more


def _anything_hidden(facts: Facts) -> bool:
    return any(bool(is_suppressed(values).any()) for values in facts.numbers.values())


def _changed(before: Facts, after: Facts) -> Ints:
    """Places where something more is hidden."""
    changed = np.zeros(len(before), dtype=bool)
    for name, values in after.numbers.items():
        if values is not before.numbers[name]:
            changed |= is_suppressed(values) & ~is_suppressed(before.numbers[name])
    return np.flatnonzero(changed)


def hide_rows(facts: Facts, at: Ints) -> Facts:
    """Hide every number of some facts."""
    if len(at) == 0:
        return facts
    return replace(facts, numbers={name: _hidden(values, at) for name, values in facts.numbers.items()})


def _hidden(values: Floats, at: Ints) -> Floats:
    values = values.copy()
    values[at] = SUPPRESSED
    return values


def respondents(facts: Facts) -> Floats:
    """The respondents that can be known: those of the row, for bullying those who took part."""
    n = facts.number("n")
    kinds = facts.kinds()
    part = np.flatnonzero(np.asarray(kinds == Kind.PARTICIPATION)[facts.indicator])
    asked = np.flatnonzero(np.asarray(kinds == Kind.BULLYING)[facts.indicator] & np.isnan(n))
    if len(part) == 0 or len(asked) == 0:
        return n
    keys, _ = replace(facts, indicator=np.zeros(len(facts), dtype=np.int64)).keys()
    order = part[np.argsort(keys[part], kind="stable")]
    place = np.minimum(np.searchsorted(keys[order], keys[asked]), len(order) - 1)
    same = keys[order[place]] == keys[asked]
    n = n.copy()
    n[asked[same]] = n[order[place[same]]]
    return n


def _close_one_question(facts: Facts) -> tuple[Facts, int]:
    at, group = one_question(facts)
    value = facts.number("value")[at]
    hidden = is_suppressed(value)
    if not hidden.any():
        return facts, 0
    together = np.bincount(group[hidden], minlength=int(group.max()) + 1) > 0
    lost = at[together[group] & np.isfinite(value)]
    return hide_rows(facts, lost), len(lost)


def _close_family(facts: Facts, family: Family, n: Floats, smallest_share: int) -> tuple[Facts, int]:
    lost = _lost_rows(facts, family, n)
    facts, count = hide_rows(facts, lost), len(lost)
    if family.kind == "question":
        return facts, count
    numbers = dict(facts.numbers)
    for name in ("sd", *SHARES):
        if name not in numbers or (name == "sd" and family.kind == "place"):
            continue
        lost = _lost_numbers(facts, family, n, name, smallest_share)
        if len(lost):
            numbers[name] = _hidden(numbers[name], lost)
            count += len(lost)
    return replace(facts, numbers=numbers), count


@dataclass(frozen=True)
class _Seen:
    """One number of a family: what is shown and hidden of it, counted by group."""

    family: Family
    values: Floats
    n: Floats
    hidden: Mask
    shown: Mask

    @classmethod
    def of(cls, values: Floats, n: Floats, family: Family) -> _Seen:
        """Only the groups where something is hidden."""
        groups = np.zeros(family.groups, dtype=bool)
        groups[family.group[is_suppressed(values[family.at])]] = True
        family = family.only(groups)
        values = values[family.at]
        return cls(family, values, n[family.at], is_suppressed(values), np.isfinite(values))

    def count(self, which: Mask, weights: Floats | None = None) -> Floats:
        """How many members of each group `which` marks, or the sum of their weights."""
        group = self.family.group[which]
        found = np.bincount(
            group, weights=None if weights is None else weights[which], minlength=self.family.groups
        )
        return found.astype(np.float64)

    @property
    def lonely(self) -> tuple[Mask, Mask]:
        """Groups where one part alone is hidden under a shown total; where the total alone is hidden."""
        total = self.family.total
        parts = self.count(self.hidden & ~total)
        above = self.count(self.shown & total) > 0
        return (parts == 1) & above, (self.count(self.hidden & total) > 0) & (parts == 0) & (
            self.count(self.shown & ~total) >= 2
        )

    def smallest(self, groups: Mask, allowed: Mask) -> tuple[Ints, Mask]:
        """In each group the allowed part with fewest respondents; also groups where there was none."""
        at = np.flatnonzero(groups[self.family.group] & allowed & self.shown & ~self.family.total)
        size = np.where(np.isfinite(self.n[at]), self.n[at], np.inf)
        order = at[np.lexsort((size, self.family.group[at]))]
        group = self.family.group[order]
        first = order[np.r_[True, group[1:] != group[:-1]]] if len(order) else order
        without = groups.copy()
        without[self.family.group[first]] = False
        return self.family.at[first], without

    def totals(self, groups: Mask) -> Ints:
        """The shown totals of some groups."""
        return self.family.at[groups[self.family.group] & self.family.total & self.shown]


def _lost_rows(facts: Facts, family: Family, n: Floats) -> Ints:
    seen = _Seen.of(facts.number("value"), n, family)
    if len(seen.values) == 0:
        return seen.family.at
    part, total = seen.lonely
    if family.kind == "place":
        error = n[seen.family.at] * ROUNDING * ~_tells_exactly(facts, seen.family.at)
        part, total = _pinned(seen, part, 2 * error, lambda _: MEAN_WIDTH), np.zeros_like(total)
    found, _ = seen.smallest(part | total, np.ones(len(seen.values), dtype=bool))
    scale = np.asarray([row.scale == "share" for row in facts.indicators], dtype=bool)
    share = scale[facts.indicator[seen.family.at]]
    none = seen.count(share & seen.family.total & seen.shown & (seen.values < ROUNDING)) > 0
    return np.concatenate([found, seen.totals(none & (seen.count(seen.hidden & ~seen.family.total) > 0))])


def _tells_exactly(facts: Facts, at: Ints) -> Mask:
    """Whether a row's shares tell its mean without rounding: all shown, and of few enough pupils."""
    exact = facts.number("n")[at] < EXACT_BELOW
    for name in SHARES:
        exact &= np.isfinite(facts.number(name)[at])
    return np.asarray(exact)


def _lost_numbers(facts: Facts, family: Family, n: Floats, name: str, smallest_share: int) -> Ints:
    seen = _Seen.of(facts.number(name), n, family)
    if len(seen.values) == 0:
        return seen.family.at
    part, total = seen.lonely
    everyone = np.ones(len(seen.values), dtype=bool)
    if name == "sd":
        return seen.smallest(part | total, everyone)[0]
    error = np.where(seen.n < EXACT_BELOW, 0.0, 2 * ROUNDING * seen.n)
    if family.kind == "place":
        part = _pinned(seen, part, error, lambda people: needed_width(people, smallest_share))
        total = np.zeros_like(total)
    few = _few_behind(seen, error / 200, smallest_share)
    found, without = seen.smallest(part | few, seen.values > 0)
    more, _ = seen.smallest(total, everyone)
    return np.unique(np.concatenate([found, seen.totals(without), more]))


def _few_behind(seen: _Seen, error: Floats, smallest_share: int) -> Mask:
    """Groups whose hidden answers are together fewer pupils than the policy lets a share stand for."""
    total = seen.family.total
    pupils = seen.n * seen.values / 100
    pupils = np.where(error > 0, pupils, np.round(pupils))
    known = np.isfinite(pupils)
    told = (seen.count(seen.shown & ~known) == 0) & (seen.count(seen.shown & total) > 0)
    told &= seen.count(seen.hidden & ~total) > 0
    safe = np.where(known, pupils, 0)
    left = seen.count(seen.shown & total, safe + error) - seen.count(seen.shown & ~total, safe - error)
    return np.asarray(told & (left < smallest_share - 1e-6))


def _pinned(seen: _Seen, lonely: Mask, error: Floats, needed: Callable[[Floats], Floats | float]) -> Mask:
    """Of the lonely groups those where the rounding of the others leaves too little room."""
    total, known = seen.family.total, np.isfinite(seen.n)
    people = np.where(known, seen.n, 0.0)
    everyone = seen.count(total, people)
    parts = seen.count(~total, people)
    own = seen.count(seen.hidden & ~total, people)
    missing = everyone - parts
    largest = np.zeros(seen.family.groups)
    np.maximum.at(largest, seen.family.group[~total], people[~total])
    told = (seen.count(seen.shown & ~known) == 0) & (everyone > 0)
    whole = np.where(
        own > 0, np.abs(missing) <= _WHOLE * everyone, (missing > 0) & (missing <= _LARGEST * largest)
    )
    behind = np.where(own > 0, own, np.maximum(missing, 1))
    width = seen.count(seen.shown, np.where(known, error, 0.0)) / behind
    return np.asarray(lonely & told & whole & (width < needed(behind) - 1e-6))
