"""What a participant and the projector see: pure functions of the board, so that nothing else can leak."""

from __future__ import annotations

from lmtools.domain.jsonable import Json
from lmtools.domain.session import Duty, Participant, Pause, Role, Step, WorkSession
from lmtools.domain.verbs import Kind
from lmtools.errors import N_
from lmtools.room.commands.grouping import tables_json
from lmtools.room.limits import length_of
from lmtools.room.showing.activities import activity_json
from lmtools.room.showing.view import View


def snapshot(view: View) -> Json:
    """Everything this visitor's page shows, as JSON-able values."""
    board, session = view.board, view.session
    shown: Json = {
        "revision": session.revision,
        "role": str(view.visitor.role),
        "language": view.text.language,
        "server_time": view.now.isoformat(),
        "session": session_json(session),
        "steps": view.once(_steps),
        "now": {
            "step": session.now_step,
            "phase": str(session.now_phase),
            "round": board.moment.round,
            "ends_at": session.phase_ends_at.isoformat() if session.phase_ends_at else None,
            "paused_left": session.paused_left,
            "recess": session.recess,
            "pause": _pause(view, board.planned_break) if session.recess else None,
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


def session_json(session: WorkSession) -> Json:
    """What is true of the session for everyone."""
    return {
        "code": session.code,
        "title": session.title,
        "workbook": session.workbook,
        "school": {"key": session.school_key, "name": session.school_name},
        "grade": session.grade,
        "language": session.language,
        "ends_on": session.ends_on.isoformat(),
        "closed": session.closed,
        "rehearsal": session.rehearsal,
        "grouping": str(session.grouping),
    }


def _steps(view: View) -> list[Json]:
    return [step_json(view, step) for step in view.session.steps]


def step_json(view: View, step: Step) -> Json:
    """What a step is, with everything that a page needs to draw it.

    `boxes` [{key, title, hint}] of a board, `items` [{key, text}] and `scales` [{key, title, low, high}] of a
    rating, `story` [paragraph] of a case; empty for other kinds. Items that come from the plenary are here
    from the time the step has begun. `pause` {minutes, title} is a break planned after it, for who leads.
    """
    text, board = view.text, view.board
    is_board = step.kind == Kind.BOARD
    has_items = step.kind == Kind.RATING and (view.leads or board.reached(step.key))
    return {
        "key": step.key,
        "verb": step.verb,
        "kind": str(step.kind),
        "help": text.t(str(step.params.get("help") or "")),
        "limit": length_of(step, view.policy.note_length),
        "boxes": [
            {"key": box.key, "title": text.t(box.title), "hint": text.t(box.hint)}
            for box in (step.boxes if is_board else ())
        ],
        "items": [
            {"key": item.key, "text": text.t(item.text)} for item in (board.items(step) if has_items else ())
        ],
        "scales": [
            {
                "key": scale.key,
                "title": text.t(scale.title),
                "low": text.t(scale.low),
                "high": text.t(scale.high),
            }
            for scale in step.scales
        ],
        "story": [text.t(paragraph) for paragraph in step.story],
        "title": step.title,
        "prompt": step.prompt,
        "phases": [str(phase) for phase in step.phases],
        "minutes": dict(step.minutes),
        **_planned_break(view, step),
    }


def _planned_break(view: View, step: Step) -> Json:
    return {"pause": _pause(view, step.pause)} if step.pause is not None and view.leads else {}


def _pause(view: View, planned: Pause | None) -> Json | None:
    """A break that is planned; `now.pause` is the one that everybody has, and `now.ends_at` when it ends."""
    if planned is None:
        return None
    return {"minutes": planned.minutes, "title": view.text.t(planned.title) or view.text.t("Pause")}


DUTIES = {
    Duty.CHAIR: N_("Ordstyrer"),
    Duty.SECRETARY: N_("Sekretær"),
    Duty.TIMEKEEPER: N_("Tidtaker"),
    Duty.OPENNESS: N_("Viddevakt"),
}
TASKS = {
    Duty.CHAIR: N_("Passer på at alle slipper til."),
    Duty.SECRETARY: N_("Skriver det gruppa er enig om."),
    Duty.TIMEKEEPER: N_("Holder øye med klokka."),
    Duty.OPENNESS: N_("Passer på at vi ikke lukker samtalen for tidlig: Hva mer kan det være?"),
}


def _me(view: View, me: Participant) -> Json:
    board = view.board
    return {
        "group": me.group,
        "group_size": next((group.size for group in board.groups if group.no == me.group), 0),
        "groups": board.session.groups,
        "tables": view.once(_tables),
        "ready": me.id in view.once(_ready_now),
        "phone": me.phone,
        "group_phone": me.group in board.with_phone,
        "trial": me.trial,
        "roles": [_duty_json(view, me, duty) for duty in Duty],
    }


def _tables(view: View) -> list[dict[str, object]]:
    return tables_json(view.board, view.text)


def _ready_now(view: View) -> frozenset[str]:
    board = view.board
    now = board.session.now_step, board.moment.label
    return frozenset(one.participant for one in board.ready if (one.step, one.moment) == now)


def _duty_json(view: View, me: Participant, duty: Duty) -> Json:
    """A task at one's own table. Whose it is, is told only to the one who has it."""
    holder = view.board.holder(me.group, duty)
    who = None if holder is None else "me" if holder == me.id else "other"
    return {
        "key": str(duty),
        "title": view.text.t(DUTIES[duty]),
        "task": view.text.t(TASKS[duty]),
        "holder": who,
    }
