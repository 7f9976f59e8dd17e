"""The tables that come out: every column, value and type of a release and of a report, and nothing more."""

from __future__ import annotations

import re
from dataclasses import asdict
from importlib.metadata import version

import pandas as pd
import pytest

from lmtools.disclosure import Linear, Rule, audit, protect
from lmtools.disclosure.plan import STRUCTURE

VIEWS = [["school", "grade"], ["school"], ["grade"], []]
TABLE = pd.DataFrame(
    {"school": list("aaabbb"), "grade": list("789789"), "n": [3, 20, 25, 15, 18, 30]},
)
NAMES = {"school": [*"aaabbb", *"ab", *[None] * 4], "grade": [*"789789", None, None, *"789", None]}


def cells_of(counts: list[int | None], **more: list[str]) -> pd.DataFrame:
    return pd.DataFrame({**NAMES, "n": pd.array(counts, dtype="Int64"), **more})


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """The same columns in the same order, the same rows numbered from 0, missing where it is missing."""
    assert found.columns.tolist() == expected.columns.tolist()
    assert found.index.tolist() == list(range(len(expected)))
    for column in expected:
        pairs = zip(found[column].tolist(), expected[column].tolist(), strict=True)
        assert all((pd.isna(x) and pd.isna(y)) or x == y for x, y in pairs), column


def test_a_release_is_each_cell_once_with_its_count_status_and_reason() -> None:
    release = protect(TABLE, views=VIEWS, rule=Rule(minimum=5))
    expected = cells_of(
        [None, None, 25, None, None, 30, 48, 63, 18, 38, 55, 111],
        status=["primary", "secondary", "published", "secondary", "secondary", *["published"] * 7],
        reason=["threshold", "linked", "", "linked", "linked", *[""] * 7],
    )
    same(release.cells, expected)
    assert str(release.cells["n"].dtype) == "Int64"
    assert isinstance(release.cells.index, pd.RangeIndex)


def test_a_certificate_is_this_and_no_more() -> None:
    rule = Rule(minimum=5)
    told = dict(protect(TABLE, views=VIEWS, rule=rule).certificate)
    assert told.pop("libraries") == {name: version(name) for name in ("numpy", "scipy", "pandas", "highspy")}
    assert re.fullmatch("[0-9a-f]{64}", str(told.pop("plan")))
    assert told == {
        "policy": asdict(rule),
        "cells": 12,
        "published": 8,
        "primary": 1,
        "secondary": 3,
        "threshold": 1,
        "share": 0,
        "asked": 0,
        "repaired": 0,
        "known_elsewhere": 0,
        "facts": 0,
        "insiders": False,
        "rounds": 0,
        "narrowest": 18,
        "solver": ["optimal"],
    }


def test_each_reason_for_hiding_is_told() -> None:
    table = pd.DataFrame(
        {"school": [*"aaabbbcccddd"], "answer": [1, 2, 3] * 4, "n": [0, 20, 0, 2, 30, 31, *range(40, 46)]}
    )
    hide = pd.DataFrame({"school": ["d", "b"], "answer": [3, 1]})  # b and 1 are few already
    rule = Rule(minimum=5, answer="answer", concentrated=1)
    views = [["school", "answer"], ["school"], ["answer"], []]
    cells = protect(table, views=views, rule=rule, hide=hide).cells
    why = {(row.school, row.answer): (row.status, row.reason) for row in cells.itertuples()}
    assert [why["a", answer] for answer in (1, 2, 3)] == [("primary", "share")] * 3
    assert why["b", 1] == ("primary", "threshold")
    assert why["d", 3] == ("primary", "asked")
    others = {reason for status, reason in why.values() if status != "primary"}
    assert others == {"", "linked"}
    assert all((status == "published") == (reason == "") for status, reason in why.values())
    assert (cells["n"].notna() == (cells["status"] == "published")).all()


def test_what_is_hidden_after_an_attack_is_told_too() -> None:
    table = pd.DataFrame({"kind": list("abcd"), "n": [2, 9, 30, 40]})
    rule = Rule(minimum=5, width=20)
    release = protect(table, views=[["kind"], []], rule=rule)
    same(
        release.cells,
        pd.DataFrame(
            {
                "kind": [*"abcd", None],
                "n": pd.array([None, 9, None, 40, 81], dtype="Int64"),
                "status": ["primary", "published", "secondary", "published", "published"],
                "reason": ["threshold", "", "repair", "", ""],
            }
        ),
    )
    told = release.certificate
    assert (told["repaired"], told["secondary"], told["rounds"], told["narrowest"]) == (1, 1, 1, 32)


