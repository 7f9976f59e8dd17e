"""`lmtools new-workbook`: the files of a new workbook, ready to be written over and tested."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmtools.book.places import list_workbooks
from lmtools.book.skeleton import LENGTH, Skeleton, check_name
from lmtools.book.skeleton import new_workbook as skeleton_of
from lmtools.cli.output import say
from lmtools.errors import UsageError


def new_workbook(
    name: Annotated[
        str, typer.Argument(metavar="NAVN", help="Små bokstaver, tall og bindestrek, som god-start.")
    ],
    folder: Annotated[
        Path, typer.Option("--to", metavar="MAPPE", help="Mappa den skal ligge i. Uten denne: her.")
    ] = Path(),
) -> None:
    """Lag ei ny arbeidsbok med dagsorden og tester, som dere skriver videre på."""
    check_name(name)
    if name in list_workbooks():
        raise UsageError(
            "Ei av arbeidsbøkene som følger med, heter «{name}» fra før. Velg et annet navn, eller lag en "
            "kopi av den med lmtools workbooks.",
            name=name,
        )
    made = skeleton_of(name)
    _refuse_taken(made, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in made.files.items():
            with (folder / file).open("x", encoding="utf-8", newline="\n") as written:
                written.write(text)
    except OSError:
        raise UsageError("Vi kan ikke skrive i {folder}. Velg ei anna mappe.", folder=str(folder)) from None
    say(
        "Laget {name}.ipynb, en dagsorden på {length} minutter og en test i {folder}.\n"
        "Skriv i den med: jupyter lab {folder}\n"
        "Vis den med:     lmtools serve {folder}",
        name=name,
        length=LENGTH,
        folder=str(folder),
    )


def _refuse_taken(made: Skeleton, folder: Path) -> None:
    taken = [file for file in made.files if (folder / file).exists()]
    if taken:
        raise UsageError(
            "{file} ligger alt i {folder}. Velg et annet navn eller ei anna mappe, så blir ikke det dere "
            "har skrevet, borte.",
            file=taken[0],
            folder=str(folder),
        )
