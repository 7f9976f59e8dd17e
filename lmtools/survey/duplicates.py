"""The same cell twice: an exact copy is dropped and counted; a contradiction names both rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmtools.errors import N_
from lmtools.survey.schema import Floats, Ints, Mask, same
from lmtools.survey.trouble import MOST_ROWS, Trouble

_DENSE = 64_000_000


@dataclass(frozen=True)
class Found:
    """`keep` marks one row per cell; `clashes` pairs row numbers that contradict each other."""

    keep: Mask
    dropped: int
    clashes: tuple[tuple[int, int], ...] = ()

    def report(self, trouble: Trouble) -> None:
        """Note every contradiction; raise when there is one."""
        for first, second in self.clashes[:MOST_ROWS]:
            trouble.add(
                N_("Rad {first} og rad {second} gir ulike tall for det samme."),
                N_("Last ned fila på nytt, eller fjern raden som er feil."),
                row=second,
                first=first,
                second=second,
            )
        if len(self.clashes) > MOST_ROWS:
            trouble.add(
                N_("Det samme gjelder {count} par av rader til."),
                N_("Last ned fila på nytt."),
                count=len(self.clashes) - MOST_ROWS,
            )
        trouble.stop_if_any()


def find_duplicates(keys: Ints, numbers: Iterable[Floats], *, size: int, rows: Ints) -> Found:
    """Compare rows with the same key. `size` is above the largest key; `numbers` are read at need."""
    total = len(keys)
    if _all_different(keys, size):
        return Found(np.ones(total, dtype=bool), 0)
    repeated = pd.Series(keys).duplicated(keep=False).to_numpy()
    at = np.flatnonzero(repeated)
    at = at[np.argsort(keys[at], kind="stable")]
    again = keys[at][1:] == keys[at][:-1]
    equal = np.ones(len(again), dtype=bool)
    for values in numbers:
        equal &= same(values[at][1:], values[at][:-1])
    clash = again & ~equal
    pairs = [(int(rows[at[i]]), int(rows[at[i + 1]])) for i in np.flatnonzero(clash).tolist()]
    keep = np.ones(total, dtype=bool)
    keep[at[1:][again]] = False
    return Found(keep, int(again.sum()), tuple(pairs))


def _all_different(keys: Ints, size: int) -> bool:
    if size <= _DENSE:
        seen = np.zeros(size, dtype=bool)
        seen[keys] = True
        return int(np.count_nonzero(seen)) == len(keys)
    return not bool(pd.Series(keys).duplicated().any())
