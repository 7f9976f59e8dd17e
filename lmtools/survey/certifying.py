"""What an import can show for itself: the certificate that lies beside the released tables.

Policy, plan, how many numbers are hidden and by which reason, solver and versions; no count of any
cell, and nothing that tells which of a hidden cell's neighbours was hidden for what reason. `explain`
(`certificate`) says it in words, and `lmtools audit` (`auditing`) adds what came of the last attack.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from lmtools.domain.jsonable import Json
from lmtools.errors import N_, LmtoolsError
from lmtools.settings import Settings
from lmtools.survey import storage
from lmtools.survey.certificate_record import OPTIMAL, CertificateRecord
from lmtools.survey.policy import Policy, load_policy
from lmtools.survey.release import Outcome, told_by_few
from lmtools.survey.released_facts import PARTS, facts_of, hidden_numbers
from lmtools.survey.schema import Facts, is_suppressed
from lmtools.survey.storage import Tables

FILE = "certificate.json"
FORMAT = 1
REASONS = ("mark", "few", "share", "linked", "alike", "shown_before", "earlier", "unknown")
"""Why a number is hidden, the reason that applied first: a mark in the file, too few answers, few pupils
behind a share, follows from others, all answered alike, what earlier imports have shown, hidden by an
earlier import of which some is replaced, or not told (imported by an older lmtools)."""

_OWN_REASONS = {
    "threshold": "few",
    "small": "share",
    "linked": "linked",
    "share": "alike",
    "ledger": "shown_before",
}
_LIBRARIES = ("numpy", "scipy", "highspy", "pyarrow")


@dataclass(frozen=True)
class Attacked:
    """What came of an attack on the stored tables.

    Attributes:
        made: When, in UTC and ISO format.
        lmtools: The version that attacked.
        numbers: Hidden numbers in all.
        bounded: Those that something is said about; the rest can be anything.
        systems: Linked systems that were attacked.
        contradictions: Systems whose published numbers do not fit together.
        open: Numbers that can be worked out, or nearly.
        unanswered: Numbers that the solver gave no definite answer about.
        narrowest: The narrowest interval of a hidden number, by "points" (0-100), "mean" (1-5) and "pupils".
        solver: Distinct solver statuses, sorted.
    """

    made: str
    lmtools: str
    numbers: int
    bounded: int
    systems: int
    contradictions: int
    open: int
    unanswered: int
    narrowest: Mapping[str, float]
    solver: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing could be worked out, and the solver was sure."""
        return not self.open and not self.unanswered


