"""The sheets that lie on the tables: a number, and a QR code that leads to a seat there."""

from __future__ import annotations

from markupsafe import Markup

from lmtools.domain.session import show_code
from lmtools.serving.pages import PageHandler
from lmtools.serving.qr import draw, joining_address


class TablesPage(PageHandler):
    """`okt/<code>/bord`: one sheet of paper for each table."""

    async def get(self, code: str) -> None:
        """Show the sheets to who leads the session, to be printed."""
        session = await self.session_led(code)
        if session is None:
            return
        self.show(
            "bord.html",
            code=code,
            shown=show_code(code),
            title=session.title,
            session_school=session.school_name,
            grouping=str(session.grouping),
            closed=session.closed,
            address=self.site.shown_address(self.request).split("://")[-1].rstrip("/"),
            sheets=[self._sheet(code, number) for number in range(1, session.groups + 1)],
        )

    def _sheet(self, code: str, number: int) -> dict[str, object]:
        title = self.text.t("QR-kode for bord {number}", number=number)
        address = joining_address(self.site, self.request, code, number)
        return {"number": number, "qr": Markup(draw(address, title))}
