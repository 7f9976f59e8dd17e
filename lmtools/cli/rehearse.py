"""`lmtools rehearse`: fill the room with invented colleagues, and say how it held."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from lmtools.cli.output import err, out, text_of
from lmtools.cli.places import find_place
from lmtools.rehearsal import keeping
from lmtools.rehearsal.progress import Progress, Tell
from lmtools.rehearsal.report import Report, Verdict, advice, headline, lines
from lmtools.rehearsal.run import Busy, Wish, stoppable
from lmtools.serving.sizing import ask_for_handles
from lmtools.settings import Settings
from lmtools.text import Text

STOPPED = 130


def rehearse(
    people: Annotated[
        int, typer.Option(min=2, max=1000, metavar="N", help="Hvor mange oppdiktede kolleger som kommer.")
    ] = 60,
    minutes: Annotated[
        float, typer.Option(min=0.05, max=60, metavar="M", help="Hvor lenge gjennomgangen varer.")
    ] = 3.0,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Adressa til deltakerne, når serveren er en annen maskin."),
    ] = None,
    key: Annotated[
        str | None, typer.Option(metavar="NØKKEL", help="Nøkkelen til prosesslederen på den serveren.")
    ] = None,
    workbook: Annotated[
        str, typer.Option(metavar="NAVN", help="Arbeidsboka som gjennomgås. Uten navn: Ståsted.")
    ] = "",
    agenda: Annotated[
        str,
        typer.Option(metavar="NAVN", help="Dagsordenen som gjennomgås, i stedet for ei arbeidsbok."),
    ] = "",
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Hold den selv om det er folk i ei økt på serveren.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Skriv bare tallene, på ei linje som et program kan lese.")
    ] = False,
) -> None:
    """Hold generalprøve: fyll rommet med oppdiktede kolleger, og se om det holder."""
    settings = Settings.from_environment()
    text = text_of(settings)
    ask_for_handles()
    with find_place(settings, url=url, key=key, people=people, is_quiet=as_json) as place:
        wish = Wish(place.url, place.key, people, minutes, workbook, agenda, settings.language, anyway)
        report = _held(wish, text, is_quiet=as_json)
        if place.is_own and settings.data_dir.is_dir():
            keeping.keep(report, settings.data_dir)
    if as_json:
        typer.echo(json.dumps(report.result()))
    else:
        _print(report, text)
    if report.verdict == Verdict.BROKE:
        raise typer.Exit(1)


def _held(wish: Wish, text: Text, *, is_quiet: bool) -> Report:
    """Hold it; where there are people in a session, ask first if there is somebody to ask."""
    try:
        with _telling(text, is_quiet=is_quiet) as tell:
            return asyncio.run(stoppable(wish, tell))
    except Busy as busy:
        if is_quiet or not sys.stdin.isatty():
            raise
        question = text.t("Vil du holde den likevel?")
        if not typer.confirm(f"{text.error(busy)} {question}", err=True):
            raise typer.Exit(1) from None
        return _held(replace(wish, anyway=True), text, is_quiet=is_quiet)
    except (asyncio.CancelledError, KeyboardInterrupt):
        raise typer.Exit(STOPPED) from None


@contextmanager
def _telling(text: Text, *, is_quiet: bool) -> Iterator[Tell]:
    """A bar on stderr, or a line for each thing that begins where nobody watches; nothing when quiet."""
    if is_quiet:
        yield lambda _: None
    elif not err.is_terminal:
        yield _Lines(text)
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Bar(*columns, console=err) as bar:
            task = bar.add_task("", total=1.0)
            yield lambda progress: _move(bar, task, progress, text)


def _move(bar: Bar, task: TaskID, progress: Progress, text: Text) -> None:
    bar.update(task, completed=progress.share, description=text.say(progress.said).replace("[", r"\["))


class _Lines:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._last: tuple[str, ...] = ()

    def __call__(self, progress: Progress) -> None:
        now = (progress.stage, progress.title, progress.phase)
        if now != self._last:
            err.print(self._text.say(progress.said), markup=False)
        self._last = now


def _print(report: Report, text: Text) -> None:
    out.print(headline(report, text), markup=False, style="bold")
    for line in (*lines(report, text), *advice(report, text)):
        out.print(f"  {line}", markup=False)
