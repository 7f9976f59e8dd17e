"""How the commands speak: sentences in the chosen language, errors on stderr."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from lmtools.errors import LmtoolsError, Problem
from lmtools.settings import Settings
from lmtools.text import Text

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def text_of(settings: Settings | None = None) -> Text:
    """Sentences in the language of the installation."""
    return Text((settings or Settings.from_environment()).language)


def say(message: str, /, **fields: object) -> None:
    """Print a sentence."""
    out.print(text_of().t(message, **fields), markup=False)


def mention(message: str, /, **fields: object) -> None:
    """Print a sentence on stderr: beside the result, which a program may be reading."""
    err.print(text_of().t(message, **fields), markup=False)


def complain(error: LmtoolsError) -> None:
    """Print the sentence of `error` on stderr."""
    try:
        sentence = text_of().error(error)
    except LmtoolsError:  # the environment itself is what is wrong
        sentence = str(error)
    err.print(sentence, markup=False, style="bold")


def list_problems(problems: Iterable[Problem]) -> None:
    """Print what is wrong, one row each, from the top of each file: where, what, what next."""
    text = text_of()
    t = text.t
    table = Table(title=t("Dette må rettes"), title_justify="left", show_lines=True)
    for heading in (t("Fil"), t("Rad"), t("Kolonne"), t("Hva"), t("Hva nå")):
        table.add_column(heading, overflow="fold")
    for problem in sorted(problems, key=lambda problem: (problem.file, problem.row or 0)):
        row = "" if problem.row is None else str(problem.row)
        table.add_row(
            Path(problem.file).name or problem.file,
            row,
            problem.column or "",
            text.say(problem.said),
            text.say(problem.advice),
        )
    err.print(table, markup=False)
