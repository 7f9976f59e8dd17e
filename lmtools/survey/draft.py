"""Facts on their way to be closed: rule after rule hides more of them, in place.

A million rows are hidden in many small steps, and a copy of every number for each step would take
longer than the rules. So a draft copies a column once, before it hides the first number in it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lmtools.survey.schema import SUPPRESSED, Facts, Ints


class Draft:
    """Some facts, and which of them have had more hidden since `changed` was last emptied.

    `facts` are always as they stand now; those that the draft was made of stay as they were.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = replace(facts, numbers=dict(facts.numbers))
        self.changed = np.zeros(len(facts), dtype=bool)
        self._own: set[str] = set()

    def __repr__(self) -> str:
        return f"Draft({len(self.facts)} facts)"

    def hide(self, name: str, at: Ints) -> None:
        """Hide one number of some facts; a file without such numbers is left as it is."""
        numbers = self.facts.numbers
        if len(at) == 0 or name not in numbers:
            return
        if name not in self._own:
            numbers[name] = numbers[name].copy()
            self._own.add(name)
        numbers[name][at] = SUPPRESSED
        self.changed[at] = True

    def hide_rows(self, at: Ints) -> None:
        """Hide every number of some facts."""
        for name in self.facts.numbers:
            self.hide(name, at)
