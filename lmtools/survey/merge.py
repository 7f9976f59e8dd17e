"""Several files, and what was released before, as one set of facts with one fact per cell.

* The same cell twice in one file: a copy is dropped; a contradiction is a problem naming both rows.
* The same cell in two files of one import: equal numbers are one; a `*` in either is honoured; a
  number fills in an empty cell; otherwise a problem naming both files and rows.
* The same cell released by an earlier import: the new import replaces it, whatever it says, because
  Udir corrects its figures and the newest file is the one to believe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lmtools.errors import N_, Message, Problem
from lmtools.survey.duplicates import find_duplicates
from lmtools.survey.schema import EMPTY, SUPPRESSED, Facts, Floats, Ints, is_suppressed
from lmtools.survey.trouble import MOST_ROWS, Trouble, Unreadable

_NEWEST = Message(N_("Les inn bare den nyeste av filene."))


@dataclass(frozen=True)
class Distinct:
    """Facts without the copies that stood within one file, and how many copies each file held."""

    facts: Facts
    dropped: tuple[int, ...]


def drop_copies(facts: Facts, files: Sequence[str]) -> Distinct:
    """One fact per cell of each file; raise `Unreadable` when a file contradicts itself."""
    assert facts.file is not None
    problems: list[Problem] = []
    dropped: list[int] = []
    keys, size = facts.keys()
    keep = np.ones(len(facts), dtype=bool)
    for number, name in enumerate(files):
        at = np.flatnonzero(facts.file == number)
        numbers = (values[at] for values in facts.numbers.values())
        found = find_duplicates(keys[at], numbers, size=size, rows=facts.row[at])
        trouble = Trouble(name)
        try:
            found.report(trouble)
        except Unreadable:
            problems.extend(trouble.problems)
        keep[at] = found.keep
        dropped.append(found.dropped)
    if problems:
        raise Unreadable(problems)
    kept = facts if keep.all() else facts.only(keep)
    return Distinct(kept, tuple(dropped))


def join_files(facts: Facts, files: Sequence[str]) -> Facts:
    """One fact per cell of all files; raise `Unreadable` when two files contradict each other."""
    if len(files) == 1:
        return facts
    keys, _ = facts.keys()
    order = np.argsort(keys, kind="stable")
    sorted_keys = keys[order]
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
    if len(starts) == len(facts):
        return facts
    joined: dict[str, Floats] = {}
    clash = np.zeros(len(starts), dtype=bool)
    for name, values in facts.numbers.items():
        joined[name], differs = _join_column(values[order], starts)
        clash |= differs
    if clash.any():
        raise Unreadable(_contradictions(facts, files, order, starts, np.flatnonzero(clash)))
    return replace(facts.only(order[starts]), numbers=joined)


def _join_column(values: Floats, starts: Ints) -> tuple[Floats, np.ndarray]:
    hidden = np.logical_or.reduceat(is_suppressed(values), starts)
    given = np.isfinite(values)
    low = np.minimum.reduceat(np.where(given, values, np.inf), starts)
    high = np.maximum.reduceat(np.where(given, values, -np.inf), starts)
    joined = np.where(np.isfinite(high), high, EMPTY)
    differs = np.isfinite(high) & (low != high) & ~hidden
    return np.where(hidden, SUPPRESSED, joined), differs


def _contradictions(
    facts: Facts, files: Sequence[str], order: Ints, starts: Ints, clashes: Ints
) -> list[Problem]:
    assert facts.file is not None
    problems = []
    ends = np.r_[starts[1:], len(order)]
    for i in clashes[:MOST_ROWS].tolist():
        first, second = order[starts[i]], order[ends[i] - 1]
        one, other = files[facts.file[first]], files[facts.file[second]]
        problems.append(
            Problem(
                file=other,
                row=int(facts.row[second]),
                said=Message(
                    N_("Rad {here} og rad {there} i {file} gir ulike tall."),
                    {"here": int(facts.row[second]), "there": int(facts.row[first]), "file": one},
                ),
                advice=_NEWEST,
            )
        )
    if len(clashes) > MOST_ROWS:
        problems.append(
            Problem(
                file=files[-1],
                said=Message(
                    N_("Det samme gjelder {count} celler til."), {"count": len(clashes) - MOST_ROWS}
                ),
                advice=_NEWEST,
            )
        )
    return problems


def replace_released(facts: Facts, old_file: int) -> tuple[Facts, int]:
    """Drop earlier released facts whose cell the new files also hold; also return how many."""
    assert facts.file is not None
    keys, _ = facts.keys()
    old = facts.file == old_file
    replaced = old & np.isin(keys, keys[~old])
    return facts.only(~replaced), int(replaced.sum())
