"""`lmtools workbooks`: copies of the workbooks and ready agendas that a school may change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from lmtools.book.places import list_workbooks, workbooks_folder
from lmtools.cli.output import say
from lmtools.errors import UsageError


def workbooks(
    folder: Annotated[Path, typer.Argument(metavar="MAPPE", help="Mappa kopiene skal ligge i.")],
) -> None:
    """Legg kopier av arbeidsbøkene i ei mappe, så dere kan endre dem."""
    names = list_workbooks()
    taken = [name for name in names if (folder / f"{name}.ipynb").exists()]
    if taken:
        raise UsageError(
            "{name}.ipynb ligger alt i {folder}. Velg ei anna mappe, så ikke endringene deres blir borte.",
            name=taken[0],
            folder=str(folder),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copyfile(workbooks_folder() / f"{name}.ipynb", folder / f"{name}.ipynb")
        for agenda in workbooks_folder().glob("*.toml"):
            shutil.copyfile(agenda, folder / agenda.name)
    except OSError:
        raise UsageError("Vi kan ikke skrive i {folder}. Velg ei anna mappe.", folder=str(folder)) from None
    say(
        "La {count} arbeidsbøker i {folder}. Start med lmtools serve {folder}",
        count=len(names),
        folder=str(folder),
    )
