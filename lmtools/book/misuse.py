"""What can go wrong when someone writes a workbook, said in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from lmtools.book.language import kernel_language
from lmtools.errors import UsageError
from lmtools.text import Text

Params = dict[str, Any]
_GRADE = re.compile(r"\d{1,2}|vg[123]|all")
MAX_NOTE = 1000  # characters in a note; a phone screen holds about 280


class WorkbookError(UsageError):
    """A workbook, or a verb in it, is written in a way that cannot work.

    In a notebook only the sentence is shown: whoever writes a workbook need not read a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """IPython shows these lines instead of a traceback, in the language of the page."""
        return [Text(kernel_language()).error(self)]


def as_grade(grade: str | int | None) -> str | None:
    """Return a grade as the released figures name it: "10", "vg1", "all", or None when none is given."""
    return None if grade is None else str(grade).strip().lower()


def check(verb: str, params: Params) -> Params:
    """Return `params` of `verb` if they make sense. Raises WorkbookError with what to write instead."""
    if verb in _CHECKS:
        _CHECKS[verb](params)
    return params


def unknown_verb(verb: str, known: Iterable[str]) -> WorkbookError:
    """Return the error for a verb that does not exist, with the nearest one."""
    names = sorted(known)
    near = get_close_matches(verb, names, n=1)
    if near:
        return WorkbookError(
            "Det finnes ikke noe som heter book.{verb}. Mente du book.{near}?", verb=verb, near=near[0]
        )
    return WorkbookError(
        "Det finnes ikke noe som heter book.{verb}. Disse finnes: {known}.", verb=verb, known=", ".join(names)
    )


def _check_guess(params: Params) -> None:
    if not _is_text(params["indicator"]):
        raise WorkbookError('Skriv hva det skal gjettes på, for eksempel book.guess("Mobbing på skolen").')
    if params["grade"] is not None and not _GRADE.fullmatch(params["grade"]):
        raise WorkbookError(
            '«{grade}» er ikke et trinn. Skriv for eksempel grade="10" eller "vg1", eller la det stå tomt.',
            grade=params["grade"],
        )


def _check_results(params: Params) -> None:
    indicators = params["indicators"]
    if not indicators or not all(_is_text(name) for name in indicators):
        raise WorkbookError(
            'Skriv hvilke områder som skal vises, for eksempel book.results("Trivsel", "Læringskultur").'
        )


def _check_reflect(params: Params) -> None:
    if not _is_text(params["prompt"]):
        raise WorkbookError('Skriv et spørsmål å tenke på, for eksempel book.reflect("Hva ser vi?").')
    _check_number(params, "limit", 1, MAX_NOTE)


def _check_prioritise(params: Params) -> None:
    _check_number(params, "points", 1, 10)
    _check_number(params, "keep", 1, 5)


def _check_actions(params: Params) -> None:
    _check_number(params, "max_goals", 1, 5)


def _check_number(params: Params, name: str, low: int, high: int) -> None:
    value = params[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise WorkbookError(
            "{name} må være et helt tall fra {low} til {high}. Det er nå {value}.",
            name=name,
            low=low,
            high=high,
            value=value,
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


_CHECKS: dict[str, Callable[[Params], None]] = {
    "guess": _check_guess,
    "results": _check_results,
    "reflect": _check_reflect,
    "prioritise": _check_prioritise,
    "actions": _check_actions,
}
