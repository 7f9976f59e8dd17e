"""What a vote and a guess show, alone and beside what has been shown before."""

import pytest

from lmtools.domain.session import Activity
from lmtools.domain.shown import Shown
from lmtools.reports import as_docx, day_report
from lmtools.room.revealing.votes import FEW, GUESSES_STAND, ONE_ROUND, STANDS
from lmtools.store.schema import metadata
from lmtools.text import Text

STEP = "prioritise-1"


def said(sentence):
    return sentence.format(minimum=5)


class Poll:
    """A vote over four points that has come to its first round."""

    def __init__(self, stage, people):
        self.stage, self.people = stage, stage.people(people)
        self.points = [stage.point(self.people[0], words, show=True) for words in "ABCD"]
        stage.lead("go", step=STEP)
        self.round = 1

    def vote(self, ballots, first=0):
        """One ballot a person, such as "AAB"."""
        for person, ballot in zip(self.people[first:], ballots, strict=False):
            votes = {self.points["ABCD".index(name)]: ballot.count(name) for name in set(ballot)}
            self.stage.do(person, "vote.cast", step=STEP, round=self.round, votes=votes)

    def late(self, count):
        self.people += self.stage.people(count, first=len(self.people))

    def reopen(self, round_=None):
        self.round = round_ or self.round
        self.stage.lead("round", step=STEP, round=self.round)

    def reveal(self):
        self.stage.lead("reveal", step=STEP)
        return self.seen()

    def seen(self):
        """(points of each round by letter, notes)."""
        result = self.stage.sees(self.people[0], STEP)["result"]
        by_id = {row["id"]: (row["round1"], row["round2"]) for row in result["options"]}
        shown = {name: by_id[point] for name, point in zip("ABCD", self.points, strict=True)}
        return shown, result["notes"]

    def first(self):
        return [numbers[0] for numbers in self.seen()[0].values()]


@pytest.fixture
def poll(open_stage):
    return lambda people, **options: Poll(open_stage(**options), people)


def test_an_option_that_few_gave_points_to_has_no_number_and_one_that_nobody_did_has_zero(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["ABC"] * 4 + ["ABB"] * 2)
    vote.people.pop()
    shown, notes = vote.reveal()
    # C was chosen by four. Its points are the sum minus the rest, so the next smallest goes with it.
    assert shown == {"A": (18, None), "B": (None, None), "C": (None, None), "D": (0, None)}
    assert notes == [said(FEW)]


def test_two_options_that_few_chose_cover_for_each_other(poll):
    vote = poll(14)
    vote.vote(["AAA"] * 4 + ["AAB"] * 4 + ["ABB"] + ["ACC"] * 3 + ["AAD", "ADD"])
    assert vote.reveal()[0]["A"] == (4 * 3 + 4 * 2 + 1 + 3 + 2 + 1, None)
    assert [row for name, row in vote.seen()[0].items() if name in "CD"] == [(None, None)] * 2


def test_where_every_option_was_chosen_by_few_there_are_no_numbers_and_no_order(poll):
    vote = poll(8)
    vote.vote(["AAA", "BBB", "CCC", "DDD"] * 2)
    shown, notes = vote.reveal()
    assert set(shown.values()) == {(None, None)}
    assert notes == []
    result = vote.stage.sees(vote.stage.facilitator, STEP)["result"]
    assert [row["id"] for row in result["options"]] == vote.points
    assert (result["voters"], result["kept"]) == (None, [])


@pytest.mark.parametrize(("unanimous", "points"), [(True, 18), (False, None)])
def test_a_vote_where_all_agree_is_shown_unless_the_policy_says_otherwise(poll, unanimous, points):
    vote = poll(6, unanimous=unanimous)
    vote.vote(["AAA"] * 6)
    assert vote.reveal()[0]["A"] == (points, None)


@pytest.mark.parametrize("changes", range(5))
def test_opened_again_the_result_stands_until_five_have_changed(poll, changes):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    before = vote.reveal()[0]
    vote.reopen()
    vote.vote(["AAA"] * changes)
    # The same words for none as for four: whether one certain person changed is not told either.
    assert vote.reveal() == (before, [said(STANDS)])
    assert vote.stage.room.day(vote.stage.code).priorities[0].result.notes == (STANDS,)


