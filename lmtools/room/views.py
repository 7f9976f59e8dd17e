"""What a participant and the projector see: pure functions of the board, so that nothing else can leak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lmtools.domain.answers import Answer, as_json
from lmtools.domain.contributions import Note, PlenaryPoint
from lmtools.domain.counting import PriorityResult, voters
from lmtools.domain.plan import MAX_ACTIONS, PlanCheck, completeness, suggested_evaluation
from lmtools.domain.session import Participant, Phase, Role, Step
from lmtools.room.board import Board, points_of
from lmtools.room.call import Visitor
from lmtools.room.planning import action_json, goal_json, plan_json
from lmtools.room.policy import RoomPolicy
from lmtools.room.revealing import guessed, result_of
from lmtools.room.sharing import is_read_by
from lmtools.text import Text

Json = dict[str, Any]


@dataclass(frozen=True)
class View:
    """Who looks at which board. `answers` are the figures behind the guesses that have been revealed."""

    board: Board
    visitor: Visitor
    policy: RoomPolicy
    now: datetime
    drafts: Mapping[str, str]
    answers: Mapping[str, Answer]

    @property
    def text(self) -> Text:
        """The visitor's language."""
        return Text(self.visitor.language)

    @property
    def me(self) -> Participant | None:
        """The participant who looks, if it is one."""
        return self.board.participants.get(self.visitor.participant or "")

    @property
    def leads(self) -> bool:
        """Whether the facilitator looks."""
        return self.visitor.role == Role.FACILITATOR

    def count(self, number: int) -> int | None:
        """A count of the whole room, or None where the room is smaller than the minimum."""
        return number if self.board.joined >= self.policy.minimum else None


def snapshot(view: View) -> Json:
    """Everything this visitor's page shows, as JSON-able values."""
    board, session = view.board, view.board.session
    shown: Json = {
        "revision": session.revision,
        "role": str(view.visitor.role),
        "language": view.text.language,
        "server_time": view.now.isoformat(),
        "session": session_json(board),
        "steps": [_step_json(step) for step in session.steps],
        "now": {
            "step": session.now_step,
            "phase": str(session.now_phase),
            "round": board.moment.round,
            "ends_at": session.phase_ends_at.isoformat() if session.phase_ends_at else None,
            "paused_left": session.paused_left,
        },
        "activities": {step.key: activity_json(view, step) for step in session.steps},
    }
    if view.me is not None:
        shown["me"] = _me(view, view.me)
    if view.visitor.role == Role.PROJECTOR:
        shown["join"] = {
            "code": session.code,
            "shown": session.shown_code,
            "path": f"bli-med/{session.code}",
            "joined": view.count(board.joined),
        }
    return shown


def session_json(board: Board) -> Json:
    """What is true of the session for everyone."""
    session = board.session
    return {
        "code": session.code,
        "title": session.title,
        "workbook": session.workbook,
        "school": {"key": session.school_key, "name": session.school_name},
        "grade": session.grade,
        "language": session.language,
        "ends_on": session.ends_on.isoformat(),
        "closed": session.closed,
    }


def activity_json(view: View, step: Step) -> Json:
    """What this visitor sees of one step."""
    by_verb = {"guess": _guess, "reflect": _reflect, "prioritise": _prioritise, "actions": _actions}
    show = by_verb.get(step.verb)
    return show(view, step) if show else {}


def check_json(check: PlanCheck, text: Text) -> Json:
    """One thing the plan must hold, in the visitor's language."""
    fields = {name: text.date(v) if isinstance(v, date) else v for name, v in check.fields.items()}
    said = text.t(check.text, **fields)
    return {"key": check.key, "filled": check.filled, "title": text.t(check.title), "text": said}


def _step_json(step: Step) -> Json:
    return {
        "key": step.key,
        "verb": step.verb,
        "title": step.title,
        "prompt": step.prompt,
        "phases": [str(phase) for phase in step.phases],
        "minutes": dict(step.minutes),
    }


def _me(view: View, me: Participant) -> Json:
    board = view.board
    label = board.moment.label
    return {
        "group": me.group,
        "group_size": sum(person.group == me.group for person in board.participants.values()),
        "groups": board.session.groups,
        "ready": any(
            r.participant == me.id and r.step == board.session.now_step and r.moment == label
            for r in board.ready
        ),
    }


