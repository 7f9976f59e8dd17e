"""What is hidden in the released figures, why, and what that protects against: the certificate in words.

The command `lmtools audit` and the page `/skjerming` say the same, from here. Everything is in the
certificate already; no figure is read for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from lmtools.domain.jsonable import Json
from lmtools.errors import N_
from lmtools.settings import Settings
from lmtools.survey.certifying import FILE, Attacked, Certificate, current
from lmtools.text import Text

__all__ = ["FILE", "Certificate", "Explanation", "Reason", "current", "explain", "words_of"]

_REASONS: Mapping[str, tuple[str, str]] = {
    "mark": (
        N_("Merket i fila"),
        N_("Utdanningsdirektoratet, eller den som ga ut tallene, har skjermet dem med en stjerne."),
    ),
    "few": (N_("For få svar"), N_("Færre enn grensa har svart.")),
    "share": (N_("Få elever bak en andel"), N_("Andelen ville fortalt om noen få elever.")),
    "linked": (N_("Kunne vært regnet ut"), N_("Tallet ville fulgt av andre tall som vises.")),
    "alike": (N_("Alle svarte likt"), N_("Da vet man hva hver enkelt svarte.")),
    "shown_before": (
        N_("Vist annerledes før"),
        N_("Sammen med tall fra en tidligere innlesing ville det fortalt for mye."),
    ),
    "earlier": (
        N_("Skjermet ved en tidligere innlesing"),
        N_("Grunnene er ikke talt på nytt. De blir det når alle filene leses inn samtidig."),
    ),
    "unknown": (N_("Ikke oppgitt"), N_("Tallene er lest inn med en eldre utgave av lmtools.")),
}
_NARROWEST: Mapping[str, str] = {
    "points": N_(
        "Nærmest kom vi en svarandel. Den kan være hva som helst i et intervall på {width} prosentpoeng."
    ),
    "mean": N_(
        "Nærmest kom vi et snitt. Det kan være hva som helst i et intervall på {width} på skalaen 1–5."
    ),
    "pupils": N_("Nærmest kom vi et antall elever. Intervallet det ligger i, er {width} bredt."),
}
_NEXT = N_("Velg strengere grenser, les inn filene på nytt, og prøv igjen med lmtools audit.")


@dataclass(frozen=True)
class Reason:
    """A row of the table: why numbers are hidden, what that means, and how many there are."""

    key: str
    name: str
    meaning: str
    count: int


@dataclass(frozen=True)
class Explanation:
    """The certificate in the reader's language; all sentences are whole, with their full stops.

    `empty` when nothing is imported; then only `summary` says something. `summary` tells how much is
    hidden, `reasons` why, `tested` whether anyone has tried to work it out and how near they came,
    `protects` and `leaves` what is and is not protected, and `limits` the policy.
    """

    empty: bool
    summary: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    tested: tuple[str, ...] = ()
    protects: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()

    def as_dict(self) -> Json:
        """The explanation as a JSON-able dict."""
        return asdict(self)


def explain(settings: Settings, text: Text) -> Explanation:
    """What is hidden of what is released now. Raises `LmtoolsError` when the tables cannot be read."""
    found = current(settings)
    if found is None:
        return Explanation(
            empty=True,
            summary=(text.t("Ingen tall er lest inn."), text.t("Les dem inn med lmtools import FIL.")),
        )
    return words_of(found, text)


def words_of(certificate: Certificate, text: Text) -> Explanation:
    """One certificate in words."""
    t = text.t
    return Explanation(
        empty=False,
        summary=tuple(_summary(certificate, text)),
        reasons=tuple(
            Reason(key, t(_REASONS[key][0]), t(_REASONS[key][1]), count)
            for key, count in certificate.reasons.items()
        ),
        tested=tuple(_tested(certificate, text)),
        protects=tuple(t(sentence) for sentence in _protects(certificate)),
        leaves=tuple(t(sentence) for sentence in _LEAVES),
        limits=tuple(_limits(certificate, text)),
    )


def _summary(certificate: Certificate, text: Text) -> Iterator[str]:
    t = text.t
    yield t(
        "{figures} tall er lest inn. {shown} vises, og {hidden} er skjermet.",
        figures=text.number(certificate.figures, 0),
        shown=text.number(certificate.figures - certificate.figures_hidden, 0),
        hidden=text.number(certificate.figures_hidden, 0),
    )
    if certificate.numbers_hidden:
        yield t(
            "I tallene som vises, er i tillegg {count} svarandeler og standardavvik skjermet.",
            count=text.number(certificate.numbers_hidden, 0),
        )
    yield t("Sist lest inn {date}.", date=_date(certificate.made, text))


def _tested(certificate: Certificate, text: Text) -> Iterator[str]:
    attack = certificate.attack
    if attack is None:
        yield text.t(_AT_IMPORT if certificate.checked else _NOT_YET)
    else:
        yield from _attacked(attack, text, has_own=bool(certificate.own))
    if not certificate.own_sure:
        yield text.t(_OWN_UNSURE)
        return
    widths = [record.narrowest for record in certificate.own if record.narrowest is not None]
    if widths:
        yield text.t(
            "Egne undersøkelser ble prøvd da de ble lest inn. "
            "Intervallet et skjermet antall elever ligger i, er minst {width} bredt.",
            width=_round(min(widths), text, 0),
        )


def _attacked(attack: Attacked, text: Text, *, has_own: bool) -> Iterator[str]:
    t = text.t
    date = _date(attack.made, text)
    yield t(_TRIED_PUBLISHED if has_own else _TRIED_ALL, date=date)
    known = attack.open - attack.unanswered
    if attack.ok:
        yield t("Ingen lot seg regne ut.")
    if known:
        yield t("Skjermede tall som kan regnes ut, eller nesten: {count}.", count=text.number(known, 0))
    if attack.unanswered:
        yield t(
            "Skjermede tall vi ikke fikk noe sikkert svar om: {count}. De regnes som ikke vernet.",
            count=text.number(attack.unanswered, 0),
        )
    if not attack.ok:
        yield t(_NEXT)
        return
    for measure, sentence in _NARROWEST.items():
        width = attack.narrowest.get(measure)
        if width is not None:
            yield t(sentence, width=_round(width, text, 0 if measure == "pupils" else 1))
    if attack.contradictions:
        yield t(
            "Steder der tallene i filene sier hverandre imot: {count}. "
            "Der prøvde vi med dem som passer sammen.",
            count=text.number(attack.contradictions, 0),
        )


def _protects(certificate: Certificate) -> Iterator[str]:
    yield N_(
        "Et skjermet tall skal ikke kunne regnes ut fra tallene som vises: "
        "andre svar, spørsmål, kjønn, trinn og steder."
    )
    yield N_("Figurer, tabeller, tekst for skjermlesere og rapporter viser de samme tallene, og ingen andre.")
    yield N_("Skjermede tall er ikke lagret. Svarene fra hver elev er heller ikke lagret.")
    if certificate.own:
        yield N_("For egne undersøkelser regner vi med alt som er vist før, også fra tidligere innlesinger.")


_LEAVES = (
    N_("Det noen vet fra før, for eksempel fordi de kjenner elevene."),
    N_("Tall fra andre steder, som dem dere ser innlogget hos Utdanningsdirektoratet."),
    N_("At et tall er skjermet, sier også litt. Ofte har få svart."),
    N_(
        "Et skjermet tall kan anslås i grove trekk. Svarer nesten alle likt, sier snittet noe om hver av dem."
    ),
    N_("Tall som en fil fra Utdanningsdirektoratet selv røper. Vi skjermer dem her, men fila er åpen."),
    N_("Filer og skjermbilder som noen tok vare på før en ny innlesing."),
)
_TRIED_ALL = N_("{date} prøvde vi å regne ut hvert skjermet tall fra tallene som vises.")
_TRIED_PUBLISHED = N_(
    "{date} prøvde vi å regne ut hvert skjermet tall i Statistikkbanken fra tallene som vises."
)
_OWN_UNSURE = N_(
    "Da egne undersøkelser ble lest inn, fikk vi ikke noe sikkert svar. "
    "Les dem inn på nytt før noen ser tallene."
)
_AT_IMPORT = N_(
    "Ved innlesingen prøvde vi å regne ut de skjermede tallene fra tallene som vises. Ingen lot seg regne ut."
)
_NOT_YET = N_(
    "Ingen har prøvd å regne ut de skjermede tallene ennå. "
    "Den som driver lmtools, gjør det med lmtools audit."
)


def _limits(certificate: Certificate, text: Text) -> Iterator[str]:
    """The policy's numbers as sentences; only those the certificate holds."""
    t, policy = text.t, certificate.policy
    yield t("Snitt og fordelinger vises når minst {count} har svart.", count=policy.get("minimum"))
    yield t("Tall om mobbing vises når minst {count} har svart.", count=policy.get("bullying_minimum"))
    if certificate.smallest_share > 1:
        yield t(
            "En svarandel vises ikke når den står for færre enn {count} elever.",
            count=certificate.smallest_share,
        )
    if policy.get("text_minimum"):
        yield t("Fritekst vises når minst {count} i gruppa har svart.", count=policy["text_minimum"])
    if certificate.own:
        yield from _own_limits(policy, text)
    yield t(
        "Grensene heter «{preset}». Den som driver lmtools, kan velge strengere (LMTOOLS_POLICY).",
        preset=policy.get("preset"),
    )


def _own_limits(policy: Mapping[str, object], text: Text) -> Iterator[str]:
    if policy.get("insiders"):
        yield text.t("En elev som er alene om et svar, skal ikke kunne regne ut hva andre svarte.")
    if policy.get("concentrated") == 1:
        yield text.t("En gruppe der alle svarte likt, skjermes.")
    elif policy.get("concentrated") == 2:
        yield text.t(
            "En gruppe der alle svarte likt, eller bare valgte to svar ved siden av hverandre, skjermes."
        )


def _round(width: float, text: Text, decimals: int) -> str:
    """A width rounded down, so that no more is promised than holds."""
    step = 10**decimals
    return text.number(math.floor(width * step + 1e-6) / step, decimals)


def _date(moment: str, text: Text) -> str:
    return text.date(datetime.fromisoformat(moment).astimezone().date())
