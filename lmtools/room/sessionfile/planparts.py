"""Reading the parts of a plan: the same in a session's file and in a plan's own."""

from __future__ import annotations

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.following import GoalVerdict, Outcome
from lmtools.domain.history import KINDS, Change, Hand
from lmtools.domain.plan import ActionStatus
from lmtools.room.sessionfile import fields as f

_LINE, TEXT, _NUMBER = f.text(300), f.text(2000), f.whole(0, 10**6)
_LATER_TEXT = f.Later(TEXT, before="")


def _link(value: object) -> Link:
    return Link(**_LINK(value))


def _change(value: object) -> Change:
    read = _CHANGE(value)
    if read["kind"] not in KINDS.values():
        raise f.Odd
    return Change(**read)


_LINK = f.record(
    kind=f.choice(LinkKind), text=TEXT, title=_LINE, day=f.day, source=f.Later(f.maybe_identifier, before="")
)
_CHANGE = f.record(
    kind=f.identifier,
    id=f.maybe_identifier,
    name=TEXT,
    field=f.maybe_identifier,
    before=TEXT,
    after=TEXT,
)
LINKS = f.many(_link, most=100)
_PLANNED: dict[str, f.Reader[object]] = {
    "id": f.identifier,
    "text": TEXT,
    "revision": _NUMBER,
    "position": _NUMBER,
}
GOAL = f.record(
    **_PLANNED,
    step=f.identifier,
    finding=TEXT,
    target=TEXT,
    sources=f.Later(f.many(f.identifier, most=200), before=[]),
    indicator=_LATER_TEXT,
    roots=f.Later(LINKS, before=[]),
)
ACTION = f.record(
    **_PLANNED,
    goal=f.identifier,
    who=TEXT,
    when=TEXT,
    success_sign=TEXT,
    status=f.choice(ActionStatus),
    process_sign=_LATER_TEXT,
    balancing_sign=_LATER_TEXT,
    needs=_LATER_TEXT,
    since=f.Later(f.optional(f.day), before=None),
)
PLAN = f.record(
    participation=TEXT,
    support_leader=TEXT,
    support_owner=TEXT,
    support_ppt=TEXT,
    evaluate_on=f.optional(f.day),
    revision=_NUMBER,
)
GOAL_REVIEW = f.record(
    goal=f.identifier,
    verdict=f.optional(f.choice(GoalVerdict)),
    learned=TEXT,
    questioned=TEXT,
    revision=_NUMBER,
)
ACTION_REVIEW = f.record(
    action=f.identifier, outcome=f.optional(f.choice(Outcome)), why=TEXT, revision=_NUMBER
)
VERSION = f.record(
    number=f.whole(1, 10**6),
    day=f.day,
    role=f.choice(Hand),
    why=TEXT,
    changes=f.many(_change, most=1000),
)
