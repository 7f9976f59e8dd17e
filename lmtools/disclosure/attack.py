"""What an attacker can work out from a published pattern: bounds on every hidden cell.

The attacker knows every published cell, how cells add up, facts such as rounded means, and that
counts are whole and not negative. HiGHS finds the least and the greatest value of each hidden
cell, and again with whole numbers where the linear answer is not whole already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from .facts import Rows
from .insiders import Member, seen_through
from .knowledge import Contradiction, Situation, Target, situation
from .program import OPTIMAL
from .reducing import Sum, reduce
from .rule import Rule
from .solving import Bounds, Solver
from .splitting import components

_IMPOSSIBLE = Bounds(float("nan"), float("nan"), float("nan"), float("nan"), "Infeasible")


@dataclass(frozen=True)
class Outcome:
    """What the attack found.

    Attributes:
        bounds: The range of each hidden cell.
        insider: The cells that someone alone in another cell could work out.
        kin: A number for each hidden cell, the same for those that rise and fall together.
    """

    bounds: dict[int, Bounds]
    insider: frozenset[int] = frozenset()
    kin: dict[int, int] = field(default_factory=dict)


def attack(
    matrix: sparse.csc_array,
    *,
    published: Mapping[int, int],
    hidden: Iterable[int],
    rule: Rule,
    floor: int = 0,
    facts: Rows | None = None,
    alone: Iterable[int] = (),
    truth: np.ndarray | None = None,
) -> Outcome:
    """Attack a pattern.

    Args:
        matrix: Leaves by cells, 0/1.
        published: The count of each published cell, by its number.
        hidden: The numbers of the hidden cells.
        rule: Whether whole numbers are looked for, and what is too narrow for an insider.
        floor: The least count a hidden cell can have.
        facts: Weighted sums of leaves that the attacker knows too.
        alone: Hidden cells that may have an insider, and must not be seen through by one.
        truth: The true count of each leaf, where the attack is only a test of our own pattern. It
            is then quicker: a cell's range is followed no further than proves the rule kept.
    """
    cells = np.array(sorted(hidden), dtype=np.int64)
    try:
        known = situation(matrix, published, cells, floor, facts or Rows.none(matrix.shape[0]))
        reduced = reduce(known)
    except Contradiction:
        return Outcome(dict.fromkeys(cells.tolist(), _IMPOSSIBLE))
    bounds = {cell: _exactly(count) for cell, count in known.settled.items()}
    watched = _watched(matrix, known, alone)
    parts: dict[int, list[tuple[Target, Sum]]] = {}
    for target in known.targets:
        part = reduced.sums[target.row]
        if part.form < 0:
            bounds[target.cell] = _exactly(part.known + target.known)
        else:
            parts.setdefault(part.form, []).append((target, part))
    insider: set[int] = set()
    for component in components(reduced):
        within = [
            (local, target, part)
            for local, form in enumerate(component.numbers.tolist())
            for target, part in parts.get(form, ())
        ]
        if within:
            own = None if truth is None else truth[component.leaves].astype(float)
            solver = Solver(component, integers=rule.check == "integers", truth=own)
            forms = list(dict.fromkeys(local for local, _, _ in within))
            if truth is None or rule.relative_width:
                found = {form: solver.bounds(form) for form in forms}
            else:
                found = solver.proved(forms, rule.needed(0.0))
            for local, target, part in within:
                bounds[target.cell] = found[local].of(part, target.known)
            insider |= _insiders(solver, within, watched, rule)
    exact = {cell for cell in watched.cells if rule.fails(bounds[cell])}
    kin = {target.cell: form for form, members in parts.items() for target, _ in members}
    return Outcome(bounds, frozenset(insider | exact), kin)


@dataclass(frozen=True)
class _Watched:
    """Cells that may have an insider, and which lie inside which (inner, outer)."""

    cells: frozenset[int]
    nested: set[tuple[int, int]]


def _watched(matrix: sparse.csc_array, known: Situation, alone: Iterable[int]) -> _Watched:
    """A cell is inside another also when what is outside is known to be zero."""
    cells = frozenset(alone)
    inside = _nested(matrix, np.array(sorted(cells), dtype=np.int64))
    targets = [target for target in known.targets if target.cell in cells]
    unknown = sparse.csc_array(known.sums.T)[:, [target.row for target in targets]]
    pairs = _nested(unknown, np.arange(len(targets)))
    inside |= {(targets[t].cell, targets[s].cell) for t, s in pairs if not targets[t].known}
    return _Watched(cells, inside)


def _nested(matrix: sparse.csc_array, cells: np.ndarray) -> set[tuple[int, int]]:
    """Pairs of columns, the first of which lies inside the second."""
    own = sparse.csc_array(matrix[:, cells])
    common = sparse.coo_array(own.T @ own)
    whole = common.data == np.diff(own.indptr)[common.row]
    return set(zip(cells[common.row[whole]].tolist(), cells[common.col[whole]].tolist(), strict=True))


def _insiders(
    solver: Solver,
    within: list[tuple[int, Target, Sum]],
    watched: _Watched,
    rule: Rule,
) -> set[int]:
    members = [
        Member(target.cell, local, part.sign, part.known + target.known)
        for local, target, part in within
        if target.cell in watched.cells
    ]
    return seen_through(solver, members, watched.nested, rule)


def _exactly(count: int) -> Bounds:
    return Bounds(float(count), float(count), float(count), float(count), OPTIMAL)
