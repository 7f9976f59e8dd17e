"""The answers to one question in one unit and year, counted: what there is to protect and to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from lmtools.survey.linked_system import Beside, Key, LinkedSystem
from lmtools.survey.pupils import Question
from lmtools.survey.schema import EMPTY, SHARES, Floats, Ints, Mask

_OPTIONS = np.arange(1, len(SHARES) + 1, dtype=np.int64)
Parts = tuple[tuple[int, Mask], ...]
"""Numbers of questions that tell of this one, and the answers to each that it counts."""


@dataclass(frozen=True)
class Sheet:
    """One question, counted.

    Attributes:
        number: The question's number in its survey.
        system: Its respondents and answers. An index has respondents only: its values are means.
        values: Each respondent's number, and `leaf` their place among the system's leaves.
        parts: The questions it is made of.
    """

    number: int
    system: LinkedSystem
    values: Floats
    leaf: Ints
    parts: Parts = ()

    def __repr__(self) -> str:
        return f"Sheet({self.number})"

    def same_as(self, other: Sheet) -> bool:
        """Whether two questions of the same pupils have the very same answers."""
        return (
            self.system.share == other.system.share
            and self.system.leaves == other.system.leaves
            and np.array_equal(self.system.weights, other.system.weights)
            and np.array_equal(self.leaf, other.leaf)
            and np.array_equal(self.values, other.values)
        )

    def alike(self, options: int) -> Mask:
        """Groups whose answers all lie within `options` neighbouring ones, or as near each other."""
        if not options or len(self.system.weights) > 1:
            return self.system.alike(options)
        spread = [np.ptp(self.values[inside[self.leaf]]) for inside in self.system.members.astype(bool)]
        return np.asarray(spread) <= options - 1

    @cached_property
    def numbers(self) -> dict[Key, dict[str, float]]:
        """All numbers of each group, to be shown or not."""
        system = self.system
        found = {}
        for group, keys in enumerate(system.names):
            if len(system.weights) == 1:
                numbers = self._index(system.members[group].astype(bool))
            elif system.share:
                numbers = {"value": float(system.means[group]), "count": float(system.sums[group])}
            else:
                numbers = {"value": float(system.means[group]), "sd": float(system.deviations[group])}
                numbers |= dict(zip(SHARES, system.shares[group].tolist(), strict=True))
            numbers["n"] = float(system.respondents[group])
            found.update(dict.fromkeys(keys, numbers))
        return found

    def beside(self, part: Sheet, size: int) -> Beside:
        """What this index of `size` questions tells of one of them, by the groups of that one."""
        place = {key: group for group, keys in enumerate(self.system.names) for key in keys}
        rows = [
            [
                self.values[self.system.members[at].astype(bool)[self.leaf]]
                for at in [place.get(keys[0])]
                if at is not None
            ]
            for keys in part.system.names
        ]
        return Beside(
            sums=np.asarray([row[0].sum() if row else 0.0 for row in rows]),
            respondents=np.asarray([len(row[0]) if row else 0 for row in rows], dtype=np.int64),
            size=size,
        )

    def _index(self, inside: Mask) -> dict[str, float]:
        values = self.values[inside[self.leaf]]
        sd = round(float(values.std(ddof=1)), 1) if len(values) > 1 else EMPTY
        return {"value": round(float(values.mean()), 1), "sd": sd}


def read_sheets(
    frame: pd.DataFrame, questions: Sequence[tuple[int, Question]], parts: Mapping[int, Parts]
) -> list[Sheet]:
    """Count questions of one block for the pupils of `frame` (grade, gender); without unanswered ones."""
    sheets = {
        number: sheet
        for number, question in questions
        if (sheet := _read_sheet(frame, number, question, parts.get(number, ())))
    }
    for index, found in parts.items():
        inside = [part for part, answers in found if answers.all() and part in sheets]
        if index not in sheets or len(sheets[index].system.weights) > 1 or not inside:
            continue
        for part in inside:
            sheet, beside = sheets[part], sheets[index].beside(sheets[part], len(found))
            sheets[part] = replace(sheet, system=replace(sheet.system, beside=beside))
    return list(sheets.values())


def _read_sheet(frame: pd.DataFrame, number: int, question: Question, parts: Parts) -> Sheet | None:
    answers = question.answers[frame.index.to_numpy()]
    given = np.isfinite(answers)
    if not given.any():
        return None
    values = answers[given]
    pairs = list(zip(frame["grade"].to_numpy()[given], frame["gender"].to_numpy()[given], strict=True))
    leaves = tuple(sorted(set(pairs)))
    place = {key: i for i, key in enumerate(leaves)}
    leaf = np.asarray([place[pair] for pair in pairs], dtype=np.int64)
    share = question.row.scale == "share"
    weights = _weights(values, share=share, index=any(mask.all() for _, mask in parts))
    option = np.searchsorted(weights, values) if len(weights) > 1 else np.zeros(len(values), dtype=np.int64)
    counts = np.zeros((len(leaves), len(weights)), dtype=np.int64)
    np.add.at(counts, (leaf, option), 1)
    return Sheet(number, LinkedSystem(leaves, counts, weights, share), values, leaf, parts)


def _weights(values: Floats, *, share: bool, index: bool) -> Ints:
    """The answers there are: 0 and 1 in a share, 1 to 5; one of no meaning where values are no answers."""
    if share:
        return np.asarray([0, 1], dtype=np.int64)
    if index or bool((values % 1 != 0).any()):
        return np.zeros(1, dtype=np.int64)
    return _OPTIONS
