"""Planning a session: the page an agenda is put together on, and the calls it makes.

All of it is for those who have proved that they know the server's key; the key of one session is not enough.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from lmtools.book.agenda_checks import Trouble, troubles_of
from lmtools.book.agenda_file import AgendaUnreadable, agenda_from, as_dict, read_agenda, write_agenda
from lmtools.book.arranging import can_ask_otherwise
from lmtools.domain.agenda import MOST_TITLE, Agenda, AgendaItem, minutes_of
from lmtools.domain.moves import agenda as moments_of
from lmtools.domain.session import Outline, Step
from lmtools.domain.verbs import VERBS
from lmtools.errors import N_, LmtoolsError
from lmtools.serving.agenda_folder import Kept
from lmtools.serving.base import NOT_UNDERSTOOD, ApiHandler, error_in
from lmtools.serving.pages import PageHandler
from lmtools.serving.visitors import is_owner, must_own
from lmtools.text import Text

if TYPE_CHECKING:
    from lmtools.serving.site import Site

KINDS = {
    "check_in": N_("Innsjekk"),
    "guess": N_("Gjett og se svaret"),
    "results": N_("Se tallene"),
    "reflect": N_("Tenke, snakke, dele"),
    "statements": N_("Ta stilling til påstander"),
    "forces": N_("For og imot"),
    "swot": N_("Styrker, svakheter, muligheter og trusler"),
    "analysis": N_("Utfordring og hva som holder den ved like"),
    "start_stop_continue": N_("Begynne, slutte, fortsette"),
    "case": N_("Snakke om et oppdiktet eksempel"),
    "weigh": N_("Veie viktig mot mulig"),
    "prioritise": N_("Velge det viktigste, to runder"),
    "actions": N_("Mål og tiltak"),
    "commit": N_("For deg selv"),
    "check_out": N_("Utsjekk"),
    "report": N_("Det dagen ga, som dokument"),
}
"""What people do in an activity, as the one who plans looks for it."""

assert set(KINDS) == set(VERBS)

ONLY_THE_OWNER = N_("Bare prosesslederen kan planlegge ei økt. Logg inn med nøkkelen til serveren.")


class PlanPage(PageHandler):
    """`/dagsorden/<name>`: put an agenda together."""

    async def get(self, name: str) -> None:
        """Show it; ask for the key first."""
        if not is_owner(self):
            self.redirect(f"{self.site.base}prosessleder?{urlencode({'dagsorden': name})}")
            return
        site = self.site
        kept = await site.run(site.agendas.find, name)
        state = await site.run(state_of, site, kept, self.text)
        shelf = await site.run(shelf_of, site, self.language)
        self.show("dagsorden.html", agenda=kept.agenda, state=state, shelf=shelf)


class AgendasCall(ApiHandler):
    """`POST api/agendas {title?, ready?, own?, workbook?, toml?, agenda?}` keeps a new one: `{name, url}`.

    It begins as a `ready` one, a copy of an `own` one, all of a `workbook`, what a file says (`toml`), what
    the page sends (`agenda`), or else empty.
    """

    async def post(self) -> None:
        """Keep it."""
        must_own(self, ONLY_THE_OWNER)
        site, body = self.site, self.body()
        agenda = await site.run(begin_from, site, body, self.text)
        kept = await site.run(site.agendas.add, agenda)
        url = f"{site.base}dagsorden/{quote(kept.name)}"
        self.answer({"name": kept.name, "url": url}, HTTPStatus.CREATED)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """All that is wrong with a file, not only the first."""
        answer_problems(self, status_code, **kwargs)


class AgendaCall(ApiHandler):
    """`api/agendas/<name>`: POST `{agenda, revision}` saves it, DELETE deletes it."""

    async def post(self, name: str) -> None:
        """Save; answer with the new revision and what is to be thought of."""
        must_own(self, ONLY_THE_OWNER)
        site, body = self.site, self.body()
        agenda = agenda_from(object_of(body, "agenda"))
        kept = await site.run(site.agendas.save, name, agenda, str(body.get("revision", "")))
        self.answer(await site.run(state_of, site, kept, self.text))

    async def delete(self, name: str) -> None:
        """Delete."""
        must_own(self, ONLY_THE_OWNER)
        await self.site.run(self.site.agendas.remove, name)
        self.answer({"ok": True})

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """All that is wrong, not only the first."""
        answer_problems(self, status_code, **kwargs)


class AgendaFile(ApiHandler):
    """`GET api/agendas/<name>.toml`: the agenda as a file to keep or to send to somebody."""

    async def get(self, name: str) -> None:
        """Send it."""
        must_own(self, ONLY_THE_OWNER)
        agenda = await self.site.run(self.site.agendas.agenda, name)
        self.set_header("Content-Type", "application/toml; charset=utf-8")
        disposition = f"attachment; filename*=UTF-8''{quote(name)}.toml"
        self.set_header("Content-Disposition", disposition)
        self.finish(write_agenda(agenda))


def begin_from(site: Site, body: dict[str, object], text: Text) -> Agenda:
    """The agenda that a new one begins as; see `AgendasCall`. Raises LmtoolsError."""
    if "toml" in body:
        return read_agenda(str(body["toml"]))
    if "agenda" in body:
        return agenda_from(object_of(body, "agenda"))
    if "own" in body:
        own = site.agendas.agenda(str(body["own"]))
        return replace(own, title=text.t("{title} (kopi)", title=own.title)[:MOST_TITLE])
    if "ready" in body:
        ready = site.agendas.find_ready(str(body["ready"]))
        return replace(ready, title=text.t(ready.title))
    if "workbook" in body:
        return whole_workbook(site.workbooks.outline(str(body["workbook"]), text.language))
    return Agenda(text.t("Ny dagsorden"))


def object_of(body: dict[str, object], name: str) -> dict[str, object]:
    """The object `body[name]`. Raises LmtoolsError."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise LmtoolsError(NOT_UNDERSTOOD)
    return value


