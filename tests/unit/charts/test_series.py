"""The charts: valid, readable, and asking nothing of the network."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import altair as alt
import pytest
from fakes import (
    BULLYING,
    LEARNING,
    RULES,
    SCHOOL,
    SUPPORT,
    VOICE,
    WELLBEING,
    YEARS,
    FakeReleased,
    hidden,
    mean,
    pictured,
)
from hypothesis import given
from hypothesis import strategies as st

from lmtools.charts import Explorer, Selection
from lmtools.charts.series import HEIGHT, push_apart
from lmtools.charts.theme import CONFIG
from lmtools.domain.figures import Break, Figure, Status
from lmtools.text import Text


def specs(released: FakeReleased | None = None, **selection: Any) -> dict[str, dict[str, Any]]:
    view = Explorer(released or FakeReleased(), Text("nb")).show(Selection(**selection)).as_dict()
    return {panel["key"]: panel["spec"] for panel in view["panels"]}


def awkward() -> FakeReleased:
    """Everything a series can do at once."""
    figures = pictured()
    figures[SCHOOL.key, RULES.code] = tuple(hidden(year) for year in YEARS)
    figures[SCHOOL.key, VOICE.code] = (
        mean(2021, 3.2), hidden(2022), hidden(2023), mean(2024, 3.3), hidden(2025),
    )  # fmt: skip
    figures[SCHOOL.key, WELLBEING.code] = (
        Figure(2021, Status.ABSENT), Figure(2022, Status.EMPTY), mean(2023, 4.9, n=12),
        mean(2024, 5, n=9, sd=0), mean(2025, 4.8, n=12),
    )  # fmt: skip
    figures[SCHOOL.key, SUPPORT.code] = tuple(mean(year, 4.0, n=None, sd=None) for year in YEARS)
    return FakeReleased(figures, broken={LEARNING.code: (Break(2025, "Et brudd."), Break(2023, "Et til."))})


def layers(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


@pytest.mark.parametrize("released", [FakeReleased(), awkward()])
def test_every_chart_is_valid_by_altairs_own_schema(released: FakeReleased) -> None:
    for spec in specs(released, reference="both").values():
        alt.LayerChart.from_dict(spec)


def test_the_theme_is_valid_by_altairs_own_schema() -> None:
    assert alt.Config.from_dict(CONFIG).to_dict() == CONFIG


def test_a_chart_names_no_address() -> None:
    for released in (FakeReleased(), awkward()):
        assert "http" not in json.dumps(specs(released, reference="both"))


def test_no_chart_has_a_tooltip() -> None:
    assert "tooltip" not in json.dumps(specs(awkward(), reference="both"))


def test_no_text_in_a_chart_is_smaller_than_fourteen_pixels() -> None:
    assert CONFIG["axis"]["labelFontSize"] >= 14
    for spec in specs(awkward(), reference="both").values():
        assert all(layer["mark"]["fontSize"] >= 14 for layer in layers(spec, "text"))


def test_numbers_are_norwegian_inside_charts() -> None:
    number = CONFIG["locale"]["number"]
    assert (number["decimal"], number["thousands"], number["minus"]) == (",", "\u00a0", "\u2212")


def test_the_description_of_a_chart_is_its_text_alternative() -> None:
    view = Explorer(FakeReleased(), Text("nb")).show(Selection()).as_dict()
    assert all(panel["spec"]["description"] == panel["alt"] for panel in view["panels"])


def test_panels_of_means_share_one_scale_that_the_page_tells() -> None:
    view = Explorer(FakeReleased(), Text("nb")).show(Selection()).as_dict()
    domains = {
        tuple(panel["spec"]["encoding"]["y"]["scale"]["domain"])
        for panel in view["panels"]
        if panel["key"] != BULLYING.code
    }
    (low, high) = domains.pop()
    assert not domains
    written = f"{low:.1f}–{high:.1f}".replace(".", ",")
    assert view["scale_note"] == f"Skala 1–5, 5 er best. Figurene viser {written}"


def test_shares_start_at_nought() -> None:
    assert specs()[BULLYING.code]["encoding"]["y"]["scale"]["domain"][0] == 0


def test_the_line_stops_at_a_hidden_year_and_a_box_says_why() -> None:
    spec = specs()[BULLYING.code]
    runs = [{row["run"] for row in layer["data"]["values"]} for layer in layers(spec, "line")]
    assert runs[-1] == {0, 1}
    box = next(layer for layer in layers(spec, "rect") if "strokeDash" in layer["mark"])
    assert [(row["year"], row["last"], row["label"]) for row in box["data"]["values"]] == [
        (2024, 2024, "Skjermet")
    ]


def test_hidden_years_in_a_row_share_one_box() -> None:
    spec = specs(awkward())[VOICE.code]
    box = next(layer for layer in layers(spec, "rect") if "strokeDash" in layer["mark"])
    assert [(row["year"], row["last"]) for row in box["data"]["values"]] == [(2022, 2023), (2025, 2025)]


def test_the_band_lies_under_its_line_and_stops_where_it_stops() -> None:
    spec = specs()[BULLYING.code]
    kinds = [layer["mark"]["type"] for layer in spec["layer"]]
    assert kinds.index("area") < kinds.index("line")
    assert [row["year"] for row in layers(spec, "area")[0]["data"]["values"]] == [2021, 2022, 2023]


def test_no_band_is_drawn_where_the_uncertainty_is_not_known() -> None:
    spec = specs(awkward())[SUPPORT.code]
    assert layers(spec, "area") == []
    assert layers(spec, "rect") == []


def test_line_and_band_stop_at_a_break_that_is_drawn_with_words() -> None:
    released = FakeReleased(broken={LEARNING.code: (Break(2023, "Et brudd."),)})
    spec = specs(released)[LEARNING.code]
    assert len(layers(spec, "area")) == 2
    words = [row for layer in layers(spec, "text") for row in layer["data"]["values"]]
    assert {"year": 2022.5, "label": "Brudd 2023"} in words


def test_labels_stand_at_the_end_of_the_line_and_at_the_year_compared_with() -> None:
    words = [
        (row["year"], row["label"])
        for layer in layers(specs()[RULES.code], "text")
        for row in layer["data"]["values"]
    ]
    assert words == [(2025, "3,5"), (2025, "Landet 3,8"), (2024, "3,9")]


@given(st.lists(st.floats(0, HEIGHT), max_size=3))
def test_labels_are_pushed_apart_and_stay_inside(places: list[float]) -> None:
    moved = sorted(push_apart(places))
    assert all(second - first >= 19.9 for first, second in pairwise(moved))
    assert all(-0.1 <= place <= HEIGHT + 0.1 for place in moved)


def test_labels_with_room_are_left_where_they_are() -> None:
    assert push_apart([10.0, 90.0]) == [10.0, 90.0]


def test_english_readers_get_the_same_numbers() -> None:
    view = Explorer(FakeReleased(), Text("en")).show(Selection()).as_dict()
    assert view["table"]["rows"][0][1:6] == ["3,8", "3,9", "3,9", "3,9", "3,5"]
