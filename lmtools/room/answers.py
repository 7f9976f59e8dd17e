"""The released figure behind a guess: the newest published one, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lmtools.domain.figures import Figure, Status, Unit
from lmtools.domain.session import Step, WorkSession
from lmtools.errors import LmtoolsError


class ReleasedFigures(Protocol):
    """The part of `lmtools.survey.Released` that a room needs."""

    def unit(self, key: str) -> Unit:
        """The unit with this number."""

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        """One figure for each year of the data, oldest first."""


@dataclass(frozen=True)
class Answer:
    """What the pupils answered. `low` and `high` are None where no interval can be given."""

    figure: Figure
    low: float | None
    high: float | None
    unit_name: str


def answer_to(step: Step, session: WorkSession, released: ReleasedFigures | None) -> Answer | None:
    """The newest published figure for the step's indicator; a hidden one when no year is published.

    None when there are no released figures, or none of this school and indicator.
    """
    indicator = step.params.get("indicator")
    if released is None or not isinstance(indicator, str):
        return None
    try:
        unit = released.unit(session.school_key)
        series = released.series(
            indicator, unit=unit, grade=str(step.params.get("grade") or session.grade or "all")
        )
    except LmtoolsError:  # this school or indicator is not among what was imported
        return None
    shown = [figure for figure in series if figure.status == Status.PUBLISHED]
    hidden = [figure for figure in series if figure.status == Status.SUPPRESSED]
    figure = next(iter((shown or hidden)[-1:]), None)
    if figure is None:
        return None
    low, high = _interval(figure)
    return Answer(figure, low, high, unit.name)


def as_json(answer: Answer | None, school_name: str) -> dict[str, object]:
    """The answer as the browser gets it; numbers only of a published figure, "absent" when there is none."""
    if answer is None:
        nothing: dict[str, object] = dict.fromkeys(("value", "low", "high", "n", "year", "scale"))
        return {**nothing, "status": str(Status.ABSENT), "unit_name": school_name}
    figure = answer.figure
    return {
        "value": figure.value,
        "low": answer.low,
        "high": answer.high,
        "n": figure.n if figure.status == Status.PUBLISHED else None,
        "year": figure.year,
        "status": str(figure.status),
        "scale": figure.scale,
        "unit_name": answer.unit_name,
    }


def _interval(figure: Figure) -> tuple[float | None, float | None]:
    from lmtools.statistics import interval_of  # scipy: only when an answer is shown

    interval = interval_of(figure) if figure.status == Status.PUBLISHED else None
    return (None, None) if interval is None else (interval.low, interval.high)
