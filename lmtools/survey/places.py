"""Which municipality a number stands for, across the reforms of 2020 and 2024.

`municipalities.csv` lists only municipalities that kept their borders and got a new number. Merged
and split municipalities are not joined: their figures are not about the same schools.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def _successors() -> dict[str, str]:
    text = files("lmtools.survey").joinpath("municipalities.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    return {row["old"]: row["new"] for row in rows}


def current_number(number: str) -> str:
    """The number a municipality has now: "3305" for "3305", "3007" and "0605"; others as they are."""
    successors = _successors()
    while number in successors:
        number = successors[number]
    return number