def test_cells_of_views_that_only_others_publish_are_no_part_of_a_release() -> None:
    known = pd.DataFrame({"grade": ["8"], "n": [38]})
    fact = Linear(pd.DataFrame({"school": ["a"], "weight": [1]}), 40, 60)
    release = protect(TABLE, views=[["school", "grade"], []], known=known, facts=[fact])
    expected = protect(TABLE, views=[["school", "grade"], []]).cells
    assert len(release.cells) == 7
    assert release.cells["school"].tolist()[:6] == [*"aaabbb"]
    assert release.cells.index.tolist() == expected.index.tolist() == list(range(7))
    assert release.certificate["cells"] == 7
    assert release.certificate["facts"] == 1


def test_a_release_carries_the_combinations_and_no_count_of_them() -> None:
    release = protect(TABLE, views=VIEWS)
    carried = release.cells.attrs[STRUCTURE]
    assert carried == ()
    same(carried.frame, TABLE[["school", "grade"]])
    assert release.cells.copy(deep=True).attrs[STRUCTURE].frame is carried.frame


REPORT = ["low", "high", "low_integer", "high_integer", "width", "exact", "solver", "insider", "elsewhere"]


def test_a_report_is_each_hidden_cell_once_with_all_that_was_found() -> None:
    # a: x + y = 23, b: z + u = 33; grades: x + z = 18, y + u = 38. So x is 0 to 18.
    cells = cells_of([None, None, 25, None, None, 30, 48, 63, 18, 38, 55, 111])
    report = audit(cells, views=VIEWS, rule=Rule(minimum=5))
    low, high = [0.0, 5.0, 0.0, 15.0], [18.0, 23.0, 18.0, 33.0]
    expected = pd.DataFrame(
        {
            "school": [*"aabb"],
            "grade": [*"7878"],
            "low": low,
            "high": high,
            "low_integer": low,
            "high_integer": high,
            "width": [18.0] * 4,
            "exact": [False] * 4,
            "solver": ["optimal"] * 4,
            "insider": [True] * 4,  # alone in one, the others follow
            "elsewhere": [False] * 4,
        }
    )
    same(report.cells, expected)
    assert report.cells.columns.tolist()[2:] == REPORT
    assert [str(kind) for kind in report.cells[["exact", "insider", "elsewhere"]].dtypes] == ["bool"] * 3
    assert (report.ok, report.exposed) == (True, 0)


def test_a_report_tells_exact_from_wide_cell_by_cell() -> None:
    cells = pd.DataFrame(
        {
            "school": [*"aabbcc", *"abc"],
            "grade": [*"787878", *[None] * 3],
            "n": pd.array([None, 4, None, None, None, None, 7, 0, 6], dtype="Int64"),
        }
    )
    report = audit(cells, views=[["school", "grade"], ["school"]], rule=Rule(minimum=4))
    assert report.cells["school"].tolist() == [*"abbcc"]
    assert report.cells["low"].tolist() == [3, 0, 0, 0, 0]
    assert report.cells["high"].tolist() == [3, 0, 0, 6, 6]
    assert report.cells["low_integer"].tolist() == [3, 0, 0, 0, 0]
    assert report.cells["high_integer"].tolist() == [3, 0, 0, 6, 6]
    assert report.cells["exact"].tolist() == [True, True, True, False, False]
    assert report.cells["width"].tolist() == [0, 0, 0, 6, 6]
    assert report.cells["insider"].tolist() == [True, True, True, True, True]
    assert not report.ok


def test_only_cells_that_the_rule_hides_have_insiders_and_are_seen_through_by_them() -> None:
    cells = pd.DataFrame({"kind": [*"abcd", None], "n": pd.array([None, None, 7, None, 20], dtype="Int64")})
    marked = cells.assign(status=["primary", "secondary", "published", "primary", "published"])
    views = [["kind"], []]
    assert audit(cells, views=views, rule=Rule(insiders=True)).cells["insider"].tolist() == [False] * 3
    alone = marked.assign(n=pd.array([None, None, 7, 8, 20], dtype="Int64"))
    assert not audit(alone, views=views, rule=Rule(insiders=True)).cells["insider"].any()
    both = audit(alone.assign(status="primary"), views=views, rule=Rule(insiders=True))
    assert both.cells["insider"].tolist() == [True, True]
    assert not both.ok
    assert audit(alone.assign(status="primary"), views=views, rule=Rule()).ok


def test_what_an_insider_sees_through_is_held_against_a_pattern_only_when_the_rule_asks() -> None:
    cells = pd.DataFrame({"kind": ["a", "b", None], "n": pd.array([None, None, 9], dtype="Int64")})
    views = [["kind"], []]
    assert audit(cells, views=views, rule=Rule()).ok
    assert not audit(cells, views=views, rule=Rule(insiders=True)).ok
    assert audit(cells, views=views).ok  # the usual rule, which does not ask


