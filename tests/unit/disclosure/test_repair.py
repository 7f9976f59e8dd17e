"""What is hidden after an attack: beside what fell, the cheapest and smallest, more from round to round."""

from __future__ import annotations

import pandas as pd
import pytest

from lmtools.disclosure import Linear, ProtectionError, Release, Rule, audit, protect

KIND = [["kind"], []]


def kinds(**counts: int) -> pd.DataFrame:
    return pd.DataFrame({"kind": list(counts), "n": list(counts.values())})


def by_reason(release: Release, reason: str) -> str:
    """The kinds hidden for this reason, in order; the grand total is an asterisk."""
    own = release.cells[release.cells["reason"] == reason]
    assert own["n"].isna().all()
    return "".join(own["kind"].fillna("*"))


def sum_of(low: float, high: float, **weights: int) -> Linear:
    return Linear(pd.DataFrame({"kind": list(weights), "weight": list(weights.values())}), low, high)


def test_two_that_must_each_be_one_are_helped_by_a_third() -> None:
    table = kinds(a=1, b=1, c=30, d=40)
    plain = protect(table, views=KIND, rule=Rule(minimum=5))
    assert plain.cells["n"].isna().sum() == 2
    rule = Rule(minimum=5, positive=True)
    release = protect(table, views=KIND, rule=rule)
    assert by_reason(release, "repair") == "c"
    assert release.certificate["rounds"] == 1
    assert audit(release.cells, views=KIND, rule=rule).ok
    asked = protect(table, views=KIND, rule=rule, hide=pd.DataFrame({"kind": ["a"]}))
    assert by_reason(asked, "repair") == "c"  # a is few anyway, so nothing tells that zeros are hidden


def test_the_cheapest_is_hidden_and_of_equals_the_smallest_and_of_those_the_first() -> None:
    table, rule = kinds(a=2, b=9, c=40, d=30, e=30), Rule(minimum=5, width=20)
    assert by_reason(protect(table, views=KIND, rule=rule), "repair") == "d"
    dear = pd.DataFrame({"kind": ["d", "e"], "cost": [3, 2]})
    assert by_reason(protect(table, views=KIND, rule=rule, cost=dear), "repair") == "c"
    dear = pd.DataFrame({"kind": ["c", "d", "e"], "cost": [3, 4, 2]})
    assert by_reason(protect(table, views=KIND, rule=rule, cost=dear), "repair") == "e"


COUNTIES = pd.DataFrame({"kind": [*"abcdef"], "county": [*"xxxyyy"], "n": [2, 9, 40, 8, 7, 60]})
PLACES = [["kind"], ["county"], []]


def test_what_is_hidden_is_beside_what_fell_in_the_smallest_total_that_has_more_to_hide() -> None:
    rule = Rule(minimum=5, width=20)
    release = protect(COUNTIES, views=PLACES, rule=rule)
    assert by_reason(release, "repair") == "c"  # not e, which is smaller, in another county
    assert release.certificate["rounds"] == 1
    assert audit(release.cells, views=PLACES, rule=rule).ok


def test_where_a_total_has_nothing_more_to_hide_the_next_larger_is_tried() -> None:
    table = COUNTIES.drop(index=2).reset_index(drop=True)
    rule = Rule(minimum=5, width=20)
    release = protect(table, views=PLACES, rule=rule)
    # x has 11 in two; beside it in all are x itself, y and y's kinds: first e, then x and f.
    assert by_reason(release, "repair") == "ef*"
    assert release.certificate["rounds"] == 2
    assert audit(release.cells, views=PLACES, rule=rule).ok


def test_where_all_parts_are_hidden_the_total_is_hidden_too() -> None:
    rule = Rule(minimum=2, positive=True)
    release = protect(kinds(a=1, b=1), views=KIND, rule=rule)
    assert by_reason(release, "repair") == "*"
    assert release.certificate["rounds"] == 1
    assert audit(release.cells, views=KIND, rule=rule).ok


def test_where_no_total_holds_what_fell_others_are_tried_two_the_second_time() -> None:
    table = kinds(a=2, b=30, c=50, d=70, e=60)
    fact = sum_of(72, 72, a=1, d=1)
    release = protect(table, views=[["kind"]], facts=[fact])
    assert by_reason(release, "repair") == "bcde"
    assert release.certificate["rounds"] == 3
    near = protect(kinds(a=2, b=30, c=50, d=40, e=60), views=[["kind"]], facts=[sum_of(42, 42, a=1, d=1)])
    assert by_reason(near, "repair") == "bcd"
    assert near.certificate["rounds"] == 2


