"""Which points of a vote may be shown."""

import random
from itertools import product

import pytest

from lmtools.domain.shown import Column
from lmtools.room.revealing.guarding import is_safe_together, protected_counts, protected_points

OPTIONS = tuple("abcdef")


def cast(*ballots):
    """Ballots such as "aab", one a person."""
    return {
        f"p{number}": {option: ballot.count(option) for option in ballot}
        for number, ballot in enumerate(ballots)
    }


def shown(*ballots, minimum=5, each=3):
    return protected_points(cast(*ballots), OPTIONS, minimum=minimum, each=each)


def random_room(rng):
    weights = [rng.random() ** 2 + 0.02 for _ in OPTIONS]
    return ["".join(rng.choices(OPTIONS, weights=weights, k=3)) for _ in range(rng.randint(5, 40))]


@pytest.mark.parametrize("seed", range(30))
def test_a_shown_option_stands_for_five_or_for_none_and_a_hidden_one_has_points(seed):
    ballots = random_room(random.Random(seed))
    points = shown(*ballots)
    if points is None:
        return
    for option, given in points.items():
        chosen_by = sum(option in ballot for ballot in ballots)
        assert given == sum(ballot.count(option) for ballot in ballots) if given is not None else chosen_by
        assert given is None or chosen_by == 0 or chosen_by >= 5


@pytest.mark.parametrize("seed", range(30))
def test_no_voter_can_work_out_a_hidden_option_from_the_rest_and_their_own_ballot(seed):
    ballots = random_room(random.Random(seed))
    points = shown(*ballots)
    hidden = [option for option, given in (points or {}).items() if given is None]
    if not hidden:
        return
    left = 3 * len(ballots) - sum(given or 0 for given in points.values())
    for ballot in ballots:
        least = {option: max(1, ballot.count(option)) for option in hidden}
        for option in hidden:
            assert left - sum(least.values()) + least[option] > least[option]


def test_a_hidden_option_alone_takes_the_next_smallest_with_it():
    points = shown(*["aab"] * 8, "abb", "aac", "abb", "abb")
    assert points == {"a": 21, "b": None, "c": None, "d": 0, "e": 0, "f": 0}


def test_two_hidden_options_with_few_points_between_them_take_a_partner():
    # b and c have four points together and one at least each: who gave two of them knows the other's.
    points = shown(*["aaa"] * 6, *["aad"] * 5, "abb", "acc")
    assert points == {"a": 30, "b": None, "c": None, "d": None, "e": 0, "f": 0}


def test_hidden_options_whose_points_are_all_there_can_be_take_a_partner():
    # c, d and e have four voters with three points each, the most there can be: they would be known.
    full = ["ccc", "ddd", "eee"] * 4 + ["aaa"] * 9 + ["bbb"] * 5
    points = shown(*full)
    assert points["b"] is None and points["a"] == 27


def test_nothing_is_shown_where_too_few_voted_or_too_little_is_left():
    assert shown("aaa", "aaa", "aaa", "aaa") is None
    assert shown("aaa", "bbb", "ccc", "aaa", "bbb") is None
    assert shown(*["aaa"] * 6, "aab") is None


def column(round_, ballots):
    return Column(round_, {o: sum(b.get(o, 0) for b in ballots.values()) for o in OPTIONS}, ballots)


def test_two_results_that_leave_a_few_peoples_points_known_are_not_shown_together():
    before = cast(*["aab"] * 9, "bbc", "bbc")
    # All but two go over to d, so that what is left of a, b and c is those two's.
    after = {person: ballot if "c" in ballot else {"d": 3} for person, ballot in before.items()}
    assert not is_safe_together([column(1, before), column(2, after)], minimum=5)
    assert is_safe_together([column(1, before), column(2, before)], minimum=5)


def test_three_results_that_together_single_someone_out_are_refused_though_no_two_do():
    people = [f"p{n}" for n in range(16)]
    x, y = set(people[:8]), set(people[8:])
    base = {person: {"a": 2, "b": 1} for person in people}

    def only(members):
        return {person: base[person] for person in people if person in members}

    one = only(x | {"p8"})
    columns = [column(1, one), column(1, only(x)), column(1, only(y))]
    assert not is_safe_together(columns, minimum=5)
    assert is_safe_together(columns[1:], minimum=5)


def test_a_room_of_twelve_to_sixty_normally_sees_its_result():
    rng = random.Random(7)
    leads = 0
    for size, options in product((12, 20, 30, 60), (4, 6)):
        for _ in range(10):
            weights = [1 / (rank + 1) for rank in range(options)]
            ballots = ["".join(rng.choices(OPTIONS[:options], weights=weights, k=3)) for _ in range(size)]
            points = shown(*ballots) or {}
            leads += sum(given is not None and given > 0 for given in points.values()) >= 2
    assert leads >= 0.95 * 80


def test_the_counts_of_a_rating_are_those_that_the_solver_would_show():
    rng = random.Random(7)
    rooms = [tuple(rng.choice([0, 1, 1, 2, 3, 4, 5, 6, 9]) for _ in range(5)) for _ in range(20)]
    rooms += [(0, 0, 0, 4, 9), (1, 0, 0, 1, 9), (1, 1, 0, 0, 7), (4, 4, 0, 0, 9), (5, 0, 0, 0, 1)]
    levels = [str(level) for level in range(1, 6)]
    for counts in rooms:
        if sum(counts) < 5:
            continue
        cast_by = [level for level, count in zip(levels, counts, strict=True) for _ in range(count)]
        ballots = {str(person): {level: 1} for person, level in enumerate(cast_by)}
        points = protected_points(ballots, levels, minimum=5, each=1)
        shown = None if points is None else tuple(points[level] for level in levels)
        assert protected_counts(counts, 5) == shown, counts
