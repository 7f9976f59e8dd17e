"""`lmtools doctor`: what is in order here, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from lmtools.cli.ailments import Case, Finding, Mark, installation, keeping, reaching
from lmtools.cli.output import out, text_of
from lmtools.errors import N_, LmtoolsError
from lmtools.settings import Settings

CHECKS: tuple[tuple[str, Callable[[Case], Iterator[Finding]]], ...] = (
    (N_("Python"), installation.python),
    (N_("Bibliotekene"), installation.libraries),
    (N_("Filene"), installation.files),
    (N_("Klokka"), installation.clock),
    (N_("Innstillingene"), installation.environment),
    (N_("Datamappa"), keeping.data_folder),
    (N_("Plass på disken"), keeping.disk),
    (N_("Nøkkelen"), keeping.keys),
    (N_("Databasen"), keeping.database),
    (N_("Reglene for skjerming"), keeping.policy),
    (N_("Tallene"), keeping.figures),
    (N_("Arbeidsbøkene"), keeping.workbooks),
    (N_("Word-malen"), keeping.template),
    (N_("Maskinen"), reaching.machine),
    (N_("Porten"), reaching.port),
    (N_("Mellomtjeneren"), reaching.proxy),
)


def doctor(
    folder: Annotated[
        Path | None, typer.Argument(metavar="MAPPE", help="Mappa med arbeidsbøker som serveren startes med.")
    ] = None,
    people: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Så mange skal maskinen ha plass til.")
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Adressa deltakerne skriver. Serveren må kjøre, så prøves veien dit."
        ),
    ] = None,
) -> None:
    """Sjekk at alt er på plass før dere setter i gang."""
    settings = Settings.from_environment()
    case = Case(settings, text_of(settings), folder, people, public_url)
    findings = list(examine(case))
    for finding in findings:
        mark = case.text.t(finding.mark)
        out.print(f"{mark:<10} {finding.what}" + (f" {finding.next}" if finding.next else ""), markup=False)
    if any(finding.mark == Mark.WRONG for finding in findings):
        raise typer.Exit(1)


def examine(case: Case) -> Iterator[Finding]:
    """Look at each thing in turn; none of them stops the next."""
    for name, check in CHECKS:
        try:
            yield from check(case)
        except LmtoolsError as error:
            yield Finding(Mark.WRONG, f"{case.text.t(name)}:", case.text.error(error))
