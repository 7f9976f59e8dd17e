"""Count a school's own survey into facts, protected over all its tables at once.

For each question the respondents of every school and year are counted by grade and gender, by grade,
by gender and in all, and by answer. `linked` decides what of this may be shown, with the means,
deviations and shares that would be published with it, so that no hidden count can be worked out. They
are rounded to one decimal, as Udir's are. What earlier imports have shown (`ledger`) is known already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
import pandas as pd

from lmtools.survey.blocks import Block, make_blocks
from lmtools.survey.certificate_record import CertificateRecord
from lmtools.survey.labels import grade_order
from lmtools.survey.ledger import Ledger, unit_key
from lmtools.survey.linked import Limits, Protected, protect_system
from lmtools.survey.linked_system import Key, Pattern
from lmtools.survey.policy import Policy
from lmtools.survey.pupils import UNKNOWN, Pupils
from lmtools.survey.schema import ALL, EMPTY, SHARES, SUPPRESSED, Coded, Facts, Mask
from lmtools.survey.sheets import Sheet, read_sheets

_LIBRARIES = ("numpy", "scipy", "pandas", "highspy")
_HIDDEN = dict.fromkeys(("value", "sd", "n", "count", *SHARES), SUPPRESSED)


class Standing(NamedTuple):
    """Questions of a unit and year whose earlier figures stand, because too few answers have changed."""

    unit: str
    year: int
    questions: int
    minimum: int


class Counted(NamedTuple):
    """What came of counting: the facts, numbers for the certificate, and what was left as it was."""

    facts: Facts
    record: CertificateRecord
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class _Row:
    question: int
    unit: int
    year: int
    key: Key
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class _Part:
    """What one block of questions gave in one unit and year."""

    unit: int
    year: int
    minimum: int
    stands: int = 0
    rows: tuple[_Row, ...] = ()
    protected: tuple[tuple[Sheet, Protected], ...] = ()


def count_pupils(pupils: Pupils, policy: Policy, ledger: Ledger | None = None) -> Counted:
    """The facts of a school's own survey; numbers that must not be seen are `SUPPRESSED`.

    Questions whose earlier figures stand have no facts.
    """
    frame = pd.DataFrame(
        {
            "unit": pupils.unit,
            "year": pupils.year,
            "grade": np.asarray(pupils.grade.labels, dtype=object)[pupils.grade.codes],
            "gender": np.asarray(pupils.gender.labels, dtype=object)[pupils.gender.codes],
        }
    )
    frame = _without_rare_groups(frame, policy.minimum)
    blocks = make_blocks(pupils.questions)
    places = sorted(set(zip(pupils.unit.tolist(), pupils.year.tolist(), strict=True)))
    parts = [
        _count_block(pupils, frame[at], block, (unit, year), policy, ledger or Ledger())
        for unit, year in places
        for at in [(pupils.unit == unit) & (pupils.year == year)]
        for block in blocks
    ]
    return Counted(
        facts=_facts(pupils, [row for part in parts for row in part.rows]),
        record=_record(pupils, parts, policy),
        standing=_standing(pupils, parts),
    )


def _without_rare_groups(frame: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The pupils, those in a group of their own wording with too few others counted as not having said.

    A grade or a gender that everyone knows may be shown as hidden. Another text is what a pupil wrote,
    and would be seen in the list of groups even if all its figures were hidden.
    """
    usual = {
        "grade": [key for key in frame["grade"].unique() if grade_order(key) < grade_order("")],
        "gender": ["girls", "boys"],
    }
    return frame.assign(
        **{
            name: frame[name].where(
                frame[name].isin(known)
                | (frame.groupby(["unit", "year", name])[name].transform("size") >= minimum),
                UNKNOWN,
            )
            for name, known in usual.items()
        }
    )


def _count_block(
    pupils: Pupils, frame: pd.DataFrame, block: Block, place: tuple[int, int], policy: Policy, ledger: Ledger
) -> _Part:
    unit, year = place
    limits = Limits.of(policy, sensitive=block.sensitive)
    sheets = read_sheets(
        frame, [(number, pupils.questions[number]) for number in block.questions], block.parts
    )
    names = {
        sheet.number: (pupils.questions[sheet.number].row.code, unit_key(pupils.units[unit]), year)
        for sheet in sheets
    }
    if any(ledger.would_tell(names[sheet.number], sheet.numbers, limits.minimum) for sheet in sheets):
        return _Part(unit, year, limits.minimum, stands=len(sheets))
    done: dict[int, tuple[Sheet, Protected]] = {}
    for sheet in sheets:
        known = _known(sheet, ledger.known(names[sheet.number], sheet.numbers))
        hide = _with_parts(sheet, done)
        done[sheet.number] = (sheet, _protect(sheet, limits, hide, known, done))
    rows = tuple(
        _Row(sheet.number, unit, year, key, numbers)
        for sheet, protected in done.values()
        for key, numbers in _shown(sheet, protected.pattern)
    )
    return _Part(unit, year, limits.minimum, rows=rows, protected=tuple(done.values()))


