"""What a database says when something is wrong, as sentences; never with a value from a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lmtools.errors import N_, LmtoolsError


class StoreUnavailable(LmtoolsError):
    """The store cannot answer now. Nothing of the change that failed was kept."""


class Clashed(StoreUnavailable):
    """Two changes stood in each other's way and this one gave way; it may be tried again at once."""


_FULL = N_("Disken er full, så det siste ble ikke lagret. Frigjør plass, og prøv igjen.")
BUSY = N_("Lageret er opptatt, så det siste ble ikke lagret. Prøv igjen om litt.")
_GONE = N_("Vi får ikke kontakt med databasen. Prøv igjen om litt.")
_STRANGER = N_(
    "Databasen kjenner ikke brukeren eller passordet. Se etter i LMTOOLS_DATABASE, eller fila den viser til."
)
_NO_DATABASE = N_("Databasen finnes ikke der. Lag den, eller se etter skrivefeil i LMTOOLS_DATABASE.")
_NOT_LET_IN = N_("Databasen slipper ikke inn denne maskinen. Be den som driver den, om å slippe den inn.")
_NO_SERVER = N_(
    "Ingen database svarer på adressa. Se etter at den er startet, og etter skrivefeil i LMTOOLS_DATABASE."
)
_NO_RIGHTS = N_(
    "Databasebrukeren får ikke lage eller endre tabeller. Gi den rett til å lage tabeller i databasen."
)
_READ_ONLY = N_("Vi får ikke skrive i mappa der lageret ligger. Sjekk rettighetene til mappa.")
BROKEN = N_("Lagerfila kan ikke leses. Hent den fra sikkerhetskopien.")
_UNKNOWN = N_("Databasen kunne ikke gjøre det vi ba om, og ingenting ble endret. Prøv igjen om litt.")

# Fragments of what SQLite says; it gives one error class for all of these.
_SQLITE = (
    ("disk is full", _FULL),
    ("database is locked", BUSY),
    ("database table is locked", BUSY),
    ("unable to open database file", _READ_ONLY),
    ("readonly database", _READ_ONLY),
    ("file is not a database", BROKEN),
    ("disk image is malformed", BROKEN),
)
# Classes of PostgreSQL's SQLSTATE, by their first characters.
_SQLSTATE = (
    ("53100", _FULL),
    ("53", BUSY),
    ("40", BUSY),
    ("55P03", BUSY),
    ("57", _GONE),
    ("08", _GONE),
    ("25006", _READ_ONLY),
)
# What keeps an installation from its database, told to who sets it up: before there is a connection there is
# no SQLSTATE, only what libpq says, and the server in English.
_SETTING_UP = (
    ("permission denied", _NO_RIGHTS),
    ("password authentication failed", _STRANGER),
    ("no password supplied", _STRANGER),
    ("no pg_hba.conf entry", _NOT_LET_IN),
    ("connection refused", _NO_SERVER),
    ("could not translate host name", _NO_SERVER),
    ("failed to resolve host", _NO_SERVER),
    ("too many clients", BUSY),
)
_CLASHES = ("40001", "40P01")  # not serialisable, deadlock


@contextmanager
def as_sentences(*, setting_up: bool = False) -> Iterator[None]:
    """Turn any database error inside into `StoreUnavailable`; the original is dropped, values and all.

    Who is `setting_up` is told what to look for; who is at a page, only that it does not answer.
    """
    kind = StoreUnavailable
    try:
        yield
    except SQLAlchemyError as error:
        known = _of_setting_up(error) if setting_up else None
        sentence = known or _sentence(error)
        kind = Clashed if _state(error) in _CLASHES else kind
    except sqlite3.Error as error:  # from the pragmas, before SQLAlchemy has the connection
        sentence = _of_sqlite(error) or _UNKNOWN
    except OSError:
        sentence = _READ_ONLY
    else:
        return
    raise kind(sentence)


def _sentence(error: SQLAlchemyError) -> str:
    if isinstance(error, PoolTimeout):
        return BUSY
    if not isinstance(error, DBAPIError):
        return _UNKNOWN
    state = _state(error)
    if state:
        return next((sentence for start, sentence in _SQLSTATE if state.startswith(start)), _UNKNOWN)
    known = _of_sqlite(error.orig)
    if known:
        return known
    lost = error.connection_invalidated or isinstance(error, OperationalError)
    return _GONE if lost else _UNKNOWN


def _state(error: SQLAlchemyError) -> str:
    """PostgreSQL's five signs for what happened; "" when it said nothing."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def _of_setting_up(error: SQLAlchemyError) -> str | None:
    said = str(getattr(error, "orig", None)).lower()
    if "does not exist" in said:
        return _NO_DATABASE if 'database "' in said else _STRANGER if 'role "' in said else None
    return next((sentence for part, sentence in _SETTING_UP if part in said), None)


def _of_sqlite(error: BaseException | None) -> str | None:
    said = str(error).lower()
    return next((sentence for part, sentence in _SQLITE if part in said), None)
