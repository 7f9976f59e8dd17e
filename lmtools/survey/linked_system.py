"""One linked system of an own survey: all that is shown of one question in one school and year.

Respondents are counted by grade and gender (*leaves*) and by answer. A *group* is what the app can ask
for: a leaf, a grade, a gender or all. Of a group it may show the number of respondents, their mean,
their standard deviation and the share of each answer, or nothing. What is shown is a `Pattern`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lmtools.survey.schema import ALL, Floats, Ints, Mask

HALF = 0.05 - 1e-9
"""How far a number may be from its rounded self and still surely be rounded to it."""

Key = tuple[str, str]
"""A group by grade and gender, each perhaps `ALL`."""


@dataclass(frozen=True)
class Pattern:
    """What is shown: `groups` (n, and the mean or the share), `options` (groups x answers), `deviations`."""

    groups: Mask
    options: Mask
    deviations: Mask

    @classmethod
    def nothing(cls, groups: int, options: int) -> Pattern:
        """Nothing is shown."""
        return cls(np.zeros(groups, bool), np.zeros((groups, options), bool), np.zeros(groups, bool))

    def __or__(self, other: Pattern) -> Pattern:
        return Pattern(
            self.groups | other.groups, self.options | other.options, self.deviations | other.deviations
        )

    @property
    def size(self) -> int:
        """How many groups and numbers are shown."""
        return int(self.groups.sum() + self.options.sum() + self.deviations.sum())

    def without(self, hidden: Pattern) -> Pattern:
        """This pattern less what `hidden` names; a group that goes takes its numbers along."""
        groups = self.groups & ~hidden.groups
        return Pattern(
            groups,
            self.options & ~hidden.options & groups[:, None],
            self.deviations & ~hidden.deviations & groups,
        )


@dataclass(frozen=True)
class Beside:
    """An index shown beside one of its `size` questions: the sum of its values, and its n, by group.

    An answer that is one higher makes the sum 1 / `size` higher. n is 0 where the index has no group.
    """

    sums: Floats
    respondents: Ints
    size: int

    def __repr__(self) -> str:
        return f"Beside({self.size})"

    def notices(self, group: int, change: Ints) -> Mask:
        """Whether the index's mean might come out otherwise when the group's sum changes so much."""
        n, total = int(self.respondents[group]), float(self.sums[group])
        if not n:
            return np.zeros(len(change), dtype=bool)
        mean = round(total / n, 1)
        return np.asarray((change != 0) & (np.abs((total + change / self.size) / n - mean) >= HALF))


@dataclass(frozen=True)
class LinkedSystem:
    """The counts of one question, school and year, which only the door may see.

    Attributes:
        leaves: Grade and gender of each lowest group, all with at least one respondent.
        counts: Respondents by leaf and answer.
        weights: The number each answer counts as (1 to 5; in a share 0 and 1).
        share: Whether the question is a share, which is shown as one number instead of a mean.
        beside: The index that the question is part of, if any.
    """

    leaves: tuple[Key, ...]
    counts: Ints
    weights: Ints
    share: bool = False
    beside: Beside | None = None

    def __repr__(self) -> str:
        return f"LinkedSystem({len(self.leaves)} leaves)"

    @cached_property
    def names(self) -> tuple[tuple[Key, ...], ...]:
        """The names of each group; two names of the same leaves, as of a school with one grade, are one."""
        found: dict[tuple[int, ...], list[Key]] = {}
        for grade, gender in _keys(self.leaves):
            inside = tuple(
                i
                for i, leaf in enumerate(self.leaves)
                if grade in (ALL, leaf[0]) and gender in (ALL, leaf[1])
            )
            found.setdefault(inside, []).append((grade, gender))
        return tuple(tuple(keys) for keys in found.values())

    @cached_property
    def members(self) -> Ints:
        """Groups by leaves, 0/1."""
        return np.asarray(
            [
                [int(grade in (ALL, leaf[0]) and gender in (ALL, leaf[1])) for leaf in self.leaves]
                for (grade, gender), *_ in self.names
            ],
            dtype=np.int64,
        )

    @cached_property
    def totals(self) -> Ints:
        """Respondents by group and answer."""
        return self.members @ self.counts

    @cached_property
    def respondents(self) -> Ints:
        """Respondents by group."""
        return np.asarray(self.totals.sum(axis=1), dtype=np.int64)

    @cached_property
    def inside(self) -> Mask:
        """Groups by groups: whether the second lies within the first."""
        return np.asarray((self.members[:, None, :] >= self.members[None, :, :]).all(axis=2))

    @cached_property
    def sums(self) -> Ints:
        """The sum of the answers of each group."""
        return np.asarray(self.totals @ self.weights, dtype=np.int64)

    @cached_property
    def squares(self) -> Ints:
        """The sum of the squared answers of each group."""
        return np.asarray(self.totals @ self.weights**2, dtype=np.int64)

    @cached_property
    def means(self) -> Floats:
        """Means as they are shown, or shares in per cent, to one decimal."""
        scale = 100 if self.share else 1
        pairs = zip(self.sums.tolist(), self.respondents.tolist(), strict=True)
        return np.asarray([round(scale * total / n, 1) for total, n in pairs])

    @cached_property
    def deviations(self) -> Floats:
        """Standard deviations (n - 1) as they are shown, to one decimal; NaN for one respondent."""
        rows = zip(self.sums.tolist(), self.squares.tolist(), self.respondents.tolist(), strict=True)
        return np.asarray([round(_deviation(s, q, n), 1) for s, q, n in rows])

    @cached_property
    def shares(self) -> Floats:
        """Shares of the answers in per cent, to one decimal; groups by answers."""
        rows = zip(self.totals.tolist(), self.respondents.tolist(), strict=True)
        return np.asarray([[round(100 * x / n, 1) for x in row] for row, n in rows])

    def alike(self, options: int) -> Mask:
        """Groups whose answers all lie within `options` neighbouring options (0: none is)."""
        return np.asarray([bool(self.narrow(group, options)) for group in range(len(self.names))])

    def narrow(self, group: int, options: int) -> list[tuple[int, int]]:
        """The runs of neighbouring options (first, after last) that hold all answers of a group."""
        size = len(self.weights)
        options = 1 if size == 2 and options else options
        if options < 1 or size < 2:
            return []
        row, n = self.totals[group], self.respondents[group]
        runs = [(first, first + options) for first in range(size - options + 1)]
        return [run for run in runs if row[run[0] : run[1]].sum() == n]


def _deviation(total: int, squares: int, n: int) -> float:
    return math.sqrt(max(squares - total * total / n, 0.0) / (n - 1)) if n > 1 else math.nan


def _keys(leaves: Sequence[Key]) -> list[Key]:
    grades = list(dict.fromkeys(grade for grade, _ in leaves))
    genders = list(dict.fromkeys(gender for _, gender in leaves))
    return [*leaves, *((g, ALL) for g in grades), *((ALL, g) for g in genders), (ALL, ALL)]
