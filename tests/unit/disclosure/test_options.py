"""Share rules, insiders, costs, asked and impossible cells, facts, and widths: each with both sides."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from lmtools.disclosure import Linear, ProtectionError, Rule, audit, program, protect

VIEWS = [["school", "answer"], ["school"], ["answer"], []]


def answers(**schools: list[int]) -> pd.DataFrame:
    """One row per school and answer, answers numbered from 1."""
    rows = [
        (school, number, count)
        for school, counts in schools.items()
        for number, count in enumerate(counts, start=1)
    ]
    return pd.DataFrame(rows, columns=["school", "answer", "n"])


def hidden(cells: pd.DataFrame, reason: str | None = None) -> set[tuple[object, object]]:
    gone = cells[cells["n"].isna() & (True if reason is None else cells["reason"] == reason)]
    return {
        (None if pd.isna(row.school) else row.school, None if pd.isna(row.answer) else row.answer)
        for row in gone.itertuples()
    }


def shares_hidden(counts: list[int], concentrated: int) -> int:
    table = answers(a=counts, b=[30, 31, 32, 33][: len(counts)], c=[21, 22, 23, 24][: len(counts)])
    rule = Rule(minimum=3, answer="answer", concentrated=concentrated)
    release = protect(table, views=VIEWS, rule=rule)
    assert audit(release.cells, views=VIEWS, rule=rule).ok
    return len(hidden(release.cells, "share"))


@pytest.mark.parametrize(
    ("counts", "concentrated", "gone"),
    [
        ([0, 0, 20, 0], 1, 4),  # all alike: every answer, the zeros too
        ([0, 3, 20, 0], 1, 0),
        ([0, 3, 20, 0], 2, 4),  # two neighbours
        ([3, 0, 20, 0], 2, 0),  # two that are not
        ([0, 3, 20, 5], 2, 0),
        ([0, 0, 20, 0], 0, 0),
        ([0, 0, 0, 0], 2, 0),  # no one answered
        ([9, 11], 2, 0),  # of two answers, two neighbours are all there is
        ([0, 20], 2, 2),
    ],
)
def test_a_group_that_answers_alike_has_every_answer_hidden(
    counts: list[int], concentrated: int, gone: int
) -> None:
    assert shares_hidden(counts, concentrated) == gone


def test_the_order_of_answers_is_that_of_their_categories() -> None:
    table = answers(a=[9, 0, 11], b=[30, 31, 32], c=[20, 21, 22])
    names = pd.Categorical(table["answer"].map({1: "ja", 2: "vet ikke", 3: "nei"}))
    rule = Rule(minimum=3, answer="answer", concentrated=2)
    ordered = table.assign(answer=names.set_categories(["ja", "nei", "vet ikke"]))
    assert len(hidden(protect(ordered, views=VIEWS, rule=rule).cells, "share")) == 3
    ordered = table.assign(answer=names.set_categories(["ja", "vet ikke", "nei"]))
    assert not hidden(protect(ordered, views=VIEWS, rule=rule).cells, "share")


def test_a_published_zero_that_holds_a_hidden_zero_is_hidden_with_it() -> None:
    table = answers(a=[0, 0, 20], b=[0, 31, 32], c=[0, 21, 22])
    rule = Rule(minimum=3, answer="answer", concentrated=1)
    cells = protect(table, views=VIEWS, rule=rule).cells
    assert (None, 1) in hidden(cells)
    assert audit(cells, views=VIEWS, rule=rule).ok


def test_someone_alone_in_a_pair_cannot_work_out_the_other() -> None:
    table = pd.DataFrame({"kind": list("abcd"), "n": [1, 3, 40, 50]})
    views = [["kind"], []]
    plain = protect(table, views=views, rule=Rule(minimum=5)).cells
    assert plain["n"].isna().sum() == 2
    assert audit(plain, views=views, rule=Rule(minimum=5)).ok
    report = audit(plain, views=views, rule=Rule(minimum=5, insiders=True))
    assert audit(plain.drop(columns="status"), views=views, rule=Rule(minimum=5)).cells["insider"].all()
    assert not report.ok
    assert report.cells["insider"].all()
    careful = protect(table, views=views, rule=Rule(minimum=5, insiders=True)).cells
    assert careful["n"].isna().sum() == 3
    assert audit(careful, views=views, rule=Rule(minimum=5, insiders=True)).ok


def test_a_cell_that_is_an_insiders_own_is_no_news_to_them() -> None:
    # The county has one region with anyone in it, so its cell is the region's.
    table = pd.DataFrame({"region": list("abcd"), "county": list("xxyy"), "n": [2, 0, 40, 50]})
    views = [["region"], ["county"], []]
    rule = Rule(minimum=5, insiders=True)
    cells = protect(table, views=views, rule=rule).cells
    report = audit(cells, views=views, rule=rule)
    assert report.ok
    primary = cells[cells["status"] == "primary"]
    assert (primary["region"].dropna().tolist(), primary["county"].dropna().tolist()) == (["a"], ["x"])
    assert not report.cells["insider"].any()


def test_what_is_dear_is_kept_and_what_is_cheap_is_hidden_rather() -> None:
    table = pd.DataFrame({"kind": list("abcd"), "n": [2, 9, 30, 40]})
    rule = Rule(minimum=5)
    usual = protect(table, views=[["kind"], []], rule=rule).cells
    assert usual.loc[usual["n"].isna(), "kind"].tolist() == ["a", "b"]
    dear = protect(
        table, views=[["kind"], []], rule=rule, cost=pd.DataFrame({"kind": ["b", None], "cost": [5, 9]})
    ).cells
    assert dear.loc[dear["n"].isna(), "kind"].tolist() == ["a", "c"]
    cheap = protect(table, views=[["kind"], []], rule=rule, cost=pd.DataFrame({"kind": ["d"], "cost": [0.5]}))
    assert cheap.cells.loc[cheap.cells["n"].isna(), "kind"].tolist() == ["a", "d"]


def test_what_cannot_occur_is_no_cell_and_no_cover() -> None:
    table = pd.DataFrame(
        {"school": list("aabb"), "grade": ["1", "8", "1", "8"], "n": [0, 20, 30, 0]},
    )
    views = [["school", "grade"], ["school"], ["grade"], []]
    never = pd.DataFrame({"school": ["a"], "grade": ["1"]})
    rule = Rule(minimum=5, zeros="protect")
    cells = protect(table, views=views, rule=rule, impossible=never).cells
    assert not ((cells["school"] == "a") & (cells["grade"] == "1")).any()
    assert audit(cells, views=views, rule=rule).ok
    with pytest.raises(ValueError, match="count above 0"):
        protect(table, views=views, impossible=pd.DataFrame({"school": ["b"]}))
    with pytest.raises(ValueError, match="lacks: class"):
        protect(table, views=views, impossible=pd.DataFrame({"class": ["b"]}))


def test_a_cell_can_be_hidden_because_someone_asks() -> None:
    table = answers(a=[20, 21, 22], b=[30, 31, 32], c=[40, 41, 42])
    asked = pd.DataFrame({"school": ["c"], "answer": [3]})
    release = protect(table, views=VIEWS, rule=Rule(minimum=5), hide=asked)
    assert hidden(release.cells, "asked") == {("c", 3)}
    assert release.certificate["asked"] == 1
    assert len(hidden(release.cells)) == 4
    assert audit(release.cells, views=VIEWS, rule=Rule(minimum=5)).ok
    with pytest.raises(ValueError, match="no view has: year"):
        protect(table, views=VIEWS, hide=pd.DataFrame({"school": ["c"], "year": [2025]}))


def test_a_zero_hidden_because_someone_asks_is_possible_also_when_counts_are_known_to_be_positive() -> None:
    table = answers(a=[0, 21, 22], b=[30, 31, 32], c=[40, 41, 42])
    rule = Rule(minimum=5, positive=True)
    cells = protect(table, views=VIEWS, rule=rule, hide=pd.DataFrame({"school": ["a"], "answer": [1]})).cells
    report = audit(cells, views=VIEWS, rule=rule)
    own = report.cells[(report.cells["school"] == "a") & (report.cells["answer"] == 1)]
    assert report.ok
    assert own["low_integer"].tolist() == [0]


def mean_of(table: pd.DataFrame, school: str, decimals: int) -> Linear:
    own = table[table["school"] == school]
    n = int(own["n"].sum())
    mean, half = round(float((own["answer"] * own["n"]).sum()) / n, decimals), 0.5 * 10**-decimals
    return Linear(
        own[["school", "answer"]].assign(weight=own["answer"]), n * (mean - half), n * (mean + half)
    )


def test_a_rounded_mean_that_gives_hidden_answers_away_is_reckoned_with() -> None:
    table = answers(a=[2, 3, 10, 20], b=[30, 31, 32, 33], c=[40, 41, 42, 43])
    rule = Rule(minimum=5)
    fact = mean_of(table, "a", decimals=2)
    alone = protect(table, views=VIEWS, rule=rule).cells
    assert hidden(alone) >= {("a", 1), ("a", 2)}
    assert audit(alone, views=VIEWS, rule=rule).ok
    assert audit(alone, views=VIEWS, rule=rule, facts=[mean_of(table, "a", decimals=1)]).ok
    assert not audit(alone, views=VIEWS, rule=rule, facts=[fact]).ok
    release = protect(table, views=VIEWS, rule=rule, facts=[fact])
    assert release.certificate["facts"] == 1
    assert len(hidden(release.cells)) > len(hidden(alone))
    assert audit(release.cells, views=VIEWS, rule=rule, facts=[fact]).ok


def test_a_fact_that_says_all_is_refused_rather_than_released() -> None:
    table = answers(a=[2, 3, 10, 20], b=[30, 31, 32, 33])
    fact = Linear(pd.DataFrame({"school": ["a"], "answer": [1], "weight": [1]}), 2, 2)
    with pytest.raises(ProtectionError):
        protect(table, views=VIEWS, rule=Rule(minimum=5), facts=[fact])


@pytest.mark.parametrize(
    ("cells", "low", "high", "words"),
    [
        (pd.DataFrame({"school": ["a"]}), 0, 1, "no column 'weight'"),
        (pd.DataFrame({"school": ["a"], "weight": [0.5]}), 0, 1, "whole numbers"),
        (pd.DataFrame({"school": ["a"], "weight": [1]}), 2, 1, "must not exceed"),
    ],
)
def test_a_fact_that_cannot_be_used_is_refused(
    cells: pd.DataFrame, low: float, high: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Linear(cells, low, high)


def test_a_fact_that_does_not_fit_the_counts_is_refused() -> None:
    fact = Linear(pd.DataFrame({"school": ["a"], "weight": [1]}), 0, 5)
    with pytest.raises(ValueError, match="do not fit"):
        protect(answers(a=[20, 30]), views=VIEWS, facts=[fact])


@pytest.mark.parametrize(("share", "ok"), [(0.0, True), (0.7, True), (0.8, False)])
def test_an_interval_must_be_wide_for_its_upper_end(share: float, ok: bool) -> None:
    # 1 to 4 of the same pair: the wider ends at 4 and is 3 wide.
    cells = pd.DataFrame({"kind": ["a", "b", None], "n": pd.array([None, None, 5], dtype="Int64")})
    rule = Rule(minimum=5, positive=True, relative_width=share)
    assert audit(cells, views=[["kind"], []], rule=rule).ok is ok


def test_a_release_meets_the_relative_width_it_is_asked_for() -> None:
    table = answers(a=[2, 80, 90], b=[70, 3, 60], c=[50, 40, 95])
    rule = Rule(minimum=5, relative_width=0.5)
    cells = protect(table, views=VIEWS, rule=rule).cells
    report = audit(cells, views=VIEWS, rule=rule)
    assert report.ok
    assert (report.cells["width"] >= 0.5 * report.cells["high_integer"]).all()


@pytest.mark.parametrize(
    "bad",
    [
        {"relative_width": 1.5},
        {"concentrated": 3, "answer": "answer"},
        {"concentrated": 1},
        {"insiders": True, "check": "linear"},
    ],
)
def test_an_option_outside_its_range_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"Rule.{next(iter(bad))}"):
        Rule(**bad)


def test_share_rules_need_a_view_with_the_answers() -> None:
    with pytest.raises(ValueError, match="no view has the column"):
        protect(answers(a=[1, 2]), views=[["school"]], rule=Rule(answer="answer", concentrated=1))


def test_what_others_have_given_away_by_themselves_is_not_held_against_a_pattern() -> None:
    table = answers(a=[2, 20, 30], b=[30, 31, 32])
    known = pd.DataFrame({"school": ["a", "a", "a"], "answer": [2, 3, None], "n": [20, 30, 52]})
    release = protect(table, views=VIEWS, rule=Rule(minimum=5), known=known)
    assert release.certificate["known_elsewhere"] == 1
    report = audit(release.cells, views=VIEWS, rule=Rule(minimum=5), known=known)
    assert report.cells["elsewhere"].tolist() == [True]
    assert report.ok


def test_a_solver_that_runs_out_of_time_is_a_failure_and_never_a_pass() -> None:
    random = np.random.default_rng(1)  # large enough for the solver to look at its clock
    table = answers(**{f"s{number}": random.integers(1, 12, 8).tolist() for number in range(40)})
    cells = protect(table, views=VIEWS, rule=Rule(minimum=5)).cells
    assert audit(cells, views=VIEWS, rule=Rule(minimum=5)).ok
    with patch.object(program, "SECONDS", 0.0):
        report = audit(cells, views=VIEWS, rule=Rule(minimum=5))
        assert not report.ok
        assert "Time limit reached" in set(report.cells["solver"])
        with pytest.raises(ProtectionError, match="no definite answer"):
            protect(table, views=VIEWS, rule=Rule(minimum=5, relative_width=0.01))
