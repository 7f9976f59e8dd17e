"""The one shape every file is read into: facts, one per unit, indicator, year, grade, gender and slice.

Categories are integer codes into short lists, so a text is understood once per distinct value however
many rows carry it. Numbers are float arrays in which two floats are set apart:

* `EMPTY` (NaN): not asked, or no data,
* `SUPPRESSED` (minus infinity): a `*` in the file, or hidden by our own policy.

A true 0 is 0.0, and a row that does not exist is simply not there. So the four states stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmtools.domain.figures import Level, Source

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

EMPTY = float("nan")
SUPPRESSED = float("-inf")

ALL = "all"
SHARES = ("s1", "s2", "s3", "s4", "s5")
NUMBERS = ("value", "sd", "n", "count", *SHARES)
"""`value` is the mean (1-5), the share (0-100) or points; `count` is the number bullied; `s1`-`s5` shares."""

_T = TypeVar("_T")
_Number = TypeVar("_Number", np.int64, np.float64)
_DENSE = 8_000_000
_LARGEST = 2**62


class Kind(StrEnum):
    """What sort of indicator a fact belongs to; decides ranges and rules."""

    INDEX = "index"
    QUESTION = "question"
    BULLYING = "bullying"
    PARTICIPATION = "participation"
    OTHER = "other"


@dataclass(frozen=True)
class UnitRow:
    """A unit as a file names it. `key` is "" when the file has no number for it."""

    key: str
    name: str
    level: Level
    municipality: str = ""
    county: str = ""
    municipality_name: str = ""
    county_name: str = ""


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as a file names it. `code` is "" when the file has names only.

    `group` is the name of the index or theme a question belongs to, `parent` its code if known.
    `scale` is "mean", "share", "points" or "count". `sources` are those of all files with figures for it.
    """

    code: str
    name: str
    kind: Kind
    scale: str = "mean"
    group: str = ""
    parent: str = ""
    sensitive: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Coded:
    """One text column: `codes` point into `labels`, which are distinct. As read they may have 32 bits."""

    codes: Ints
    labels: tuple[str, ...]

    @classmethod
    def of(cls, values: Sequence[str]) -> Coded:
        """Code a plain sequence of texts."""
        codes, labels = pd.factorize(np.asarray(values, dtype=object))
        return cls(codes.astype(np.int64), tuple(str(label) for label in labels))

    @classmethod
    def constant(cls, label: str, rows: int) -> Coded:
        """The same text in every row."""
        return cls(np.zeros(rows, dtype=np.int64), (label,))

    def map(self, change: Callable[[str], str]) -> Coded:
        """Change each distinct label; labels that become equal become one."""
        changed = [change(label) for label in self.labels]
        position = {label: i for i, label in enumerate(dict.fromkeys(changed))}
        lookup = np.asarray([position[label] for label in changed], dtype=np.int64)
        return Coded(lookup[self.codes] if len(lookup) else self.codes, tuple(position))

    def only(self, keep: Mask | Ints) -> Coded:
        """The rows that `keep` picks."""
        return Coded(self.codes[keep], self.labels)


