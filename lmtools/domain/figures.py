"""Released figures: one published number, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Four states that stay apart everywhere."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"  # `*` in the file, or hidden by our own policy; never told apart to a reader
    EMPTY = "empty"  # not asked, or no data
    ABSENT = "absent"  # no such row: the grade does not exist


class Level(StrEnum):
    """What a unit is."""

    SCHOOL = "school"
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    COUNTRY = "country"


@dataclass(frozen=True)
class Unit:
    """A school, municipality, county or the country. `key` is the organisation or municipality number."""

    key: str
    name: str
    level: Level


@dataclass(frozen=True)
class Indicator:
    """An index or one question.

    `scale` is "mean" (1-5, 5 is best), "share" (0-100), "points" or "count" (other surveys; not 1-5).
    `kind` is "index", "question", "bullying", "participation" or "other". `best` is the good end of
    the scale: "high", "low" (bullying), or "none" where neither end is.
    """

    code: str
    name: str
    scale: str = "mean"
    parent: str | None = None
    kind: str = "index"
    best: str = "high"


@dataclass(frozen=True)
class Source:
    """Where an indicator's figures come from: the survey's `name`, and the `credit` line it asks for."""

    name: str
    credit: str


@dataclass(frozen=True)
class Break:
    """From `year` on, figures cannot be compared with the years before without care.

    `kind` is "content" (questions or method changed: no comparison across) or "suppression" (the
    rules for hiding changed: figures compare, but more or fewer of them are shown).
    """

    year: int
    sentence: str
    kind: str = "content"


@dataclass(frozen=True)
class Figure:
    """One released figure. Numbers are None unless `status` is PUBLISHED.

    `mean` is 1-5, `sd` in the same unit, `share` 0-100, `n` respondents,
    `shares` the five answer shares 0-100 (None where hidden). `year` is the autumn the survey was taken.
    """

    year: int
    status: Status
    scale: str = "mean"
    mean: float | None = None
    sd: float | None = None
    share: float | None = None
    n: int | None = None
    shares: tuple[float | None, ...] = ()

    @property
    def value(self) -> float | None:
        """The number to show: mean or share, by `scale`."""
        return self.share if self.scale == "share" else self.mean
