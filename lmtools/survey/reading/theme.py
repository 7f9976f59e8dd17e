"""Udir's theme tables (149 and 153): one row per answer, folded to one fact per question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lmtools.survey import labels
from lmtools.survey.duplicates import find_duplicates
from lmtools.survey.reading.reading import Reading, column_or_blank, numbers
from lmtools.survey.reading.source import Sheet
from lmtools.survey.schema import (
    EMPTY,
    SHARES,
    SUPPRESSED,
    Coded,
    Facts,
    Floats,
    Ints,
    Mask,
    compress,
    is_suppressed,
)
from lmtools.survey.trouble import Trouble


def read(sheet: Sheet, facts: Facts, format_: str, trouble: Trouble) -> Reading:
    """Fold the answers of each question. A question with more than five answers keeps its mean only."""
    rows = sheet.row_numbers()
    answer = _answers(sheet)
    share = numbers(column_or_blank(sheet, "AndelBesvart"), "share", rows, "AndelBesvart", trouble)
    trouble.stop_if_any()
    keys, size = facts.keys()
    found = find_duplicates(
        keys * len(answer.labels) + answer.codes,
        [*facts.numbers.values(), share],
        size=size * len(answer.labels),
        rows=facts.row,
    )
    found.report(trouble)
    kept = facts.only(found.keep)
    return Reading(
        format=format_,
        facts=_fold(kept, answer.only(found.keep), share[found.keep]),
        rows=len(kept),
        duplicates=found.dropped,
    )


def _answers(sheet: Sheet) -> Coded:
    """Which answer a row is about; "" is all of them together."""
    code = sheet.get("SvaralternativKode")
    name = column_or_blank(sheet, "SvaralternativNavn")
    if code is None:
        return name.map(lambda text: "" if labels.is_everything(text) else labels.tidy(text))
    everything = np.asarray([labels.is_everything(label) for label in name.labels], dtype=bool)[name.codes]
    if sheet.get("SvaralternativNavn") is None:
        everything = np.zeros(sheet.rows, dtype=bool)
    codes = code.map(labels.tidy)
    at = len(codes.labels)
    return Coded(np.where(everything, at, codes.codes), (*codes.labels, ""))


def _fold(facts: Facts, answer: Coded, share: Floats) -> Facts:
    """One fact per cell: the question's own numbers, and its answers in the order of their codes."""
    keys, size = facts.keys()
    cells, cell = compress(keys, size)
    first = np.full(len(cells), len(facts), dtype=np.int64)
    np.minimum.at(first, cell, np.arange(len(facts)))
    real = np.asarray([bool(label) for label in answer.labels], dtype=bool)[answer.codes]
    place = _places(facts.indicator, answer, real)
    numbered = {name: _first_given(values, cell, len(cells)) for name, values in facts.numbers.items()}
    if "n" in facts.numbers:
        numbered["n"], share = _respondents(facts.number("n"), share, cell, len(cells), real)
    for at, name in enumerate(SHARES):
        here = real & (place == at)
        numbered[name] = np.full(len(cells), EMPTY)
        numbered[name][cell[here]] = share[here]
    return replace(facts.only(first), numbers=numbered)


def _places(indicator: Ints, answer: Coded, real: Mask) -> Ints:
    """Each row's place among its question's answers; -1 for questions with more than five."""
    order = sorted(range(len(answer.labels)), key=lambda i: _order(answer.labels[i]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    width = len(order)
    pair = indicator * width + rank[answer.codes]
    used = np.unique(pair[real])
    table = np.full((int(indicator.max(initial=0)) + 1) * width, -1, dtype=np.int64)
    for one in np.unique(used // width):
        options = used[used // width == one]
        if len(options) <= len(SHARES):
            table[options] = np.arange(len(options))
    places: Ints = table[pair]
    return places


def _order(label: str) -> tuple[int, float, str]:
    digits = "".join(c for c in label.rsplit("_", 1)[-1] if c.isdigit())[:12]
    return (0, float(digits), label) if digits else (1, 0.0, label)


def _first_given(values: Floats, cell: Ints, cells: int) -> Floats:
    given = np.flatnonzero(~np.isnan(values))[::-1]
    found = np.full(cells, EMPTY)
    found[cell[given]] = values[given]
    return found


def _respondents(n: Floats, share: Floats, cell: Ints, cells: int, real: Mask) -> tuple[Floats, Floats]:
    """The respondents of each question. Where the column differs from answer to answer it counts the
    answer itself: then the respondents are its sum, if no answer is hidden."""
    low, high = np.full(cells, np.inf), np.full(cells, -np.inf)
    finite = real & np.isfinite(n)
    np.minimum.at(low, cell[finite], n[finite])
    np.maximum.at(high, cell[finite], n[finite])
    if not np.any(np.isfinite(low) & (low < high)):
        return _first_given(n, cell, cells), share
    total = np.zeros(cells)
    np.add.at(total, cell[finite], n[finite])
    incomplete = np.zeros(cells, dtype=bool)
    incomplete[cell[real & ~np.isfinite(n)]] = True
    told = _first_given(np.where(real, EMPTY, n), cell, cells)
    told = np.where(np.isnan(told) & ~incomplete & (total > 0), total, told)
    return told, np.where(is_suppressed(n), SUPPRESSED, share)
