"""How much the author of a step lets people do in it: points to share out, characters in a note, goals."""

from __future__ import annotations

from lmtools.domain.plan import MAX_GOALS
from lmtools.domain.session import Step


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
