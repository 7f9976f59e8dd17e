"""`lmtools import`: read, validate and release survey files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lmtools import survey
from lmtools.cli.output import err, list_problems, out, say, text_of
from lmtools.cli.samples import without_samples
from lmtools.errors import N_, ImportFailed, Problem, UsageError
from lmtools.settings import Settings
from lmtools.survey import FileSummary, ImportReport
from lmtools.text import Text


def import_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FIL…", help="Filer fra Statistikkbanken eller egen undersøkelse."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv sammendraget som JSON.")] = False,
    describe: Annotated[
        Path | None,
        typer.Option(
            "--describe", metavar="FIL", help="Skriv et utkast til koblingsfil for en egen undersøkelse."
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="TOML", help="Koblingsfila: hva kolonnene i en egen undersøkelse er."
        ),
    ] = None,
) -> None:
    """Les inn undersøkelser. Er noe galt i ei fil, blir ingenting lest inn."""
    if describe is not None:
        out.print(survey.describe(describe), markup=False)
        return
    if not files:
        raise UsageError("Skriv hvilke filer som skal leses inn: lmtools import FIL.")
    read_and_show(files, Settings.from_environment(), mapping, as_json=as_json)


def read_and_show(
    files: list[Path], settings: Settings, mapping: Path | None = None, *, as_json: bool = False
) -> None:
    """Read files in and say what came of it. Raises `typer.Exit` when nothing was read in."""
    with without_samples(settings):
        report = _read(files, settings, mapping, quiet=as_json)
        _show(report, as_json)
        if report.problems:
            raise typer.Exit(ImportFailed.exit_code)


def _read(files: list[Path], settings: Settings, mapping: Path | None, *, quiet: bool) -> ImportReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    t = text_of(settings).t
    with Progress(*columns, console=err, transient=True, disable=quiet) as bar:
        task = bar.add_task(t("Leser"), total=None)

        def progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=t(what))

        return survey.import_files(files, settings=settings, mapping=mapping, progress=progress)


def _show(report: ImportReport, as_json: bool) -> None:
    if as_json:
        out.print_json(json.dumps(report.as_json(text_of()), ensure_ascii=False))
        return
    if report.problems:
        list_problems(report.problems)
        say("Ingenting ble lest inn.")
        return
    text = text_of()
    for file in report.files:
        out.print(_sentence(file, text), markup=False)
    for warning in report.warnings:
        out.print(_warning(warning, text), markup=False)
    say(
        "{figures} tall er lest inn. {shown} vises, og {hidden} er skjermet.",
        figures=text.number(report.figures, 0),
        shown=text.number(report.figures - report.hidden, 0),
        hidden=text.number(report.hidden, 0),
    )
    say("Prøv skjermingen med lmtools audit før noen ser tallene. Start så med lmtools serve.")


def _warning(warning: Problem, text: Text) -> str:
    return f"{Path(warning.file).name}: {text.say(warning.said)} {text.say(warning.advice)}"


def _hidden_in(file: FileSummary) -> str:
    """A school's own survey has no marks: what is hidden of it, we have hidden."""
    return N_("{count} er skjermet.") if file.format == "own-survey" else N_("{count} er skjermet i fila.")


def _sentence(file: FileSummary, text: Text) -> str:
    t = text.t
    years = f"{file.years[0]}–{file.years[-1]}" if len(file.years) > 1 else "".join(map(str, file.years))
    said = t(
        "{file}: Høsten {years}. Rader: {rows}. Skoler: {schools}. Områder og spørsmål: {indicators}.",
        file=Path(file.path).name,
        rows=text.number(file.rows, 0),
        schools=text.number(file.schools, 0),
        years=years,
        indicators=text.number(file.indicators, 0),
    )
    noted = [
        t(sentence, count=text.number(count, 0))
        for sentence, count in (
            (_hidden_in(file), file.suppressed),
            (N_("{count} er tomme."), file.empty),
            (N_("{count} like rader er talt én gang."), file.duplicates),
        )
        if count
    ]
    return " ".join((said, *noted))
