"""`open_book` and the verbs: one call in a cell gives one activity on the page.

A cell runs before anyone is there. It reads released figures and builds a view; it opens
no store and no connection.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from lmtools.book import content
from lmtools.book.language import kernel_language
from lmtools.book.misuse import Params, as_grade, check, unknown_verb
from lmtools.book.places import find_workbook
from lmtools.domain.jsonable import Json
from lmtools.domain.verbs import VERBS, Box, Kind, boxes_as_params, numbered, verb_of
from lmtools.errors import N_
from lmtools.settings import Settings
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.book.figures import Figures
    from lmtools.widgets import GuessView, ResultsView, Told, View

FIRST_QUESTION = N_("Hva ser vi? Hva overrasker?")
WHICH_MATTERS = N_("Hva er viktigst for oss nå?")
HOW_ARE_WE = N_("Hva tar du med deg inn i dag?")
WHAT_NOW = N_("Hva tar du med deg ut herfra?")
OUR_PRACTICE = N_("Praksisen vår")
HOW_TO_CHOOSE = N_("Hvor viktig er det, og hvor lett er det å få til?")
ON_MONDAY = N_("Hva gjør jeg mandag?")
TALK = (N_("Hva ser vi?"), N_("Hva gjør vi nå, og hvem gjør det?"), N_("Hva kunne vi gjort før?"))


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

    def about(
        self,
        *,
        purpose: str,
        minutes: int,
        who: str,
        before: list[str] | tuple[str, ...] = (),
        during: list[str] | tuple[str, ...] = (),
        after: list[str] | tuple[str, ...] = (),
    ) -> None:
        """Tell the facilitator what the workbook is for and what to do around it; the page shows nothing."""
        said = {"purpose": purpose, "minutes": minutes, "who": who}
        check("about", {**said, "before": before, "during": during, "after": after})

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
        return GuessView(answer=answer, **self._told("guess", said))

    def results(self, *indicators: str, title: str | None = None) -> ResultsView:
        """Let everyone explore the released figures of one or more indicators."""
        from lmtools.widgets import ResultsView

        params = check("results", {"indicators": list(indicators), "title": title})
        codes = [self._figures.require(name) for name in indicators]
        said = content.results(self._text, **{**params, "indicators": codes})
        explore, selection = self._figures.explorer(codes)
        return ResultsView(explore=explore, selection=selection, **self._told("results", said))

    def reflect(
        self,
        prompt: str = FIRST_QUESTION,
        *,
        boxes: list[str] | tuple[str, ...] = (),
        options: bool = True,
        help: str | None = None,
        limit: int = 280,
    ) -> View:
        """Ask a question to think about alone, in groups and in plenary. `limit` is characters in a note.

        With `boxes` there is a place to write for each of them. With `options=False` its points are not among
        those that are voted on later.
        """
        params = {"prompt": prompt, "boxes": boxes, "options": options, "help": help, "limit": limit}
        if boxes:
            return self._activity("reflect", params)
        kept = resolve("reflect", check("reflect", params))
        said = {name: kept[name] for name in ("prompt", "help", "limit")}
        return self._view("reflect", content.reflect(self._text, **said))

    def check_in(self, question: str = HOW_ARE_WE, *, help: str | None = None, limit: int = 120) -> View:
        """Begin the day: a word or a sentence from each, alone and then for all to see."""
        return self._activity("check_in", {"question": question, "help": help, "limit": limit})

    def check_out(self, question: str = WHAT_NOW, *, help: str | None = None, limit: int = 120) -> View:
        """End the day: a word or a sentence from each, alone and then for all to see."""
        return self._activity("check_out", {"question": question, "help": help, "limit": limit})

    def forces(self, question: str, *, help: str | None = None, limit: int = 280) -> View:
        """Ask what drives a change forward and what holds it back."""
        return self._activity("forces", {"question": question, "help": help, "limit": limit})

    def swot(self, subject: str = OUR_PRACTICE, *, help: str | None = None, limit: int = 280) -> View:
        """Look at strengths and weaknesses, opportunities and threats of a subject."""
        return self._activity("swot", {"subject": subject, "help": help, "limit": limit})

    def analysis(self, problem: str, *, help: str | None = None, limit: int = 280) -> View:
        """Look at a challenge: what we see, what maintains it, and what we can change."""
        return self._activity("analysis", {"problem": problem, "help": help, "limit": limit})

    def start_stop_continue(
        self, subject: str = OUR_PRACTICE, *, help: str | None = None, limit: int = 280
    ) -> View:
        """Ask what to start, what to stop and what to go on with."""
        return self._activity("start_stop_continue", {"subject": subject, "help": help, "limit": limit})

    def case(
        self,
        title: str,
        *paragraphs: str,
        questions: list[str] | tuple[str, ...] = TALK,
        help: str | None = None,
        limit: int = 280,
    ) -> View:
        """Tell an invented case, and ask `questions` about it: each gets a place to write."""
        params = {"title": title, "paragraphs": paragraphs, "questions": questions}
        return self._activity("case", {**params, "help": help, "limit": limit})

    def statements(
        self, question: str, *statements: str, scales: str = "agree", help: str | None = None
    ) -> View:
        """Let everyone say how they see some statements: `scales` is "agree" or "importance_now"."""
        params = {"question": question, "statements": statements, "scales": scales, "help": help}
        return self._activity("statements", params)

    def weigh(
        self, question: str = HOW_TO_CHOOSE, *items: str, keep: int = 2, help: str | None = None
    ) -> View:
        """Weigh how important and how feasible each thing is: `items`, or else what the groups found."""
        params = {"question": question, "items": items, "keep": keep, "help": help}
        return self._activity("weigh", params)

    def commit(self, question: str = ON_MONDAY, *, help: str | None = None, limit: int = 280) -> View:
        """Ask each what they will do. Nobody else reads it, unless they share it themselves."""
        return self._activity("commit", {"question": question, "help": help, "limit": limit})

    def prioritise(self, question: str = WHICH_MATTERS, *, points: int = 3, keep: int = 2) -> View:
        """Let everyone share out `points` on what the groups found, twice; `keep` are taken further."""
        params = check("prioritise", {"question": question, "points": points, "keep": keep})
        return self._view("prioritise", content.prioritise(self._text, **params))

    def actions(self, *, max_goals: int = 3, from_last: bool = False) -> View:
        """Go from what was chosen to goals and actions: who, when, and the sign that it works.

        `from_last` begins with the plan that was taken over. All such steps of a day show the same plan.
        """
        params = check("actions", {"max_goals": max_goals, "from_last": from_last})
        return self._view("actions", params)

    def report(self) -> View:
        """Show what the day gave, and offer it as a document."""
        return self._view("report", {})

    def _activity(self, verb: str, written: Params) -> View:
        said = content.activity(self._text, verb, resolve(verb, check(verb, written)))
        return self._view(verb, said, drawn_as=str(said["kind"]))

    def _view(self, verb: str, said: Json, *, drawn_as: str = "") -> View:
        from lmtools.widgets import View

        return View(**self._told(verb, said), drawn_as=drawn_as)

    def _told(self, verb: str, said: Json) -> Told:
        self._used[verb] += 1
        return {
            "verb": verb,
            "step": f"{verb}-{self._used[verb]}",
            "content": said,
            "language": self._text.language,
            "sentence": content.sentence(self._text, verb, said),
        }


def resolve(verb: str, params: Params) -> Params:
    """What a step keeps of what its author wrote, with the help, boxes, items and scales of its verb."""
    if verb == "reflect":
        return _reflection(params)
    if verb_of(verb).kind in (Kind.BOARD, Kind.RATING, Kind.PRIVATE):
        params = {**params, "help": content.help_of(verb, params)}
    if verb == "case":
        boxes = tuple(Box(f"q{no}", question) for no, question in enumerate(params["questions"], start=1))
        kept = {name: value for name, value in params.items() if name != "questions"}
        return {**kept, "paragraphs": list(params["paragraphs"]), "boxes": boxes_as_params(boxes)}
    if verb == "statements":
        kept = {name: value for name, value in params.items() if name != "statements"}
        return {**kept, "items": numbered("s", tuple(params["statements"]))}
    if verb == "weigh":
        return {**params, "items": numbered("i", tuple(params["items"])), "scales": "importance_feasibility"}
    return params


def _reflection(params: Params) -> Params:
    kept = {name: params[name] for name in ("prompt", "help", "limit")}
    if not params["options"]:
        kept["options"] = False
    boxes = tuple(Box(f"b{number}", title) for number, title in enumerate(params["boxes"], start=1))
    return {**kept, "boxes": boxes_as_params(boxes)} if boxes else kept
