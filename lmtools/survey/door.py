"""The one door: files go in, released tables come out, and nothing in between is kept.

All files are read, checked and joined in memory before anything is written. One problem in one file
and nothing is imported. Raw answers of a school's own survey are counted, and then forgotten.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from lmtools.domain.figures import Level
from lmtools.errors import N_, Problem, UsageError
from lmtools.settings import Settings
from lmtools.survey import certifying, ledger, own, storage
from lmtools.survey.counting import count_pupils
from lmtools.survey.credits import credited, source_of
from lmtools.survey.identity import identify
from lmtools.survey.labels import grade_order
from lmtools.survey.leaks import warnings_of
from lmtools.survey.ledger import Ledger
from lmtools.survey.merge import drop_copies, join_files, replace_released
from lmtools.survey.policy import Policy, load_policy
from lmtools.survey.reading import open_source, read
from lmtools.survey.reading.reading import Reading
from lmtools.survey.release import apply_policy, whole_units
from lmtools.survey.released_facts import facts_of
from lmtools.survey.report import FileSummary, ImportReport
from lmtools.survey.schema import Facts, concatenate, is_suppressed, present
from lmtools.survey.storage import Tables
from lmtools.survey.trouble import Trouble, Unreadable

Progress = Callable[[int, int, str], None]
Mapped = Path | str | Mapping[str, object] | None

_STEPS_AFTER = 2


def import_files(
    paths: Sequence[Path | str],
    *,
    settings: Settings,
    mapping: Mapped = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read, validate and release survey files into `settings.released_dir`, all of them or none.

    `mapping` is the TOML file (or its content) that tells what the columns of a school's own survey
    are; without it, a file of the same name ending in `.toml` is used. `progress` is called with
    steps done, steps in all and what is going on. Problems with files are in the report, never raised.
    Raises `UsageError` for an unusable policy file, mapping file or data folder, `Conflict` for a
    simultaneous import.
    """
    policy = load_policy(settings.policy_file)
    files = [Path(path) for path in paths]
    if not files:
        raise UsageError(N_("Oppgi minst én fil som skal leses inn."))
    tell = progress or (lambda _done, _total, _what: None)
    total = len(files) + _STEPS_AFTER
    before = storage.read(settings.released_dir)
    known = own.already_shown(settings.released_dir, *before)
    readings: list[Reading] = []
    problems: list[Problem] = []
    for done, path in enumerate(files):
        tell(done, total, path.name)
        try:
            readings.append(read_file(path, policy, mapping, known))
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        return ImportReport(problems=tuple(problems), policy=policy.preset)
    tell(len(files), total, N_("Sjekker tallene"))
    try:
        report = _release(readings, files, policy, settings, before, known)
    except Unreadable as error:
        return ImportReport(problems=error.problems, policy=policy.preset)
    tell(total, total, N_("Ferdig"))
    return report


def read_file(path: Path, policy: Policy, mapping: Mapped = None, known: Ledger | None = None) -> Reading:
    """Read one file; `known` is what earlier imports have shown of own surveys.

    Raises `Unreadable` with everything that is wrong with the file.
    """
    trouble = Trouble(str(path))
    try:
        reading = read(open_source(path, policy.limits, trouble), _mapping(mapping, path), trouble)
        return _credited(_counted(reading, policy, known), path)
    except (MemoryError, RecursionError):
        raise trouble.fail(
            N_("Fila er for stor for denne maskinen."), N_("Last ned et mindre utvalg.")
        ) from None


def _counted(reading: Reading, policy: Policy, known: Ledger | None) -> Reading:
    """Count pupils' answers and let go of them; published figures pass as they are."""
    if reading.pupils is None:
        return reading
    counted = count_pupils(reading.pupils, policy, known)
    return replace(reading, facts=counted.facts, counted=counted, pupils=None)


def _credited(reading: Reading, path: Path) -> Reading:
    if reading.facts is None:
        return reading
    return replace(reading, facts=credited(reading.facts, source_of(path, reading.format)))


