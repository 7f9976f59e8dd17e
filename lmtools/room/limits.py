"""How much there is room for: what the author of a step lets people do in it, and figures on the wall."""

from __future__ import annotations

from lmtools.domain.plan import MAX_GOALS
from lmtools.domain.session import Step

MOST_FIGURES = 3
"""Figures that the wall has room for beside each other."""
FIGURE_NAME_LENGTH = 200
"""Characters of the code by which released figures are known, which may be an indicator's own name."""


def points_of(step: Step) -> int:
    """How many points each may give in a prioritising step."""
    return _given(step, "points") or 3


def length_of(step: Step, usual: int) -> int:
    """How many characters a text in the step may have; `usual` where its author has not said."""
    return _given(step, "limit") or usual


def kept_of(step: Step) -> int | None:
    """How many options are taken further; None where its author has not said."""
    return _given(step, "keep")


def most_goals(step: Step) -> int:
    """How many goals the school may work on at a time."""
    return min(_given(step, "max_goals") or MAX_GOALS, MAX_GOALS)


def _given(step: Step, name: str) -> int | None:
    value = step.params.get(name)
    return value if isinstance(value, int) and value > 0 else None
