"""The address behind the QR code: it lets one in, and answers with the workbook itself.

Sending the phone on to the workbook's own address would be one more wait for the net before anything is seen,
so the page's script only writes that address where the browser shows it.
"""

from __future__ import annotations

from http import HTTPStatus

import tornado.web

from lmtools.errors import LmtoolsError, NotAllowed
from lmtools.serving.base import status_of
from lmtools.serving.pages import StartPage
from lmtools.serving.qr import table_in
from lmtools.serving.rendered import Occasion
from lmtools.serving.visitors import let_in
from lmtools.serving.waiting import wait
from lmtools.serving.workbook import show_workbook


class JoinPage(StartPage):
    """`/bli-med/<code>/<proof>?bord=<table>`; typed by hand it is without the proof."""

    async def get(self, code: str, proof: str | None = None) -> None:  # type: ignore[override]  # the start page has no code
        """Let the visitor in and show the workbook; a wrong code is told on the start page."""
        try:
            session = await let_in(self, code, proof, table_in(self.request))
        except LmtoolsError as error:
            await self._refuse(code, error)
            return
        if not await self.site.run(
            self.site.workbooks.has, session.workbook
        ):  # of an agenda, it is copied now
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        await show_workbook(self, Occasion.of(session, self.language), code=code)

    async def _refuse(self, code: str, error: LmtoolsError) -> None:
        if isinstance(error, NotAllowed) and not (await self.site.run(self.site.room.session, code)).closed:
            wait(self, "full")
            return
        self.set_status(status_of(error, HTTPStatus.BAD_REQUEST))
        await self.show_start(code=code, error=self.text.error(error))
