"""From a table to a pattern that stands up: eliminate, attack, hide more where a cell fell, again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .attack import Outcome, attack
from .elimination import prepared, secondary
from .rule import Rule
from .solving import Bounds
from .table import Table


class ProtectionError(Exception):
    """No pattern was found that stands up to the attack. Nothing may be released."""


@dataclass(frozen=True)
class Pattern:
    """Which cells are hidden, and why.

    Attributes:
        primary: Hidden by the rule or the publisher.
        linked: Hidden because they would give another away.
        repaired: Hidden after an attack.
        elsewhere: Those that what others have published gives away; nothing here can help that.
    """

    primary: tuple[int, ...]
    linked: tuple[int, ...]
    repaired: tuple[int, ...]
    elsewhere: tuple[int, ...]

    @property
    def hidden(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.primary, *self.repaired, *self.linked)


@dataclass(frozen=True)
class Found:
    """A pattern that stood up, what was found about each hidden cell, and the rounds of repair."""

    pattern: Pattern
    bounds: dict[int, Bounds]
    rounds: int


def find_pattern(table: Table, rule: Rule) -> Found:
    """Eliminate, attack, and hide one cell more beside each that fell, until none falls.

    Raises:
        ProtectionError: Even after repair the attack succeeds, or the solver gave no definite answer.
    """
    matrix = prepared(table.plan.matrix, table.unknown, table.plan.view)
    forced: tuple[int, ...] = ()
    for rounds in range(len(table.counts) + 1):
        pattern = _eliminate(table, matrix, forced, rule)
        if rule.check == "linear" or not pattern.hidden:
            return Found(pattern, {}, rounds)
        outcome = _attack(table, pattern, rule)
        bounds = outcome.bounds
        broken = [cell for cell, bound in bounds.items() if bound.status != "optimal"]
        if broken:
            raise ProtectionError(f"the solver gave no definite answer for {len(broken)} cells.")
        fallen = {c for c, b in bounds.items() if rule.fails(b)} | outcome.insider
        fallen -= set(pattern.elsewhere)
        if not fallen:
            return Found(pattern, bounds, rounds)
        # Cells that rise and fall together are freed together: one of them is helped.
        first = {outcome.kin.get(cell, -1 - cell): cell for cell in sorted(fallen, reverse=True)}
        more = _helpers(table, pattern, sorted(first.values()), together=1 + rounds)
        if not more:
            break
        forced = (*forced, *more)
    raise ProtectionError("some hidden cells can be worked out whatever else is hidden.")


def _eliminate(table: Table, matrix: sparse.csr_array, forced: tuple[int, ...], rule: Rule) -> Pattern:
    taken = set(forced)
    order = [number for number in table.candidates if number not in taken]
    primary = tuple(table.primary)
    hidden = (*primary, *table.covered, *forced)
    if not hidden:
        return Pattern((), (), (), ())
    linked, lost = secondary(
        matrix, order=order, hidden=hidden, fixed=table.fixed, apart=primary if rule.insiders else ()
    )
    return Pattern(primary, (*table.covered, *linked), forced, tuple(lost))


def _attack(table: Table, pattern: Pattern, rule: Rule) -> Outcome:
    hidden = set(pattern.hidden)
    published = {n: int(table.counts[n]) for n in table.candidates if n not in hidden}
    published |= {n: int(table.counts[n]) for n in table.fixed}
    return attack(
        table.plan.matrix,
        published=published,
        hidden=hidden - set(table.fixed),
        facts=table.facts,
        floor=table.floor,
        rule=rule,
        truth=table.leaf_counts,
        alone=set(pattern.primary) - set(table.fixed) if rule.insiders else (),
    )


def _helpers(table: Table, pattern: Pattern, fallen: list[int], *, together: int) -> tuple[int, ...]:
    """For each fallen cell, the `together` cheapest and smallest published cells beside it.

    Cells already chosen for another one count: one often frees several. More from round to round.

    Beside means inside the smallest published total that also holds the fallen cell and has a
    published part; without any, such a total itself. Zeros are no cover when zeros are
    published, because everyone knows that a hidden cell is then not zero.
    """
    hidden = set(pattern.hidden)
    matrix, rows = table.plan.matrix, sparse.csr_array(table.plan.matrix)
    sizes = np.diff(matrix.indptr)
    shown = np.zeros(len(sizes), dtype=bool)
    shown[[n for n in table.candidates if n not in hidden and table.counts[n] > 0]] = True
    chosen: dict[int, None] = {}
    for cell in fallen:
        touching = _inside(rows, matrix, cell)
        totals = np.flatnonzero(shown & (touching > 0) & (sizes > touching))
        beside: list[int] = []
        for total in totals[np.argsort(sizes[totals], kind="stable")].tolist():
            parts = np.flatnonzero(shown & (_inside(rows, matrix, total) == sizes))
            beside = [n for n in parts.tolist() if n != total]
            if beside:
                break
        beside = beside or totals.tolist() or np.flatnonzero(shown).tolist()
        left = sorted(
            (n for n in beside if n not in chosen), key=lambda n: (table.costs[n], table.counts[n], n)
        )
        chosen |= dict.fromkeys(left[: max(0, together - (len(beside) - len(left)))])
    return tuple(chosen)


def _inside(rows: sparse.csr_array, matrix: sparse.csc_array, cell: int) -> np.ndarray:
    """How many of the leaves of `cell` each cell has."""
    leaves = matrix.indices[matrix.indptr[cell] : matrix.indptr[cell + 1]]
    common: np.ndarray = np.bincount(rows[leaves].indices, minlength=matrix.shape[1])
    return common
