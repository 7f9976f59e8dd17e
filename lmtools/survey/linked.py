"""One pattern for all that is shown of a question: the groups, their answers, means and deviations.

1. Small groups are hidden, and so many more that none of them follows from the others
   (`lmtools.disclosure.protect`, over all groups at once).
2. Groups that all answered alike are hidden, and numbers that tell of one or two pupils.
3. The pattern is attacked (`attacking`). For each hidden number that has one possible value, what it
   takes to leave it another is hidden too, in the cheapest way: further answers of a row, then its
   deviation, then the whole group. This is repeated until nothing can be worked out.

When no pattern stands up, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from lmtools.survey.attacking import Attack, Secret
from lmtools.survey.linked_system import Key, LinkedSystem, Pattern
from lmtools.survey.policy import Policy
from lmtools.survey.schema import ALL, Floats, Mask

THRESHOLD, SMALL, LINKED, SHARE, LEDGER = "threshold", "small", "linked", "share", "ledger"
_VIEWS = (("grade", "gender"), ("grade",), ("gender",), ())


@dataclass(frozen=True)
class Limits:
    """The policy for one question: `minimum` respondents, `smallest` pupils behind a number.

    `least` is the lowest minimum of any question. What it hides is hidden in all of them: the same
    pupils have answered the others, so what two questions show of n must not give a third away.
    """

    minimum: int
    smallest: int
    concentrated: int
    insiders: bool
    least: int

    @classmethod
    def of(cls, policy: Policy, *, sensitive: bool) -> Limits:
        """The limits of a question; sensitive ones have the higher minimum."""
        return cls(
            minimum=policy.bullying_minimum if sensitive else policy.minimum,
            smallest=policy.smallest_share,
            concentrated=policy.concentrated,
            insiders=policy.insiders,
            least=policy.minimum,
        )


@dataclass(frozen=True)
class Protected:
    """What may be shown of a system, and numbers for the certificate.

    `hidden` counts hidden groups and numbers by reason. `width` is the narrowest interval found for
    a hidden number (it may be wider), None when nothing is hidden. `lost` counts numbers that follow
    from what was shown earlier.
    """

    pattern: Pattern
    hidden: dict[str, int] = field(default_factory=dict)
    width: int | None = None
    statuses: frozenset[str] = frozenset()
    lost: int = 0


def protect_system(
    system: LinkedSystem,
    limits: Limits,
    *,
    alike: Mask | None = None,
    hide: Mask | None = None,
    known: Pattern | None = None,
) -> Protected:
    """The pattern to show.

    `alike` marks groups that answered alike (found from the counts when left out), `hide` others
    that must go, and `known` is what was shown earlier.
    """
    out = known or Pattern.nothing(*system.totals.shape)
    alike = system.alike(limits.concentrated) if alike is None else alike
    asked = alike | _few_counted(system, limits)
    if hide is not None:
        asked |= hide
    search = _Search(system, limits, out, asked)
    pattern, lost = search.run()
    pattern = pattern if pattern.groups.any() else Pattern.nothing(*system.totals.shape)
    attack = search.attack(pattern)
    return Protected(
        pattern=pattern,
        hidden=_reasons(system, limits, pattern, out, alike),
        width=_narrowest(search, attack, lost),
        statuses=search.statuses,
        lost=len(lost),
    )


def _few_counted(system: LinkedSystem, limits: Limits) -> Mask:
    """In a share, groups where one or two pupils stand behind the one number shown, or behind the rest."""
    if not system.share:
        return np.zeros(len(system.names), dtype=bool)
    few = (system.totals > 0) & (system.totals < limits.smallest)
    return np.asarray(few.any(axis=1))


class _Search:
    """Hide, attack, hide more."""

    def __init__(self, system: LinkedSystem, limits: Limits, known: Pattern, asked: Mask) -> None:
        self._system, self._limits, self._known, self._asked = system, limits, known, asked
        self.statuses: frozenset[str] = frozenset()
        self._memory: dict[tuple[object, ...], Floats] = {}
        few = (system.totals > 0) & (system.totals < limits.smallest)
        size = len(system.names)
        self._hide = Pattern(asked, few & (not system.share), np.zeros(size, dtype=bool))

    def run(self) -> tuple[Pattern, set[Secret]]:
        """The pattern, and the secrets that what is known already gives away."""
        most = self._shown()
        again = Pattern(
            most.groups & self._known.groups,
            most.options & self._known.options,
            most.deviations & self._known.deviations,
        )
        if again.groups.any() and self._told(self.attack(again), set()) is None:
            return self._show_again(again, most, set()), set()
        pattern, lost = self._hide_more(most)
        return self._show_again(pattern, most, lost), lost

    def _told(self, attack: Attack, lost: set[Secret]) -> Secret | None:
        return next((s for s in self.secrets(attack) if s not in lost and not attack.stays_open(s)), None)

    def _show_again(self, shown: Pattern, most: Pattern, lost: set[Secret]) -> Pattern:
        """Show what need not be hidden after all, now that other things are: the most useful first."""
        nothing = Pattern.nothing(*self._system.totals.shape)
        for more in self._wishes(shown, most):
            wider = (shown | more).without(nothing)
            if wider.size > shown.size and self._told(self.attack(wider), lost) is None:
                shown = wider
        return shown

    def _wishes(self, shown: Pattern, most: Pattern) -> Iterator[Pattern]:
        """What is hidden of the most that may be shown: groups, deviations and rows, the largest first."""
        order = np.argsort(-self._system.respondents, kind="stable").tolist()
        nothing = Pattern.nothing(*self._system.totals.shape)
        for group in (g for g in order if most.groups[g] and not shown.groups[g]):
            groups = nothing.groups.copy()
            groups[group] = True
            yield replace(nothing, groups=groups)
        for group in (g for g in order if most.deviations[g] and not shown.deviations[g]):
            deviations = nothing.deviations.copy()
            deviations[group] = True
            yield replace(nothing, deviations=deviations)
        for group in (g for g in order if (most.options[g] & ~shown.options[g]).any()):
            options = nothing.options.copy()
            options[group] = most.options[group]
            yield replace(nothing, options=options)

    def _hide_more(self, shown: Pattern) -> tuple[Pattern, set[Secret]]:
        lost: set[Secret] = set()
        while shown.groups.any() or self._known.groups.any():
            attack = self.attack(shown)
            told = self._told(attack, lost)
            if told is None:
                return shown, lost
            more = attack.cheapest(told)
            if more is not None:
                shown = shown.without(more)
            elif shown.groups.any() and not self._known.groups.any():
                break
            else:
                lost.add(told)
        return Pattern.nothing(*self._system.totals.shape), lost

    def attack(self, shown: Pattern) -> Attack:
        """The attack on this pattern and on what is known already."""
        return Attack(self._system, shown | self._known, self._known, self._memory)

    def _shown(self) -> Pattern:
        """All that may be shown when it is only asked how many answered, less what is to be hidden."""
        hidden: frozenset[int] = frozenset()
        for minimum in sorted({self._limits.least, self._limits.minimum}):
            hidden |= self._respondents(minimum, hidden)
        groups = ~np.isin(np.arange(len(self._system.names)), list(hidden))
        every = np.ones(self._system.totals.shape, dtype=bool)
        return Pattern(groups, every, groups).without(self._hide)

    def _respondents(self, minimum: int, hide: frozenset[int]) -> frozenset[int]:
        if not hide and (self._system.respondents >= minimum).all():
            return hide
        hidden, statuses = hidden_groups(
            self._system.leaves,
            tuple(self._system.counts.sum(axis=1).tolist()),
            self._system.names,
            (minimum, self._limits.insiders),
            hide=hide,
            known=frozenset(np.flatnonzero(self._known.groups).tolist()),
        )
        self.statuses |= statuses
        return hidden

    def secrets(self, attack: Attack) -> Iterator[Secret]:
        """What must stay open, given what is hidden."""
        system, shown, hidden = self._system, attack.shown, attack.hidden
        for group in np.flatnonzero(~shown.groups).tolist():
            yield Secret((group,), people=True)
        size = len(system.weights)
        must = hidden & ((system.totals > 0) | ~self._told_zero(shown))
        if size > 1:
            for cell in np.flatnonzero(must).tolist():
                yield Secret((cell,))
            yield from self._alike(shown)
            if self._limits.insiders:
                yield from self._insiders(shown, must)

    def _told_zero(self, shown: Pattern) -> Mask:
        """Numbers within a shown zero: nobody there gave the answer, as everyone can see."""
        zero = shown.options & shown.groups[:, None] & (self._system.totals == 0)
        return np.asarray(self._system.inside.T.astype(int) @ zero.astype(int) > 0)

    def _alike(self, shown: Pattern) -> Iterator[Secret]:
        """That a hidden group all answered alike must not be certain."""
        system = self._system
        size = len(system.weights)
        for group in np.flatnonzero(~shown.groups).tolist():
            for first, last in system.narrow(group, self._limits.concentrated):
                outside = tuple(group * size + k for k in range(size) if not first <= k < last)
                yield Secret(outside, more=True)

    def _insiders(self, shown: Pattern, must: Mask) -> Iterator[Secret]:
        """Someone alone with an answer must not learn another small hidden number."""
        system = self._system
        size = len(system.weights)
        few = (system.respondents < self._limits.minimum)[:, None] & ~shown.groups[:, None]
        small = must & (system.totals > 0) & (few | (system.totals < self._limits.smallest))
        cells = np.flatnonzero(small)
        totals = system.totals.ravel()
        for alone in cells[totals[cells] == 1].tolist():
            mine, answer = divmod(alone, size)
            for cell in cells.tolist():
                group, other = divmod(cell, size)
                within = answer == other and (
                    system.inside[mine, group] or (system.inside[group, mine] and totals[cell] == 1)
                )
                if not within:
                    yield Secret((cell,), alone=alone)


@lru_cache(maxsize=1024)
def hidden_groups(
    leaves: tuple[Key, ...],
    counts: tuple[int, ...],
    names: tuple[tuple[Key, ...], ...],
    rule: tuple[int, bool],
    *,
    hide: frozenset[int],
    known: frozenset[int],
) -> tuple[frozenset[int], frozenset[str]]:
    """The groups whose number of respondents must not be shown, and the solver's statuses.

    `rule` is the minimum and whether insiders count.

    Remembered, because most questions of a survey are answered by the same pupils.
    """
    sizes = dict(zip(leaves, counts, strict=True))
    table = pd.DataFrame([{"grade": g, "gender": k, "n": n} for (g, k), n in sizes.items()])
    place = {key: number for number, keys in enumerate(names) for key in keys}
    known_cells = _cells([names[i][0] for i in known])
    known_cells["n"] = [_size_of(key, sizes) for key in (names[i][0] for i in known)]
    from lmtools.disclosure import ProtectionError, Rule, protect  # loads a solver, for this alone

    try:
        release = protect(
            table,
            count="n",
            views=[list(view) for view in _VIEWS],
            rule=Rule(minimum=rule[0], positive=True, insiders=rule[1]),
            known=known_cells if known else None,
            hide=_cells([key for i in hide for key in names[i]]) if hide else None,
        )
    except ProtectionError:
        return frozenset(range(len(names))), frozenset()
    cells = release.cells
    hidden = {
        place[_key(row)]
        for row in cells.loc[cells["n"].isna(), ["grade", "gender"]].itertuples(index=False, name=None)
    }
    statuses = release.certificate["solver"]
    assert isinstance(statuses, (list, tuple))
    return frozenset(hidden), frozenset(map(str, statuses))


def _cells(keys: list[Key]) -> pd.DataFrame:
    rows = [[pd.NA if part == ALL else part for part in key] for key in keys]
    return pd.DataFrame(rows, columns=["grade", "gender"], dtype=object)


def _key(row: tuple[object, ...]) -> Key:
    grade, gender = (part if isinstance(part, str) else ALL for part in row)
    return grade, gender


def _size_of(key: Key, sizes: dict[Key, int]) -> int:
    return sum(
        n for leaf, n in sizes.items() if all(k in (ALL, part) for k, part in zip(key, leaf, strict=True))
    )


def _narrowest(search: _Search, attack: Attack, lost: set[Secret]) -> int | None:
    cells = [
        secret.cells[0]
        for secret in search.secrets(attack)
        if secret not in lost and not (secret.people or secret.more or secret.alone is not None)
    ]
    return min((attack.width(cell) for cell in cells), default=None) if attack.shown.groups.any() else None


def _reasons(
    system: LinkedSystem, limits: Limits, pattern: Pattern, known: Pattern, alike: Mask
) -> dict[str, int]:
    """How many groups and numbers are hidden, by the reason that applies first."""
    few = (system.totals > 0) & (system.totals < limits.smallest)
    small: Mask = np.asarray(few.any(axis=1) & system.share)
    found: list[str] = []
    for group in np.flatnonzero(~pattern.groups).tolist():
        reasons = (
            (LEDGER, known.groups[group]),
            (THRESHOLD, system.respondents[group] < limits.minimum),
            (SMALL, small[group]),
            (SHARE, alike[group]),
        )
        found.append(next((reason for reason, applies in reasons if applies), LINKED))
    if not system.share and len(system.weights) > 1:
        gone = pattern.groups & ~pattern.deviations
        found += [LEDGER if known.deviations[group] else LINKED for group in np.flatnonzero(gone).tolist()]
        for group, option in np.argwhere(pattern.groups[:, None] & ~pattern.options).tolist():
            out = known.options[group, option]
            found.append(LEDGER if out else SMALL if few[group, option] else LINKED)
    return {reason: found.count(reason) for reason in (THRESHOLD, SMALL, LINKED, SHARE, LEDGER)}
