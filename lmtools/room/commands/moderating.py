"""What the facilitator does with points: lets them through to plenary, joins them, and keeps some."""

from __future__ import annotations

import secrets
from dataclasses import replace

from lmtools.domain.contributions import Audience, Commitment, Point, PointStatus, Rating, Theme, Vote
from lmtools.domain.shown import Shown
from lmtools.domain.verbs import Kind
from lmtools.errors import NotAllowed, NotFound, UsageError
from lmtools.room.board.board import option_steps
from lmtools.room.call import Call, Reply

_OVER_POINTS: dict[Kind, type[Vote] | type[Rating]] = {Kind.VOTE: Vote, Kind.RATING: Rating}


def moderate(call: Call) -> Reply:
    """`moderate{point,show}`: let a group's point, or a commitment, through to plenary, or hold it back."""
    if _moderate_commitment(call):
        return {}
    point = _one_point(call, call.arguments.identifier("point"))
    if call.arguments.flag("show"):
        if point.status != PointStatus.SHOWN:
            _show(call, point)
    elif point.status != PointStatus.HELD:
        _refuse_if_voted(call, point.step)
        call.work.put(replace(point, status=PointStatus.HELD, theme=None))
        _take_down_if_empty(call, point.theme)
    return {}


def merge(call: Call) -> Reply:
    """`merge{points,text}`: two or more plenary points of one step and box become one."""
    themes = [_one_theme(call, theme_id) for theme_id in call.arguments.identifiers("points")]
    if len(themes) < 2 or len({theme.step for theme in themes}) > 1:
        raise UsageError("Velg minst to punkter fra samme steg.")
    if len({theme.box for theme in themes}) > 1:
        raise UsageError("Velg punkter fra samme felt. Punkter i hvert sitt felt sier ikke det samme.")
    first = themes[0]
    _refuse_if_voted(call, first.step)
    text = call.arguments.written("text", call.policy.point_length)
    merged = replace(first, id=f"m-{secrets.token_hex(12)}", text=text)
    call.work.put(merged)
    for theme in themes:
        for point in call.work.all(Point, session=call.session.id, theme=theme.id):
            call.work.put(replace(point, theme=merged.id))
        call.work.put(replace(theme, removed=True))
    return {"point": merged.id}


def split(call: Call) -> Reply:
    """`split{point}`: every group's point stands for itself again, in its own words."""
    theme = _one_theme(call, call.arguments.identifier("point"))
    points = call.work.all(Point, session=call.session.id, theme=theme.id)
    if len(points) < 2:
        raise UsageError("Dette punktet er ikke slått sammen av flere.")
    _refuse_if_voted(call, theme.step)
    call.work.put(replace(theme, removed=True))
    for point in points:
        _show(call, point)
    return {"points": [point.id for point in points]}


def keep(call: Call) -> Reply:
    """`keep{step,options}`: which options the staff takes with it."""
    step, options = call.step(Kind.VOTE, Kind.RATING), call.arguments.identifiers("options")
    if not set(options) <= {item.key for item in call.items(step)}:
        raise NotFound("Vi finner ikke alle punktene på lista. Last sida på nytt.")
    call.work.put(replace(call.activity(step.key), kept=options))
    return {}


def _moderate_commitment(call: Call) -> bool:
    """Whether the command is about a commitment that its writer shares with everyone."""
    commitment = call.work.one(
        Commitment,
        session=call.session.id,
        id=call.arguments.identifier("point"),
        audience=str(Audience.PLENARY),
    )
    if commitment is None:
        return False
    status = PointStatus.SHOWN if call.arguments.flag("show") else PointStatus.HELD
    call.work.put(replace(commitment, status=status))
    return True


def _show(call: Call, point: Point) -> None:
    position = call.work.next_position(Theme, session=call.session.id, step=point.step)
    earlier = call.work.one(Theme, session=call.session.id, id=point.id)
    if earlier is not None and earlier.position:
        position = earlier.position  # it comes back to where people saw it
    theme = Theme(point.id, call.session.id, point.step, point.text, position=position, box=point.box)
    call.work.put(theme)
    call.work.put(replace(point, status=PointStatus.SHOWN, theme=point.id))


def _take_down_if_empty(call: Call, theme_id: str | None) -> None:
    theme = call.work.one(Theme, session=call.session.id, id=theme_id) if theme_id else None
    if theme is not None and not call.work.all(Point, session=call.session.id, theme=theme.id):
        call.work.put(replace(theme, removed=True))


def _refuse_if_voted(call: Call, step: str) -> None:
    """What people have given points to must stay what it was."""
    for voting in call.session.steps:
        answer = _OVER_POINTS.get(voting.kind)
        if answer is None or voting.items or step not in option_steps(call.session.steps, voting.key):
            continue
        where = {"session": call.session.id, "step": voting.key}
        if call.work.count(answer, **where) or call.work.count(Shown, **where):
            raise NotAllowed("Noen har alt stemt over punktene, så de må stå som de er.")


def _one_point(call: Call, point_id: str) -> Point:
    point = call.work.one(Point, session=call.session.id, id=point_id, removed=False)
    if point is None:
        raise NotFound("Vi finner ikke dette punktet. Gruppa kan ha tatt det bort.")
    return point


def _one_theme(call: Call, theme_id: str) -> Theme:
    theme = call.work.one(Theme, session=call.session.id, id=theme_id, removed=False)
    if theme is None:
        raise NotFound("Vi finner ikke dette punktet på lerretet. Last sida på nytt.")
    return theme
