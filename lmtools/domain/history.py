"""The history of a plan: what was changed in it after the day, when, why and by which role; never by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from lmtools.domain.chain import voices_in
from lmtools.domain.following import (
    OUTCOME_WORDS,
    STATUS_WORDS,
    VERDICT_WORDS,
    ActionReview,
    GoalReview,
)
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.errors import N_, Message

Part = Goal | Action | Plan | GoalReview | ActionReview


class Hand(StrEnum):
    """The role of those who changed a plan. A person's name is never asked for."""

    FACILITATOR = "facilitator"
    LEADER = "leader"
    WORKING_GROUP = "working_group"
    STAFF = "staff"
    OWNER = "owner"
    PPT = "ppt"


HAND_WORDS = {
    Hand.FACILITATOR: N_("Prosesslederen"),
    Hand.LEADER: N_("Skolens ledelse"),
    Hand.WORKING_GROUP: N_("Arbeidsgruppa"),
    Hand.STAFF: N_("Personalet"),
    Hand.OWNER: N_("Skoleeier"),
    Hand.PPT: N_("PPT"),
}


@dataclass(frozen=True)
class Change:
    """One field that was changed. `name` is the goal's or the action's text, so that a sentence can be made.

    `kind` is "goal", "action", "plan", "goal_review" or "action_review". A part that is new has no `field`
    and its text in `after`; one that was taken away has it in `before`.
    """

    kind: str
    id: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class PlanVersion:
    """One entry of the history. Entries are only added, and counted from 1."""

    session: str
    number: int
    day: date
    role: Hand
    why: str
    changes: tuple[Change, ...]


KINDS: Mapping[type[Part], str] = {
    Goal: "goal",
    Action: "action",
    Plan: "plan",
    GoalReview: "goal_review",
    ActionReview: "action_review",
}
_NOT_TOLD = frozenset(
    {
        "id",
        "session",
        "step",
        "goal",
        "action",
        "removed",
        "revision",
        "position",
        "sources",
        "roots",
        "since",
    }
)
FIELD_WORDS = {
    "text": N_("teksten"),
    "finding": N_("det målet bygger på"),
    "target": N_("slik ser vi at vi er framme"),
    "indicator": N_("tallet målet skal flytte"),
    "who": N_("hvem"),
    "when": N_("når"),
    "success_sign": N_("tegn på at det virker"),
    "process_sign": N_("tegn på at det blir gjort"),
    "balancing_sign": N_("tegn på at noe annet lider"),
    "needs": N_("det tiltaket trenger"),
    "status": N_("status"),
    "participation": N_("medvirkning"),
    "support_leader": N_("støtte fra ledelsen"),
    "support_owner": N_("støtte fra skoleeier"),
    "support_ppt": N_("støtte fra PPT"),
    "evaluate_on": N_("dato for å se på planen"),
    "voice": N_("det elever og foreldre sa"),
    "outcome": N_("hva det ble av tiltaket"),
    "why": N_("hvorfor"),
    "verdict": N_("veien videre"),
    "learned": N_("det vi lærte"),
    "questioned": N_("det vi tok for gitt"),
}
_WORDS_OF: Mapping[str, Mapping[str, str]] = {
    "status": {str(status): word for status, word in STATUS_WORDS.items()},
    "outcome": {str(outcome): word for outcome, word in OUTCOME_WORDS.items()},
    "verdict": {str(verdict): word for verdict, word in VERDICT_WORDS.items()},
}


def changes_between(before: Iterable[Part], after: Iterable[Part]) -> tuple[Change, ...]:
    """What is different between two states of a plan, part by part in the order of `after`."""
    was, now = _by_key(before), _by_key(after)
    names = {**_names(was.values()), **_names(now.values())}
    return tuple(_changes(was, now, names))


