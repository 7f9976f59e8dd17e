"""What can be worked out from a pattern, by looking for other answers that would show the same.

The released figures are published again from changed counts: every n, every shown share, mean and
deviation must come out as before, rounding and all. A hidden count that differs in one such table has
at least two possible values, and no solver can say otherwise. Who took part is taken to be known (a
class list), so answers change only within their groups; the sizes of hidden groups have moves of
their own. Where no such table is found, the count is taken to be lost, and more is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np

from lmtools.survey.linked_system import LinkedSystem, Pattern
from lmtools.survey.moves import transfers
from lmtools.survey.prices import NEVER, Prices
from lmtools.survey.schema import Floats, Ints, Mask


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
    """An attack on what is `shown` of a system; `known` is out already and cannot be hidden.

    `memory` may be shared by attacks on the same system with the same `known`.
    """

    system: LinkedSystem
    shown: Pattern
    known: Pattern
    memory: dict[tuple[object, ...], Floats] = field(default_factory=dict)

    @cached_property
    def hidden(self) -> Mask:
        """Hidden numbers of answers, groups by answers."""
        return np.asarray(~(self.shown.options & self.shown.groups[:, None]))

    @cached_property
    def changes(self) -> Ints:
        """Changes of the hidden numbers in the other tables found; tables by cells."""
        size = self.system.totals.size
        found = [np.zeros((0, size), dtype=np.int8)]
        for number, touched in enumerate(self._touched):
            moves = self._prices.shifts[self._costs(number) == 0]
            if len(moves):
                change = touched[None, :, None] * moves[:, None, :]
                found.append(change.reshape(len(moves), size).astype(np.int8))
        return np.concatenate(found)

    @cached_property
    def sizes(self) -> Ints:
        """Changes of the sizes of groups in the other tables found; tables by groups."""
        found = [way * touched for touched, way, cost in self._people if cost == 0]
        return np.asarray(found, dtype=np.int64).reshape(-1, len(self.system.names))

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
        size = len(self.system.weights)
        moves = self._prices.shifts
        best, at = NEVER, (0, 0)
        group, option = np.divmod(np.asarray(secret.cells), size)
        for number, touched in enumerate(self._touched):
            if not touched[group].any():
                continue
            change = touched[group][None, :] * moves[:, option]
            wanted = (change > 0).any(axis=1) if secret.more else (change != 0).any(axis=1)
            if secret.alone is not None and touched[secret.alone // size]:
                wanted &= moves[:, secret.alone % size] == 0
            costs = np.where(wanted, self._costs(number), NEVER)
            pick = int(costs.argmin())
            if costs[pick] < best:
                best, at = float(costs[pick]), (number, pick)
        return None if best >= NEVER else self._to_hide(at[0], moves[at[1]])

    def _cheapest_people(self, secret: Secret) -> Pattern | None:
        group = secret.cells[0]
        found = [(cost, touched) for touched, _, cost in self._people if touched[group] and cost < NEVER]
        if not found:
            return None
        _, touched = min(found, key=lambda pair: pair[0])
        nothing = Pattern.nothing(*self.system.totals.shape)
        return replace(nothing, groups=self.shown.groups & (touched != 0))

    def _to_hide(self, number: int, move: Ints) -> Pattern:
        """What notices this move and must be hidden."""
        touched = self._touched[number]
        parts = [self._prices.to_hide(group, touched[group] * move) for group in self._noticing[number]]
        return reduce(Pattern.__or__, parts, Pattern.nothing(*self.system.totals.shape))

    def _costs(self, number: int) -> Floats:
        """What it costs to make each shift of this transfer unnoticed; 0 when it is already."""
        prices, transfer, touched = self._prices, self._transfers[number], self._touched[number]
        cost = np.zeros(len(prices.shifts))
        for leaf in np.flatnonzero(transfer).tolist():
            cost += prices.of_leaf(leaf, int(transfer[leaf]))
        for group in self._noticing[number]:
            cost += prices.of_group(group, int(touched[group]))
        return np.asarray(np.minimum(cost, NEVER))

    @cached_property
    def _prices(self) -> Prices:
        return Prices(self.system, self.shown, self.known, self.memory)

    @cached_property
    def _transfers(self) -> Ints:
        rows = self.system.members[self.shown.groups]
        return transfers(self.system.leaves, tuple(tuple(row) for row in rows.tolist()))

    @cached_property
    def _touched(self) -> Ints:
        return np.asarray(self._transfers @ self.system.members.T, dtype=np.int64)

    @cached_property
    def _noticing(self) -> list[list[int]]:
        """The shown groups that each transfer changes."""
        return [np.flatnonzero(row).tolist() for row in (self._touched != 0) & self.shown.groups]

    @cached_property
    def _people(self) -> list[tuple[Ints, int, float]]:
        """Moves of respondents between leaves: change of each group's size, which way, and the price."""
        return list(self._moves_of_people())

    def _moves_of_people(self) -> Iterator[tuple[Ints, int, float]]:
        counts = self.system.counts
        sizes = counts.sum(axis=1)
        for number, move in enumerate(self._transfers):
            cost = float(min(self._prices.groups[self._noticing[number]].sum(), NEVER))
            for way in (1, -1):
                same_answer = (counts + way * move[:, None] >= 0).all(axis=0).any()
                if same_answer and (sizes + way * move >= 1).all():
                    yield self._touched[number], way, cost
