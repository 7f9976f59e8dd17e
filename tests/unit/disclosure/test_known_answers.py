"""Statistics Norway's test tables z1 and z2 (SSBtools, MIT), whose smallest patterns are published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lmtools.disclosure import Rule, audit, protect

FOLDER = next(
    (up / "shared/data/ssb" for up in Path(__file__).resolve().parents if (up / "shared/data/ssb").exists()),
    Path("shared/data/ssb"),
)
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="Statistics Norway's tables are not here")

Z1_VIEWS = [["region", "hovedint"], ["region"], ["hovedint"], []]
Z2_VIEWS = [["region", "hovedint"], ["fylke", "hovedint"], ["hovedint"], ["region"], ["fylke"], []]
LINKED_VIEWS = [*Z2_VIEWS, ["kostragr", "hovedint"], ["kostragr"]]


def test_z1_needs_six_hidden_cells_and_these_six() -> None:
    table = pd.read_csv(FOLDER / "ssb_z1.csv")
    cells = protect(table, count="ant", views=Z1_VIEWS, rule=Rule(minimum=4, zeros="protect")).cells
    hidden = cells[cells["status"] != "published"]
    assert len(cells) == 45
    assert (hidden["status"] == "primary").sum() == 3
    assert {(row.region, row.hovedint) for row in hidden.itertuples()} == {
        (region, kind) for region in "BDH" for kind in ("annet", "arbeid")
    }


@pytest.mark.parametrize(
    ("views", "zeros", "minimum", "size", "primary", "hidden"),
    [
        (Z2_VIEWS, "publish", 3, 90, 6, 16),
        (Z2_VIEWS, "publish", 11, 90, 23, 35),
        (Z2_VIEWS, "protect", 3, 90, 8, 18),
        (Z2_VIEWS, "protect", 11, 90, 25, 36),
        (LINKED_VIEWS, "publish", 3, 100, 7, 20),
        (LINKED_VIEWS, "publish", 11, 100, 24, 44),
        (LINKED_VIEWS, "protect", 3, 100, 9, 25),
        (LINKED_VIEWS, "protect", 11, 100, 26, 47),
    ],
)
def test_z2_hides_no_more_than_the_published_count_and_stands_the_integer_attack(
    views: list[list[str]], zeros: str, minimum: int, size: int, primary: int, hidden: int
) -> None:
    table = pd.read_csv(FOLDER / "ssb_z2.csv")
    rule = Rule(minimum=minimum, zeros=zeros)
    release = protect(table, count="ant", views=views, rule=rule)
    assert len(release.cells) == size
    assert release.certificate["primary"] == primary
    assert release.cells["ant"].isna().sum() == hidden
    assert audit(release.cells, views=views, count="ant", rule=rule).ok


@pytest.mark.parametrize(
    ("views", "zeros", "minimum", "hidden"),
    [
        (Z2_VIEWS, "publish", 3, 18),
        (Z2_VIEWS, "publish", 11, 42),
        (Z2_VIEWS, "protect", 3, 21),
        (LINKED_VIEWS, "publish", 3, 26),
        (LINKED_VIEWS, "protect", 11, 52),
    ],
)
def test_z2_is_safe_from_insiders_by_elimination_alone(
    views: list[list[str]], zeros: str, minimum: int, hidden: int
) -> None:
    table = pd.read_csv(FOLDER / "ssb_z2.csv")
    rule = Rule(minimum=minimum, zeros=zeros, insiders=True)
    release = protect(table, count="ant", views=views, rule=rule)
    assert release.certificate["repaired"] == 0
    assert release.cells["ant"].isna().sum() <= hidden
    assert audit(release.cells, views=views, count="ant", rule=rule).ok
