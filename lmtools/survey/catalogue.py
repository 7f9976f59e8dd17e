"""What is known of Elevundersøkelsen's indexes: codes, other names, and breaks in the series.

Codes are those of Udir's tables 148-154. Names differ between Statistikkbanken, Skoleporten and
nynorsk files; all of them lead to the same code. The catalogue adds names, never figures: an index
it does not know is read all the same, under its own code or name.
"""

from __future__ import annotations

from lmtools.domain.figures import Break
from lmtools.errors import N_
from lmtools.survey.labels import fold

BULLYING = "EUIndeks_1398"
PARTICIPATION = "Deltakelse"
LEARNING_CULTURE = "EUIndeks_1383"

INDEXES: dict[str, tuple[str, ...]] = {
    "EUIndeks_1378": ("Faglig utfordring", "Fagleg utfordring", "Faglege utfordringar"),
    "EUIndeks_1379": ("Trivsel",),
    "EUIndeks_1380": (
        "Støtte fra lærer",
        "Støtte fra lærerne",
        "Støtte frå lærar",
        "Støtte frå lærarane",
        "Støtte frå lærarar",
    ),
    "EUIndeks_1381": ("Støtte hjemmefra", "Støtte heimanfrå"),
    "EUIndeks_1382": ("Vurdering for læring",),
    "EUIndeks_1383": ("Læringskultur",),
    "EUIndeks_1384": ("Mestring", "Meistring"),
    "EUIndeks_1385": ("Motivasjon",),
    "EUIndeks_1386": (
        "Elevdemokrati og medvirkning",
        "Elevdemokrati og medverknad",
        "Medvirkning",
        "Medverknad",
    ),
    "EUIndeks_1387": ("Felles regler", "Felles reglar"),
    "EUIndeks_1389": (
        "Utdanning og yrkesveiledning (videregående)",
        "Utdannings- og yrkesrettleiing (vidaregåande)",
    ),
    BULLYING: ("Mobbing på skolen", "Mobbing på skulen", "Mobbing"),
}

ONE_QUESTION = frozenset({"EUIndeks_1378", "EUIndeks_1379", "EUIndeks_1389"})
"""Indexes that hold one question, so that index and question are the same figure."""

BULLYING_QUESTIONS: dict[str, tuple[str, ...]] = {
    "EUSpoersmaal_Q11811": ("Er du blitt mobbet av andre elever på skolen de siste månedene?",),
    "EUSpoersmaal_Q11816": ("Er du blitt mobbet digitalt (mobil, iPad, PC) de siste månedene?",),
    "EUSpoersmaal_Q11824": ("Er du blitt mobbet av voksne på skolen de siste månedene?",),
}

_BY_NAME = {
    fold(name): code
    for table in (INDEXES, BULLYING_QUESTIONS)
    for code, names in table.items()
    for name in names
}


def known_code(name: str) -> str:
    """The code of an index or bullying question by any of its names; "" when it is not known."""
    return _BY_NAME.get(fold(name), "")


def known_name(code: str) -> str:
    """The bokmål name of a known index; "" when the code is not known."""
    return INDEXES.get(code, ("",))[0]


def is_bullying(code: str, group: str) -> bool:
    """Whether a code, or the index a question belongs to, is the bullying index."""
    return code == BULLYING or code in BULLYING_QUESTIONS or known_code(group) == BULLYING


_EVERYWHERE = (
    Break(
        year=2013,
        sentence=N_(
            "I 2013 ble undersøkelsen lagt om og flyttet fra vår til høst. "
            "Tall fra før 2013 kan ikke sammenliknes."
        ),
    ),
    Break(
        year=2022,
        sentence=N_("I 2022 ble reglene for skjerming strengere, og enkelte skoler ser ingen tall."),
        kind="suppression",
    ),
)
_OF_INDEX = {
    LEARNING_CULTURE: (
        Break(
            year=2014,
            sentence=N_(
                "I 2014 ble rekkefølgen på svarene snudd i Læringskultur. Det ga en liten økning i seg selv."
            ),
        ),
    ),
    BULLYING: (
        Break(
            year=2016,
            sentence=N_(
                "I 2016 ble spørsmålene om mobbing endret. "
                "Tall fra 2013–2015 kan ikke uten videre sammenliknes."
            ),
        ),
    ),
}


def breaks_of(code: str) -> tuple[Break, ...]:
    """The breaks in one index's series, or in the series of the index a question belongs to; by year."""
    found = (*_EVERYWHERE, *_OF_INDEX.get(code, ()))
    return tuple(sorted(found, key=lambda item: item.year))
