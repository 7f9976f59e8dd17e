"""What a session gives to take along: the day's documents, the page for others, the QR code."""

from __future__ import annotations

from lmtools.domain.session import Role
from lmtools.errors import NotAllowed
from lmtools.reports import Report, say_plainly, suggest
from lmtools.serving.base import PARTICIPANT, ApiHandler
from lmtools.serving.own_look import in_own_look
from lmtools.serving.qr import draw, joining_address
from lmtools.serving.rendering import MEDIA_TYPES, file_name, render, render_summary
from lmtools.serving.visitors import may_facilitate, must_lead, visitor
from lmtools.text import Text

_STAFF = {"xlsx": "everything", "ics": "plan"}


class QrCode(ApiHandler):
    """`GET api/room/<code>/qr.svg`: the address that joins, dark on white."""

    async def get(self, code: str) -> None:
        """Draw it for the projector and the console; nobody else can learn here which codes exist."""
        await must_lead(self, code)
        address = f"{self.site.shown_address(self.request)}bli-med/{code}"
        title = self.text.t("QR-kode som åpner {address}", address=address)
        self.set_header("Content-Type", "image/svg+xml; charset=utf-8")
        self.finish(draw(joining_address(self.site, self.request, code), title))


class DownloadHandler(ApiHandler):
    """Sends a file to be kept."""

    def send_file(self, content: bytes, media_type: str, name: str, *, keep: bool = True) -> None:
        """Send it; without `keep` the browser may show it instead of saving it."""
        self.set_header("Content-Type", media_type)
        self.set_header("Content-Disposition", f'{"attachment" if keep else "inline"}; filename="{name}"')
        self.finish(content)

    def look(self, report: Report) -> bytes:
        """A Word document in the municipality's own look, if there is one in the data folder."""
        return in_own_look(report, self.site.options.settings.data_dir)


class Document(DownloadHandler):
    """`GET api/room/<code>/report.docx|report.xlsx|plan.ics`: for everyone who is in the session."""

    async def get(self, code: str, kind: str) -> None:
        """Write the document now, from what has been shown and agreed."""
        await self._admit(code)
        site = self.site
        day = await site.run(site.room.day, code)
        content = await site.run(
            render, kind, day, released=site.released, language=self.language, look=self.look
        )
        name = file_name(_STAFF.get(kind, "report"), kind, day, self.language)
        self.send_file(content, MEDIA_TYPES[kind], name)

    async def _admit(self, code: str) -> None:
        if await may_facilitate(self, code):
            return
        if not self.get_cookie(PARTICIPANT):
            raise NotAllowed("Bli med på økta først. Koden står på lerretet.")
        await visitor(self, code, Role.PARTICIPANT)


class SummaryDocument(DownloadHandler):
    """`GET api/room/<code>/summary.docx|summary.html`: the page for pupils and parents, once it is saved."""

    async def get(self, code: str, kind: str) -> None:
        """Write it in the words that the facilitator has saved."""
        await must_lead(self, code)
        site = self.site
        day = await site.run(site.room.day, code)
        summary = await site.run(site.room.summary, code)
        content = await site.run(
            render_summary,
            *(kind, day, summary),
            released=site.released,
            language=self.language,
            look=self.look,
        )
        name = file_name("summary", kind, day, self.language)
        self.send_file(content, MEDIA_TYPES[kind], name, keep=kind != "html")


class SummaryCall(ApiHandler):
    """`GET api/room/<code>/summary` gives `{headline, said, does}`: what the form may begin with."""

    async def get(self, code: str) -> None:
        """Suggest it from the released figures, what was chosen, and the plan."""
        await must_lead(self, code)
        site, text = self.site, Text(self.language)
        day = await site.run(site.room.day, code)
        said = await site.run(say_plainly, day, site.released, text)
        found = suggest(day, said, text)
        self.answer({"headline": found.headline, "said": found.said, "does": found.does})
