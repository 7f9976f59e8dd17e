"""Who may give which command, when, and what it counts as: nothing is anybody's by a slip."""

from __future__ import annotations

from lmtools.domain.session import Role
from lmtools.room.commands.table import COMMANDS

OWN = {
    *("draft.save", "note.add", "note.edit", "note.remove", "note.restore", "note.share", "ready"),
    *("guess.lock", "vote.cast", "rate", "commit.save", "commit.share", "role.take", "group.phone"),
    *("point.add", "point.edit", "point.remove", "group.choose", "language"),
}
EVERYBODYS = {
    *("goal.save", "goal.remove", "action.save", "action.remove", "action.review", "goal.review"),
}
MOVES = {
    *("go", "next", "back", "round", "pause", "resume", "extend", "reveal", "hide", "break"),
    *("moderate", "merge", "split", "keep", "figures", "groups", "groups.way", "groups.deal", "groups.place"),
    *("close", "reopen"),
}
PLAN = {*EVERYBODYS, "plan.save", "voice.remove"}


def those(**flags):
    """The commands whose rule says so."""
    return {
        name
        for name, rule in COMMANDS.items()
        if all(getattr(rule, flag) is wanted for flag, wanted in flags.items())
    }


def of(role):
    return {name for name, rule in COMMANDS.items() if role in rule.roles}


def test_a_command_is_for_those_it_is_meant_for():
    assert of(Role.PARTICIPANT) == OWN | EVERYBODYS
    assert of(Role.FACILITATOR) == MOVES | PLAN | {"summary.save", "undo"}
    assert of(Role.PROJECTOR) == set()


def test_after_the_day_who_leads_has_the_plan_and_the_page_for_parents():
    assert those(after_close=True) == PLAN | {"summary.save", "reopen", "undo"}
    assert those(after_close=False) == COMMANDS.keys() - those(after_close=True)


def test_a_move_can_be_taken_back_and_a_draft_is_no_change():
    assert those(undoable=True) == MOVES
    assert those(undoable=False) == COMMANDS.keys() - MOVES
    assert those(quiet=True) == {"draft.save"}
    assert those(quiet=False) == COMMANDS.keys() - {"draft.save"}


def test_it_is_known_what_can_move_people_show_a_result_or_change_the_plan():
    assert those(seats=True) == MOVES | {"undo", "group.choose"}
    assert those(shows=True) == MOVES | {"undo"}
    assert those(plans=True) == PLAN
    for flag in ("seats", "shows", "plans"):
        assert those(**{flag: False}) == COMMANDS.keys() - those(**{flag: True})
