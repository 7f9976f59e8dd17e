"""What a visitor sees of a rating: their own answers, how many answered, the result when revealed."""

from __future__ import annotations

from lmtools.domain.contributions import Rating
from lmtools.domain.jsonable import Json
from lmtools.domain.rating import RatedItem, RatingResult, Spread
from lmtools.domain.session import Step
from lmtools.room.revealing.ratings import rating_result
from lmtools.room.showing.view import View


def rating_json(view: View, step: Step) -> Json:
    """A rating step; `result` is None until it is revealed.

    `result`: {items: [{key, text, scales: {scale: spread}, gap, quadrant: {key, title} or None}],
    kept: [item], notes: [sentence]}. A spread: {n, distribution: [count of level 1, … 5; None where hidden]
    or None, mean, median, agreement, split, about}, each None where it cannot be told; `about` says that mean
    and agreement are nearly right. `gap` and `quadrant` are None but with two scales.
    """
    board, me = view.board, view.me
    mine = board.written(Rating, step.key, me.id) if me is not None else ()
    return {
        "mine": {item: dict(row) for item, row in mine[0].given.items()} if mine else {},
        **view.once_of(_ratings, step),
    }


def _ratings(view: View, step: Step) -> Json:
    board = view.board
    result = rating_result(board, step, view.policy)
    return {
        "rated": view.done(rating.participant for rating in board.written(Rating, step.key)),
        "joined": view.count(board.joined),
        "revealed": board.activity(step.key).revealed,
        "result": None if result is None else _result(view, result),
    }


def _result(view: View, result: RatingResult) -> Json:
    rows = [_item(view, item) for item in result.items]
    return {"items": rows, "kept": list(result.kept), "notes": view.said(result.notes)}


def _item(view: View, item: RatedItem) -> Json:
    quadrant = item.quadrant
    return {
        "key": item.key,
        "text": view.text.t(item.text),
        "scales": {scale: _spread(spread) for scale, spread in item.spreads.items()},
        "gap": item.gap,
        "quadrant": quadrant and {"key": quadrant.key, "title": view.text.t(quadrant.title)},
    }


def _spread(spread: Spread) -> Json:
    return {
        "n": spread.n,
        "distribution": None if spread.counts is None else list(spread.counts),
        "mean": spread.mean,
        "median": spread.median,
        "agreement": spread.agreement,
        "split": spread.split,
        "about": spread.about,
    }
