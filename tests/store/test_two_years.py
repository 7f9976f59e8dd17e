"""Three schools through two years: surveys, days, plans that live on, and the municipality's page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lmtools.charts import Explorer, Selection
from lmtools.domain.figures import Status
from lmtools.domain.progress import PlanPhase
from lmtools.domain.shared_action import SharedAction
from lmtools.errors import NotAllowed
from lmtools.room import Room, RoomPolicy
from lmtools.serving.municipality import municipality_context
from lmtools.serving.pages import page_environment
from lmtools.serving.shared_actions import SharedActions
from lmtools.settings import Settings
from lmtools.store import Store
from lmtools.survey import audit_released, import_files, open_released
from lmtools.text import Text
from tests.store.conftest import Clock
from tests.store.years import (
    GRANLI,
    HAUGEN,
    RULES,
    SCHOOLS,
    VIKA,
    YEARS,
    HeldDay,
    carry_on,
    review,
    start_day,
    write_survey,
)

# Each semester: when its day is held, on which workbook, and the survey that is read in before it, if any.
SEMESTERS = (
    (datetime(2025, 9, 16, 12, tzinfo=UTC), "stasted", 2024),
    (datetime(2026, 3, 10, 12, tzinfo=UTC), "skolemiljo", 2025),
    (datetime(2026, 9, 15, 12, tzinfo=UTC), "forebygging", None),
    (datetime(2027, 3, 9, 12, tzinfo=UTC), "suksessfaktorer", 2026),
)
NAMES = [GRANLI.name, HAUGEN.name, VIKA.name]


class Years:
    """The municipality's server through two years: one store, one folder of figures."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.settings = Settings(data_dir=folder)
        self.clock = Clock(now=SEMESTERS[0][0])
        self.room = Room(store, policy=RoomPolicy(), now=self.clock)
        self.days: list[HeldDay] = []
        self.views: list[dict[str, Any]] = []

    def read_in(self, year: int) -> None:
        report = import_files([write_survey(self.settings.data_dir, year)], settings=self.settings)
        assert report.problems == ()

    def view(self) -> dict[str, Any]:
        """What the municipality's page is made from now."""
        site = SimpleNamespace(
            released=open_released(self.settings),
            room=self.room,
            options=SimpleNamespace(settings=self.settings),
        )
        return municipality_context(site, "nb", None, None)

    def held(self, school: Any) -> list[HeldDay]:
        return [day for day in self.days if day.school == school]


@pytest.fixture
def years(store: Store, tmp_path: Path) -> Iterator[Years]:
    """The two years as they went: a survey before three of the days, a plan carried on from day to day."""
    lived = Years(store, tmp_path)
    goals: dict[str, str] = {}
    for at, (when, workbook, survey) in enumerate(SEMESTERS):
        lived.clock.now = when
        if survey is not None:
            lived.read_in(survey)
        lived.room.purge()
        for school in SCHOOLS:
            earlier = lived.held(school)
            day = start_day(lived.room, school, workbook, ends_on=date(when.year + 1, 6, 30))
            day.hold()
            if earlier:
                carry_on(earlier[-1], day)
                review(day, goals[school.key], status="done" if at == len(SEMESTERS) - 1 else "under_way")
            else:
                goals[school.key] = day.plan("like regler", on=date(2026, 3, 1))
            day.close()
            lived.days.append(day)
        lived.views.append(lived.view())
    yield lived


def page(view: dict[str, Any]) -> str:
    """The municipality's page as it is sent."""
    least = {"t": Text("nb").t, "static": lambda name: f"/static/{name}"}
    return page_environment().get_template("kommunen.html").render(**least, may_see=True, **view)


def panel(view: dict[str, Any], title: str) -> dict[str, Any]:
    return next(one for one in view["figures"]["panels"] if one["title"] == title)


def plans(view: dict[str, Any], school: str) -> list[dict[str, Any] | None]:
    return next([one["plan"] for one in row["sessions"]] for row in view["schools"] if row["name"] == school)


def test_three_schools_go_through_two_years(years: Years) -> None:
    """One walk through it all, because living the years is what costs."""
    the_schools_stand_by_name_and_what_changed_is_told_from_chance(years)
    plans_are_counted_from_their_first_day_to_their_last(years)
    what_is_hidden_stays_hidden(years)
    nothing_of_one_school_is_read_with_another_ones_code(years)
    nothing_that_anyone_wrote_is_on_the_municipalitys_page(years)
    an_action_is_there_when_its_school_has_chosen_to_share_it(years)
    what_is_past_its_date_is_gone(years)


