"""Which municipality a number stands for, across the reforms of 2020 and 2024.

`municipalities.csv` lists only municipalities that kept their borders and got a new number. Merged
and split municipalities are not joined: their figures are not about the same schools.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def _successors() -> dict[str, tuple[str, int]]:
    """The number that came after each old one, and the year it did."""
    text = files("lmtools.survey").joinpath("municipalities.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    return {row["old"]: (row["new"], int(row["year"])) for row in rows}


def current_number(number: str) -> str:
    """The number a municipality has now: "3305" for "3305", "3007" and "0605"; others as they are."""
    successors = _successors()
    while number in successors:
        number = successors[number][0]
    return number


def earlier_numbers(number: str, since: int) -> tuple[str, ...]:
    """The other numbers that the municipality has had since the year `since`: "3007" for "3305" and 2021."""
    return tuple(
        old
        for old, (_, until) in sorted(_successors().items())
        if until > since and old != number and current_number(old) == current_number(number)
    )