def whole_workbook(outline: Outline) -> Agenda:
    """All of a workbook, with its own times."""
    items = tuple(AgendaItem(outline.name, step.key) for step in outline.steps)
    length = sum(minutes_of(step) for step in outline.steps)
    return Agenda(outline.title, items, length=max(1, length))


def state_of(site: Site, kept: Kept, text: Text) -> dict[str, object]:
    """What the planning page knows of an agenda."""
    assert kept.agenda is not None
    troubles = troubles_of(kept.agenda, site.agendas.shelf(text.language))
    return {
        "name": kept.name,
        "revision": kept.revision,
        "agenda": as_dict(kept.agenda),
        "troubles": [_trouble(trouble, text) for trouble in troubles],
    }


def shelf_of(site: Site, language: str) -> list[dict[str, object]]:
    """What can be picked: each workbook with its activities. The collection comes first."""
    text = Text(language)
    outlines = sorted(site.workbooks.outlines(language), key=lambda one: not one.is_collection)
    return [
        {
            "name": outline.name,
            "title": outline.title,
            "collection": outline.is_collection,
            "guide": asdict(outline.guide) if outline.guide else None,
            "steps": [_step(step, text) for step in outline.steps],
        }
        for outline in outlines
    ]


def _step(step: Step, text: Text) -> dict[str, object]:
    return {
        "key": step.key,
        "title": step.title,
        "what": text.t(KINDS[step.verb]),
        "prompt": step.prompt,
        "asks": can_ask_otherwise(step.verb),
        "phases": list(step.phases),
        "moments": [moment.phase for moment in moments_of([step])],
        "minutes": {phase: minutes for phase, minutes in step.minutes.items() if minutes},
    }


def _trouble(trouble: Trouble, text: Text) -> dict[str, object]:
    return {**asdict(trouble), "said": text.say(trouble.said)}


def answer_problems(handler: ApiHandler, status_code: int, **kwargs: object) -> None:
    """`{"error": sentence, "problems": [sentence]}`, with every problem of an agenda that cannot be read."""
    error = error_in(kwargs)
    if isinstance(error, AgendaUnreadable):
        problems = [handler.text.say(problem) for problem in error.problems]
        handler.answer({"error": " ".join(problems[:5]), "problems": problems}, HTTPStatus.BAD_REQUEST)
    else:
        ApiHandler.write_error(handler, status_code, **kwargs)