def test_what_is_known_from_elsewhere_is_told_apart_and_other_cells_still_count() -> None:
    cells = cells_of([None, None, 25, None, None, 30, 48, 63, 18, 38, 55, 111])
    known = pd.DataFrame(
        {"school": ["a", "a", "zz"], "grade": ["7", "8", "7"], "n": [3, 20, 1]}
    )  # zz: not ours
    report = audit(cells, views=VIEWS, rule=Rule(minimum=5), known=known)
    assert report.cells["elsewhere"].tolist() == [True, True, False, False]
    assert report.cells["low_integer"].tolist() == report.cells["high_integer"].tolist() == [3, 20, 15, 18]
    assert report.cells["exact"].all()
    assert not report.ok  # b's two follow from a's and from what we publish
    alone = cells_of([None, 20, 25, None, None, None, 48, 63, None, None, None, 111])
    fine = audit(alone, views=VIEWS, rule=Rule(minimum=5), known=known)
    assert fine.cells["elsewhere"].tolist() == [True, *[False] * 6]
    assert fine.ok


def test_a_zero_known_from_elsewhere_gives_away_all_that_is_inside() -> None:
    cells = pd.DataFrame(
        {
            "region": [*"abc", None, None, None],
            "county": [None, None, None, "x", "y", None],
            "n": pd.array([None] * 5 + [9], dtype="Int64"),
        }
    )
    structure = pd.DataFrame({"region": [*"abc"], "county": [*"xxy"]})
    known = pd.DataFrame({"county": ["x"], "n": [0]})
    views = [["region"], ["county"], []]
    report = audit(cells, views=views, known=known, structure=structure, rule=Rule(minimum=1))
    assert report.cells["elsewhere"].tolist() == [True, True, False, True, False]
    assert (
        not audit(cells.iloc[3:], views=views, structure=structure, rule=Rule(minimum=1))
        .cells["elsewhere"]
        .any()
    )


def test_an_audit_of_strange_rows_or_without_a_structure_is_refused() -> None:
    cells = cells_of([None] * 12)
    strange = cells.assign(school=cells["school"].replace({"b": "c"}))
    structure = TABLE[["school", "grade"]]
    with pytest.raises(ValueError, match="4 rows are no cell of any view"):
        audit(strange, views=VIEWS, structure=structure)
    with pytest.raises(ValueError, match="no view holds all columns"):
        audit(cells, views=VIEWS[1:])
    few = cells_of([None, None, 25, None, None, 30, 48, 63, 18, 38, 55, 111])
    assert len(audit(few, views=[["grade", "school"], *VIEWS[1:]]).cells) == 4
    total = pd.DataFrame({"n": pd.array([7], dtype="Int64")})
    assert audit(total, views=[[]]).ok
    assert audit(total, views=[[]]).cells.columns.tolist() == REPORT


def test_a_published_count_is_exposed_when_the_rule_would_hide_it_and_only_then() -> None:
    cells = cells_of([3, 20, 25, 15, 18, 30, 48, 63, 18, 38, 55, 111])
    assert audit(cells, views=VIEWS, rule=Rule(minimum=19)).exposed == 4
    assert audit(cells, views=VIEWS, rule=Rule(minimum=4)).exposed == 1
    assert audit(cells, views=VIEWS, rule=Rule(minimum=3)).ok
    zero = cells_of([0, 20, 25, 15, 18, 30, 45, 63, 15, 38, 55, 108])
    assert audit(zero, views=VIEWS, rule=Rule(minimum=3)).exposed == 0
    assert audit(zero, views=VIEWS, rule=Rule(minimum=3, zeros="protect")).exposed == 1


def test_the_count_may_have_any_name() -> None:
    renamed = TABLE.rename(columns={"n": "pupils"})
    known = pd.DataFrame({"school": ["a"], "pupils": [48]})
    release = protect(renamed, count="pupils", views=VIEWS, known=known)
    assert release.cells.columns.tolist() == ["school", "grade", "pupils", "status", "reason"]
    report = audit(release.cells, views=VIEWS, count="pupils", known=known)
    assert report.ok
    assert "pupils" not in report.cells


def test_a_hidden_zero_that_someone_asked_for_may_be_zero_only_where_that_is_told() -> None:
    cells = pd.DataFrame({"kind": ["a", "b", None], "n": pd.array([None, None, 6], dtype="Int64")})
    rule = Rule(minimum=5, positive=True)
    views = [["kind"], []]
    ends = ["low_integer", "high_integer"]
    assert audit(cells, views=views, rule=rule).cells[ends].to_numpy().tolist() == [[1, 5], [1, 5]]
    told = cells.assign(reason=["threshold", "asked", ""])
    assert audit(told, views=views, rule=rule).cells[ends].to_numpy().tolist() == [[0, 6], [0, 6]]
    other = cells.assign(reason=["threshold", "linked", ""])
    assert audit(other, views=views, rule=rule).cells[ends].to_numpy().tolist() == [[1, 5], [1, 5]]
