"""From group-bys to sums: which cells there are, what each is a sum of, what is asked for each."""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd
import pytest

from lmtools.disclosure import Rule, protect
from lmtools.disclosure.plan import Plan, Structure, known_views, locate, make_plan, named_views
from lmtools.disclosure.table import Table, Wishes, make_table
from lmtools.disclosure.wishes import asked_cells, cell_costs, without_impossible

TABLE = pd.DataFrame(
    {"school": list("bbaab"), "grade": list("98899"), "n": [5, 7, 11, 13, 100]},  # b, 9 stands twice
)


def plan_of(views: list[list[str]], extra: list[list[str]] | None = None) -> Plan:
    return make_plan(TABLE, views, extra=extra or [])


def names(plan: Plan) -> list[tuple[object, ...]]:
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in plan.cells.itertuples(index=False, name=None)
    ]


def test_a_plan_has_each_cell_of_each_view_once_in_order() -> None:
    plan = plan_of([["grade", "school"], ["school"], [], ["school", "grade"], ["school"]], [["grade"], []])
    assert plan.columns == ("grade", "school")
    assert plan.views == (("grade", "school"), ("school",), (), ("grade",))
    assert plan.leaves.to_dict("list") == {"grade": [*"8899"], "school": [*"abab"]}
    assert names(plan) == [
        ("8", "a"),
        ("8", "b"),
        ("9", "a"),
        ("9", "b"),
        (None, "a"),
        (None, "b"),
        (None, None),
        ("8", None),
        ("9", None),
    ]
    assert plan.cells.columns.tolist() == ["grade", "school"]
    assert plan.cells.index.tolist() == list(range(9))
    assert plan.released.tolist() == [True] * 7 + [False] * 2
    assert plan.view.tolist() == [0, 0, 0, 0, 1, 1, 2, 3, 3]
    assert plan.matrix.toarray().T.tolist() == [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [1, 0, 1, 0],
        [0, 1, 0, 1],
        [1, 1, 1, 1],
        [1, 1, 0, 0],
        [0, 0, 1, 1],
    ]
    assert plan.leaf_counts(TABLE, "n").tolist() == [11, 7, 13, 105]


def test_a_view_that_is_both_ours_and_others_is_ours() -> None:
    plan = plan_of([["school"], ["grade"]], [["grade"], ["school", "grade"]])
    assert plan.released.tolist() == [True] * 4 + [False] * 4


def test_a_plan_of_the_grand_total_alone_is_one_cell() -> None:
    plan = plan_of([[]])
    assert (plan.columns, plan.views, len(plan.leaves), len(plan.cells)) == ((), ((),), 1, 1)
    assert plan.matrix.toarray().tolist() == [[1]]
    assert plan.leaf_counts(TABLE, "n").tolist() == [136]
    assert locate(plan, TABLE).tolist() == [0] * 5
    cells = protect(TABLE, views=[[]]).cells
    assert cells.to_dict("list") == {"n": [136], "status": ["published"], "reason": [""]}


def test_categories_without_a_row_are_no_cells() -> None:
    table = TABLE.assign(school=pd.Categorical(TABLE["school"], categories=[*"cba"]))
    plan = make_plan(table, [["school", "grade"], ["school"]])
    assert names(plan)[-2:] == [("b", None), ("a", None)]
    assert plan.leaves["school"].tolist() == [*"bbaa"]
    assert plan.leaf_counts(table, "n").tolist() == [7, 105, 11, 13]
    assert plan.matrix.shape == (4, 6)


def test_a_row_is_found_by_the_columns_it_has_and_is_none_where_no_view_has_it() -> None:
    plan = plan_of([["school", "grade"], ["grade"], []])
    rows = pd.DataFrame(
        {
            "grade": ["9", "9", None, None, "7"],
            "school": ["a", None, None, "a", None],
            "year": [1, 2, 3, 4, 5],
        }
    )
    assert locate(plan, rows).tolist() == [1, 5, 6, -1, -1]
    assert locate(plan, rows.drop(columns="school")).tolist() == [5, 5, 6, 6, -1]
    assert locate(plan, rows.iloc[:0]).tolist() == []


def test_rows_tell_their_views_by_what_they_do_not_miss() -> None:
    rows = pd.DataFrame({"a": ["1", "2", None, "3"], "b": [None, None, None, "4"], "n": [1, 2, 3, 4]})
    assert named_views(rows[["a", "b"]]) == (("a",), (), ("a", "b"))
    assert known_views(rows, "n") == (("a",), (), ("a", "b"))
    assert known_views(None, "n") == ()


