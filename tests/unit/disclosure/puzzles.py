"""Patterns over sums at random, that need not be a table's, and every table that fits each of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from brute import Everything
from scipy import sparse

from lmtools.disclosure import Rule
from lmtools.disclosure.attack import Outcome, attack
from lmtools.disclosure.facts import Rows

CELLS = 8


@dataclass(frozen=True)
class Puzzle:
    """A pattern, with what an attacker knows besides, and the truth."""

    matrix: np.ndarray
    truth: np.ndarray
    published: dict[int, int]
    hidden: list[int]
    alone: list[int]
    facts: Rows
    floor: int

    def attack(self, rule: Rule, *, truth: bool = False) -> Outcome:
        return attack(
            sparse.csc_array(self.matrix),
            published=self.published,
            hidden=self.hidden,
            rule=rule,
            floor=self.floor,
            facts=self.facts,
            alone=self.alone,
            truth=self.truth if truth else None,
        )

    def everything(self) -> Everything:
        """Cell 0 is all there is, and published: so every table is a way to share it out."""
        leaves, total = len(self.matrix), self.published[0]
        bars = np.array(list(itertools.combinations(range(total + leaves - 1), leaves - 1)))
        edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, total + leaves - 1)))
        tables = np.diff(edges, axis=1) - 1
        sums, weighed = tables @ self.matrix, tables @ self.facts.matrix.toarray().T
        fits = (sums[:, list(self.published)] == list(self.published.values())).all(axis=1)
        fits &= (sums[:, self.hidden] >= self.floor).all(axis=1)
        fits &= ((weighed >= self.facts.low) & (weighed <= self.facts.high)).all(axis=1)
        return Everything(tables[fits], sums[fits], self.matrix.T, self.hidden)


def puzzle(seed: int) -> Puzzle:
    random = np.random.default_rng(seed)
    leaves = int(random.integers(4, 7))
    truth = random.integers(0, 4, leaves)
    matrix = (random.random((leaves, CELLS)) < 0.45).astype(np.int64)
    matrix[random.integers(0, leaves, CELLS), np.arange(CELLS)] = 1
    matrix[:, 0] = 1
    counts = truth @ matrix
    hidden = [n for n in range(1, CELLS) if random.random() < 0.6] or [1]
    weights = random.integers(-2, 4, (int(random.integers(0, 3)), leaves))
    sums = weights @ truth
    facts = Rows(
        sparse.csr_array(weights),
        (sums - random.integers(0, 3, len(sums))).astype(float),
        (sums + random.integers(0, 2, len(sums))).astype(float),
    )
    return Puzzle(
        matrix,
        truth,
        {n: int(counts[n]) for n in range(CELLS) if n not in hidden},
        hidden,
        [n for n in hidden if random.random() < 0.6],
        facts,
        int(min(counts[hidden].min(), random.integers(0, 2))),
    )
