"""A municipality's schools by name: in that order, with uncertainty, and a word only for what is clear."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import altair as alt
import pytest
from fakes import BULLYING, COUNTRY, MUNICIPALITY, RULES, SCHOOL, YEARS, FakeReleased, hidden, mean, share

from lmtools.charts.municipality import Place, grades_of, places, side_by_side, usual_grade
from lmtools.domain.figures import Figure, Level, Status, Unit
from lmtools.text import Text

SMALL = Unit("970000003", "Bakken skole", Level.SCHOOL)
LARGE = Unit("970000001", "Åsen skole", Level.SCHOOL)
LOW = Unit("970000002", "Dalen skole", Level.SCHOOL)
SCHOOLS = (SMALL, LOW, SCHOOL, LARGE)  # as released figures give them: by name


@dataclass(frozen=True)
class Town(FakeReleased):
    """The fake figures with a municipality that may be missing, and grades of one's own."""

    has_municipality: bool = True
    at: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def units(self, level: Level | None = None) -> tuple[Unit, ...]:
        found = super().units(level)
        return tuple(unit for unit in found if self.has_municipality or unit != MUNICIPALITY)

    def parents(self, unit: Unit) -> dict[str, Unit | None]:
        above = MUNICIPALITY if self.has_municipality else None
        return {"municipality": above, "county": None, "country": COUNTRY}

    def grades(self, unit: Unit) -> tuple[str, ...]:
        return self.at.get(unit.key, ("all", "8", "10"))


def last(figure: Figure) -> tuple[Figure, ...]:
    """A series with a figure in the latest year alone."""
    return (*(Figure(year, Status.ABSENT, scale=figure.scale) for year in YEARS[:-1]), figure)


def town(**more: Any) -> Town:
    figures = {
        (MUNICIPALITY.key, RULES.code): last(mean(2025, 3.7, n=900)),
        (MUNICIPALITY.key, BULLYING.code): last(share(2025, 11.0, n=900)),
        (SCHOOL.key, RULES.code): last(mean(2025, 3.6, n=100)),
        (SCHOOL.key, BULLYING.code): last(share(2025, 12.0, n=100)),
        (LARGE.key, RULES.code): last(mean(2025, 3.8, n=150)),
        (LARGE.key, BULLYING.code): last(share(2025, 10.0, n=150)),
        (LOW.key, RULES.code): last(mean(2025, 2.9, n=80)),
        (LOW.key, BULLYING.code): last(share(2025, 11.0, n=80)),
        (SMALL.key, RULES.code): last(hidden(2025)),
    }
    return Town(figures=figures, schools=SCHOOLS, **more)


def view(released: Town, language: str = "nb") -> dict[str, Any]:
    place = places(released)[0]
    return side_by_side(released, place, grade="10", text=Text(language))


def panel(released: Town, title: str = "Felles regler") -> dict[str, Any]:
    return next(one for one in view(released)["panels"] if one["title"] == title)


def test_schools_stand_by_name_whatever_their_figures() -> None:
    names = [school.name for school in SCHOOLS]
    assert [row[0] for row in panel(town())["table"]["rows"]] == names
    turned = town()
    turned.figures[LOW.key, RULES.code] = last(mean(2025, 4.6, n=80))
    assert [row[0] for row in panel(turned)["table"]["rows"]] == names


def test_only_a_school_outside_the_outer_limits_gets_a_word_and_a_filled_dot() -> None:
    one = panel(town())
    words = {row[0]: row[-1] for row in one["table"]["rows"]}
    assert words == {
        SMALL.name: "",
        LOW.name: "Tydelig lavere enn kommunen",
        SCHOOL.name: "Som vanlig for så mange svar",
        LARGE.name: "Som vanlig for så mange svar",
    }
    filled = one["spec"]["layer"][-1]
    assert filled["mark"]["filled"] is True
    assert filled["data"]["values"] == [{"n": 80, "value": 2.9}]
    assert one["why"] == f"Utenfor de ytterste grensene: {LOW.name}."
    assert one["why"] in one["alt"]
    assert view(town())["said"] == [f"Felles regler: {LOW.name} skiller seg tydelig fra kommunen."]


