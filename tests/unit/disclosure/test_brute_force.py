"""Every verdict of the audit against trying every table, on random linked tables, both ways."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lmtools.disclosure import Linear, ProtectionError, Rule, audit, points, protect

sys.path.insert(0, str(Path(__file__).parent))
from brute import Everything, Fact, everything

COLUMNS = ["region", "county", "kind", "group"]
VIEWS = [["region", "kind"], ["county", "kind"], ["region", "group"], ["region"], ["county"], ["kind"], []]
MOST = 30_000


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Regions in counties and kinds in groups, each at random; 3 to 6 combinations, small counts."""
    regions, kinds = draw(st.sampled_from([(2, 2), (3, 2), (2, 3)]))
    county = draw(st.lists(st.sampled_from("xy"), min_size=regions, max_size=regions))
    group = draw(st.lists(st.sampled_from("pq"), min_size=kinds, max_size=kinds))
    rows = [
        (f"r{r}", county[r], f"k{k}", group[k], draw(st.integers(0, 4)))
        for r in range(regions)
        for k in range(kinds)
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "n"])
    absent = draw(st.sets(st.integers(0, len(rows) - 1), max_size=2))
    table = table.drop(index=list(absent)).reset_index(drop=True)
    assume((int(table["n"].sum()) + 1) ** len(table) <= MOST)
    return table


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    return Rule(
        minimum=draw(st.integers(2, 4)),
        zeros=draw(st.sampled_from(["publish", "protect"])),
        width=draw(st.sampled_from([0, 0, 2])),
        positive=draw(st.booleans()),
        insiders=draw(st.booleans()),
    )


@st.composite
def facts_about(draw: st.DrawFn, table: pd.DataFrame) -> tuple[list[Linear], list[Fact]]:
    """Up to two true facts, as the engine and as brute force take them."""
    linear, plain = [], []
    for _ in range(draw(st.integers(0, 2))):
        weights = draw(st.lists(st.integers(-1, 4), min_size=len(table), max_size=len(table)))
        total = float(np.dot(weights, table["n"]))
        low, high = total - draw(st.sampled_from([0, 0.4, 1, 3])), total + draw(st.sampled_from([0, 0.7, 2]))
        linear.append(Linear(table[COLUMNS].assign(weight=weights), low, high))
        plain.append(Fact(weights, low, high))
    return linear, plain


def truth(table: pd.DataFrame, cells: pd.DataFrame, plain: list[Fact], floor: int) -> Everything:
    return everything(table, cells, columns=COLUMNS, top=int(table["n"].sum()), facts=plain, floor=floor)


def agree(found: pd.DataFrame, all_tables: Everything, primary: list[int], rule: Rule) -> None:
    values = [all_tables.values()[number] for number in all_tables.hidden]
    assert (found["solver"] == "optimal").all()
    assert found["low_integer"].tolist() == [min(seen) for seen in values]
    assert found["high_integer"].tolist() == [max(seen) for seen in values]
    assert found["exact"].tolist() == [len(seen) == 1 for seen in values]
    assert (found["low"] <= found["low_integer"]).all()
    assert (found["high"] >= found["high_integer"]).all()
    through = all_tables.seen_through(primary, max(rule.width, 1))
    assert found["insider"].tolist() == [number in through for number in all_tables.hidden]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(data=st.data(), table=tables(), rule=rules())
def test_every_verdict_of_the_audit_is_that_of_trying_every_table(
    data: st.DataObject, table: pd.DataFrame, rule: Rule
) -> None:
    linear, plain = data.draw(facts_about(table))
    cells = protect(table, views=VIEWS, rule=Rule(minimum=1)).cells
    floor = rule.floor()
    open_ = [n for n in range(len(cells) - 1) if cells["n"][n] >= floor]
    hide = data.draw(st.sets(st.sampled_from(open_ or [0]), min_size=1))
    primary = sorted(hide & data.draw(st.sets(st.sampled_from(sorted(hide)))))
    assume(all(cells["n"][n] >= floor for n in hide))
    cells.loc[sorted(hide), "n"] = pd.NA
    cells.loc[primary, "status"] = "primary"
    # Small problems are solved by listing their points, larger ones by programs: both are tried.
    with patch.object(points, "MOST_POINTS", data.draw(st.sampled_from([0, points.MOST_POINTS]))):
        report = audit(cells, views=VIEWS, rule=rule, facts=linear)
    all_tables = truth(table, cells, plain, floor)
    agree(report.cells, all_tables, primary, rule)
    narrow = [np.ptp(all_tables.sums[:, n]) < max(rule.width, 1) for n in all_tables.hidden]
    leaks = any(narrow) or (rule.insiders and bool(report.cells["insider"].any()))
    assert report.ok is not (leaks or report.exposed > 0)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(data=st.data(), table=tables(), rule=rules())
def test_what_protect_releases_stands_up_to_trying_every_table(
    data: st.DataObject, table: pd.DataFrame, rule: Rule
) -> None:
    linear, plain = data.draw(facts_about(table))
    try:
        cells = protect(table, views=VIEWS, rule=rule, facts=linear).cells
    except ProtectionError:
        return
    report = audit(cells, views=VIEWS, rule=rule, facts=linear)
    assert report.ok
    if cells["n"].isna().all() or pd.isna(cells["n"].iloc[-1]):
        return  # without a published total the values have no upper end
    primary = np.flatnonzero(cells["status"] == "primary").tolist()
    agree(report.cells, truth(table, cells, plain, rule.floor()), primary, rule)
