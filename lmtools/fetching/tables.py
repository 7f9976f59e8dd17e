"""The tables of the pupil survey in Udir's export service, and how an answer of each is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lmtools.domain.figures import Level
from lmtools.errors import N_

FIRST_YEAR = 2021
"""The autumn from which the service has figures."""


class Stage(StrEnum):
    """Compulsory school, and upper secondary school: each has tables of its own."""

    LOWER = "grunnskole"
    UPPER = "videregaende"


@dataclass(frozen=True)
class Table:
    """One table. `lower` and `upper` are its numbers at Udir, the newest first where there are several.

    An answer of it has all of `columns` and none of `foreign`. Udir's own descriptions of two of the tables
    have been swapped, so a table is known by its columns. `is_split` tells that the table counts genders and
    programmes apart, so that all of them together must be asked for.
    """

    name: str
    title: str
    lower: tuple[int, ...]
    upper: tuple[int, ...]
    columns: frozenset[str]
    foreign: frozenset[str] = frozenset()
    is_split: bool = True

    def numbers(self, stage: Stage) -> tuple[int, ...]:
        """Its numbers at Udir in one stage."""
        return self.lower if stage is Stage.LOWER else self.upper


_TOPIC = frozenset({"Spoersmaalnavn", "Trinnnavn"})

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "index",
            N_("indekser"),
            (148,),
            (152,),
            _TOPIC | {"Score", "Standardavvik", "AntallBesvart"},
            frozenset({"AndelBesvart", "AndelMobbet"}),
        ),
        Table("bullying", N_("mobbing"), (150,), (154,), _TOPIC | {"AndelMobbet", "AntallBesvart"}),
        Table(
            "participation",
            N_("deltakelse"),
            (151,),
            (243, 155),
            frozenset({"Trinnnavn", "AndelDeltatt", "AntallBesvart"}),
            is_split=False,
        ),
        Table("theme", N_("alle spørsmål"), (149,), (153,), _TOPIC | {"AndelBesvart", "SvaralternativNavn"}),
    )
}

LEVELS: dict[Stage, dict[Level, int]] = {
    Stage.LOWER: {Level.COUNTRY: 1, Level.COUNTY: 2, Level.MUNICIPALITY: 3, Level.SCHOOL: 4},
    Stage.UPPER: {Level.COUNTRY: 1, Level.COUNTY: 2, Level.SCHOOL: 3},
}
"""What `EnhetNivaa` is for each level. Upper secondary schools have no municipality above them."""