def say_change(change: Change) -> Message:
    """A change as a sentence that can be translated."""
    if not change.field:
        return Message(_NEW if change.after else _GONE, {"what": _named(change)})
    word = FIELD_WORDS.get(change.field, change.field)
    if change.field == "indicator":  # a code, which says nothing to those who read of it
        return Message(N_("{what}: {field} er byttet"), {"what": _named(change), "field": Message(word)})
    fields_ = {
        "what": _named(change),
        "field": Message(word),
        "before": _value(change.field, change.before),
        "after": _value(change.field, change.after),
    }
    if not change.before:
        return Message(N_("{what}, {field}: «{after}»"), fields_)
    if not change.after:
        return Message(N_("{what}, {field}: «{before}» er tatt bort"), fields_)
    return Message(N_("{what}, {field}: fra «{before}» til «{after}»"), fields_)


_NEW, _GONE = N_("{what} er nytt"), N_("{what} er tatt bort")
_NAMES = {
    "goal": N_("Målet «{name}»"),
    "goal_review": N_("Målet «{name}»"),
    "action": N_("Tiltaket «{name}»"),
    "action_review": N_("Tiltaket «{name}»"),
}


def _named(change: Change) -> Message:
    name = _NAMES.get(change.kind)
    return Message(name, {"name": change.name}) if name else Message(N_("Planen"))


def _value(field: str, value: str) -> Message | date | str:
    if field == "evaluate_on" and value:
        return date.fromisoformat(value)
    word = _WORDS_OF.get(field, {}).get(value)
    return Message(word) if word else value


def _changes(
    was: Mapping[tuple[str, str], Part], now: Mapping[tuple[str, str], Part], names: Mapping[str, str]
) -> Iterator[Change]:
    for key, part in now.items():
        earlier = was.get(key)
        if earlier is None and key[0] in ("goal", "action"):
            yield Change(*key, names.get(key[1], ""), "", "", names.get(key[1], ""))
        found = _fields(key, earlier or _empty(part), part, names)
        yield from (one for one in found if earlier is not None or one.field != "text")
        yield from _voices(key, earlier, part, names)
    for kind, id_ in [key for key in was if key not in now]:
        yield Change(kind, id_, names.get(id_, ""), "", names.get(id_, ""), "")


def _fields(key: tuple[str, str], earlier: Part, part: Part, names: Mapping[str, str]) -> Iterator[Change]:
    for one in fields(part):
        before, after = _plain(getattr(earlier, one.name)), _plain(getattr(part, one.name))
        if before != after and one.name not in _NOT_TOLD:
            yield Change(*key, names.get(key[1], ""), one.name, before, after)


def _voices(
    key: tuple[str, str], earlier: Part | None, part: Part, names: Mapping[str, str]
) -> Iterator[Change]:
    """What pupils and parents said, where it was put beside a goal that was there, or taken away again."""
    if not isinstance(part, Goal) or not isinstance(earlier, Goal):
        return
    before, after, name = voices_in(earlier.roots), voices_in(part.roots), names.get(part.id, "")
    yield from (Change(*key, name, "voice", "", link.text) for link in after if link not in before)
    yield from (Change(*key, name, "voice", link.text, "") for link in before if link not in after)


def _empty(part: Part) -> Part:
    """A part with the same key and nothing in it, for a new one to be held against."""
    match part:
        case Goal():
            return Goal(part.id, part.session, part.step)
        case Action():
            return Action(part.id, part.session, part.goal)
        case Plan():
            return Plan(part.session)
        case GoalReview():
            return GoalReview(part.session, part.goal)
        case ActionReview():
            return ActionReview(part.session, part.action)


def _by_key(parts: Iterable[Part]) -> dict[tuple[str, str], Part]:
    return {(KINDS[type(part)], _id(part)): part for part in parts}


def _id(part: Part) -> str:
    match part:
        case Goal() | Action():
            return part.id
        case GoalReview():
            return part.goal
        case ActionReview():
            return part.action
        case Plan():
            return ""


def _names(parts: Iterable[Part]) -> dict[str, str]:
    return {part.id: part.text for part in parts if isinstance(part, Goal | Action)}


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
