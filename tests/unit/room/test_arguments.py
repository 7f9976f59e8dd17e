"""What a browser sends is read with care and never repeated in an error."""

import unicodedata

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
