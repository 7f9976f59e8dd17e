"""What can go wrong when someone writes a workbook, said in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from lmtools.book.language import kernel_language
from lmtools.domain.agenda import LONGEST_DAY
from lmtools.errors import UsageError
from lmtools.text import Text

Params = dict[str, Any]
"""What an author wrote, by a verb's parameters. Any: nothing of it is known before `check` has looked."""

_GRADE = re.compile(r"\d{1,2}|vg[123]|all")
MAX_QUESTIONS = 5  # boxes side by side
MAX_ITEMS = 20  # more than that nobody rates with care
STATEMENT_SCALES = ("agree", "now", "importance_now")
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
    boxes = params["boxes"]
    if boxes and (not _are_texts(boxes) or not 2 <= len(boxes) <= MAX_QUESTIONS):
        raise WorkbookError(
            'Skriv fra to til {most} felt, for eksempel boxes=["Det vi håper på", "Det vi er urolige for"].',
            most=MAX_QUESTIONS,
        )
    _check_number(params, "limit", 1, MAX_NOTE)


def _check_about(params: Params) -> None:
    if not _is_text(params["purpose"]) or not _is_text(params["who"]):
        raise WorkbookError(
            'Skriv hva arbeidsboka er til og hvem den er for, for eksempel book.about(purpose="…", who="…").'
        )
    if not all(_are_texts(params[name]) for name in ("before", "during", "after")):
        raise WorkbookError(
            'Skriv det som skal gjøres før, under og etter som lister, for eksempel before=["…", "…"].'
        )
    _check_number(params, "minutes", 1, LONGEST_DAY)


def _check_board(verb: str, name: str, example: str) -> Callable[[Params], None]:
    def check_board(params: Params) -> None:
        if not _is_text(params[name]):
            raise WorkbookError(
                "Skriv hva book.{verb} skal handle om, for eksempel book.{verb}({example}).",
                verb=verb,
                example=f'"{example}"',
            )
        _check_number(params, "limit", 1, MAX_NOTE)

    return check_board


def _check_case(params: Params) -> None:
    if not _is_text(params["title"]) or not params["paragraphs"] or not _are_texts(params["paragraphs"]):
        raise WorkbookError(
            'Skriv en tittel og så eksemplet, for eksempel book.case("Friminuttet", "Tre elever …").'
        )
    if not _are_texts(params["questions"]) or not 1 <= len(params["questions"]) <= MAX_QUESTIONS:
        raise WorkbookError(
            'Skriv fra ett til {most} spørsmål, for eksempel questions=["Hva ser vi?", "Hva gjør vi?"].',
            most=MAX_QUESTIONS,
        )
    _check_number(params, "limit", 1, MAX_NOTE)


def _check_statements(params: Params) -> None:
    if not _is_text(params["question"]) or not params["statements"] or not _are_texts(params["statements"]):
        raise WorkbookError(
            "Skriv et spørsmål og så påstandene, for eksempel "
            'book.statements("Slik er det hos oss", "Vi tør å be om hjelp", "Vi er enige om reglene").'
        )
    _check_count(params["statements"])
    if params["scales"] not in STATEMENT_SCALES:
        raise WorkbookError(
            'scales må være "agree" (hvor enig), "now" (hvordan det går) eller '
            '"importance_now" (hvor viktig, og hvordan det går).'
        )


def _check_weigh(params: Params) -> None:
    if not _is_text(params["question"]) or not _are_texts(params["items"]):
        raise WorkbookError(
            "Skriv et spørsmål, og så det som skal veies. Skal dere veie det gruppene fant, "
            "holder det å skrive book.weigh()."
        )
    _check_count(params["items"])
    _check_number(params, "keep", 1, 5)


def _check_count(items: Sequence[str]) -> None:
    if len(items) > MAX_ITEMS:
        raise WorkbookError(
            "{most} er nok å ta stilling til på en gang. Det er nå {count}.", most=MAX_ITEMS, count=len(items)
        )
    if len(set(items)) < len(items):
        raise WorkbookError("To av tekstene er like. Skriv hver av dem én gang.")


def _check_prioritise(params: Params) -> None:
    _check_number(params, "points", 1, 10)
    _check_number(params, "keep", 1, 5)


def _check_actions(params: Params) -> None:
    _check_number(params, "max_goals", 1, 5)
    if not isinstance(params["from_last"], bool):
        raise WorkbookError(
            "from_last må være True eller False. Det er nå {value}.", value=params["from_last"]
        )


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


def _are_texts(values: object) -> bool:
    return isinstance(values, list | tuple) and all(_is_text(value) for value in values)


_CHECKS: dict[str, Callable[[Params], None]] = {
    "about": _check_about,
    "guess": _check_guess,
    "results": _check_results,
    "reflect": _check_reflect,
    "check_in": _check_board("check_in", "question", "Hva tar du med deg inn i dag?"),
    "check_out": _check_board("check_out", "question", "Hva tar du med deg ut herfra?"),
    "forces": _check_board("forces", "question", "Like regler i alle timer"),
    "swot": _check_board("swot", "subject", "Friminuttene"),
    "analysis": _check_board("analysis", "problem", "Uro i overgangene"),
    "start_stop_continue": _check_board("start_stop_continue", "subject", "Teamtida"),
    "commit": _check_board("commit", "question", "Hva gjør jeg mandag?"),
    "case": _check_case,
    "statements": _check_statements,
    "weigh": _check_weigh,
    "prioritise": _check_prioritise,
    "actions": _check_actions,
}