def test_one_that_helps_two_is_counted_for_both() -> None:
    table = kinds(a=2, b=3, c=20, d=30, e=40, f=50, g=60, h=70, i=80)
    facts = [sum_of(32, 32, a=1, d=1), sum_of(43, 43, b=1, e=1)]
    release = protect(table, views=KIND, rule=Rule(minimum=5), facts=facts)
    # First c for both, then d and e; now c is told by the rest, and three more are hidden for it.
    assert by_reason(release, "repair") == "cdefgh"
    assert release.certificate["rounds"] == 3
    assert audit(release.cells, views=KIND, rule=Rule(minimum=5), facts=facts).ok


def test_every_cell_that_fell_by_itself_is_helped_in_the_same_round() -> None:
    table = pd.DataFrame(
        {"kind": [*"abcdef"], "county": [*"xxxyyy"], "n": [2, 9, 40, 3, 8, 60]},
    )
    facts = [sum_of(11 + 2, 11 + 2, a=2, b=1), sum_of(11 + 3, 11 + 3, d=2, e=1)]
    release = protect(table, views=PLACES, rule=Rule(minimum=5), facts=facts)
    # First c and f, which lets b and e be published; with what is known besides they then tell all.
    assert by_reason(release, "repair") == "bcef"
    assert release.certificate["rounds"] == 2


def test_cells_that_rise_and_fall_together_are_helped_once() -> None:
    table = pd.DataFrame(
        {"school": [*"aabbcc"], "kind": [*"xyxyxy"], "n": [2, 9, 8, 11, 90, 80]},
    )
    views = [["school", "kind"], ["school"], ["kind"], []]
    rule = Rule(minimum=5, width=11)
    release = protect(table, views=views, rule=rule)
    assert release.certificate["rounds"] == 1
    own = release.cells[release.cells["reason"] == "repair"]
    assert own[["school", "kind"]].to_numpy().tolist() == [["c", "x"]]  # beside the first of the four
    assert audit(release.cells, views=views, rule=rule).ok


def test_a_count_of_one_may_be_hidden_to_help_and_a_zero_may_not() -> None:
    table = kinds(a=6, b=1, c=0, d=7)
    hide = pd.DataFrame({"kind": ["a"]})
    release = protect(
        table, views=[["kind"]], rule=Rule(minimum=1), hide=hide, facts=[sum_of(7, 7, a=1, b=1)]
    )
    assert by_reason(release, "repair") == "b"
    with pytest.raises(ProtectionError, match="worked out whatever else"):
        protect(table, views=[["kind"]], rule=Rule(minimum=1), hide=hide, facts=[sum_of(6, 6, a=1, c=1)])


def test_with_linear_checks_alone_nothing_is_attacked_and_nothing_repaired() -> None:
    table = kinds(a=1, b=1, c=30, d=40)
    release = protect(table, views=KIND, rule=Rule(minimum=5, positive=True, check="linear"))
    assert release.cells["n"].isna().sum() == 2
    told = release.certificate
    assert (told["rounds"], told["narrowest"], told["solver"]) == (0, None, [])


def test_an_insider_is_reckoned_with_only_where_the_rule_asks_and_among_what_it_hides() -> None:
    table = kinds(a=3, b=4, c=30, d=40)
    plain = protect(table, views=KIND, rule=Rule(minimum=5))
    assert by_reason(plain, "threshold") == "ab"
    assert by_reason(plain, "linked") == by_reason(plain, "repair") == ""
    careful = protect(table, views=KIND, rule=Rule(minimum=5, insiders=True))
    assert len(by_reason(careful, "linked") + by_reason(careful, "repair")) == 1
    known = pd.DataFrame({"kind": ["a"], "n": [3]})
    # What others publish has no one who is alone unknown to us; and b then follows from it.
    told = protect(table, views=KIND, rule=Rule(minimum=5, insiders=True), known=known)
    assert audit(told.cells, views=KIND, rule=Rule(minimum=5, insiders=True), known=known).ok
    assert (told.certificate["known_elsewhere"], told.certificate["narrowest"]) == (1, 34)
