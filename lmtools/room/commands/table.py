"""Every command of the room: its name, who may give it, and how it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lmtools.domain import moves
from lmtools.domain.session import Participant, Role
from lmtools.room.call import Call, Command, Reply
from lmtools.room.commands import (
    answering,
    committing,
    contributing,
    grouping,
    moderating,
    planning,
    reviewing,
    seating,
    steering,
    summarising,
    voicing,
)
from lmtools.room.commands.remembering import is_remembered, parts, remember
from lmtools.room.revealing.sharing import settle_notes
from lmtools.room.revealing.votes import keep_ledger, revealed_steps


@dataclass(frozen=True)
class Rule:
    """How a command is treated.

    `quiet` ones change nothing anyone else can see; `undoable` ones are kept as the facilitator's moves;
    `after_close` ones are still the facilitator's when the session is closed; `seats` ones can change who
    sits where or who reads what, `shows` ones can show a result, and `plans` ones change the plan, whose
    history is kept.
    """

    run: Command
    roles: frozenset[Role]
    quiet: bool = False
    undoable: bool = False
    after_close: bool = False
    seats: bool = False
    shows: bool = False
    plans: bool = False


_PARTICIPANT = frozenset({Role.PARTICIPANT})
_FACILITATOR = frozenset({Role.FACILITATOR})


def _mine(run: Command, *, quiet: bool = False) -> Rule:
    return Rule(run, _PARTICIPANT, quiet=quiet)


def _ours(run: Command) -> Rule:
    """Part of the plan: everybody's during the day, and afterwards the one's who leads."""
    return Rule(run, _PARTICIPANT | _FACILITATOR, after_close=True, plans=True)


def _move(run: Command) -> Rule:
    return Rule(run, _FACILITATOR, undoable=True, seats=True, shows=True)


COMMANDS: Mapping[str, Rule] = {
    "draft.save": _mine(contributing.save_draft, quiet=True),
    "note.add": _mine(contributing.add_note),
    "note.edit": _mine(contributing.edit_note),
    "note.remove": _mine(contributing.remove_note),
    "note.restore": _mine(contributing.restore_note),
    "note.share": _mine(contributing.share_note),
    "ready": _mine(contributing.set_ready),
    "guess.lock": _mine(answering.lock_guess),
    "vote.cast": _mine(answering.cast_vote),
    "rate": _mine(answering.rate),
    "commit.save": _mine(committing.save_commitment),
    "commit.share": _mine(committing.share_commitment),
    "role.take": _mine(seating.take_duty),
    "group.phone": _mine(seating.set_phone),
    "point.add": _mine(contributing.add_point),
    "point.edit": _mine(contributing.edit_point),
    "point.remove": _mine(contributing.remove_point),
    "group.choose": Rule(seating.choose_group, _PARTICIPANT, seats=True),
    "language": _mine(contributing.choose_language),
    "goal.save": _ours(planning.save_goal),
    "goal.remove": _ours(planning.remove_goal),
    "action.save": _ours(planning.save_action),
    "action.remove": _ours(planning.remove_action),
    "action.review": _ours(reviewing.review_action),
    "goal.review": _ours(reviewing.review_goal),
    "plan.save": Rule(planning.save_plan, _FACILITATOR, after_close=True, plans=True),
    "voice.remove": Rule(voicing.remove_voice, _FACILITATOR, after_close=True, plans=True),
    "summary.save": Rule(summarising.save_summary, _FACILITATOR, after_close=True),
    "go": _move(steering.go),
    "next": _move(steering.go_on),
    "back": _move(steering.go_back),
    "round": _move(steering.set_round),
    "pause": _move(steering.clock(moves.pause)),
    "resume": _move(steering.clock(moves.resume)),
    "extend": _move(steering.extend),
    "reveal": _move(steering.set_revealed(True)),
    "hide": _move(steering.set_revealed(False)),
    "moderate": _move(moderating.moderate),
    "merge": _move(moderating.merge),
    "split": _move(moderating.split),
    "keep": _move(moderating.keep),
    "figures": _move(steering.show_figures),
    "groups": _move(grouping.set_groups),
    "groups.way": _move(grouping.set_way),
    "groups.deal": _move(grouping.deal_again),
    "groups.place": _move(grouping.place),
    "break": _move(steering.set_recess),
    "close": _move(steering.close),
    "reopen": replace(_move(steering.reopen), after_close=True),
    "undo": Rule(steering.undo, _FACILITATOR, after_close=True, seats=True, shows=True),
}


def run(rule: Rule, call: Call) -> Reply:
    """Carry out a command by its rule; answers with what it says and the revision after it."""
    if rule.seats:
        people = call.work.all(Participant, session=call.session.id)
        settle_notes(call, {person.id: person.group for person in people})
    before = _shown_by_now(call) if rule.shows else frozenset()
    planned = parts(call.work, call.session.id) if rule.plans and is_remembered(call) else None
    if rule.undoable:
        call.work.record()
    said = rule.run(call)
    if planned is not None:
        remember(call, planned)
    if rule.undoable:
        call.work.keep_move(call.session.id)
    if rule.shows:  # after the move has been kept: what has been shown is not undone with it
        keep_ledger(call, before)
    revision = call.session.revision if rule.quiet else call.work.bump(call.session)
    return {**said, "revision": revision}


def _shown_by_now(call: Call) -> frozenset[str]:
    before = revealed_steps(call)
    keep_ledger(call, before)  # in a session that began before there was a ledger
    return before
