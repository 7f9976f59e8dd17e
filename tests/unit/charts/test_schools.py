"""A municipality's schools beside each other: no names, no rank, and nothing that is not published."""

from __future__ import annotations

import json
import random
from typing import Any

import altair as alt
import pytest
from fakes import (
    BULLYING,
    COUNTRY,
    MUNICIPALITY,
    RULES,
    SCHOOL,
    YEARS,
    FakeReleased,
    hidden,
    mean,
    pictured,
    share,
)

from lmtools.charts import Explorer, Selection
from lmtools.charts.schools import limits_of
from lmtools.domain.figures import Figure, Level, Status, Unit
from lmtools.text import Text

OTHERS = tuple(Unit(f"97{number:07}", f"Nabo {number} skole", Level.SCHOOL) for number in range(12))


def municipality(
    *, count: int = 12, own: Figure | None = None, centre: Figure | None = None, code: str = RULES.code
) -> FakeReleased:
    """The fake school with `count` invented neighbours of between 12 and 150 answers."""
    chance = random.Random(7)
    figures = pictured()
    for unit in OTHERS[:count]:
        n = chance.choice((12, 20, 35, 60, 90, 150))
        value = round(3.8 + chance.gauss(0, 0.7 / n**0.5), 1)
        last = (
            mean(2025, value, n=n)
            if code == RULES.code
            else share(2025, round(11 + chance.gauss(0, 3), 1), n=n)
        )
        figures[unit.key, code] = (*(Figure(year, Status.ABSENT) for year in YEARS[:-1]), last)
    if own is not None:
        figures[SCHOOL.key, code] = (*figures[SCHOOL.key, code][:-1], own)
    if centre is not None:
        figures[MUNICIPALITY.key, code] = (*figures[MUNICIPALITY.key, code][:-1], centre)
    return FakeReleased(figures, schools=(SCHOOL, *OTHERS[:count]))


def schools(released: FakeReleased, code: str = RULES.code, **selection: Any) -> dict[str, Any]:
    asked = Selection(unit=SCHOOL.key, schools=True, indicators=[code], **selection)
    found = Explorer(released, Text("nb")).show(asked).as_dict()["schools"]
    assert found is not None
    return dict(found)


def panel(released: FakeReleased, code: str = RULES.code) -> dict[str, Any]:
    return dict(schools(released, code)["panels"][0])


@pytest.mark.parametrize("code", [RULES.code, BULLYING.code])
def test_every_funnel_is_valid_by_altairs_own_schema_and_names_no_address(code: str) -> None:
    spec = panel(municipality(code=code), code)["spec"]
    alt.LayerChart.from_dict(spec)
    assert "http" not in json.dumps(spec)
    assert "tooltip" not in json.dumps(spec)


def test_no_other_school_is_named_and_none_is_ranked() -> None:
    found = schools(municipality())
    everything = json.dumps(found, ensure_ascii=False)
    assert "Nabo" not in everything
    assert not any(unit.key in everything for unit in OTHERS)
    table = found["panels"][0]["table"]
    counts = [int(row[1]) for row in table["rows"]]
    assert counts == sorted(counts)
    assert [row[0] for row in table["rows"]].count(SCHOOL.name) == 1
    assert {row[0] for row in table["rows"]} == {SCHOOL.name, "En annen skole"}
    values = [row[2] for row in table["rows"]]
    assert values not in (sorted(values), sorted(values, reverse=True))


def test_schools_of_one_size_stand_in_the_order_of_their_keys_and_not_of_their_values() -> None:
    figures = municipality(count=6).figures
    for unit, value in zip(OTHERS, (4.0, 3.5, 3.9, 3.6, 3.8, 3.7), strict=False):
        figures[unit.key, RULES.code] = (*figures[unit.key, RULES.code][:-1], mean(2025, value, n=50))
    table = panel(FakeReleased(figures, schools=(SCHOOL, *OTHERS[:6])))["table"]
    assert [row[2] for row in table["rows"][:6]] == ["4,0", "3,5", "3,9", "3,6", "3,8", "3,7"]


def test_fewer_than_five_published_schools_give_a_sentence_and_no_chart() -> None:
    found = schools(municipality(count=3))
    assert found["panels"] == []
    assert found["note"] == (
        "Det er for få åpne tall i Fjellvik til å vise skolene ved siden av hverandre for Felles regler."
    )
    assert len(schools(municipality(count=4))["panels"]) == 1


def test_a_hidden_school_is_no_dot_no_row_and_is_not_counted() -> None:
    released = municipality()
    released.figures[OTHERS[0].key, RULES.code] = tuple(hidden(year) for year in YEARS)
    one = panel(released)
    assert len(one["table"]["rows"]) == 12
    assert "12 skoler i Fjellvik" in one["alt"]
    assert "kjermet" not in json.dumps(one, ensure_ascii=False)


