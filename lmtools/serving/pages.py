"""The pages around the workbooks: start, joining, the facilitator's, what is stored, errors."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import jinja2
import tornado.web

from lmtools import __version__
from lmtools.domain.wheel import BESIDE, PARTS
from lmtools.errors import LmtoolsError, NotFound
from lmtools.serving.base import ApiHandler, Handler, error_in, status_of
from lmtools.serving.listings import facilitator_context, guide_of, start_context
from lmtools.serving.visitors import code_in, facilitator_of, may_facilitate
from lmtools.serving.wheel import progress_of
from lmtools.settings import LANGUAGES
from lmtools.survey.certificate import current, explain
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.domain.session import WorkSession
    from lmtools.survey import Released

TEMPLATES = Path(__file__).parent / "templates" / "pages"

# Shown only when a page's own template is missing or broken: plain, but still a sentence and a way on.
PLAIN = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>lmtools</title>
<main><h1>{title}</h1><p>{sentence}</p><p><a href="{base}">{way}</a></p></main></html>"""


def page_environment() -> jinja2.Environment:
    """Jinja for our own pages: everything a visitor wrote is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(parts=PARTS, beside=BESIDE)
    return environment


def today() -> date:
    """The date where the server stands, which is where the school is."""
    return datetime.now().astimezone().date()


class PageHandler(Handler):
    """A page of ours. `?sprak=nn` on any of them is the visitor's choice of language."""

    def prepare(self) -> None:
        """Keep a chosen language, then show the same page without the choice in its address."""
        chosen = self.get_query_argument("sprak", "")
        if self.request.method == "GET" and chosen in LANGUAGES:
            self.keep_language(chosen)
            self.redirect(self.translated_path(chosen))

    def translated_path(self, language: str) -> str:
        """This page's address in `language`, without `sprak`."""
        rest = [pair for pair in parse_qsl(self.request.query, keep_blank_values=True) if pair[0] != "sprak"]
        return self.request.path + (f"?{urlencode(rest)}" if rest else "")

    async def session_led(self, code: str) -> WorkSession | None:
        """Session `code`, for a browser that leads it; None, and on the way to the key's page, for another.

        Raises NotFound for a facilitator when there is no such session.
        """
        if not await may_facilitate(self, code):
            self.redirect(f"{self.site.base}prosessleder?okt={code}")
            return None
        return await self.site.run(self.site.room.session, code)

    def show(self, name: str, **context: object) -> None:
        """Send template `name`."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.page(name, **context))

    def page(self, name: str, **context: object) -> str:
        """Template `name` as HTML, with what every page needs."""
        site, text = self.site, self.text
        shared = {
            "t": text.t,
            "text": text,
            "static": site.assets.url,
            "base": site.base,
            "language": text.language,
            "languages": LANGUAGES,
            "school": self._school_name(),
            "demo": site.options.settings.demo,
            "version": __version__,
            "texts": site.assets.texts(text.language),
            "facilitator": facilitator_of(self) is not None,
        }
        return site.pages.get_template(name).render(**(shared | context))

    def _school_name(self) -> str | None:
        """The name of the school that the installation is for, when it is for one whose figures are here."""
        key = self.site.options.settings.school
        try:
            return self.site.figures.unit(key).name if key else None
        except LmtoolsError:
            return None

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """An error is a page of ours too."""
        error = error_in(kwargs)
        status = status_of(error, status_code)
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        sentence = self.sentence_of(status, error)
        name = "404.html" if status == HTTPStatus.NOT_FOUND else "error.html"
        try:
            self.finish(self.page(name, sentence=sentence, status=status))
        except jinja2.TemplateError:
            self.finish(
                PLAIN.format(
                    language=self.language,
                    title=self.text.t("Dette gikk ikke"),
                    sentence=sentence,
                    base=self.site.base,
                    way=self.text.t("Til startsida"),
                )
            )


class StartPage(PageHandler):
    """Write the code from the projector, or see the workbooks."""

    async def get(self) -> None:
        """Show the start page."""
        await self.show_start()

    async def show_start(self, **more: object) -> None:
        """Show it, with `more` when something went wrong."""
        site, proof, wish = self.site, facilitator_of(self), self.get_query_argument("skole", "")
        context = await site.run(start_context, site, self.language, today(), proof)
        progress = await site.run(progress_of, site, proof, wish, today()) if proof else None
        self.show("start.html", **context, progress=progress, **more)


class JoinForm(PageHandler):
    """The form of the start page, for a browser without scripts: `bli-med?kode=482617`."""

    def get(self) -> None:
        """Send the visitor to the address of the code."""
        code = code_in(self.get_query_argument("kode", ""))
        self.redirect(f"{self.site.base}bli-med/{code}" if code else self.site.base)


class FacilitatorPage(PageHandler):
    """Sign in with the key, start a session, find those that go on."""

    async def get(self) -> None:
        """Show the page; it asks for the key if this browser has not given it."""
        site, proof = self.site, facilitator_of(self)
        self.show(
            "facilitator.html", **await site.run(facilitator_context, site, self.language, proof, today())
        )


class ConsolePage(PageHandler):
    """Where the facilitator leads the day from."""

    async def get(self, code: str) -> None:
        """Show the console of `code`, or ask for the key."""
        session = await self.session_led(code)
        if session is None:
            return
        guide = await self.site.run(guide_of, self.site, session.workbook, self.language)
        self.show("console.html", code=code, title=session.title, school=session.school_name, guide=guide)


class ProjectorPage(PageHandler):
    """The address of the projector: the workbook in its projector view."""

    async def get(self, code: str) -> None:
        """Send a signed-in facilitator's browser to the workbook as the projector shows it."""
        session = await self.session_led(code)
        if session is None:
            return
        asked = urlencode({"okt": code, "vis": "lerret"})
        self.redirect(f"{self.site.base}bok/{self.language}/{session.workbook}?{asked}")


class AboutPage(PageHandler):
    """What is stored, where figures come from, licences."""

    async def get(self) -> None:
        """Show the page."""
        self.show("about.html", source=_credits(self.site.released, self.text), notices=_notices())


class DisclosurePage(PageHandler):
    """What is hidden in the figures and why, for a principal."""

    async def get(self) -> None:
        """Show the page."""
        found = await self.site.run(explain, self.site.options.settings, self.text)
        self.show("skjerming.html", explained=found)


class CertificateFile(ApiHandler):
    """`GET skjerming.json`: the certificate of what is released now."""

    async def get(self) -> None:
        """Send the file. It holds no figure, so it may go to anyone who asks."""
        found = await self.site.run(current, self.site.options.settings)
        if found is None:
            raise NotFound("Ingen tall er lest inn. Les dem inn med lmtools import FIL.")
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="skjerming.json"')
        self.finish(found.to_bytes())


class MissingPage(PageHandler):
    """Every other address."""

    def prepare(self) -> None:
        """There is nothing here."""
        raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)


def _credits(released: Released, text: Text) -> str:
    """The credit lines of everything released, as sentences; "" when nothing is."""
    lines = dict.fromkeys(text.t(source.credit).rstrip(".") for source in released.sources())
    return " ".join(f"{line}." for line in lines)


def _notices() -> str:
    from importlib.metadata import PackageNotFoundError, files

    try:
        for file in files("lmtools") or ():
            if file.name == "THIRD-PARTY.md":
                return file.read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError):
        pass
    beside = Path(__file__).resolve().parents[2] / "THIRD-PARTY.md"
    return beside.read_text(encoding="utf-8") if beside.is_file() else ""
