"""The released figures as the verbs need them: names, answers and what can be explored."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from lmtools.book.misuse import WorkbookError
from lmtools.charts.explorer import Explorer, Selection
from lmtools.domain.figures import Figure, Level, Status, Unit
from lmtools.errors import LmtoolsError
from lmtools.settings import Settings
from lmtools.survey import Released, open_released
from lmtools.text import Text

Json = dict[str, Any]


class Figures:
    """Released figures for one kernel. Holds no visitor: the page says which school it is about."""

    def __init__(self, released: Released, text: Text, *, school: str | None) -> None:
        self._released = released
        self._text = text
        self._school = school

    @classmethod
    def open(cls, settings: Settings, text: Text) -> Figures:
        """Open what has been released; nothing imported yet is no error."""
        return cls(open_released(settings), text, school=settings.school)

    def require(self, indicator: str) -> str:
        """Return the code of `indicator` (a code or a name). Raises WorkbookError with the nearest name."""
        known = self._released.indicators()
        codes = {name: one.code for one in known for name in (one.code, one.name)}
        if not known or indicator in codes:  # before anything is imported, the workbook is not to blame
            return codes.get(indicator, indicator)
        names = [one.name for one in known]
        near = get_close_matches(indicator, names, n=1)
        if near:
            raise WorkbookError(
                "Tallene har ikke noe område som heter «{name}». Mente du «{near}»?",
                name=indicator,
                near=near[0],
            )
        raise WorkbookError(
            "Tallene har ikke noe område som heter «{name}». Disse finnes: {known}.",
            name=indicator,
            known=", ".join(names),
        )

    def answerer(self, indicator: str, grade: str) -> Callable[[Json], Json]:
        """Return the function that tells what the pupils of the asked-for school and grade answered."""

        def answer(asked: Json) -> Json:
            unit = self._unit(asked.get("unit"))
            if unit is None:
                raise LmtoolsError("Det er ikke lest inn noen tall ennå.")
            asked_grade = str(asked.get("grade") or grade)
            series = self._released.series(indicator, unit=unit, grade=asked_grade)
            return self._answer(series, unit)

        return answer

    def explorer(self, codes: list[str]) -> tuple[Callable[[Json], Json], Json]:
        """Return what answers a choice in the results view, and the choice to begin with."""
        explorer = Explorer(self._released, self._text)
        unit = self._unit(None)
        first = {"unit": unit.key if unit else "", "indicators": codes}

        def explore(chosen: Json) -> Json:
            return explorer.show(Selection(**{**first, **chosen})).as_dict()

        return explore, first

    def _unit(self, key: object) -> Unit | None:
        wanted = key if isinstance(key, str) and key else self._school
        if wanted:
            return self._released.unit(wanted)
        schools = self._released.units(Level.SCHOOL)
        return schools[0] if schools else None

    def _answer(self, series: tuple[Figure, ...], unit: Unit) -> Json:
        shown = [figure for figure in series if figure.status is Status.PUBLISHED]
        figure = next(reversed(shown or list(series)), None)
        interval = _interval(figure) if shown and figure else None
        return {
            "value": figure.value if figure else None,
            "low": interval[0] if interval else None,
            "high": interval[1] if interval else None,
            "n": figure.n if shown and figure else None,
            "year": figure.year if figure else None,
            "status": str(figure.status if figure else Status.ABSENT),
            "scale": figure.scale if figure else None,
            "unit_name": unit.name,
        }


def _interval(figure: Figure) -> tuple[float, float] | None:
    from lmtools.statistics import interval_of  # scipy: only when an answer is shown

    interval = interval_of(figure)
    return (interval.low, interval.high) if interval else None
