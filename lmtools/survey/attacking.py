"""What can be worked out from a pattern, by looking for other answers that would show the same.

The released figures are published again from changed counts: every n, every shown share, mean and
deviation must come out as before, rounding and all. A hidden count that differs in one such table has
at least two possible values, and no solver can say otherwise. Who took part is taken to be known (a
class list), so answers change only within their groups; the sizes of hidden groups have moves of
their own. Where no such table is found, the count is taken to be lost, and more is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lmtools.survey.family import HALF, Family, Pattern
from lmtools.survey.moves import shifts, shifts_within, transfers
from lmtools.survey.schema import Floats, Ints, Mask

NEVER = 1e9
"""The price of hiding what cannot be hidden."""

_DEVIATION = 5.0
_GROUP = 9.0


@dataclass(frozen=True)
class Secret:
    """A statement that must stay open: one of `cells` (group x answer) may be another number.

    Attributes:
        cells: Numbers of cells, `group * answers + answer`; with `people`, numbers of groups.
        people: The size of the groups is what must stay open, not an answer.
        more: Only a greater number counts (of those who answered outside a narrow run).
        alone: A cell with one respondent, who knows it: it must be the same in the other table.
    """

    cells: tuple[int, ...]
    people: bool = False
    more: bool = False
    alone: int | None = None


@dataclass(frozen=True)
class Attack:
    """An attack on what is `shown` of a family; `known` is out already and cannot be hidden."""

    family: Family
    shown: Pattern
    known: Pattern

    @cached_property
    def hidden(self) -> Mask:
        """Hidden numbers of answers, groups by answers."""
        return np.asarray(~(self.shown.options & self.shown.groups[:, None]))

    @cached_property
    def _transfers(self) -> Ints:
        rows = self.family.members[self.shown.groups]
        return transfers(self.family.leaves, tuple(tuple(row) for row in rows.tolist()))

    @cached_property
    def _touched(self) -> Ints:
        return np.asarray(self._transfers @ self.family.members.T, dtype=np.int64)

    @cached_property
    def changes(self) -> Ints:
        """Changes of the hidden numbers in the other tables found; tables by cells."""
        size = self.family.totals.size
        found = [np.zeros((0, size), dtype=np.int8)]
        for number, touched in enumerate(self._touched):
            noticed = self.shown.groups & (touched != 0)
            free = ~self.shown.options[noticed].any(axis=0)
            if free.sum() < 2:
                continue
            moves = shifts_within(len(free), tuple(free.tolist()))
            moves = moves[self._prices(number, moves) == 0]
            change = touched[None, :, None] * moves[:, None, :]
            found.append(change.reshape(len(moves), size).astype(np.int8))
        return np.concatenate(found)

    @cached_property
    def sizes(self) -> Ints:
        """Changes of the sizes of groups in the other tables found; tables by groups."""
        found = [s * t for t, s, price in self._people() if price == 0]
        return np.asarray(found, dtype=np.int64).reshape(-1, len(self.family.names))

    def stays_open(self, secret: Secret) -> bool:
        """Whether another table is known in which the secret is otherwise."""
        more, less = self._open(people=secret.people, alone=secret.alone)
        cells = list(secret.cells)
        return bool(more[cells].any() or (not secret.more and less[cells].any()))

    def _open(self, *, people: bool, alone: int | None) -> tuple[Mask, Mask]:
        """Which cells are greater, and which are smaller, in some other table (where `alone` is the same)."""
        key = -1 if people else alone
        if key not in self._found:
            changes = self.sizes if people else self.changes
            if alone is not None:
                changes = changes[changes[:, alone] == 0]
            more, less = (changes > 0).any(axis=0), (changes < 0).any(axis=0)
            self._found[key] = (np.asarray(more), np.asarray(less))
        return self._found[key]

    @cached_property
    def _found(self) -> dict[int | None, tuple[Mask, Mask]]:
        return {}

    def width(self, cell: int) -> int:
        """The distance between the least and the greatest number found for a cell: it is at least that."""
        change = self.changes[:, cell]
        return int(max(change.max(initial=0), 0) - min(change.min(initial=0), 0))

    def cheapest(self, secret: Secret) -> Pattern | None:
        """What to hide to keep the secret open at the lowest price; None when nothing helps."""
        return self._cheapest_people(secret) if secret.people else self._cheapest_answers(secret)

    def _cheapest_answers(self, secret: Secret) -> Pattern | None:
        size = len(self.family.weights)
        moves = shifts(size)
        best, at = NEVER, (0, 0)
        group, option = np.divmod(np.asarray(secret.cells), size)
        for number, touched in enumerate(self._touched):
            change = touched[group][None, :] * moves[:, option]
            wanted = (change > 0).any(axis=1) if secret.more else (change != 0).any(axis=1)
            if secret.alone is not None and touched[secret.alone // size]:
                wanted &= moves[:, secret.alone % size] == 0
            chosen = np.flatnonzero(wanted)
            if len(chosen):
                prices = self._prices(number, moves[chosen])
                if prices.min() < best:
                    best, at = float(prices.min()), (number, int(chosen[prices.argmin()]))
        return None if best >= NEVER else self._blocking(at[0], moves[at[1]])

    def _cheapest_people(self, secret: Secret) -> Pattern | None:
        group = secret.cells[0]
        found = [(price, t) for t, s, price in self._people() if t[group] and price < NEVER]
        if not found:
            return None
        _, touched = min(found, key=lambda pair: pair[0])
        nothing = Pattern.nothing(*self.family.totals.shape)
        return replace(nothing, groups=self.shown.groups & (touched != 0))

    def _people(self) -> Iterator[tuple[Ints, int, float]]:
        """Moves of respondents between leaves: change of each group's size, which way, and the price."""
        counts = self.family.counts
        for move, touched in zip(self._transfers, self._touched, strict=True):
            for way in (1, -1):
                same_answer = (counts + way * move[:, None] >= 0).all(axis=0).any()
                if same_answer and (counts.sum(axis=1) + way * move >= 1).all():
                    noticed = self.shown.groups & (touched != 0)
                    yield touched, way, float(self._group_prices[noticed].sum())

    def _prices(self, number: int, moves: Ints) -> Floats:
        """What it costs to make each move of this transfer unnoticed; 0 when it is already."""
        family, touched = self.family, self._touched[number]
        price = np.zeros(len(moves))
        transfer = self._transfers[number]
        for leaf in np.flatnonzero(transfer):
            price[(family.counts[leaf] + transfer[leaf] * moves < 0).any(axis=1)] = NEVER
        for group in np.flatnonzero(self.shown.groups & (touched != 0)):
            price += self._group_price(int(group), int(touched[group]) * moves)
        return np.minimum(price, NEVER)

    def _group_price(self, group: int, change: Ints) -> Floats:
        """What must be hidden in one shown group, in the cheapest way."""
        answers, mean, deviation = self._noticed(group, change)
        some = answers @ self._option_prices[group]
        price = np.where(self._whole_row(group, change), self._row_prices[group], some)
        price = price + deviation * self._deviation_prices[group]
        price = np.where(mean, NEVER, price)
        return np.asarray(np.minimum(price, self._group_prices[group]))

    def _whole_row(self, group: int, change: Ints) -> Mask:
        """Whether a move asks for all answers of a group to be hidden.

        Answers that nobody gave are shown, unless none is: so of a hidden answer beside shown ones
        everyone knows that it was given, and a number may not come to or from 0.
        """
        totals = self.family.totals[group]
        emptied = ((totals + change == 0) & (totals > 0)).any(axis=1)
        return np.asarray(emptied | ((change != 0) & (totals == 0)).any(axis=1))

    def _noticed(self, group: int, change: Ints) -> tuple[Mask, Mask, Mask]:
        """Which shown answers change, and whether the mean and the deviation would come out otherwise."""
        family = self.family
        n, total, squares = family.respondents[group], family.sums[group], family.squares[group]
        answers = (change != 0) & self.shown.options[group]
        if family.share:
            return answers, np.zeros(len(change), bool), np.zeros(len(change), bool)
        more, further = change @ family.weights, change @ family.weights**2
        mean = (more != 0) & (np.abs((total + more) / n - family.means[group]) >= HALF)
        if family.beside:
            mean |= family.beside.notices(group, more)
        if not self.shown.deviations[group]:
            return answers, mean, np.zeros(len(change), bool)
        inside = np.maximum(squares + further - (total + more) ** 2 / n, 0) / max(n - 1, 1)
        moved = np.abs(np.sqrt(inside) - family.deviations[group]) >= HALF
        return answers, mean, moved & ((more != 0) | (further != 0))

    def _blocking(self, number: int, move: Ints) -> Pattern:
        """What notices this move and must be hidden."""
        hide = Pattern.nothing(*self.family.totals.shape)
        for group in np.flatnonzero(self.shown.groups & (self._touched[number] != 0)).tolist():
            change = self._touched[number, group] * move[None, :]
            price = float(self._group_price(group, change)[0])
            if price == 0:
                continue
            if price >= self._group_prices[group]:
                hide.groups[group] = True
                continue
            answers, _, deviation = self._noticed(group, change)
            hide.deviations[group] = deviation[0]
            hide.options[group] = answers[0] | self._whole_row(group, change)[0]
        return hide

    @cached_property
    def _size(self) -> Floats:
        """How much of the school each group is, 0 to 1: the larger, the more useful."""
        return np.asarray(self.family.respondents / self.family.respondents.max())

    @cached_property
    def _option_prices(self) -> Floats:
        family = self.family
        price = 1 + 1.5 * self._size[:, None] + 0.5 * family.totals / family.respondents[:, None]
        return np.asarray(np.where(self.known.options, NEVER, price))

    @cached_property
    def _row_prices(self) -> Floats:
        """What it costs to hide the answers of a group that are still shown."""
        return np.asarray(np.minimum((self.shown.options * self._option_prices).sum(axis=1), NEVER))

    @cached_property
    def _deviation_prices(self) -> Floats:
        return np.where(self.known.deviations, NEVER, _DEVIATION + self._size)

    @cached_property
    def _group_prices(self) -> Floats:
        return np.where(self.known.groups, NEVER, _GROUP + _GROUP * self._size)
