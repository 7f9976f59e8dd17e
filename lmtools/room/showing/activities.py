"""What a visitor sees of one step, by its kind: `snapshot["activities"][key]`.

board      draft, drafts {box: text}, mine [{id, text, box, shared, sent?}], group_notes [{id, text, box}],
           group_points [{id, text, box, revision, status}], points [{id, text, box, groups, of, quotes,
           merged}]. `sent` is there only in a board without a phase at the tables: the point that came of
           one's note, {id, text, box, revision, status}, or None.
rating     mine {item: {scale: level}}, rated, joined, revealed, result (see `rating_view`)
private    draft, mine {text, with, status} or None, written, group [{id, text}], plenary [{id, text}]
guess      mine, locked, joined, revealed, room, answer, notes
vote       round, points, options, mine, mine_before, voted, result
plan       goals, max_actions, plan, missing
results    chosen [code] or None: the figures that the wall shows; the facilitator's and the projector's alone

`mine`, `draft…` and `group…` are a participant's; for the facilitator and the projector they are empty.
`points` and `plenary` are everybody's from the plenary phase on, and the facilitator's before. Counts
(`rated`, `written`, `locked`, `voted`, `joined`) are None where the room is smaller than the minimum.
"""

from __future__ import annotations

from collections.abc import Iterable

from lmtools.domain.answers import as_json
from lmtools.domain.contributions import Audience, Commitment, Guess, Note, PlenaryPoint, Vote
from lmtools.domain.counting import PriorityResult
from lmtools.domain.jsonable import Json
from lmtools.domain.plan import MAX_ACTIONS, PlanCheck, completeness, suggested_evaluation
from lmtools.domain.session import NO_GROUP, Participant, Phase, Role, Step
from lmtools.domain.verbs import Kind
from lmtools.room.board.board import Board
from lmtools.room.commands.contributing import sent_json
from lmtools.room.commands.planning import plan_json
from lmtools.room.limits import points_of
from lmtools.room.revealing.sharing import is_read_by, is_told_to, told_to_all
from lmtools.room.revealing.votes import guessed, result_of
from lmtools.room.showing.plan_view import planned_goal_json
from lmtools.room.showing.rating_view import rating_json
from lmtools.room.showing.view import View
from lmtools.text import Text


def activity_json(view: View, step: Step) -> Json:
    """What this visitor sees of one step."""
    by_kind = {
        Kind.GUESS: _guess,
        Kind.BOARD: _board,
        Kind.RATING: rating_json,
        Kind.PRIVATE: _private,
        Kind.VOTE: _prioritise,
        Kind.PLAN: _actions,
        Kind.RESULTS: _figures,
    }
    show = by_kind.get(step.kind)
    return show(view, step) if show else {}


def check_json(check: PlanCheck, text: Text) -> Json:
    """One thing the plan must hold, in the visitor's language."""
    said = text.t(check.text, **check.fields)
    return {"key": check.key, "filled": check.filled, "title": text.t(check.title), "text": said}


def _guess(view: View, step: Step) -> Json:
    board, me, revealed = view.board, view.me, view.board.activity(step.key).revealed
    mine = board.written(Guess, step.key, me.id) if me is not None else ()
    return {
        "mine": {"value": plain_number(mine[0].value)} if mine else None,
        "revealed": revealed,
        "answer": as_json(view.answers.get(step.key), board.session.school_name) if revealed else None,
        **view.once_of(_guesses, step),
    }


def _guesses(view: View, step: Step) -> Json:
    board = view.board
    room, notes = guessed(board, step, view.policy)
    return {
        "locked": view.done(guess.participant for guess in board.written(Guess, step.key)),
        "joined": view.count(board.joined),
        "room": None if room is None else {"q1": room.q1, "median": room.median, "q3": room.q3, "n": room.n},
        "notes": view.said(notes),
    }


def _figures(view: View, step: Step) -> Json:
    if view.visitor.role == Role.PARTICIPANT:  # each looks at what they like
        return {}
    chosen = view.board.activity(step.key).kept
    return {"chosen": None if chosen is None else list(chosen)}


def _board(view: View, step: Step) -> Json:
    board, me = view.board, view.me
    shown: Json = {"draft": "", "drafts": {}, "mine": [], "group_notes": [], "group_points": [], "points": []}
    if me is not None:
        drafts = {box: text for (key, box), text in view.drafts.items() if key == step.key}
        shown["draft"], shown["drafts"] = drafts.get("", ""), drafts
        shown["mine"] = [_my_note(board, step, note, me) for note in board.written(Note, step.key, me.id)]
        if board.reached(step.key, Phase.GROUP):
            shown["group_notes"] = _group_notes(board, step, me)
            shown["group_points"] = _group_points(board, step, me)
    if view.leads or board.reached(step.key, Phase.PLENARY):
        shown["points"] = [point_json(point) for point in board.plenary_points(step.key)]
    return shown


