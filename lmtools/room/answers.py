"""The released figure behind a guess: the newest published one, with its interval."""

from __future__ import annotations

from typing import Protocol

from lmtools.domain.answers import Answer
from lmtools.domain.figures import Figure, Unit
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
    from lmtools.statistics import answer_of  # scipy: only when an answer is shown

    return answer_of(series, unit.name)
