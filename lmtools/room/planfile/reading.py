"""A plan's JSON file read back, one field at a time: what is not as the schema says, is refused whole."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.history import PlanVersion
from lmtools.domain.plan import Action, ActionStatus, Goal, Plan
from lmtools.domain.record import PlanRecord
from lmtools.errors import N_, UsageError
from lmtools.room.planfile.writing import FORMAT, VERSION
from lmtools.room.screening import holds_national_id
from lmtools.room.sessionfile import fields as f
from lmtools.room.sessionfile.planparts import LINKS, TEXT
from lmtools.room.sessionfile.planparts import VERSION as VERSION_PARTS

MOST_BYTES = 1_000_000
NO_SESSION = ""  # what is read belongs to no session before one takes it over

_NOT_OURS = N_("Dette er ikke ei planfil fra lmtools. Velg ei fil som lmtools export --plan har laget.")
_ODD = N_("Det som står i planfila, er ikke en hel plan, så vi bruker den ikke. Hent den på nytt.")
_NEWER = N_("Planfila er laget av en nyere utgave av lmtools. Oppgrader lmtools her, og prøv igjen.")
_LARGE = N_("Fila er større enn en plan kan være, så vi åpner den ikke.")
_NUMBER_IN_IT = N_("Planfila inneholder et fødselsnummer. Ta det bort, og prøv igjen.")

_LINE = f.text(300)
_ACTION = f.record(
    id=f.identifier,
    text=TEXT,
    who=TEXT,
    when=TEXT,
    status=f.choice(ActionStatus),
    needs=TEXT,
    success_sign=TEXT,
    process_sign=TEXT,
    balancing_sign=TEXT,
    since=f.optional(f.day),
    review=f.optional(f.record(outcome=f.optional(f.choice(Outcome)), why=TEXT)),
)
_GOAL = f.record(
    id=f.identifier,
    text=TEXT,
    finding=TEXT,
    target=TEXT,
    indicator=TEXT,
    review=f.optional(f.record(verdict=f.optional(f.choice(GoalVerdict)), learned=TEXT, questioned=TEXT)),
    chain=LINKS,
    actions=f.many(_ACTION, most=50),
)
_PLAN = f.record(
    participation=TEXT,
    support_leader=TEXT,
    support_owner=TEXT,
    support_ppt=TEXT,
    evaluate_on=f.optional(f.day),
)
_CONTENT = f.record(
    format=_LINE,
    version=f.whole(1, 10**6),
    school=f.record(key=f.text(64), name=_LINE),
    session=f.record(title=_LINE, mark=f.identifier, day=f.day, grade=f.text(64)),
    language=f.text(8),
    plan=_PLAN,
    goals=f.many(_GOAL, most=50),
    history=f.many(VERSION_PARTS),
)


class BadPlan(UsageError):
    """The file is no plan that can be read. Nothing of it has been used."""


def read(data: bytes) -> PlanRecord:
    """Read what `write` wrote, in this version or an older one.

    Raises:
        BadPlan: if it is anything else, in a sentence that says what.
    """
    if len(data) > MOST_BYTES:
        raise BadPlan(_LARGE)
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise BadPlan(_NOT_OURS) from None
    return from_content(content)


def from_content(content: object) -> PlanRecord:
    """The plan that the JSON-able `content` describes. Raises BadPlan."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadPlan(_NOT_OURS)
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadPlan(_NEWER)
    if any(holds_national_id(text) for text in _texts(content)):
        raise BadPlan(_NUMBER_IN_IT)
    try:
        return _record(_CONTENT({name: value for name, value in content.items() if name != "$schema"}))
    except f.Odd:
        raise BadPlan(_ODD) from None


def _record(read_: f.Row) -> PlanRecord:
    goals, actions = read_["goals"], [(goal, one) for goal in read_["goals"] for one in goal["actions"]]
    ids = [goal["id"] for goal in goals], [one["id"] for _, one in actions]
    if any(len(set(some)) < len(some) for some in ids):
        raise f.Odd
    return PlanRecord(
        mark=read_["session"]["mark"],
        title=read_["session"]["title"],
        school_key=read_["school"]["key"],
        school_name=read_["school"]["name"],
        language=read_["language"],
        began=read_["session"]["day"],
        grade=read_["session"]["grade"],
        plan=Plan(NO_SESSION, **read_["plan"]),
        goals=tuple(_goal(row, at) for at, row in enumerate(goals, start=1)),
        actions=tuple(_action(row, goal["id"], at) for at, (goal, row) in enumerate(actions, start=1)),
        goal_reviews=tuple(
            GoalReview(NO_SESSION, goal["id"], **goal["review"], revision=1)
            for goal in goals
            if goal["review"]
        ),
        action_reviews=tuple(
            ActionReview(NO_SESSION, one["id"], **one["review"], revision=1)
            for _, one in actions
            if one["review"]
        ),
        versions=tuple(PlanVersion(NO_SESSION, **row) for row in read_["history"]),
        chains={goal["id"]: goal["chain"] for goal in goals},
    )


def _texts(value: object) -> Iterator[str]:
    """Every text that people can have written; ids are random, and may look like anything."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item) if name not in ("id", "mark", "source", "key") else ()


def _goal(row: f.Row, position: int) -> Goal:
    own = {name: value for name, value in row.items() if name not in ("review", "chain", "actions")}
    return Goal(session=NO_SESSION, step="", position=position, roots=row["chain"], **own)


def _action(row: f.Row, goal: str, position: int) -> Action:
    own = {name: value for name, value in row.items() if name != "review"}
    return Action(session=NO_SESSION, goal=goal, position=position, **own)
