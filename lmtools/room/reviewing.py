"""What came of the plan: an outcome for each action and a verdict on each goal, and what was learned."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.plan import Action, Goal
from lmtools.errors import Conflict, NotFound, UsageError
from lmtools.room.call import Answer, Call

Word = TypeVar("Word", bound=StrEnum)


def review_action(call: Call) -> Answer:
    """`action.review{action,outcome?,why?,revision?}`: what is not sent stays; an empty outcome is none."""
    action = call.arguments.identifier("action")
    if call.work.one(Action, session=call.session.id, id=action, removed=False) is None:
        raise NotFound("Vi finner ikke dette tiltaket. Noen kan ha tatt det bort.")
    stored = call.work.one(ActionReview, session=call.session.id, action=action)
    review = stored or ActionReview(call.session.id, action)
    _refuse_stale(call, review)
    if call.arguments.sent("outcome"):
        review = replace(review, outcome=_word(call, "outcome", Outcome))
    review = replace(review, **_texts(call, "why"), revision=review.revision + 1)
    call.work.put(review)
    return {"review": {"revision": review.revision}}


def review_goal(call: Call) -> Answer:
    """`goal.review{goal,verdict?,learned?,questioned?,revision?}`: what is not sent stays."""
    goal = call.arguments.identifier("goal")
    if call.work.one(Goal, session=call.session.id, id=goal, removed=False) is None:
        raise NotFound("Vi finner ikke dette målet. Noen kan ha tatt det bort.")
    stored = call.work.one(GoalReview, session=call.session.id, goal=goal)
    review = stored or GoalReview(call.session.id, goal)
    _refuse_stale(call, review)
    if call.arguments.sent("verdict"):
        review = replace(review, verdict=_word(call, "verdict", GoalVerdict))
    review = replace(review, **_texts(call, "learned", "questioned"), revision=review.revision + 1)
    call.work.put(review)
    return {"review": {"revision": review.revision}}


def review_json(review: ActionReview | GoalReview | None) -> dict[str, object] | None:
    """A review as the browser gets it; None where nobody has said anything."""
    if review is None:
        return None
    if isinstance(review, ActionReview):
        said: dict[str, object] = {"outcome": _plain(review.outcome), "why": review.why}
    else:
        said = {
            "verdict": _plain(review.verdict),
            "learned": review.learned,
            "questioned": review.questioned,
        }
    return {**said, "revision": review.revision}


def _refuse_stale(call: Call, stored: ActionReview | GoalReview) -> None:
    if call.arguments.has("revision") and call.arguments.whole("revision", 0, 10**9) != stored.revision:
        raise Conflict("Noen andre endret dette først.", current=review_json(stored))


def _word(call: Call, name: str, kind: type[Word]) -> Word | None:
    if not call.arguments.filled(name):
        return None
    try:
        return kind(call.arguments.identifier(name))
    except ValueError:
        raise UsageError("Dette er ikke et av svarene det går an å velge. Last sida på nytt.") from None


def _texts(call: Call, *names: str) -> dict[str, Any]:
    limit = call.policy.plan_length
    return {name: call.arguments.text(name, limit) for name in names if call.arguments.has(name)}


def _plain(word: StrEnum | None) -> str | None:
    return None if word is None else str(word)
