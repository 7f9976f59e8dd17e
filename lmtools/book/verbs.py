"""`open_book` and the verbs: one call in a cell gives one activity on the page.

A cell runs before anyone is there. It reads released figures and builds a view; it opens
no store and no connection.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lmtools.book import content
from lmtools.book.language import kernel_language
from lmtools.book.misuse import as_grade, check, unknown_verb
from lmtools.book.places import find_workbook
from lmtools.errors import N_
from lmtools.settings import Settings
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.book.figures import Figures
    from lmtools.widgets import (
        ActionsView,
        GuessView,
        PrioritiseView,
        ReflectView,
        ReportView,
        ResultsView,
    )

VERBS = ("guess", "results", "reflect", "prioritise", "actions", "report")
FIRST_QUESTION = N_("Hva ser vi? Hva overrasker?")
WHICH_MATTERS = N_("Hva er viktigst for oss nå?")


def open_book(name: str) -> Book:
    """Open the workbook called `name`. Raises WorkbookError with near matches if there is none."""
    find_workbook(name)
    return Book(name, text=Text(kernel_language()), settings=Settings.from_environment())


class Book:
    """A workbook in its kernel. Each verb gives one activity; plain words in, a view out."""

    def __init__(self, name: str, *, text: Text, settings: Settings) -> None:
        self.name = name
        self._text = text
        self._settings = settings
        self._used: Counter[str] = Counter()

    def __repr__(self) -> str:
        return self._text.t(
            "Arbeidsboka {name}. Skriv book. og et av disse: {verbs}.", name=self.name, verbs=", ".join(VERBS)
        )

    def __getattr__(self, verb: str) -> object:
        if verb.startswith("_"):  # Python and IPython ask for many private names; they mean no verb
            raise AttributeError(verb)
        raise unknown_verb(verb, VERBS)

    @cached_property
    def _figures(self) -> Figures:
        from lmtools.book.figures import Figures

        return Figures.open(self._settings, self._text)

    def guess(
        self, indicator: str, *, grade: str | int | None = None, question: str | None = None
    ) -> GuessView:
        """Ask everyone to guess what the pupils answered on `indicator`, before they see it.

        Without a `grade` the question is about the work session's grade, or about all.
        """
        from lmtools.widgets import GuessView

        params = check("guess", {"indicator": indicator, "grade": as_grade(grade), "question": question})
        code = self._figures.require(indicator)
        said = content.guess(self._text, **params)
        answer = self._figures.answerer(code, params["grade"] or "all")
        return GuessView(answer=answer, **self._view("guess", said))

    def results(self, *indicators: str, title: str | None = None) -> ResultsView:
        """Let everyone explore the released figures of one or more indicators."""
        from lmtools.widgets import ResultsView

        params = check("results", {"indicators": list(indicators), "title": title})
        codes = [self._figures.require(name) for name in indicators]
        said = content.results(self._text, **{**params, "indicators": codes})
        explore, selection = self._figures.explorer(codes)
        return ResultsView(explore=explore, selection=selection, **self._view("results", said))

    def reflect(
        self, prompt: str = FIRST_QUESTION, *, help: str | None = None, limit: int = 280
    ) -> ReflectView:
        """Ask a question to think about alone, in groups and in plenary. `limit` is characters in a note."""
        from lmtools.widgets import ReflectView

        params = check("reflect", {"prompt": prompt, "help": help, "limit": limit})
        return ReflectView(**self._view("reflect", content.reflect(self._text, **params)))

    def prioritise(self, question: str = WHICH_MATTERS, *, points: int = 3, keep: int = 2) -> PrioritiseView:
        """Let everyone share out `points` on what the groups found, twice; `keep` are taken further."""
        from lmtools.widgets import PrioritiseView

        params = check("prioritise", {"question": question, "points": points, "keep": keep})
        return PrioritiseView(**self._view("prioritise", content.prioritise(self._text, **params)))

    def actions(self, *, max_goals: int = 3) -> ActionsView:
        """Go from what was chosen to goals and actions: who, when, and the sign that it works."""
        from lmtools.widgets import ActionsView

        params = check("actions", {"max_goals": max_goals})
        return ActionsView(**self._view("actions", params))

    def report(self) -> ReportView:
        """Show what the day gave, and offer it as a document."""
        from lmtools.widgets import ReportView

        return ReportView(**self._view("report", {}))

    def _view(self, verb: str, said: content.Content) -> dict[str, Any]:
        self._used[verb] += 1
        return {
            "verb": verb,
            "step": f"{verb}-{self._used[verb]}",
            "content": said,
            "language": self._text.language,
            "sentence": content.sentence(self._text, verb, said),
        }