def test_when_nothing_is_more_than_chance_that_is_what_is_said() -> None:
    calm = town()
    calm.figures[LOW.key, RULES.code] = last(mean(2025, 3.6, n=80))
    said = view(calm)["said"]
    assert said == [
        "Ingen skole skiller seg tydelig fra kommunen i 2025. Forskjellene i figurene kan være tilfeldige."
    ]


def test_under_ten_answers_say_nothing_either_way() -> None:
    few = town()
    few.figures[LOW.key, RULES.code] = last(mean(2025, 1.4, n=9))
    row = next(row for row in panel(few)["table"]["rows"] if row[0] == LOW.name)
    assert row[-1] == "For få svar til å si noe"
    assert LOW.name not in " ".join(view(few)["said"])


def test_a_hidden_school_is_a_word_and_no_number_in_figure_text_or_table() -> None:
    one = panel(town())
    row = next(row for row in one["table"]["rows"] if row[0] == SMALL.name)
    assert row == [SMALL.name, "", "Skjermet", "", "", ""]
    assert "3 skoler i Fjellvik" in one["alt"]
    assert SMALL.name not in json.dumps([one["spec"], one["alt"]], ensure_ascii=False)


def test_one_not_asked_is_told_from_a_hidden_one_and_one_without_the_grade_is_left_out() -> None:
    released = town()
    released.figures[SMALL.key, RULES.code] = last(Figure(2025, Status.EMPTY))
    rows = {row[0]: row[2] for row in panel(released)["table"]["rows"]}
    assert rows[SMALL.name] == "Ikke spurt"
    assert SMALL.name not in [row[0] for row in panel(released, "Mobbing på skolen, andel")["table"]["rows"]]


def test_without_the_municipalitys_own_figures_there_are_tables_and_no_figure() -> None:
    alone = view(town(has_municipality=False))
    assert {one["spec"] for one in alone["panels"]} == {None}
    assert (alone["said"], alone["legend"]) == ([], [])
    assert alone["note"].startswith("Uten kommunens eget tall")
    row = alone["panels"][0]["table"]["rows"][1]
    assert (row[0], row[2], row[4], row[5]) == (LOW.name, "2,9", "", "")
    assert "–" in row[3]  # how sure the figure is, it says still


def test_every_number_on_the_page_is_a_released_one_or_follows_from_one() -> None:
    """No average, sum or count over schools: the figures drawn are the released ones and their limits."""
    one = panel(town())
    drawn = [row for at in one["spec"]["layer"] for row in at["data"]["values"] if {"n", "value"} == set(row)]
    shown = {(100, 3.6), (150, 3.8), (80, 2.9)}
    dots = {(row["n"], row["value"]) for row in drawn if (row["n"], row["value"]) in shown}
    assert dots == shown
    assert "tooltip" not in json.dumps(one["spec"])
    assert "http" not in json.dumps(one["spec"])


@pytest.mark.parametrize("title", ["Felles regler", "Mobbing på skolen, andel"])
def test_the_figures_are_valid_by_altairs_own_schema(title: str) -> None:
    alt.LayerChart.from_dict(panel(town(), title)["spec"])


def test_the_usual_grade_is_the_one_most_schools_have_and_all_grades_together_are_not_offered() -> None:
    released = town(at={SMALL.key: ("all", "7"), LOW.key: ("7", "10"), LARGE.key: ("7", "10")})
    place = places(released)[0]
    assert grades_of(released, place) == ("7", "8", "10")
    assert usual_grade(released, place) == "10"
    assert usual_grade(town(at={school.key: ("all",) for school in SCHOOLS}), place) == "all"
    assert usual_grade(released, Place(None, ())) == "all"


def test_schools_without_a_municipality_come_together_and_last() -> None:
    assert [place.key for place in places(town())] == [MUNICIPALITY.key]
    lonely = places(town(has_municipality=False))
    assert [(place.key, len(place.schools)) for place in lonely] == [("", 4)]
    assert places(replace(town(), schools=())) == ()
