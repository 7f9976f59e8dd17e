"""The ledger: what has been shown of a vote or a guess, and who stood behind it.

What was shown cannot be taken back, so the next result is measured against it: where only one person has
changed in between, two results tell that person's answer by subtraction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypedDict, cast

from lmtools.domain.counting import GuessSummary
from lmtools.domain.jsonable import Json

Ballots = Mapping[str, Mapping[str, int]]  # participant -> option -> points above 0


class _ColumnRow(TypedDict):
    round: int
    points: dict[str, int | None]
    ballots: dict[str, dict[str, int]]


class _GuessedRow(TypedDict):
    q1: float | None
    median: float
    q3: float | None
    n: int
    people: list[str]


class _RatedRow(TypedDict):
    item: str
    scale: str
    n: int
    counts: list[int | None] | None
    middle: float | None
    given: dict[str, int]


@dataclass(frozen=True)
class Shown:
    """One result that everyone has seen in `step`; `number` counts from 1.

    `content` is JSON-able: see `Column.as_json` and `Guessed.as_json`. It holds who stood behind the
    numbers, never leaves the store, and is deleted with the session. `again` says that the result was
    asked for once more while too few had changed, so that it stands.
    """

    session: str
    step: str
    number: int
    content: Json = field(repr=False)
    again: bool = False

    @property
    def is_sealed(self) -> bool:
        """Whether it came in a file: who stood behind it is not known, so nothing may be shown beside it."""
        return bool(self.content.get("sealed"))


@dataclass(frozen=True)
class Column:
    """One round of a vote as shown: points by option, None for an option that too few gave points to."""

    round: int
    points: Mapping[str, int | None] = field(repr=False)
    ballots: Ballots = field(repr=False)

    def as_json(self) -> Json:
        """For `Shown.content["columns"]`."""
        ballots = {person: dict(ballot) for person, ballot in self.ballots.items()}
        return {"round": self.round, "points": dict(self.points), "ballots": ballots}


@dataclass(frozen=True)
class Guessed:
    """The room's guesses as shown, and whose they were."""

    summary: GuessSummary
    people: frozenset[str] = field(repr=False)

    def as_json(self) -> Json:
        """For `Shown.content["guessed"]`."""
        room = self.summary
        return {
            "q1": room.q1,
            "median": room.median,
            "q3": room.q3,
            "n": room.n,
            "people": sorted(self.people),
        }


def columns_of(shown: Shown) -> tuple[Column, ...]:
    """The rounds of a vote in it; empty when it was shown without numbers."""
    rows = cast("list[_ColumnRow]", shown.content.get("columns", []))
    return tuple(Column(row["round"], row["points"], row["ballots"]) for row in rows)


def guessed_of(shown: Shown) -> Guessed | None:
    """The guesses in it; None when too few had guessed for numbers."""
    row = cast("_GuessedRow | None", shown.content.get("guessed"))
    if row is None:
        return None
    return Guessed(GuessSummary(row["q1"], row["median"], row["q3"], row["n"]), frozenset(row["people"]))


def changed(one: Ballots, other: Ballots) -> int:
    """How many people's ballots differ between the two, counting those who came or went."""
    people: Collection[str] = {*one, *other}
    return sum(dict(one.get(person) or {}) != dict(other.get(person) or {}) for person in people)


@dataclass(frozen=True)
class Rated:
    """One item on one scale as shown: counts by level, None where hidden, or only a `middle`."""

    item: str
    scale: str
    n: int
    counts: tuple[int | None, ...] | None = field(repr=False)
    middle: float | None = field(repr=False)
    given: Mapping[str, int] = field(repr=False)  # participant -> level

    def as_json(self) -> Json:
        """For `Shown.content["rated"]`."""
        return {
            "item": self.item,
            "scale": self.scale,
            "n": self.n,
            "counts": None if self.counts is None else list(self.counts),
            "middle": self.middle,
            "given": dict(self.given),
        }

    @property
    def column(self) -> Column:
        """The same as a vote where everybody has one point, for what guards votes."""
        counts = self.counts or (None,) * 5
        points = {str(level): count for level, count in enumerate(counts, start=1)}
        return Column(1, points, {person: {str(level): 1} for person, level in self.given.items()})


def rated_of(shown: Shown) -> tuple[Rated, ...]:
    """The ratings in it."""
    return tuple(_rated(row) for row in cast("list[_RatedRow]", shown.content.get("rated", [])))


def _rated(row: _RatedRow) -> Rated:
    counts = row["counts"]
    return Rated(
        row["item"],
        row["scale"],
        row["n"],
        counts=None if counts is None else tuple(counts),
        middle=row["middle"],
        given=row["given"],
    )
