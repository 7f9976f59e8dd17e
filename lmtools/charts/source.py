"""Where figures come from: what charts ask of the released figures, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from lmtools.domain.figures import Break, Figure, Indicator, Level, Source, Unit


class FiguresSource(Protocol):
    """Released figures, as `lmtools.survey` gives them."""

    @property
    def years(self) -> Sequence[int]:
        """Every year of the data, ascending."""

    @property
    def genders(self) -> Sequence[str]:
        """Keys of the genders that can be chosen, "all" with them."""

    def sources(self, indicators: Iterable[str] | None = None) -> tuple[Source, ...]:
        """Where the figures come from: all of them, or those of some indicators (codes)."""

    def units(self, level: Level | None = None) -> tuple[Unit, ...]:
        """Every unit, or those of one level."""

    def unit(self, key: str) -> Unit:
        """The unit with this key."""

    def parents(self, unit: Unit) -> Mapping[str, Unit | None]:
        """The unit's "municipality", "county" and "country"."""

    def grades(self, unit: Unit) -> Sequence[str]:
        """Keys of the grades that the unit has figures for."""

    def indicators(self, unit: Unit | None = None) -> tuple[Indicator, ...]:
        """The indexes and the bullying index, all or those that one unit has figures for."""

    def indicator(self, indicator: str) -> Indicator:
        """An indicator or question by code or name. Raises `NotFound` with the nearest names."""

    def questions(self, indicator_code: str) -> tuple[Indicator, ...]:
        """The questions inside an index."""

    def series(
        self, indicator: str, *, unit: Unit, grade: str = "all", gender: str = "all"
    ) -> tuple[Figure, ...]:
        """One figure for each year of the data, ascending."""

    def breaks(self, indicator: str) -> tuple[Break, ...]:
        """The breaks in the series of an indicator."""
