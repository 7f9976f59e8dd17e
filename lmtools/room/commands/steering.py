"""What the facilitator steers: where the session stands, its clock, its breaks, and what is revealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from lmtools.domain import moves
from lmtools.domain.moves import Moment
from lmtools.domain.session import Pause, Phase, WorkSession
from lmtools.domain.verbs import Kind
from lmtools.errors import N_, NotAllowed, UsageError
from lmtools.room.call import Call, Command, Reply
from lmtools.room.commands.grouping import seat_those_who_stand
from lmtools.room.limits import FIGURE_NAME_LENGTH, MOST_FIGURES

_FIRST, _LAST = N_("Dette er det første steget."), N_("Dette er det siste steget.")
_NO_SUCH_PHASE = N_("Fasen må være alone, group eller plenary.")
# People answer and talk unaware of a result; a rating's result is what they talk about.
_BLIND = {Kind.VOTE: (Phase.ALONE, Phase.GROUP), Kind.RATING: (Phase.ALONE,)}


def go(call: Call) -> Reply:
    """`go{step,phase?}`."""
    step = call.step()
    has_phase = call.arguments.has("phase")
    phase = call.arguments.choice("phase", Phase, _NO_SUCH_PHASE) if has_phase else None
    moment = moves.moment_of(call.session.steps, step.key, phase, call.activity(step.key).round)
    return _move(call, moment, N_("Dette steget har ikke den fasen."))


def go_on(call: Call) -> Reply:
    """`next`: the next moment of the agenda, or the break that is planned before it."""
    planned = _planned_break(call)
    if planned is not None and not call.session.recess:
        return _take_break(call, planned)
    return _move(call, moves.following(call.session.steps, call.moment()), _LAST)


def go_back(call: Call) -> Reply:
    """`back`: the moment before. From a planned break it is the one that the break came after."""
    if call.session.recess and _planned_break(call) is not None:
        return _move(call, call.moment(), _FIRST)
    return _move(call, moves.preceding(call.session.steps, call.moment()), _FIRST)


def set_round(call: Call) -> Reply:
    """`round{step,round}`: open round 1 or 2 of a vote, and go there."""
    step, round_ = call.step(Kind.VOTE), call.arguments.whole("round", 1, moves.ROUNDS)
    moment = moves.voting_moment(call.session.steps, step.key, round_)
    return _move(call, moment, N_("Dette steget har bare én runde."))


def clock(change: Callable[[WorkSession, datetime], WorkSession]) -> Command:
    """A command (`pause`, `resume`) that changes the clock."""

    def command(call: Call) -> Reply:
        call.put_session(change(call.session, call.now))
        return {}

    return command


def extend(call: Call) -> Reply:
    """`extend{minutes}`: 1 to 60 more."""
    call.put_session(moves.extend(call.session, call.arguments.whole("minutes", 1, 60), call.now))
    return {}


def set_revealed(revealed: bool) -> Command:
    """A command (`reveal{step}`, `hide{step}`) that shows or hides the answer or the result."""

    def command(call: Call) -> Reply:
        step = call.step(Kind.GUESS, Kind.VOTE, Kind.RATING)
        call.work.put(replace(call.activity(step.key), revealed=revealed))
        return {}

    return command


def show_figures(call: Call) -> Reply:
    """`figures{step,figures}`: the figures of a results step that the wall shows; with none it chooses."""
    step = call.step(Kind.RESULTS)
    figures = call.arguments.names("figures", FIGURE_NAME_LENGTH)
    if len(figures) > MOST_FIGURES:
        raise UsageError(
            "Det er plass til {most} figurer på lerretet. Ta bort en for å vise en annen.", most=MOST_FIGURES
        )
    call.work.put(replace(call.activity(step.key), kept=figures or None))
    return {}


def close(call: Call) -> Reply:
    """`close`: nothing more can be written; what is there can be read until the end date."""
    call.put_session(replace(moves.pause(call.session, call.now), closed=True))
    return {}


def reopen(call: Call) -> Reply:
    """`reopen`: a closed session takes contributions again. Its clock stands still."""
    if not call.session.closed:
        raise NotAllowed("Økta er åpen allerede.")
    call.put_session(replace(call.session, closed=False))
    return {}


def set_recess(call: Call) -> Reply:
    """`break{on}`: a break for everybody, with the clock standing still; or back to work.

    Where the agenda has a break, it is that one: it has its own clock, and the day goes on after it.
    """
    on, planned = call.arguments.flag("on"), _planned_break(call)
    if planned is not None and on != call.session.recess:
        return _take_break(call, planned) if on else _end_break(call)
    change = moves.pause if on else moves.resume
    call.put_session(replace(change(call.session, call.now), recess=on))
    return {}


def undo(call: Call) -> Reply:
    """`undo`: take back the facilitator's last move."""
    if not call.work.undo(call.session.id):
        raise NotAllowed("Det er ingenting å angre.")
    session = call.work.one(WorkSession, id=call.session.id)
    assert session is not None  # it is locked while we are at it
    seat_those_who_stand(call, session)
    return {}


def _planned_break(call: Call) -> Pause | None:
    return moves.break_after(call.session.steps, call.moment())


def _take_break(call: Call, planned: Pause) -> Reply:
    call.put_session(moves.take_break(call.session, planned, call.now))
    return {}


def _end_break(call: Call) -> Reply:
    moment = moves.following(call.session.steps, call.moment()) or call.moment()
    return _move(call, moment, _LAST)


def _move(call: Call, moment: Moment | None, otherwise: str) -> Reply:
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
