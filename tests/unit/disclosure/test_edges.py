"""The rule at its edges: what is only just allowed, and where hiding begins and ends."""

from __future__ import annotations

from math import inf, nan

import pandas as pd
import pytest

from lmtools.disclosure import Linear, Rule, audit, protect
from lmtools.disclosure.solving import Bounds

VIEWS = [["school", "grade"], ["school"], ["grade"], []]
TABLE = pd.DataFrame(
    {"school": list("aaabbb"), "grade": list("789789"), "n": [3, 20, 25, 15, 18, 30]},
)


@pytest.mark.parametrize(
    "just",
    [
        {"minimum": 1},
        {"width": 0},
        {"relative_width": 0},
        {"relative_width": 1},
        {"concentrated": 2, "answer": "answer"},
        {"insiders": True, "check": "bounds"},
        {"check": "linear"},
    ],
)
def test_a_rule_may_be_at_the_edge_of_its_range(just: dict[str, object]) -> None:
    rule = Rule(**just)
    assert {name: getattr(rule, name) for name in just} == just


def test_nobody_who_says_nothing_gets_a_weaker_rule() -> None:
    rule = Rule()
    assert (rule.minimum, rule.zeros, rule.check) == (5, "publish", "integers")
    assert (rule.width, rule.relative_width, rule.concentrated) == (0, 0, 0)
    assert (rule.positive, rule.insiders) == (False, False)


@pytest.mark.parametrize(
    ("zeros", "shown", "hidden"), [("publish", [0, 5, 6], [1, 4]), ("protect", [5, 6], [0, 1, 4])]
)
def test_the_threshold_hides_from_one_to_under_the_minimum_and_zeros_when_asked(
    zeros: str, shown: list[int], hidden: list[int]
) -> None:
    rule = Rule(minimum=5, zeros=zeros)
    assert not any(rule.hides(count) for count in shown)
    assert all(rule.hides(count) for count in hidden)


def test_a_hidden_count_is_known_to_be_one_or_more_only_when_nothing_else_hides_zeros() -> None:
    assert Rule(positive=True).floor() == 1
    assert Rule(positive=True).floor(asked=True) == 0
    assert Rule(positive=True, zeros="protect").floor() == 0
    assert Rule(positive=True, concentrated=1, answer="answer").floor() == 0
    assert Rule().floor() == 0


def bound(low: float, high: float, status: str = "optimal") -> Bounds:
    """Fractions may lie up to a half further out than whole numbers."""
    return Bounds(low - 0.5, high + 0.5, low, high, status)


def test_bounds_fail_when_they_leave_one_number_or_less_than_the_width_or_no_certain_answer() -> None:
    assert Rule().fails(bound(3, 3))
    assert not Rule().fails(bound(3, 4))
    assert Rule(width=4).fails(bound(3, 6))
    assert not Rule(width=3).fails(bound(3, 6))
    assert Rule().fails(bound(0, 9, status="time limit"))


def test_fractions_count_only_when_wholeness_is_not_checked() -> None:
    assert not Rule(check="bounds").fails(bound(3, 3))
    assert Rule(check="bounds", width=2).fails(bound(3, 3))
    assert Rule(check="integers").fails(bound(3, 3))


def test_the_wider_of_the_two_widths_is_what_is_needed() -> None:
    assert Rule(width=3, relative_width=0.5).needed(10) == 5
    assert Rule(width=6, relative_width=0.5).needed(10) == 6
    assert 0 < Rule().needed(inf) < 1


@pytest.mark.parametrize("count", [-1, 2.5, nan, "few"])
def test_one_count_that_is_none_is_enough_to_refuse_a_table(count: object) -> None:
    table = TABLE.astype({"n": object})
    table.loc[2, "n"] = count
    with pytest.raises(ValueError, match="whole numbers"):
        protect(table, views=VIEWS)


@pytest.mark.parametrize("cost", [-0.001, inf, nan, "dear"])
def test_one_cost_that_is_none_is_enough_to_refuse_the_costs(cost: object) -> None:
    costs = pd.DataFrame({"school": ["a", "b"], "cost": pd.Series([0, cost], dtype=object)})
    with pytest.raises(ValueError, match="'cost' must hold"):
        protect(TABLE, views=VIEWS, cost=costs)


def test_costs_without_the_column_and_of_columns_no_view_has_are_refused() -> None:
    with pytest.raises(ValueError, match="no column 'cost'"):
        protect(TABLE, views=VIEWS, cost=pd.DataFrame({"school": ["a"]}))
    with pytest.raises(ValueError, match="cost names columns that no view has: year"):
        protect(TABLE, views=VIEWS, cost=pd.DataFrame({"year": [2025], "cost": [2]}))


def test_a_fact_holds_at_both_its_ends_and_not_one_beyond() -> None:
    school = pd.DataFrame({"school": ["a"], "weight": [1]})  # 48 pupils
    assert protect(TABLE, views=VIEWS, facts=[Linear(school, 48, 48)]).certificate["facts"] == 1
    for low, high in ((49, 60), (40, 47)):
        with pytest.raises(ValueError, match="1 facts do not fit the counts, the first is number 0"):
            protect(TABLE, views=VIEWS, facts=[Linear(school, low, high)])


def test_the_certificate_counts_each_kind_of_cell() -> None:
    hide = pd.DataFrame({"school": ["b"], "grade": ["9"]})
    known = pd.DataFrame({"school": [None], "grade": [None], "n": [111]})
    told = protect(TABLE, views=VIEWS, rule=Rule(minimum=5), hide=hide, known=known).certificate
    assert (told["cells"], told["threshold"], told["asked"], told["share"]) == (12, 1, 1, 0)
    assert told["primary"] == 2
    assert told["cells"] - told["published"] == told["primary"] + told["secondary"]
    assert (told["facts"], told["known_elsewhere"], told["insiders"]) == (0, 0, False)


@pytest.mark.parametrize("least", [0, 40])
def test_the_narrowest_interval_that_the_certificate_tells_is_the_one_that_an_attacker_finds(
    least: int,
) -> None:
    """Also where no hidden count can be near zero, as with a count that is known to be large."""
    hide = pd.DataFrame({"school": ["a", "a", "b", "b"], "grade": ["8", "9", "8", "9"]})
    known = [Linear(hide.loc[[n]].assign(weight=1), least, 200) for n in range(len(hide))]
    table = TABLE.assign(n=TABLE["n"] + 40)
    release = protect(table, views=VIEWS, hide=hide, facts=known)
    seen = audit(release.cells, views=VIEWS, facts=known).cells
    assert seen["low_integer"].min() >= least
    assert release.certificate["narrowest"] == seen["width"].min()


def test_where_nothing_is_hidden_there_is_no_narrowest_interval() -> None:
    told = protect(TABLE.assign(n=TABLE["n"] + 10), views=VIEWS).certificate
    assert (told["narrowest"], told["primary"], told["published"]) == (None, 0, told["cells"])


def test_the_hash_of_a_plan_tells_other_cells_and_other_views_apart() -> None:
    digests = {
        protect(TABLE, views=VIEWS).certificate["plan"],
        protect(TABLE, views=VIEWS[:3]).certificate["plan"],
        protect(TABLE.replace({"school": {"b": "c"}}), views=VIEWS).certificate["plan"],
    }
    assert len(digests) == 3