def test_every_column_that_is_missing_or_has_gaps_is_named() -> None:
    with pytest.raises(ValueError, match=r"^views is empty"):
        plan_of([])
    with pytest.raises(ValueError, match=r"that the table lacks: year, room\.$"):
        plan_of([["school", "year"], ["room"]])
    gaps = TABLE.assign(school=TABLE["school"].where(TABLE["school"] != "a"), room=None)
    with pytest.raises(ValueError, match=r"columns of a view: school, room\. Name them"):
        make_plan(gaps, [["school", "room"]])
    assert make_plan(gaps, [["grade"]]).columns == ("grade",)  # elsewhere gaps are no matter


def test_a_structure_is_nothing_to_others_and_is_never_copied() -> None:
    structure = Structure.of(TABLE)
    assert structure == ()
    assert copy.deepcopy({"it": structure})["it"] is structure
    assert structure.frame is TABLE


def test_cells_are_asked_for_once_and_only_those_that_are_released() -> None:
    plan = plan_of([["school", "grade"], ["school"]], [["grade"]])
    hide = pd.DataFrame({"school": ["b", None, "b", "a", "z"], "grade": ["8", "9", None, "9", None]})
    assert asked_cells(plan, hide) == (1, 2, 5)
    assert asked_cells(plan, pd.concat([hide, hide])) == (1, 2, 5)
    assert asked_cells(plan, None) == ()
    assert asked_cells(plan, hide.assign(year=None)) == (1, 2, 5)  # an empty column names nothing
    with pytest.raises(ValueError, match=r"^hide names columns that no view has: year, room\.$"):
        asked_cells(plan, hide.assign(year=[None, None, 1, None, None], room="x"))


def test_a_cell_costs_what_is_said_of_it_and_else_one_also_nothing() -> None:
    plan = plan_of([["school", "grade"], ["school"]])
    cost = pd.DataFrame(
        {"school": ["b", "z", "a"], "grade": [None, "8", "9"], "cost": ["0", "7", "2.5"]}  # z is no cell
    )
    assert cell_costs(plan, cost).tolist() == [1, 2.5, 1, 1, 1, 0]
    assert cell_costs(plan, None).tolist() == [1] * 6


def never(**columns: list[str | None]) -> list[int]:
    """The counts of the rows that can occur when these cannot."""
    counts = TABLE.assign(n=0, mark=TABLE["n"])
    return without_impossible(counts, "n", pd.DataFrame(columns))["mark"].tolist()


def test_what_cannot_occur_is_all_inside_the_cells_named_and_nothing_else() -> None:
    assert never(school=["a"]) == [5, 7, 100]
    assert never(school=["a", "b"], grade=["8", "8"]) == [5, 13, 100]
    assert never(school=["a", None], grade=["9", "8"]) == [5, 100]
    assert never(school=["b", "a"], grade=[None, "9"]) == [11]
    assert never(school=["z", "a"], grade=["8", "7"]) == [5, 7, 11, 13, 100]
    assert never(school=[None], grade=[None]) == []
    assert never() == [5, 7, 11, 13, 100]
    assert never(school=["a"], n=["0"]) == [5, 7, 100]  # with a count, as cells have


def test_what_cannot_occur_must_be_columns_of_the_table_and_have_no_one() -> None:
    with pytest.raises(ValueError, match=r"impossible names columns that the table lacks: year, room\.$"):
        without_impossible(TABLE, "n", pd.DataFrame({"year": ["1"], "school": ["a"], "room": ["2"]}))
    one = TABLE.assign(n=[0, 0, 0, 1, 0])
    with pytest.raises(ValueError, match="count above 0"):
        without_impossible(one, "n", pd.DataFrame({"school": ["a"]}))
    left = without_impossible(one, "n", pd.DataFrame({"school": ["b"]}))
    assert left["n"].tolist() == [0, 1]
    assert without_impossible(one, "n", None) is one


def table_of(counts: list[int], rule: Rule, wishes: Wishes | None = None) -> Table:
    """Three schools by two grades, with all totals: cells 0 to 5, schools 6 to 8, grades 9, 10, all 11."""
    rows = [(f"s{n // 2}", f"g{n % 2}", count) for n, count in enumerate(counts)]
    frame = pd.DataFrame(rows, columns=["school", "grade", "n"])
    views = [["school", "grade"], ["school"], ["grade"], []]
    return make_table(frame, "n", views, rule, wishes or Wishes())


