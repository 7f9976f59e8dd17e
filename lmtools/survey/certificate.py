"""What was hidden in the released figures and why: the certificate, and the same in plain sentences.

The door writes `certificate.json` beside the tables of an import, with what the rules did. `lmtools audit`
attacks the stored tables anew and writes a certificate with what that gave. Neither holds a hidden
number, nor which rule hid which figure; only how many.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from lmtools.errors import N_
from lmtools.settings import Settings
from lmtools.survey import storage
from lmtools.survey.answers import POINTS
from lmtools.survey.certificate_record import CertificateRecord
from lmtools.survey.closing import MEAN_WIDTH
from lmtools.survey.credits import OWN
from lmtools.survey.policy import Policy, load_policy
from lmtools.survey.published_system import Attack, Progress, attack_facts
from lmtools.survey.released_facts import facts_of
from lmtools.survey.schema import Facts, Mask
from lmtools.survey.storage import Tables
from lmtools.text import Text

FILE = "certificate.json"
_LIBRARIES = ("highspy", "numpy", "pandas", "pyarrow", "scipy")

REASONS: Mapping[str, str] = {
    "mark": N_("Skjult i fila, med stjerne"),
    "few": N_("For få har svart"),
    "share": N_("For få elever bak en svarandel"),
    "follows": N_("Ville fulgt av andre tall"),
    "earlier": N_("Skjult i en tidligere import"),
}


@dataclass(frozen=True)
class Certificate:
    """What was done to the released figures, and what an attack on them gave.

    Attributes:
        policy: The preset in force and its limits.
        plan: Hash of which figures there are and which of them are hidden; of no number.
        figures: Figures in the tables; `hidden` of them, and answers and deviations of shown figures
            hidden in part, by reason (`REASONS`).
        hidden: Numbers hidden by reason.
        attacked: Hidden numbers that something published speaks of; `systems` the linked systems they
            stand in; `open` those that could be worked out; `contradictions` systems whose published
            numbers do not fit together.
        checked: Whether the attack was carried through.
        narrowest: The narrowest interval left, by measure: "points" (percentage points of a share),
            "pupils" and "mean" (on the scale).
        required: The narrowest interval that is allowed, by measure.
        statuses: What the solver said, each once. Anything but "optimal" is a failure.
        own: What protected own surveys (see `CertificateRecord`); None when there were none.
    """

    lmtools: str
    made: str
    policy: Mapping[str, object]
    plan: str
    figures: int
    hidden: Mapping[str, int]
    checked: bool
    attacked: int = 0
    systems: int = 0
    open: int = 0
    contradictions: int = 0
    narrowest: Mapping[str, float] = field(default_factory=dict)
    required: Mapping[str, float] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Any] | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing could be worked out and the solver answered every time."""
        return self.open == 0 and set(self.statuses) <= {"optimal"}

    def as_json(self) -> str:
        """The certificate as text."""
        return json.dumps({**asdict(self), "ok": self.ok}, ensure_ascii=False, indent=1)


