"""Statements about the published figures of one year and index, and the hidden numbers to be bounded.

See `published_system`, which attacks with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from lmtools.survey.answer_bounds import EXACT_BELOW, ROUNDING
from lmtools.survey.answers import POINTS, needed_width
from lmtools.survey.bullying import bullying_table
from lmtools.survey.certificate_record import OPTIMAL
from lmtools.survey.closing import MEAN_WIDTH
from lmtools.survey.families import Family, families
from lmtools.survey.schema import SHARES, Facts, Mask, is_suppressed
from lmtools.survey.small_programs import Model, Program, Range, Term

_MOST = 50_000.0
_SLACK = 0.02  # an index is the mean of its questions to this, beside the rounding
_WHOLE = 0.03


@dataclass(frozen=True)
class Target:
    """A hidden number: the place of its figure in the tables, what it is, and how it was bounded.

    `measure` is "pupils", "points" (0-100) or "mean" (1-5); `needed` is the narrowest interval allowed.
    """

    place: int
    name: str
    measure: str
    needed: float
    range: Range

    @property
    def safe(self) -> bool:
        """Whether the interval is wide enough; a solver without an answer is never a pass."""
        return self.range.status == OPTIMAL and self.range.width >= self.needed - 1e-6


@dataclass(frozen=True)
class Wish:
    """A hidden number to be bounded: an unknown times `scale`, or one unknown by another."""

    row: int
    name: str
    measure: str
    needed: float
    unknowns: tuple[int, ...]
    scale: float = 1.0

    def solve(self, program: Program, spare: float) -> Target:
        """The hidden number with its range; not in whole pupils where it has `spare` more than needed."""
        whole, program.check_whole = program.check_whole, program.check_whole and not np.isfinite(spare)
        found = self._solved(program)
        program.check_whole = whole
        if whole and np.isfinite(spare) and found.range.width < self.needed + spare:
            found = self._solved(program)
        return found

    def _solved(self, program: Program) -> Target:
        if len(self.unknowns) == 2:
            found = program.ratio(*self.unknowns)
        else:
            found = program.range({self.unknowns[0]: 1.0})
        found = Range(found.low * self.scale, found.high * self.scale, found.status)
        return Target(self.row, self.name, self.measure, self.needed, found)


@dataclass
class System:
    """Statements about the figures of one year and index, made from what is published."""

    facts: Facts
    smallest_share: int
    whole: Mask
    easy: Mask
    model: Model = field(default_factory=Model)
    wishes: list[Wish] = field(default_factory=list)
    _terms: dict[tuple[int, str], Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = self.facts
        self.value, self.n, self.sd = (facts.number(name) for name in ("value", "n", "sd"))
        self.shares = np.column_stack([facts.number(name) for name in SHARES])
        self.gone = is_suppressed(self.value)
        self.scale = [facts.indicators[i].scale for i in facts.indicator.tolist()]
        told = np.isfinite(self.shares).any(axis=1)
        self.answered = np.isin(facts.indicator, np.unique(facts.indicator[told]))
        people = np.where(np.isfinite(self.n), self.n, np.nan)[:, None] / 100
        pupils = np.where(np.isfinite(self.shares), self.shares, 0) * people
        near = np.abs(pupils - np.round(pupils)) <= ROUNDING * people + 1e-6
        shown = np.isfinite(self.shares)
        self.exact = (self.n < EXACT_BELOW) & (near | ~shown).all(axis=1)
        self.complete = self.exact & shown.all(axis=1) & (np.round(pupils).sum(axis=1) == self.n)

    def state(self) -> None:
        """Everything that is known of the figures where something is hidden."""
        partly = (is_suppressed(self.shares).any(axis=1)) & ~self.gone & np.isfinite(self.value)
        partly &= ~self.easy  # those that are in a family below are stated there
        for row in np.flatnonzero(partly).tolist():
            self._row(row)
        for family in families(self.facts, self.n):
            if family.kind == "question":
                self._questions(family)
            else:
                self._sums(family)
        self._bullying()

    def _row(self, row: int) -> None:
        """Sum, mean and deviation of a row with some answers hidden, and a wish for each of those."""
        if (row, "row") in self._terms:
            return
        self._terms[row, "row"] = 0.0
        people = float(self.n[row]) if np.isfinite(self.n[row]) else 100.0
        answers = [self._answer(row, k) for k in range(len(SHARES))]
        self.model.say([(1.0, a) for a in answers], people, people, kind="sum")
        mean, sd = float(self.value[row]), float(self.sd[row])
        low, high = people * (mean - ROUNDING), people * (mean + ROUNDING)
        self.model.say([(k + 1.0, a) for k, a in enumerate(answers)], low, high, kind="mean")
        if np.isfinite(sd):
            degrees = people - 1 if np.isfinite(self.n[row]) else people * 0.9
            low = degrees * max(sd - ROUNDING, 0) ** 2
            high = max(degrees, people - 1) * (sd + ROUNDING) ** 2 + people * ROUNDING**2
            self.model.say([((k + 1 - mean) ** 2, a) for k, a in enumerate(answers)], low, high, kind="sd")
        needed = float(needed_width(np.asarray([self.n[row]]), self.smallest_share)[0])
        for k, answer in enumerate(answers):
            if isinstance(answer, int) and is_suppressed(self.shares[row, k : k + 1])[0]:
                self.wishes.append(Wish(row, SHARES[k], "points", needed, (answer,), 100 / people))

    def _answer(self, row: int, option: int) -> Term:
        """Pupils (or points, without respondents) who chose an option."""
        key = (row, SHARES[option])
        if key not in self._terms:
            self._terms[key] = self._new_answer(row, option)
        return self._terms[key]

    def _new_answer(self, row: int, option: int) -> Term:
        share, n = float(self.shares[row, option]), float(self.n[row])
        people = n if np.isfinite(n) else 100.0
        if np.isfinite(share) and self.exact[row]:
            return float(np.round(share * people / 100))
        if np.isfinite(share):
            low, high = (people * max(share + d, 0) / 100 for d in (-ROUNDING, ROUNDING))
            return self.model.unknown(low, high)
        most = people if np.isfinite(n) or not self.gone[row] else _MOST
        return self.model.unknown(0.0, most, whole=bool(self.exact[row] or self.gone[row]))

    def _people(self, row: int) -> Term:
        """Respondents of a row; unknown where they are hidden."""
        if np.isfinite(self.n[row]):
            return float(self.n[row])
        if (row, "n") not in self._terms:
            self._terms[row, "n"] = self.model.unknown(1.0, _MOST)
        return self._terms[row, "n"]

    def _sum(self, row: int) -> Term:
        """The sum of all answers of a row: respondents times mean."""
        if self.complete[row]:
            pupils = np.round(self.shares[row] * self.n[row] / 100)
            return float(pupils @ np.arange(1, len(SHARES) + 1))
        if (row, "sum") not in self._terms:
            self._terms[row, "sum"] = self._new_sum(row)
        return self._terms[row, "sum"]

    def _new_sum(self, row: int) -> Term:
        if np.isfinite(self.value[row]):
            people = float(self.n[row])
            return self.model.unknown(*(people * (float(self.value[row]) + d) for d in (-ROUNDING, ROUNDING)))
        found = self.model.unknown(0.0, 100 * _MOST)
        people_of = self._people(row)
        least, most = {"mean": (1.0, 5.0), "share": (0.0, 100.0)}.get(self.scale[row], (0.0, 1000.0))
        self.model.say([(1.0, found), (-least, people_of)], 0.0, np.inf, kind="range")
        self.model.say([(1.0, found), (-most, people_of)], -np.inf, 0.0, kind="range")
        if self.answered[row]:
            answers = [self._answer(row, k) for k in range(len(SHARES))]
            self.model.say([*((1.0, a) for a in answers), (-1.0, people_of)], 0.0, 0.0, kind="sum")
            whole = [*((k + 1.0, a) for k, a in enumerate(answers)), (-1.0, found)]
            self.model.say(whole, 0.0, 0.0, kind="sum")
            self.wishes += [
                Wish(row, SHARES[k], "pupils", float(self.smallest_share), (a,))
                for k, a in enumerate(answers)
                if isinstance(a, int)
            ]
        if isinstance(people_of, int):
            self.wishes.append(Wish(row, "value", "mean", MEAN_WIDTH, (found, people_of)))
        return found

    def _sums(self, family: Family) -> None:
        """Respondents, sums and answers of the parts add up to those of the total."""
        for total, parts in _groups(family):
            everything = [total, *parts]
            hidden = [row for row in everything if self.gone[row]]
            answers_hidden = bool(is_suppressed(self.shares[everything]).any())
            if not hidden and not answers_hidden:
                continue
            rest = self._rest(total, parts, family.kind)
            if rest is None:
                continue
            members = [(1.0, total), *((-1.0, part) for part in parts)]
            self.model.say([(w, self._people(r)) for w, r in members], rest, rest, kind=family.kind)
            if hidden:
                sums = [(w, self._sum(r)) for w, r in members]
                self.model.say(sums, 0.0 if rest == 0 else rest, 100 * rest, kind=family.kind)
            if answers_hidden and self.answered[everything].all():
                self._answers(members, rest, family.kind)

    def _answers(self, members: list[tuple[float, int]], rest: float, kind: str) -> None:
        known = all(
            self.gone[r] or is_suppressed(self.shares[r]).any() or np.isfinite(self.shares[r]).all()
            for _, r in members
        )
        if not known:
            return
        total = members[0][1]
        for _, row in members:
            if not self.gone[row] and is_suppressed(self.shares[row]).any():
                self._row(row)
        for option in range(len(SHARES)):
            if self.shares[total, option] == 0:
                continue  # nobody in all is published; that nobody in a part did is no secret
            counts = [(w, self._answer(r, option)) for w, r in members]
            self.model.say(counts, 0.0, rest, kind=kind)

    def _rest(self, total: int, parts: list[int], kind: str) -> float | None:
        """Respondents of the total that no part has; None where the parts are not known to be all."""
        shown = [row for row in (total, *parts) if not self.gone[row]]
        if any(not np.isfinite(self.n[row]) for row in shown) or len(parts) < 2:
            return None
        hidden = [row for row in parts if self.gone[row]]
        if self.gone[total]:
            return None if hidden or kind == "place" else 0.0
        left = float(self.n[total] - sum(self.n[row] for row in parts if not self.gone[row]))
        if not hidden:
            return left if 0 <= left <= _WHOLE * self.n[total] else None
        if kind == "place" and not self.whole[total]:
            return None
        return 0.0 if left >= len(hidden) else None

    def _questions(self, family: Family) -> None:
        """An index is the mean of its questions."""
        for total, parts in _groups(family):
            rows = [total, *parts]
            if not any(self.gone[r] for r in rows) or len(parts) < 2:
                continue
            if any(not self.gone[r] and not np.isfinite(self.value[r]) for r in rows):
                continue
            size = float(len(parts))
            terms = [(size, self._mean(total)), *((-1.0, self._mean(part)) for part in parts)]
            self.model.say(terms, -_SLACK * size, _SLACK * size, kind="question")

    def _mean(self, row: int) -> Term:
        key = (row, "mean")
        if key not in self._terms:
            value = float(self.value[row])
            if np.isfinite(value):
                self._terms[key] = self.model.unknown(value - ROUNDING, value + ROUNDING)
            else:
                found = self.model.unknown(1.0, 5.0)
                self._terms[key] = found
                self.wishes.append(Wish(row, "value", "mean", MEAN_WIDTH, (found,)))
        return self._terms[key]

    def _bullying(self) -> None:
        """The index of bullying lies between its largest part and all of them."""
        place, values = bullying_table(self.facts)
        for rows, cells in zip(place.tolist(), values, strict=True):
            if not is_suppressed(cells).any() or not np.isfinite(cells).any():
                continue
            there = [row >= 0 and not np.isnan(cell) for row, cell in zip(rows, cells, strict=True)]
            if not there[0]:
                continue
            terms = [self._share(row) if known else 0.0 for row, known in zip(rows, there, strict=True)]
            for part, known in zip(terms[1:], there[1:], strict=True):
                if known:
                    self.model.say([(1.0, terms[0]), (-1.0, part)], 0.0, np.inf, kind="bullying")
            if all(there):
                over = [(1.0, terms[0]), *((-1.0, part) for part in terms[1:])]
                self.model.say(over, -np.inf, 0.0, kind="bullying")

    def _share(self, row: int) -> Term:
        key = (row, "share")
        if key not in self._terms:
            value = float(self.value[row])
            if np.isfinite(value):
                self._terms[key] = self.model.unknown(max(value - ROUNDING, 0), min(value + ROUNDING, 100))
            else:
                found = self.model.unknown(0.0, 100.0)
                self._terms[key] = found
                self.wishes.append(Wish(row, "value", "points", POINTS, (found,)))
        return self._terms[key]


def _groups(family: Family) -> Iterable[tuple[int, list[int]]]:
    """The total and the parts of each group."""
    order = np.argsort(family.group, kind="stable")
    ends = np.flatnonzero(family.group[order][1:] != family.group[order][:-1]) + 1
    for places in np.split(order, ends) if len(order) else []:
        totals = family.at[places[family.total[places]]].tolist()
        if len(totals) == 1:
            yield totals[0], family.at[places[~family.total[places]]].tolist()
