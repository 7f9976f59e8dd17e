"""What the released figures say of each goal, once next year's survey has been read in.

The figures and the sentences are the page's own (`charts`): nothing is computed here. Goals that are held
against the same year are looked at together, so that the verdicts are adjusted for how many they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lmtools.charts import Explorer, FiguresSource, Selection
from lmtools.domain.plan import Goal
from lmtools.domain.record import PlanRecord
from lmtools.errors import LmtoolsError
from lmtools.text import Text

_AUTUMN = 9  # the month before the survey opens


@dataclass(frozen=True)
class GoalFigure:
    """A figure's name and its verdict. `kind` is "" while the next survey has not been read in."""

    name: str
    kind: str
    text: str
    why: str


def figures_of(record: PlanRecord, released: FiguresSource, text: Text) -> Mapping[str, GoalFigure]:
    """The verdict for each goal that names an indicator, by the goal's id."""
    by_year: defaultdict[int, list[Goal]] = defaultdict(list)
    for goal in record.goals:
        if goal.indicator:
            by_year[survey_before(record.began_of(goal.id))].append(goal)
    found: dict[str, GoalFigure] = {}
    for year, goals in by_year.items():
        found.update(_of_year(record, goals, year, released, text))
    return found


def survey_before(day: date) -> int:
    """The year of the last survey that the school can have answered by `day`; it is held in the autumn."""
    return day.year if day.month > _AUTUMN else day.year - 1


def _of_year(
    record: PlanRecord, goals: list[Goal], year: int, released: FiguresSource, text: Text
) -> Iterator[tuple[str, GoalFigure]]:
    codes = tuple(dict.fromkeys(goal.indicator for goal in goals))
    selection = Selection(unit=record.school_key, grade=record.grade, compare=year, indicators=codes)
    try:
        released.unit(record.school_key)
        shown = Explorer(released, text).show(selection)
    except LmtoolsError:  # the school or the figures are no longer among what has been imported
        return
    is_new = max(released.years, default=0) > year and shown.selection["compare"] == year
    panels = {str(panel["key"]): panel for panel in shown.panels}
    for goal in goals:
        panel = panels.get(goal.indicator)
        if panel is not None and is_new:
            verdict = panel["verdict"]
            yield goal.id, GoalFigure(panel["title"], str(verdict["kind"]), verdict["text"], panel["why"])
        elif panel is not None:
            waiting = text.t("Når tallene for høsten {year} er lest inn, står dommen her.", year=year + 1)
            yield goal.id, GoalFigure(panel["title"], "", waiting, "")
