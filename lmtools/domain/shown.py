"""The ledger: what has been shown of a vote or a guess, and who stood behind it.

What was shown cannot be taken back, so the next result is measured against it: where only one person has
changed in between, two results tell that person's answer by subtraction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lmtools.domain.counting import GuessSummary

Ballots = Mapping[str, Mapping[str, int]]  # participant -> option -> points above 0


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
    content: dict[str, Any] = field(repr=False)
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

    def as_json(self) -> dict[str, Any]:
        """For `Shown.content["columns"]`."""
        ballots = {person: dict(ballot) for person, ballot in self.ballots.items()}
        return {"round": self.round, "points": dict(self.points), "ballots": ballots}


@dataclass(frozen=True)
class Guessed:
    """The room's guesses as shown, and whose they were."""

    summary: GuessSummary
    people: frozenset[str] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
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
    return tuple(
        Column(column["round"], column["points"], column["ballots"])
        for column in shown.content.get("columns", ())
    )


def guessed_of(shown: Shown) -> Guessed | None:
    """The guesses in it; None when too few had guessed for numbers."""
    content = shown.content.get("guessed")
    if content is None:
        return None
    summary = GuessSummary(content["q1"], content["median"], content["q3"], content["n"])
    return Guessed(summary, frozenset(content["people"]))


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

    def as_json(self) -> dict[str, Any]:
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
    return tuple(
        Rated(**{**row, "counts": None if row["counts"] is None else tuple(row["counts"])})
        for row in shown.content.get("rated", ())
    )
