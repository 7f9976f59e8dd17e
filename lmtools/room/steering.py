"""What the facilitator does: moves the session, keeps the clock, lets points through and joins them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from lmtools.domain import moves
from lmtools.domain.contributions import Commitment, Point, PointStatus, Rating, Theme, Vote
from lmtools.domain.moves import Moment
from lmtools.domain.session import Pause, Phase, WorkSession
from lmtools.domain.shown import Shown
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, NotAllowed, NotFound, UsageError
from lmtools.room.board import option_steps
from lmtools.room.call import Answer, Call, Command
from lmtools.room.grouping import seat_those_who_stand

_OVER_POINTS: dict[Kind, type[Any]] = {Kind.VOTE: Vote, Kind.RATING: Rating}
# People answer and talk unaware of a result; a rating's result is what they talk about.
_BLIND = {Kind.VOTE: (Phase.ALONE, Phase.GROUP), Kind.RATING: (Phase.ALONE,)}


def go(call: Call) -> Answer:
    """`go{step,phase?}`."""
    step = call.step()
    phase = _phase(call) if call.arguments.has("phase") else None
    moment = moves.moment_of(call.session.steps, step.key, phase, call.activity(step.key).round)
    return _move(call, moment, N_("Dette steget har ikke den fasen."))


def go_on(call: Call) -> Answer:
    """`next`: the next moment of the agenda, or the break that is planned before it."""
    planned = _planned_break(call)
    if planned is not None and not call.session.recess:
        return _take_break(call, planned)
    return _move(call, moves.following(call.session.steps, call.moment()), N_("Dette er det siste steget."))


def go_back(call: Call) -> Answer:
    """`back`: the moment before. From a planned break it is the one that the break came after."""
    if call.session.recess and _planned_break(call) is not None:
        return _move(call, call.moment(), N_("Dette er det første steget."))
    return _move(call, moves.preceding(call.session.steps, call.moment()), N_("Dette er det første steget."))


def set_round(call: Call) -> Answer:
    """`round{step,round}`: open round 1 or 2 of a vote, and go there."""
    step, round_ = call.step(Kind.VOTE), call.arguments.whole("round", 1, moves.ROUNDS)
    moment = moves.voting_moment(call.session.steps, step.key, round_)
    return _move(call, moment, N_("Dette steget har bare én runde."))


def clock(change: Callable[[WorkSession, datetime], WorkSession]) -> Command:
    """A command (`pause`, `resume`) that changes the clock."""

    def command(call: Call) -> Answer:
        call.put_session(change(call.session, call.now))
        return {}

    return command


def extend(call: Call) -> Answer:
    """`extend{minutes}`: 1 to 60 more."""
    call.put_session(moves.extend(call.session, call.arguments.whole("minutes", 1, 60), call.now))
    return {}


def set_revealed(revealed: bool) -> Command:
    """A command (`reveal{step}`, `hide{step}`) that shows or hides the answer or the result."""

    def command(call: Call) -> Answer:
        step = call.step(Kind.GUESS, Kind.VOTE, Kind.RATING)
        call.work.put(replace(call.activity(step.key), revealed=revealed))
        return {}

    return command


def moderate(call: Call) -> Answer:
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


def merge(call: Call) -> Answer:
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


def split(call: Call) -> Answer:
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


def keep(call: Call) -> Answer:
    """`keep{step,options}`: which options the staff takes with it."""
    step, options = call.step(Kind.VOTE, Kind.RATING), call.arguments.identifiers("options")
    if not set(options) <= {item.key for item in call.items(step)}:
        raise NotFound("Vi finner ikke alle punktene på lista. Last sida på nytt.")
    call.work.put(replace(call.activity(step.key), kept=options))
    return {}


def close(call: Call) -> Answer:
    """`close`: nothing more can be written; what is there can be read until the end date."""
    call.put_session(replace(moves.pause(call.session, call.now), closed=True))
    return {}


def reopen(call: Call) -> Answer:
    """`reopen`: a closed session takes contributions again. Its clock stands still."""
    if not call.session.closed:
        raise NotAllowed("Økta er åpen allerede.")
    call.put_session(replace(call.session, closed=False))
    return {}


def set_recess(call: Call) -> Answer:
    """`break{on}`: a break for everybody, with the clock standing still; or back to work.

    Where the agenda has a break, it is that one: it has its own clock, and the day goes on after it.
    """
    on, planned = call.arguments.flag("on"), _planned_break(call)
    if planned is not None and on != call.session.recess:
        return _take_break(call, planned) if on else _end_break(call)
    change = moves.pause if on else moves.resume
    call.put_session(replace(change(call.session, call.now), recess=on))
    return {}


def undo(call: Call) -> Answer:
    """`undo`: take back the facilitator's last move."""
    if not call.work.undo(call.session.id):
        raise NotAllowed("Det er ingenting å angre.")
    session = call.work.one(WorkSession, id=call.session.id)
    assert session is not None  # it is locked while we are at it
    seat_those_who_stand(call, session)
    return {}


def _planned_break(call: Call) -> Pause | None:
    return moves.break_after(call.session.steps, call.moment())


def _take_break(call: Call, planned: Pause) -> Answer:
    call.put_session(moves.take_break(call.session, planned, call.now))
    return {}


def _end_break(call: Call) -> Answer:
    moment = moves.following(call.session.steps, call.moment()) or call.moment()
    return _move(call, moment, N_("Dette er det siste steget."))


def _move(call: Call, moment: Moment | None, otherwise: str) -> Answer:
    if moment is None:
        raise NotAllowed(otherwise)
    _open_round(call, moment)
    session = moves.move_to(call.session, moment, call.now)
    call.put_session(session)
    seat_those_who_stand(call, session)
    return {}


def _open_round(call: Call, moment: Moment) -> None:
    """What must not be seen now is hidden; it is shown again when the facilitator reveals it."""
    step, activity = call.session.step(moment.step), call.activity(moment.step)
    if step is not None and moment.phase in _BLIND.get(step.kind, ()):
        activity = replace(activity, round=moment.round, revealed=False)
    call.work.put(replace(activity, round=moment.round))


def _phase(call: Call) -> Phase:
    try:
        return Phase(call.arguments.identifier("phase"))
    except ValueError:
        raise UsageError("Fasen må være alone, group eller plenary.") from None


def _moderate_commitment(call: Call) -> bool:
    """Whether the command is about a commitment that its writer shares with everyone."""
    commitment = call.work.one(
        Commitment, session=call.session.id, id=call.arguments.identifier("point"), audience="plenary"
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
