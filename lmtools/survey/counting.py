"""Count a school's own survey into facts, protected over all its tables at once.

For each question the respondents of every school and year are counted by grade and gender, by grade,
by gender and in all. `lmtools.disclosure.protect` decides which of these cells may be shown, so that no
hidden count follows from the others. Means, deviations and shares are rounded to one decimal, as
Udir's are, so that they do not give single answers back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmtools.disclosure import ProtectionError, Rule, protect
from lmtools.survey.labels import grade_order
from lmtools.survey.policy import Policy
from lmtools.survey.pupils import UNKNOWN, Pupils, Question
from lmtools.survey.schema import ALL, EMPTY, SHARES, SUPPRESSED, Coded, Facts, Floats

_VIEWS = (
    ("unit", "year", "grade", "gender"),
    ("unit", "year", "grade"),
    ("unit", "year", "gender"),
    ("unit", "year"),
)
Cell = tuple[int, int, str, str]


@dataclass(frozen=True)
class _Row:
    question: int
    cell: Cell
    numbers: dict[str, float]


def count_pupils(pupils: Pupils, policy: Policy) -> Facts:
    """The facts of a school's own survey; cells that must not be seen are `SUPPRESSED`."""
    frame = pd.DataFrame(
        {
            "unit": pupils.unit,
            "year": pupils.year,
            "grade": np.asarray(pupils.grade.labels, dtype=object)[pupils.grade.codes],
            "gender": np.asarray(pupils.gender.labels, dtype=object)[pupils.gender.codes],
        }
    )
    frame = _without_rare_groups(frame, policy.minimum)
    rows = [
        row
        for number, question in enumerate(pupils.questions)
        for row in _count(frame, number, question, policy)
    ]
    names = ("value", "sd", "n", "count", *SHARES)
    return Facts(
        units=pupils.units,
        unit=np.asarray([row.cell[0] for row in rows], dtype=np.int64),
        indicators=tuple(question.row for question in pupils.questions),
        indicator=np.asarray([row.question for row in rows], dtype=np.int64),
        year=np.asarray([row.cell[1] for row in rows], dtype=np.int64),
        grade=Coded.of([row.cell[2] for row in rows]),
        gender=Coded.of([row.cell[3] for row in rows]),
        slice=Coded.constant(ALL, len(rows)),
        row=np.zeros(len(rows), dtype=np.int64),
        numbers={
            name: np.asarray([row.numbers.get(name, EMPTY) for row in rows], dtype=np.float64)
            for name in names
        },
    )


def _without_rare_groups(frame: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The pupils, those in a group of their own wording with too few others counted as not having said.

    A grade or a gender that everyone knows may be shown as hidden. Another text is what a pupil wrote,
    and would be seen in the list of groups even if all its figures were hidden.
    """
    usual = {
        "grade": [key for key in frame["grade"].unique() if grade_order(key) < grade_order("")],
        "gender": ["girls", "boys"],
    }
    return frame.assign(
        **{
            name: frame[name].where(
                frame[name].isin(known)
                | (frame.groupby(["unit", "year", name])[name].transform("size") >= minimum),
                UNKNOWN,
            )
            for name, known in usual.items()
        }
    )


def _count(frame: pd.DataFrame, number: int, question: Question, policy: Policy) -> Iterator[_Row]:
    answered = frame[np.isfinite(question.answers)]
    shown = _shown(answered, question, policy)
    options = _shown_options(answered.assign(option=question.answers[answered.index]), question, policy)
    for view in _VIEWS:
        for key, part in answered.groupby(list(view), sort=True):
            cell = _cell(dict(zip(view, key, strict=True)))
            if UNKNOWN in cell:
                continue
            if cell not in shown:
                yield _Row(number, cell, dict.fromkeys(("value", "sd", "n", "count", *SHARES), SUPPRESSED))
            else:
                numbers = _numbers(question.answers[part.index.to_numpy()], question.row.scale)
                yield _Row(number, cell, _hide_options(numbers, cell, options))


def _shown(answered: pd.DataFrame, question: Question, policy: Policy) -> set[Cell]:
    """The cells that protection lets through; none at all when no safe pattern is found."""
    if answered.empty:
        return set()
    leaves = answered.groupby(list(_VIEWS[0]), sort=True).size().rename("n").reset_index()
    minimum = policy.bullying_minimum if question.row.sensitive else policy.minimum
    try:
        cells = protect(
            leaves,
            count="n",
            views=[list(view) for view in _VIEWS],
            rule=Rule(minimum=minimum, zeros="publish"),
        ).cells
    except ProtectionError:
        return set()
    published = cells[cells["status"] == "published"]
    names = _VIEWS[0]
    rows = published[list(names)].itertuples(index=False, name=None)
    return {_cell(dict(zip(names, row, strict=True))) for row in rows}


def _shown_options(
    answered: pd.DataFrame, question: Question, policy: Policy
) -> set[tuple[Cell, int]] | None:
    """The answers of each cell that may be shown, when all cells are seen together; None means all.

    Without this, a hidden answer of the girls would follow from those of the boys and of all.
    """
    given = answered["option"]
    if question.row.scale == "share" or answered.empty or bool((given % 1 != 0).any()):
        return None
    keys = [*_VIEWS[0], "option"]
    counted = answered.groupby(keys, sort=True).size().rename("n").reset_index()
    try:
        cells = protect(
            counted,
            count="n",
            views=[*([*view, "option"] for view in _VIEWS), *(list(view) for view in _VIEWS)],
            rule=Rule(minimum=policy.smallest_share, zeros="publish"),
        ).cells
    except ProtectionError:
        return set()
    published = cells[(cells["status"] == "published") & cells["option"].notna()]
    rows = published[keys].itertuples(index=False, name=None)
    return {(_cell(dict(zip(keys, row, strict=True))), round(float(row[-1]))) for row in rows}


def _hide_options(
    numbers: dict[str, float], cell: Cell, shown: set[tuple[Cell, int]] | None
) -> dict[str, float]:
    """Hide the answers that protection does not let through. One that nobody gave is no secret."""
    if shown is None:
        return numbers
    hidden = {
        name: SUPPRESSED
        for option, name in enumerate(SHARES, start=1)
        if numbers.get(name, 0) > 0 and (cell, option) not in shown
    }
    return {**numbers, **hidden}


def _cell(values: dict[str, object]) -> Cell:
    def text(name: str) -> str:
        value = values.get(name)
        return ALL if value is None or value is pd.NA or value != value else str(value)

    return int(str(values["unit"])), int(str(values["year"])), text("grade"), text("gender")


def _numbers(values: Floats, scale: str) -> dict[str, float]:
    n = len(values)
    if scale == "share":
        counted = float(values.sum())
        return {"value": round(100 * counted / n, 1), "n": n, "count": counted}
    found = {
        "value": round(float(values.mean()), 1),
        "sd": round(float(values.std(ddof=1)), 1) if n > 1 else EMPTY,
        "n": float(n),
    }
    if np.all(values == np.round(values)):
        for option, name in enumerate(SHARES, start=1):
            found[name] = round(100 * float(np.count_nonzero(values == option)) / n, 1)
    return found
