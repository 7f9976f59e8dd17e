"""A file's content as a new session: the same words and results, a new code, and nobody in it yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lmtools.domain.contributions import Audience, Commitment, Point, PointStatus, Theme
from lmtools.domain.following import ActionReview, GoalReview
from lmtools.domain.history import PlanVersion
from lmtools.domain.moves import at_rest, moment_of
from lmtools.domain.plan import Action, Goal, Plan
from lmtools.domain.session import NO_GROUP, Activity, Grouping, Phase, Step, WorkSession
from lmtools.domain.shown import Shown
from lmtools.domain.summary import HEADLINE_LENGTH, PART_LENGTH, Summary
from lmtools.errors import N_
from lmtools.room import keys
from lmtools.room.limits import FIGURE_NAME_LENGTH
from lmtools.room.sessionfile import fields as f
from lmtools.room.sessionfile import planparts
from lmtools.room.sessionfile.packing import BadFile
from lmtools.settings import LANGUAGES

_ODD = N_("Det som står i fila, er ikke ei hel økt, så vi åpner den ikke. Hent den på nytt.")
_LINE, _TEXT, _NUMBER, _MOST = f.text(300), f.text(2000), f.whole(0, 10**6), 10**6

_STEP = f.record(
    key=f.identifier,
    verb=f.identifier,
    title=_LINE,
    prompt=_TEXT,
    phases=f.many(f.choice(Phase), most=3),
    minutes=f.by_key(f.whole(0, 1000), most=3),
    params=f.anything,
    say=_TEXT,
)
_SESSION = f.record(
    workbook=f.workbook,
    title=_LINE,
    school_key=f.text(64),
    school_name=_LINE,
    grade=f.text(64),
    language=f.text(8),
    groups=f.whole(1, 1000),
    grouping=f.Later(f.choice(Grouping), before="dealt"),
    expected=_NUMBER,
    started_at=f.moment,
    ends_on=f.day,
    steps=f.many(_STEP, most=200),
    now_step=f.identifier,
    now_phase=f.choice(Phase),
    closed=f.flag,
    origin=f.identifier,
    came=f.optional(_NUMBER),
)
_COLUMN = f.record(round=f.whole(1, 2), points=f.by_key(f.optional(_NUMBER)), voters=f.whole(0, 10_000))
_SCALE = f.optional(f.number(0, 100))
_GUESSED = f.record(q1=_SCALE, median=f.number(0, 100), q3=_SCALE, n=f.whole(0, 10_000))
_RATED = f.record(
    item=f.identifier,
    scale=f.identifier,
    n=f.whole(0, 10_000),
    counts=f.optional(f.many(f.optional(f.whole(0, 10_000)), most=5)),
    middle=f.optional(f.number(0, 5)),
)
_SHOWN_PARTS: dict[str, f.Reader[object]] = {
    "columns": f.many(_COLUMN, most=2),
    "guessed": _GUESSED,
    "rated": f.many(_RATED),
}
_PLACE: dict[str, f.Reader[object]] = {"id": f.identifier, "step": f.identifier, "text": _TEXT}
_ON_BOARD: dict[str, f.Reader[object]] = {**_PLACE, "position": _NUMBER, "box": f.maybe_identifier}
_CONTENT = f.record(
    session=_SESSION,
    activities=f.many(
        f.record(
            step=f.identifier,
            revealed=f.flag,
            round=f.whole(1, 2),
            kept=f.optional(f.many(f.text(FIGURE_NAME_LENGTH), most=100)),
        )
    ),
    themes=f.many(f.record(**_ON_BOARD, groups=f.optional(_NUMBER), of=f.optional(_NUMBER))),
    points=f.many(f.record(**_ON_BOARD, status=f.choice(PointStatus), theme=f.optional(f.identifier))),
    shown=f.many(f.record(step=f.identifier, number=f.whole(1, _MOST), again=f.flag, content=f.anything)),
    commitments=f.many(f.record(**_PLACE, status=f.choice(PointStatus))),
    goals=f.many(planparts.GOAL, most=50),
    actions=f.many(planparts.ACTION, most=200),
    plan=planparts.PLAN,
    goal_reviews=f.Later(f.many(planparts.GOAL_REVIEW, most=50), before=[]),
    action_reviews=f.Later(f.many(planparts.ACTION_REVIEW, most=200), before=[]),
    versions=f.Later(f.many(planparts.VERSION), before=[]),
    summary=f.optional(
        f.record(
            headline=f.text(HEADLINE_LENGTH),
            said=f.text(PART_LENGTH),
            does=f.text(PART_LENGTH),
            revision=_NUMBER,
        )
    ),
)


@dataclass(frozen=True)
class Contents:
    """A session that is ready to be stored, and all that lies in it."""

    session: WorkSession
    values: tuple[object, ...]


def read_content(content: object, *, today: date, kept_days: int) -> Contents:
    """Read a file's content. What the file says is deleted sooner than in `kept_days`, is kept that long.

    Raises:
        BadFile: if anything in it is not as lmtools writes it; nothing of it is used then.
    """
    try:
        read = _CONTENT(content)
        session = _session(read["session"], today + timedelta(days=kept_days))
        return Contents(session, tuple(_values(read, session)))
    except f.Odd:
        raise BadFile(_ODD) from None


def _session(row: f.Row, earliest: date) -> WorkSession:
    steps = tuple(Step(**step) for step in row["steps"])
    is_there = moment_of(steps, row["now_step"], row["now_phase"]) is not None
    if not is_there or len({step.key for step in steps}) < len(steps) or row["language"] not in LANGUAGES:
        raise f.Odd
    row = {**row, "steps": steps, "ends_on": max(row["ends_on"], earliest)}
    return at_rest(WorkSession(id=keys.new_id(), code=keys.new_code(), **row))


def _values(read: f.Row, session: WorkSession) -> Iterator[object]:
    own = session.id
    yield from (Activity(own, **row) for row in _single(read["activities"], "step"))
    yield from (Theme(session=own, **row) for row in _single(read["themes"], "id"))
    yield from (Point(session=own, group=NO_GROUP, **row) for row in _single(read["points"], "id"))
    yield from (_shown(own, row) for row in _single(read["shown"], "step", "number"))
    yield from (
        Commitment(session=own, participant=keys.new_id(), audience=Audience.PLENARY, **row)
        for row in _single(read["commitments"], "id")
    )
    yield from (Goal(session=own, **row) for row in _single(read["goals"], "id"))
    yield from (Action(session=own, **row) for row in _single(read["actions"], "id"))
    yield Plan(own, **read["plan"])
    yield from (GoalReview(session=own, **row) for row in _single(read["goal_reviews"], "goal"))
    yield from (ActionReview(session=own, **row) for row in _single(read["action_reviews"], "action"))
    yield from (PlanVersion(session=own, **row) for row in _single(read["versions"], "number"))
    if read["summary"] is not None:
        yield Summary(own, **read["summary"])


def _shown(session: str, row: f.Row) -> Shown:
    content = row["content"]
    if not isinstance(content, dict) or not set(content) <= set(_SHOWN_PARTS):
        raise f.Odd
    read = {name: _SHOWN_PARTS[name](part) for name, part in content.items()}
    return Shown(session, row["step"], row["number"], _with_someone_behind(read), row["again"])


def _with_someone_behind(content: f.Row) -> f.Row:
    """The result with as many behind it as there were; who they are and what each gave, nobody knows."""
    if not content:
        return {}
    found: f.Row = {**content, "sealed": True}
    if "columns" in content:
        found["columns"] = [_column(**one) for one in content["columns"]]
    if "guessed" in content:
        found["guessed"] = {**content["guessed"], "people": _names(content["guessed"]["n"])}
    if "rated" in content:
        found["rated"] = [{**one, "given": {}} for one in content["rated"]]
    return found


def _column(*, round: int, points: dict[str, int | None], voters: int) -> f.Row:
    return {"round": round, "points": points, "ballots": {name: {} for name in _names(voters)}}


def _names(count: int) -> list[str]:
    return [f"from-file-{number}" for number in range(1, count + 1)]


def _single(rows: tuple[f.Row, ...], *key: str) -> tuple[f.Row, ...]:
    if len({tuple(row[name] for name in key) for row in rows}) < len(rows):
        raise f.Odd
    return rows
