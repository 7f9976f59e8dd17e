"""The two years: nine workbooks in four parts, and where in them a school is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lmtools.errors import N_

AUTUMN = 8
"""A half-year begins in January and in August."""


@dataclass(frozen=True)
class Part:
    """A half-year's part of the work, and its workbooks: (name, title)."""

    title: str
    when: str
    workbooks: tuple[tuple[str, str], ...]


PARTS = (
    Part(
        N_("Se hvor vi står"),
        N_("Første høst"),
        (
            ("forankring", N_("Forankring")),
            ("stasted", N_("Ståsted")),
            ("skolemiljo", N_("Trygt og godt skolemiljø")),
        ),
    ),
    Part(
        N_("Velge og prøve"),
        N_("Første vår"),
        (
            ("forebygging", N_("Forebygging og inkludering")),
            ("endringsarbeid", N_("Endringsarbeid")),
            ("suksessfaktorer", N_("Suksessfaktorer")),
            ("mal-og-tiltak", N_("Mål og tiltak")),
        ),
    ),
    Part(N_("Sjekke"), N_("Andre høst"), (("evaluering", N_("Evaluering")),)),
    Part(N_("Holde fast og dele"), N_("Andre vår"), (("deling", N_("Deling")),)),
)

PLAN = tuple(name for part in PARTS for name, _ in part.workbooks)
"""The nine, in the order they are meant to be used."""

BESIDE = {"stasted-kilder": "stasted"}
"""A second workbook of the same place in the two years, and the first one of it."""


@dataclass(frozen=True)
class Whereabouts:
    """Where a school is. `held` is the last day on which each workbook was used, `began` the first of all.

    `last` is the workbook used last and `next` the one that follows the furthest they have come, "" for none.
    `part` counts from 0: the part of the two years that the calendar has come to, None when they are over.
    """

    held: Mapping[str, date]
    began: date | None = None
    last: str = ""
    next: str = ""
    part: int | None = 0


def whereabouts(used: Iterable[tuple[str, date]], today: date) -> Whereabouts:
    """Where the school that used these workbooks on these days is on the day `today`.

    Counts nothing but what is given: a session that is deleted is not seen, and one that was skipped is
    neither blamed nor asked for when they have come further.
    """
    days = sorted((day, BESIDE.get(name, name)) for name, day in used)
    placed = [(day, name) for day, name in days if name in PLAN]
    if not placed:
        return Whereabouts({}, next=PLAN[0])
    held = {name: day for day, name in placed}  # the last day of each stays
    furthest = max(map(PLAN.index, held))
    return Whereabouts(
        held=held,
        began=placed[0][0],
        last=placed[-1][1],
        next=next((name for name in PLAN[furthest + 1 :]), ""),
        part=_part(placed[0][0], today),
    )


def _part(began: date, today: date) -> int | None:
    gone = max(0, _half_year(today) - _half_year(began))
    return gone if gone < len(PARTS) else None


def _half_year(day: date) -> int:
    return 2 * day.year + (day.month >= AUTUMN)
