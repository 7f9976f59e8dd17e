"""A text as words: where each stands, what is before it, and whether it opens a sentence."""

from __future__ import annotations

import pytest

from lmtools.room.screening import Finding, look
from lmtools.room.screening.pointing import class_at, pointings
from lmtools.room.screening.words import Word, words_of


def test_a_word_knows_its_place_and_what_stands_before_it():
    assert words_of(" Vi så Åse-Lill. Ja") == [
        Word("Vi", "vi", 1, 3, " ", True),
        Word("så", "så", 4, 6, " ", False),
        Word("Åse", "åse", 7, 10, " ", False),
        Word("Lill", "lill", 11, 15, "-", False),
        Word("Ja", "ja", 17, 19, ". ", True),
    ]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("a. B", False),
        ("ab. B", True),
        ("ab. b", False),
        ("ab.B", False),
        ("ab.  B", True),
        ("9. Trinn", False),
        ("12. Trinn", False),
        ("ab, B", False),
        ("ab! b", True),
        ("ab? b", True),
        ("ab: b", True),
        ("ab; b", True),
        ("ab\nb", True),
        ("ab «b", True),
        ('ab "b', True),
        ("ab – b", True),
        ("ab • b", True),
        ("ab - b", False),
        ("ab (b", False),
    ],
)
def test_a_sentence_opens_after_a_stop_and_not_after_a_short_word(text, opens):
    assert words_of(text)[-1].opens is opens


@pytest.mark.parametrize(
    ("text", "capital", "shouted"),
    [
        ("Ola", True, False),
        ("OLA", True, True),
        ("ola", False, False),
        ("O", True, False),
        ("8", False, False),
        ("88", False, False),
        ("A8", True, True),
    ],
)
def test_capitals_tell_a_name_from_a_word_and_from_shouting(text, capital, shouted):
    (word,) = words_of(text)
    assert (word.is_capital, word.is_shouted) == (capital, shouted)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("9B", 1),
        ("10a", 1),
        ("13Å", 1),
        ("1h", 1),
        ("9 B", 2),
        ("10 Å", 2),
        ("9I", 0),
        ("9 I", 0),
        ("14B", 0),
        ("0B", 0),
        ("9 b", 0),
        ("9-B", 0),
        ("14 B", 0),
        ("9 elever", 0),
        ("9", 0),
        ("B", 0),
    ],
)
def test_a_class_is_a_grade_and_a_letter_in_one_word_or_two(text, size):
    words = words_of(text)
    assert class_at(words, 0) == size
    assert class_at(words, len(words)) == 0


def pointed(text):
    return [text[start:end] for start, end in pointings(words_of(text))]


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Eleven i 9B slo", ["Eleven i 9B"]),
        ("eleven 1 2 3 4 5 6 i 9B", ["eleven 1 2 3 4 5 6 i 9B"]),
        ("eleven 1 2 3 4 5 6 7 i 9B", []),
        ("eleven. Alle i 9B", []),
        ("hver elev i 9B", []),
        ("9B eleven", ["9B eleven"]),
        ("han ene og ho eine", ["han ene", "ho eine"]),
        ("den nye gutten", ["den nye gutten"]),
        ("Han ene i 10B", ["Han ene i 10B"]),
        ("en elev i 9 B her", ["en elev i 9 B"]),
        ("en elev i 9B-teamet", []),
        ("gutten i 9. klasse", ["gutten i 9. klasse"]),
        ("gutten i niende klasse", ["gutten i niende klasse"]),
        ("gutten i 9. time", ["gutten i"]),
        ("gutten i 9", ["gutten i"]),
    ],
)
def test_what_singles_someone_out_is_marked_from_its_first_word_to_its_last(text, stretches):
    assert pointed(text) == stretches


def test_what_is_found_of_each_kind_is_told_once_and_in_the_order_of_the_text():
    text = "Han ene i 9B, Amira: a@b.no, 412 34 567 eller 09871696079"
    found = look(text)
    assert [(one.kind, text[one.start : one.end], one.barred) for one in found] == [
        ("points_at_one", "Han ene i 9B", False),
        ("name", "Amira", False),
        ("email", "a@b.no", False),
        ("phone", "412 34 567", False),
        ("national_id", "09871696079", True),
    ]
    assert found[1] == Finding(14, 19, "name")
    assert [one.kind for one in look("Skriv til amira.berg@skole.no")] == ["email"]
