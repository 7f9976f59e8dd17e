"""What is shown of one question is protected as one system: groups, answers, means and deviations."""

from __future__ import annotations

import itertools
import math
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmtools.disclosure import Linear, Rule, audit
from lmtools.domain.figures import Figure, Status
from lmtools.settings import Settings
from lmtools.survey import Released, import_files, open_released
from lmtools.survey.attacking import Attack
from lmtools.survey.linked import Limits, Protected, hidden_groups, protect_system
from lmtools.survey.linked_system import Beside, Key, LinkedSystem, Pattern

STRICT = Limits(minimum=10, smallest=3, concentrated=2, insiders=True, least=10)
LEAVES: tuple[Key, ...] = tuple((grade, gender) for grade in ("8", "9") for gender in ("boys", "girls"))
SMALL = """
preset = "small"
[presets.small]
minimum = 3
bullying_minimum = 3
smallest_share = 2
insiders = {insiders}
concentrated = {concentrated}
"""


def system(*rows: list[int], leaves: tuple[Key, ...] = LEAVES, share: bool = False) -> LinkedSystem:
    weights = np.arange(len(rows[0])) + (0 if share else 1)
    return LinkedSystem(leaves[: len(rows)], np.asarray(rows), weights, share)


def shown(found: Protected, whole: LinkedSystem, key: Key) -> bool:
    return bool(found.pattern.groups[next(i for i, keys in enumerate(whole.names) if key in keys)])


def answers_shown(found: Protected, whole: LinkedSystem, key: Key) -> list[bool]:
    at = next(i for i, keys in enumerate(whole.names) if key in keys)
    return found.pattern.options[at].tolist() if found.pattern.groups[at] else []


# Everything that would show the same ------------------------------------------------------------------


@cache
def _tables(low: int, high: int, options: int) -> np.ndarray:
    """All numbers of each answer that sum to `low` … `high`."""
    rows = [
        row
        for total in range(low, high + 1)
        for row in itertools.product(range(total + 1), repeat=options)
        if sum(row) == total
    ]
    return np.asarray(rows)


def _fits(tables: np.ndarray, figure: Figure) -> np.ndarray:
    """Which tables would be shown as `figure` is: every number comes out the same."""
    n = tables.sum(axis=1)
    if figure.status is not Status.PUBLISHED:
        return n >= 1
    fits = n == figure.n
    at = np.flatnonzero(fits)
    if figure.share is not None:
        fits[at] = [round(100 * int(row[1]) / figure.n, 1) == figure.share for row in tables[at]]
        return fits
    fits[at] = [_same_moments(tuple(row), figure) for row in tables[at].tolist()]
    return fits


def _same_moments(row: tuple[int, ...], figure: Figure) -> bool:
    n = sum(row)
    total = sum(k * x for k, x in enumerate(row, start=1))
    shares = figure.shares or (None,) * 5
    if any(s is not None and round(100 * x / n, 1) != s for x, s in zip(row, shares, strict=True)):
        return False
    beside = any(s is not None for s in shares)
    if beside and any(s is None and x == 0 for x, s in zip(row, shares, strict=True)):
        return False  # a hidden answer beside shown ones was given
    if round(total / n, 1) != figure.mean:
        return False
    if figure.sd is None:
        return True
    inside = sum(k * k * x for k, x in enumerate(row, start=1)) - total * total / n
    return math.isclose(round(math.sqrt(max(inside, 0) / (n - 1)), 1), figure.sd)


def _consistent(
    girls: Figure, boys: Figure, everyone: Figure, most: int, options: int
) -> Iterator[np.ndarray]:
    """All tables of girls and boys that fit what is shown, as rows of girls' and boys' answers."""
    sizes = [(f.n, f.n) if f.n is not None else (1, most) for f in (girls, boys)]
    lists = []
    for (low, high), figure in zip(sizes, (girls, boys), strict=True):
        tables = _tables(low, high, options)
        lists.append(tables[_fits(tables, figure)])
    for mine in lists[0]:
        others = lists[1]
        if everyone.n is not None:
            others = others[others.sum(axis=1) == everyone.n - mine.sum()]
        both = mine[None, :] + others
        fits = _fits(both, everyone) if len(both) else np.zeros(0, dtype=bool)
        yield np.hstack([np.tile(mine, (int(fits.sum()), 1)), others[fits]])


