"""Which figures add up to which: genders and grades to all, schools to their municipality, and so on.

A family is a published total and the parts that make it up, for one indicator and year. The total is a
member too: with the parts shown, a hidden total follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from lmtools.domain.figures import Level
from lmtools.survey.catalogue import ONE_QUESTION
from lmtools.survey.schema import (
    ALL,
    Coded,
    Facts,
    Floats,
    Ints,
    Kind,
    Mask,
    UnitRow,
    compress,
    is_suppressed,
)

_WHOLE = 0.03


@dataclass(frozen=True)
class Family:
    """One sort of total with its parts. `at` are places in the facts; the rest is for each of them.

    `group` tells which total a place belongs to, `total` whether it is the total, `kind` which sort
    of family this is: "gender", "grade", "question" or "place".
    """

    kind: str
    at: Ints
    group: Ints
    total: Mask
    whole: Mask

    @property
    def groups(self) -> int:
        """One more than the highest group."""
        return int(self.group.max(initial=-1)) + 1

    def only(self, groups: Mask) -> Family:
        """The groups that are marked."""
        keep = np.flatnonzero(groups[self.group])
        return Family(self.kind, self.at[keep], self.group[keep], self.total[keep], self.whole)

    def holding(self, rows: Mask) -> Family:
        """The groups that some of these facts belong to."""
        if rows.all():
            return self
        groups = np.zeros(self.groups, dtype=bool)
        groups[self.group[rows[self.at]]] = True
        return self.only(groups)


def families(facts: Facts, n: Floats) -> list[Family]:
    """Every sort of family that the facts hold, without groups that have no total or no part.

    `n` is what is known of their respondents (`respondents`).
    """
    flat = Coded.constant(ALL, len(facts))
    found = [
        _split("gender", facts, facts.gender, replace(facts, gender=flat)),
        _split("grade", facts, facts.grade, replace(facts, grade=flat)),
        _questions(facts),
        *_places(facts),
    ]
    kept = [family for family in map(_with_both, found) if len(family.at)]
    return [whole_places(facts, f, n) if f.kind == "place" else f for f in kept]


def _with_both(family: Family) -> Family:
    groups = family.groups
    totals = np.bincount(family.group[family.total], minlength=groups)
    parts = np.bincount(family.group[~family.total], minlength=groups)
    return family.only((totals > 0) & (parts > 0))


def _family(kind: str, at: Ints, group: Ints, total: Mask) -> Family:
    return Family(kind, at, group, total, np.ones(int(group.max(initial=-1)) + 1, dtype=bool))


def _nothing(kind: str) -> Family:
    none = np.zeros(0, dtype=np.int64)
    return _family(kind, none, none, np.zeros(0, dtype=bool))


def _split(kind: str, facts: Facts, dimension: Coded, flattened: Facts) -> Family:
    if len(dimension.labels) < 2 or ALL not in dimension.labels:
        return _nothing(kind)
    total = dimension.codes == dimension.labels.index(ALL)
    keys, size = flattened.keys()
    return _family(kind, np.arange(len(facts)), compress(keys, size)[1], np.asarray(total))


def parents_of_questions(facts: Facts) -> Ints:
    """The place in `facts.indicators` of the index each indicator belongs to; its own when it is none.

    The bullying index is no mean of its questions and has a rule of its own.
    """
    place = {row.code: i for i, row in enumerate(facts.indicators) if row.kind is Kind.INDEX}
    return np.asarray([place.get(row.parent, i) for i, row in enumerate(facts.indicators)], dtype=np.int64)


def _questions(facts: Facts) -> Family:
    parent = parents_of_questions(facts)
    alone = parent == np.arange(len(parent))
    one = np.asarray([row.code in ONE_QUESTION for row in facts.indicators], dtype=bool)
    if alone.all():
        return _nothing("question")
    keys, size = replace(facts, indicator=parent[facts.indicator]).keys()
    group = compress(keys, size)[1]
    at = np.flatnonzero(~one[parent[facts.indicator]])
    return _family("question", at, group[at], alone[facts.indicator][at])


def one_question(facts: Facts) -> tuple[Ints, Ints]:
    """Figures of indexes that hold one question, and the groups of index and question."""
    parent = parents_of_questions(facts)
    one = np.asarray([row.code in ONE_QUESTION for row in facts.indicators], dtype=bool)[parent]
    at = np.flatnonzero(one[facts.indicator])
    keys, size = replace(facts, indicator=parent[facts.indicator]).keys()
    return at, compress(keys, size)[1][at]


def _places(facts: Facts) -> Iterator[Family]:
    """Schools in municipalities, municipalities in counties (schools where they have none), counties."""
    parent = parents_of_units(facts)
    levels = np.asarray([_ORDER[row.level] for row in facts.units], dtype=np.int64)
    for level in (1, 2, 3):
        is_part = (parent >= 0) & (levels[parent] == level)
        if not is_part.any():
            continue
        at = np.flatnonzero((is_part | (levels == level))[facts.unit])
        total = levels[facts.unit[at]] == level
        owner = np.where(total, facts.unit[at], parent[facts.unit[at]])
        keys, size = replace(facts.only(at), unit=owner).keys()
        yield _family("place", at, compress(keys, size)[1], total)


_ORDER = {Level.SCHOOL: 0, Level.MUNICIPALITY: 1, Level.COUNTY: 2, Level.COUNTRY: 3}


def parents_of_units(facts: Facts) -> Ints:
    """The place in `facts.units` of the nearest unit above each unit; -1 when there is none."""
    place = {(row.level, row.key): i for i, row in enumerate(facts.units)}
    country = next((i for i, row in enumerate(facts.units) if row.level is Level.COUNTRY), -1)

    def above(row: UnitRow) -> int:
        found = -1
        if row.level is Level.SCHOOL:
            found = place.get((Level.MUNICIPALITY, row.municipality), -1)
        if found < 0 and row.level in (Level.SCHOOL, Level.MUNICIPALITY):
            found = place.get((Level.COUNTY, row.county), -1)
        return country if row.level is Level.COUNTY else found

    return np.asarray([above(row) for row in facts.units], dtype=np.int64)


def whole_places(facts: Facts, family: Family, n: Floats) -> Family:
    """The same places, with what can be told of whether a larger place has all its smaller ones here.

    Best known is it from figures of the same place and grade where none is hidden: whether their
    respondents add up to those of the place (to 3 %). Where there is no such figure, the places are
    taken to be all when those that are hidden have no more respondents than the largest that is shown.
    """
    people = np.where(np.isfinite(n[family.at]), n[family.at], 0.0)
    total, group, size = family.total, family.group, family.groups
    gone = is_suppressed(facts.number("value")[family.at])
    everyone = np.bincount(group[total], weights=people[total], minlength=size)
    parts = np.bincount(group[~total], weights=people[~total], minlength=size)
    there = np.bincount(group[~total], minlength=size)
    without = np.bincount(group[~total & gone], minlength=size)
    largest = np.zeros(size)
    np.maximum.at(largest, group[~total], people[~total])
    key = np.zeros(size, dtype=np.int64)
    width = len(facts.grade.labels)
    key[group[total]] = facts.unit[family.at[total]] * width + facts.grade.codes[family.at[total]]
    most = np.zeros(len(facts.units) * width, dtype=np.int64)
    np.maximum.at(most, key, there)
    seen = (without == 0) & (there == most[key]) & (everyone > 0) & (parts > 0)
    best = np.zeros(len(most))
    np.maximum.at(best, key[seen], parts[seen] / everyone[seen])
    left = everyone - parts
    likely = np.where(best[key] > 0, best[key] >= 1 - _WHOLE, left <= largest * without)
    whole = np.where(without == 0, np.abs(left) <= _WHOLE * everyone, (left > 0) & likely)
    return replace(family, whole=np.asarray(whole & (everyone > 0)))


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
