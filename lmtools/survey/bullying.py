"""Bullying's index and its three questions: what one of them tells of another.

The index counts each pupil once who is bullied in any of the three ways, so it lies between the
largest of the three and their sum. An index of 0,0 tells that every part is 0; three parts of which two
are 0,0 tell the index. Where a hidden one would be left with too little room, another is hidden: the
index when it is small itself, else the smallest part.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lmtools.survey.answer_bounds import ROUNDING
from lmtools.survey.answers import needed_width
from lmtools.survey.catalogue import BULLYING, BULLYING_QUESTIONS
from lmtools.survey.schema import Facts, Floats, Ints, Kind, Mask, compress, is_suppressed

PARTS = tuple(BULLYING_QUESTIONS)
_ROUNDS = 4


def bullying_table(facts: Facts) -> tuple[Ints, Floats]:
    """Places in the facts and values, a row for each cell, and columns for the index and its three parts.

    The place is -1 and the value NaN where there is no such figure.
    """
    column = {code: i for i, code in enumerate((BULLYING, *PARTS))}
    of = np.asarray(
        [column.get(row.code, -1) if row.kind is Kind.BULLYING else -1 for row in facts.indicators],
        dtype=np.int64,
    )
    at = np.flatnonzero(of[facts.indicator] >= 0)
    if len(at) == 0:
        return np.full((0, 4), -1), np.zeros((0, 4))
    some = replace(facts.only(at), indicator=np.zeros(len(at), dtype=np.int64))
    cells = compress(*some.keys())[1]
    place = np.full((int(cells.max()) + 1, 4), -1)
    place[cells, of[facts.indicator[at]]] = at
    values = np.where(place >= 0, facts.number("value")[place], np.nan)
    return place, values


def bullying_losses(facts: Facts, n: Floats, smallest_share: int) -> Ints:
    """The facts to hide so that no hidden figure of bullying follows from the other three."""
    place, values = bullying_table(facts)
    some = is_suppressed(values).any(axis=1) & np.isfinite(values).any(axis=1)
    place, values = place[some], values[some].copy()
    if len(place) == 0:
        return np.zeros(0, dtype=np.int64)
    people = np.where(place >= 0, n[place], np.nan)
    people = np.where(np.isfinite(people), people, np.inf).min(axis=1)
    needed = needed_width(np.where(np.isfinite(people), people, np.nan), smallest_share)
    lost: list[Ints] = []
    for _ in range(_ROUNDS):
        pick = _next(values, needed)
        rows = np.flatnonzero(pick >= 0)
        if len(rows) == 0:
            break
        lost.append(place[rows, pick[rows]])
        values[rows, pick[rows]] = -np.inf
    return np.concatenate(lost) if lost else np.zeros(0, dtype=np.int64)


def _next(values: Floats, needed: Floats) -> Ints:
    """The column to hide next in each row; -1 where there is room enough."""
    shown, hidden = np.isfinite(values), is_suppressed(values)
    given = np.where(shown, values, 0.0)
    all_there = (shown | hidden)[:, 1:].all(axis=1)
    parts = given[:, 1:].sum(axis=1)
    hidden_parts = hidden[:, 1:].sum(axis=1)
    index = given[:, 0]
    low = np.where(all_there & (hidden_parts == 1), np.maximum(index - parts, 0), 0)
    tight_part = shown[:, 0] & (hidden_parts > 0) & (index - low + ROUNDING < needed)
    small = tight_part & (index + ROUNDING < needed)
    room = np.minimum(parts, 100) - given[:, 1:].max(axis=1)
    tight_index = hidden[:, 0] & all_there & (hidden_parts == 0) & (room < needed)
    weight = np.where(shown[:, 1:], values[:, 1:], np.inf)
    weight = np.where(tight_index[:, None] & (weight == 0) & (parts > 0)[:, None], 1e6, weight)
    part: Ints = weight.argmin(axis=1) + 1
    possible: Mask = np.asarray(np.isfinite(weight).any(axis=1))
    pick = np.where((tight_part | tight_index) & possible, part, -1)
    pick = np.where(tight_part & ~possible, 0, pick)
    return np.asarray(np.where(small, 0, pick))
