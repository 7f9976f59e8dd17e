"""What the start page and the facilitator's page list: today's session, open sessions, schools."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import quote

from lmtools.book.arranging import main_workbook
from lmtools.domain.grades import grade_name
from lmtools.domain.session import Outline
from lmtools.errors import LmtoolsError
from lmtools.serving.agenda_folder import Kept, hindered
from lmtools.serving.keys import DEMO_KEY
from lmtools.serving.rehearsing import status
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.book.arranging import Shelf
    from lmtools.domain.figures import Unit
    from lmtools.room.finding import Listed
    from lmtools.serving.site import Site
    from lmtools.serving.visitors import Pass

KEPT_DAYS = 90
LAST = 99
"""Where what has no place in the two years stands."""
LONGEST_DAYS = 400


class AgendaRow(TypedDict, total=False):
    """An agenda in a list; the template facilitator.html says what each is."""

    name: str
    url: str
    title: str
    fit: bool
    trouble: str
    book: str
    book_title: str
    book_number: int


def start_context(site: Site, language: str, today: date, proof: Pass | None = None) -> dict[str, object]:
    """What the start page shows: the workbooks, and the session that is on today."""
    return {
        "workbooks": books(site, language),
        "has_data": bool(site.released.units()),
        "today": todays_session(site, Text(language), today, proof),
    }


def books(site: Site, language: str) -> tuple[Outline, ...]:
    """The workbooks that are a day in themselves; a collection is only picked from."""
    return tuple(outline for outline in site.workbooks.outlines(language) if not outline.is_collection)


def guide_of(site: Site, workbook: str, language: str) -> dict[str, object] | None:
    """What `workbook` tells the one who leads it; None when it tells nothing, or is not here any more."""
    with suppress(LmtoolsError):
        guide = site.workbooks.outline(workbook, language).guide
        return asdict(guide) if guide else None
    return None


def todays_session(
    site: Site, text: Text, today: date, proof: Pass | None = None
) -> dict[str, object] | None:
    """The newest open session that began today; without its code, which is on the projector.

    Who leads sessions of certain schools is not told of another school's.
    """
    for entry in site.room.sessions():
        if not is_under_way(entry, today) or (proof is not None and not proof.opens(entry["code"])):
            continue
        session = site.room.session(entry["code"])
        return {
            "workbook": session.workbook,
            "title": session.title,
            "date": text.date(today),
            "expected": session.expected,
            "groups": session.groups,
        }
    return None


def is_under_way(entry: Listed, today: date) -> bool:
    """Whether a session that is no rehearsal began `today` and goes on."""
    began = datetime.fromisoformat(entry["started_at"]).astimezone().date()
    return began == today and not entry["closed"] and not entry["rehearsal"]


def facilitator_context(site: Site, language: str, proof: Pass | None, today: date) -> dict[str, object]:
    """What the facilitator's page shows once the browser has proved that it may see it."""
    if proof is None:
        shows_key = site.options.settings.demo and site.keys.is_facilitator(DEMO_KEY)
        return {"demo_key": DEMO_KEY if shows_key else ""}
    text = Text(language)
    opened = [entry for entry in site.room.sessions() if proof.opens(entry["code"])]  # the newest first
    return {
        "workbooks": books(site, language) if proof.server else (),
        "guided": [one for one in site.workbooks.outlines(language) if one.guide] if proof.server else [],
        **(listed_agendas(site, text) if proof.server else {}),
        "may_start": proof.server,
        "schools": schools(site, text) if proof.server else [],
        "default_school": site.options.settings.school,
        "sessions": [_row(site, entry, text) for entry in opened if not entry["closed"]],
        "ended": [_row(site, entry, text) for entry in opened if entry["closed"]],
        "ends_on": (today + timedelta(days=KEPT_DAYS)).isoformat(),
        "rehearsal": status(site, text) if proof.server else None,
        "last_ends_on": (today + timedelta(days=LONGEST_DAYS)).isoformat(),
    }


def listed_agendas(site: Site, text: Text) -> dict[str, list[AgendaRow]]:
    """The agendas as the facilitator's page lists them; the ready ones by the workbook they are of."""
    shelf = site.agendas.shelf(text.language)
    ready = [_agenda(site, kept, shelf, text, fits=True) for kept in site.agendas.ready()]
    ready.sort(key=lambda row: row["book_number"])  # the shortest first within each
    return {
        "own_agendas": [_agenda(site, kept, shelf, text) for kept in site.agendas.own()],
        "ready_agendas": ready,
    }


def _agenda(site: Site, kept: Kept, shelf: Shelf, text: Text, *, fits: bool | None = None) -> AgendaRow:
    row: AgendaRow = {"name": kept.name, "url": f"{site.base}dagsorden/{quote(kept.name)}"}
    if kept.agenda is None:
        assert kept.trouble is not None  # one of the two is there
        return row | {"title": kept.name, "trouble": text.error(kept.trouble), "fit": False}
    fit = not hindered(kept.agenda, shelf) if fits is None else fits
    row |= {"title": text.t(kept.agenda.title), "fit": fit, "book": "", "book_title": "", "book_number": 0}
    if name := main_workbook(kept.agenda, shelf) if fit else "":
        book = shelf.outline(name)
        row |= {"book": book.name, "book_title": book.title, "book_number": book.number or LAST}
    return row


def _row(site: Site, entry: Listed, text: Text) -> dict[str, str]:
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


def schools(site: Site, text: Text) -> list[dict[str, object]]:
    """Every school with released figures, with the grades a session can be about."""
    return [
        {"key": unit.key, "name": unit.name, "grades": grades(site, unit, text)}
        for unit in site.released.units()
        if unit.level == "school"
    ]


def grades(site: Site, unit: Unit, text: Text) -> list[dict[str, str]]:
    """The grades of one school, all of them together first."""
    return [{"key": key, "name": grade_name(key, text)} for key in site.released.grades(unit)]
