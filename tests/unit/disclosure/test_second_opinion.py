"""OR-tools' CP-SAT, an independent exact solver, on Statistics Norway's tables and a synthetic one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lmtools.disclosure import Rule, audit, protect

cp_model = pytest.importorskip("ortools.sat.python.cp_model", reason="OR-tools is not here")

FOLDER = next(
    (up / "shared/data/ssb" for up in Path(__file__).resolve().parents if (up / "shared/data/ssb").exists()),
    Path("shared/data/ssb"),
)
ssb = pytest.mark.skipif(not FOLDER.exists(), reason="Statistics Norway's tables are not here")
Z1 = [["region", "hovedint"], ["region"], ["hovedint"], []]
Z2 = [["region", "hovedint"], ["fylke", "hovedint"], ["hovedint"], ["region"], ["fylke"], []]
LINKED = [*Z2, ["kostragr", "hovedint"], ["kostragr"]]


def ranges(table: pd.DataFrame, cells: pd.DataFrame, columns: list[str], count: str) -> list[tuple[int, int]]:
    """The least and the greatest value of each hidden cell, by CP-SAT alone."""
    inside = [
        np.flatnonzero(
            np.all(
                [table[c].eq(cell[c]) for c in columns if not pd.isna(cell[c])] or [[True] * len(table)], 0
            )
        )
        for _, cell in cells.iterrows()
    ]
    found = []
    for hidden in np.flatnonzero(cells[count].isna()):
        ends = []
        for sense in ("Minimize", "Maximize"):
            model = cp_model.CpModel()
            leaves = [model.NewIntVar(0, int(table[count].sum()), "") for _ in range(len(table))]
            for number, value in enumerate(cells[count]):
                if not pd.isna(value):
                    model.Add(sum(leaves[leaf] for leaf in inside[number]) == int(value))
            getattr(model, sense)(sum(leaves[leaf] for leaf in inside[hidden]))
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            assert solver.Solve(model) == cp_model.OPTIMAL
            ends.append(round(solver.ObjectiveValue()))
        found.append((ends[0], ends[1]))
    return found


def agree(table: pd.DataFrame, views: list[list[str]], count: str, rule: Rule) -> None:
    cells = protect(table, count=count, views=views, rule=rule).cells
    report = audit(cells, views=views, count=count, rule=rule)
    assert report.ok
    ours = list(zip(report.cells["low_integer"], report.cells["high_integer"], strict=True))
    columns = list(dict.fromkeys(column for view in views for column in view))
    assert ours == ranges(table, cells, columns, count)
    assert all(high > low for low, high in ours)


@ssb
@pytest.mark.parametrize(
    ("name", "views", "zeros", "minimum"),
    [
        ("z1", Z1, "protect", 4),
        ("z2", Z2, "publish", 3),
        ("z2", Z2, "protect", 11),
        ("z2", LINKED, "publish", 11),
    ],
)
def test_another_solver_finds_the_same_ranges_in_statistics_norways_tables(
    name: str, views: list[list[str]], zeros: str, minimum: int
) -> None:
    table = pd.read_csv(FOLDER / f"ssb_{name}.csv")
    agree(table, views, "ant", Rule(minimum=minimum, zeros=zeros))


def test_another_solver_finds_the_same_ranges_in_a_table_of_linked_hierarchies() -> None:
    random = np.random.default_rng(3)
    table = pd.DataFrame(
        [
            (f"r{r}", f"c{r % 3}", f"g{r % 2}", f"t{t}", f"s{t % 2}", m, int(random.poisson(3)))
            for r in range(6)
            for t in range(4)
            for m in range(2)
        ],
        columns=["region", "county", "group", "trade", "section", "month", "n"],
    )
    places, kinds = [["region"], ["county"], ["group"], []], [["trade"], ["section"], []]
    views = [place + kind + month for place in places for kind in kinds for month in (["month"], [])]
    agree(table, views, "n", Rule(minimum=2))
