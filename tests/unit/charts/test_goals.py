"""What is said beside a target: the change that the school can see, and what helps."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from fakes import BULLYING, RULES, SCHOOL, WELLBEING, YEARS, FakeReleased, hidden, mean, pictured, share

from lmtools.charts import Explorer, Selection
from lmtools.charts.reach import reach
from lmtools.domain.figures import Figure, Indicator, Status, Unit
from lmtools.statistics import Summary, compare
from lmtools.text import Text


class ByGrade(FakeReleased):
    """A school whose grades differ: `grades_of` names them, each with its last figure."""

    last: dict[str, Figure]

    def grades(self, unit: Unit) -> tuple[str, ...]:
        return tuple(self.last)

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        figures = super().series(indicator, unit=unit, grade=grade, gender=gender)
        own = self.last.get(grade)
        return figures if unit != SCHOOL or own is None else (*figures[:-1], own)


def school(**grades: Figure) -> ByGrade:
    released = ByGrade()
    object.__setattr__(released, "last", {name.removeprefix("g"): figure for name, figure in grades.items()})
    return released


def goal(released: FakeReleased, code: str = RULES.code, **selection: Any) -> dict[str, Any]:
    view = Explorer(released, Text("nb")).show(Selection(**selection)).as_dict()
    found: dict[str, Any] = next(one for one in view["goals"] if one["key"] == code)
    return found


def answer(said: dict[str, Any], change: float) -> str:
    """The sentence for a target this far from the figure now, as the page picks it."""
    return str(next(wish["text"] for wish in said["wishes"] if change >= wish["from"]))


SMALL = {f"g{grade}": mean(2025, 3.5, n=36, sd=0.8) for grade in (8, 9, 10)}


def test_before_a_target_the_change_is_told_with_the_number_of_pupils() -> None:
    said = goal(school(**SMALL), grade="10")
    assert said["said"] == (
        "Med 36 elever må snittet stige omtrent 0,5 før det synes som mer enn tilfeldig etter ett år."
    )
    assert (said["name"], said["who"], said["value"]) == ("Felles regler", "10. trinn", 3.5)


def test_a_large_wish_is_enough() -> None:
    said = goal(school(**SMALL), grade="10")
    assert (
        answer(said, 0.5)
        == "Fra 3,5 til {wanted} er {change}. Med 36 elever er det nok til å synes etter ett år."
    )


def test_a_wish_that_is_too_small_for_one_year_is_told_what_helps() -> None:
    said = goal(school(**SMALL), grade="10")
    assert answer(said, 0.4) == (
        "Fra 3,5 til {wanted} er {change}. Med 36 elever må det være omtrent 0,5 for å synes etter ett år. "
        "Ser dere de neste to årene samlet, holder det med 0,4. "
        "Ser dere på 8.–10. trinn samlet, holder det med 0,3."
    )
    assert "neste" not in answer(said, 0.3)
    assert "Ser dere på 8.–10. trinn samlet, holder det med 0,3." in answer(said, 0.3)


def test_a_wish_that_nothing_helps_is_given_another_sign() -> None:
    assert answer(goal(school(**SMALL), grade="10"), 0.1).endswith(
        "Velg et tegn til, som noen kan se eller høre i hverdagen."
    )


def test_to_stay_where_one_is_is_told_what_is_within_chance() -> None:
    assert goal(school(**SMALL), grade="10")["kept"] == (
        "Tallet er 3,5 nå. Under 0,5 kan vi ikke skille fra tilfeldigheter."
    )


def test_a_share_is_told_in_percentage_points_that_it_must_fall() -> None:
    released = school(**{f"g{grade}": share(2025, 14, n=104) for grade in (8, 9, 10)})
    said = goal(released, BULLYING.code, grade="10")
    assert said["best"] == "low"
    assert "må andelen synke omtrent 9 prosentpoeng" in said["said"]
    assert answer(said, 9).startswith("Fra 14\u00a0% til {wanted} er {change} prosentpoeng.")
    assert "Ser dere på 8.–10. trinn samlet, holder det med" in answer(said, 8)


@pytest.mark.parametrize(
    "figure",
    [
        hidden(2025),
        mean(2025, 3.5, n=None),
        mean(2025, 3.5, sd=None),
        mean(2025, 3.5, n=9),
        Figure(2025, Status.EMPTY),
        replace(hidden(2025), mean=3.456, sd=0.789, n=7),
    ],
)
def test_whatever_hides_a_figure_the_same_is_said(figure: Figure) -> None:
    said = goal(school(g8=hidden(2025), g10=figure), grade="10")
    assert said["said"] == (
        "Skolen har for få tall til å måle dette fra år til år. "
        "Velg et tegn til, som noen kan se eller høre i hverdagen."
    )
    assert (said["value"], said["wishes"], said["kept"]) == (None, [], "")
    assert not any(trace in json.dumps(said) for trace in ("3.4", "0.7"))


def test_a_share_without_a_number_of_answers_cannot_be_measured() -> None:
    said = goal(school(g10=share(2025, 14, n=None)), BULLYING.code, grade="10")
    assert said["said"].startswith("Skolen har for få tall")


def test_a_grade_too_small_to_show_anything_says_so_and_what_helps() -> None:
    said = goal(school(g10=mean(2025, 4.4, n=12, sd=0.8)), grade="10")
    assert said["said"].startswith("Med 12 elever kan ikke tallet vise en endring fra ett år til det neste.")
    assert "De neste" not in said["said"]


def test_a_hidden_grade_takes_the_whole_school_out_of_the_suggestions() -> None:
    figures = {**SMALL, "g9": hidden(2025)}
    assert "8.–10." not in json.dumps(goal(school(**figures), grade="10"), ensure_ascii=False)


def test_few_in_one_grade_may_be_enough_in_all_of_them_together() -> None:
    said = goal(
        school(g8=mean(2025, 3.5, n=90), g9=mean(2025, 3.5, n=90), g10=mean(2025, 3.5, n=8)), grade="10"
    )
    assert "Ser dere på 8.–10. trinn samlet, holder det med 0," in said["said"]


def test_who_looks_at_the_whole_school_is_not_told_to_look_at_the_whole_school() -> None:
    assert "samlet, holder det med" not in goal(FakeReleased(), grade="all")["said"]
    assert all("trinn samlet" not in wish["text"] for wish in goal(FakeReleased(), grade="all")["wishes"])


def test_a_scale_without_targets_has_none() -> None:
    points = Indicator("P", "Poeng", scale="points")

    class Points(FakeReleased):
        def indicators(self, unit: Unit | None = None) -> tuple[Indicator, ...]:
            return (points,)

    released = Points({(SCHOOL.key, "P"): tuple(replace(mean(y, 50), scale="points") for y in YEARS)})
    assert Explorer(released, Text("nb")).show(Selection()).goals == []


def test_nothing_imported_has_no_goals() -> None:
    assert Explorer(FakeReleased({}, years=(), schools=()), Text("nb")).show(Selection()).goals == []


def later(now: Figure, change: float) -> Summary:
    """The next cohort when the figure has moved: where a mean nears an end, answers differ less."""
    summary = Summary.of_figure(now)
    assert summary is not None
    value = round(summary.value + change, 4)
    if summary.scale == "share":
        return replace(summary, value=value)
    room = (5 - value) * (value - 1) / ((5 - summary.value) * (summary.value - 1))
    return replace(summary, value=value, sd=(summary.sd or 0.0) * max(0.0, room) ** 0.5)


def clear_changes(now: Figure, direction: int, step: float, end: float) -> list[float]:
    """The written changes that the verdict would call clear."""
    summary = Summary.of_figure(now)
    assert summary is not None
    steps = [round(k * step, 1) for k in range(1, 101) if k * step <= abs(end - summary.value) + 1e-6]
    return [k for k in steps if compare(summary, later(now, direction * k)).kind == "clear"]


@pytest.mark.parametrize("n", [12, 42, 300])
@pytest.mark.parametrize("value", [1.2, 2.5, 3.5, 4.4])
@pytest.mark.parametrize("direction", [1, -1])
def test_what_is_promised_is_what_next_years_verdict_will_call_clear(
    n: int, value: float, direction: int
) -> None:
    now = mean(2025, value, n=n, sd=0.8)
    found = reach(now, direction=direction)
    clear = clear_changes(now, direction, 0.1, 5.0 if direction > 0 else 1.0)
    assert found is not None
    assert found.next_year == (clear[0] if clear else None)


@pytest.mark.parametrize("value", [0, 5, 15, 60])
def test_the_same_holds_for_a_share(value: float) -> None:
    now = share(2025, value, n=80)
    found = reach(now, direction=-1)
    clear = clear_changes(now, -1, 1.0, 0.0)
    assert found is not None
    assert found.next_year == (clear[0] if clear else None)


def test_more_years_never_need_a_larger_change() -> None:
    found = reach(mean(2025, 3.5, n=30), direction=1)
    assert found is not None
    assert found.changes[1] >= found.changes[2] >= found.changes[3]


def test_every_figure_of_the_page_can_be_a_target() -> None:
    goals = Explorer(FakeReleased(), Text("nb")).show(Selection()).goals
    assert [one["key"] for one in goals] == [one.code for one in FakeReleased().indicators()]
    assert {one["scale"] for one in goals} == {"mean", "share"}


def test_a_figure_is_known_by_its_name_in_the_readers_language_and_in_bokmål() -> None:
    named = Explorer(FakeReleased(), Text("en")).show(Selection()).goals
    names = next(one["names"] for one in named if one["key"] == WELLBEING.code)
    assert names[-1] == "Trivsel"
    assert len(names) == len(set(names))


def test_figures_of_one_gender_are_called_so() -> None:
    assert goal(FakeReleased(pictured()), grade="10", gender="girls")["who"] == "10. trinn, jenter"
