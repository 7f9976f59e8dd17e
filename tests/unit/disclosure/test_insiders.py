"""What one alone in a cell can work out where the tables are too many to list, against SciPy's solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from lmtools.disclosure import Rule, audit, protect
from lmtools.disclosure.insiders import Member, seen_through
from lmtools.disclosure.program import Answer
from lmtools.disclosure.solving import Solver
from lmtools.disclosure.splitting import Component

SIZE = 13  # one more than is listed point by point


@dataclass(frozen=True)
class Attacker:
    """Knows that rows of weights times the unknowns lie between two ends, and asks SciPy the rest."""

    rows: np.ndarray
    low: np.ndarray
    high: np.ndarray
    least: float
    whole: bool

    def range(self, row: np.ndarray, held: np.ndarray | None = None, value: float = 0.0) -> tuple[float, ...]:
        """The ends of a weighted sum where another is `value`; none where that cannot be."""
        known = [LinearConstraint(self.rows, self.low, self.high)]
        if held is not None:
            known.append(LinearConstraint(held, value, value))
        found = []
        for sign in (1, -1):
            answer = milp(
                sign * row,
                constraints=known,
                bounds=Bounds(self.least, np.inf),
                integrality=np.full(len(row), int(self.whole)),
                options={"mip_rel_gap": 0.0},
            )
            if answer.status == 2:
                return ()
            assert answer.status == 0
            found.append(sign * answer.fun)
        return tuple(found)


def narrow(ends: tuple[float, ...], plus: float, rule: Rule) -> bool:
    """Whether a count that is known to be between these is told too well."""
    wide = max(rule.width, rule.relative_width * (ends[1] + plus), 1e-6)
    return ends[1] - ends[0] < wide - 1e-7


COLUMNS = ["region", "county", "kind", "group"]
VIEWS = [["region", "kind"], ["county", "kind"], ["region", "group"], ["region"], ["kind"], ["county"], []]


def linked_table(seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        [
            (f"r{r}", f"c{r % 2}", f"k{k}", f"g{k % 2}", int(random.poisson(2)))
            for r in range(7)
            for k in range(6)
        ],
        columns=[*COLUMNS, "n"],
    )


def inside(table: pd.DataFrame, cells: pd.DataFrame) -> np.ndarray:
    """Cells by combinations."""
    return np.array(
        [
            [
                all(pd.isna(cell[c]) or cell[c] == leaf[c] for c in COLUMNS)
                for leaf in table.to_dict("records")
            ]
            for cell in cells.to_dict("records")
        ],
        dtype=float,
    )


@pytest.mark.parametrize(
    ("seed", "more"),
    [
        (1, {}),
        (2, {"width": 3}),
        (3, {"relative_width": 0.8}),
        (4, {"width": 3, "check": "bounds"}),
        (5, {"relative_width": 0.8, "check": "bounds"}),
        (6, {"width": 2, "positive": True}),
    ],
)
def test_those_seen_through_in_a_linked_table_are_those_another_solver_finds(
    seed: int, more: dict[str, Any]
) -> None:
    rule = Rule(minimum=4, **more)
    table = linked_table(seed)
    cells = protect(table, views=VIEWS, rule=Rule(minimum=1)).cells
    random = np.random.default_rng(seed)
    counts = cells["n"].to_numpy(dtype=float)
    gone = (random.random(len(cells)) < np.where(counts < 4, 1, 0.45)) & (counts >= rule.floor())
    gone[-1] = False  # the total is published, so all is limited
    marked = np.flatnonzero(gone)[random.permutation(gone.sum())[:6]]
    cells.loc[gone, "n"] = pd.NA
    cells["status"] = "published"
    cells.loc[marked, "status"] = "primary"
    rows = inside(table, cells)
    assert len(table) - np.linalg.matrix_rank(rows[~gone]) > 12

    low = np.where(gone, rule.floor(), counts)
    high = np.where(gone, np.inf, counts)
    attacker = Attacker(rows, low, high, 0.0, rule.check == "integers")
    seen = {t for t in marked if narrow(attacker.range(rows[t]), 0, rule)}
    for s, t in permutations(marked, 2):
        outside = ((rows[t] > 0) & (rows[s] == 0)).astype(float)
        ends = attacker.range(rows[t], rows[s], 1.0) if t not in seen else ()
        if ends and narrow(ends, 0, rule) and attacker.range(outside)[1] > 0.5:
            seen.add(t)  # and not known to be the insider's own
    report = audit(cells, views=VIEWS, rule=rule)
    found = np.flatnonzero(gone)[report.cells["insider"].to_numpy()]
    assert found.tolist() == sorted(seen)


def component(forms: list[list[int]], low: list[float], high: list[float]) -> Component:
    """Unknowns from 0 to 6 each, and further forms."""
    matrix = np.vstack([np.eye(SIZE, dtype=np.int64), *[np.array(form)[None, :] for form in forms]])
    ends = np.concatenate([np.zeros(SIZE), low]), np.concatenate([np.full(SIZE, 6.0), high])
    return Component(sparse.csr_array(matrix), *ends, np.arange(len(matrix)), np.arange(SIZE))


def form(**weights: int) -> list[int]:
    """A weight for each unknown named x0 to x12."""
    return [weights.get(f"x{n}", 0) for n in range(SIZE)]


def through(solver: Solver, members: list[Member], rule: Rule, *nested: tuple[int, int]) -> set[int]:
    return seen_through(solver, members, set(nested), rule)


def at_random(seed: int) -> tuple[Component, list[Member]]:
    """Sums of some unknowns within close ends, and cells that are sums or unknowns, turned or not."""
    random = np.random.default_rng(seed)
    point = random.integers(0, 5, SIZE)
    forms = [
        form(**{f"x{n}": int(random.choice([1, -1])) for n in random.permutation(SIZE)[:4]}) for _ in range(8)
    ]
    values = np.array(forms) @ point
    low, high = values - random.integers(0, 2, 8), values + random.integers(0, 2, 8)
    asked = [form(x0=1, x1=1), form(x2=1, x3=1, x4=1), form(x5=1, x6=1)]
    free = np.full(len(asked), np.inf)
    whole = component([*forms, *asked], [*low, *-free], [*high, *free])
    places = [0, 3, SIZE + 8, SIZE + 9, SIZE + 10]
    members = [
        Member(cell, place, int(random.choice([1, -1])), int(random.integers(-2, 4)))
        for cell, place in enumerate(places)
    ]
    return whole, members


@pytest.mark.parametrize("width", [{}, {"width": 3}, {"relative_width": 0.7}], ids=str)
@pytest.mark.parametrize("check", ["integers", "bounds"])
@pytest.mark.parametrize("seed", range(2))
def test_those_seen_through_in_sums_at_random_are_those_another_solver_finds(
    seed: int, check: str, width: dict[str, Any]
) -> None:
    rule = Rule(check=check, **width)
    part, members = at_random(seed)
    rows = part.forms.toarray().astype(float)
    attacker = Attacker(rows, part.low, part.high, -np.inf, rule.check == "integers")
    expected = set()
    for one, other in permutations(members, 2):
        ends = attacker.range(rows[other.form], rows[one.form], one.sign * (1 - one.known))
        turned = ends if other.sign > 0 else tuple(-end for end in ends[::-1])
        if ends and narrow(turned, other.known, rule):
            expected.add(other.cell)
    solver = Solver(part, integers=rule.check == "integers")
    assert through(solver, members, rule) == expected
    # What was held for an insider's sake is let go: another asks again and hears the same.
    assert through(solver, members, rule) == expected
    fresh = Solver(part, integers=rule.check == "integers")
    for other in members:
        now, first = solver.bounds(other.form), fresh.bounds(other.form)
        assert (now.low, now.high) == pytest.approx((first.low, first.high))
        assert (now.low_integer, now.high_integer) == (first.low_integer, first.high_integer)


def test_a_cell_is_its_form_turned_or_not_and_what_is_known_besides() -> None:
    assert (Member(0, 0, 1, 3).if_one, Member(0, 0, -1, 3).if_one, Member(0, 0, -1, 0).if_one) == (-2, 2, -1)
    assert (Member(0, 0, 1, 3).high(2, 5), Member(0, 0, -1, 7).high(2, 5)) == (8, 5)


# If x0 + x1 is 1, x2 is one of 4 and 5; x0 and x1 are as many, so in whole numbers it cannot be.
TWINS = component([form(x0=1, x1=-1), form(x0=1, x1=1, x2=1), form(x0=1, x1=1)], [0, 5, -99], [0, 6, 99])
PAIR, THIRD = Member(1, SIZE + 2, 1, 0), Member(2, 2, -1, 9)  # no one is alone in the third


def test_an_insider_whom_whole_numbers_forbid_sees_nothing() -> None:
    assert through(Solver(TWINS), [PAIR, THIRD], Rule(width=2)) == set()
    fractions = Solver(TWINS, integers=False)
    assert through(fractions, [PAIR, THIRD], Rule(width=2, check="bounds")) == {2}


@pytest.mark.parametrize("count", [-1, 14])
@pytest.mark.parametrize("integers", [True, False])
def test_an_insider_whose_cell_cannot_be_one_sees_nothing(count: int, integers: bool) -> None:
    far = Member(1, SIZE + 2, 1, 1 - count)
    assert through(Solver(TWINS, integers=integers), [far, THIRD], Rule(width=2)) == set()


@pytest.mark.parametrize(("value", "seen"), [(-1, set()), (0, {2}), (6, {2}), (7, set())])
@pytest.mark.parametrize("integers", [True, False])
def test_an_insiders_cell_may_be_at_either_end_of_its_range(
    integers: bool, value: int, seen: set[int]
) -> None:
    part = component([form(x0=1, x1=1)], [6], [6])
    one, other = Member(1, 0, 1, 1 - value), Member(2, 1, 1, 3)  # no one is alone in three or more
    assert through(Solver(part, integers=integers), [one, other], Rule()) == seen


def test_a_large_release_that_insiders_are_kept_out_of_stands_up_to_them() -> None:
    table, rule = linked_table(9), Rule(minimum=4, width=2, insiders=True)
    release = protect(table, views=VIEWS, rule=rule)
    assert release.certificate["insiders"] is True
    assert release.certificate["narrowest"] >= 2
    report = audit(release.cells, views=VIEWS, rule=rule)
    assert report.ok
    assert not report.cells["insider"].any()


def test_what_is_in_an_insiders_own_cell_is_left_out_one_way() -> None:
    part = component([form(x0=1, x1=1)], [6], [6])
    both = [Member(7, 0, 1, 0), Member(8, 1, -1, 2)]
    assert through(Solver(part), both, Rule()) == {7, 8}
    assert through(Solver(part), both, Rule(), (7, 8)) == {8}
    assert through(Solver(part), both, Rule(), (8, 7)) == {7}
    assert through(Solver(part), both, Rule(), (7, 8), (8, 7)) == set()


def test_cells_of_the_same_form_tell_each_other() -> None:
    part = component([form(x0=1, x1=1)], [2], [9])
    same = [Member(7, 0, 1, 0), Member(8, 0, 1, 0), Member(9, 0, 1, 2), Member(10, 5, 1, 0)]
    assert through(Solver(part), same[:2], Rule()) == {7, 8}
    assert through(Solver(part), same[1:], Rule()) == {9}  # 9 is 2 or more, no one is alone there
    assert through(Solver(part), same[3:], Rule()) == set()


class Tired(Solver):
    """A solver whose time runs out after so many linear and so many whole programs."""

    def __init__(self, part: Component, *, linear: int, whole: int, integers: bool = True) -> None:
        self.left = {False: linear, True: whole}
        super().__init__(part, integers=integers)

    def run(self, costs: np.ndarray, *, smallest: bool, whole: bool) -> Answer:
        self.left[whole] -= 1
        if self.left[whole] < 0:
            return Answer(float("nan"), None, False, "Time limit reached")
        return super().run(costs, smallest=smallest, whole=whole)


@pytest.mark.parametrize("linear", range(8))
def test_an_insider_is_taken_to_see_what_the_solver_has_no_time_to_tell(linear: int) -> None:
    """That the twins cannot be one takes a whole program, for which there is no time."""
    assert 2 in through(Tired(TWINS, linear=linear, whole=0), [PAIR, THIRD], Rule(width=2))


def test_an_insider_is_cleared_when_there_is_time_and_not_when_there_is_none() -> None:
    assert through(Tired(TWINS, linear=99, whole=9), [PAIR, THIRD], Rule(width=2)) == set()
    assert through(Tired(TWINS, linear=0, whole=0), [PAIR, THIRD], Rule(width=2)) == {1, 2}


def test_where_wholeness_is_not_asked_fractions_alone_tell() -> None:
    for width, seen in ((1, set()), (2, {2})):
        solver = Tired(TWINS, linear=99, whole=0, integers=False)
        assert through(solver, [PAIR, THIRD], Rule(width=width, check="bounds")) == seen
        assert solver.left[True] == 0