def test_ones_own_hidden_figure_is_said_and_not_drawn() -> None:
    one = panel(municipality(own=hidden(2025)))
    assert one["verdict"] == {"kind": "incomparable", "text": "Kan ikke sammenliknes"}
    assert one["why"] == "Skolens tall for 2025 er skjermet."
    assert one["why"] in one["alt"]
    assert SCHOOL.name not in [row[0] for row in one["table"]["rows"]]


@pytest.mark.parametrize(
    "centre", [hidden(2025), mean(2025, 3.6, n=900, sd=None), Figure(2025, Status.ABSENT)]
)
def test_without_the_municipalitys_own_figure_there_is_no_funnel(centre: Figure) -> None:
    found = schools(municipality(centre=centre))
    assert found["panels"] == []
    assert found["note"].startswith("Det er for få åpne tall i Fjellvik")


@pytest.mark.parametrize(
    ("own", "words", "reason"),
    [
        (
            mean(2025, 3.6, n=100),
            "Kan være tilfeldig",
            "Med 100 svar havner 19 av 20 skoler som er like kommunen, på 3,4–3,8.",
        ),
        (
            mean(2025, 3.4, n=100),
            "Kan være tilfeldig",
            "Med 100 svar havner 19 av 20 skoler som er like kommunen, på 3,4–3,8. "
            "Skolen ligger så vidt utenfor, og det kan også være tilfeldig.",
        ),
        (
            mean(2025, 3.1, n=100),
            "Lavere enn kommunen: tydelig forskjell",
            "Med 100 svar havner 19 av 20 skoler som er like kommunen, på 3,4–3,8.",
        ),
        (
            mean(2025, 4.2, n=100),
            "Høyere enn kommunen: tydelig forskjell",
            "Med 100 svar havner 19 av 20 skoler som er like kommunen, på 3,4–3,8.",
        ),
    ],
)
def test_the_own_school_is_told_whether_it_lies_outside_what_chance_gives(
    own: Figure, words: str, reason: str
) -> None:
    one = panel(municipality(own=own))
    assert one["verdict"]["text"] == words
    assert one["why"] == reason


def test_the_text_alternative_says_what_the_chart_shows() -> None:
    one = panel(municipality())
    assert one["spec"]["description"] == one["alt"]
    assert one["alt"].startswith(
        "Felles regler i 2025: 13 skoler i Fjellvik. Kommunen: 3,6. Solbakken: 3,5 med 104 svar."
    )
    assert "Av de andre skolene ligger" in one["alt"]


def test_every_dot_is_a_row_and_every_row_a_dot() -> None:
    one = panel(municipality())
    dots = [
        (row["n"], row["value"])
        for layer in one["spec"]["layer"]
        if layer["mark"]["type"] == "point"
        for row in layer["data"]["values"]
    ]
    rows = [(int(row[1]), float(row[2].replace(",", "."))) for row in one["table"]["rows"]]
    assert sorted(dots) == sorted(rows)


def test_the_schools_come_only_when_they_are_asked_for() -> None:
    released = municipality()
    assert Explorer(released, Text("nb")).show(Selection(unit=SCHOOL.key)).schools is None
    assert Explorer(released, Text("nb")).show(Selection(unit=COUNTRY.key, schools=True)).schools is None
    assert Selection(schools="true").schools is False


def test_the_page_is_told_whether_there_is_a_municipality() -> None:
    explorer = Explorer(municipality(), Text("nb"))
    assert explorer.options(SCHOOL.key)["municipality"] == "Fjellvik"
    assert explorer.options(MUNICIPALITY.key)["municipality"] == ""


def test_limits_of_a_share_cover_what_the_binomial_gives() -> None:
    limits = limits_of([100], share(2025, 10, n=2000))[0]
    assert (limits.low, limits.high) == (pytest.approx(4.5, abs=0.8), pytest.approx(16.5, abs=0.8))
    assert limits.lowest < limits.low < limits.high < limits.highest


def test_limits_of_a_mean_stay_on_the_scale_and_narrow_with_the_answers() -> None:
    wide, narrow = limits_of([5, 200], mean(2025, 4.8, n=900, sd=0.8))
    assert wide.highest == 5.0
    assert narrow.high - narrow.low < wide.high - wide.low


def test_no_text_in_a_funnel_is_smaller_than_fourteen_pixels() -> None:
    spec = panel(municipality())["spec"]
    assert all(
        layer["mark"].get("fontSize", 14) >= 14 for layer in spec["layer"] if layer["mark"]["type"] == "text"
    )
    assert spec["encoding"]["x"]["axis"]["titleFontSize"] >= 14
