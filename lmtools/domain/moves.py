"""How a session moves: from moment to moment through its agenda, and the gentle clock of a phase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lmtools.domain.session import Pause, Phase, Step, WorkSession
from lmtools.domain.verbs import Kind

ROUNDS = 2


@dataclass(frozen=True)
class Moment:
    """One place in the agenda. `round` matters only where people vote twice."""

    step: str
    phase: Phase
    round: int = 1

    @property
    def label(self) -> str:
        """Phase and round in one word, such as "alone-2": what "ready" is said about."""
        return f"{self.phase}-{self.round}"


def agenda(steps: Iterable[Step]) -> tuple[Moment, ...]:
    """All moments in order. Prioritising goes alone, group (talk), alone again, plenary (result)."""
    return tuple(moment for step in steps for moment in _moments(step))


def following(steps: Iterable[Step], now: Moment) -> Moment | None:
    """The moment after `now`, or None at the end."""
    return _neighbour(agenda(steps), now, 1)


def preceding(steps: Iterable[Step], now: Moment) -> Moment | None:
    """The moment before `now`, or None at the start."""
    return _neighbour(agenda(steps), now, -1)


def break_after(steps: Iterable[Step], now: Moment) -> Pause | None:
    """The break that is planned for when `now` is over, or None."""
    step = next((step for step in steps if step.key == now.step), None)
    return step.pause if step is not None and agenda([step])[-1] == now else None


def moment_of(steps: Iterable[Step], step: str, phase: Phase | None, round_: int = 1) -> Moment | None:
    """The moment of `step` that fits `phase` (its first when None) and, if there is a choice, `round_`."""
    of_step = [moment for moment in agenda(steps) if moment.step == step]
    if phase is None:
        return of_step[0] if of_step else None
    fitting = [moment for moment in of_step if moment.phase == phase]
    return next((moment for moment in fitting if moment.round == round_), fitting[0] if fitting else None)


def voting_moment(steps: Iterable[Step], step: str, round_: int) -> Moment | None:
    """Where `round_` of a vote is cast: the first moment of that round, or None if there is no such round."""
    return next((m for m in agenda(steps) if m.step == step and m.round == round_), None)


def has_reached(steps: Iterable[Step], now: Moment, step: str, phase: Phase | None = None) -> bool:
    """Whether the session stands at or after `step` (at or after its `phase` when given)."""
    moments = agenda(steps)
    goal = next((i for i, m in enumerate(moments) if m.step == step and phase in (None, m.phase)), None)
    return goal is not None and now in moments and moments.index(now) >= goal


def move_to(session: WorkSession, moment: Moment, now: datetime) -> WorkSession:
    """The session at `moment`, with that phase's clock running from `now` if it has planned minutes."""
    minutes = _minutes(session, moment)
    return replace(
        session,
        now_step=moment.step,
        now_phase=moment.phase,
        phase_ends_at=now + timedelta(minutes=minutes) if minutes else None,
        paused_left=None,
        recess=False,
    )


def take_break(session: WorkSession, planned: Pause, now: datetime) -> WorkSession:
    """The session in a break that the agenda has here, with the break's own clock running from `now`."""
    ends = now + timedelta(minutes=planned.minutes) if planned.minutes else None
    return replace(session, phase_ends_at=ends, paused_left=None, recess=True)


def at_rest(session: WorkSession) -> WorkSession:
    """The session with its phase's clock set and not yet started: people are still finding their seats."""
    minutes = _minutes(session, Moment(session.now_step, session.now_phase))
    return replace(session, phase_ends_at=None, paused_left=minutes * 60 or None)


def pause(session: WorkSession, now: datetime) -> WorkSession:
    """Stop a running clock and keep what is left; never less than nothing."""
    if session.phase_ends_at is None:
        return session
    left = max(0, round((session.phase_ends_at - now).total_seconds()))
    return replace(session, phase_ends_at=None, paused_left=left)


def resume(session: WorkSession, now: datetime) -> WorkSession:
    """Let a stopped clock run again."""
    if session.paused_left is None:
        return session
    return replace(session, phase_ends_at=now + timedelta(seconds=session.paused_left), paused_left=None)


def extend(session: WorkSession, minutes: int, now: datetime) -> WorkSession:
    """Give the phase more time; a clock that has run out gets the minutes from now."""
    if session.paused_left is not None:
        return replace(session, paused_left=session.paused_left + minutes * 60)
    start = max(session.phase_ends_at or now, now)
    return replace(session, phase_ends_at=start + timedelta(minutes=minutes))


def _moments(step: Step) -> tuple[Moment, ...]:
    phases = step.phases or (Phase.PLENARY,)
    plain = tuple(Moment(step.key, phase) for phase in phases)
    if step.kind != Kind.VOTE:
        return plain
    before = tuple(moment for moment in plain if moment.phase != Phase.PLENARY)
    votes_again = Phase.GROUP in phases and Phase.ALONE in phases
    again = (Moment(step.key, Phase.ALONE, ROUNDS),) if votes_again else ()
    last_round = ROUNDS if votes_again else 1
    result = (Moment(step.key, Phase.PLENARY, last_round),) if Phase.PLENARY in phases else ()
    return before + again + result


def _neighbour(moments: tuple[Moment, ...], now: Moment, distance: int) -> Moment | None:
    if now not in moments:
        return None
    index = moments.index(now) + distance
    return moments[index] if 0 <= index < len(moments) else None


def _minutes(session: WorkSession, moment: Moment) -> int:
    step = session.step(moment.step)
    return int(step.minutes.get(moment.phase, 0)) if step else 0
