"""Figures of schools' own surveys on their way through the door, beside those of published files.

They are protected as whole linked systems when they are counted (`counting`), and hiding single rows of
them afterwards would leave patterns that nobody has attacked. So the rule for published files passes
them by, a system is replaced as a whole or not at all, and the ledger keeps what was shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from lmtools.errors import N_, Message, Problem
from lmtools.survey import ledger
from lmtools.survey.counting import Standing
from lmtools.survey.credits import OWN
from lmtools.survey.ledger import Ledger
from lmtools.survey.policy import Policy
from lmtools.survey.schema import SHARES, SUPPRESSED, Facts, Mask, compress, concatenate
from lmtools.survey.storage import Tables, to_facts

_HALF = 0.5


def is_own(facts: Facts) -> Mask:
    """Which facts are of indicators that come from own surveys only."""
    own = [
        bool(row.sources) and all(source.name == OWN.name for source in row.sources)
        for row in facts.indicators
    ]
    return np.asarray(own, dtype=bool)[facts.indicator]


def apart(facts: Facts) -> tuple[Facts, Facts]:
    """Own surveys' facts, and the others."""
    own = is_own(facts)
    if not own.any():
        return facts.only(own), facts
    return facts.only(own), facts.only(~own)


def together(own: Facts, others: Facts) -> Facts:
    """The two parts as one again."""
    if not len(own):
        return others
    return concatenate([own, others]) if len(others) else own


def already_shown(folder: Path, version: str, tables: Tables) -> Ledger:
    """What has been shown of own surveys up to this version of the released folder."""
    found = ledger.load(folder / version) if version else Ledger()
    return Ledger().with_released(apart(to_facts(tables))[0]) if found is None else found


def drop_replaced(facts: Facts, old_file: int) -> Facts:
    """Drop earlier facts of an own survey's question, unit and year when the new files have that one.

    Some of its groups may not be there any more, and old figures beside new ones would tell of pupils.
    """
    assert facts.file is not None
    years = int(facts.year.max(initial=0)) + 1
    keys = (facts.unit * max(len(facts.indicators), 1) + facts.indicator) * years + facts.year
    place = compress(keys, max(len(facts.units), 1) * max(len(facts.indicators), 1) * years)[1]
    old = facts.file == old_file
    replaced = old & is_own(facts) & np.isin(place, place[~old])
    return facts.only(~replaced)


def hide_by_stricter(facts: Facts, policy: Policy) -> Facts:
    """Hide of earlier released figures what the policy in force would not have shown.

    They are out already, and the ledger knows; this takes them off the screen.
    """
    n = facts.number("n")
    sensitive = np.asarray([row.sensitive for row in facts.indicators], dtype=bool)[facts.indicator]
    few = n < np.where(sensitive, policy.bullying_minimum, policy.minimum)
    numbers = {name: np.where(few, SUPPRESSED, values) for name, values in facts.numbers.items()}
    for name in SHARES:
        if name in numbers:
            pupils = numbers[name] * n / 100
            small = (pupils >= _HALF) & (pupils < policy.smallest_share - _HALF)
            numbers[name] = np.where(small, SUPPRESSED, numbers[name])
    return replace(facts, numbers=numbers)


def warnings(file: str, standing: Iterable[Standing]) -> tuple[Problem, ...]:
    """What stands though a file has new answers, why, and what to do."""
    return tuple(
        Problem(
            file=file,
            said=Message(
                N_(
                    "Tallene for {unit} høsten {year} er uendret for {count} spørsmål. Færre enn {minimum} "
                    "svar er nye eller endret, og forskjellen ville vist hva de elevene svarte."
                ),
                {
                    "unit": found.unit,
                    "year": found.year,
                    "count": found.questions,
                    "minimum": found.minimum,
                },
            ),
            advice=Message(
                N_(
                    "Vent til minst {minimum} elever i hver gruppe har nye eller endrede svar, "
                    "og les inn fila på nytt."
                ),
                {"minimum": found.minimum},
            ),
        )
        for found in standing
    )
