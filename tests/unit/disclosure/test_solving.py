"""From a pattern to few unknowns and what a solver says of them, each step against every table."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from scipy import sparse

from lmtools.disclosure import Rule, points
from lmtools.disclosure.facts import Rows
from lmtools.disclosure.knowledge import Contradiction, Situation, situation
from lmtools.disclosure.points import Points
from lmtools.disclosure.program import OPTIMAL, Answer, Program
from lmtools.disclosure.reducing import Reduced, Sum, reduce
from lmtools.disclosure.solving import Bounds, Solver
from lmtools.disclosure.splitting import Component, components

sys.path.insert(0, str(Path(__file__).parent))
from puzzles import puzzle

INF = np.inf


def component(forms: list[list[int]], low: list[float], high: list[float]) -> Component:
    matrix = sparse.csr_array(np.array(forms, dtype=np.int64))
    return Component(
        matrix, np.array(low, dtype=float), np.array(high, dtype=float), np.arange(len(forms)), np.arange(9)
    )


BOX = component(  # x, y, z from 0 to 4, x + y + z from 2 to 7, x - y free
    [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [1, -1, 0]], [0, 0, 0, 2, -INF], [4, 4, 4, 7, INF]
)
ALL = np.array([p for p in itertools.product(range(5), repeat=3) if 2 <= sum(p) <= 7])


def values_of(part: Component, given: np.ndarray) -> set[tuple[int, ...]]:
    return set(map(tuple, (part.forms @ given.T).T.astype(int).tolist()))


def test_a_point_is_taken_in_when_it_fits_at_either_end_and_no_further() -> None:
    pool = Points(BOX)
    assert (pool.low.tolist(), pool.high.tolist()) == ([INF] * 5, [-INF] * 5)
    assert not pool.add(np.array([1, 0, 0]))
    assert not pool.add(np.array([4, 4, 0]))
    assert not pool.add(np.array([5, 0, 0]))
    assert not pool.add(np.array([-1, 2, 2]))
    assert pool.values.shape == (0, 5)
    assert pool.add(np.array([0, 2, 0]))
    assert (pool.low.tolist(), pool.high.tolist()) == ([0, 2, 0, 2, -2], [0, 2, 0, 2, -2])
    assert pool.add(np.array([4, 0, 3]))
    assert (pool.low.tolist(), pool.high.tolist()) == ([0, 0, 0, 2, -2], [4, 2, 3, 7, 4])
    assert pool.values.tolist() == [[0, 2, 0, 2, -2], [4, 0, 3, 7, 4]]
    assert not pool.complete


def test_more_points_than_there_was_room_for_are_all_kept() -> None:
    pool = Points(BOX)
    for point in ALL:
        assert pool.add(point)
    assert pool.values.tolist() == (BOX.forms @ ALL.T).T.tolist()
    assert len(pool.values) > 32


def test_every_point_there_is_is_found_in_a_box_that_is_not_too_large() -> None:
    low, high = np.zeros(3), np.full(3, 4.0)
    for most, done in ((124, False), (125, True)):
        pool = Points(BOX)
        with patch.object(points, "MOST_POINTS", most):
            assert pool.add_all(low, high) is done
        assert pool.complete is done
        assert values_of(BOX, ALL) == set(map(tuple, pool.values.tolist())) or not done
        assert len(pool.values) == (len(ALL) if done else 0)
    assert pool.low.tolist() == [0, 0, 0, 2, -4]
    assert pool.high.tolist() == [4, 4, 4, 7, 4]
    part = Points(BOX)
    assert part.add_all(np.array([1.0, 0, 3]), np.array([2.0, 1, 3]))
    assert sorted(part.values[:, :3].tolist()) == [[1, 0, 3], [1, 1, 3], [2, 0, 3], [2, 1, 3]]


def test_a_box_without_ends_is_not_tried_and_one_turned_inside_out_has_nothing() -> None:
    pool = Points(BOX)
    assert not pool.add_all(np.zeros(3), np.array([4, INF, 4]))
    assert not pool.complete
    assert pool.add_all(np.array([1.0, 3, 0]), np.array([0.0, 4, 4]))
    assert pool.complete
    assert len(pool.values) == 0
    assert np.isinf(pool.low).all()


@pytest.mark.parametrize("held", [None, (4, 1.0), (3, 7.0)])
def test_looking_about_finds_more_points_and_none_that_does_not_fit(held: tuple[int, float] | None) -> None:
    pool, form, value = Points(BOX), *(held or (None, 0.0))
    pool.explore(form, value)
    assert len(pool.values) == 0  # from nowhere one gets nowhere
    for point in ALL[[30, 50, 71]]:
        pool.add(point)
    # One of each kind that is held, and one that is not.
    pool.add(np.array([2, 1, 4]))
    pool.add(np.array([3, 2, 2]))
    before = len(pool.values)
    for _ in range(4):
        pool.explore(form, value)
    every = (BOX.forms @ ALL.T).T
    true = {tuple(row) for row in every.tolist()}
    assert {tuple(row) for row in pool.values.tolist()} <= true
    assert len({tuple(row) for row in pool.values.tolist()}) > before
    assert (pool.low >= every.min(axis=0)).all()
    assert (pool.high <= every.max(axis=0)).all()
    if held is None:
        assert (pool.low.tolist(), pool.high.tolist()) == ([0, 0, 0, 2, -4], [4, 4, 4, 7, 4])
    else:
        assert (pool.values[before:, form] == value).all()


def test_a_pool_that_is_complete_is_not_looked_about_in() -> None:
    pool = Points(BOX)
    pool.add_all(np.zeros(3), np.full(3, 4.0))
    pool.explore()
    assert len(pool.values) == len(ALL)


@pytest.mark.parametrize("integers", [True, False])
def test_a_program_finds_both_ends_also_while_something_is_held_and_after(integers: bool) -> None:
    program = Program(BOX, integers=integers)

    def ends(*costs: float) -> tuple[float, float]:
        found = [program.extreme(np.array(costs), smallest=side) for side in (True, False)]
        for answer in found:
            assert (answer.status, answer.whole) == (OPTIMAL, True)
            assert answer.value == np.array(costs) @ answer.point
        return found[0].value, found[1].value

    for _ in range(2):
        assert (ends(1, 0, 0), ends(1, 1, 1), ends(1, -1, 0)) == ((0, 4), (2, 7), (-4, 4))
        program.hold(0, 3.0)  # an unknown
        assert (ends(1, 0, 0), ends(0, 1, 0), ends(1, 1, 1)) == ((3, 3), (0, 4), (3, 7))
        program.hold(4, 2.0)  # x - y, which had no limits
        assert (ends(0, 1, 0), ends(0, 0, 1)) == ((1, 1), (0, 3))
        program.release(0)
        assert (ends(1, 0, 0), ends(0, 1, 0)) == ((2, 4), (0, 2))
        program.hold(3, 6.0)  # the sum
        assert (ends(0, 0, 1), ends(1, 0, 0)) == ((0, 4), (2, 4))
        program.release(3)
        program.release(4)


def test_what_has_no_end_and_what_cannot_be_are_told_apart() -> None:
    open_ = component([[1, 0], [0, 1], [1, -1]], [0, 0, -2], [INF, INF, 2])
    program = Program(open_, integers=False)
    for costs, smallest, end in (((1.0, 1.0), False, INF), ((-1.0, 0.0), True, -INF)):
        most = program.extreme(np.array(costs), smallest=smallest)
        assert (most.value, most.point, most.status) == (end, None, OPTIMAL)
    for integers in (True, False):
        program = Program(open_, integers=integers)
        program.hold(1, 5.0)
        assert program.extreme(np.array([1.0, 1.0]), smallest=False).value == 12
        program.hold(0, 9.0)
        never = program.extreme(np.array([1.0, 1.0]), smallest=False)
        assert (np.isnan(never.value), never.point, never.whole) == (True, None, False)
        assert never.status == "Infeasible"


def test_fractions_are_told_as_they_are_and_whole_numbers_as_whole() -> None:
    third = component([[1, 0], [0, 1], [3, 1]], [0, 0, 4], [9, 1, 4])
    linear, whole = Program(third, integers=False), Program(third, integers=True)
    answer = linear.extreme(np.array([1.0, 0.0]), smallest=False)
    assert answer.value == pytest.approx(4 / 3)
    assert not answer.whole
    answer = linear.extreme(np.array([1.0, 0.0]), smallest=True)
    assert (answer.value, answer.whole) == (1.0, True)
    assert whole.extreme(np.array([1.0, 0.0]), smallest=False).value == 1.0


class Wrong(Solver):
    """A solver whose programs answer what they are told to."""

    answer = Answer(3.0, np.array([9.0, 9.0, 9.0]), True, OPTIMAL)

    def program(self, *, whole: bool) -> Program:
        return self

    def extreme(self, *given: object, **more: object) -> Answer:
        return self.answer


@pytest.mark.parametrize(
    ("answer", "status", "value"),
    [
        (Answer(3.0, np.array([9.0, 9.0, 9.0]), True, OPTIMAL), "the solver's point does not fit", np.nan),
        (Answer(3.0, np.array([2.5, 1.0, 1.0]), False, OPTIMAL), "the solver's point does not fit", np.nan),
        (Answer(3.0, np.array([3.0, 1.0, 1.0]), True, OPTIMAL), OPTIMAL, 3.0),
        (Answer(INF, None, False, OPTIMAL), OPTIMAL, INF),
        (Answer(np.nan, None, False, "Time limit reached"), "Time limit reached", np.nan),
        (Answer(5.0, None, False, "Iteration limit"), "Iteration limit", 5.0),
    ],
)
def test_a_whole_answer_counts_only_with_a_point_that_fits(answer: Answer, status: str, value: float) -> None:
    solver = Wrong(BOX, integers=False)
    solver.answer = answer
    found = solver.run(np.array([1.0, 0.0, 0.0]), smallest=False, whole=True)
    assert found.status == status
    assert found.value == pytest.approx(value, nan_ok=True)
    assert solver.run(np.array([1.0, 0.0, 0.0]), smallest=False, whole=False) is answer
    fits = answer.whole and answer.point is not None and answer.point[0] == 3
    assert len(solver.points.values) == (2 if fits else 0)


def test_bounds_of_a_form_turned_and_moved_are_those_of_the_cell() -> None:
    bounds = Bounds(0.5, 3.5, 1, 3, "some")
    assert bounds.of(Sum(0, 1, 2), 10) == Bounds(12.5, 15.5, 13, 15, "some")
    assert bounds.of(Sum(0, -1, 2), 10) == Bounds(8.5, 11.5, 9, 11, "some")


def test_a_solver_with_the_truth_at_hand_begins_with_it_and_with_a_wrong_one_does_not() -> None:
    true = Solver(BOX, integers=False, truth=np.array([1.0, 2.0, 3.0]))
    assert true.points.values.tolist() == [[1, 2, 3, 6, -1]]
    assert len(Solver(BOX, integers=False, truth=np.array([9.0, 0.0, 0.0])).points.values) == 0
    assert Solver(BOX).points.complete
    assert Solver(BOX).bounds(4) == Bounds(-4, 4, -4, 4, OPTIMAL)
    assert not Solver(BOX, integers=False).points.complete
    assert Solver(BOX, integers=False).bounds(3) == Bounds(2, 7, 2, 7, OPTIMAL)


def of_puzzle(seed: int) -> tuple[Situation, Reduced]:
    one = puzzle(seed)
    known = situation(sparse.csc_array(one.matrix), one.published, np.array(one.hidden), one.floor, one.facts)
    return known, reduce(known)


def test_few_unknowns_tell_the_same_of_hidden_cells_as_every_table() -> None:
    tried = 0
    for seed in range(15):
        one, (known, reduced) = puzzle(seed), of_puzzle(seed)
        size, total = reduced.forms.shape[1], one.published[0]
        if not size or (total + 1) ** size > 20_000:
            continue
        tried += 1
        grid = np.indices((total + 1,) * size).reshape(size, -1).T
        forms = (reduced.forms @ grid.T).T
        fitting = forms[((forms >= reduced.low) & (forms <= reduced.high)).all(axis=1)]
        cells = [target.cell for target in known.targets]
        found = np.zeros((len(fitting), len(cells)))
        for place, target in enumerate(known.targets):
            part = reduced.sums[target.row]
            found[:, place] = part.known + target.known
            if part.form >= 0:
                found[:, place] += part.sign * fitting[:, part.form]
        every = one.everything().sums
        assert {tuple(row) for row in found.tolist()} == {tuple(row) for row in every[:, cells].tolist()}, (
            seed
        )
        assert all((every[:, cell] == count).all() for cell, count in known.settled.items())
        assert set(cells) | set(known.settled) == set(one.hidden)
    assert tried > 7


def test_forms_are_distinct_begin_with_a_plus_and_are_of_unknowns_that_are_left() -> None:
    for seed in range(15):
        known, reduced = of_puzzle(seed)
        dense = reduced.forms.toarray()
        assert (dense != 0).any(axis=1).all()
        assert all(row[np.flatnonzero(row)[0]] > 0 for row in dense)
        assert len({tuple(row) for row in dense.tolist()}) == len(dense)
        assert set(reduced.leaves.tolist()) <= set(known.leaves.tolist())
        assert len(reduced.leaves) == dense.shape[1]
        assert (reduced.low <= reduced.high).all()


def test_parts_that_bear_on_nothing_else_are_apart_and_together_the_whole() -> None:
    for seed in range(15):
        _, reduced = of_puzzle(seed)
        dense, parts = reduced.forms.toarray(), list(components(reduced))
        assert sorted(n for part in parts for n in part.numbers.tolist()) == list(range(len(dense)))
        assert sorted(n for part in parts for n in part.leaves.tolist()) == sorted(reduced.leaves.tolist())
        place = {leaf: n for n, leaf in enumerate(reduced.leaves.tolist())}
        for part in parts:
            own = [place[leaf] for leaf in part.leaves.tolist()]
            assert part.size == len(own) > 0
            assert part.forms.toarray().tolist() == dense[part.numbers][:, own].tolist()
            assert np.count_nonzero(dense[part.numbers]) == part.forms.nnz  # nothing outside
            assert part.low.tolist() == reduced.low[part.numbers].tolist()
            assert part.high.tolist() == reduced.high[part.numbers].tolist()


def test_two_pairs_are_two_parts() -> None:
    matrix = sparse.csc_array(np.array([[1, 0, 1], [1, 0, 0], [0, 1, 0], [0, 1, 0]]))
    known = situation(matrix, {0: 5, 1: 7}, np.array([2]), 0, Rows.none(4))
    parts = list(components(reduce(known)))
    assert [part.size for part in parts] == [1, 1]
    assert sorted(part.high.max() for part in parts) == [5, 7]


@pytest.mark.parametrize("wrong", [1, 3])
def test_sums_that_cannot_all_hold_are_a_contradiction(wrong: int) -> None:
    # x + y, y + z, z + u and u + x: the first and third together are the other two.
    matrix = np.zeros((4, 5), dtype=np.int64)
    for cell, members in enumerate([(0, 1), (1, 2), (2, 3), (0, 3), (0,)]):
        matrix[list(members), cell] = 1

    def of(last: int, *ends: float) -> Reduced:
        published = {0: 5, 1: 6, 2: 4, 3: last}
        more = Rows(sparse.csr_array(np.array([[1, 0, -1, 0]])), np.array(ends[:1]), np.array(ends[1:]))
        return reduce(
            situation(sparse.csc_array(matrix), published, np.array([4]), 0, more if ends else Rows.none(4))
        )

    assert of(3).forms.shape[1] == 1
    with pytest.raises(Contradiction):
        of(3 + wrong)
    with pytest.raises(Contradiction):
        of(3 - wrong)
    # And x - z is then -1, whatever else is known of it.
    for ends in ((-3.0, -1.0), (-1.0, 4.0), (-1.0, -1.0), (-4.0, 0.0)):
        assert of(3, *ends).forms.shape[1] == 1
    for ends in ((0.0, 2.0 + wrong), (-2.0 - wrong, -2.0), (wrong, wrong)):
        with pytest.raises(Contradiction):
            of(3, *ends)


def test_an_interval_that_no_count_is_in_is_a_contradiction() -> None:
    pair = sparse.csc_array(np.array([[1, 1], [1, 0]]))
    for low, high, can_be in ((4, 5, True), (5, 9, True), (6, 9, False), (-4, 0, True), (-9, -1, False)):
        fact = Rows(sparse.csr_array(np.array([[1, 0]])), np.array([float(low)]), np.array([float(high)]))
        known = situation(pair, {0: 5}, np.array([1]), 0, fact)
        if can_be:
            reduced = reduce(known)
            part, ends = reduced.sums[0], np.array([reduced.low[0], reduced.high[0]])
            assert sorted(part.sign * ends + part.known) == [max(low, 0), min(high, 5)]
            continue
        with pytest.raises(Contradiction):
            reduce(known)


def test_a_rule_refuses_a_cell_whose_whole_answer_did_not_fit() -> None:
    assert Rule().fails(Bounds(0, 9, np.nan, np.nan, "the solver's point does not fit"))
