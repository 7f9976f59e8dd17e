"""What was known a moment ago is known, and no more is kept than there is room for."""

from lmtools.domain.session import Step
from lmtools.room.lately import Lately
from lmtools.room.limits import kept_of, length_of, most_goals, points_of


def test_what_is_kept_is_there_until_its_time_is_over():
    kept, gone = Lately(seconds=600, most=2), Lately(seconds=0, most=2)
    assert kept.get("a") is None
    for lately in (kept, gone):
        lately.keep("a", "alfa")
    assert (kept.get("a"), gone.get("a")) == ("alfa", None)
    kept.clear()
    assert kept.get("a") is None


def test_the_one_that_was_kept_first_gives_way_unless_it_was_kept_again():
    lately = Lately(seconds=600, most=2)
    for key in ("a", "b", "a", "c"):
        lately.keep(key, key.upper())
    assert [lately.get(key) for key in "abc"] == ["A", None, "C"]


def limits(**params):
    step = Step("x-1", "reflect", "X", params=params)
    return points_of(step), length_of(step, 280), kept_of(step), most_goals(step)


def test_what_the_author_says_goes_and_otherwise_what_is_usual():
    assert limits() == (3, 280, None, 3)
    assert limits(points=5, limit=150, keep=1, max_goals=2) == (5, 150, 1, 2)
    assert limits(points=1, limit=1, keep=4, max_goals=9) == (1, 1, 4, 3)
    assert limits(points=0, limit=-1, keep=0, max_goals=0) == (3, 280, None, 3)
    assert limits(points="5", limit=None, keep=2.0, max_goals="2") == (3, 280, None, 3)
