"""What a reader of the released tables can work out about what is hidden in them.

The stored tables alone are turned into what an attacker knows, one linked system for each year and
each index with its questions, or question with its answers:

* a row's five answers sum to its respondents; times 1 to 5 they sum to the mean; about the mean, to
  the deviation,
* respondents, answers and sums of answers of the genders, the grades and the places add up to those of
  all, where the respondents that are published do,
* an index is the mean of its questions,
* bullying's index is no less than any of its three parts and no more than all of them.

Every published number is known to its rounding (`answer_bounds`), a number of pupils exactly where one
decimal tells it, pupils are whole, means lie in [1, 5] and shares in [0, 100]. For each hidden number
the least and greatest value are found. This is the attacker the door (`closing`) protects against, but
it is written apart from it and knows nothing of why something is hidden.

Not in the system: what other sources say, respondents of a hidden row as other questions of the same
pupils suggest them, and that Udir's rule for hiding says something of what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from lmtools.survey.answer_bounds import bounds
from lmtools.survey.answers import needed_width
from lmtools.survey.families import families, parents_of_questions, respondents
from lmtools.survey.released_facts import hidden_numbers
from lmtools.survey.schema import SHARES, Facts, Ints, Kind, Mask, is_suppressed
from lmtools.survey.small_programs import Model, Program, Statement
from lmtools.survey.system_statements import System, Target

Progress = Callable[[int, int], None]

_SOLVED = 3
_SPARE = 4.0  # pupils that the linear answer may be too wide by
# Statements that are given up first where a file contradicts itself; what is left is what it says.
_GIVEN_UP = ("question", "place", "grade", "gender", "sd", "mean")


@dataclass(frozen=True)
class Attack:
    """What came of it. `targets` are the hidden numbers that something is said about.

    `hidden` counts all hidden numbers; those beside the targets stand in no statement, and can be
    anything. `contradictions` are systems whose published numbers do not fit together.
    """

    hidden: int = 0
    systems: int = 0
    contradictions: int = 0
    targets: tuple[Target, ...] = ()

    @property
    def open(self) -> tuple[Target, ...]:
        """The hidden numbers that can be worked out, or nearly."""
        return tuple(target for target in self.targets if not target.safe)

    @property
    def narrowest(self) -> dict[str, float]:
        """The narrowest interval by measure."""
        found: dict[str, float] = {}
        for target in self.targets:
            width = target.range.width
            found[target.measure] = min(found.get(target.measure, np.inf), round(width, 3))
        return found

    @property
    def statuses(self) -> tuple[str, ...]:
        """What the solver said, each once."""
        return tuple(sorted({target.range.status for target in self.targets}))


def attack(
    facts: Facts,
    *,
    smallest_share: int,
    progress: Progress | None = None,
    linked: bool = False,
    only: Ints | None = None,
) -> Attack:
    """Try to work out every hidden number of released figures.

    `smallest_share` is the policy's: pupils an interval for an answer must span. `progress` is called
    with systems done and in all. With `linked`, only systems of more than one row, or of more hidden
    answers in one row than `answer_bounds` solves exactly. With `only`, the years and indexes of those
    figures.
    """
    tell = progress or (lambda _done, _all: None)
    total = Attack(hidden=sum(hidden_numbers(facts, SHARES)))
    blocks = [rows for rows in _blocks(facts) if only is None or np.isin(rows, only).any()]
    whole = _whole(facts)
    easy = _easy(facts, smallest_share) if linked else np.zeros(len(facts), dtype=bool)
    for done, rows in enumerate(blocks):
        tell(done, len(blocks))
        found = _attack_block(facts.only(rows), rows, whole[rows], easy[rows], smallest_share, linked)
        total = replace(
            total,
            systems=total.systems + found.systems,
            contradictions=total.contradictions + found.contradictions,
            targets=total.targets + found.targets,
        )
    tell(len(blocks), len(blocks))
    return total


def _whole(facts: Facts) -> Mask:
    """The places, as totals, whose smaller places are known to be all here."""
    found = np.zeros(len(facts), dtype=bool)
    for family in families(facts, respondents(facts)):
        if family.kind == "place":
            found[family.at[family.total]] = family.whole[family.group[family.total]]
    return found


def _blocks(facts: Facts) -> Iterator[Ints]:
    """Places of the figures of each year and index (with its questions) where something is hidden."""
    hidden = is_suppressed(facts.number("value"))
    for name in SHARES:
        hidden = hidden | is_suppressed(facts.number(name))
    parent = parents_of_questions(facts)
    bullying = [i for i, row in enumerate(facts.indicators) if row.kind is Kind.BULLYING]
    parent[bullying] = bullying[0] if bullying else 0
    key = facts.year * (len(facts.indicators) + 1) + parent[facts.indicator]
    order = np.argsort(key, kind="stable")
    ends = np.flatnonzero(key[order][1:] != key[order][:-1]) + 1
    for rows in np.split(order, ends) if len(order) else []:
        if hidden[rows].any():
            yield np.sort(rows)


def _attack_block(
    facts: Facts, rows: Ints, whole: Mask, easy: Mask, smallest_share: int, linked: bool
) -> Attack:
    system = System(facts, smallest_share, whole, easy)
    system.state()
    wanted = {unknown: wish for wish in system.wishes for unknown in wish.unknowns}
    targets: list[Target] = []
    systems = contradictions = 0
    for unknowns, statements in system.model.components():
        wishes = dict.fromkeys(wanted[u] for u in unknowns if u in wanted)
        if not wishes or not statements:
            continue
        systems += 1
        program, contradicted = _possible_program(system.model, unknowns, statements)
        contradictions += contradicted
        for wish in wishes:
            spare = _SPARE * wish.scale if linked else np.inf
            targets.append(replace(wish.solve(program, spare), place=int(rows[wish.row])))
    return Attack(systems=systems, contradictions=contradictions, targets=tuple(targets))


def _easy(facts: Facts, smallest_share: int) -> Mask:
    """Rows that `answer_bounds` has answered for: exactly, or with pupils to spare."""
    shares = np.column_stack([facts.number(name) for name in SHARES])
    partly = np.flatnonzero(is_suppressed(shares).any(axis=1) & np.isfinite(facts.number("value")))
    n, mean, sd = (facts.number(name)[partly] for name in ("n", "value", "sd"))
    low, high = bounds(shares[partly], n=n, mean=mean, sd=sd)
    needed = needed_width(n, smallest_share) + 100 * _SPARE / np.where(np.isfinite(n) & (n > 0), n, 100.0)
    few = (~np.isfinite(shares[partly])).sum(axis=1) <= _SOLVED
    easy = np.zeros(len(facts), dtype=bool)
    easy[partly[few | (np.fmin.reduce(high - low, axis=1) >= needed)]] = True
    return easy


def _possible_program(model: Model, unknowns: list[int], statements: list[Statement]) -> tuple[Program, bool]:
    """The program of all the statements, or of those that are left when a file contradicts itself."""
    program = Program(model, unknowns, statements)
    if program.possible:
        return program, False
    for kind in _GIVEN_UP:
        statements = [s for s in statements if s.kind != kind]
        program = Program(model, unknowns, statements)
        if program.possible:
            break
    return program, True
