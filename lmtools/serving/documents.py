"""What a session gives to take along: the day's report, the plan's dates, the QR code."""

from __future__ import annotations

import io

import segno

from lmtools.domain.session import Role
from lmtools.errors import NotAllowed
from lmtools.serving.base import PARTICIPANT, ApiHandler
from lmtools.serving.door import proof_of
from lmtools.serving.rendering import MEDIA_TYPES, file_name, render
from lmtools.serving.visitors import may_facilitate, visitor


class QrCode(ApiHandler):
    """`GET api/room/<code>/qr.svg`: the address that joins, dark on white."""

    async def get(self, code: str) -> None:
        """Draw it for the projector and the console; nobody else can learn here which codes exist."""
        if not await may_facilitate(self, code):
            raise NotAllowed("Bare prosesslederen kan åpne dette. Logg inn med nøkkelen.")
        image = io.BytesIO()
        address = f"{self.site.shown_address(self.request)}bli-med/{code}"
        title = self.text.t("QR-kode som åpner {address}", address=address)
        proved = f"{address}/{proof_of(code, self.site.keys.cookie)}"
        segno.make(proved, error="m", micro=False).save(
            image, kind="svg", scale=8, border=4, dark="#1e2624", light="#ffffff", title=title, omitsize=True
        )
        self.set_header("Content-Type", "image/svg+xml; charset=utf-8")
        self.finish(image.getvalue())


class Document(ApiHandler):
    """`GET api/room/<code>/report.docx|plan.ics`: for everyone who is in the session."""

    async def get(self, code: str, kind: str) -> None:
        """Write the document now, from what has been shown and agreed."""
        await self._admit(code)
        site = self.site
        day = await site.run(site.room.day, code)
        content = await site.run(render, kind, day, released=site.released, language=self.language)
        self.set_header("Content-Type", MEDIA_TYPES[kind])
        name = file_name(kind, day, self.language)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)

    async def _admit(self, code: str) -> None:
        if await may_facilitate(self, code):
            return
        if not self.get_cookie(PARTICIPANT):
            raise NotAllowed("Bli med på økta først. Koden står på lerretet.")
        await visitor(self, code, Role.PARTICIPANT)
