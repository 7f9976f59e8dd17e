"""The released figures as the verbs need them: names, answers and what can be explored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from lmtools.book.misuse import WorkbookError
from lmtools.charts import Explorer, Selection
from lmtools.domain.answers import as_json
from lmtools.domain.figures import Level, Unit
from lmtools.domain.jsonable import Json
from lmtools.errors import LmtoolsError, NotFound
from lmtools.settings import Settings
from lmtools.statistics import answer_of
from lmtools.survey import Released, known_code, open_released
from lmtools.text import Text

_CHOICES = frozenset(field.name for field in fields(Selection))


class Figures:
    """Released figures for one kernel. Holds no visitor: the page says which school it is about."""

    def __init__(
        self, released: Released, text: Text, *, school: str | None, grade: str | None = None
    ) -> None:
        self._released = released
        self._text = text
        self._school = school
        self._grade = grade

    @classmethod
    def open(cls, settings: Settings, text: Text) -> Figures:
        """Open what has been released; nothing imported yet is no error.

        Raises WorkbookError when what lies there cannot be read.
        """
        released = open_released(settings)
        try:
            released.units()  # reads it
        except LmtoolsError as error:
            raise WorkbookError(error.message, **error.fields) from None
        return cls(released, text, school=settings.school)

    def require(self, indicator: str) -> str:
        """Return the code of `indicator` (a code or a name), or it as it is when it has no figures yet.

        One of Udir's own areas may be missing because its table has not been imported; a name nobody
        knows is misspelt. Raises WorkbookError with the nearest names for those.
        """
        if self._released.empty:  # the page says so, and the workbook is not to blame
            return indicator
        try:
            return self._released.indicator(indicator).code
        except LmtoolsError as error:
            if known_code(indicator):
                return indicator
            raise WorkbookError(error.message, **error.fields) from None

    def answerer(self, indicator: str, grade: str) -> Callable[[Json], Json]:
        """Return the function that tells what the pupils of the asked-for school and grade answered."""

        def answer(asked: Json) -> Json:
            unit = self._unit(asked.get("unit"))
            asked_grade = str(asked.get("grade") or grade)
            try:
                series = self._released.series(indicator, unit=unit, grade=asked_grade)
            except NotFound:  # its table has not been imported
                return as_json(None, unit.name)
            return as_json(answer_of(series, unit.name), unit.name)

        return answer

    def explorer(self, codes: list[str]) -> tuple[Callable[[Json], Json], Json]:
        """Return what answers a choice in the results view, and the choice to begin with."""
        explorer = Explorer(self._released, self._text)
        first: Json = {"unit": self._school or "", "indicators": codes}
        if self._grade:
            first["grade"] = self._grade

        def explore(chosen: Json) -> Json:
            known = {name: value for name, value in chosen.items() if name in _CHOICES}
            selected: dict[str, Any] = {**first, **known}  # Any: a Selection makes sense of what a page sends
            return explorer.show(Selection(**selected)).as_dict()

        return explore, first

    def _unit(self, key: object) -> Unit:
        wanted = str(key or self._school or "")
        if wanted:
            return self._released.unit(wanted)
        schools = self._released.units(Level.SCHOOL)
        if not schools:
            raise NotFound("Det er ikke lest inn noen tall ennå.")
        return schools[0]
