"""What somebody wants to fetch, and the questions to Udir's service that it comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lmtools.domain.figures import Level
from lmtools.errors import N_, Message, UsageError
from lmtools.fetching.tables import FIRST_YEAR, LEVELS, Stage, Table
from lmtools.survey.places import current_number, earlier_numbers

ALL = "-10"
"""All genders, owners or programmes together. Without it the answer holds every combination."""

COUNTRY = "I"
_COLUMN = {
    Level.SCHOOL: "Organisasjonsnummer",
    Level.MUNICIPALITY: "Kommunekode",
    Level.COUNTY: "Fylkekode",
    Level.COUNTRY: "Nasjonaltkode",
}
_CALLED = {
    Level.SCHOOL: N_("skole {number}"),
    Level.MUNICIPALITY: N_("kommune {number}"),
    Level.COUNTY: N_("fylke {number}"),
    Level.COUNTRY: N_("hele landet"),
}


@dataclass(frozen=True)
class Unit:
    """A school, municipality, county or the country. `with_schools` takes a municipality's schools along."""

    level: Level
    number: str
    with_schools: bool = False

    @property
    def called(self) -> Message:
        """What a sentence calls it."""
        if self.with_schools:
            return Message(N_("kommune {number} med alle skolene"), {"number": self.number})
        return Message(_CALLED[self.level], {"number": self.number})


@dataclass(frozen=True)
class Wish:
    """What is to be fetched. `years` are autumns, the first and the last; None is all there are."""

    tables: tuple[Table, ...]
    schools: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    with_country: bool = False
    with_schools: bool = False
    years: tuple[int, int] | None = None

    @property
    def units(self) -> tuple[Unit, ...]:
        """Everything asked for, the schools first: they decide which stages the rest is about."""
        return (
            *(Unit(Level.SCHOOL, number) for number in self.schools),
            *(Unit(Level.MUNICIPALITY, number, self.with_schools) for number in self.municipalities),
            *(Unit(Level.COUNTY, number) for number in self.counties),
            *((Unit(Level.COUNTRY, COUNTRY),) if self.with_country else ()),
        )


@dataclass(frozen=True)
class Question:
    """One table for one unit. `code` is the unit's number, or one that it had before."""

    table: Table
    number: int
    stage: Stage
    unit: Unit
    code: str

    @property
    def is_about_before(self) -> bool:
        """Whether it asks by a number that the unit no longer has."""
        return self.code != self.unit.number

    @property
    def column(self) -> str:
        """The column in which every row of the answer holds `code`."""
        return _COLUMN[self.unit.level]

    @property
    def levels(self) -> tuple[int, ...]:
        """The `EnhetNivaa` that the rows may have."""
        levels = LEVELS[self.stage]
        own = (levels[self.unit.level],)
        return (*own, levels[Level.SCHOOL]) if self.unit.with_schools else own

    @property
    def said(self) -> Message:
        """What a sentence calls it: "indekser for skole 999901004"."""
        return said(self.table, self.unit)

    @property
    def file(self) -> str:
        """A name for the file with the answer, without its ending."""
        return f"udir-{self.number}-{self.table.name}-{'landet' if self.code == COUNTRY else self.code}"

    def filter(self, times: Sequence[int]) -> str:
        """The question as the service wants it, for the school years `times` (`TidID`)."""
        chosen = {"EierformID": ALL, self.column: self.code, "TidID": "_".join(map(str, times))}
        if self.unit.level is not Level.SCHOOL:
            chosen["EnhetNivaa"] = "_".join(map(str, self.levels))
        if self.table.is_split:
            chosen["KjoennID"] = ALL
        if self.table.is_split and self.stage is Stage.UPPER:
            chosen["ProgramomraadeID"] = ALL
        return "_".join(f"{name}({value})" for name, value in sorted(chosen.items()))


def said(table: Table, unit: Unit) -> Message:
    """What a sentence calls one table for one unit."""
    return Message(N_("{table} for {unit}"), {"table": Message(table.title), "unit": unit.called})


def questions(unit: Unit, table: Table, number: int, stage: Stage) -> Iterator[Question]:
    """The questions for one unit and table: one, and one more for each number the unit had before."""
    before = earlier_numbers(unit.number, FIRST_YEAR) if unit.level is Level.MUNICIPALITY else ()
    for code in (unit.number, *before):
        yield Question(table, number, stage, unit, code)


def school_number(text: str) -> str:
    """An organisation number: nine digits. Raises `UsageError` for anything else."""
    return _digits(text, 9, N_("Organisasjonsnummeret til en skole har ni sifre. «{value}» har ikke det."))


def municipality_number(text: str) -> str:
    """The number a municipality has now, from one it has or had. Raises `UsageError` for no number."""
    return current_number(_digits(text, 4, N_("Et kommunenummer har fire sifre. «{value}» har ikke det.")))


def county_number(text: str) -> str:
    """A county's number. Raises `UsageError` for anything else."""
    return _digits(text, 2, N_("Et fylkesnummer har to sifre. «{value}» har ikke det."))


def school_years(text: str) -> tuple[int, int]:
    """The first and last autumn of "2025" or "2022-2025". Raises `UsageError` for anything else."""
    found = re.fullmatch(r"(20[0-9]{2})(?:-(20[0-9]{2}))?", text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise UsageError(
            N_("Skriv skoleårene som høsten de begynte: 2025, eller 2022-2025. «{value}» forsto vi ikke."),
            value=text,
        )
    return first, last


def _digits(text: str, count: int, wrong: str) -> str:
    number = "".join(text.split())
    if not (number.isascii() and number.isdigit() and len(number) == count):
        raise UsageError(wrong, value=text)
    return number
