"""Points that may say the same are suggested, in both written languages; the rest are left alone."""

from pathlib import Path

import pytest

from lmtools.room.showing.likeness import ALIKE, MOST, Alike, alike, stems

PAIRS = [
    line.split("\t") for line in Path(__file__).with_name("alike.tsv").read_text("utf-8").splitlines() if line
]


def test_most_pairs_that_say_the_same_are_found_and_hardly_any_other():
    found = [(label, alike((("a", one), ("b", other))) != ()) for label, one, other in PAIRS]
    recall = [is_found for label, is_found in found if label == "same"]
    false = [is_found for label, is_found in found if label == "other"]
    assert sum(recall) / len(recall) >= 0.85
    assert sum(false) / len(false) <= 0.1


def test_bokmaal_and_nynorsk_are_read_as_one():
    assert stems("Elevane på skulen") == stems("elevene på skolen")


def test_three_that_say_the_same_are_one_suggestion_and_a_stranger_is_in_none():
    points = (
        ("a", "Flere voksne ute i friminuttene"),
        ("b", "Vi må ha fleire vaksne ute i friminutta"),
        ("c", "Bedre kaffe på personalrommet"),
        ("d", "Flere voksne i friminuttene"),
    )
    (only,) = alike(points)
    assert only.points == ("a", "b", "d")
    assert ALIKE <= only.likeness <= 1


@pytest.mark.parametrize("points", [(), (("a", "Ro"),), (("a", ""), ("b", "…")), (("a", "Ro"), ("b", "Mat"))])
def test_where_nothing_is_alike_nothing_is_suggested(points):
    assert alike(points) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Elevene, elever og eleven", ["elev", "elev", "elev"]),
        ("bilen øyen", ["bil", "øyen"]),
        ("Skulen og dei vaksne", ["skol", "voksn"]),
        ("IKKJE ikke", []),
        ("mobbing 9B", ["mobb", "9b"]),
        ("", []),
    ],
)
def test_a_word_is_read_without_its_ending_and_a_common_one_not_at_all(text, expected):
    assert stems(text) == expected


def test_the_most_alike_come_first_and_no_more_than_there_is_time_for():
    words = ["ro", "mat", "buss", "tavle", "vindu", "kaffe", "gang", "lekse", "skjerm"]
    same = [(f"{at}{copy}", f"{word} {word}{word}") for at, word in enumerate(words) for copy in "ab"]
    found = alike(tuple(same))
    assert len(found) == MOST < len(words)
    assert {one.likeness for one in found} == {1.0}
    assert [one.points for one in found] == [(f"{at}a", f"{at}b") for at in range(MOST)]
    weaker = (
        ("c", "Flere voksne ute i friminuttene"),
        ("d", "Flere voksne må ut i friminuttene og i gangene"),
    )
    both = alike((*weaker, *same[:2]))
    assert both[0] == Alike(("0a", "0b"), 1.0)
    assert both[1].points == ("c", "d")
    assert ALIKE <= both[1].likeness < 1


def test_of_three_where_two_are_not_alike_the_closest_two_are_one_suggestion():
    points = (
        ("a", "Like regler i alle timer"),
        ("b", "Like regler i alle timer, og flere voksne ute"),
        ("c", "Flere voksne ute"),
    )
    assert [set(one.points) for one in alike(points)] in ([{"a", "b"}], [{"b", "c"}])
    assert alike(points[::2]) == ()
