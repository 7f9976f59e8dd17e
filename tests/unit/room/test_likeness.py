"""Points that may say the same are suggested, in both written languages; the rest are left alone."""

from pathlib import Path

import pytest

from lmtools.room.showing.likeness import ALIKE, alike, likeness, stems

PAIRS = [
    line.split("\t") for line in Path(__file__).with_name("alike.tsv").read_text("utf-8").splitlines() if line
]


def test_most_pairs_that_say_the_same_are_found_and_hardly_any_other():
    found = [(label, likeness(one, other) >= ALIKE) for label, one, other in PAIRS]
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