def combine(columns: Sequence[Coded]) -> tuple[Ints, list[tuple[str, ...]]]:
    """Code the distinct combinations of several columns; only combinations that occur are listed."""
    codes = columns[0].codes.astype(np.int64)
    combos: list[tuple[str, ...]] = [(label,) for label in columns[0].labels]
    for column in columns[1:]:
        width = max(len(column.labels), 1)
        present, codes = compress(codes * width + column.codes, len(combos) * width)
        combos = [(*combos[i // width], column.labels[i % width]) for i in present.tolist()]
    return codes, combos


def distinct(rows: Sequence[_T]) -> tuple[tuple[_T, ...], Ints]:
    """The different rows in the order they come, and each row's place among them."""
    seen: dict[_T, int] = {}
    places = np.asarray([seen.setdefault(row, len(seen)) for row in rows], dtype=np.int64)
    return tuple(seen), places


def present(codes: Ints) -> list[int]:
    """The different codes there are, in order; they are small numbers, such as places in a list or years."""
    return np.flatnonzero(np.bincount(codes)).tolist()


def compress(keys: Ints, size: int) -> tuple[Ints, Ints]:
    """Distinct keys, and each row's place among them. `size` is above the largest key."""
    if size <= _DENSE:
        seen = np.zeros(size, dtype=np.bool_)
        seen[keys] = True
        distinct = np.flatnonzero(seen)
        place = np.cumsum(seen, dtype=np.int64) - 1
        return distinct, place[keys]
    codes, uniques = pd.factorize(keys)
    return np.asarray(uniques, dtype=np.int64), codes.astype(np.int64)


@dataclass(frozen=True)
class Facts:
    """What was read, coded. Arrays have one entry per fact; `row` is the row in the file, from 1."""

    units: tuple[UnitRow, ...]
    unit: Ints
    indicators: tuple[IndicatorRow, ...]
    indicator: Ints
    year: Ints
    grade: Coded
    gender: Coded
    slice: Coded
    row: Ints
    numbers: dict[str, Floats] = field(default_factory=dict)
    file: Ints | None = None

    def __repr__(self) -> str:
        return f"Facts({len(self)} facts)"

    def __len__(self) -> int:
        return len(self.unit)

    def number(self, name: str) -> Floats:
        """A number column; all empty when the file has no such column."""
        found = self.numbers.get(name)
        return np.full(len(self), EMPTY) if found is None else found

    def only(self, keep: Mask | Ints) -> Facts:
        """The facts that `keep` picks; the category lists stay as they are."""
        # Places pick faster than a mask, which is read anew for every column.
        keep = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        return replace(
            self,
            unit=self.unit[keep],
            indicator=self.indicator[keep],
            year=self.year[keep],
            grade=self.grade.only(keep),
            gender=self.gender.only(keep),
            slice=self.slice.only(keep),
            row=self.row[keep],
            numbers={name: values[keep] for name, values in self.numbers.items()},
            file=None if self.file is None else self.file[keep],
        )

    def keys(self) -> tuple[Ints, int]:
        """One integer per fact that tells its cell, and the number above them all."""
        first, last = (int(self.year.min()), int(self.year.max())) if len(self) else (0, 0)
        key: Ints = self.unit
        size = max(len(self.units), 1)
        for codes, width in (
            (self.indicator, len(self.indicators)),
            (self.grade.codes, len(self.grade.labels)),
            (self.gender.codes, len(self.gender.labels)),
            (self.slice.codes, len(self.slice.labels)),
            (self.year - first, last - first + 1),
        ):
            if size * max(width, 1) > _LARGEST:
                distinct, key = compress(key, size)
                size = len(distinct)
            key = key * max(width, 1) + codes
            size *= max(width, 1)
        return key, size

    def kinds(self) -> npt.NDArray[np.object_]:
        """Each indicator's kind, by its code in `indicator`."""
        return np.asarray([row.kind for row in self.indicators], dtype=object)


def same(a: Floats, b: Floats) -> Mask:
    """Where two number columns say the same, empty and suppressed included."""
    return np.asarray((a == b) | (np.isnan(a) & np.isnan(b)))


def is_suppressed(values: Floats) -> Mask:
    """Where a number is hidden."""
    return np.asarray(values == SUPPRESSED)


def concatenate(parts: Iterable[Facts]) -> Facts:
    """Several files' facts as one; equal units and indicators become one. `file` tells which part."""
    pieces = list(parts)
    units: dict[UnitRow, int] = {}
    indicators: dict[IndicatorRow, int] = {}
    unit_codes = [_recode(p.units, p.unit, units) for p in pieces]
    indicator_codes = [_recode(p.indicators, p.indicator, indicators) for p in pieces]
    lengths = [len(p) for p in pieces]
    return Facts(
        units=tuple(units),
        unit=_join(unit_codes),
        indicators=tuple(indicators),
        indicator=_join(indicator_codes),
        year=_join([p.year for p in pieces]),
        grade=_join_coded([p.grade for p in pieces]),
        gender=_join_coded([p.gender for p in pieces]),
        slice=_join_coded([p.slice for p in pieces]),
        row=_join([p.row for p in pieces]),
        numbers={
            name: _join([p.number(name) for p in pieces])
            for name in NUMBERS
            if any(name in p.numbers for p in pieces)
        },
        file=np.repeat(np.arange(len(pieces), dtype=np.int64), lengths),
    )


def _recode(items: Sequence[_T], codes: Ints, seen: dict[_T, int]) -> Ints:
    lookup = np.asarray([seen.setdefault(item, len(seen)) for item in items], dtype=np.int64)
    return lookup[codes] if len(lookup) else codes


def _join(arrays: Sequence[npt.NDArray[_Number]]) -> npt.NDArray[_Number]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _join_coded(columns: Sequence[Coded]) -> Coded:
    seen: dict[str, int] = {}
    codes = [_recode(column.labels, column.codes, seen) for column in columns]
    return Coded(_join(codes), tuple(seen))
