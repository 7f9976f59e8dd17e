"""The invented municipality, grown by eight more invented schools."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from lmtools.book import samples_folder
from lmtools.settings import Settings
from lmtools.survey import import_files

OWN = "Lindvåg ungdomsskole"
SIZES = (12, 18, 31, 44, 60, 90, 120, 150)
HIDDEN, EMPTY = "*", ""


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=";"))


def neighbour(rows: list[dict[str, str]], number: int, chance: random.Random) -> list[dict[str, str]]:
    """The sample school's rows as another school's: its own name, size and means, and no answer shares."""
    size = SIZES[number]
    made = []
    for row in rows:
        new = {name: EMPTY if "Svaralternativ" in name else cell for name, cell in row.items()}
        new |= {"Organisasjonsnummer": str(999902000 + number), "EnhetNavn": f"Nabo {number}"}
        if row["Score"] not in (HIDDEN, EMPTY):
            mean = float(row["Score"].replace(",", ".")) + chance.gauss(0, 0.8 / size**0.5)
            new |= {"Score": f"{min(5.0, mean):.1f}".replace(".", ","), "AntallBesvart": str(size)}
        made.append(new)
    return made


def grow(folder: Path, data: Path) -> None:
    """Read the grown municipality's figures into the data folder `data`; `folder` is for the file."""
    rows = read(samples_folder() / "eksport-148-indikator.csv")
    own = [row for row in rows if row["EnhetNavn"].strip() == OWN]
    chance = random.Random(5)
    every = rows + [row for number in range(len(SIZES)) for row in neighbour(own, number, chance)]
    path = folder / "eksport-148-indikator.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(every)
    data.mkdir(parents=True)
    report = import_files([path], settings=Settings.from_environment({"LMTOOLS_DATA": str(data)}))
    assert report.problems == ()
