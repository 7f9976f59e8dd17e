"""Someone who leads, keeps every rating result they have seen, and tries to learn what one person answered.

They reveal, hide, undo, let late people in and ask some to answer again. They know who answered when, and
(as one of the participants) their own answers. `lmtools.disclosure.audit` is given every count ever shown.
"""

import itertools
import random

import pandas as pd
import pytest

from lmtools.disclosure import Rule, audit
from lmtools.domain.rating import agreement_of, is_split, mean_of, median_of, ways
from tests.store.activities import OUTLINE

STEP, MINIMUM, LEVELS = "statements-1", 5, range(1, 6)


class Attacker:
    """Runs a day by chance, and writes down each answer that was given and each result that was shown."""

    def __init__(self, stage, seed):
        self.stage, self.rng = stage, random.Random(seed)
        self.people = stage.people(self.rng.randint(12, 30))
        self.given = {}  # person -> number of the answer that counts now
        self.answers = []  # every answer there ever was: (person, level)
        self.results = {}  # the result as shown -> numbers of the answers it may be of
        self.answer(self.people)
        self.reveal()

    def answer(self, people):
        for person in people:
            level = self.rng.choices(LEVELS, weights=[1, 2, 5, 9, 6])[0]
            self.stage.do(person, "rate", step=STEP, ratings={"s1": {"agree": level}})
            answer = (person.participant, level)
            if answer not in self.answers:
                self.answers.append(answer)
            self.given[person.participant] = self.answers.index(answer)

    def reveal(self):
        self.stage.lead("reveal", step=STEP)
        projector = self.stage.projector
        watchers = (self.stage.facilitator, projector, self.people[0])
        pages = [self.stage.sees(who, STEP)["result"]["items"][0]["scales"]["agree"] for who in watchers]
        assert pages[0] == pages[1] == pages[2]
        self.results.setdefault(tuple(map(str, pages[0].items())), (pages[0], frozenset(self.given.values())))

    def act(self):
        kind = self.rng.choice(["hide", "undo", "one", "some", "late", "many"])
        self.stage.lead("undo" if kind == "undo" else "hide", step=STEP)
        if kind == "one":
            self.answer([self.rng.choice(self.people)])
        if kind == "some":
            self.answer(self.rng.sample(self.people, 3))
        if kind == "many":
            self.answer(self.rng.sample(self.people, self.rng.randint(5, len(self.people))))
        if kind == "late":
            late = self.stage.people(self.rng.randint(1, 6), first=len(self.people))
            self.people += late
            self.answer(late)
        self.reveal()

    def counted(self):
        return [
            (shown["distribution"], behind)
            for shown, behind in self.results.values()
            if shown["distribution"]
        ]

    def learned(self, insider=None):
        """Answers of others that can be worked out from all counts that were shown."""
        shown = self.counted()
        used = sorted(set().union(*(behind for _, behind in shown))) if shown else []
        seen = [f"in_{at}" for at in range(len(shown))]
        leaves = [
            {"answer": str(n), "level": str(level), "n": int(self.answers[n][1] == level)}
            | {name: "yes" if n in behind else "no" for name, (_, behind) in zip(seen, shown, strict=True)}
            for n, level in itertools.product(used, LEVELS)
        ]
        mine = {str(n) for n in used if insider is not None and self.answers[n][0] == insider.participant}
        rows = [{"answer": str(n), "n": 1} for n in used]
        rows += [
            {name: "yes", "level": str(level), "n": count}
            for name, (counts, _) in zip(seen, shown, strict=True)
            for level, count in zip(LEVELS, counts, strict=True)
            if count is not None
        ]
        rows += [
            {
                "answer": row["answer"],
                "level": row["level"],
                "n": row["n"] if row["answer"] in mine else None,
            }
            for row in leaves
        ]
        rows = [
            {key: value for key, value in row.items() if key not in seen or "answer" not in row}
            for row in rows
        ]
        names = ["answer", "level", *seen]
        report = audit(
            pd.DataFrame(rows, columns=[*names, "n"]),
            views=[["answer"], ["answer", "level"], *([name, "level"] for name in seen)],
            count="n",
            rule=Rule(minimum=1),
            structure=pd.DataFrame(leaves)[names],
        )
        assert set(report.cells["solver"]) <= {"optimal"}
        told = report.cells[report.cells["exact"] & (report.cells["low_integer"] > 0)]
        return [(row["answer"], row["level"]) for _, row in told.iterrows()]


@pytest.fixture
def url(tmp_path):
    """SQLite alone: what can be learned does not depend on where it lies."""
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.mark.parametrize("seed", range(2))
def test_no_answer_can_be_worked_out_from_every_result_that_was_ever_shown(open_stage, seed):
    attacker = Attacker(open_stage(outline=OUTLINE), seed)
    for _ in range(6):
        attacker.act()
    assert attacker.counted()
    assert attacker.learned() == []
    assert attacker.learned(insider=attacker.people[1]) == []
    for (_, one), (_, other) in itertools.combinations(attacker.counted(), 2):
        assert len({attacker.answers[n][0] for n in one ^ other}) >= MINIMUM


@pytest.mark.parametrize("seed", range(2))
def test_beside_the_counts_nothing_is_told_that_narrows_a_hidden_one_down(open_stage, seed):
    attacker = Attacker(open_stage(outline=OUTLINE), seed)
    for shown, _ in attacker.results.values():
        counts = shown["distribution"]
        if counts is None:
            continue
        possible = list(ways(tuple(counts), shown["n"]))
        fitting = [way for way in possible if fits(way, shown)]
        for at in range(5):
            assert {way[at] for way in fitting} == {way[at] for way in possible}


def fits(way, shown):
    """Whether a room with these counts could have been told of in these words."""
    return (
        (shown["mean"] is None or abs(mean_of(way) - shown["mean"]) <= 0.301)
        and shown["median"] in (None, median_of(way))
        and shown["split"] in (None, is_split(way))
        and (shown["agreement"] is None or abs(agreement_of(way) - shown["agreement"]) <= 0.101)
    )


def test_the_attacker_does_learn_an_answer_where_every_count_is_shown(open_stage):
    """The check of the check: with a minimum of one, one person's second answer is plain to see."""
    attacker = Attacker(open_stage(outline=OUTLINE, minimum=1), 1)
    person = attacker.people[3]
    before = attacker.answers[attacker.given[person.participant]][1]
    attacker.stage.lead("hide", step=STEP)
    other = 1 if before != 1 else 2
    attacker.stage.do(person, "rate", step=STEP, ratings={"s1": {"agree": other}})
    attacker.answers.append((person.participant, other))
    attacker.given[person.participant] = len(attacker.answers) - 1
    attacker.reveal()
    assert (str(len(attacker.answers) - 1), str(other)) in attacker.learned()
