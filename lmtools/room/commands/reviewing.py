"""What came of the plan: an outcome for each action and a verdict on each goal, and what was learned."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.jsonable import Json
from lmtools.errors import N_
from lmtools.room.call import Call, Reply

Word = TypeVar("Word", bound=StrEnum)


def review_action(call: Call) -> Reply:
    """`action.review{action,outcome?,why?,revision?}`: what is not sent stays; an empty outcome is none."""
    action = call.action().id
    stored = call.work.one(ActionReview, session=call.session.id, action=action)
    review = stored or ActionReview(call.session.id, action)
    call.refuse_stale(review.revision, review_json(review))
    if call.arguments.sent("outcome"):
        review = replace(review, outcome=_word(call, "outcome", Outcome))
    review = replace(review, **call.plan_texts("why"), revision=review.revision + 1)
    call.work.put(review)
    return {"review": {"revision": review.revision}}


def review_goal(call: Call) -> Reply:
    """`goal.review{goal,verdict?,learned?,questioned?,revision?}`: what is not sent stays."""
    goal = call.goal().id
    stored = call.work.one(GoalReview, session=call.session.id, goal=goal)
    review = stored or GoalReview(call.session.id, goal)
    call.refuse_stale(review.revision, review_json(review))
    if call.arguments.sent("verdict"):
        review = replace(review, verdict=_word(call, "verdict", GoalVerdict))
    review = replace(review, **call.plan_texts("learned", "questioned"), revision=review.revision + 1)
    call.work.put(review)
    return {"review": {"revision": review.revision}}


def review_json(review: ActionReview | GoalReview | None) -> Json | None:
    """A review as the browser gets it; None where nobody has said anything."""
    if review is None:
        return None
    if isinstance(review, ActionReview):
        said: Json = {"outcome": _plain(review.outcome), "why": review.why}
    else:
        said = {
            "verdict": _plain(review.verdict),
            "learned": review.learned,
            "questioned": review.questioned,
        }
    return {**said, "revision": review.revision}


def _word(call: Call, name: str, kind: type[Word]) -> Word | None:
    if not call.arguments.filled(name):
        return None
    otherwise = N_("Dette er ikke et av svarene det går an å velge. Last sida på nytt.")
    return call.arguments.choice(name, kind, otherwise)


def _plain(word: StrEnum | None) -> str | None:
    return None if word is None else str(word)
