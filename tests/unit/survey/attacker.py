"""Someone who clicks through everything the app offers, and then works out what it hides.

Shares nothing with `lmtools.survey.attacking` or `lmtools.disclosure`. It sees `Released` only, writes
down what each figure says of the counts behind it (with its rounding), and asks OR-tools' CP-SAT for
whole numbers that fit. A hidden count with one possible value is recovered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from lmtools.domain.figures import Figure, Indicator, Status
from lmtools.survey import Released

ALL = "all"
MOST = 400
REST = "?"
Key = tuple[str, str]
Seen = Mapping[Key, Figure]
Cell = tuple[str, str, str, int | None]
"""Question, grade, gender and answer; None: the number of respondents."""


def click(released: Released, question: str, unit: str, year: int) -> Seen:
    """Every figure of one question, unit and year that the app can be asked for."""
    keys = [(grade, gender) for grade in released.grades(unit) for gender in released.genders]
    figures = {
        key: released.figure(question, unit=unit, year=year, grade=key[0], gender=key[1]) for key in keys
    }
    series = {
        key: next(
            f for f in released.series(question, unit=unit, grade=key[0], gender=key[1]) if f.year == year
        )
        for key in keys
    }
    assert figures == series, "a series must say what its figures say"
    return {key: figure for key, figure in figures.items() if figure.status is not Status.ABSENT}


def questions(released: Released, unit: str) -> Iterator[tuple[Indicator, tuple[Indicator, ...]]]:
    """Each indicator the app offers, with the questions inside it."""
    for indicator in released.indicators(unit):
        yield indicator, released.questions(indicator)


@dataclass
class Attacker:
    """One linked system. Add what was seen, then ask what follows."""

    rest: bool = False
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    counts: dict[tuple[str, Key], list[cp_model.IntVar]] = field(default_factory=dict)
    seen: dict[str, list[Seen]] = field(default_factory=dict)

    def look(self, question: str, seen: Seen) -> None:
        """Add a question's figures; again for figures of the same pupils from another day."""
        self.seen.setdefault(question, []).append(seen)
        answers = 2 if next(iter(seen.values())).scale == "share" else 5
        for leaf in self._leaves(seen):
            if (question, leaf) not in self.counts:
                self.counts[question, leaf] = [
                    self.model.new_int_var(0, MOST, f"{question}{leaf}{k}") for k in range(answers)
                ]
        for key, figure in seen.items():
            self._row(question, key, figure)

    def _leaves(self, seen: Seen) -> Iterator[Key]:
        grades = list(dict.fromkeys(grade for grade, _ in seen if grade != ALL)) or [REST]
        genders = list(dict.fromkeys(gender for _, gender in seen if gender != ALL)) or [REST]
        yield from (
            (grade, gender)
            for grade in grades
            for gender in genders
            if (grade, gender) in seen or REST in (grade, gender)
        )
        if self.rest:
            yield from ((grade, REST) for grade in grades if grade != REST)
            yield from ((REST, gender) for gender in genders)

    def _inside(self, question: str, key: Key) -> list[list[cp_model.IntVar]]:
        return [
            row
            for (asked, leaf), row in self.counts.items()
            if asked == question and key[0] in (ALL, leaf[0]) and key[1] in (ALL, leaf[1])
        ]

    def totals(self, question: str, key: Key) -> list[cp_model.LinearExpr]:
        """The number of each answer in a group."""
        rows = self._inside(question, key)
        return [sum(row[k] for row in rows) for k in range(len(rows[0]))]

    def _row(self, question: str, key: Key, figure: Figure) -> None:
        totals = self.totals(question, key)
        if figure.status is not Status.PUBLISHED:
            self.model.add(sum(totals) >= 1)
            return
        n = figure.n
        assert n is not None
        self.model.add(sum(totals) == n)
        if figure.share is not None:
            self.near(2000 * totals[1], 20 * figure.share * n, n)
        for total, share in zip(totals, figure.shares, strict=False):
            if share is not None:
                self.near(2000 * total, 20 * share * n, n)
            else:
                self.model.add(total >= 1)  # nobody's answer is shown as 0
        if figure.mean is not None:
            self._moments(totals, n, figure)

    def _moments(self, totals: list[cp_model.LinearExpr], n: int, figure: Figure) -> None:
        assert figure.mean is not None
        total = sum(k * x for k, x in enumerate(totals, start=1))
        self.near(20 * total, 20 * figure.mean * n, n)
        if figure.sd is None:
            return
        known, square = self.model.new_int_var(n, 5 * n, ""), self.model.new_int_var(n * n, 25 * n * n, "")
        self.model.add(known == total)
        self.model.add_multiplication_equality(square, [known, known])
        inside = 400 * (n * sum(k * k * x for k, x in enumerate(totals, start=1)) - square)
        low, high = max(round(20 * figure.sd) - 1, 0), round(20 * figure.sd) + 1
        self.model.add(inside >= n * (n - 1) * low**2)
        self.model.add(inside <= n * (n - 1) * high**2)

    def near(self, expression: cp_model.LinearExpr, value: float, room: float) -> None:
        """Add that an expression is within `room` of a value."""
        self.model.add(expression >= round(value - room))
        self.model.add(expression <= round(value + room))

    def index(self, parts: Iterable[str], seen: Seen) -> None:
        """An index: the mean of its questions, wherever the same pupils answered them all."""
        names = list(parts)
        for key, figure in seen.items():
            if figure.status is not Status.PUBLISHED or figure.mean is None or figure.n is None:
                continue
            shown = [self.seen[name][-1].get(key) for name in names]
            if all(part is not None and part.n == figure.n for part in shown):
                sums = [sum(k * x for k, x in enumerate(self.totals(name, key), start=1)) for name in names]
                size = figure.n * len(names)
                self.near(20 * sum(sums), 20 * figure.mean * size, size)

    def hidden(self) -> dict[Cell, cp_model.LinearExpr]:
        """All that is hidden, but zeros inside a shown zero."""
        found: dict[Cell, cp_model.LinearExpr] = {}
        for question, days in self.seen.items():
            for key in {key for seen in days for key in seen}:
                totals = self.totals(question, key)
                shown = [seen[key] for seen in days if key in seen and seen[key].n is not None]
                if not shown:
                    found[question, *key, None] = sum(totals)
                for k, total in enumerate(totals):
                    if not any(_shows(figure, k) for figure in shown) and not self._zero(days, key, k):
                        found[question, *key, k + 1] = total
        return found

    def _zero(self, days: list[Seen], key: Key, answer: int) -> bool:
        around = [
            figure
            for seen in days
            for (grade, gender), figure in seen.items()
            if grade in (ALL, key[0]) and gender in (ALL, key[1])
        ]
        return any(_shows(figure, answer, zero=True) for figure in around)

    def recover(self) -> dict[Cell, int]:
        """The hidden counts that have one possible value, and the value."""
        hidden = self.hidden()
        first = self._solve()
        if first is None:
            raise AssertionError("no counts fit what is shown")
        open_cells = set(hidden)
        values = {cell: first.value(expression) for cell, expression in hidden.items()}
        found: dict[Cell, int] = {}
        while open_cells:
            cell = min(open_cells, key=str)
            solver = self._solve(hidden[cell] != values[cell])
            if solver is None:
                found[cell] = values[cell]
                open_cells.discard(cell)
                continue
            open_cells -= {c for c in open_cells if solver.value(hidden[c]) != values[c]}
        return found

    def possible(self) -> bool:
        """Whether any counts fit what is shown."""
        return self._solve() is not None

    def _solve(self, other: cp_model.BoundedLinearExpression | None = None) -> cp_model.CpSolver | None:
        model = self.model
        if other is not None:
            model = self.model.clone()
            model.add(other)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = 60
        status = solver.solve(model)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), "no definite answer"
        return None if status == cp_model.INFEASIBLE else solver


def _shows(figure: Figure, answer: int, *, zero: bool = False) -> bool:
    """Whether a figure shows how many gave an answer (numbered from 0), or that nobody did."""
    if figure.status is not Status.PUBLISHED:
        return False
    if figure.share is not None:
        return not zero or figure.share == (0 if answer else 100)
    share = figure.shares[answer] if figure.shares else None
    return share is not None and (not zero or share == 0)
