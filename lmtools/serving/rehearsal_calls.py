"""The calls of a rehearsal: its session, and the button on the facilitator's page."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from lmtools.domain.session import Outline
from lmtools.errors import N_, LmtoolsError, NotFound
from lmtools.rehearsal import keeping
from lmtools.rehearsal.report import Report
from lmtools.serving.api import whole
from lmtools.serving.base import ApiHandler
from lmtools.serving.door import proof_of
from lmtools.serving.pages import today
from lmtools.serving.rehearsing import Asked, status
from lmtools.serving.rendered import Occasion, notebook_path
from lmtools.serving.site import Site
from lmtools.serving.visitors import must_own
from lmtools.text import Text

MOST_PEOPLE = 1000
USUAL_PEOPLE, USUAL_MINUTES = 60, 3.0
LONGEST = timedelta(hours=2)
AT_A_TABLE = 5
MOST_TABLES = 99


class RehearsalHandler(ApiHandler):
    """What all of them need: the server's key, and nobody disturbed unasked."""

    def prepare(self) -> None:
        """Let only those in who may start a session."""
        super().prepare()
        must_own(self, N_("Bare prosesslederen kan holde generalprøve. Logg inn med nøkkelen."))

    async def is_refused(self, body: Mapping[str, object]) -> bool:
        """Say so, with `busy`, if people are in a session and `anyway` is not set."""
        codes = self.site.live.codes_with_people()
        if body.get("anyway") is True or not await self.site.run(_real, self.site, codes):
            return False
        said = self.text.t("Det er folk inne i ei økt nå. En generalprøve kan gjøre det tregt for dem.")
        self.answer({"error": said, "busy": True}, HTTPStatus.CONFLICT)
        return True


class RehearsalSessionCall(RehearsalHandler):
    """`POST api/rehearsal/session {workbook?, agenda?, people, language?, anyway?}`: a session nobody is in.

    In place of `workbook`: `agenda`, the school's own of that name or else a ready one.
    Gives {code, path, page, ready_for}: the QR code's address and the workbook's, both without the server's.
    """

    async def post(self) -> None:
        """Start it. What is written in it is deleted at the end of the day, if not before."""
        body, site = self.body(), self.site
        if await self.is_refused(body):
            return
        people = whole(body, "people", 2, MOST_PEOPLE, default=USUAL_PEOPLE)
        language = str(body.get("language") or self.language)
        workbook = await site.run(_workbook_of, site, body)
        started = await site.run(_start, site, workbook, people, language)
        code = started["code"]
        site.books.warm(Occasion(notebook_path(language, workbook), started["school"], started["grade"]))
        told = {
            "code": code,
            "path": f"bli-med/{code}/{proof_of(code, site.keys.cookie)}",
            "page": f"bok/{language}/{workbook}?okt={code}&as=facilitator",
            "ready_for": site.size.people,
        }
        self.answer(told, HTTPStatus.CREATED)


class RehearsalEndCall(RehearsalHandler):
    """`POST api/rehearsal/session/<code> {report?}` deletes the session, and keeps what was measured."""

    async def post(self, code: str) -> None:
        """End it."""
        report = Report.from_json(self.body().get("report"))
        await self.site.run(self.site.room.end_rehearsal, code)
        self.site.live.poke(code)
        if report is not None:
            await self.site.run(keeping.keep, report, self.site.options.settings.data_dir)
        self.answer({"deleted": True})


class RehearsalCall(RehearsalHandler):
    """`api/rehearsal`: GET tells how it goes, POST {people, minutes?, workbook?, agenda?, anyway?} starts
    one, DELETE stops it."""

    async def get(self) -> None:
        """How it goes, and what the last one found."""
        self.answer(await self.site.run(status, self.site, self.text))

    async def post(self) -> None:
        """Start one in this server's machine."""
        body = self.body()
        people = whole(body, "people", 2, MOST_PEOPLE, default=USUAL_PEOPLE)
        minutes = _minutes(body.get("minutes", USUAL_MINUTES))
        if await self.is_refused(body):
            return
        asked: Asked = {
            "people": people,
            "minutes": minutes,
            "workbook": str(body.get("workbook") or ""),
            "agenda": str(body.get("agenda") or ""),
            "language": self.language,
            "anyway": body.get("anyway") is True,
        }
        await self.site.rehearsing.start(self.site, asked)
        self.answer(await self.site.run(status, self.site, self.text), HTTPStatus.ACCEPTED)

    async def delete(self) -> None:
        """Stop it; its session is gone when this is answered."""
        await self.site.rehearsing.stop()
        self.answer(await self.site.run(status, self.site, self.text))


def _real(site: Site, codes: set[str]) -> bool:
    """Whether one of the sessions with these codes is no rehearsal."""
    for code in codes:
        with suppress(NotFound):
            if not site.room.session(code).rehearsal:
                return True
    return False


def _workbook_of(site: Site, body: Mapping[str, object]) -> str:
    if body.get("agenda"):
        return site.agendas.begin(site.agendas.of_either_kind(str(body["agenda"])))
    return str(body.get("workbook") or _usual_workbook(site))


def _start(site: Site, workbook: str, people: int, language: str) -> dict[str, str]:
    _clear(site)
    outline = _named(site.workbooks.outline(workbook, language), language)
    school, name, grade = _school(site)
    started = site.room.start(
        outline=outline,
        school_key=school,
        school_name=name,
        grade=grade,
        groups=max(1, min(MOST_TABLES, round(people / AT_A_TABLE))),
        expected=people,
        language=language,
        ends_on=today(),
        rehearsal=True,
    )
    return {"code": started.session.code, "school": school, "grade": grade}


def _clear(site: Site) -> None:
    """Delete rehearsals that were cut off so hard that nobody ended them."""
    over = datetime.now().astimezone() - LONGEST
    for entry in site.room.sessions():
        if entry["rehearsal"] and datetime.fromisoformat(entry["started_at"]) < over:
            with suppress(NotFound):
                site.room.end_rehearsal(entry["code"])


def _named(outline: Outline, language: str) -> Outline:
    return replace(outline, title=Text(language).t("Generalprøve: {title}", title=outline.title))


def _usual_workbook(site: Site) -> str:
    names = site.workbooks.names
    return "stasted" if "stasted" in names else next(iter(names), "")


def _school(site: Site) -> tuple[str, str, str]:
    """The school that a rehearsal is about, its name and a grade of it."""
    schools = [unit for unit in site.released.units() if unit.level == "school"]
    if not schools:
        raise LmtoolsError("Ingen tall er lest inn. Les dem inn med lmtools import FIL, og prøv igjen.")
    settings = site.options.settings
    unit = next((unit for unit in schools if unit.key == settings.school), schools[0])
    grades = list(site.released.grades(unit))
    return unit.key, str(unit.name), "10" if "10" in grades else grades[0]


def _minutes(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.05 <= value <= 60:
        return float(value)
    raise LmtoolsError("Velg hvor mange minutter generalprøven skal vare, fra 1 til 60.")
