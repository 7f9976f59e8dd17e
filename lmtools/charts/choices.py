"""What a reader has chosen to see, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from lmtools.domain.figures import Indicator, Level, Unit
from lmtools.domain.grades import grade_name
from lmtools.domain.jsonable import Json
from lmtools.errors import N_, NotFound
from lmtools.text import Text

from .source import FiguresSource

_GENDERS = {"all": N_("Alle"), "girls": N_("Jenter"), "boys": N_("Gutter")}
_REFERENCES = {
    "country": N_("Landet"),
    "municipality": N_("Kommunen"),
    "both": N_("Kommunen og landet"),
}


class SelectionJson(TypedDict):
    """A selection in which everything is decided; the keys are those of `Selection`."""

    unit: str
    grade: str
    gender: str
    compare: int | None
    indicators: list[str]
    open: str | None
    reference: str
    schools: bool


@dataclass(frozen=True)
class Selection:
    """A choice as the page sends it; what is left out or unknown gets a sensible value.

    Attributes:
        unit: Key of the school (or other unit); "" is the first school.
        grade, gender: As in the released figures; "all" for all together. A grade that the school
            has no figures for gives its highest one.
        compare: The year to compare the latest with; None is the year before.
        indicators: Codes or names; none means every index.
        open: The index whose questions are shown too.
        reference: "country", "municipality" or "both".
        schools: Whether the municipality's schools are shown beside each other too.
    """

    unit: str = ""
    grade: str = "all"
    gender: str = "all"
    compare: int | str | None = None
    indicators: Sequence[str] = ()
    open: str | None = None
    reference: str = "country"
    schools: bool = False

    def __post_init__(self) -> None:
        for name, empty in (("unit", ""), ("grade", "all"), ("gender", "all"), ("reference", "country")):
            object.__setattr__(self, name, str(getattr(self, name) or empty))
        if self.reference not in _REFERENCES:
            object.__setattr__(self, "reference", "country")
        object.__setattr__(self, "compare", _as_year(self.compare))
        object.__setattr__(self, "indicators", tuple(str(code) for code in self.indicators or ()))
        object.__setattr__(self, "open", self.open or None)
        object.__setattr__(self, "schools", self.schools is True)

    def as_json(self) -> SelectionJson:
        """As the page gets it back."""
        return {
            "unit": self.unit,
            "grade": self.grade,
            "gender": self.gender,
            "compare": _as_year(self.compare),
            "indicators": list(self.indicators),
            "open": self.open,
            "reference": self.reference,
            "schools": self.schools,
        }


def _as_year(value: int | str | None) -> int | None:
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def find_unit(source: FiguresSource, key: str) -> Unit | None:
    """The chosen unit, or the first school; None when nothing has been released."""
    if key:
        return source.unit(key)
    return next(iter(source.units(Level.SCHOOL) or source.units()), None)


def find_indicators(source: FiguresSource, unit: Unit, wanted: Sequence[str]) -> tuple[Indicator, ...]:
    """The chosen indicators in the order chosen; every index and the bullying index when none is.

    Those that the released figures do not have are left out, as long as one is there.

    Raises:
        NotFound: The released figures have none of them; with near matches to the first.
    """
    if not wanted:
        return source.indicators(unit)
    found = [source.indicator(name) for name in wanted if has_indicator(source, name)]
    if not found:
        source.indicator(wanted[0])
    return tuple({one.code: one for one in found}.values())


def has_indicator(source: FiguresSource, name: str) -> bool:
    """Whether there are released figures for the indicator of this code or name."""
    try:
        source.indicator(name)
    except NotFound:
        return False
    return True


def gender_name(gender: str, text: Text) -> str:
    """ "Jenter", "Gutter", "Alle"."""
    return text.t(_GENDERS[gender]) if gender in _GENDERS else gender[:1].upper() + gender[1:]


def options(source: FiguresSource, unit: Unit | None, text: Text) -> Json:
    """What can be chosen for `unit`: units, grades, genders, years and references, each with its name."""
    schools = source.units(Level.SCHOOL) or source.units()
    grades = source.grades(unit) if unit else ()
    genders = source.genders if unit else ()
    municipality = source.parents(unit).get("municipality") if unit is not None else None
    references = tuple(_REFERENCES) if municipality else ("country",)
    return {
        "units": [{"key": one.key, "name": one.name} for one in schools],
        "grades": [{"key": grade, "name": grade_name(grade, text)} for grade in grades],
        "genders": [{"key": gender, "name": gender_name(gender, text)} for gender in genders],
        "years": list(source.years),
        "municipality": municipality.name if municipality and unit and unit.level is Level.SCHOOL else "",
        "references": [{"key": key, "name": text.t(_REFERENCES[key])} for key in references],
    }
