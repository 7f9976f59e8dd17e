"""Each field of a session's or plan's file is read at its edges, and what is just outside is refused."""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime

import pytest

from lmtools.domain.session import Phase
from lmtools.room.sessionfile import fields as f
from lmtools.room.sessionfile.fields import Odd

LONGEST_ID = "aZ09_-" + "x" * 58


def nested(depth: int) -> object:
    return functools.reduce(lambda inner, _: [inner], range(depth), "x")


RECORD = f.record(a=f.whole(0, 9), b=f.Later(f.text(3), before="før"))
READ = [
    (f.text(3), "abc", "abc"),
    (f.text(3), " a\u202eb\n", "ab"),
    (f.text(3), "", ""),
    (f.identifier, LONGEST_ID, LONGEST_ID),
    (f.maybe_identifier, "", ""),
    (f.maybe_identifier, "a", "a"),
    (f.workbook, "stasted", "stasted"),
    (f.whole(2, 4), 2, 2),
    (f.whole(2, 4), 4, 4),
    (f.number(2, 4), 2, 2),
    (f.number(2, 4), 4.0, 4.0),
    (f.flag, True, True),
    (f.flag, False, False),
    (f.optional(f.flag), None, None),
    (f.optional(f.flag), False, False),
    (f.choice(Phase), "alone", Phase.ALONE),
    (f.day, "2027-09-16", date(2027, 9, 16)),
    (f.moment, "2026-11-24T12:00:00+00:00", datetime(2026, 11, 24, 12, tzinfo=UTC)),
    (f.many(f.flag, most=2), [True, False], (True, False)),
    (f.many(f.flag), [], ()),
    (f.many(f.flag), [True] * 10_000, (True,) * 10_000),
    (f.by_key(f.flag, most=2), {"a": True, "b": False}, {"a": True, "b": False}),
    (f.by_key(f.flag), {f"a{at}": True for at in range(1000)}, {f"a{at}": True for at in range(1000)}),
    (RECORD, {"a": 1, "b": "nå"}, {"a": 1, "b": "nå"}),
    (RECORD, {"a": 1}, {"a": 1, "b": "før"}),
    (f.anything, nested(11), nested(11)),
    (f.anything, {"a\x00": [" b ", 1, 1.5, None, True]}, {"a": ["b", 1, 1.5, None, True]}),
    (f.anything, {1: {"c": "d\u202e"}}, {"1": {"c": "d"}}),
]
REFUSED = [
    (f.text(3), "abcd"),
    (f.text(3), 7),
    (f.text(3), None),
    (f.identifier, ""),
    (f.identifier, LONGEST_ID + "x"),
    (f.identifier, "a/b"),
    (f.identifier, 7),
    (f.maybe_identifier, "a b"),
    (f.maybe_identifier, None),
    (f.workbook, "../a"),
    (f.workbook, 7),
    (f.whole(2, 4), 1),
    (f.whole(2, 4), 5),
    (f.whole(0, 4), True),
    (f.whole(2, 4), 3.0),
    (f.number(2, 4), 1.9),
    (f.number(2, 4), 4.1),
    (f.number(0, 4), True),
    (f.number(0, 4), "3"),
    (f.number(0, 4), float("nan")),
    (f.flag, 1),
    (f.flag, None),
    (f.optional(f.flag), 0),
    (f.choice(Phase), "lunsj"),
    (f.choice(Phase), None),
    (f.choice(Phase), ["alone"]),
    (f.day, "16.9.2027"),
    (f.day, 20270916),
    (f.moment, "2026-11-24T12:00:00"),
    (f.moment, 7),
    (f.many(f.flag, most=2), [True] * 3),
    (f.many(f.flag), [True] * 10_001),
    (f.many(f.flag), "ab"),
    (f.many(f.flag), [1]),
    (f.by_key(f.flag, most=2), {"a": True, "b": True, "c": True}),
    (f.by_key(f.flag), {f"a{at}": True for at in range(1001)}),
    (f.by_key(f.flag), {"a b": True}),
    (f.by_key(f.flag), {"a": 1}),
    (f.by_key(f.flag), [True]),
    (RECORD, {}),
    (RECORD, {"b": "nå"}),
    (RECORD, {"a": 1, "c": 2}),
    (RECORD, {"a": 10}),
    (RECORD, {"a": 1, "b": "lengre"}),
    (RECORD, ["a", "b"]),
    (f.anything, nested(12)),
    (f.anything, {"a": nested(11)}),
]


@pytest.mark.parametrize(("read", "value", "expected"), READ)
def test_what_is_just_within_the_limits_is_read(read, value, expected):
    found = read(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("read", "value"), REFUSED)
def test_what_is_just_outside_the_limits_is_odd_and_nothing_is_said_of_it(read, value):
    with pytest.raises(Odd) as told:
        read(value)
    assert told.value.args == ()
    assert told.value.__cause__ is None