def test_opened_again_the_result_is_new_when_five_have_changed(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    vote.reveal()
    vote.reopen()
    vote.vote(["AAA"] * 5)
    vote.reveal()
    assert vote.first() == [23, 13, 0, 0]
    assert vote.seen()[1] == []


def test_a_result_must_differ_enough_from_each_one_shown_and_not_from_the_last_alone(poll):
    vote = poll(12)
    ballots = ["AAB"] * 6 + ["BBA"] * 6
    vote.vote(ballots)
    vote.reveal()
    vote.reopen()
    vote.vote(["AAA"] * 5)
    second = vote.reveal()[0]
    vote.reopen()
    vote.vote(["AAB"] * 4 + ["ABB"])  # back again, but for one
    assert vote.reveal()[0] == second


def test_three_results_that_together_single_one_person_out_are_not_all_shown(poll):
    vote = poll(11)
    vote.vote(["AAB"] * 11)
    vote.reveal()
    vote.reopen(2)
    vote.vote(["AAB"] * 5)
    second = vote.reveal()[0]
    assert second["A"] == (22, 10)
    # The five take theirs back and five others vote: 22 - 10 - 10 would be the eleventh's.
    vote.reopen()
    vote.vote([""] * 5 + ["AAB"] * 5)
    assert vote.reveal() == (second, [said(STANDS)])


@pytest.mark.parametrize(("late", "is_new"), [(1, False), (4, False), (5, True)])
def test_late_voters_are_counted_when_five_have_come(poll, late, is_new):
    vote = poll(10)
    vote.vote(["AAB"] * 5 + ["BBA"] * 5)
    before = vote.reveal()
    vote.reopen()
    vote.late(late)
    vote.vote(["AAA"] * late, first=10)
    assert (vote.reveal()[0] != before[0]) == is_new
    voters = vote.stage.sees(vote.people[0], STEP)["result"]["voters"]
    assert voters == (15 if is_new else 10)


def test_hiding_and_undoing_do_not_make_anyone_forget(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    before = vote.reveal()[0]
    vote.stage.lead("undo")
    assert vote.stage.sees(vote.people[0], STEP)["result"] is None
    vote.vote(["AAA"])
    assert vote.reveal()[0] == before
    vote.stage.lead("hide", step=STEP)
    vote.vote(["BBB"])
    vote.stage.lead("undo")  # of "hide": the result is shown again
    assert vote.seen()[0] == before


@pytest.mark.parametrize(("changes", "both"), [(0, False), (4, False), (5, True)])
def test_both_rounds_are_shown_when_five_changed_between_them(poll, changes, both):
    vote = poll(12)
    ballots = ["AAB"] * 6 + ["BBA"] * 6
    vote.vote(ballots)
    vote.reopen(2)
    vote.vote(["AAA"] * changes + ballots[changes:])
    shown, notes = vote.reveal()
    assert shown["A"] == (18 if both else None, 18 + changes)
    assert notes == ([] if both else [said(ONE_ROUND)])


def test_a_first_round_that_was_shown_stands_beside_the_second(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    vote.reveal()
    vote.reopen(2)
    vote.vote(["AAA"] * 6 + ["BBA"] * 6)
    assert vote.reveal()[0]["A"] == (18, 24)


def test_a_first_round_that_was_shown_stands_alone_when_few_changed_after_it(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    vote.reveal()
    vote.reopen(2)
    vote.vote(["AAA"] + ["AAB"] * 5 + ["BBA"] * 6)
    shown, notes = vote.reveal()
    assert shown["A"] == (18, None)
    assert notes == [said(STANDS)]


def test_a_second_round_with_few_voters_hides_both(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 12)
    vote.reopen(2)
    vote.vote(["AAA"] * 4)
    assert set(vote.reveal()[0].values()) == {(None, None)}


def test_what_people_choose_to_keep_can_be_an_option_without_a_number(poll):
    vote = poll(14)
    vote.vote(["AAA"] * 4 + ["AAB"] * 4 + ["ABB"] + ["ACC"] * 3 + ["AAD", "ADD"])
    vote.reveal()
    vote.stage.lead("keep", step=STEP, options=[vote.points[2]])
    assert vote.stage.sees(vote.people[0], STEP)["result"]["kept"] == [vote.points[2]]


@pytest.mark.parametrize(("late", "n"), [(1, 10), (4, 10), (5, 15)])
def test_late_guesses_are_counted_when_five_have_come(stage, late, n):
    def guess(first, count):
        for number, person in enumerate(stage.people(count, first=first)):
            stage.do(person, "guess.lock", step="guess-1", value=first + number)

    guess(0, 10)
    stage.lead("reveal", step="guess-1")
    before = stage.sees(stage.facilitator, "guess-1")["room"]
    stage.lead("hide", step="guess-1")
    guess(10, late)
    stage.lead("reveal", step="guess-1")
    seen = stage.sees(stage.facilitator, "guess-1")
    assert seen["room"]["n"] == n
    assert (seen["room"] == before) == (n == 10)
    assert seen["notes"] == ([said(GUESSES_STAND)] if n == 10 else [])
    assert stage.room.day(stage.code).guesses[0].room.n == n


def test_a_result_from_before_there_was_a_ledger_is_in_it_when_the_round_is_opened(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    session = vote.stage.started.session
    with vote.stage.store.changing(session.id) as (work, locked):
        activity = work.one(Activity, session=session.id, step=STEP)
        work.put(Activity(session.id, STEP, True, activity.round))
        work.bump(locked)
    before = vote.seen()[0]
    assert before["A"] == (18, None)
    vote.reopen()
    vote.vote(["AAA"])
    assert vote.reveal()[0] == before


def test_the_ledger_is_in_nobodys_page_and_is_deleted_with_the_session(poll):
    vote = poll(12)
    vote.vote(["AAB"] * 6 + ["BBA"] * 6)
    vote.reveal()
    stage = vote.stage
    everyone = (*vote.people, stage.facilitator, stage.projector)
    pages = str([stage.room.snapshot(who) for who in everyone])
    report = day_report(stage.room.day(stage.code), Text("nb"))
    for person in vote.people:
        assert person.participant not in pages
        assert person.participant not in repr(report)
        assert person.participant.encode() not in as_docx(report)
    with stage.store.reading() as work:
        (row,) = work.all(Shown, session=stage.started.session.id)
    assert vote.people[0].participant not in repr(row)
    stage.store.delete_session(stage.started.session.id)
    assert "shown" in metadata.tables
    with stage.store.reading() as work:
        assert work.all(Shown) == ()