def certify(
    tables: Tables,
    policy: Policy,
    *,
    hidden: Mapping[str, int],
    checked: bool,
    found: Attack | None = None,
    own: CertificateRecord | Mapping[str, Any] | None = None,
    made: date | None = None,
) -> Certificate:
    """A certificate for `tables`. `found` is what an attack on them gave, None when there was none."""
    result = found or Attack()
    return Certificate(
        lmtools=_version(),
        made=(made or date.today()).isoformat(),
        policy=_policy(policy),
        plan=plan_of(tables),
        figures=len(tables.key),
        hidden={reason: hidden[reason] for reason in REASONS if hidden.get(reason)},
        checked=checked or found is not None,
        attacked=len(result.targets),
        systems=result.systems,
        open=len(result.open),
        contradictions=result.contradictions,
        narrowest=result.narrowest,
        required={"points": POINTS, "pupils": float(policy.smallest_share), "mean": MEAN_WIDTH},
        statuses=result.statuses,
        libraries={"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
        own=asdict(own) if isinstance(own, CertificateRecord) else own,
    )


def _version() -> str:
    """Of lmtools; "" where it runs without being installed."""
    try:
        return version("lmtools")
    except PackageNotFoundError:
        return ""


def _policy(policy: Policy) -> dict[str, object]:
    return {name: value for name, value in asdict(policy).items() if name != "limits"}


def plan_of(tables: Tables) -> str:
    """Hash of which figures there are, and which numbers of them are shown."""
    digest = sha256(repr((tables.units, tables.indicators, tables.grades, tables.genders)).encode())
    for part in (tables.key, tables.status, *(np.isfinite(v) for _, v in sorted(tables.numbers.items()))):
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def reasons(hidden: Mapping[str, int], *, marked: int, earlier: int) -> dict[str, int]:
    """Numbers hidden by each of `REASONS`, from what `release.apply_policy` counted."""
    own = ("few", "share")
    follows = sum(count for rule, count in hidden.items() if rule not in own)
    return {"mark": marked, **{r: hidden.get(r, 0) for r in own}, "follows": follows, "earlier": earlier}


def certificate_text(settings: Settings) -> str:
    """The file the door wrote at the last import; "" when nothing is released."""
    folder = settings.released_dir
    version_now = storage.current_version(folder)
    try:
        return (folder / version_now / FILE).read_text("utf-8") if version_now else ""
    except OSError:
        return ""


def read_certificate(settings: Settings) -> dict[str, Any]:
    """The same, read; empty when there is none."""
    try:
        found = json.loads(certificate_text(settings) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def audit_released(settings: Settings, *, progress: Progress | None = None) -> Certificate:
    """Attack the stored tables anew, and certify what that gave. The certificate beside them is renewed."""
    policy = load_policy(settings.policy_file)
    version_now, tables = storage.read(settings.released_dir)
    before = read_certificate(settings)
    facts = facts_of(tables)
    found = attack_facts(
        facts.only(_published(facts)), smallest_share=policy.smallest_share, progress=progress
    )
    certificate = certify(
        tables, policy, hidden=before.get("hidden", {}), checked=True, found=found, own=before.get("own")
    )
    _keep(certificate, settings.released_dir / version_now)
    return certificate


def _keep(certificate: Certificate, folder: Path) -> None:
    """Let the page show what the newest attack gave. Where that cannot be written, the old one stays."""
    new = folder / f".{FILE}"
    try:
        new.write_text(certificate.as_json() + "\n", encoding="utf-8")
        new.replace(folder / FILE)
    except OSError:
        return


def _published(facts: Facts) -> Mask:
    """Figures from published files; own surveys have an audit of their own, and its record is kept."""
    own = [bool(row.sources) and all(s.name == OWN.name for s in row.sources) for row in facts.indicators]
    return ~np.asarray(own, dtype=bool)[facts.indicator]


@dataclass(frozen=True)
class Explanation:
    """The certificate for a reader. Everything is a sentence or a text that can be shown as it stands.

    `rows` are the reasons and how many numbers each hid; `done` what was imported and tried, `protects`
    and `not_protected` what it is good for and not, `limits` the policy's limits. `ok` is False when
    something can be worked out; None when nothing has been imported.
    """

    ok: bool | None
    lead: str
    done: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    protects: tuple[str, ...] = ()
    not_protected: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


def explain(settings: Settings, text: Text, certificate: Certificate | None = None) -> Explanation:
    """What is hidden in the released figures, how many and why; of `certificate`, or the door's own."""
    found = json.loads(certificate.as_json()) if certificate else read_certificate(settings)
    if not found:
        return Explanation(None, text.t("Ingen tall er lest inn ennå, så ingenting er skjult."))
    hidden = found.get("hidden", {})
    rows = [
        (text.t(sentence), text.number(hidden[key], 0)) for key, sentence in REASONS.items() if key in hidden
    ]
    return Explanation(
        ok=bool(found.get("ok", False)),
        lead=_lead(found, text),
        done=_done(found, text),
        rows=tuple(rows),
        protects=tuple(text.t(sentence) for sentence in _PROTECTS),
        not_protected=tuple(text.t(sentence) for sentence in _NOT),
        limits=_limits(found.get("policy", {}), text),
    )


def _lead(found: Mapping[str, Any], text: Text) -> str:
    if found.get("open"):
        return text.t(
            "{count} skjulte tall kan regnes ut, helt eller nesten. Ikke del tallene. "
            "Les inn filene på nytt, færre av gangen, i ei tom datamappe.",
            count=text.number(found["open"], 0),
        )
    if not found.get("ok"):
        return text.t("Kontrollen ble ikke ferdig. Kjør lmtools audit på nytt.")
    return (
        text.t("Ingen skjulte tall kan regnes ut av det som er vist.")
        if found.get("checked")
        else text.t(
            "Tallene er skjermet, men ikke prøvd regnet ut etterpå. Kjør lmtools audit for å gjøre det."
        )
    )


def _done(found: Mapping[str, Any], text: Text) -> tuple[str, ...]:
    hidden = sum(found.get("hidden", {}).values())
    sentences = [
        text.t(
            "{figures} resultater er lest inn. {hidden} enkelttall i dem er skjult.",
            figures=text.number(found.get("figures", 0), 0),
            hidden=text.number(hidden, 0),
        )
    ]
    if found.get("attacked"):
        sentences.append(
            text.t(
                "{count} av de skjulte er forsøkt regnet ut fra alt som er vist samtidig.",
                count=text.number(found["attacked"], 0),
            )
        )
    for measure, sentence in _NARROWEST.items():
        if measure in found.get("narrowest", {}):
            width = text.number(found["narrowest"][measure], 1)
            sentences.append(text.t(sentence, width=width))
    return tuple(sentences)


_NARROWEST = {
    "points": N_("Det nærmeste noen kommer en skjult andel, er et spenn på {width} prosentpoeng."),
    "pupils": N_("Det nærmeste noen kommer et skjult antall, er et spenn på {width} elever."),
    "mean": N_("Det nærmeste noen kommer et skjult snitt, er et spenn på {width} på skalaen."),
}
_PROTECTS = (
    N_(
        "Ingen kan trekke vist fra vist og få fram et skjult tall: ikke svar fra svar, trinn fra alle trinn, "
        "kjønn fra alle, spørsmål fra indeks eller skole fra kommune."
    ),
    N_("Stjernene til Utdanningsdirektoratet blir stående. Gir fila selv bort en av dem, skjuler vi mer."),
    N_("Det gjelder også figurer, tekster, rapporter og gjennomsnitt, for alle bruker de samme tallene."),
)
_NOT = (
    N_("Fila fra Utdanningsdirektoratet er åpen. Det den selv gir bort, kan andre finne i den."),
    N_("Den som kjenner elevene, kan gjette."),
    N_("Når alle har svart nesten likt, sier et høyt eller lavt snitt noe om hver av dem."),
    N_("Tall fra andre steder, som en rapport skolen selv har laget, er ikke med i regnestykket."),
)


def _limits(policy: Mapping[str, Any], text: Text) -> tuple[str, ...]:
    return tuple(
        text.t(sentence, count=policy[name]) for name, sentence in _LIMITS.items() if policy.get(name)
    )


_LIMITS = {
    "minimum": N_("Minst {count} må ha svart for at et snitt eller en fordeling vises."),
    "bullying_minimum": N_("Minst {count} må ha svart for at et tall om mobbing vises."),
    "smallest_share": N_("En svarandel vises når den er null, eller når minst {count} elever står bak."),
    "text_minimum": N_("Fritekst vises bare fra grupper på minst {count}."),
}
