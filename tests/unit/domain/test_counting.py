"""Counting a room: votes add up, groups stay even, and no count points at a few."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmtools.domain.contributions import Vote
from lmtools.domain.counting import (
    countable_groups,
    deal,
    groups_of,
    prioritise,
    smallest_group,
    summarise_guesses,
    vote_fits,
    voters,
)
from lmtools.domain.session import Group, Participant

OPTIONS = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]


def ballot(participant, round_, **points):
    return [Vote("s", "p", round_, participant, option, given) for option, given in points.items()]


@st.composite
def rooms(draw, rounds=(1, 2)):
    votes = []
    for round_ in rounds:
        for person in range(draw(st.integers(5, 12))):
            points = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3))
            votes += ballot(f"p{person}", round_, **{option: points.count(option) for option in set(points)})
    return votes


@given(rooms())
def test_every_point_given_is_counted_once(votes):
    result = prioritise(OPTIONS, votes, minimum=5, keep=2)
    for round_, name in ((1, "round1"), (2, "round2")):
        given_points = sum(vote.points for vote in votes if vote.round == round_)
        assert sum(getattr(row, name) for row in result.options) == given_points
    assert result.voters == voters(votes, 2)


@given(rooms())
def test_options_stand_by_the_last_round_and_the_kept_are_above_the_rest(votes):
    result = prioritise(OPTIONS, votes, minimum=5, keep=2)
    last = [row.round2 for row in result.options]
    assert last == sorted(last, reverse=True)
    assert len(result.kept) <= 2
    others = [row.round2 for row in result.options if row.id not in result.kept]
    assert all(row.round2 > max(others) for row in result.options if row.id in result.kept)


@given(rooms(), st.randoms(use_true_random=False))
def test_the_order_in_which_votes_come_does_not_matter(votes, rng):
    shuffled = list(votes)
    rng.shuffle(shuffled)
    assert prioritise(OPTIONS, shuffled, minimum=5, keep=2) == prioritise(OPTIONS, votes, minimum=5, keep=2)


@given(rooms(rounds=(1,)))
def test_after_one_round_there_is_no_second(votes):
    result = prioritise(OPTIONS, votes, minimum=5, keep=2)
    assert all(row.round2 is None for row in result.options)


@given(rooms(rounds=(1,)), st.integers(1, 4))
def test_a_second_round_with_few_voters_hides_both(votes, few):
    second = [vote for number in range(few) for vote in ballot(f"p{number}", 2, a=3)]
    result = prioritise(OPTIONS, votes + second, minimum=5, keep=2)
    assert [row.id for row in result.options] == list("abcd")
    assert all(row.round1 is None and row.round2 is None for row in result.options)
    assert (result.voters, result.kept) == (None, ())


def test_points_for_an_option_that_is_gone_do_not_count():
    votes = [vote for number in range(6) for vote in ballot(f"p{number}", 1, a=1, gone=2)]
    result = prioritise(OPTIONS, votes, minimum=5, keep=2)
    assert (result.options[0].id, result.options[0].round1) == ("a", 6)
    assert "gone" not in str(result)


def test_what_the_facilitator_has_chosen_is_what_is_kept():
    votes = [vote for number in range(6) for vote in ballot(f"p{number}", 1, a=3)]
    assert prioritise(OPTIONS, votes, minimum=5, keep=2).kept == ("a",)
    assert prioritise(OPTIONS, votes, minimum=5, keep=2, chosen=("d",)).kept == ("d",)
    assert prioritise(OPTIONS, votes, minimum=5, keep=2, chosen=()).kept == ()


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "x"]), st.integers(-1, 4)))
def test_a_ballot_fits_exactly_when_it_is_whole_known_and_within_its_points(votes):
    expected = "x" not in votes and min(votes.values(), default=0) >= 0 and sum(votes.values()) <= 3
    assert vote_fits(votes, "abcd", 3) == expected


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 9)), st.integers(1, 9))
def test_dealing_makes_groups_even_and_moves_nobody_in_vain(seats, count):
    moves = deal(seats, count, sorted(seats))
    after = {**seats, **moves}
    sizes = [list(after.values()).count(no) for no in range(1, count + 1)]
    assert sum(sizes) == len(seats)
    assert max(sizes) - min(sizes) <= 1
    assert all(seats[person] != group for person, group in moves.items())
    assert deal(after, count, sorted(seats)) == {}


@given(st.lists(st.integers(0, 12), min_size=1, max_size=9), st.integers(2, 8))
def test_no_hidden_group_can_be_worked_out_from_the_shown_ones(sizes, minimum):
    groups = [Group(no, size) for no, size in enumerate(sizes, start=1)]
    shown = countable_groups(groups, minimum)
    hidden = sum(group.size for group in groups if group.no not in shown)
    assert all(group.size >= minimum for group in groups if group.no in shown)
    assert hidden == 0 or hidden >= minimum or not shown


def test_a_late_arrival_sits_in_the_smallest_group_that_is_still_in_use():
    people = [Participant(str(n), "s", "", group, "nb") for n, group in enumerate([1, 1, 2, 3])]
    groups = groups_of(people, 2)
    assert [group.size for group in groups] == [2, 1, 1]
    assert smallest_group(groups, 2) == 2


@pytest.mark.parametrize("count", [0, 1, 4])
def test_too_few_guesses_give_no_quartiles(count):
    assert summarise_guesses([5.0] * count, minimum=5) is None


@given(st.lists(st.floats(0, 100), min_size=5, max_size=60))
def test_quartiles_lie_in_order_within_what_was_guessed(values):
    summary = summarise_guesses(values, minimum=5)
    low, high = round(min(values), 2), round(max(values), 2)
    assert low <= summary.q1 <= summary.median <= summary.q3 <= high
    assert summary.n == len(values)


def test_what_people_wrote_and_chose_is_not_in_any_representation():
    vote = Vote("s", "p", 1, "hvem", "valgt", 3)
    assert "hvem" not in repr(vote) and "valgt" not in repr(vote)
    assert dataclasses.replace(vote, points=1) != vote