def test_zeros_are_published_first_then_the_dear_the_large_and_of_equals_the_last() -> None:
    cost = pd.DataFrame({"school": ["s1", "s0"], "grade": ["g1", None], "cost": [9, 0.5]})
    table = table_of([0, 20, 2, 30, 20, 20], Rule(minimum=5), Wishes(cost=cost))
    # Zero 0; cell 3 is dear; then 92, 70, 40, 32, 22 and the 20s; school 0 is cheap.
    assert table.candidates == (0, 3, 11, 10, 8, 7, 9, 5, 4, 1, 6)
    assert table.primary == {2: "threshold"}
    assert table.counts.tolist() == [0, 20, 2, 30, 20, 20, 20, 32, 40, 22, 70, 92]
    assert table.leaf_counts.tolist() == [0, 20, 2, 30, 20, 20]
    assert (table.covered, table.fixed, table.floor) == ((), (), 0)
    assert table.unknown.tolist() == [False, True, True, True, True, True]


def test_small_counts_are_primary_with_the_first_reason_there_is() -> None:
    hide = pd.DataFrame({"school": ["s1", "s2"], "grade": ["g0", None]})
    table = table_of([0, 4, 2, 5, 20, 20], Rule(minimum=5, positive=True), Wishes(hide=hide))
    assert table.primary == {1: "threshold", 2: "threshold", 6: "threshold", 8: "asked"}
    assert table.floor == 0
    assert table_of([0, 4, 2, 5, 20, 20], Rule(minimum=5, positive=True)).floor == 1
    assert 0 in table_of([0, 4, 2, 5, 20, 20], Rule(minimum=5, zeros="protect")).primary


def test_what_others_have_published_is_fixed_and_no_candidate_and_its_zeros_are_known() -> None:
    known = pd.DataFrame({"school": ["s0", "s1", "zz"], "grade": [None, "g1", "g0"], "n": [0, 30, 5]})
    table = table_of([0, 0, 20, 30, 20, 20], Rule(minimum=5, zeros="protect"), Wishes(known=known))
    assert table.fixed == (6, 3)
    assert table.primary == {0: "threshold", 1: "threshold", 6: "threshold"}
    assert table.candidates == (11, 10, 7, 9, 8, 5, 4, 2)
    assert table.unknown.tolist() == [False, False, True, True, True, True]


def test_a_zero_that_would_tell_a_hidden_zero_is_hidden_with_it_the_largest_of_them_alone() -> None:
    hide = pd.DataFrame({"school": ["s0"], "grade": ["g0"]})
    table = table_of([0, 0, 20, 30, 20, 20], Rule(minimum=5), Wishes(hide=hide))
    # The school's other zero is published; its total would then tell.
    assert table.primary == {0: "asked"}
    assert table.covered == (6,)
    assert table.candidates[0] == 1
    assert 6 not in table.candidates
    assert table.unknown.tolist() == [True, False, True, True, True, True]
    whole = table_of([0, 0, 20, 30, 20, 20], Rule(minimum=5), Wishes(hide=hide.assign(grade=None)))
    # The school's total is hidden: of its two zeros the last may be told, and not the other.
    assert whole.primary == {6: "asked"}
    assert whole.covered == (0,)
    assert whole.unknown.tolist() == [True, False, True, True, True, True]
    assert np.array_equal(whole.counts, table.counts)


def test_who_answers_alike_is_asked_of_each_released_view_by_itself() -> None:
    groups = {("a", "8"): [0, 20, 0], ("a", "9"): [10, 11, 12], ("b", "8"): [0, 30, 0], ("b", "9"): [0, 9, 0]}
    rows = [(*group, n, count) for group, counts in groups.items() for n, count in enumerate(counts)]
    frame = pd.DataFrame(rows, columns=["school", "grade", "answer", "n"])
    views = [["school", "grade", "answer"], ["school", "answer"], ["school"]]
    known = pd.DataFrame({"grade": ["8"], "answer": [1], "n": [50]})  # of grade 8, that only others publish
    rule = Rule(minimum=5, answer="answer", concentrated=1)
    primary = make_table(frame, "n", views, rule, Wishes(known=known)).primary
    assert primary == dict.fromkeys([0, 1, 2, 6, 7, 8, 9, 10, 11, 15, 16, 17], "share")
    alone = make_table(frame, "n", [["answer"]], rule, Wishes()).primary
    assert alone == {}
    assert make_table(frame.iloc[6:], "n", [["answer"]], rule, Wishes()).primary == dict.fromkeys(
        range(3), "share"
    )
