"""The rule of a release: which counts are too small, and what an attacker is taken to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .program import TOLERANCE
from .solving import Bounds


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What must be hidden, and how well.

    Args:
        minimum: Counts from 1 to `minimum` - 1 are hidden. At least 1.
        zeros: "publish" shows zeros (they are published first and never used as cover);
            "protect" hides them like other small counts.
        width: The narrowest interval an attacker may be left with for a hidden count, as
            `high - low`. 0 asks only that no hidden count has one possible value.
        relative_width: The same as a share, 0 to 1, of the interval's own upper end. It asks
            nothing about the true count, so an audit needs no more than the pattern.
        check: How far a pattern is verified before it is called protected: "linear" (no hidden
            cell is a linear combination of published ones), "bounds" (also not pinned by
            non-negativity, by linear programming) or "integers" (also not by wholeness).
        positive: With zeros published, an attacker who knows the rule knows that a hidden
            count is at least 1. True counts this in. It says nothing where zeros are hidden
            too: by `concentrated`, or because someone asked.
        insiders: A respondent alone in a cell that the rule hides knows that its count is 1.
            True asks that not even they can work out another such cell.
        answer: The column with ordered answers, for `concentrated`. The order is that of a
            categorical's categories, otherwise the sorted order of the values.
        concentrated: 1 hides every answer of a group whose members all gave the same (0 and
            100 %); 2 also where all gave one of two neighbouring answers, in a column with
            more than two. Zeros are then hidden too, for they are what would tell. 0: neither.

    Raises:
        ValueError: A field is outside its range.
    """

    minimum: int = 5
    zeros: Literal["publish", "protect"] = "publish"
    width: int = 0
    relative_width: float = 0.0
    check: Literal["linear", "bounds", "integers"] = "integers"
    positive: bool = False
    insiders: bool = False
    answer: str | None = None
    concentrated: Literal[0, 1, 2] = 0

    def __post_init__(self) -> None:
        if self.minimum < 1:
            raise ValueError("Rule.minimum must be at least 1.")
        if self.zeros not in ("publish", "protect"):
            raise ValueError('Rule.zeros must be "publish" or "protect".')
        if self.width < 0:
            raise ValueError("Rule.width must not be negative.")
        if not 0 <= self.relative_width <= 1:
            raise ValueError("Rule.relative_width must be from 0 to 1.")
        if self.check not in ("linear", "bounds", "integers"):
            raise ValueError('Rule.check must be "linear", "bounds" or "integers".')
        if self.insiders and self.check == "linear":
            raise ValueError('Rule.insiders needs check "bounds" or "integers".')
        if self.concentrated not in (0, 1, 2):
            raise ValueError("Rule.concentrated must be 0, 1 or 2.")
        if self.concentrated and self.answer is None:
            raise ValueError("Rule.concentrated needs Rule.answer, the column with the answers.")

    def hides(self, count: int) -> bool:
        """Whether a cell with this count is hidden by the threshold alone."""
        return count < self.minimum and (count > 0 or self.zeros == "protect")

    def floor(self, *, asked: bool = False) -> int:
        """The smallest value an attacker must allow for in a hidden cell.

        `asked` says that some cells are hidden whatever their count.
        """
        sure = self.positive and self.zeros == "publish" and not self.concentrated and not asked
        return 1 if sure else 0

    def needed(self, high: float) -> float:
        """How wide the interval of a hidden cell must be when `high` is its upper end."""
        share = self.relative_width * high if self.relative_width else 0.0
        return max(self.width, share, TOLERANCE)

    def fails(self, bound: Bounds) -> bool:
        """Whether these bounds say too much. Anything but a definite answer does."""
        if bound.status != "optimal":
            return True
        whole = self.check == "integers"
        low, high = (bound.low_integer, bound.high_integer) if whole else (bound.low, bound.high)
        return bool(high - low < self.needed(high) - TOLERANCE / 2)
