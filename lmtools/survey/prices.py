"""What it costs to make a small change of the answers unnoticed, group by group.

A change is noticed by a group when a shown answer, mean or deviation of it would come out otherwise, and
its price is that of what must be hidden: further answers first, then the deviation, then the group.
Groups with many respondents are dearer, because their figures are of more use. 0 is not noticed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from lmtools.survey.linked_system import HALF, LinkedSystem, Pattern
from lmtools.survey.moves import shifts
from lmtools.survey.schema import Floats, Ints, Mask

NEVER = 1e9
"""The price of what cannot be hidden, or cannot be."""

_DEVIATION = 5.0
_GROUP = 9.0
_USE = 1.5

_Memory = dict[tuple[object, ...], Floats]


@dataclass(frozen=True)
class Prices:
    """Prices for one pattern. `known` is out already; `memory` is shared by patterns of one system."""

    system: LinkedSystem
    shown: Pattern
    known: Pattern
    memory: _Memory = field(default_factory=dict)

    @cached_property
    def shifts(self) -> Ints:
        """All changes between answers that are tried; with each, its opposite."""
        return shifts(len(self.system.weights))

    def of_leaf(self, leaf: int, times: int) -> Floats:
        """0 for the shifts that a leaf's counts allow, `times` over; `NEVER` for the others."""
        key = ("leaf", leaf, times)
        if key not in self.memory:
            left = self.system.counts[leaf] + times * self.shifts
            self.memory[key] = np.where((left < 0).any(axis=1), NEVER, 0.0)
        return self.memory[key]

    def of_group(self, group: int, times: int) -> Floats:
        """The price of each shift, `times` over, in a shown group."""
        shown = self.shown
        key = ("group", group, times, shown.options[group].tobytes(), bool(shown.deviations[group]))
        if key not in self.memory:
            self.memory[key] = self._price(group, times * self.shifts)
        return self.memory[key]

    def to_hide(self, group: int, change: Ints) -> Pattern:
        """What to hide in a shown group so that it does not notice this one change."""
        hide = Pattern.nothing(*self.system.totals.shape)
        price = float(self._price(group, change[None, :])[0])
        if price >= self.groups[group]:
            hide.groups[group] = True
        elif price:
            answers, _, deviation = self._noticed(group, change[None, :])
            hide.deviations[group] = deviation[0]
            hide.options[group] = answers[0] | self._whole_row(group, change[None, :])[0]
        return hide

    def _price(self, group: int, change: Ints) -> Floats:
        answers, mean, deviation = self._noticed(group, change)
        row = float(np.minimum((self.shown.options[group] * self._options[group]).sum(), NEVER))
        price = np.where(self._whole_row(group, change), row, answers @ self._options[group])
        price = price + deviation * self._deviations[group]
        return np.asarray(np.minimum(np.where(mean, NEVER, price), self.groups[group]))

    def _whole_row(self, group: int, change: Ints) -> Mask:
        """Whether a change asks for all answers of a group to be hidden.

        Answers that nobody gave are shown, unless none is: so of a hidden answer beside shown ones
        everyone knows that it was given, and a number may not come to or from 0.
        """
        totals = self.system.totals[group]
        emptied = ((totals + change == 0) & (totals > 0)).any(axis=1)
        return np.asarray(emptied | ((change != 0) & (totals == 0)).any(axis=1))

    def _noticed(self, group: int, change: Ints) -> tuple[Mask, Mask, Mask]:
        """Which shown answers change, and whether the mean and the deviation would come out otherwise."""
        system = self.system
        n, total, squares = system.respondents[group], system.sums[group], system.squares[group]
        answers = (change != 0) & self.shown.options[group]
        if system.share:
            return answers, np.zeros(len(change), bool), np.zeros(len(change), bool)
        more, further = change @ system.weights, change @ system.weights**2
        mean = (more != 0) & (np.abs((total + more) / n - system.means[group]) >= HALF)
        if system.beside:
            mean |= system.beside.notices(group, more)
        if not self.shown.deviations[group]:
            return answers, mean, np.zeros(len(change), bool)
        inside = np.maximum(squares + further - (total + more) ** 2 / n, 0) / max(n - 1, 1)
        moved = np.abs(np.sqrt(inside) - system.deviations[group]) >= HALF
        return answers, mean, moved & ((more != 0) | (further != 0))

    @cached_property
    def groups(self) -> Floats:
        """The price of hiding a group."""
        return np.where(self.known.groups, NEVER, _GROUP + _GROUP * self._size)

    @cached_property
    def _size(self) -> Floats:
        return np.asarray(self.system.respondents / self.system.respondents.max())

    @cached_property
    def _options(self) -> Floats:
        system = self.system
        price = 1 + _USE * self._size[:, None] + system.totals / system.respondents[:, None] / 2
        return np.asarray(np.where(self.known.options, NEVER, price))

    @cached_property
    def _deviations(self) -> Floats:
        return np.where(self.known.deviations, NEVER, _DEVIATION + self._size)
