"""Counting a room: votes add up, groups stay even, and no count points at a few."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmtools.disclosure import Rule, audit
from lmtools.domain.contributions import Vote
from lmtools.domain.counting import (
    backers,
    ballots_of,
    countable_groups,
    deal,
    groups_of,
    points_by_option,
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


IDS = [option for option, _ in OPTIONS]


def laid_out(votes, *, keep=2, chosen=None):
    ballots = {round_: ballots_of(votes, round_, IDS) for round_ in (1, 2)}
    points = {round_: points_by_option(cast, IDS) for round_, cast in ballots.items() if cast}
    voted = len(ballots[max(points)])
    return prioritise(OPTIONS, points, voters=voted, most=3 * voted, keep=keep, chosen=chosen)


@given(rooms())
def test_every_point_given_is_counted_once(votes):
    result = laid_out(votes)
    for round_, name in ((1, "round1"), (2, "round2")):
        given_points = sum(vote.points for vote in votes if vote.round == round_)
        assert sum(getattr(row, name) for row in result.options) == given_points
    assert result.voters == voters(votes, 2)


@given(rooms())
def test_options_stand_by_the_last_round_and_the_kept_are_above_the_rest(votes):
    result = laid_out(votes)
    last = [row.round2 for row in result.options]
    assert last == sorted(last, reverse=True)
    assert len(result.kept) <= 2
    others = [row.round2 for row in result.options if row.id not in result.kept]
    assert all(row.round2 > max(others) for row in result.options if row.id in result.kept)


@given(rooms(), st.randoms(use_true_random=False))
def test_the_order_in_which_votes_come_does_not_matter(votes, rng):
    shuffled = list(votes)
    rng.shuffle(shuffled)
    assert laid_out(shuffled) == laid_out(votes)


@given(rooms(rounds=(1,)))
def test_after_one_round_there_is_no_second(votes):
    assert all(row.round2 is None for row in laid_out(votes).options)


@given(rooms())
def test_backers_are_those_who_gave_points(votes):
    given_by = backers(ballots_of(votes, 1, IDS), IDS)
    for option in IDS:
        assert given_by[option] == sum(v.round == 1 and v.option == option and v.points > 0 for v in votes)


def test_points_for_an_option_that_is_gone_do_not_count():
    votes = [vote for number in range(6) for vote in ballot(f"p{number}", 1, a=1, gone=2)]
    result = laid_out(votes)
    assert (result.options[0].id, result.options[0].round1) == ("a", 6)
    assert "gone" not in str(result)


def test_what_the_facilitator_has_chosen_is_what_is_kept():
    votes = [vote for number in range(6) for vote in ballot(f"p{number}", 1, a=3)]
    assert laid_out(votes).kept == ("a",)
    assert laid_out(votes, chosen=("d",)).kept == ("d",)
    assert laid_out(votes, chosen=()).kept == ()


def test_options_without_numbers_come_last_in_the_agendas_order():
    points = {1: {"a": None, "b": 3, "c": None, "d": 20}}
    result = prioritise(OPTIONS, points, voters=12, most=36, keep=2)
    assert [row.id for row in result.options] == ["d", "b", "a", "c"]


@pytest.mark.parametrize(("most", "kept"), [(36, ("d",)), (48, ())])
def test_what_is_kept_is_clear_from_the_shown_numbers_alone(most, kept):
    points = {1: {"a": None, "b": 3, "c": None, "d": 20}}
    assert prioritise(OPTIONS, points, voters=12, most=most, keep=2).kept == kept


@pytest.mark.parametrize(
    ("numbers", "kept", "tied"),
    [
        ((9, 7, 7, 1), ("a",), ("b", "c")),
        ((7, 7, 7, 1), (), ("a", "b", "c")),
        ((9, 9, 7, 7), ("a", "b"), ()),  # those who stand alike are both in, and both out
        ((9, 0, 0, 0), ("a",), ()),  # nobody asked for the others
        ((9, None, 9, 9), (), ("a", "c", "d")),
    ],
)
def test_those_among_whom_the_points_do_not_choose_are_told(numbers, kept, tied):
    points = {1: dict(zip(IDS, numbers, strict=True))}
    result = prioritise(OPTIONS, points, voters=12, most=36, keep=2)
    assert (result.kept, result.tied) == (kept, tied)
    assert prioritise(OPTIONS, points, voters=12, most=36, keep=2, chosen=("a", "b")).tied == ()


def test_without_numbers_there_is_neither_order_nor_voters():
    result = prioritise(OPTIONS, {}, voters=4, most=12, keep=2, notes=("x",))
    assert [row.id for row in result.options] == list("abcd")
    assert all(row.round1 is None and row.round2 is None for row in result.options)
    assert (result.voters, result.kept, result.notes) == (None, (), ("x",))


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


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=6), st.integers(2, 6))
def test_the_engine_finds_no_hidden_groups_count_from_the_shown_ones_and_the_rooms(groups, minimum):
    sizes = [size for size, _ in groups]
    shown = countable_groups([Group(no, size) for no, size in enumerate(sizes)], minimum)
    for counts in (sizes, [min(done, size) for size, done in groups]):
        rows = [(str(no), count if no in shown else None) for no, count in enumerate(counts)]
        cells = pd.DataFrame([*rows, (None, sum(counts))], columns=["group", "n"])
        report = audit(cells, views=[["group"], []], rule=Rule(minimum=1, zeros="protect"))
        told = report.cells[report.cells["exact"] & (report.cells["low"] > 0)]
        # Where all hidden ones have done nothing, or one group is all there is, the room's own count says so.
        assert told.empty or not shown


def test_a_late_arrival_sits_in_the_smallest_group_that_is_still_in_use():
    people = [Participant(str(n), "s", "", group, "nb") for n, group in enumerate([1, 1, 2, 3])]
    groups = groups_of(people, 2)
    assert [group.size for group in groups] == [2, 1, 1]
    assert smallest_group(groups, 2) == 2


@pytest.mark.parametrize("count", [0, 1, 4])
def test_too_few_guesses_give_no_quartiles(count):
    assert summarise_guesses([5.0] * count, minimum=5) is None


@given(st.lists(st.floats(0, 100), min_size=5, max_size=60), st.integers(3, 6))
def test_the_middle_and_the_quartiles_lie_in_order_within_what_was_guessed(values, minimum):
    summary = summarise_guesses(values, minimum=minimum)
    assert summary is None or summary.n == len(values)
    if summary is None or summary.q1 is None:
        assert len(values) < 2 * minimum
        return
    decimals = 1 if max(values) <= 5 else 0
    low, high = round(min(values), decimals), round(max(values), decimals)
    assert low <= summary.q1 <= summary.median <= summary.q3 <= high


@given(st.lists(st.integers(0, 100), min_size=10, max_size=40, unique=True), st.data())
def test_no_number_about_guesses_hangs_on_one_persons(values, data):
    at = data.draw(st.integers(0, len(values) - 1))
    moved = [value + 4 if number == at else value for number, value in enumerate(values)]
    one, other = (summarise_guesses(guesses, minimum=5) for guesses in (values, moved))
    # A person's own number would move by 4; a mean of five moves by less than one, and is rounded.
    for name in ("q1", "median", "q3"):
        assert abs(getattr(one, name) - getattr(other, name)) <= 1


def test_five_guesses_give_one_number_that_is_nobodys():
    summary = summarise_guesses([2, 9, 14, 30, 51], minimum=5)
    assert (summary.q1, summary.median, summary.q3, summary.n) == (None, 21, None, 5)


def test_the_quartiles_of_many_are_near_the_usual_ones():
    summary = summarise_guesses(list(range(1, 61)), minimum=5)
    assert (summary.q1, summary.median, summary.q3) == pytest.approx((15.75, 30.5, 45.25), abs=1)


def test_what_people_wrote_and_chose_is_not_in_any_representation():
    vote = Vote("s", "p", 1, "hvem", "valgt", 3)
    assert "hvem" not in repr(vote) and "valgt" not in repr(vote)
    assert dataclasses.replace(vote, points=1) != vote
