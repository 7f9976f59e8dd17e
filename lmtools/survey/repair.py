"""Hide more where the attack on the linked system still finds something.

`closing` works on rows and families by rule, so that a million rows are closed in a second. What it
cannot see is what several rows tell together. Here the attacker of `published_system` is let loose on
those systems, and for each number that is left too little room one more is hidden: in a shown row the
next smallest answer, then the deviation, then the row; for a hidden row the total it is part of. Then
the rules and the attack again, until nothing is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lmtools.survey.closing import close
from lmtools.survey.draft import Draft
from lmtools.survey.families import Family, families, respondents
from lmtools.survey.released_facts import hidden_numbers
from lmtools.survey.schema import SHARES, Facts, Ints, is_suppressed

if TYPE_CHECKING:
    from lmtools.survey.system_statements import Target

MOST_NUMBERS = 12_000
"""More hidden numbers than this are not attacked at import, where someone waits; `lmtools audit` does."""

_ROUNDS = 12


@dataclass(frozen=True)
class Repaired:
    """Facts after the repair, how many numbers it hid, and whether the attack came to its end."""

    facts: Facts
    hidden: int
    checked: bool


def repair(facts: Facts, smallest_share: int) -> Repaired:
    """Attack and hide until nothing can be worked out; a large import is left to `lmtools audit`."""
    before = sum(hidden_numbers(facts))
    if before > MOST_NUMBERS:
        return Repaired(facts, 0, checked=False)
    # Only who attacks waits for the solver to be loaded: whoever looks figures up comes by here too.
    from lmtools.survey.published_system import attack

    blocks: Ints | None = None
    for _ in range(_ROUNDS):
        found = attack(facts, smallest_share=smallest_share, linked=True, only=blocks).open
        if not found:
            return Repaired(facts, sum(hidden_numbers(facts)) - before, checked=True)
        blocks = np.asarray([target.place for target in found], dtype=np.int64)
        facts = close(_hide(facts, found), smallest_share).facts
    return Repaired(facts, sum(hidden_numbers(facts)) - before, checked=False)


def _hide(facts: Facts, found: tuple[Target, ...]) -> Facts:
    draft = Draft(facts)
    gone = is_suppressed(facts.number("value"))
    rows = {target.place for target in found}
    for place in sorted(row for row in rows if not gone[row]):
        _hide_one(draft, place)
    lost = [row for row in rows if gone[row]]
    draft.hide_rows(_totals(draft.facts, np.asarray(lost, dtype=np.int64)))
    return draft.facts


def _hide_one(draft: Draft, place: int) -> None:
    """One more number of a shown row: its smallest answer, then its deviation, then all of it."""
    facts, at = draft.facts, np.asarray([place], dtype=np.int64)
    shares = {name: facts.number(name)[place] for name in SHARES}
    shown = {name: share for name, share in shares.items() if np.isfinite(share) and share > 0}
    name = min(shown, key=lambda key: shown[key]) if shown else "sd"
    if np.isfinite(facts.number(name)[place]):
        draft.hide(name, at)
    else:
        draft.hide_rows(at)


def _totals(facts: Facts, parts: Ints) -> Ints:
    """The smallest shown total that each hidden part, or hidden total's smallest part, stands beside."""
    chosen: set[int] = set()
    n, value = facts.number("n"), facts.number("value")
    every = families(facts, respondents(facts))
    for place in parts.tolist():
        beside: list[int] = []
        for family in every:
            beside += _beside(family, place)
        shown = [row for row in beside if np.isfinite(value[row])]
        if shown:
            chosen.add(min(shown, key=lambda row: (np.inf if np.isnan(n[row]) else n[row], row)))
    return np.asarray(sorted(chosen), dtype=np.int64)


def _beside(family: Family, place: int) -> list[int]:
    """Members of the groups that hold `place`: totals where it is a part, parts where it is the total."""
    found: list[int] = []
    for at in np.flatnonzero(family.at == place).tolist():
        same = (family.group == family.group[at]) & (family.total != family.total[at])
        found += family.at[same].tolist()
    return found
