"""What a participant answers: a guess, a vote, a rating. Each stands for itself until the result is shown."""

from __future__ import annotations

from collections.abc import Mapping

from lmtools.domain.contributions import Guess, Rating, Vote
from lmtools.domain.counting import vote_fits
from lmtools.domain.verbs import LEVELS, Kind
from lmtools.errors import NotAllowed, NotFound, UsageError
from lmtools.room.call import Call, Reply
from lmtools.room.limits import points_of


def lock_guess(call: Call) -> Reply:
    """`guess.lock{step,value}`: once, and before the answer is shown."""
    me, step = call.me(), call.step(Kind.GUESS)
    value = call.arguments.number("value", 0, 100)
    key = {"session": call.session.id, "step": step.key, "participant": me.id}
    earlier = call.work.one(Guess, **key)
    if earlier is not None and earlier.value != value:
        raise NotAllowed("Gjetningen din er allerede låst.")
    if earlier is None and call.activity(step.key).revealed:
        raise NotAllowed("Svaret er vist, så det er for sent å gjette.")
    call.refuse_if_sealed(step)
    call.work.put(Guess(**key, value=value))
    return {}


def cast_vote(call: Call) -> Reply:
    """`vote.cast{step,round,votes}`: replaces one's earlier votes in the round, while it is open."""
    me, step = call.me(), call.step(Kind.VOTE)
    round_, votes = call.arguments.whole("round", 1, 2), call.arguments.points("votes")
    activity = call.activity(step.key)
    if activity.revealed:
        raise NotAllowed("Resultatet er vist, så det er for sent å stemme.")
    if activity.round != round_:
        raise NotAllowed("Runde {round} er ikke åpen nå.", round=round_)
    call.refuse_if_sealed(step)
    points = points_of(step)
    if not vote_fits(votes, call.option_ids(step.key), points):
        raise UsageError(
            "Fordel til sammen høyst {points} poeng på punktene som står på lista.", points=points
        )
    call.work.remove(Vote, session=call.session.id, step=step.key, round=round_, participant=me.id)
    for option, given in votes.items():
        if given:
            call.work.put(Vote(call.session.id, step.key, round_, me.id, option, given))
    return {}


def rate(call: Call) -> Reply:
    """`rate{step,ratings:{item:{scale:level|null}}}`: replaces one's own answers on what is sent."""
    me, step = call.me(), call.step(Kind.RATING)
    sent = call.arguments.levels("ratings", LEVELS[0], LEVELS[-1])
    if call.activity(step.key).revealed:
        raise NotAllowed("Resultatet er vist, så det er for sent å svare.")
    call.refuse_if_sealed(step)
    items, scales = {item.key for item in call.items(step)}, {scale.key for scale in step.scales}
    if not set(sent) <= items or any(not set(row) <= scales for row in sent.values()):
        raise NotFound("Vi finner ikke alt du svarte på i oppgaven. Last sida på nytt.")
    key = {"session": call.session.id, "step": step.key, "participant": me.id}
    earlier = call.work.one(Rating, **key)
    given = _merged(earlier.given if earlier else {}, sent)
    if given:
        call.work.put(Rating(**key, given=given))
    else:
        call.work.remove(Rating, **key)
    return {}


def _merged(
    earlier: Mapping[str, Mapping[str, int]], sent: Mapping[str, Mapping[str, int | None]]
) -> dict[str, dict[str, int]]:
    merged = {item: {**earlier.get(item, {}), **sent.get(item, {})} for item in {**earlier, **sent}}
    kept = {
        item: {scale: level for scale, level in row.items() if level is not None}
        for item, row in merged.items()
    }
    return {item: row for item, row in kept.items() if row}