def _mapping(mapping: Mapped, path: Path) -> Mapping[str, object] | None:
    if isinstance(mapping, Mapping):
        return mapping
    found = Path(mapping) if mapping else path.with_suffix(".toml")
    if mapping is None and not (found != path and found.is_file()):
        return None
    try:
        return tomllib.loads(found.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(N_("Fila {file} kan ikke leses. Sjekk navnet."), file=str(found)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            N_("Fila {file} er ikke gyldig TOML. Rett den, og prøv igjen."), file=str(found)
        ) from error


def _release(
    readings: Sequence[Reading],
    files: Sequence[Path],
    policy: Policy,
    settings: Settings,
    earlier: tuple[str, Tables],
    known: Ledger,
) -> ImportReport:
    folder = settings.released_dir
    names = [str(path) for path in files]
    parts = [reading.facts for reading in readings if reading.facts is not None]
    rows = identify(concatenate(parts))
    distinct = drop_copies(rows, names)
    summaries = tuple(
        _summary(reading, distinct.facts, number, names[number], distinct.dropped[number])
        for number, reading in enumerate(readings)
    )
    expected, before = earlier
    figures = whole_units(distinct.facts)
    warnings = tuple(
        warning
        for number, reading in enumerate(readings)
        for warning in _warnings(
            names[number], reading, _of_file(rows, number), _of_file(figures, number), policy
        )
    )
    facts = join_files(figures, names)
    replaced = 0
    if len(before.key):
        both = identify(concatenate([facts_of(before), facts]))
        facts, replaced = replace_released(both, 0)
        facts = own.drop_replaced(facts, 0)
    mine, published = own.apart(facts)
    mine = own.hide_by_stricter(mine, policy)
    outcome = apply_policy(published, policy)
    breaks = {*before.breaks, *(entry for reading in readings for entry in reading.own_breaks)}
    tables = storage.to_tables(own.together(mine, outcome.facts), breaks=tuple(sorted(breaks)))
    certificate = certifying.issue(
        published,
        outcome,
        tables,
        policy=policy,
        earlier=certifying.current(settings) if len(before.key) else None,
        replaced=replaced,
        own=[reading.counted.record for reading in readings if reading.counted],
    )
    try:
        storage.write(
            tables,
            folder,
            expected=expected,
            policy=policy.preset,
            beside={
                certifying.FILE: certificate.to_bytes(),
                ledger.FILE: ledger.to_bytes(known.with_released(mine)),
            },
        )
    except OSError:
        raise UsageError(
            N_("Vi kan ikke skrive i datamappa {folder}. Velg en annen med LMTOOLS_DATA."),
            folder=str(settings.data_dir),
        ) from None
    return ImportReport(
        files=summaries,
        warnings=warnings,
        figures=len(tables.key),
        hidden=int(np.count_nonzero(tables.status == storage.HIDDEN)),
        replaced=replaced,
        policy=policy.preset,
    )


def _warnings(
    name: str, reading: Reading, rows: Facts, figures: Facts, policy: Policy
) -> tuple[Problem, ...]:
    """What a file gives away by its own pattern, or what of an own survey stands as it was."""
    if reading.counted:
        return own.warnings(name, reading.counted.standing)
    return tuple(warnings_of(name, rows, figures, policy.smallest_share))


def _of_file(facts: Facts, number: int) -> Facts:
    """The facts of one file of the import."""
    assert facts.file is not None
    if bool((facts.file == number).all()):
        return facts
    return facts.only(np.flatnonzero(facts.file == number))


def _summary(reading: Reading, facts: Facts, number: int, path: str, dropped: int) -> FileSummary:
    assert facts.file is not None
    mine = _of_file(facts, number)
    value = mine.number("value")
    grades = {mine.grade.labels[i] for i in present(mine.grade.codes)}
    return FileSummary(
        path=path,
        format=reading.format,
        rows=len(mine) if reading.rows is None else reading.rows,
        duplicates=dropped + reading.duplicates,
        suppressed=int(np.count_nonzero(is_suppressed(value))),
        empty=int(np.count_nonzero(np.isnan(value))),
        schools=sum(1 for i in present(mine.unit) if mine.units[i].level is Level.SCHOOL),
        years=tuple(present(mine.year)),
        grades=tuple(sorted(grades, key=grade_order)),
        indicators=len(present(mine.indicator)),
    )