def _protect(
    sheet: Sheet,
    limits: Limits,
    hide: Mask,
    known: Pattern | None,
    done: Mapping[int, tuple[Sheet, Protected]],
) -> Protected:
    """The pattern of a question; one with the very same answers as an earlier one gets the same."""
    same = next((found for other, found in done.values() if other.same_as(sheet) and known is None), None)
    alike = sheet.alike(limits.concentrated)
    return same or protect_system(sheet.system, limits, alike=alike, hide=hide, known=known)


def _with_parts(sheet: Sheet, done: Mapping[int, tuple[Sheet, Protected]]) -> Mask:
    """Groups that must go because a question that this one is made of is hidden there.

    The mean of an index and all its questions but one give the last one. A share that counts some
    answers of a question tells their sum, so they must be shown, or all the others.
    """
    hide = np.zeros(len(sheet.system.names), dtype=bool)
    for part, answers in sheet.parts:
        if part not in done:
            continue
        other, protected = done[part]
        options = protected.pattern.options
        told = answers if options.shape[1] == len(answers) else np.zeros(options.shape[1], dtype=bool)
        shown = {
            key: bool(options[i, told].all() or options[i, ~told].all())
            for i, keys in enumerate(other.system.names)
            for key in keys
            if protected.pattern.groups[i]
        }
        hide |= np.asarray([not all(shown.get(key, False) for key in keys) for keys in sheet.system.names])
    return hide


def _known(sheet: Sheet, found: Mapping[Key, frozenset[str]]) -> Pattern | None:
    if not found:
        return None
    known = Pattern.nothing(*sheet.system.totals.shape)
    for group, keys in enumerate(sheet.system.names):
        out: frozenset[str] = frozenset().union(*(found.get(key, frozenset()) for key in keys))
        known.groups[group] = "value" in out
        known.deviations[group] = "sd" in out
        shares = [name in out for name in SHARES]
        if sheet.system.share:
            known.options[group] = "value" in out
        elif known.options.shape[1] == len(SHARES):
            known.options[group] = shares
    return known


def _shown(sheet: Sheet, pattern: Pattern) -> Iterator[tuple[Key, Mapping[str, float]]]:
    """What is released of a question, by group. Those who did not say who they are have no figures."""
    for group, keys in enumerate(sheet.system.names):
        for key in keys:
            if UNKNOWN in key:
                continue
            if not pattern.groups[group]:
                yield key, _HIDDEN
                continue
            numbers = dict(sheet.numbers[key])
            if "sd" in numbers and not pattern.deviations[group]:
                numbers["sd"] = SUPPRESSED
            for option, name in enumerate(SHARES):
                if name in numbers and not pattern.options[group, option]:
                    numbers[name] = SUPPRESSED
            yield key, numbers


def _facts(pupils: Pupils, rows: list[_Row]) -> Facts:
    names = ("value", "sd", "n", "count", *SHARES)
    return Facts(
        units=pupils.units,
        unit=np.asarray([row.unit for row in rows], dtype=np.int64),
        indicators=tuple(question.row for question in pupils.questions),
        indicator=np.asarray([row.question for row in rows], dtype=np.int64),
        year=np.asarray([row.year for row in rows], dtype=np.int64),
        grade=Coded.of([row.key[0] for row in rows]),
        gender=Coded.of([row.key[1] for row in rows]),
        slice=Coded.constant(ALL, len(rows)),
        row=np.zeros(len(rows), dtype=np.int64),
        numbers={
            name: np.asarray([row.numbers.get(name, EMPTY) for row in rows], dtype=np.float64)
            for name in names
        },
    )


def _record(pupils: Pupils, parts: list[_Part], policy: Policy) -> CertificateRecord:
    systems = [(part, sheet, protected) for part in parts for sheet, protected in part.protected]
    hidden: dict[str, int] = {}
    for _, _, protected in systems:
        for reason, count in protected.hidden.items():
            hidden[reason] = hidden.get(reason, 0) + count
    plan = [
        (
            pupils.questions[sheet.number].row.code,
            unit_key(pupils.units[part.unit]),
            part.year,
            sheet.system.names,
        )
        for part, sheet, _ in systems
    ]
    widths = [protected.width for _, _, protected in systems if protected.width is not None]
    return CertificateRecord(
        plan=hashlib.sha256(repr(plan).encode()).hexdigest(),
        policy={k: v for k, v in asdict(policy).items() if k != "limits"},
        families=len(systems),
        cells=sum(
            UNKNOWN not in key for _, sheet, _ in systems for keys in sheet.system.names for key in keys
        ),
        hidden=hidden,
        narrowest=min(widths, default=None),
        statuses=tuple(sorted({status for *_, protected in systems for status in protected.statuses})),
        libraries={name: version(name) for name in _LIBRARIES},
    )


def _standing(pupils: Pupils, parts: list[_Part]) -> tuple[Standing, ...]:
    found: dict[tuple[int, int, int], int] = {}
    for part in parts:
        if part.stands:
            key = (part.unit, part.year, part.minimum)
            found[key] = found.get(key, 0) + part.stands
    return tuple(
        Standing(pupils.units[unit].name, year, count, minimum)
        for (unit, year, minimum), count in found.items()
    )
