"""Released tables as facts again, with what was hidden in part of a row set apart from what is empty.

The tables on disk hold no hidden number and tell hidden from empty for whole figures only. A shown
figure without a share or a deviation that the same question has elsewhere is taken to have it hidden.
This can only err towards hiding too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lmtools.survey.schema import SHARES, SUPPRESSED, Facts, Floats, is_suppressed
from lmtools.survey.storage import Tables, to_facts

PARTS = ("sd", *SHARES)
"""What may be hidden in a figure whose value is shown."""


def facts_of(tables: Tables) -> Facts:
    """The facts of released tables, ready to be closed with new ones or attacked."""
    facts = to_facts(tables)
    shown = np.isfinite(facts.number("value"))
    numbers = dict(facts.numbers)
    answers = [name for name in SHARES if name in numbers]
    told = np.zeros(len(facts), dtype=bool)
    for name in answers:
        told |= np.isfinite(numbers[name])
    for names, known in (
        (answers, told),
        (["sd"] if "sd" in numbers else [], np.isfinite(facts.number("sd"))),
    ):
        asked = np.zeros(len(facts.indicators), dtype=bool)
        asked[facts.indicator[known]] = True
        for name in names:
            numbers[name] = _marked(numbers[name], shown & asked[facts.indicator])
    return replace(facts, numbers=numbers)


def hidden_numbers(facts: Facts, names: Sequence[str] = PARTS) -> tuple[int, int]:
    """How many figures are hidden whole, and how many of these numbers in figures that are shown."""
    gone = is_suppressed(facts.number("value"))
    there = [facts.numbers[name] for name in names if name in facts.numbers]
    return int(gone.sum()), sum(int((is_suppressed(values) & ~gone).sum()) for values in there)


def _marked(values: Floats, there: np.ndarray) -> Floats:
    return np.where(there & np.isnan(values) & ~is_suppressed(values), SUPPRESSED, values)
