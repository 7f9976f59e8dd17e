"""What a browser sends is read with care and never repeated in an error."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmtools.errors import LmtoolsError
from lmtools.room.arguments import Arguments, clean

READERS = [
    lambda a: a.text("x", 10),
    lambda a: a.written("x", 10),
    lambda a: a.identifier("x"),
    lambda a: a.identifiers("x"),
    lambda a: a.names("x", 10),
    lambda a: a.whole("x", 0, 9),
    lambda a: a.number("x", 0, 9),
    lambda a: a.flag("x"),
    lambda a: a.points("x"),
    lambda a: a.day("x"),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(anything, st.sampled_from(READERS))
def test_whatever_is_sent_is_read_or_refused_in_a_sentence(value, read):
    try:
        read(Arguments({"x": value}))
    except LmtoolsError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("read", READERS)
def test_a_refusal_does_not_repeat_what_was_sent(read):
    with pytest.raises(LmtoolsError) as caught:
        read(Arguments({"x": ["Solstikke i glasskår"] * 300}))
    assert "Solstikke" not in repr(caught.value) + str(caught.value.fields)


@given(st.text())
def test_cleaned_text_can_be_stored_anywhere_and_cleaning_again_changes_nothing(text):
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\u0000" not in cleaned
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_letters_and_signs_are_kept(text):
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


# --- each reader at its edges --------------------------------------------------------------------------

LONGEST_ID = "aZ09_-" + "x" * 58
ACCEPTED = [
    (lambda a: a.text("x", 3), " abc ", "abc"),
    (lambda a: a.text("x", 3), "", ""),
    (lambda a: a.written("x", 3), "abc", "abc"),
    (lambda a: a.identifier("x"), LONGEST_ID, LONGEST_ID),
    (lambda a: a.identifiers("x"), None, ()),
    (lambda a: a.identifiers("x"), ["b", "a", "b"], ("b", "a")),
    (lambda a: a.identifiers("x"), [f"a{n}" for n in range(200)], tuple(f"a{n}" for n in range(200))),
    (lambda a: a.whole("x", 2, 4), 2, 2),
    (lambda a: a.whole("x", 2, 4), 4, 4),
    (lambda a: a.number("x", 2, 4), 2, 2.0),
    (lambda a: a.number("x", 2, 4), 4.0, 4.0),
    (lambda a: a.flag("x"), False, False),
    (lambda a: a.points("x"), {"a": 1000, "b": -1000, "c": 0}, {"a": 1000, "b": -1000, "c": 0}),
    (lambda a: len(a.points("x")), {f"a{n}": 1 for n in range(200)}, 200),
    (lambda a: a.levels("x", 1, 4), {"a": {"s": 1, "t": None}, "b": {"s": 4}}, None),
    (lambda a: len(a.levels("x", 1, 4)), {f"a{n}": {} for n in range(200)}, 200),
    (lambda a: len(a.levels("x", 1, 4)["a"]), {"a": {f"s{n}": 1 for n in range(10)}}, 10),
    (lambda a: a.day("x"), "2027-09-16", date(2027, 9, 16)),
]
REFUSED = [
    (lambda a: a.text("x", 3), "abcd"),
    (lambda a: a.written("x", 3), "  "),
    (lambda a: a.identifier("x"), LONGEST_ID + "x"),
    (lambda a: a.identifier("x"), ""),
    (lambda a: a.identifier("x"), "a b"),
    (lambda a: a.identifiers("x"), "ab"),
    (lambda a: a.identifiers("x"), ["a", "b c"]),
    (lambda a: a.identifiers("x"), [f"a{n}" for n in range(201)]),
    (lambda a: a.whole("x", 0, 4), -1),
    (lambda a: a.whole("x", 0, 4), 5),
    (lambda a: a.whole("x", 0, 4), True),
    (lambda a: a.whole("x", 0, 4), 2.0),
    (lambda a: a.number("x", 0, 4), -0.1),
    (lambda a: a.number("x", 0, 4), 4.1),
    (lambda a: a.number("x", 0, 4), True),
    (lambda a: a.number("x", 0, 4), float("nan")),
    (lambda a: a.flag("x"), 1),
    (lambda a: a.points("x"), {"a": 1, "b": 1001}),
    (lambda a: a.points("x"), {"a": 1, "b": -1001}),
    (lambda a: a.points("x"), {"a": 1, "b": True}),
    (lambda a: a.points("x"), {"a": 1, "b": 1.0}),
    (lambda a: a.points("x"), {"a b": 1}),
    (lambda a: a.points("x"), {f"a{n}": 1 for n in range(201)}),
    (lambda a: a.levels("x", 1, 4), {"a": {"s": 0}}),
    (lambda a: a.levels("x", 1, 4), {"a": {"s": 5}}),
    (lambda a: a.levels("x", 1, 4), {"a": {"s t": 1}}),
    (lambda a: a.levels("x", 1, 4), {"a b": {"s": 1}}),
    (lambda a: a.levels("x", 1, 4), {"a": [1]}),
    (lambda a: a.levels("x", 1, 4), {"a": {f"s{n}": 1 for n in range(11)}}),
    (lambda a: a.levels("x", 1, 4), {f"a{n}": {} for n in range(201)}),
    (lambda a: a.day("x"), "16.9.2027"),
    (lambda a: a.day("x"), 20270916),
]


@pytest.mark.parametrize(("read", "sent", "expected"), ACCEPTED)
def test_what_is_just_within_the_limits_is_read_as_it_was_sent(read, sent, expected):
    assert read(Arguments({"x": sent})) == (sent if expected is None else expected)


@pytest.mark.parametrize(("read", "sent"), REFUSED)
def test_what_is_just_outside_the_limits_is_refused(read, sent):
    with pytest.raises(LmtoolsError):
        read(Arguments({"x": sent}))


@pytest.mark.parametrize("read", [*READERS, lambda a: a.levels("x", 1, 4)])
def test_a_refusal_names_the_field_that_was_wrong(read):
    with pytest.raises(LmtoolsError) as caught:
        read(Arguments({"x": object()}))
    assert caught.value.fields in ({"field": "x"}, {})
    assert caught.value.fields or read(Arguments({"x": ""})) is None  # a date says how it is written


@pytest.mark.parametrize("read", [lambda a: a.points("x"), lambda a: a.levels("x", 1, 4)])
@pytest.mark.parametrize("sent", [{"a b": 1}, {"a": {"s t": 1}}, {"a": {"s": 9}}, {"a": "1"}])
def test_a_refusal_names_the_field_also_where_the_fault_lies_deep_in_it(read, sent):
    with pytest.raises(LmtoolsError) as caught:
        read(Arguments({"x": sent}))
    assert caught.value.fields == {"field": "x"}


def test_a_text_that_is_too_long_is_told_its_length_and_the_room_there_is():
    with pytest.raises(LmtoolsError) as caught:
        Arguments({"x": "abcdef"}).text("x", 5)
    assert caught.value.fields == {"length": 6, "limit": 5}


def test_a_field_can_be_absent_empty_or_filled():
    sent = Arguments({"empty": "", "nothing": None, "zero": 0})
    names = ("absent", "nothing", "empty", "zero")
    assert [sent.sent(name) for name in names] == [False, True, True, True]
    assert [sent.has(name) for name in names] == [False, False, True, True]
    assert [sent.filled(name) for name in names] == [False, False, False, True]
    assert [sent.day(name) for name in ("absent", "nothing", "empty")] == [None, None, None]


def test_a_line_break_is_kept_and_what_turns_text_around_is_not():
    assert clean("a\nb\u202ec\u2066d\u2069\x07 ") == "a\nbcd"