def _guess(view: View, step: Step) -> Json:
    board = view.board
    guesses = [guess for guess in board.guesses if guess.step == step.key]
    mine = next((g.value for g in guesses if view.me is not None and g.participant == view.me.id), None)
    revealed = board.activity(step.key).revealed
    room, notes = guessed(board, step, view.policy)
    return {
        "mine": None if mine is None else {"value": plain_number(mine)},
        "locked": view.count(len(guesses)),
        "joined": view.count(board.joined),
        "revealed": revealed,
        "room": None if room is None else {"q1": room.q1, "median": room.median, "q3": room.q3, "n": room.n},
        "answer": as_json(view.answers.get(step.key), board.session.school_name) if revealed else None,
        "notes": _said(view, notes),
    }


def _reflect(view: View, step: Step) -> Json:
    board, me = view.board, view.me
    notes = [note for note in board.notes if note.step == step.key]
    shown: Json = {"draft": "", "mine": [], "group_notes": [], "group_points": [], "points": []}
    if me is not None:
        shown["draft"] = view.drafts.get(step.key, "")
        mine = [note for note in notes if note.participant == me.id]
        shown["mine"] = [
            {"id": note.id, "text": note.text, "shared": is_read_by(note, me, me.group)} for note in mine
        ]
        if board.reached(step.key, Phase.GROUP):
            shown["group_notes"] = _group_notes(board, notes, me)
            shown["group_points"] = _group_points(board, step, me)
    if view.leads or board.reached(step.key, Phase.PLENARY):
        shown["points"] = [point_json(point) for point in board.plenary_points(step.key)]
    return shown


def _group_notes(board: Board, notes: list[Note], me: Participant) -> list[Json]:
    # By id, which is random: the order of writing must not tell who wrote.
    people = board.participants
    ours = (n for n in notes if is_read_by(n, people.get(n.participant), me.group))
    return [{"id": note.id, "text": note.text} for note in sorted(ours, key=lambda note: note.id)]


def _group_points(board: Board, step: Step, me: Participant) -> list[Json]:
    ours = [point for point in board.points if point.step == step.key and point.group == me.group]
    return [{"id": p.id, "text": p.text, "revision": p.revision, "status": str(p.status)} for p in ours]


def point_json(point: PlenaryPoint) -> Json:
    """A plenary point as the browser gets it."""
    return {
        "id": point.id,
        "text": point.text,
        "groups": point.groups,
        "of": point.of,
        "quotes": list(point.quotes),
        "merged": point.merged,
    }


def _prioritise(view: View, step: Step) -> Json:
    board, activity = view.board, view.board.activity(step.key)
    has_begun = view.leads or board.reached(step.key)
    options = board.options(step.key) if has_begun else ()
    cast = [vote for vote in board.votes if vote.step == step.key]
    mine = [v for v in cast if view.me is not None and v.participant == view.me.id]
    result = result_of(board, step, view.policy)
    return {
        "round": activity.round,
        "points": points_of(step),
        "options": [{"id": option.id, "text": option.text} for option in options],
        "mine": {vote.option: vote.points for vote in mine if vote.round == activity.round},
        "mine_before": {vote.option: vote.points for vote in mine if vote.round < activity.round},
        "voted": view.count(voters(cast, activity.round)),
        "result": None if result is None else _result(view, result),
    }


def _result(view: View, result: PriorityResult) -> Json:
    rows = [{"id": r.id, "text": r.text, "round1": r.round1, "round2": r.round2} for r in result.options]
    notes = _said(view, result.notes)
    return {"options": rows, "voters": result.voters, "kept": list(result.kept), "notes": notes}


def _said(view: View, notes: tuple[str, ...]) -> list[str]:
    return [view.text.t(note, minimum=view.policy.minimum) for note in notes]


def _actions(view: View, step: Step) -> Json:
    board, text, today = view.board, view.text, view.now.date()
    goals = [goal for goal in board.goals if goal.step == step.key]
    checks = completeness(board.goals, board.actions, board.plan, today=today)
    return {
        "goals": [
            {**goal_json(goal), "actions": [action_json(a) for a in board.actions if a.goal == goal.id]}
            for goal in goals
        ],
        "max_actions": MAX_ACTIONS,
        "plan": {**plan_json(board.plan), "suggested_on": suggested_evaluation(today).isoformat()},
        "missing": [check_json(check, text) for check in checks],
    }


def plain_number(value: float) -> float | int:
    """8 rather than 8.0."""
    return int(value) if value == int(value) else value
