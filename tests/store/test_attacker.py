"""Someone who leads the room, keeps everything they have ever seen, and tries to learn one person's answer.

They reveal, open again, ask some to vote again, let late people in and move people between groups. They
know who voted when, how many points each gave, and (as one of the participants) their own ballots; what
they do not know is what each of the others gave. `lmtools.disclosure.audit` is then given all of it.
"""

import itertools
import random

import pandas as pd
import pytest

from lmtools.disclosure import Rule, audit

STEP = "prioritise-1"
LETTERS = "ABCDE"
MINIMUM = 5


class Attacker:
    """Runs a day by chance, and writes down each vote that was cast and each column that was shown."""

    def __init__(self, stage, seed):
        self.stage, self.rng = stage, random.Random(seed)
        self.people = stage.people(self.rng.randint(9, 22))
        self.points = [stage.point(self.people[0], words, show=True) for words in LETTERS]
        self.cast = {}  # (round, person) -> the ballot that counts now
        self.ballots = []  # every ballot there ever was: (round, person, {option: points})
        self.columns = {}  # {option: points or None} as shown -> numbers of the ballots that it may be of
        self.round = 1
        stage.lead("go", step=STEP)

    def vote(self, people):
        for person in people:
            liked = self.rng.choices(self.points, weights=[9, 5, 3, 2, 1], k=3)
            votes = {option: liked.count(option) for option in set(liked)}
            self.stage.do(person, "vote.cast", step=STEP, round=self.round, votes=votes)
            # A ballot that is sent again unchanged is the same one: the attacker is told which those are.
            same = (n for n, known in enumerate(self.ballots) if known[1:] == (person.participant, votes))
            number = next(same, len(self.ballots))
            if number == len(self.ballots):
                self.ballots.append((self.round, person.participant, votes))
            self.cast[self.round, person.participant] = number

    def look(self):
        """Every page that shows a result shows the same one; keep its columns."""
        projector = self.stage.projector
        results = [
            self.stage.sees(who, STEP)["result"]
            for who in (self.stage.facilitator, projector, self.people[0])
        ]
        results.append(
            {
                **results[0],
                "options": [
                    {"id": row.id, "round1": row.round1, "round2": row.round2}
                    for row in self.stage.room.day(self.stage.code).priorities[0].result.options
                ],
            }
        )
        for result in results:
            for round_ in (1, 2):
                column = {row["id"]: row[f"round{round_}"] for row in result["options"]}
                if any(points is not None for points in column.values()):
                    now = frozenset(n for (r, _), n in self.cast.items() if r == round_)
                    self.columns.setdefault((round_, tuple(sorted(column.items(), key=str))), now)

    def act(self):
        kind = self.rng.choice(["again", "again", "one", "late", "move", "groups", "round", "hide"])
        if kind == "late":
            first = len(self.people)
            self.people += self.stage.people(self.rng.randint(1, 6), first=first)
            late = self.people[first:]
        if kind == "move":
            who = self.rng.choice(self.people)
            self.stage.do(who, "group.choose", group=self.rng.randint(1, 2))
        if kind == "groups":
            self.stage.lead("groups", count=self.rng.randint(2, 4))
            self.stage.lead("groups", count=2)
        if kind == "hide":
            self.stage.lead("hide", step=STEP)
            self.vote([self.rng.choice(self.people)])
            self.stage.lead("undo")
            return self.look()
        if kind == "round":
            self.round = 3 - self.round
        self.stage.lead("round", step=STEP, round=self.round)
        if kind == "round":
            self.vote(self.rng.sample(self.people, self.rng.randint(len(self.people) // 2, len(self.people))))
        if kind == "one":
            self.vote([self.rng.choice(self.people)])
        if kind == "late":
            self.vote(late)
        if kind == "again":
            self.vote(self.rng.sample(self.people, self.rng.randint(2, len(self.people))))
        self.stage.lead("reveal", step=STEP)
        return self.look()

    def learned(self, insider=None):
        """Ballots of others whose points to an option, above none, can be worked out from all columns."""
        shown = [(dict(column), behind) for (_, column), behind in self.columns.items()]
        used = sorted(set().union(*(behind for _, behind in shown))) if shown else []
        seen = [f"in_{at}" for at in range(len(shown))]
        leaves = pd.DataFrame(
            [
                {"ballot": str(n), "option": option, "n": self.ballots[n][2].get(option, 0)}
                | {
                    name: "yes" if n in behind else "no"
                    for name, (_, behind) in zip(seen, shown, strict=True)
                }
                for n, option in itertools.product(used, self.points)
            ]
        )
        mine = {str(n) for n in used if insider is not None and self.ballots[n][1] == insider.participant}
        whole = leaves.groupby("ballot")["n"].sum()
        rows = [{"ballot": name, "n": points} for name, points in whole.items()]
        rows += [
            {name: "yes", "option": option, "n": points}
            for name, (column, _) in zip(seen, shown, strict=True)
            for option, points in column.items()
            if points is not None
        ]
        rows += [
            {
                "ballot": row["ballot"],
                "option": row["option"],
                "n": row["n"] if row["ballot"] in mine else None,
            }
            for _, row in leaves.iterrows()
        ]
        names = ["ballot", "option", *seen]
        report = audit(
            pd.DataFrame(rows, columns=[*names, "n"]),
            views=[["ballot"], ["ballot", "option"], *([name, "option"] for name in seen)],
            count="n",
            rule=Rule(minimum=1),
            structure=leaves[names],
        )
        assert set(report.cells["solver"]) <= {"optimal"}
        told = report.cells[report.cells["exact"] & (report.cells["low_integer"] > 0)]
        return [(row["ballot"], row["option"]) for _, row in told.iterrows()]


@pytest.fixture
def url(tmp_path):
    """SQLite alone: what can be learned does not depend on where it lies."""
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.mark.parametrize("seed", range(4))
def test_no_ballot_can_be_worked_out_from_everything_that_was_ever_shown(open_stage, seed):
    attacker = Attacker(open_stage(groups=2), seed)
    attacker.vote(attacker.people)
    attacker.stage.lead("reveal", step=STEP)
    attacker.look()
    for _ in range(7):
        attacker.act()
    assert attacker.columns
    assert attacker.learned() == []
    assert attacker.learned(insider=attacker.people[1]) == []
    for one, other in itertools.combinations(attacker.columns.values(), 2):
        people = {attacker.ballots[n][1] for n in one ^ other}
        assert len(people) >= MINIMUM


def test_the_attacker_does_learn_a_ballot_where_every_count_is_shown(open_stage):
    """The check of the check: with a minimum of one, one person's second vote is plain to see."""
    attacker = Attacker(open_stage(groups=2, minimum=1), seed=1)
    attacker.vote(attacker.people)
    attacker.stage.lead("reveal", step=STEP)
    attacker.look()
    first = attacker.cast[1, attacker.people[3].participant]
    attacker.stage.lead("round", step=STEP, round=1)
    others = [o for o in attacker.points if o not in attacker.ballots[first][2]]
    votes = {others[0]: 3}
    attacker.stage.do(attacker.people[3], "vote.cast", step=STEP, round=1, votes=votes)
    attacker.ballots.append((1, attacker.people[3].participant, votes))
    attacker.cast[1, attacker.people[3].participant] = len(attacker.ballots) - 1
    attacker.stage.lead("reveal", step=STEP)
    attacker.look()
    assert str(len(attacker.ballots) - 1) in {ballot for ballot, _ in attacker.learned()}


@pytest.mark.parametrize("seed", range(3))
def test_no_two_summaries_of_guesses_are_fewer_than_five_people_apart(open_stage, seed):
    stage, rng = open_stage(groups=2), random.Random(seed)
    shown, count = {}, 0
    for _ in range(12):
        more = rng.randint(1, 4)
        for person in stage.people(more, first=count):
            stage.do(person, "guess.lock", step="guess-1", value=rng.randint(0, 60))
        count += more
        stage.lead("reveal", step="guess-1")
        for who in (stage.facilitator, stage.projector):
            room = stage.sees(who, "guess-1")["room"]
            if room is not None:
                shown.setdefault(room["n"], room)
                assert room == shown[room["n"]]
                assert (room["q1"] is None) == (room["n"] < 10)
        stage.lead("undo")
    sizes = sorted(shown)
    assert sizes and sizes[0] >= MINIMUM
    assert all(after - before >= MINIMUM for before, after in itertools.pairwise(sizes))


def test_moving_one_person_at_a_time_ties_no_shared_note_to_anyone(open_stage):
    stage = open_stage(groups=3)
    people = stage.people(9)
    for number, person in enumerate(people):
        stage.do(person, "note.share", note=stage.note(person, f"tanke {number}"), shared=True)
        stage.note(person, f"bare min {number}")
    stage.lead("go", step="reflect-1", phase="group")
    spies = stage.people(3, first=9)  # one at each table, in the facilitator's pay
    tables = [stage.sees(spy, "reflect-1")["group_notes"] for spy in spies]
    assert [len(notes) for notes in tables] == [3, 3, 3]
    for person in people:
        stage.do(person, "group.choose", group=stage.room.snapshot(person)["me"]["group"] % 3 + 1)
        assert [stage.sees(spy, "reflect-1")["group_notes"] for spy in spies] == tables
    projector = stage.projector
    for phase in ("alone", "group", "plenary"):
        stage.lead("go", step="reflect-1", phase=phase)
        pages = str([stage.room.snapshot(who) for who in (stage.facilitator, projector)])
        assert "tanke" not in pages and "bare min" not in pages
    assert "tanke" not in repr(stage.room.day(stage.code))
