"""Released figures written by hand: the school of the look's pictures, with methods of the contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lmtools.domain.figures import Break, Figure, Indicator, Level, Source, Status, Unit
from lmtools.errors import NotFound

YEARS = (2021, 2022, 2023, 2024, 2025)
UDIR = Source("Elevundersøkelsen", "Kilde: Elevundersøkelsen, Utdanningsdirektoratet")
SCHOOL = Unit("987654321", "Solbakken", Level.SCHOOL)
MUNICIPALITY = Unit("0001", "Fjellvik", Level.MUNICIPALITY)
COUNTRY = Unit("0", "Norge", Level.COUNTRY)
ANSWERED = (101, 98, 106, 99, 104)

RULES = Indicator("EUIndeks_1387", "Felles regler")
VOICE = Indicator("EUIndeks_1386", "Elevdemokrati og medvirkning")
BULLYING = Indicator("EUIndeks_1398", "Mobbing på skolen", scale="share", kind="bullying", best="low")
WELLBEING = Indicator("EUIndeks_1379", "Trivsel")
SUPPORT = Indicator("EUIndeks_1380", "Støtte fra lærer")
LEARNING = Indicator("EUIndeks_1383", "Læringskultur")
QUIET = Indicator("Q1", "God arbeidsro i timene", parent=LEARNING.code, kind="question")
MISTAKES = Indicator("Q2", "Greit å gjøre feil", parent=LEARNING.code, kind="question")

SCHOOL_MEANS = {
    RULES.code: (3.8, 3.9, 3.9, 3.9, 3.5),
    VOICE.code: (3.2, 3.1, 3.2, 3.2, 3.6),
    WELLBEING.code: (4.1, 4.2, 4.1, 4.2, 4.1),
    SUPPORT.code: (4.0, 4.0, 3.9, 4.0, 4.1),
    LEARNING.code: (3.8, 3.8, 3.7, 3.7, 3.6),
    QUIET.code: (3.5, 3.5, 3.4, 3.4, 3.2),
    MISTAKES.code: (4.1, 4.1, 4.0, 4.0, 4.0),
}
COUNTRY_MEANS = {
    RULES.code: 3.8, VOICE.code: 3.2, WELLBEING.code: 4.1, SUPPORT.code: 3.9, LEARNING.code: 3.7,
    QUIET.code: 3.4, MISTAKES.code: 4.0,
}  # fmt: skip


def mean(year: int, value: float, *, n: int | None = 100, sd: float | None = 0.7) -> Figure:
    return Figure(year, Status.PUBLISHED, mean=value, sd=sd, n=n)


def share(year: int, value: float, *, n: int | None = 100) -> Figure:
    return Figure(year, Status.PUBLISHED, scale="share", share=value, n=n)


def hidden(year: int, scale: str = "mean") -> Figure:
    return Figure(year, Status.SUPPRESSED, scale=scale)


def pictured() -> dict[tuple[str, str], tuple[Figure, ...]]:
    """The figures of the look's picture, by (unit, indicator)."""
    figures = {
        (SCHOOL.key, code): tuple(mean(y, v, n=n) for y, v, n in zip(YEARS, values, ANSWERED, strict=True))
        for code, values in SCHOOL_MEANS.items()
    }
    for code, value in COUNTRY_MEANS.items():
        figures[COUNTRY.key, code] = tuple(mean(year, value, n=60000) for year in YEARS)
        figures[MUNICIPALITY.key, code] = tuple(mean(year, value - 0.2, n=900) for year in YEARS)
    figures[SCHOOL.key, BULLYING.code] = (
        share(2021, 9, n=101), share(2022, 11, n=98), share(2023, 10, n=106),
        hidden(2024, "share"), share(2025, 14, n=104),
    )  # fmt: skip
    for unit in (COUNTRY, MUNICIPALITY):
        figures[unit.key, BULLYING.code] = tuple(
            share(year, value, n=60000) for year, value in zip(YEARS, (9, 10, 10, 11, 11), strict=True)
        )
    return figures


@dataclass(frozen=True)
class FakeReleased:
    """The contract's `Released` on a dictionary."""

    figures: dict[tuple[str, str], tuple[Figure, ...]] = field(default_factory=pictured)
    broken: dict[str, tuple[Break, ...]] = field(default_factory=dict)
    years: tuple[int, ...] = YEARS
    genders: tuple[str, ...] = ("all", "girls", "boys")
    source: Source = UDIR
    schools: tuple[Unit, ...] = (SCHOOL,)

    def sources(self, indicators: Iterable[str] | None = None) -> tuple[Source, ...]:
        return (self.source,)

    def units(self, level: Level | None = None) -> tuple[Unit, ...]:
        every = (*self.schools, *((MUNICIPALITY, COUNTRY) if self.schools else ()))
        return tuple(unit for unit in every if level is None or unit.level is level)

    def unit(self, key: str) -> Unit:
        for unit in self.units():
            if unit.key == key:
                return unit
        raise NotFound("Fant ikke enheten {key}.", key=key)

    def parents(self, unit: Unit) -> dict[str, Unit | None]:
        return {"municipality": MUNICIPALITY, "county": None, "country": COUNTRY}

    def grades(self, unit: Unit) -> tuple[str, ...]:
        return ("all", "8", "10")

    def indicators(self, unit: Unit | None = None) -> tuple[Indicator, ...]:
        return (RULES, VOICE, BULLYING, WELLBEING, SUPPORT, LEARNING)

    def indicator(self, indicator: str) -> Indicator:
        for one in (*self.indicators(), QUIET, MISTAKES):
            if indicator in (one.code, one.name):
                return one
        raise NotFound("Vi finner ikke «{name}» i tallene.", name=indicator)

    def questions(self, indicator_code: str) -> tuple[Indicator, ...]:
        return tuple(one for one in (QUIET, MISTAKES) if one.parent == indicator_code)

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        absent = tuple(Figure(year, Status.ABSENT) for year in self.years)
        return self.figures.get((unit.key, indicator), absent)

    def breaks(self, indicator: str) -> tuple[Break, ...]:
        return self.broken.get(indicator, ())
