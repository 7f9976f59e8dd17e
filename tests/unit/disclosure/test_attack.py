"""The attack on random sums against trying every table: by points, by programs, with the truth at hand."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from lmtools.disclosure import Rule, points
from lmtools.disclosure.attack import attack
from lmtools.disclosure.solving import Bounds

sys.path.insert(0, str(Path(__file__).parent))
from puzzles import Puzzle, puzzle

ways = pytest.mark.parametrize("most", [points.MOST_POINTS, 0], ids=["points", "programs"])


def ends(bounds: dict[int, Bounds]) -> dict[int, tuple[float, float]]:
    return {n: (bound.low_integer, bound.high_integer) for n, bound in bounds.items()}


@ways
def test_the_ends_of_every_hidden_cell_are_those_of_all_tables_that_fit(most: int) -> None:
    for seed in range(10):
        one = puzzle(seed)
        with patch.object(points, "MOST_POINTS", most):
            found = one.attack(Rule())
        values = one.everything().values()
        assert {bound.status for bound in found.bounds.values()} == {"optimal"}
        assert ends(found.bounds) == {n: (min(seen), max(seen)) for n, seen in values.items()}, seed


@ways
@pytest.mark.parametrize("width", [0, 3])
def test_who_is_seen_through_by_one_alone_is_what_all_tables_tell(most: int, width: int) -> None:
    for seed in range(10):
        one = puzzle(seed)
        with patch.object(points, "MOST_POINTS", most):
            found = one.attack(Rule(width=width))
        assert found.insider == one.everything().seen_through(one.alone, max(width, 1)), seed


def linear_ends(one: Puzzle, cell: int) -> list[float]:
    """The least and greatest value in fractions, by SciPy."""
    numbers = list(one.published)
    weights, hidden = one.facts.matrix.toarray(), one.matrix[:, one.hidden].T
    found = [
        linprog(
            sign * one.matrix[:, cell],
            A_ub=np.vstack([weights, -weights, -hidden]),
            b_ub=np.concatenate([one.facts.high, -one.facts.low, np.full(len(hidden), -one.floor)]),
            A_eq=one.matrix[:, numbers].T,
            b_eq=list(one.published.values()),
        )
        for sign in (1, -1)
    ]
    return [found[0].fun, -found[1].fun]


@ways
@pytest.mark.parametrize("check", ["bounds", "integers"])
def test_the_ends_in_fractions_are_another_solvers(most: int, check: str) -> None:
    for seed in range(6):
        one = puzzle(seed)
        with patch.object(points, "MOST_POINTS", most):
            found = one.attack(Rule(check=check)).bounds
        for cell, bound in found.items():
            expected = linear_ends(one, cell)
            assert [bound.low, bound.high] == pytest.approx(expected, abs=1e-6), seed
            if check == "bounds":
                whole = [np.ceil(expected[0] - 1e-6), np.floor(expected[1] + 1e-6)]
                assert [bound.low_integer, bound.high_integer] == whole, seed


@ways
@pytest.mark.parametrize("width", [0, 2, 4])
def test_with_the_truth_at_hand_a_pattern_fails_when_it_fails_without(most: int, width: int) -> None:
    rule = Rule(width=width)
    for seed in range(10):
        one = puzzle(seed)
        with patch.object(points, "MOST_POINTS", most):
            found = one.attack(rule, truth=True)
        values = one.everything().values()
        narrow = {n for n, seen in values.items() if max(seen) - min(seen) < max(width, 1)}
        failing = {n for n, bound in found.bounds.items() if rule.fails(bound)}
        assert failing <= narrow, seed
        assert bool(failing) is bool(narrow), seed
        for n, (low, high) in ends(found.bounds).items():
            if n not in failing and not narrow:  # no wider than it is
                assert {low, high} <= values[n], seed


@ways
def test_with_the_truth_at_hand_a_width_by_share_is_measured_from_the_whole_range(most: int) -> None:
    rule = Rule(relative_width=0.7)
    for seed in range(8):
        one = puzzle(seed)
        with patch.object(points, "MOST_POINTS", most):
            found = one.attack(rule, truth=True)
        values = one.everything().values()
        assert ends(found.bounds) == {n: (min(seen), max(seen)) for n, seen in values.items()}, seed


def test_cells_of_the_same_kin_rise_and_fall_together() -> None:
    for seed in range(10):
        one = puzzle(seed)
        kin, all_of_them = one.attack(Rule()).kin, one.everything()
        for first, second in itertools.combinations(kin, 2):
            if kin[first] == kin[second]:
                x, y = all_of_them.sums[:, first], all_of_them.sums[:, second]
                assert np.ptp(x + y) == 0 or np.ptp(x - y) == 0, seed


@ways
def test_counts_that_no_table_has_are_never_passed(most: int) -> None:
    impossible = 0
    for seed in range(20):
        one = puzzle(seed)
        wrong = dict(one.published)
        wrong[max(wrong)] += 1 if len(wrong) > 1 else 0
        broken = Puzzle(one.matrix, one.truth, wrong, one.hidden, one.alone, one.facts, one.floor)
        with patch.object(points, "MOST_POINTS", most):
            found = broken.attack(Rule()).bounds
        fitting = broken.everything()
        optimal = {n for n, bound in found.items() if bound.status == "optimal"}
        if len(fitting.tables):
            values = fitting.values()
            assert ends(found) == {n: (min(seen), max(seen)) for n, seen in values.items()}, seed
        elif optimal != set(found):
            impossible += 1
            assert all(Rule().fails(found[n]) for n in found if n not in optimal)
        else:
            # What cannot be lies where nothing is hidden, or all that is hidden follows.
            assert not len(fitting.tables)
    assert impossible > 4


def sums_of(leaves: int, *sums: tuple[int, ...]) -> sparse.csc_array:
    """A cell for each leaf, and one for each of these sums."""
    matrix = np.zeros((leaves, len(sums)), dtype=np.int64)
    for number, members in enumerate(sums):
        matrix[list(members), number] = 1
    return sparse.csc_array(np.hstack([np.eye(leaves, dtype=np.int64), matrix]))


@pytest.mark.parametrize("more", [0, 14], ids=["points", "programs"])
def test_counts_that_only_halves_fit_are_a_failure_and_others_are_not_touched(more: int) -> None:
    # x + y, y + z and x + z are 1, so each is a half; two more are 9; with x, `more` others are 20.
    size = 5 + more
    matrix = sums_of(size, (0, 1), (1, 2), (0, 2), (3, 4), (0, *range(5, size)))
    published = dict(zip(range(size, size + 5), [1, 1, 1, 9, 20], strict=True))
    published = {n: total for n, total in published.items() if more or total < 20}
    hidden = list(range(size))
    found = attack(matrix, published=published, hidden=hidden, rule=Rule()).bounds
    tied = [n for n in hidden if n not in (3, 4)]
    assert {n for n in hidden if found[n].status == "optimal"} == {3, 4}
    assert all(Rule().fails(found[n]) for n in tied)
    assert np.isnan([(found[n].low_integer, found[n].high_integer) for n in tied]).all()
    assert ends({3: found[3], 4: found[4]}) == {3: (0, 9), 4: (0, 9)}
    halves = attack(matrix, published=published, hidden=hidden, rule=Rule(check="bounds")).bounds
    assert {halves[n].status for n in hidden} == {"optimal"}
    assert [(halves[n].low, halves[n].high) for n in range(3)] == [(0.5, 0.5)] * 3
    assert [(halves[n].low, halves[n].high) for n in range(5, size)] == [(0, 19.5)] * more


@pytest.mark.parametrize(
    ("alone", "width", "seen"),
    [
        (("a", "ad"), 0, set()),  # each is the other, as d is known to be nothing
        (("ae", "abe"), 0, set()),  # alone in the larger, one is also alone in the smaller
        (("a", "ab"), 3, set()),  # so here: a is 0 or 1 to them, which is narrow and no news
        (("a", "ak"), 0, {"ak"}),  # k is another: from a one knows of it what one did not
        (("ab", "c"), 0, {"ab", "c"}),  # all nine but one's own
        (("ab", "ac"), 0, set()),
        (("ab", "bc", "ac"), 2, {"ab", "bc", "ac"}),
    ],
)
def test_what_lies_in_an_insiders_own_cell_is_no_news_and_all_else_is(
    alone: tuple[str, ...], width: int, seen: set[str]
) -> None:
    names = ["d", "e", "k", "abcdek", *alone]
    matrix = np.array([[int(letter in name) for name in names] for letter in "abcdek"])
    numbers = list(range(4, len(names)))
    found = attack(
        sparse.csc_array(matrix),
        published={0: 0, 1: 1, 2: 2, 3: 12},
        hidden=numbers,
        rule=Rule(width=width),
        alone=numbers,
    )
    assert {names[n] for n in found.insider} == seen