def _release(rows: list[tuple[str, int]], *, share: bool, policy: str) -> Released:
    folder = Path(tempfile.mkdtemp())
    (folder / "policy.toml").write_text(policy)
    lines = ["Kjønn;Svar", *(f"{gender};{answer}" for gender, answer in rows)]
    (folder / "egen.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = {"code": "q", "name": "Spørsmål", "columns": ["Svar"]}
    if share:
        asked |= {"answers": ["0", "1"], "counts": ["1"]}
    mapping = {
        "school": "999901004",
        "school_name": "Fjordvik",
        "year": 2025,
        "columns": {"gender": "Kjønn"},
        "answers": {str(k): k for k in range(1, 6)},
        "indicators": [asked],
    }
    where = Settings(data_dir=folder / "data", policy_file=folder / "policy.toml")
    report = import_files([folder / "egen.csv"], settings=where, mapping=mapping)
    assert report.problems == ()
    return open_released(where)


def _open_everywhere(released: Released, *, options: int) -> None:
    figures = [
        released.figure("q", unit="999901004", year=2025, gender=key) for key in ("girls", "boys", "all")
    ]
    if all(figure.n is None for figure in figures):
        return
    most = figures[2].n or sum(f.n or 0 for f in figures[:2]) + 8
    fitting = np.vstack(list(_consistent(figures[0], figures[1], figures[2], most, options)))
    assert len(fitting)
    parts = fitting[:, :options], fitting[:, options:], fitting[:, :options] + fitting[:, options:]
    for figure, tables in zip(figures, parts, strict=True):
        if figure.n is None:
            assert len(np.unique(tables.sum(axis=1))) > 1, "a hidden number of respondents"
        for k in range(options):
            seen = figure.shares[k] is not None if figure.shares else figure.share is not None
            if not seen and not _zero(figures[2], k):
                assert len(np.unique(tables[:, k])) > 1, f"a hidden answer {k}"


def _zero(everyone: Figure, answer: int) -> bool:
    if everyone.share is not None:
        return everyone.share == (0 if answer else 100)
    return bool(everyone.shares) and everyone.shares[answer] == 0


answer = st.integers(1, 5)
some = st.lists(answer, min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(girls=some, boys=some, insiders=st.booleans(), concentrated=st.integers(0, 2))
def test_every_hidden_number_of_a_small_class_has_two_values(
    girls: list[int], boys: list[int], insiders: bool, concentrated: int
) -> None:
    rows = [*(("Jente", k) for k in girls), *(("Gutt", k) for k in boys)]
    policy = SMALL.format(insiders=str(insiders).lower(), concentrated=concentrated)
    _open_everywhere(_release(rows, share=False, policy=policy), options=5)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    girls=st.lists(st.integers(0, 1), min_size=1, max_size=14),
    boys=st.lists(st.integers(0, 1), min_size=1, max_size=14),
)
def test_every_hidden_share_of_a_small_class_has_two_values(girls: list[int], boys: list[int]) -> None:
    rows = [*(("Jente", k) for k in girls), *(("Gutt", k) for k in boys)]
    policy = SMALL.format(insiders="true", concentrated=2)
    _open_everywhere(_release(rows, share=True, policy=policy), options=2)


# The engine's own opinion ------------------------------------------------------------------------------


def _facts(whole: LinkedSystem, found: Protected) -> list[Linear]:
    """Means and deviations that are shown, as facts of an attacker: intervals of weighted sums."""
    facts = []
    for group, ((grade, gender), *_) in enumerate(whole.names):
        if not found.pattern.groups[group]:
            continue
        cells = pd.DataFrame({"option": whole.weights})
        cells = cells.assign(
            **{name: key for name, key in (("grade", grade), ("gender", gender)) if key != "all"}
        )
        n, mean, sd = whole.respondents[group], whole.means[group], whole.deviations[group]
        low, high = n * (mean - 0.05), n * (mean + 0.05)
        facts.append(Linear(cells.assign(weight=whole.weights), low, high))
        if found.pattern.deviations[group]:
            least = max(sd - 0.05, 0) ** 2 * (n - 1) + low**2 / n
            most = (sd + 0.05) ** 2 * (n - 1) + high**2 / n
            facts.append(Linear(cells.assign(weight=whole.weights**2), least, most))
    return facts


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_audit_agrees_that_no_hidden_number_can_be_worked_out(seed: int) -> None:
    made = np.random.default_rng(seed)
    whole = system(*(made.multinomial(n, (0.04, 0.08, 0.2, 0.38, 0.3)).tolist() for n in (14, 22, 30, 9)))
    found = protect_system(whole, STRICT)
    rows = []
    for group, ((grade, gender), *_) in enumerate(whole.names):
        name = {"grade": None if grade == "all" else grade, "gender": None if gender == "all" else gender}
        out = found.pattern.groups[group]
        rows.append({**name, "option": None, "n": whole.respondents[group] if out else None})
        for k, option in enumerate(whole.weights.tolist()):
            seen = out and found.pattern.options[group, k]
            rows.append({**name, "option": option, "n": whole.totals[group, k] if seen else None})
    cells = pd.DataFrame(rows).astype({"n": "Int64"})
    views = [[*v, *o] for v in (["grade", "gender"], ["grade"], ["gender"], []) for o in (["option"], [])]
    report = audit(cells, views, rule=Rule(minimum=1), facts=_facts(whole, found))
    exact = report.cells[report.cells["exact"]]
    zero = [_inside_a_shown_zero(whole, found, row) for row in exact.to_dict("records")]
    assert set(report.cells["solver"]) == {"optimal"}
    assert all(zero)


def _inside_a_shown_zero(whole: LinkedSystem, found: Protected, row: dict[str, object]) -> bool:
    if pd.isna(row["option"]) or row["high"] != 0:
        return False
    key = tuple("all" if pd.isna(row[name]) else str(row[name]) for name in ("grade", "gender"))
    at = next(i for i, keys in enumerate(whole.names) if key in keys)
    k = whole.weights.tolist().index(row["option"])
    around = np.flatnonzero(whole.inside[:, at] & found.pattern.groups & found.pattern.options[:, k])
    return bool((whole.totals[around, k] == 0).any())


# Named cases -------------------------------------------------------------------------------------------


def test_a_large_group_with_no_small_numbers_is_shown_whole() -> None:
    whole = system([5, 5, 6, 7, 8], [4, 6, 5, 9, 9], [6, 5, 4, 9, 8], [7, 4, 5, 6, 6])
    found = protect_system(whole, STRICT)
    assert found.pattern.groups.all()
    assert found.pattern.options.all()
    assert found.pattern.deviations.all()
    assert found.width is None
    assert sum(found.hidden.values()) == 0


def test_two_hidden_answers_beside_a_mean_are_not_enough() -> None:
    whole = system([1, 0, 4, 3, 4], leaves=(("8", "girls"),))
    found = protect_system(whole, STRICT)
    if shown(found, whole, ("8", "girls")):
        assert answers_shown(found, whole, ("8", "girls")).count(False) > 2


@pytest.mark.parametrize("row", [[0, 0, 0, 0, 20], [0, 0, 0, 8, 12], [11, 9, 0, 0, 0]])
def test_a_group_that_answered_alike_is_hidden_and_so_is_what_gives_it_away(row: list[int]) -> None:
    whole = system(row, [4, 5, 5, 6, 7], [6, 5, 4, 9, 8], [7, 4, 5, 6, 6])
    found = protect_system(whole, STRICT)
    assert not shown(found, whole, ("8", "boys"))
    assert not (shown(found, whole, ("8", "girls")) and shown(found, whole, ("8", "all")))


def test_answers_in_two_options_that_are_no_neighbours_may_be_shown() -> None:
    whole = system([10, 0, 0, 0, 12], leaves=(("8", "girls"),))
    assert shown(protect_system(whole, STRICT), whole, ("8", "girls"))


def test_neighbouring_options_are_shown_when_the_policy_hides_only_one_and_the_same() -> None:
    whole = system([0, 0, 0, 8, 12], leaves=(("8", "girls"),))
    one = Limits(minimum=10, smallest=3, concentrated=1, insiders=True, least=10)
    assert shown(protect_system(whole, one), whole, ("8", "girls"))
    assert not shown(protect_system(whole, STRICT), whole, ("8", "girls"))


@pytest.mark.parametrize("row", [[30, 0], [0, 30], [28, 2], [1, 29]])
def test_a_share_of_nobody_of_everybody_or_of_almost_one_of_them_is_hidden(row: list[int]) -> None:
    whole = system(row, [24, 6], [20, 9], [25, 5], share=True)
    found = protect_system(whole, STRICT)
    assert not shown(found, whole, ("8", "boys"))
    assert not (shown(found, whole, ("8", "girls")) and shown(found, whole, ("8", "all")))


def test_a_hidden_group_is_never_certain_to_have_answered_alike() -> None:
    # The grade shows nobody at 1 and 2, girls show nobody at 3: the girls of grade 8 could be read off.
    whole = system([0, 0, 5, 6, 7], [0, 0, 0, 9, 8], [4, 4, 4, 6, 6], [5, 4, 0, 8, 8])
    found = protect_system(whole, STRICT)
    told = [
        key
        for key in (("8", "all"), ("all", "girls"))
        if shown(found, whole, key) and any(answers_shown(found, whole, key))
    ]
    assert len(told) < 2


def test_a_lone_pupil_cannot_work_out_the_answer_of_another() -> None:
    rows = [1, 1, 6, 9, 8], [5, 1, 6, 8, 9], [1, 4, 6, 8, 7], [6, 6, 7, 8, 9]
    whole = system(*rows)
    without = protect_system(whole, Limits(minimum=10, smallest=3, concentrated=2, insiders=False, least=10))
    found = protect_system(whole, STRICT)
    assert found.pattern.size < without.pattern.size


def test_the_numbers_for_the_certificate_add_up() -> None:
    whole = system([1, 3, 6, 9, 8], [5, 1, 6, 8, 9], [3, 4, 6, 8, 7], [1, 1, 1, 1, 1])
    found = protect_system(whole, STRICT)
    groups = int((~found.pattern.groups).sum())
    inside = found.pattern.groups
    numbers = int((~found.pattern.options[inside]).sum() + (~found.pattern.deviations[inside]).sum())
    assert sum(found.hidden.values()) == groups + numbers
    assert found.hidden["threshold"] == 1
    assert found.hidden["small"] == sum(
        not seen and 0 < x < STRICT.smallest
        for row, mine in zip(whole.totals[inside], found.pattern.options[inside], strict=True)
        for x, seen in zip(row.tolist(), mine.tolist(), strict=True)
    )
    assert found.width is not None
    assert found.width >= 1
    assert found.statuses <= {"optimal"}


def test_a_hidden_answer_beside_shown_ones_is_known_to_have_been_given() -> None:
    whole = system([1, 0, 9, 9, 9], leaves=(("8", "girls"),))
    some = Pattern(np.array([True]), np.array([[False, True, False, False, True]]), np.array([False]))
    none = Pattern(np.array([True]), np.zeros((1, 5), dtype=bool), np.array([False]))
    known = Pattern.nothing(1, 5)
    beside = Attack(whole, some, known).changes
    assert len(beside)
    assert (beside[:, 0] >= 0).all()
    assert (beside[:, 1] == 0).all()
    alone = Attack(whole, none, known).changes
    assert (alone[:, 0] < 0).any()
    assert (alone[:, 1] > 0).any()


# Questions that tell of each other ---------------------------------------------------------------------


def test_the_mean_of_an_index_counts_among_what_must_come_out_the_same() -> None:
    # 4.04 is shown as 4.0. One answer higher in a question of two makes it 4.09, which is 4.1.
    index = Beside(sums=np.array([40.4]), respondents=np.array([10]), size=2)
    assert index.notices(0, np.array([-1, 0, 1])).tolist() == [False, False, True]
    whole = system([4, 4, 4, 4, 5], leaves=(("8", "girls"),))
    beside = Beside(sums=np.array([61.74]), respondents=np.array([21]), size=2)
    with_index = replace(whole, beside=beside)
    pattern = Pattern(np.array([True]), np.zeros((1, 5), dtype=bool), np.array([False]))
    changes = [
        Attack(one, pattern, Pattern.nothing(1, 5)).changes @ whole.weights for one in (whole, with_index)
    ]
    assert (changes[0] > 0).any()
    assert not (changes[1] > 0).any()


def test_a_sensitive_question_hides_all_groups_that_are_too_small_in_the_others() -> None:
    # The same pupils answer both, so what the one shows of n must not complete what the other hides.
    sensitive = Limits(minimum=20, smallest=1, concentrated=0, insiders=True, least=10)
    made = np.random.default_rng(5)
    for sizes in made.integers(5, 40, (30, 4)):
        whole = system(*([n // 2, n - n // 2] for n in sizes.tolist()), share=True)
        counts = tuple(sizes.tolist())
        hidden, _ = hidden_groups(
            whole.leaves, counts, whole.names, (10, True), hide=frozenset(), known=frozenset()
        )
        assert not protect_system(whole, sensitive).pattern.groups[list(hidden)].any()
