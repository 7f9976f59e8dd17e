"""Company for whatever is hidden alone, so that it does not follow from what stands beside it.

Udir's published figures are means, shares and respondents, each with one decimal, so they are closed as
what they are: statements with rounding. Four rules are applied by turns until none has more to hide:

* **A row's answers** (`answers`): sum, mean, deviation and whole pupils must leave every hidden share room.
* **A family** (`families`): the genders and grades of a cell, the questions of an index, and the places
  of a larger place. Where exactly one member is hidden, total or part, the smallest of the other parts
  is hidden too. Among places this is asked only where the others pin it: where their rounding does
  not leave a hidden mean `MEAN_WIDTH`. Answers are taken apart instead (`_lost_answers`).
* **An index of one question** is that question: hidden together or shown together.
* **Bullying** (`bullying`): the index lies between its largest part and the sum of them.

A file with some of a municipality's schools gives nothing back; see `families.whole_places`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from lmtools.survey.answer_bounds import EXACT_BELOW, ROUNDING
from lmtools.survey.answers import close_answers
from lmtools.survey.bullying import bullying_losses
from lmtools.survey.draft import Draft
from lmtools.survey.families import Family, families, one_question, respondents
from lmtools.survey.schema import SHARES, Facts, Floats, Ints, Mask, is_suppressed

MEAN_WIDTH = 0.4
"""The narrowest interval of a hidden mean that places around it may leave. It is four times the rounding,
and about two standard errors either way for 80 pupils: no more than chance says of any school."""

_ROUNDS = 40

Rule = Callable[[Draft, Mask], int]
"""Hides more in a draft, and tells how many numbers. The mask tells which facts may have changed since the
rule last saw them."""


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
    rules: list[tuple[str, Rule]] = [
        ("answers", partial(close_answers, smallest_share=smallest_share)),
        *rules_between(facts, smallest_share),
    ]
    draft = Draft(facts)
    before = np.ones(len(facts), dtype=bool)
    for _ in range(_ROUNDS):
        for name, rule in rules:
            # What a rule has seen, and nobody has changed since, is as it would have it.
            _count(counts, name, rule(draft, before | draft.changed))
        if not draft.changed.any():
            break
        before, draft.changed = draft.changed, np.zeros(len(facts), dtype=bool)
    return Closed(draft.facts, counts)


def first_losses(facts: Facts, smallest_share: int) -> dict[str, int]:
    """Numbers that each rule but "answers" would hide of the facts as they stand: what a file gives away."""
    counts: dict[str, int] = {}
    if _anything_hidden(facts):
        for name, rule in rules_between(facts, smallest_share):
            _count(counts, name, rule(Draft(facts), np.ones(len(facts), dtype=bool)))
    return counts


def rules_between(facts: Facts, smallest_share: int) -> Iterator[tuple[str, Rule]]:
    """The rules about several rows of these facts, by what they are called in `Closed`."""
    n = respondents(facts)
    for family in families(facts, n):
        yield family.kind, partial(_close_family, family=family, n=n)
    at, group = one_question(facts)
    yield "one_question", partial(_close_one_question, at=at, group=group)
    yield "bullying", partial(_close_bullying, n=n, smallest_share=smallest_share)


def _count(counts: dict[str, int], rule: str, more: int) -> None:
    if more:
        counts[rule] = counts.get(rule, 0) + more


def _anything_hidden(facts: Facts) -> bool:
    return any(bool(is_suppressed(values).any()) for values in facts.numbers.values())


def _close_one_question(draft: Draft, _rows: Mask, at: Ints, group: Ints) -> int:
    value = draft.facts.number("value")[at]
    together = np.zeros(int(group.max(initial=-1)) + 1, dtype=bool)
    together[group[is_suppressed(value)]] = True
    lost = at[together[group] & np.isfinite(value)]
    draft.hide_rows(lost)
    return len(lost)


def _close_bullying(draft: Draft, _rows: Mask, n: Floats, smallest_share: int) -> int:
    lost = bullying_losses(draft.facts, n, smallest_share)
    draft.hide_rows(lost)
    return len(lost)


def _close_family(draft: Draft, rows: Mask, family: Family, n: Floats) -> int:
    family = family.holding(rows)
    lost = _lost_rows(draft.facts, family, n)
    draft.hide_rows(lost)
    count = len(lost)
    if family.kind == "question":
        return count
    losses = _lost_answers(draft.facts, family, n)
    if family.kind != "place":
        losses["sd"] = _lost_deviations(draft.facts, family, n)
    for name, lost in losses.items():
        lost = lost[np.isfinite(draft.facts.number(name)[lost])]
        draft.hide(name, lost)
        count += len(lost)
    return count


def _lost_deviations(facts: Facts, family: Family, n: Floats) -> Ints:
    seen = _Seen.of(facts.number("sd"), n, family)
    if len(seen.values) == 0:
        return seen.family.at
    part, total = seen.lonely
    return seen.smallest(part | total)


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

    def smallest(self, groups: Mask) -> Ints:
        """In each group the shown part with fewest respondents."""
        return self.family.at[_smallest(self.family, self.n, groups, self.shown)]

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
        part, total = _pinned(seen, part, 2 * error), np.zeros_like(total)
    found = seen.smallest(part | total)
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


def _lost_answers(facts: Facts, family: Family, n: Floats) -> dict[str, Ints]:
    """Answers to hide so that the total and its parts do not give one another's back.

    Counts of answers add up exactly, over genders, grades and places at once, and such linked tables are
    hard to close cell by cell. So they are taken apart instead: an answer that a part hides, the total
    of the grades or places hides too (a session reads one grade), and where a gender or all pupils hide
    one, neither gender shows any (all pupils are read first). Where only the total of grades hides one,
    its smallest part shows none.
    """
    names = [name for name in SHARES if name in facts.numbers]
    if not names:
        return {}
    family = _with_hidden_answers(facts, family, names)
    block = np.stack([facts.numbers[name][family.at] for name in names])
    hidden, shown = is_suppressed(block), np.isfinite(block)
    hides, shows = np.asarray(hidden.any(axis=0)), np.asarray(shown.any(axis=0))
    total, group = family.total, family.group

    def any_of(rows: Mask) -> Mask:
        return np.bincount(group[rows], minlength=family.groups) > 0

    def by_group(marks: Mask) -> Mask:
        found = np.zeros((len(names), family.groups), dtype=bool)
        answer, place = np.nonzero(marks)
        found[answer, group[place]] = True
        return found

    part_hides, total_hides = any_of(hides & ~total), any_of(hides & total)
    if family.kind == "gender":
        lost = (part_hides | total_hides)[group] & ~total & shown
        none = by_group(total & shown & (block < ROUNDING))[:, group]
        lost &= ~none
        starred = np.isfinite(facts.number("value")[family.at]) & hidden & none & ~total
        lost |= total & by_group(starred)[:, group] & shown
    else:
        lost = (by_group(hidden & ~total) & family.whole[: family.groups])[:, group] & total & shown
        alone: Mask = np.asarray(total_hides & ~part_hides & (family.kind != "place"))
        alone &= np.bincount(group[shows & ~total], minlength=family.groups) > 1
        smallest = np.zeros(len(family.at), dtype=bool)
        smallest[_smallest(family, n[family.at], alone, shows)] = True
        lost |= smallest & shown
    return {name: family.at[row] for name, row in zip(names, lost, strict=True)}


def _with_hidden_answers(facts: Facts, family: Family, names: list[str]) -> Family:
    """The groups where some member shows an answer and some member hides one."""
    hides, shows = np.zeros((2, len(facts)), dtype=bool)
    for name in names:
        hides |= is_suppressed(facts.numbers[name])
        shows |= np.isfinite(facts.numbers[name])
    return family.holding(hides).holding(shows)


def _smallest(family: Family, n: Floats, groups: Mask, allowed: Mask) -> Ints:
    """The place among the members of each group's allowed part with fewest respondents (`n`, by member)."""
    at = np.flatnonzero(groups[family.group] & allowed & ~family.total)
    size = np.where(np.isfinite(n[at]), n[at], np.inf)
    order = at[np.lexsort((size, family.group[at]))]
    group = family.group[order]
    return order[np.r_[True, group[1:] != group[:-1]]] if len(order) else order


def _pinned(seen: _Seen, lonely: Mask, error: Floats) -> Mask:
    """Of the lonely groups those where the rounding of the others leaves too little room."""
    known = np.isfinite(seen.n)
    total, people = seen.family.total, np.where(known, seen.n, 0.0)
    left = seen.count(total, people) - seen.count(~total, people)
    whole = seen.family.whole[: seen.family.groups]
    told = seen.count(seen.shown & ~known) == 0
    width = seen.count(seen.shown, np.where(known, error, 0.0)) / np.maximum(left, 1)
    return np.asarray(lonely & told & whole & (width < MEAN_WIDTH - 1e-6))
