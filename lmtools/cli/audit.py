"""`lmtools audit`: try to work out what is hidden, and say what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from lmtools.cli.output import err, out, say, text_of
from lmtools.errors import LmtoolsError, UsageError
from lmtools.settings import Settings
from lmtools.survey import Certificate, Explanation, audit_released, explain, open_released


def audit(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FIL", help="Skriv sertifikatet til denne fila (JSON).")
    ] = None,
) -> None:
    """Prøv å regne ut det som er skjult i tallene, og si hva som er skjult og hvorfor."""
    settings = Settings.from_environment()
    if open_released(settings).empty:
        say("Ingen tall er lest inn ennå, så ingenting er skjult.")
        return
    certificate = _attack(settings)
    if to is not None:
        _write(certificate, to)
    _show(explain(settings, text_of(settings), certificate))
    if not certificate.ok:
        raise typer.Exit(LmtoolsError.exit_code)


def _attack(settings: Settings) -> Certificate:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(text_of(settings).t("Prøver å regne ut det skjulte"), total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return audit_released(settings, progress=progress)


def _show(explanation: Explanation) -> None:
    out.print(explanation.lead, markup=False, style="bold")
    for sentence in explanation.done:
        out.print(sentence, markup=False)
    if explanation.rows:
        t = text_of().t
        table = Table(title=t("Hva som er skjult, og hvorfor"), title_justify="left")
        table.add_column(t("Grunn"))
        table.add_column(t("Antall"), justify="right")
        for row in explanation.rows:
            table.add_row(*row)
        out.print(table, markup=False)
    for sentence in explanation.limits:
        out.print(sentence, markup=False)


def _write(certificate: Certificate, to: Path) -> None:
    try:
        to.write_text(certificate.as_json() + "\n", encoding="utf-8")
    except OSError:
        raise UsageError("Vi kan ikke skrive {file}. Velg et annet sted med --to.", file=str(to)) from None
    say("Skrev {file}.", file=str(to))