def the_schools_stand_by_name_and_what_changed_is_told_from_chance(years: Years) -> None:
    first, last = years.views[0], years.views[-1]
    assert (first["figures"]["year"], last["figures"]["year"]) == (YEARS[0], YEARS[-1])
    for view in years.views:
        for one in view["figures"]["panels"]:
            assert [row[0] for row in one["table"]["rows"]] == NAMES
    assert first["figures"]["said"] == [f"{RULES}: {GRANLI.name} skiller seg tydelig fra kommunen."]
    assert panel(first, RULES)["table"]["rows"][0][-1] == "Tydelig lavere enn kommunen"
    assert last["figures"]["said"] == [
        "Ingen skole skiller seg tydelig fra kommunen i 2026. Forskjellene i figurene kan være tilfeldige."
    ]
    released = open_released(years.settings)
    verdicts = {
        school.name: Explorer(released, Text("nb"))
        .show(Selection(unit=school.key, grade="10", compare=YEARS[0], indicators=[RULES]))
        .panels[0]["verdict"]["kind"]
        for school in (GRANLI, HAUGEN)
    }
    assert verdicts == {GRANLI.name: "clear", HAUGEN.name: "chance"}


def plans_are_counted_from_their_first_day_to_their_last(years: Years) -> None:
    first, last = years.views[0], years.views[-1]
    for name in NAMES:
        begun = plans(first, name)[-1]
        assert begun is not None
        assert (begun["phase"], begun["goals"], begun["actions"]) == ("Planen er klar", 1, [1, 0, 0, 0])
        assert begun["is_due"] is False
        ended = plans(last, name)[-1]
        assert ended is not None
        assert (ended["phase"], ended["goals"], ended["actions"]) == (
            "Alle tiltak er avsluttet", 1, [0, 0, 1, 0],
        )  # fmt: skip
        assert (begun["verdicts"], ended["verdicts"]) == ("", "1 mål beholdes")
    second = plans(years.views[1], GRANLI.name)
    assert [plan["phase"] for plan in second if plan] == ["Planen er klar", "Tiltak i gang"]
    assert second[0] is not None
    assert second[0]["is_due"] is True  # the date set on the first day has come
    phases = [one.plan.phase for one in years.room.progress.sessions() if one.plan]
    assert phases.count(PlanPhase.ENDED) == len(SCHOOLS)


def what_is_hidden_stays_hidden(years: Years) -> None:
    released = open_released(years.settings)
    for year in YEARS:
        for one in released.indicators():
            figure = released.figure(one, unit=VIKA.key, year=year, grade="10")
            assert figure.status is Status.SUPPRESSED
    for view in years.views:
        for one in view["figures"]["panels"]:
            small = one["table"]["rows"][NAMES.index(VIKA.name)]
            assert small == [VIKA.name, "", "Skjermet", "", "", ""]
            assert VIKA.name not in json.dumps(one["spec"], ensure_ascii=False)
    assert audit_released(years.settings).ok


def nothing_of_one_school_is_read_with_another_ones_code(years: Years) -> None:
    here = [day for day in years.days if day.code in {one["code"] for one in years.room.sessions()}]
    for day in here:
        seen = day.seen()
        assert day.words.split()[0] in seen
        for other in SCHOOLS:
            if other != day.school:
                assert f"{other.name.split()[0]}ord" not in seen
        for other_day in here:
            if other_day.code != day.code:
                with pytest.raises(NotAllowed):
                    years.room.facilitate(day.code, other_day.started.key)


def nothing_that_anyone_wrote_is_on_the_municipalitys_page(years: Years) -> None:
    for view in years.views:
        html = page(view)
        assert all(name in html for name in NAMES)
        for day in years.days:
            assert day.code not in html
            assert day.words.split()[0] not in html
        assert "Veiledning" not in html


def an_action_is_there_when_its_school_has_chosen_to_share_it(years: Years) -> None:
    day = years.held(GRANLI)[-1]
    chosen = SharedAction(
        id="a" * 32,
        mark=day.started.session.mark,
        action_id="a1",
        school_key=GRANLI.key,
        school_name=GRANLI.name,
        action="De samme tre reglene i alle timer",
        goal="Like regler",
        context="8.–10. trinn",
        result="Flere elever sier at reglene er like",
        ends_on=date(2100, 1, 1),
    )
    SharedActions(years.settings.data_dir).share(chosen, date(2027, 3, 9))
    html = page(years.view())
    assert chosen.action in html
    assert chosen.result in html
    for one in years.days:
        assert one.words.split()[0] not in html


def what_is_past_its_date_is_gone(years: Years) -> None:
    codes = {day.code for day in years.days}
    years.clock.now = datetime(2029, 1, 1, tzinfo=UTC)
    years.room.purge()
    assert years.room.progress.sessions() == ()
    assert codes.isdisjoint(one["code"] for one in years.room.sessions())
    empty = years.view()
    assert (empty["has_sessions"], empty["counted"]) == (False, [])
    assert "Ingen økter på denne serveren ennå" in page(empty)
