"""What is hidden, what is left visible, and that no one can work it back."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmtools.disclosure import ProtectionError, Rule, audit, protect

sys.path.insert(0, str(Path(__file__).parent))
from brute import linearly_determined, possible_values

VIEWS = [["school", "grade"], ["school"], ["grade"], []]
COLUMNS = ["school", "grade"]
TABLE = pd.DataFrame(
    {"school": list("aaabbb"), "grade": list("789789"), "n": [3, 20, 25, 15, 18, 30]},
)


def table_of(values: list[int], width: int = 3) -> pd.DataFrame:
    names = [(f"s{i // width}", f"g{i % width}") for i in range(len(values))]
    return pd.DataFrame(
        [(*name, value) for name, value in zip(names, values, strict=True)], columns=["school", "grade", "n"]
    )


def value(cells: pd.DataFrame, **names: str) -> object:
    inside = pd.Series(True, index=cells.index)
    for column in COLUMNS:
        inside &= cells[column].eq(names[column]) if column in names else cells[column].isna()
    return cells.loc[inside, "n"].iloc[0]


@pytest.mark.parametrize(("count", "hidden"), [(4, True), (5, False), (6, False), (1, True), (0, False)])
def test_a_count_is_hidden_below_the_minimum_and_shown_at_it(count: int, hidden: bool) -> None:
    release = protect(table_of([count, 40, 50, 30, 20, 10]), views=VIEWS, rule=Rule(minimum=5))
    assert pd.isna(value(release.cells, school="s0", grade="g0")) is hidden


def test_a_zero_is_hidden_when_zeros_are_protected() -> None:
    release = protect(table_of([0, 40, 50, 30, 20, 10]), views=VIEWS, rule=Rule(minimum=5, zeros="protect"))
    assert pd.isna(value(release.cells, school="s0", grade="g0"))


def test_a_hidden_cell_gets_partners_in_its_row_and_its_column() -> None:
    cells = protect(TABLE, views=VIEWS).cells
    statuses = cells.loc[cells["n"].isna(), "status"].tolist()
    assert sorted(statuses) == ["primary", "secondary", "secondary", "secondary"]
    assert cells.loc[cells["status"] == "published", "n"].notna().all()


def test_totals_stay_visible_when_they_are_large() -> None:
    cells = protect(TABLE, views=VIEWS).cells
    assert value(cells) == 111
    assert value(cells, school="a") == 48


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    release = protect(table_of([10, 20, 30, 40, 50, 60]), views=VIEWS)
    assert (release.cells["status"] == "published").all()
    assert release.certificate["secondary"] == 0


def test_the_same_cell_in_two_views_is_one_cell() -> None:
    cells = protect(TABLE, views=[*VIEWS, ["grade", "school"], ["grade"]]).cells
    assert not cells.duplicated(["school", "grade"]).any()


def test_a_cell_names_only_the_columns_of_its_view() -> None:
    cells = protect(TABLE, views=VIEWS).cells
    assert len(cells) == 6 + 2 + 3 + 1
    assert cells["school"].isna().sum() == 4


def test_the_table_given_is_left_as_it_was() -> None:
    before = TABLE.copy()
    protect(TABLE, views=VIEWS)
    pd.testing.assert_frame_equal(TABLE, before)


def test_a_region_inside_a_county_is_hidden_together_with_a_neighbour() -> None:
    table = pd.DataFrame({"region": list("abcd"), "county": list("xxyy"), "n": [2, 30, 40, 50]})
    views = [["region"], ["county"], []]
    cells = protect(table, views=views, rule=Rule(minimum=5)).cells
    assert cells.loc[cells["n"].isna(), "region"].tolist() == ["a", "b"]
    assert audit(cells, views=views, rule=Rule(minimum=5)).ok


def test_overlapping_filters_do_not_give_back_a_hidden_group() -> None:
    table = pd.DataFrame({"gender": ["g", "j", "u"], "n": [40, 35, 2]})
    table["known_gender"] = table["gender"] != "u"
    views = [["gender"], ["known_gender"], []]
    cells = protect(table, views=views, rule=Rule(minimum=5)).cells
    assert audit(cells, views=views, rule=Rule(minimum=5)).ok


def test_what_others_have_published_is_held_against_the_pattern() -> None:
    known = pd.DataFrame({"school": ["a", "a"], "grade": ["8", "9"], "n": [20, 25]})
    rule = Rule(minimum=5)
    without = protect(TABLE, views=VIEWS, rule=rule).cells
    assert not audit(without, views=VIEWS, rule=rule, known=known).ok
    cells = protect(TABLE, views=VIEWS, rule=rule, known=known).cells
    report = audit(cells, views=VIEWS, rule=rule, known=known)
    assert pd.isna(value(cells, school="a"))
    assert report.ok


def test_the_audit_finds_a_hidden_cell_without_partners() -> None:
    cells = protect(TABLE, views=VIEWS, rule=Rule(minimum=5)).cells
    broken = cells.copy()
    secondary = broken["status"] == "secondary"
    broken.loc[secondary, "n"] = [20, 15, 18]
    report = audit(broken, views=VIEWS, rule=Rule(minimum=5))
    assert not report.ok
    assert report.cells["exact"].all()


def test_the_audit_finds_a_published_count_that_the_rule_hides() -> None:
    names = TABLE.assign(status="published")
    report = audit(names, views=[COLUMNS], rule=Rule(minimum=5))
    assert (report.ok, report.exposed) == (False, 1)


def test_the_audit_finds_counts_that_are_pinned_by_not_being_negative() -> None:
    cells = pd.DataFrame(
        {
            "school": ["a", "a", "b", "b", "a", "b", None, None],
            "grade": ["7", "8", "7", "8", None, None, "7", "8"],
            "n": pd.array([None, None, None, None, 0, 9, 4, 5], dtype="Int64"),
        }
    )
    report = audit(cells, views=[COLUMNS, ["school"], ["grade"]], rule=Rule(minimum=1))
    assert not report.ok
    assert report.cells["exact"].all()


def test_the_audit_finds_counts_that_are_pinned_only_by_being_whole() -> None:
    # x + y = 2, y + z = 2, x + z + u = 3, u + v = 1: x is 1 to 1.5, so 1.
    sums = {"xy": "xy", "yz": "yz", "xzu": "xzu", "uv": "uv"}
    leaves = pd.DataFrame({"leaf": list("xyzuv")})
    for name, members in sums.items():
        leaves[name] = [letter if letter not in members else name for letter in leaves["leaf"]]
    cells = pd.DataFrame(
        [{"leaf": letter, "n": None} for letter in "xyz"]
        + [{name: name, "n": total} for name, total in zip(sums, (2, 2, 3, 1), strict=True)]
    )
    views = [["leaf"], *([name] for name in sums)]
    report = audit(cells, views=views, rule=Rule(minimum=1), structure=leaves)
    assert report.cells["high"].tolist() == [1.5, 1.0, 1.5]
    assert report.cells["exact"].all()
    assert audit(cells, views=views, rule=Rule(minimum=1, check="bounds"), structure=leaves).cells[
        "high"
    ].tolist() == [1.5, 1.0, 1.5]


def test_an_impossible_pattern_is_a_failure_and_not_a_pass() -> None:
    cells = pd.DataFrame({"school": ["a", "b", None], "n": pd.array([None, 9, 5], dtype="Int64")})
    report = audit(cells, views=[["school"], []], rule=Rule(minimum=1))
    assert not report.ok
    assert report.cells["solver"].tolist() != ["optimal"]


def test_a_wider_interval_can_be_asked_for() -> None:
    rule = Rule(minimum=5, width=20)
    release = protect(table_of([2, 9, 60, 15, 80, 30, 70, 40, 35]), views=VIEWS, rule=rule)
    assert release.certificate["narrowest"] >= 20
    assert audit(release.cells, views=VIEWS, rule=rule).ok


def test_the_certificate_tells_policy_plan_and_outcome_but_no_count() -> None:
    certificate = protect(TABLE, views=VIEWS, rule=Rule(minimum=5)).certificate
    assert certificate["policy"]["minimum"] == 5
    assert (certificate["primary"], certificate["secondary"]) == (1, 3)
    assert certificate["solver"] == ["optimal"]
    assert set(certificate["libraries"]) == {"numpy", "scipy", "pandas", "highspy"}


def test_the_plan_has_the_same_hash_whatever_the_counts() -> None:
    other = TABLE.assign(n=TABLE["n"] + 1)
    first, second = protect(TABLE, views=VIEWS), protect(other, views=VIEWS)
    assert first.certificate["plan"] == second.certificate["plan"]


@pytest.mark.parametrize(
    ("table", "views", "words"),
    [
        (TABLE, [], "views is empty"),
        (TABLE, [["class"]], "lacks: class"),
        (TABLE.assign(n=-1), VIEWS, "whole numbers"),
        (TABLE.assign(n=1.5), VIEWS, "whole numbers"),
        (TABLE.drop(columns="n"), VIEWS, "no column"),
        (TABLE.assign(school=None), VIEWS, "missing values"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_reason(
    table: pd.DataFrame, views: list[list[str]], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        protect(table, views=views)


@pytest.mark.parametrize("bad", [{"minimum": 0}, {"zeros": "hide"}, {"width": -1}, {"check": "none"}])
def test_a_rule_outside_its_range_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        Rule(**bad)


def test_a_width_no_pattern_can_give_is_refused_rather_than_released() -> None:
    known = pd.DataFrame({"school": [None], "grade": [None], "n": [111]})
    with pytest.raises(ProtectionError):
        protect(TABLE, views=[COLUMNS], rule=Rule(minimum=5, width=1000), known=known)


def test_the_solver_writes_nothing_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    protect(TABLE, views=VIEWS)
    assert capfd.readouterr().out == ""


def test_protected_cells_survive_being_written_to_parquet(tmp_path: Path) -> None:
    cells = protect(TABLE, views=VIEWS).cells
    cells.to_parquet(tmp_path / "cells.parquet")
    assert len(pd.read_parquet(tmp_path / "cells.parquet")) == len(cells)


small = st.lists(st.integers(0, 9), min_size=4, max_size=9)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    values=small,
    width=st.sampled_from([2, 3]),
    minimum=st.integers(1, 6),
    zeros=st.sampled_from(["publish", "protect"]),
    views=st.lists(
        st.sampled_from([("school", "grade"), ("school",), ("grade",), ()]), min_size=1, max_size=4
    ),
)
def test_no_hidden_cell_of_any_small_table_follows_from_the_published_ones(
    values: list[int], width: int, minimum: int, zeros: str, views: list[tuple[str, ...]]
) -> None:
    table = table_of(values, width)
    rule = Rule(minimum=minimum, zeros=zeros, check="linear")
    cells = protect(table, views=views, rule=rule).cells
    columns = [column for column in COLUMNS if column in cells]
    assert linearly_determined(table, cells, columns=columns) == []


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    values=st.lists(st.integers(0, 4), min_size=4, max_size=6), hide=st.sets(st.integers(0, 11), min_size=1)
)
def test_the_audit_agrees_with_trying_every_table(values: list[int], hide: set[int]) -> None:
    table = table_of(values, 2)
    cells = protect(table, views=VIEWS, rule=Rule(minimum=1)).cells
    cells.loc[[number for number in hide if number < len(cells) - 1], "n"] = pd.NA
    top = sum(values)
    if (top + 1) ** len(values) > 300_000:
        return
    truth = possible_values(table, cells, columns=COLUMNS, top=top)
    report = audit(cells, views=VIEWS, rule=Rule(minimum=1))
    found = list(zip(report.cells["low_integer"], report.cells["high_integer"], strict=True))
    assert found == [(min(seen), max(seen)) for _, seen in sorted(truth.items())]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    values=st.lists(st.integers(0, 4), min_size=4, max_size=6),
    minimum=st.integers(2, 4),
    zeros=st.sampled_from(["publish", "protect"]),
)
def test_an_attacker_who_tries_every_table_learns_no_hidden_count(
    values: list[int], minimum: int, zeros: str
) -> None:
    table = table_of(values, 2)
    top = sum(values)
    if (top + 1) ** len(values) > 300_000:
        return
    try:
        cells = protect(table, views=VIEWS, rule=Rule(minimum=minimum, zeros=zeros)).cells
    except ProtectionError:
        return
    if cells["n"].isna().all():
        return  # without a published total the values have no upper end
    truth = possible_values(table, cells, columns=COLUMNS, top=max(top, 6) if len(values) < 5 else top)
    assert all(len(seen) > 1 for seen in truth.values())
