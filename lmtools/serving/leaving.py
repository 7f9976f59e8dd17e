"""When the day is over: the session as a file, a file as a session, and a session deleted."""

from __future__ import annotations

from http import HTTPStatus

from lmtools.errors import N_, Conflict, LmtoolsError
from lmtools.room.sessionfile import BadFile
from lmtools.serving.base import NOT_UNDERSTOOD, ApiHandler
from lmtools.serving.documents import DownloadHandler
from lmtools.serving.pages import PageHandler
from lmtools.serving.rendering import SESSION_FILE, file_name, what_is_gone
from lmtools.serving.visitors import Pass, keep_pass, must_lead, must_own


class SessionFile(DownloadHandler):
    """`GET api/room/<code>/session.lmtools`: the file that opens the session elsewhere."""

    async def get(self, code: str) -> None:
        """Write it, for the facilitator."""
        await must_lead(self, code)
        site = self.site
        day = await site.run(site.room.day, code)
        content = await site.run(site.room.after.pack, day.session.id)
        self.send_file(content, SESSION_FILE, file_name("session", "lmtools", day, self.language))


class OpenFileCall(ApiHandler):
    """`POST api/session-file?again=1`, the file as the body: `{code, key, url}`, or 409 when it is here."""

    async def post(self) -> None:
        """Open it as a new session; needs the server's key."""
        must_own(self, N_("Bare prosesslederen kan åpne ei øktfil. Logg inn med nøkkelen."))
        if self.request.headers.get("Content-Type") != SESSION_FILE:
            raise BadFile(NOT_UNDERSTOOD)
        again = self.get_query_argument("again", "") == "1"
        try:
            started = await self.site.run(self.site.room.after.open_file, self.request.body, again=again)
        except Conflict as error:
            self.answer({"error": self.text.error(error), "code": error.current}, HTTPStatus.CONFLICT)
            return
        code = started.session.code
        keep_pass(self, Pass(codes=(code,)))
        place = "etter" if started.session.closed else "styr"
        url = f"{self.site.base}okt/{code}/{place}"
        self.answer({"code": code, "key": started.key, "url": url}, HTTPStatus.CREATED)


class DeleteCall(ApiHandler):
    """`POST api/room/<code>/delete {code}` deletes the session and gives `{said}`: what is gone."""

    async def post(self, code: str) -> None:
        """Delete it, when the facilitator has written its code."""
        await must_lead(self, code)
        typed = "".join(str(self.body().get("code", "")).split())
        if typed != code:
            raise LmtoolsError("Koden er ikke den økta har. Ingenting er slettet.")
        session = await self.site.run(self.site.room.session, code)
        gone = await self.site.run(self.site.room.after.delete, session.id)
        self.site.live.poke(code)
        self.answer({"said": what_is_gone(gone, self.text)})


class AfterPage(PageHandler):
    """Where the facilitator takes the day's documents along, and deletes the session."""

    async def get(self, code: str) -> None:
        """Show the page of `code`, or ask for the key."""
        session = await self.session_led(code)
        if session is None:
            return
        self.show("after.html", code=code, title=session.title, school=session.school_name)
