"""What can go wrong between us and Udir's service, each as one sentence with a way on."""

from __future__ import annotations

from lmtools.errors import N_, FetchFailed, Message

PAGE = "https://www.udir.no/tall-og-forskning/statistikk/"
"""Where the same tables are downloaded by hand."""

_LONGEST_SAID = 160


class Changed(Exception):
    """An answer that is not as answers have been. `what` is the part of a sentence that tells."""

    def __init__(self, what: str, **fields: object) -> None:
        super().__init__(what)
        self.what = Message(what, fields)


class NotHere(FetchFailed):
    """The service refuses: it has no such table or unit, or has changed. Another table may have it."""


def changed(host: str, where: object, what: Message) -> FetchFailed:
    """The service answers in a way that we do not know."""
    return FetchFailed(
        N_(
            "Svaret fra {host} på {where} er ikke slik vi kjenner det: {what}. Tjenesten kan ha endret seg. "
            "Ingenting ble lest inn. Last ned tabellen fra {page}, og les den inn med lmtools import FIL."
        ),
        host=host,
        where=where,
        what=what,
        page=PAGE,
    )


def not_understood(host: str, where: object, said: str) -> NotHere:
    """The service refuses the question."""
    return NotHere(
        N_(
            "{host} forsto ikke spørsmålet om {where}, og svarte «{said}». Ingenting ble lest inn. Sjekk "
            "nummeret. Er det riktig, kan tjenesten ha endret seg: last ned tabellen fra {page}, og les den "
            "inn med lmtools import FIL."
        ),
        host=host,
        where=where,
        said=said,
        page=PAGE,
    )


def table_missing(host: str, title: str) -> NotHere:
    """A table is no longer in the list."""
    return NotHere(
        N_(
            "{host} har ikke lenger tabellen med {table}, slik vi kjenner den. Tjenesten kan ha endret seg. "
            "Ingenting ble lest inn. Last ned tabellen fra {page}, og les den inn med lmtools import FIL."
        ),
        host=host,
        table=Message(title),
        page=PAGE,
    )


def nothing(unit: Message) -> FetchFailed:
    """There are no figures about a unit."""
    return FetchFailed(
        N_(
            "Udir har ingen publiserte tall for {unit}. Ingenting ble lest inn. Sjekk nummeret. Er det "
            "riktig, er det kanskje for få svar, eller tallene er ikke kommet ennå."
        ),
        unit=unit,
    )


def no_such_years(first: int, last: int) -> FetchFailed:
    """None of the school years that were asked for."""
    return FetchFailed(
        N_(
            "Udir har tall fra høsten {first} til høsten {last}. Velg noen av dem med --years, eller "
            "utelat valget."
        ),
        first=first,
        last=last,
    )


def out_of_reach(host: str) -> FetchFailed:
    """No answer at all."""
    return FetchFailed(
        N_(
            "Vi får ikke kontakt med {host}. Ingenting ble lest inn. Sjekk nettet, og om kommunen har en "
            "mellomtjener (HTTPS_PROXY). Du kan også laste ned tabellen fra {page} og lese den inn med "
            "lmtools import FIL."
        ),
        host=host,
        page=PAGE,
    )


def unwell(host: str, status: int) -> FetchFailed:
    """The service answers, but not now."""
    return FetchFailed(
        N_(
            "{host} har det travelt eller er nede (svar {status}). Ingenting ble lest inn. Prøv igjen om en "
            "time, eller last ned tabellen fra {page}, og les den inn med lmtools import FIL."
        ),
        host=host,
        status=status,
        page=PAGE,
    )


def told_to_wait(host: str, seconds: float) -> FetchFailed:
    """The service asks for a longer pause than anybody will sit and watch."""
    return FetchFailed(
        N_("{host} ber oss vente {minutes} minutter. Ingenting ble lest inn. Prøv igjen da."),
        host=host,
        minutes=max(1, round(seconds / 60)),
    )


def shorten(said: str) -> str:
    """What a service says, as a sentence of ours may hold it."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return clean if len(clean) <= _LONGEST_SAID else clean[: _LONGEST_SAID - 1] + "…"
