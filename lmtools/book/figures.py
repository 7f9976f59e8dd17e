"""The released figures as the verbs need them: is there such an indicator, what is the answer, what can be explored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lmtools.book.misuse import as_workbook_error
from lmtools.charts.explorer import Explorer, Selection
from lmtools.domain.figures import Figure, Level, Unit
from lmtools.errors import LmtoolsError
from lmtools.settings import Settings
from lmtools.statistics import mean_interval, share_interval
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
        """Return the code of `indicator` (a code or a name). Raises WorkbookError with near matches."""
        known = self._released.indicators()
        if not known:  # nothing imported yet: the page says so, and the workbook is not to blame
            return indicator
        code = next((one.code for one in known if indicator in (one.code, one.name)), None)
        if code is not None:
            return code
        try:
            self._released.questions(indicator)  # the survey door knows the near matches
        except LmtoolsError as error:
            raise as_workbook_error(error) from None
        return indicator
