"""What a unit is held beside is as honest as its own line: uncertain, hidden and broken where it is."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pytest
from fakes import (
    COUNTRY,
    LEARNING,
    MUNICIPALITY,
    RULES,
    SCHOOL,
    VOICE,
    YEARS,
    FakeReleased,
    hidden,
    mean,
    pictured,
)

from lmtools.charts import Explorer, Selection
from lmtools.domain.figures import Figure
from lmtools.text import Text


def shown(*municipality: Figure, own: tuple[Figure, ...] = (), **selection: Any) -> dict[str, Any]:
    figures = {**pictured(), (MUNICIPALITY.key, RULES.code): municipality}
    if own:
        figures[SCHOOL.key, RULES.code] = own
    asked = Selection(indicators=[RULES.code], reference="both", **selection)
    return Explorer(FakeReleased(figures), Text("nb")).show(asked).as_dict()


def panel(view: dict[str, Any]) -> dict[str, Any]:
    return dict(view["panels"][0])


def words(view: dict[str, Any]) -> list[str]:
    return [
        row["label"]
        for layer in panel(view)["spec"]["layer"]
        if layer["mark"]["type"] == "text"
        for row in layer["data"]["values"]
    ]


SMALL = tuple(mean(year, 3.8, n=40, sd=0.8) for year in YEARS)
GAP = tuple(hidden(year) if year in (2022, 2023) else mean(year, 3.8, n=900) for year in YEARS)


def test_a_small_municipality_is_drawn_with_its_uncertainty() -> None:
    view = shown(*SMALL)
    rules = [
        layer
        for layer in panel(view)["spec"]["layer"]
        if layer["mark"]["type"] == "rule"
        and "y2" in layer.get("encoding", {})
        and "low" in json.dumps(layer)
    ]
    assert [row["year"] for row in rules[0]["data"]["values"]] == list(YEARS)
    assert view["legend"][1]["name"] == "Kommunen. Streken er det et annet, tilsvarende kull kunne vist"


def test_the_uncertainty_of_what_one_is_held_beside_is_in_words_and_table_too() -> None:
    view = shown(*SMALL)
    row = view["table"]["rows"][0]
    cell = next(cell for cell in row if cell.startswith("3,8 ("))
    assert f"Kommunen 2025: {cell}." in panel(view)["alt"]


def test_a_large_unit_whose_interval_would_not_be_seen_has_none_drawn() -> None:
    view = shown(*(mean(year, 3.8, n=60000) for year in YEARS))
    assert view["legend"][1]["name"] == "Kommunen"
    assert "low" not in json.dumps(panel(view)["spec"]["layer"][2:])


def test_hidden_years_of_what_one_is_held_beside_are_marked_in_chart_words_and_table() -> None:
    view = shown(*GAP)
    alt.LayerChart.from_dict(panel(view)["spec"])
    boxes = [
        [row["year"] for row in layer["data"]["values"]]
        for layer in panel(view)["spec"]["layer"]
        if layer["mark"]["type"] == "rect" and "strokeDash" in layer["mark"]
    ]
    assert boxes == [[2022, 2023]]
    assert words(view).count("Skjermet") == 2
    assert "Kommunen er skjermet i 2022 og 2023." in panel(view)["alt"]
    assert view["table"]["rows"][1][:6] == [
        "Felles regler, kommunen",
        "3,8",
        "Skjermet",
        "Skjermet",
        "3,8",
        "3,8",
    ]
    assert len(view["table"]["verdicts"]) == len(view["table"]["rows"])
    assert {len(row) for row in view["table"]["rows"]} == {len(view["table"]["columns"])}


def test_a_hidden_latest_year_of_what_one_is_held_beside_is_said_at_the_end_of_its_line() -> None:
    view = shown(*(mean(year, 3.8, n=900) for year in YEARS[:-1]), hidden(2025))
    assert "Kommunen skjermet" in words(view)
    assert "Kommunen 2025: skjermet." in panel(view)["alt"]
    assert "Skjermet" in view["table"]["rows"][0]
    assert "Skjermet" not in words(view)


def test_a_year_hidden_for_both_has_one_box() -> None:
    own = tuple(hidden(year) if year == 2022 else mean(year, 3.8) for year in YEARS)
    view = shown(*(hidden(year) if year == 2022 else mean(year, 3.8, n=900) for year in YEARS), own=own)
    assert words(view).count("Skjermet") == 1


def test_the_labels_at_the_end_have_room_also_when_one_is_hidden() -> None:
    ranges = [
        panel(view)["spec"]["encoding"]["x"]["scale"]["range"][1]["expr"]
        for view in (shown(*(mean(year, 3.8, n=900) for year in YEARS)), shown(*GAP[:-1], hidden(2025)))
    ]
    assert ranges[0] != ranges[1]


def test_many_looks_at_once_are_told_wherever_verdicts_are_adjusted() -> None:
    view = Explorer(FakeReleased(), Text("nb")).show(Selection(open=LEARNING.code)).as_dict()
    said = "Derfor skal det litt mer til før en endring kalles tydelig."
    assert view["notes"][-1] == view["many"]
    assert view["many"].endswith(said)
    assert view["detail"]["notes"] == [f"Vi ser på 2 tall samtidig. {said}"]


def test_one_look_alone_is_not_called_many() -> None:
    view = Explorer(FakeReleased(), Text("nb")).show(Selection(indicators=[VOICE.code])).as_dict()
    assert view["many"] == ""


@pytest.mark.parametrize("unit", [MUNICIPALITY.key, COUNTRY.key])
def test_a_unit_is_never_held_beside_itself(unit: str) -> None:
    view = Explorer(FakeReleased(), Text("nb")).show(Selection(unit=unit, reference="both")).as_dict()
    names = [entry["name"] for entry in view["legend"]]
    assert len(names) == len(set(names))