def _my_note(board: Board, step: Step, note: Note, me: Participant) -> Json:
    """One's own note; where one sends it to plenary oneself, also the point that came of it."""
    told = {"id": note.id, "text": note.text, "box": note.box, "shared": is_read_by(note, me, me.group)}
    if step.works_in_groups:
        return told
    sent = next((point for point in board.points if note.id in point.notes), None)
    return {**told, "sent": None if sent is None else sent_json(sent)}


def _group_notes(board: Board, step: Step, me: Participant) -> list[Json]:
    if me.group == NO_GROUP:
        return []
    # By id, which is random: the order of writing must not tell who wrote.
    people = board.participants
    ours = (n for n in board.written(Note, step.key) if is_read_by(n, people.get(n.participant), me.group))
    return [
        {"id": note.id, "text": note.text, "box": note.box} for note in sorted(ours, key=lambda note: note.id)
    ]


def _group_points(board: Board, step: Step, me: Participant) -> list[Json]:
    if me.group == NO_GROUP:  # which is also where points lie that came in a file
        return []
    ours = [point for point in board.points if point.step == step.key and point.group == me.group]
    return [sent_json(point) for point in ours]


def _private(view: View, step: Step) -> Json:
    board, me = view.board, view.me
    written = board.written(Commitment, step.key)
    mine = next(iter(board.written(Commitment, step.key, me.id) if me is not None else ()), None)
    shown: Json = {
        "draft": view.drafts.get((step.key, ""), ""),
        "mine": None,
        "written": view.done(one.participant for one in written),
        "group": [],
        "plenary": [],
    }
    if mine is not None:
        status = str(mine.status) if mine.audience == Audience.PLENARY else None
        shown["mine"] = {"text": mine.text, "with": _audience(mine, me), "status": status}
    if me is not None and me.group != NO_GROUP and board.reached(step.key, Phase.GROUP):
        people = board.participants
        shown["group"] = _texts(
            one for one in written if is_told_to(one, people.get(one.participant), me.group)
        )
    if view.leads or board.reached(step.key, Phase.PLENARY):
        shown["plenary"] = _texts(told_to_all(written))
    return shown


def _audience(mine: Commitment, me: Participant | None) -> str:
    is_elsewhere = mine.audience == Audience.GROUP and me is not None and not is_told_to(mine, me, me.group)
    return str(Audience.NOBODY if is_elsewhere else mine.audience)


def _texts(commitments: Iterable[Commitment]) -> list[Json]:
    # By id, which is random, as notes are.
    return [{"id": one.id, "text": one.text} for one in sorted(commitments, key=lambda one: one.id)]


def point_json(point: PlenaryPoint) -> Json:
    """A plenary point as the browser gets it."""
    return {
        "id": point.id,
        "text": point.text,
        "groups": point.groups,
        "of": point.of,
        "quotes": list(point.quotes),
        "merged": point.merged,
        "box": point.box,
    }


def _prioritise(view: View, step: Step) -> Json:
    board, me, now = view.board, view.me, view.board.activity(step.key).round
    mine = board.written(Vote, step.key, me.id) if me is not None else ()
    return {
        "mine": {vote.option: vote.points for vote in mine if vote.round == now},
        "mine_before": {vote.option: vote.points for vote in mine if vote.round < now},
        **view.once_of(_votes, step),
    }


def _votes(view: View, step: Step) -> Json:
    board, now = view.board, view.board.activity(step.key).round
    options = board.options(step.key) if view.leads or board.reached(step.key) else ()
    result = result_of(board, step, view.policy)
    return {
        "round": now,
        "points": points_of(step),
        "options": [{"id": option.id, "text": option.text} for option in options],
        "voted": view.done(vote.participant for vote in board.written(Vote, step.key) if vote.round == now),
        "result": None if result is None else _result(view, result),
    }


def _result(view: View, result: PriorityResult) -> Json:
    rows = [{"id": r.id, "text": r.text, "round1": r.round1, "round2": r.round2} for r in result.options]
    notes = view.said(result.notes)
    chosen = {"kept": list(result.kept), "tied": list(result.tied)}
    return {"options": rows, "voters": result.voters, **chosen, "notes": notes}


def _actions(view: View, _step: Step) -> Json:
    # The plan is one: a day that begins with the last plan and ends with the next shows the same goals twice.
    return view.once(_plan)


def _plan(view: View) -> Json:
    board, text, today = view.board, view.text, view.now.date()
    checks = completeness(board.goals, board.actions, board.plan, today=today)
    return {
        "goals": [planned_goal_json(view, goal) for goal in board.goals],
        "max_actions": MAX_ACTIONS,
        "plan": {**plan_json(board.plan), "suggested_on": suggested_evaluation(today).isoformat()},
        "missing": [check_json(check, text) for check in checks],
    }


def plain_number(value: float) -> float | int:
    """8 rather than 8.0."""
    return int(value) if value == int(value) else value
