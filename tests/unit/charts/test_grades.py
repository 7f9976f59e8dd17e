"""The grades of a school beside each other: raw and pooled, in school order, and only what is published."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pytest
from fakes import LEARNING, SCHOOL, FakeReleased, hidden, mean

from lmtools.charts import Explorer, Selection
from lmtools.domain.figures import Figure, Status, Unit
from lmtools.statistics import Summary, pool
from lmtools.text import Text


class ByGrade(FakeReleased):
    """A school whose grades differ in the latest year."""

    last: dict[str, Figure]

    def grades(self, unit: Unit) -> tuple[str, ...]:
        return ("all", *self.last)

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        figures = super().series(indicator, unit=unit, grade=grade, gender=gender)
        own = self.last.get(grade)
        return figures if unit != SCHOOL or own is None else (*figures[:-1], own)


def shown(**grades: Figure) -> dict[str, Any] | None:
    released = ByGrade()
    last = {name.removeprefix("g"): figure for name, figure in grades.items()}
    object.__setattr__(released, "last", last)
    view = Explorer(released, Text("nb")).show(Selection(open=LEARNING.code, grade="8")).as_dict()
    found: dict[str, Any] | None = view["detail"]["grades"]
    return found


SMALL_AND_LARGE = {
    "g8": mean(2025, 4.4, n=14, sd=0.8),
    "g9": mean(2025, 3.5, n=100, sd=0.8),
    "g10": mean(2025, 3.6, n=100, sd=0.8),
}


def view(**grades: Figure) -> dict[str, Any]:
    found = shown(**(grades or SMALL_AND_LARGE))
    assert found is not None
    return found


def test_a_small_grade_is_drawn_further_towards_the_others_than_a_large_one() -> None:
    rows = {row[0]: row for row in view()["table"]["rows"]}
    moved = {
        name: abs(float(row[2].replace(",", ".")) - float(row[4].replace(",", ".")))
        for name, row in rows.items()
    }
    assert moved["8. trinn"] > moved["9. trinn"]
    assert list(rows) == ["8. trinn", "9. trinn", "10. trinn"]


def test_what_is_shown_is_what_the_statistics_pool() -> None:
    summaries = [Summary.of_figure(figure) for figure in SMALL_AND_LARGE.values()]
    known = [one for one in summaries if one is not None]
    found = pool([one.value for one in known], [one.standard_error for one in known])
    written = [f"{value:.1f}".replace(".", ",") for value in found.estimates]
    assert [row[4] for row in view()["table"]["rows"]] == written


def test_the_chart_is_valid_and_says_in_words_what_it_shows() -> None:
    found = view(**SMALL_AND_LARGE, g7=hidden(2025))
    alt.LayerChart.from_dict(found["spec"])
    assert found["spec"]["description"] == found["alt"]
    assert found["alt"].startswith("Læringskultur i 2025: 8. trinn 4,4 (")
    assert "7. trinn skjermet" in found["alt"]
    assert "tooltip" not in json.dumps(found["spec"])


def test_a_hidden_grade_is_a_word_and_moves_no_other() -> None:
    found = view(**SMALL_AND_LARGE, g7=hidden(2025))
    rows = {row[0]: row[1:] for row in found["table"]["rows"]}
    assert rows.pop("7. trinn") == ["", "Skjermet", "", ""]
    assert list(rows.values()) == [row[1:] for row in view()["table"]["rows"]]
    boxes = [layer for layer in found["spec"]["layer"] if layer["mark"]["type"] == "rect"]
    assert [row["label"] for layer in boxes for row in layer["data"]["values"]] == ["Skjermet"]


def test_a_grade_without_a_row_is_left_out() -> None:
    found = view(**SMALL_AND_LARGE, g7=Figure(2025, Status.ABSENT))
    assert "7. trinn" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("last", [hidden(2025), mean(2025, 3.6, n=None), mean(2025, 3.6, sd=None)])
def test_with_fewer_than_three_measured_grades_nothing_is_pooled(last: Figure) -> None:
    assert shown(**{**SMALL_AND_LARGE, "g10": last}) is None


def test_differences_that_chance_explains_are_called_so() -> None:
    alike = {f"g{grade}": mean(2025, value, n=40, sd=0.8) for grade, value in ((8, 3.5), (9, 3.6), (10, 3.5))}
    found = view(**alike)
    assert found["lead"] == "Forskjellene mellom trinnene er ikke større enn tilfeldigheter gir."
    assert len({row[4] for row in found["table"]["rows"]}) == 1


def test_differences_beyond_chance_say_why_there_are_two_numbers() -> None:
    assert view()["lead"].startswith("Få svar gir store utslag.")
