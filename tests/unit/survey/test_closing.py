"""Hiding in rounds: what a round skips, and the corners and the draft it works with."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from scipy.optimize import linprog

from lmtools.domain.figures import Level
from lmtools.survey.answer_bounds import statements
from lmtools.survey.answers import close_answers
from lmtools.survey.closing import close, rules_between
from lmtools.survey.corners import corners
from lmtools.survey.draft import Draft
from lmtools.survey.schema import ALL, SHARES, SUPPRESSED, Coded, Facts, IndicatorRow, Kind, UnitRow

OPTION = np.arange(1, 6)
UNITS = (
    UnitRow("4601", "Fjordvik", Level.MUNICIPALITY),
    *(UnitRow(f"99990100{i}", f"Skole {i}", Level.SCHOOL, municipality="4601") for i in range(3)),
)
INDICATORS = (
    IndicatorRow("EUIndeks_1384", "Mestring", Kind.INDEX),
    *(IndicatorRow(f"Q{i}", f"Spørsmål {i}", Kind.QUESTION, parent="EUIndeks_1384") for i in range(3)),
)


def municipality(seed: int) -> Facts:
    """Three questions of three schools, by grade and gender, with all totals; some are hidden."""
    random = np.random.default_rng(seed)
    pupils = random.integers(6, 40, (3, 3, 2))
    answers = [[random.multinomial(n, random.dirichlet([1, 2, 3, 4, 4])) for n in pupils.flat] for _ in "123"]
    counts = np.asarray(answers).reshape(3, 3, 3, 2, 5)
    for axis in (1, 2, 3):  # schools, grades and genders, all of them first
        counts = np.concatenate([counts.sum(axis=axis, keepdims=True), counts], axis=axis)
    question, unit, grade, gender = (places.ravel() for places in np.indices(counts.shape[:-1]))
    counts = counts.reshape(-1, 5).astype(float)
    n = counts.sum(axis=1)
    mean = counts @ OPTION / n
    sd = np.sqrt((counts @ OPTION**2 - n * mean**2) / (n - 1))
    shares = np.where((counts > 0) & (counts < 3), SUPPRESSED, (100 * counts / n[:, None]).round(1))
    numbers = {"value": mean.round(1), "sd": sd.round(1), "n": n, **dict(zip(SHARES, shares.T, strict=True))}
    gone = random.random(len(n)) < 0.1
    return Facts(
        units=UNITS,
        unit=unit,
        indicators=INDICATORS,
        indicator=question + 1,
        year=np.full(len(n), 2025),
        grade=Coded(grade, (ALL, "8", "9", "10")),
        gender=Coded(gender, (ALL, "girls", "boys")),
        slice=Coded.constant(ALL, len(n)),
        row=np.arange(len(n)),
        numbers={name: np.where(gone, SUPPRESSED, values) for name, values in numbers.items()},
    )


def close_by_looking_everywhere(facts: Facts) -> Facts:
    draft, everything = Draft(facts), np.ones(len(facts), dtype=bool)
    rules = [rule for _, rule in rules_between(facts, 3)]
    while True:
        draft.changed[:] = False
        for rule in (partial(close_answers, smallest_share=3), *rules):
            rule(draft, everything)
        if not draft.changed.any():
            return draft.facts


@pytest.mark.parametrize("seed", range(8))
def test_what_a_round_does_not_look_at_again_has_nothing_more_to_hide(seed: int) -> None:
    facts = municipality(seed)
    closed, everywhere = close(facts, 3), close_by_looking_everywhere(facts)
    assert len(closed.numbers) >= 3
    for name, values in everywhere.numbers.items():
        np.testing.assert_array_equal(closed.facts.numbers[name], values)


def test_a_draft_leaves_the_facts_it_was_made_of_as_they_were() -> None:
    facts = municipality(0)
    before = {name: values.copy() for name, values in facts.numbers.items()}
    draft = Draft(facts)
    draft.hide("s4", np.array([3, 5]))
    draft.hide_rows(np.array([7]))
    for name, values in before.items():
        np.testing.assert_array_equal(facts.numbers[name], values)
    assert np.isneginf(draft.facts.numbers["s4"][[3, 5, 7]]).all()
    assert np.isneginf([values[7] for values in draft.facts.numbers.values()]).all()
    assert np.flatnonzero(draft.changed).tolist() == [3, 5, 7]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("pupils", [60, 1800])  # below 1,000 the sum is known exactly
def test_corners_are_as_far_as_a_solver_gets(size: int, pupils: int) -> None:
    random = np.random.default_rng(size)
    counts = random.multinomial(pupils, random.dirichlet([1, 2, 3, 4, 4]), 6)
    n, mean = counts.sum(axis=1).astype(float), counts @ OPTION / pupils
    sd = np.sqrt((counts @ OPTION**2 - n * mean**2) / (n - 1))
    hidden = np.stack([np.sort(random.permutation(5)[:size]) for _ in counts]).T
    shares = (100 * counts / pupils).round(1).T
    shares[hidden, np.arange(6)] = SUPPRESSED
    said = statements(shares, hidden, n=n, mean=mean.round(1), sd=sd.round(1))
    low, high = corners(said)
    for row in range(6):
        matrix = np.vstack([said.weights[:, :, row], -said.weights[:, :, row]])
        ends = np.concatenate([said.high[:, row], -said.low[:, row]])
        for share in range(size):
            for found, sign in ((low, 1), (high, -1)):
                best = linprog(sign * np.eye(size)[share], A_ub=matrix, b_ub=ends, bounds=(0, None))
                assert found[share, row] == pytest.approx(best.x[share], abs=1e-3)
