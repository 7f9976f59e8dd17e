"""The rule of a release: which counts are too small, and what an attacker is taken to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What must be hidden, and how well.

    Args:
        minimum: Counts from 1 to `minimum` - 1 are hidden. At least 1.
        zeros: "publish" shows zeros (they are published first and never used as cover);
            "protect" hides them like other small counts.
        width: The narrowest interval an attacker may be left with for a hidden count, as
            `high - low`. 0 asks only that no hidden count has one possible value.
        check: How far a pattern is verified before it is called protected: "linear" (no hidden
            cell is a linear combination of published ones), "bounds" (also not pinned by
            non-negativity, by linear programming) or "integers" (also not by wholeness).
        positive: With zeros published, an attacker who knows the rule knows that a hidden
            count is at least 1. True counts this in.

    Raises:
        ValueError: A field is outside its range.
    """

    minimum: int = 5
    zeros: Literal["publish", "protect"] = "publish"
    width: int = 0
    check: Literal["linear", "bounds", "integers"] = "integers"
    positive: bool = False

    def __post_init__(self) -> None:
        if self.minimum < 1:
            raise ValueError("Rule.minimum must be at least 1.")
        if self.zeros not in ("publish", "protect"):
            raise ValueError('Rule.zeros must be "publish" or "protect".')
        if self.width < 0:
            raise ValueError("Rule.width must not be negative.")
        if self.check not in ("linear", "bounds", "integers"):
            raise ValueError('Rule.check must be "linear", "bounds" or "integers".')

    def hides(self, count: int) -> bool:
        """Whether a cell with this count is hidden by the threshold alone."""
        return count < self.minimum and (count > 0 or self.zeros == "protect")

    @property
    def least_hidden(self) -> int:
        """The smallest value an attacker must allow for in a hidden cell."""
        return 1 if self.positive and self.zeros == "publish" else 0
