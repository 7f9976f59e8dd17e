"""Elimination against ranks: what follows from what is published, on small random matrices and long sums."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from lmtools.disclosure.basis import sparser
from lmtools.disclosure.elimination import PRIME, Elimination, prepared, secondary

SEEDS = range(12)


def rank(matrix: np.ndarray, cells: list[int]) -> int:
    return int(np.linalg.matrix_rank(matrix[:, cells])) if cells else 0


def follows(matrix: np.ndarray, known: list[int], cell: int) -> bool:
    return rank(matrix, [*known, cell]) == rank(matrix, known)


def tied(matrix: np.ndarray, known: list[int], pair: tuple[int, int]) -> bool:
    """Whether either of two cells tells the other to one who has the known ones."""
    return rank(matrix, [*known, *pair]) <= rank(matrix, known) + 1


def gives_away(matrix: np.ndarray, known: list[int], cell: int, hidden: list[int], apart: list[int]) -> bool:
    if follows(matrix, known, cell):
        return False
    more = [*known, cell]
    lost = [n for n in hidden if follows(matrix, more, n) and not follows(matrix, known, n)]
    kept = [n for n in apart if not follows(matrix, known, n)]
    joined = [
        pair for pair in combinations(kept, 2) if tied(matrix, more, pair) and not tied(matrix, known, pair)
    ]
    return bool(lost or joined)


def weights(seed: int, *, plain: bool = False) -> np.ndarray:
    """Unknowns by cells: sparse, no cell empty, entries -2 to 3, or 0 and 1 alone."""
    random = np.random.default_rng(seed)
    shape = (int(random.integers(4, 7)), 11)
    matrix = np.where(random.random(shape) < 0.45, random.integers(1, 4, shape), 0)
    if plain:
        matrix = np.minimum(matrix, 1)
    else:
        matrix = np.where(random.random(shape) < 0.3, -np.minimum(matrix, 2), matrix)
    matrix[random.integers(0, shape[0], 11), np.arange(11)] = 1
    return matrix


@pytest.mark.parametrize("apart", [0, 3])
@pytest.mark.parametrize("plain", [True, False])
def test_what_publishing_a_cell_gives_away_is_what_ranks_say(plain: bool, apart: int) -> None:
    for seed in SEEDS:
        matrix = weights(seed, plain=plain)
        hidden, order = [0, 1, 2, 3], list(range(4, 11))
        state = Elimination(sparse.csr_array(matrix), hidden=hidden, apart=hidden[:apart])
        known: list[int] = []
        for cell in order:
            assert [state.determined(n) for n in hidden] == [follows(matrix, known, n) for n in hidden], seed
            assert state.gives_away(cell) is gives_away(matrix, known, cell, hidden, hidden[:apart]), seed
            if cell % 3:  # whatever it gives away, so that cells fall too
                state.publish(cell)
                known.append(cell)
            else:
                state.hide(cell)


@pytest.mark.parametrize("apart", [0, 4])
@pytest.mark.parametrize("plain", [True, False])
def test_the_cells_hidden_besides_are_those_that_would_give_one_away_in_their_turn(
    plain: bool, apart: int
) -> None:
    for seed in SEEDS:
        matrix = weights(seed, plain=plain)
        hidden, fixed, order = [5, 2, 9, 0], [7, 3], [10, 1, 8, 4]  # 6 is no one's
        known, expected = list(fixed), []
        for cell in order:
            if gives_away(matrix, known, cell, hidden, hidden[:apart]):
                expected.append(cell)
            else:
                known.append(cell)
        chosen, lost = secondary(
            sparse.csr_array(matrix), order=order, hidden=hidden, fixed=fixed, apart=hidden[:apart]
        )
        assert chosen == expected, seed
        assert lost == [n for n in sorted(hidden) if follows(matrix, fixed, n)], seed


def test_no_hidden_cell_follows_from_what_elimination_leaves_published() -> None:
    """Also with none of the candidates independent, and with a hidden cell lost beforehand."""
    for seed in SEEDS:
        matrix = weights(seed)
        hidden, order = [0, 1, 2], list(range(3, 11))
        chosen, lost = secondary(sparse.csr_array(matrix), order=order, hidden=hidden)
        published = [n for n in order if n not in chosen]
        assert lost == []
        assert not any(follows(matrix, published, n) for n in hidden), seed


@pytest.mark.parametrize("size", [3, 24])
def test_a_sum_of_many_weighted_cells_is_given_away_by_the_last_of_them_alone(size: int) -> None:
    """Numbers grow past any machine word on the way, and past the prime that bounds them."""
    random = np.random.default_rng(size)
    matrix = random.integers(1, 1000, (size + 6, size + 1))
    matrix[:, size] = matrix[:, :size] @ random.integers(1, 1000, size)
    state = Elimination(sparse.csr_array(matrix), hidden=[size])
    for cell in range(size - 1):
        assert not state.gives_away(cell)
        state.publish(cell)
        assert not state.determined(size)
    assert state.gives_away(size - 1)
    state.publish(size - 1)
    assert state.determined(size)


@pytest.mark.parametrize("size", [3, 16])
def test_two_weighted_sums_that_one_cell_would_tie_together_are_kept_apart(size: int) -> None:
    random = np.random.default_rng(size)
    matrix = random.integers(1, 1000, (size + 6, size + 3))
    first, second, other = size, size + 1, size + 2
    matrix[:, second] = 3 * matrix[:, first] + matrix[:, :size] @ random.integers(1, 1000, size)
    watched = Elimination(
        sparse.csr_array(matrix), hidden=[first, second, other], apart=[first, second, other]
    )
    careless = Elimination(sparse.csr_array(matrix), hidden=[first, second, other])
    for cell in range(size):
        last = cell == size - 1
        assert watched.gives_away(cell) is last
        assert not careless.gives_away(cell)
        watched.publish(cell)
        careless.publish(cell)


def test_what_is_a_multiple_of_the_prime_is_nothing_and_what_is_not_is_something() -> None:
    matrix = sparse.csr_array(np.array([[1, 1, 3], [PRIME - 1, -1, PRIME - 3]]))
    state = Elimination(matrix, hidden=[0, 2])
    assert state.gives_away(1)
    state.publish(1)
    assert state.determined(0)
    assert state.determined(2)
    assert not Elimination(sparse.csr_array(np.array([[1, 1], [2, 3]])), hidden=[0]).gives_away(1)


def test_publishing_what_is_known_already_changes_nothing() -> None:
    matrix = sparse.csr_array(np.array([[1, 0, 1, 1], [0, 1, 1, 0]]))
    state = Elimination(matrix, hidden=[3])
    state.publish(1)
    state.publish(1)
    assert not state.gives_away(1)
    assert not state.determined(3)
    assert state.gives_away(2)


def nested_table() -> tuple[np.ndarray, np.ndarray]:
    """24 parts in 8 regions in 4 counties in a country, as leaves by cells, and the view of each cell."""
    parts = np.arange(24)
    views = [parts, parts // 3, parts // 6, parts * 0]
    cells = [(number, name) for number, view in enumerate(views) for name in np.unique(view)]
    matrix = np.array([[int(views[view][leaf] == name) for view, name in cells] for leaf in parts])
    return matrix, np.array([view for view, _ in cells])


def test_a_large_total_is_short_in_other_unknowns_and_what_follows_from_what_is_as_before() -> None:
    matrix, view = nested_table()
    random = np.random.default_rng(1)
    short = prepared(sparse.csc_array(matrix), np.ones(24, dtype=bool), view)
    assert short.nnz < matrix.sum()
    assert np.count_nonzero(short.toarray(), axis=0).max() <= 4  # the country was 24 long
    for _ in range(40):
        some = random.permutation(matrix.shape[1])[: random.integers(2, 12)].tolist()
        assert rank(short.toarray(), some) == rank(matrix, some)


def test_other_unknowns_never_change_what_follows_from_what() -> None:
    for seed in SEEDS:
        matrix = weights(seed, plain=True)
        random = np.random.default_rng(seed)
        order = np.arange(11)
        # Views are disjoint: each next cell goes to the first view that has none of its unknowns.
        views: list[list[int]] = []
        for cell in order.tolist():
            home = next((v for v in views if not (matrix[:, v].T @ matrix[:, cell]).any()), None)
            if home is None:
                views.append([cell])
            else:
                home.append(cell)
        changed = sparser(sparse.csr_array(matrix), [np.array(view) for view in views]).toarray()
        assert np.count_nonzero(changed) <= np.count_nonzero(matrix)
        for _ in range(20):
            some = random.permutation(11)[: random.integers(1, 7)].tolist()
            assert rank(changed, some) == rank(matrix, some), seed


def test_leaves_that_are_known_are_left_out() -> None:
    matrix, view = nested_table()
    known = np.ones(24, dtype=bool)
    known[3:6] = False
    short = prepared(sparse.csc_array(matrix), known, view)
    assert short.shape == (21, 37)
    empty = np.flatnonzero(np.diff(sparse.csc_array(short).indptr) == 0)
    assert empty.tolist() == [3, 4, 5, 25]
