"""What has been shown of own surveys, in all imports so far: whatever is out stays known.

A file in the folder of each released version, with released numbers only; it holds those of all
versions before it. A new import is judged by it. Numbers
that come out as before are known to everyone, and the new pattern reckons with them. A group whose
numbers would change by a few pupils only would show what those few answered, as the difference between
the two releases; then the earlier figures stand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lmtools.errors import N_, LmtoolsError
from lmtools.survey.identity import MADE
from lmtools.survey.labels import fold
from lmtools.survey.linked_system import Key
from lmtools.survey.schema import SHARES, Facts, UnitRow

FILE = "ledger.parquet"
NUMBERS = ("n", "value", "sd", *SHARES)
_WIDEST_STEP = 4
_ROUNDING = 0.05

Question = tuple[str, str, int]
"""A question's code, a unit's key and a year."""
Numbers = Mapping[str, float]
"""Shown numbers of one group by the names in `NUMBERS`; what was hidden is not there."""


class Change(Enum):
    """How a group's new numbers differ from numbers that are out."""

    NONE = "none"
    FEW = "few"
    MANY = "many"


@dataclass(frozen=True)
class Ledger:
    """Numbers shown of own surveys, by question and group; several where they have changed."""

    shown: Mapping[Question, Mapping[Key, tuple[Numbers, ...]]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Ledger({len(self.shown)} questions)"

    def would_tell(self, question: Question, new: Mapping[Key, Numbers], minimum: int) -> bool:
        """Whether some group would change by so few pupils that the change tells of them.

        `new` holds all numbers of the groups now, to be shown or not.
        """
        return any(
            compare(old, new.get(key, {"n": 0.0}), minimum) is Change.FEW
            for key, versions in self.shown.get(question, {}).items()
            for old in versions
        )

    def known(self, question: Question, new: Mapping[Key, Numbers]) -> dict[Key, frozenset[str]]:
        """By group, the names of those of the numbers in `new` that are out already."""
        found: dict[Key, frozenset[str]] = {}
        for key, versions in self.shown.get(question, {}).items():
            same = [set(old) for old in versions if compare(old, new.get(key, {"n": 0.0}), 1) is Change.NONE]
            if same:
                found[key] = frozenset(set.union(*same))
        return found

    def with_released(self, facts: Facts) -> Ledger:
        """This ledger and the published numbers of `facts`."""
        shown = {q: dict(groups) for q, groups in self.shown.items()}
        for question, key, numbers in _released(facts):
            versions = shown.setdefault(question, {}).setdefault(key, ())
            if numbers not in versions:
                shown[question][key] = (*versions, numbers)
        return Ledger(shown)


def compare(old: Numbers, new: Numbers, minimum: int) -> Change:
    """How much a group has changed, as far as the old numbers can tell; in doubt, little.

    Fewer than `minimum` is few: in the number of respondents, or, when that is the same, in the
    number who changed their answer (half the sum of the changes of the counts).
    """
    n = old["n"]
    apart = abs(n - new["n"])
    if apart:
        return Change.FEW if apart < minimum else Change.MANY
    if all(_same(value, new.get(name)) for name, value in old.items()):
        return Change.NONE
    counts = [abs(old[s] - new.get(s, 0.0)) * n / 100 for s in SHARES if s in old]
    moved = sum(counts) / 2
    # One who moves changes the sum by 4 at the most. A share is 0 or 100 for each, so by 100.
    step = _WIDEST_STEP if counts or "sd" in old else 100
    moved = max(moved, (abs(old["value"] - new["value"]) - 2 * _ROUNDING) * n / step)
    return Change.MANY if moved >= minimum else Change.FEW


def _same(old: float, new: float | None) -> bool:
    return new is not None and math.isclose(old, new, abs_tol=1e-9)


def unit_key(row: UnitRow) -> str:
    """The key of a unit in the ledger: its number, or its name when it has none."""
    return row.key if row.key and not row.key.startswith(MADE) else f"{MADE}{fold(row.name)}"


def load(version: Path) -> Ledger | None:
    """The ledger in a released version's folder; None when it has none, as older ones have not.

    Raises `LmtoolsError` when it cannot be read: without it, nothing can be released safely.
    """
    path = version / FILE
    if not path.exists():
        return None
    try:
        return _from_rows(pq.read_table(path).to_pylist())
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise LmtoolsError(
            N_(
                "Oversikten over hva som er vist, {file}, kan ikke leses. "
                "Hent den fra en sikkerhetskopi, og prøv igjen."
            ),
            file=str(path),
        ) from error


def to_bytes(ledger: Ledger) -> bytes:
    """The content of the file for this ledger."""
    rows = [
        {
            "question": code,
            "unit": unit,
            "year": year,
            "grade": grade,
            "gender": gender,
            **{name: numbers.get(name) for name in NUMBERS},
        }
        for (code, unit, year), groups in ledger.shown.items()
        for (grade, gender), versions in groups.items()
        for numbers in versions
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), sink)
    return bytes(sink.getvalue().to_pybytes())


_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("question", "unit")),
        ("year", pa.int64()),
        *((name, pa.string()) for name in ("grade", "gender")),
        *((name, pa.float64()) for name in NUMBERS),
    ]
)


def _from_rows(rows: Iterable[Mapping[str, object]]) -> Ledger:
    shown: dict[Question, dict[Key, tuple[Numbers, ...]]] = {}
    for row in rows:
        question = (str(row["question"]), str(row["unit"]), int(str(row["year"])))
        key = (str(row["grade"]), str(row["gender"]))
        numbers = {name: float(str(row[name])) for name in NUMBERS if row[name] is not None}
        groups = shown.setdefault(question, {})
        groups[key] = (*groups.get(key, ()), numbers)
    return Ledger(shown)


def _released(facts: Facts) -> Iterable[tuple[Question, Key, Numbers]]:
    columns = {name: facts.number(name) for name in NUMBERS}
    for i in np.flatnonzero(np.isfinite(columns["value"]) & np.isfinite(columns["n"])).tolist():
        code = facts.indicators[facts.indicator[i]].code
        question = (code, unit_key(facts.units[facts.unit[i]]), int(facts.year[i]))
        key = (facts.grade.labels[facts.grade.codes[i]], facts.gender.labels[facts.gender.codes[i]])
        yield question, key, {name: float(v[i]) for name, v in columns.items() if np.isfinite(v[i])}
