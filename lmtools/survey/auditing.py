"""Attack the stored tables again, as they lie, and write what came of it on the certificate.

Figures of own surveys are attacked as whole linked systems when they are counted, and their records are on
the certificate; here it is asked only that the solver was sure then.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lmtools.errors import N_, NotFound
from lmtools.settings import Settings
from lmtools.survey import certifying, storage
from lmtools.survey.certificate_record import OPTIMAL
from lmtools.survey.certifying import Attacked, Certificate
from lmtools.survey.own import apart
from lmtools.survey.released_facts import facts_of
from lmtools.survey.schema import SHARES, Facts

if TYPE_CHECKING:
    from lmtools.survey.published_system import Attack
    from lmtools.survey.system_statements import Target

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Place:
    """Where a number that is not protected stands; never the number.

    `year` is the autumn, `grade` and `gender` keys as in `Released`, and `part` "share" (of an answer),
    "sd" or "value". `answered` is False when the solver gave no definite answer.
    """

    unit: str
    indicator: str
    year: int
    grade: str
    gender: str
    part: str
    answered: bool


@dataclass(frozen=True)
class Audit:
    """The certificate with the new attack on it, and the places that are not protected, each once."""

    certificate: Certificate
    places: tuple[Place, ...]

    @property
    def ok(self) -> bool:
        """Whether every hidden number is protected, by a definite answer of the solver."""
        return not self.places and self.certificate.own_sure


def audit_released(settings: Settings, progress: Progress | None = None) -> Audit:
    """Attack what is released now. `progress` is called with systems done and in all.

    Raises `NotFound` when nothing is released, `LmtoolsError` when the tables cannot be read.
    """
    from lmtools.survey.published_system import attack  # loads a solver, for this alone

    found = certifying.current(settings)
    if found is None:
        raise NotFound(N_("Ingen tall er lest inn. Les dem inn med lmtools import FIL."))
    _, tables = storage.read(settings.released_dir)
    _, facts = apart(facts_of(tables))
    came = attack(facts, smallest_share=found.smallest_share, progress=progress)
    places = dict.fromkeys(_place(facts, target) for target in came.open)
    return Audit(replace(found, attack=_attacked(came)), tuple(places))


def _attacked(came: Attack) -> Attacked:
    return Attacked(
        made=certifying.now(),
        lmtools=certifying.own_version(),
        numbers=came.hidden,
        bounded=len(came.targets),
        systems=came.systems,
        contradictions=came.contradictions,
        open=len(came.open),
        unanswered=sum(target.range.status != OPTIMAL for target in came.targets),
        narrowest={name: width for name, width in sorted(came.narrowest.items()) if math.isfinite(width)},
        solver=came.statuses,
    )


def _place(facts: Facts, target: Target) -> Place:
    at = target.place
    return Place(
        unit=facts.units[facts.unit[at]].name,
        indicator=facts.indicators[facts.indicator[at]].name,
        year=int(facts.year[at]),
        grade=facts.grade.labels[facts.grade.codes[at]],
        gender=facts.gender.labels[facts.gender.codes[at]],
        part="share" if target.name in SHARES else target.name,
        answered=target.range.status == OPTIMAL,
    )
