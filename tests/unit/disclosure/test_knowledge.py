"""What follows at once from what is published: each step by itself, in numbers one can check in the head."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from lmtools.disclosure import Linear, Rule, audit
from lmtools.disclosure.facts import Rows, fact_rows, fact_views
from lmtools.disclosure.knowledge import Contradiction, Situation, situation
from lmtools.disclosure.localising import localise, without_equations
from lmtools.disclosure.plan import make_plan

Equation = tuple[tuple[int, ...], int]


def sets(*rows: tuple[int, ...], width: int) -> sparse.csr_array:
    """Rows that hold these leaves."""
    matrix = np.zeros((len(rows), width), dtype=np.int64)
    for number, row in enumerate(rows):
        matrix[number, list(row)] = 1
    return sparse.csr_array(matrix)


def local(*given: Equation, width: int) -> list[Equation]:
    rows = [members for members, _ in given]
    matrix, totals = localise(sets(*rows, width=width), np.array([total for _, total in given]))
    assert matrix.shape == (len(totals), width)
    dense = matrix.toarray()
    assert set(dense.ravel().tolist()) <= {0, 1}
    return [
        (tuple(np.flatnonzero(row).tolist()), total)
        for row, total in zip(dense, totals.tolist(), strict=True)
    ]


def test_a_total_is_left_with_what_no_published_part_of_it_holds_the_largest_parts_first() -> None:
    assert local(
        ((0, 1, 2, 3, 4), 12), ((0, 1), 3), ((2, 3, 4), 9), ((0, 1, 2, 3), 8), ((0, 1), 3), width=6
    ) == [((0, 1), 3), ((2, 3, 4), 9), ((2, 3), 5), ((4,), 4)]


def test_parts_are_taken_off_only_where_they_lie_inside_and_apart() -> None:
    assert local(((0, 1), 3), ((1, 2), 4), ((0, 1, 2), 6), ((3, 4), 1), width=5) == [
        ((0, 1), 3),
        ((1, 2), 4),
        ((3, 4), 1),
        ((0,), 2),
    ]


def test_the_same_leaves_with_another_sum_stay_as_a_sum_of_nothing() -> None:
    assert local(((0, 1), 3), ((0, 1), 5), width=2) == [((0, 1), 3), ((), 2)]
    assert local(((0,), 1), ((1,), 2), ((0, 1), 3), width=2) == [((0,), 1), ((1,), 2)]
    assert local(width=3) == []


def facts(*rows: tuple[dict[int, int], float, float], width: int) -> Rows:
    matrix = np.zeros((len(rows), width), dtype=np.int64)
    for number, (weight, _, _) in enumerate(rows):
        matrix[number, list(weight)] = list(weight.values())
    ends = np.array([[low, high] for _, low, high in rows], dtype=float).reshape(-1, 2)
    return Rows(sparse.csr_array(matrix), ends[:, 0], ends[:, 1])


def told(rows: Rows) -> list[tuple[dict[int, int], float, float]]:
    dense = rows.matrix.toarray()
    return [
        ({int(n): int(row[n]) for n in np.flatnonzero(row)}, low, high)
        for row, low, high in zip(dense, rows.low.tolist(), rows.high.tolist(), strict=True)
    ]


def test_a_fact_says_nothing_of_a_published_sum_that_it_weighs_alike() -> None:
    given = facts(({0: 2, 1: 2, 2: 1}, 7, 9), ({0: 1, 1: 2}, 4, 5), ({0: -3, 1: -3}, -9, -8), width=4)
    rest = without_equations(given, sets((0, 1), width=4), np.array([3]))
    assert told(rest) == [({2: 1}, 1, 3), ({0: 1, 1: 2}, 4, 5), ({}, 0, 1)]
    assert rest.matrix.shape == (3, 4)
    assert told(given)[0] == ({0: 2, 1: 2, 2: 1}, 7, 9)  # as it was


def test_the_last_and_largest_sum_is_taken_from_a_fact_first_and_small_ones_too() -> None:
    known = sets((0, 1), (1, 2, 3), (4,), width=6)
    alike = facts(({0: 1, 1: 1, 2: 1, 3: 1, 4: 5}, 10, 20), ({0: 4, 1: 4, 5: 1}, 13, 14), width=6)
    rest = without_equations(alike, known, np.array([3, 7, 1]))
    assert told(rest) == [({0: 1}, -2, 8), ({5: 1}, 1, 2)]


def test_a_sum_of_nothing_and_no_facts_at_all_are_left_alone() -> None:
    one = facts(({0: 1}, 0, 1), width=2)
    assert told(without_equations(one, sets((), (0, 1), width=2), np.array([4, 5]))) == [({0: 1}, 0, 1)]
    none = Rows.none(7)
    assert without_equations(none, sets((0, 1), width=7), np.array([3])) is none
    assert (none.matrix.shape, len(none.low), len(none.high)) == ((0, 7), 0, 0)


def of(
    cells: list[tuple[int, ...]],
    published: dict[int, int],
    hidden: list[int],
    *,
    width: int,
    floor: int = 0,
    known: Rows | None = None,
) -> Situation:
    matrix = sparse.csc_array(sets(*cells, width=width).T)
    return situation(matrix, published, np.array(hidden), floor, known or Rows.none(width))


def test_zeros_and_lone_parts_are_filled_in_until_nothing_more_follows() -> None:
    # 2+3 is nothing; so 0+1+2 = 7 and 1+3 = 4 give 1 and 0; 4+5 = 6 stays open.
    cells = [(2, 3), (0, 1, 2), (1, 3), (4, 5), (0,), (1,), (2,), (0, 4), (4,), (5, 1)]
    left = of(cells, {0: 0, 1: 7, 2: 4, 3: 6}, [4, 5, 6, 7, 8, 9], width=6, floor=2)
    assert left.settled == {4: 3, 5: 4, 6: 0}
    assert left.leaves.tolist() == [4, 5]
    assert (left.rows.toarray().tolist(), left.low.tolist(), left.high.tolist()) == ([[1, 1]], [6], [6])
    assert [(target.cell, target.known) for target in left.targets] == [(7, 3), (8, 0), (9, 4)]
    assert left.targets[0].row == left.targets[1].row != left.targets[2].row
    assert left.sums.toarray()[[t.row for t in left.targets]].tolist() == [[1, 0], [1, 0], [0, 1]]
    # Of two cells with the same unknown part the one that must be larger counts; less than 0 is 0.
    assert left.floors[[t.row for t in left.targets]].tolist() == [2, 2, 0]


@pytest.mark.parametrize(
    "published",
    [
        {0: 5, 1: 9, 2: 4},  # parts above their total
        {0: 10, 1: 3, 2: 4},  # parts below it, nothing unknown
        {0: 3, 3: 2},  # the same, with a part that is unknown
        {0: 0, 1: 1},
        {3: 0, 4: 0, 1: 2},
    ],
)
def test_counts_that_cannot_be_are_a_contradiction(published: dict[int, int]) -> None:
    cells = [(0, 1), (0,), (1,), (0, 1, 2), (1, 2)]
    with pytest.raises(Contradiction):
        of(cells, published, [n for n in range(5) if n not in published], width=3)
    assert of(cells, {0: 7, 1: 3, 3: 9}, [2, 4], width=3).settled == {2: 4, 4: 6}


@pytest.mark.parametrize(
    ("low", "high", "can_be"), [(6, 8, True), (8, 9, False), (4, 6, False), (7, 7, True)]
)
def test_a_fact_of_counts_that_are_known_must_hold(low: float, high: float, can_be: bool) -> None:
    cells, published = [(0,), (1,), (2, 3), (2,)], {0: 3, 1: 1, 2: 5}
    known = facts(({0: 2, 1: 1}, low, high), ({2: 2, 3: 1}, 6, 8), width=4)
    if not can_be:
        with pytest.raises(Contradiction):
            of(cells, published, [3], width=4, known=known)
        return
    left = of(cells, published, [3], width=4, known=known)
    # The sum that is published, and what is left of the fact that says something.
    assert left.rows.toarray().tolist() == [[1, 1], [2, 1]]
    assert (left.low.tolist(), left.high.tolist()) == ([5, 6], [5, 8])


def test_a_fact_is_reckoned_less_what_is_known_of_it() -> None:
    cells, published = [(0,), (1, 2), (1,)], {0: 3, 1: 5}
    left = of(cells, published, [2], width=3, known=facts(({0: 4, 1: 1, 2: 3}, 20, 23), width=3))
    assert (left.low.tolist(), left.high.tolist()) == ([5, 8], [5, 11])


@pytest.mark.parametrize(("total", "part"), [(5, 9), (9, 4)])
def test_what_others_publish_against_ours_either_way_is_no_pass(total: int, part: int) -> None:
    """Two schools of which all is published elsewhere: 4 and `part`; together `total`."""
    cells = pd.DataFrame(
        {"school": ["a", "b", "c", None], "n": pd.array([None, None, 6, total + 6], dtype="Int64")}
    )
    known = pd.DataFrame({"school": ["a", "b"], "n": [4, part]})
    report = audit(cells, views=[["school"], []], rule=Rule(minimum=1), known=known)
    assert not report.ok
    assert set(report.cells["solver"]) == {"Infeasible"}
    assert report.cells[["low", "high", "low_integer", "high_integer", "width"]].isna().all(axis=None)
    assert report.cells["exact"].tolist() == [True, True]


@pytest.mark.parametrize(
    ("weight", "low", "high"),
    [(None, 0, 1), ("x", 0, 1), (-0.5, 0, 1), (1, np.nan, 1), (1, 0, np.nan), (1, 1, 0)],
)
def test_a_fact_without_whole_weights_or_with_ends_that_are_none_is_refused(
    weight: object, low: float, high: float
) -> None:
    cells = pd.DataFrame({"school": ["a", "b"], "weight": pd.Series([2, weight], dtype=object)})
    with pytest.raises(ValueError, match=r"^Linear\.(cells: 'weight' must hold whole|low must not exceed)"):
        Linear(cells, low, high)
    fine = Linear(cells.assign(weight=["-2", 3.0]), 1, 1)
    assert (fine.low, fine.high) == (1, 1)


def test_facts_become_whole_rows_with_ends_moved_inwards() -> None:
    table = pd.DataFrame({"school": list("aabb"), "answer": [1, 2, 1, 2]})
    plan = make_plan(table, [["school", "answer"], ["school"], ["answer"]])
    given = [
        Linear(pd.DataFrame({"school": ["a", "a"], "answer": [1, 2], "weight": [1, -2]}), 1.2, 3.8),
        Linear(pd.DataFrame({"school": ["b", None], "answer": [None, 2], "weight": [3, 1]}), 2, 2 + 1e-12),
        Linear(pd.DataFrame({"school": ["z", "a"], "answer": [1, None], "weight": [7, 1]}), 4 - 1e-12, 9),
        Linear(pd.DataFrame({"school": ["a", "a"], "answer": [1, None], "weight": [-1, 1]}), 0, 5),
    ]
    rows = fact_rows(plan, given)
    assert rows.matrix.toarray().tolist() == [[1, -2, 0, 0], [0, 1, 3, 4], [1, 1, 0, 0], [0, 1, 0, 0]]
    assert rows.matrix.nnz == 8  # what cancels out is not there
    assert rows.low.tolist() == [2, 2, 4, 0]
    assert rows.high.tolist() == [3, 2, 9, 5]
    assert fact_views(given) == (("school", "answer"), ("school",), ("answer",))
    assert rows.contradicted(np.array([6, 2, 0, 0])).tolist() == []
    assert rows.contradicted(np.array([2, 1, 2, 0])).tolist() == [0, 1, 2]
    none = fact_rows(plan, [])
    assert (none.matrix.shape, len(none.low), len(none.high)) == ((0, 4), 0, 0)
    assert fact_views([]) == ()
