"""A school's plan on its own: what a file holds, and what a new session takes over from an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.following import ActionReview, GoalReview
from lmtools.domain.history import PlanVersion
from lmtools.domain.plan import Action, Goal, Plan


@dataclass(frozen=True)
class PlanRecord:
    """The plan of one session. `mark` tells the session wherever it is opened; `began` is its day.

    `chains` are, by the goal's id, the links up to the goal: what it came from.
    """

    mark: str
    title: str
    school_key: str
    school_name: str
    language: str
    began: date
    plan: Plan
    goals: tuple[Goal, ...]
    actions: tuple[Action, ...]
    goal_reviews: tuple[GoalReview, ...] = ()
    action_reviews: tuple[ActionReview, ...] = ()
    versions: tuple[PlanVersion, ...] = ()
    grade: str = "all"
    chains: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)

    def began_of(self, goal: str) -> date:
        """The day of the session in which the goal was first written."""
        links = self.chains.get(goal, ())
        return min((link.day for link in links if link.kind is LinkKind.GOAL), default=self.began)

    def actions_for(self, goal: str) -> tuple[Action, ...]:
        """The actions of a goal, in the plan's order."""
        return tuple(action for action in self.actions if action.goal == goal)

    def review_of(self, goal: str) -> GoalReview | None:
        """What was said of a goal."""
        return next((one for one in self.goal_reviews if one.goal == goal), None)

    def outcome_of(self, action: str) -> ActionReview | None:
        """What was said of an action."""
        return next((one for one in self.action_reviews if one.action == action), None)