@dataclass(frozen=True)
class Certificate:
    """What is released and hidden, by which policy, and what shows that it holds.

    `figures` are released in all, `figures_hidden` of them hidden whole, and `numbers_hidden` are single
    shares and deviations hidden in figures that are shown. `hidden` counts both by `REASONS`, for published
    files; own surveys have their records in `own`. `plan` is a hash of which cells are released and
    hidden. `checked` tells whether the import attacked the linked systems until nothing was found; a
    large import leaves that to `lmtools audit`.
    """

    lmtools: str
    made: str
    policy: Mapping[str, object]
    plan: str
    figures: int
    figures_hidden: int
    numbers_hidden: int
    hidden: Mapping[str, int]
    checked: bool
    own: tuple[CertificateRecord, ...] = ()
    attack: Attacked | None = None
    libraries: Mapping[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> dict[str, int]:
        """Hidden numbers by reason, of files and own surveys together, in the order of `REASONS`."""
        found = dict(self.hidden)
        for record in self.own:
            for name, count in record.hidden.items():
                reason = _OWN_REASONS.get(name, "linked")
                found[reason] = found.get(reason, 0) + count
        return {reason: found[reason] for reason in REASONS if found.get(reason)}

    @property
    def smallest_share(self) -> int:
        """The fewest pupils that may stand behind an answer's share; 1 where the policy does not say."""
        told = self.policy.get("smallest_share")
        return told if isinstance(told, int) else 1

    @property
    def own_sure(self) -> bool:
        """Whether the solver gave a definite answer each time own surveys were attacked."""
        return all(status == OPTIMAL for record in self.own for status in record.statuses)

    def as_dict(self) -> Json:
        """The certificate as a JSON-able dict, with the keys of the attributes and `format`."""
        return {"format": FORMAT, **asdict(self)}

    def to_bytes(self) -> bytes:
        """The content of the file."""
        return (json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Certificate:
        """Read the content of a file. Raises ValueError, KeyError or TypeError when it is something else."""
        raw = json.loads(content)
        if not isinstance(raw, dict) or raw.pop("format") != FORMAT:
            raise ValueError("another format")
        attack = raw.pop("attack")
        own = tuple(
            CertificateRecord(**{**record, "statuses": tuple(record["statuses"])})
            for record in raw.pop("own")
        )
        return cls(
            **raw,
            own=own,
            attack=Attacked(**{**attack, "solver": tuple(attack["solver"])}) if attack else None,
        )


def issue(
    before: Facts,
    outcome: Outcome,
    tables: Tables,
    *,
    policy: Policy,
    earlier: Certificate | None = None,
    replaced: int = 0,
    own: Sequence[CertificateRecord] = (),
) -> Certificate:
    """The certificate of an import.

    `before` are the facts of published files that `outcome` came of, `tables` all that is released.
    `earlier` is the certificate of the version before, whose facts are the first part of `before`
    (`file` 0), and `replaced` how many of its figures the import has replaced. `own` are the
    records of the own surveys in this import; earlier ones are kept unless one has the same plan.
    """
    plans = {record.plan for record in own}
    kept = tuple(record for record in (earlier.own if earlier else ()) if record.plan not in plans)
    return _certificate(
        tables,
        policy,
        hidden=_by_reason(before, outcome, policy, earlier, replaced),
        checked=outcome.checked,
        own=(*kept, *own),
    )


def read(folder: Path) -> Certificate | None:
    """The certificate of the version in force in the released folder; None when there is none.

    Raises `LmtoolsError` when the released tables cannot be read.
    """
    name = storage.current_version(folder)
    try:
        return Certificate.from_bytes((folder / name / FILE).read_bytes()) if name else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def current(settings: Settings) -> Certificate | None:
    """The certificate of what is released now, made from the tables where there is none; None without any."""
    found = read(settings.released_dir)
    if found is not None:
        return found
    name, tables = storage.read(settings.released_dir)
    if not name or not len(tables.key):
        return None
    whole, parts = hidden_numbers(facts_of(tables))
    hidden = {"unknown": whole + parts} if whole + parts else {}
    return _certificate(tables, load_policy(settings.policy_file), hidden=hidden, checked=False)


def keep(certificate: Certificate, folder: Path) -> None:
    """Put the certificate in the version in force. Raises `LmtoolsError` when it cannot be written."""
    path = folder / storage.current_version(folder) / FILE
    fresh = path.with_suffix(".new")
    try:
        fresh.write_bytes(certificate.to_bytes())
        fresh.replace(path)
    except OSError:
        raise LmtoolsError(
            N_("Vi kan ikke skrive i {folder}. Sjekk rettighetene."), folder=str(folder)
        ) from None


def own_version() -> str:
    """The version of lmtools; "" where it runs without being installed."""
    try:
        return version("lmtools")
    except PackageNotFoundError:
        return ""


def now() -> str:
    """The time in UTC, to the second, in ISO format."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _certificate(
    tables: Tables,
    policy: Policy,
    *,
    hidden: Mapping[str, int],
    checked: bool,
    own: tuple[CertificateRecord, ...] = (),
) -> Certificate:
    whole, parts = hidden_numbers(facts_of(tables))
    return Certificate(
        lmtools=own_version(),
        made=now(),
        policy={name: value for name, value in asdict(policy).items() if name != "limits"},
        plan=plan_of(tables),
        figures=len(tables.key),
        figures_hidden=whole,
        numbers_hidden=parts,
        hidden=hidden,
        checked=checked,
        own=own,
        libraries={name: version(name) for name in _LIBRARIES},
    )


def plan_of(tables: Tables) -> str:
    """Hash of the released cells and which numbers of each are shown; it holds no number."""
    digest = hashlib.sha256()
    names = (
        [unit.key for unit in tables.units],
        [indicator.code for indicator in tables.indicators],
        tables.grades,
        tables.genders,
        tables.first_year,
        tables.years,
    )
    digest.update(json.dumps(names).encode())
    digest.update(tables.key.astype("<i8").tobytes())
    digest.update(tables.status.astype("<i1").tobytes())
    for name in sorted(tables.numbers):
        digest.update(name.encode())
        digest.update(np.packbits(np.isfinite(tables.numbers[name])).tobytes())
    return digest.hexdigest()


def _by_reason(
    before: Facts, outcome: Outcome, policy: Policy, earlier: Certificate | None, replaced: int
) -> dict[str, int]:
    after = outcome.facts
    old = np.zeros(len(before), dtype=bool)
    if earlier is not None and before.file is not None:
        old = before.file == 0
    marked, whole = is_suppressed(before.number("value")), is_suppressed(after.number("value"))
    few = outcome.hidden.get("few", 0)
    found = {
        "mark": int((marked & ~old).sum()),
        "few": few,
        "share": 0,
        "linked": int((whole & ~marked).sum()) - few,
    }
    was = int((marked & old).sum())
    for name in (part for part in PARTS if part in after.numbers):
        gone = is_suppressed(after.numbers[name]) & ~whole
        known = is_suppressed(before.number(name))
        small = told_by_few(before.number(name), before.number("n"), policy) & ~known & (name != "sd")
        found["mark"] += int((gone & known & ~old).sum())
        found["share"] += int((gone & small).sum())
        found["linked"] += int((gone & ~known & ~small).sum())
        was += int((gone & known & old).sum())
    if earlier is not None and not replaced:
        for reason, count in earlier.hidden.items():
            found[reason] = found.get(reason, 0) + count
    elif was:
        found["earlier"] = was
    return {reason: count for reason, count in found.items() if count}
