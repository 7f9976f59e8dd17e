"""What the start page and the facilitator's page list: today's session, open sessions, schools."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lmtools.book.arranging import main_workbook
from lmtools.domain.session import Outline, WorkSession
from lmtools.errors import LmtoolsError
from lmtools.serving.agenda_folder import Kept, hindered
from lmtools.serving.keys import DEMO_KEY
from lmtools.serving.rehearsing import status
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.book.arranging import Shelf
    from lmtools.serving.site import Site
    from lmtools.serving.visitors import Pass

KEPT_DAYS = 90
LAST = 99
"""Where what has no place in the two years stands."""
LONGEST_DAYS = 400


def start_context(site: Site, language: str, today: date, proof: Pass | None = None) -> dict[str, Any]:
    """What the start page shows: the workbooks, and the session that is on today."""
    return {
        "workbooks": books(site, language),
        "has_data": bool(site.released.units()),
        "today": todays_session(site, Text(language), today, proof),
    }


def books(site: Site, language: str) -> tuple[Outline, ...]:
    """The workbooks that are a day in themselves; a collection is only picked from."""
    return tuple(outline for outline in site.workbooks.outlines(language) if not outline.is_collection)


def guide_of(site: Site, workbook: str, language: str) -> dict[str, Any] | None:
    """What `workbook` tells the one who leads it; None when it tells nothing, or is not here any more."""
    with suppress(LmtoolsError):
        guide = site.workbooks.outline(workbook, language).guide
        return asdict(guide) if guide else None
    return None


def todays_session(site: Site, text: Text, today: date, proof: Pass | None = None) -> dict[str, Any] | None:
    """The newest open session that began today; without its code, which is on the projector.

    Who leads sessions of certain schools is not told of another school's.
    """
    for entry in site.room.sessions():
        began = datetime.fromisoformat(entry["started_at"]).astimezone()
        if entry["closed"] or entry["rehearsal"] or began.date() != today:
            continue
        if proof is not None and not proof.opens(entry["code"]):
            continue
        session: WorkSession = site.room.session(entry["code"])
        return {
            "workbook": session.workbook,
            "title": session.title,
            "date": text.date(today),
            "expected": session.expected,
            "groups": session.groups,
        }
    return None


def facilitator_context(site: Site, language: str, proof: Pass | None, today: date) -> dict[str, Any]:
    """What the facilitator's page shows once the browser has proved that it may see it."""
    if proof is None:
        shows_key = site.options.settings.demo and site.keys.is_facilitator(DEMO_KEY)
        return {"demo_key": DEMO_KEY if shows_key else ""}
    text = Text(language)
    return {
        "workbooks": books(site, language) if proof.server else (),
        "guided": [one for one in site.workbooks.outlines(language) if one.guide] if proof.server else [],
        **(listed_agendas(site, text) if proof.server else {}),
        "may_start": proof.server,
        "schools": schools(site, text) if proof.server else [],
        "default_school": site.options.settings.school,
        "sessions": [listed(site, entry, text) for entry in open_sessions(site, proof)],
        "ended": [listed(site, entry, text) for entry in ended_sessions(site, proof)],
        "ends_on": (today + timedelta(days=KEPT_DAYS)).isoformat(),
        "rehearsal": status(site, text) if proof.server else None,
        "last_ends_on": (today + timedelta(days=LONGEST_DAYS)).isoformat(),
    }


def listed_agendas(site: Site, text: Text) -> dict[str, list[dict[str, Any]]]:
    """The agendas as the facilitator's page lists them; the ready ones by the workbook they are of."""
    shelf = site.agendas.shelf(text.language)
    ready = [_agenda(site, kept, shelf, text, fits=True) for kept in site.agendas.ready()]
    ready.sort(key=lambda row: row["book_number"])  # the shortest first within each
    return {
        "own_agendas": [_agenda(site, kept, shelf, text) for kept in site.agendas.own()],
        "ready_agendas": ready,
    }


def _agenda(site: Site, kept: Kept, shelf: Shelf, text: Text, *, fits: bool | None = None) -> dict[str, Any]:
    row = {"name": kept.name, "url": f"{site.base}dagsorden/{quote(kept.name)}"}
    if kept.agenda is None:
        assert kept.trouble is not None  # one of the two is there
        return {**row, "title": kept.name, "trouble": text.error(kept.trouble), "fit": False}
    fit = not hindered(kept.agenda, shelf) if fits is None else fits
    name = main_workbook(kept.agenda, shelf) if fit else ""
    book = shelf.outline(name) if name else None
    of = (book.name, book.title, book.number or LAST) if book else ("", "", 0)
    about = dict(zip(("book", "book_title", "book_number"), of, strict=True))
    return {**row, **about, "title": text.t(kept.agenda.title), "fit": fit}


def open_sessions(site: Site, proof: Pass) -> list[dict[str, Any]]:
    """The sessions that `proof` opens and that are not over, the newest first."""
    return [entry for entry in site.room.sessions() if not entry["closed"] and proof.opens(entry["code"])]


def ended_sessions(site: Site, proof: Pass) -> list[dict[str, Any]]:
    """The sessions that `proof` opens and that are over but not deleted, the newest first."""
    return [entry for entry in site.room.sessions() if entry["closed"] and proof.opens(entry["code"])]


def listed(site: Site, entry: dict[str, Any], text: Text) -> dict[str, Any]:
    """One session as the facilitator's page shows it."""
    return {
        "code": entry["code"],
        "title": entry["title"],
        "school": entry["school"]["name"],
        "started": text.date(datetime.fromisoformat(entry["started_at"]).astimezone()),
        "ends_on": text.date(date.fromisoformat(entry["ends_on"])),
        "url": f"{site.base}okt/{entry['code']}/styr",
        "after": f"{site.base}okt/{entry['code']}/etter",
    }


def schools(site: Site, text: Text) -> list[dict[str, Any]]:
    """Every school with released figures, with the grades a session can be about."""
    return [
        {"key": unit.key, "name": unit.name, "grades": grades(site, unit, text)}
        for unit in site.released.units()
        if unit.level == "school"
    ]


def grades(site: Site, unit: Any, text: Text) -> list[dict[str, str]]:
    """The grades of one school, all of them together first."""
    return [{"key": key, "name": grade_name(key, text)} for key in site.released.grades(unit)]


def grade_name(key: str, text: Text) -> str:
    """What a grade is called: "10. trinn", or all of them."""
    if key == "all":
        return text.t("Alle trinn")
    return text.t("{number}. trinn", number=key) if key.isdigit() else key
