"""Pupils' own answers, on their way through the door: counted by `counting`, then forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.survey.schema import Coded, Floats, IndicatorRow, Ints, UnitRow

UNKNOWN = "unknown"
"""The gender or grade of a pupil who did not say. Counted for protection, never released."""


@dataclass(frozen=True)
class Question:
    """One indicator and each pupil's number for it: 1-5, or for shares 1 (counts) and 0. NaN: no answer."""

    row: IndicatorRow
    answers: Floats

    def __repr__(self) -> str:
        return f"Question({self.row.code!r})"


@dataclass(frozen=True)
class Pupils:
    """One row per pupil, coded. Has no names, and its repr shows no answers."""

    units: tuple[UnitRow, ...]
    unit: Ints
    year: Ints
    grade: Coded
    gender: Coded
    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        return f"Pupils({len(self.unit)} rows)"

    def __len__(self) -> int:
        return len(self.unit)
