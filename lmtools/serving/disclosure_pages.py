"""The page about what is hidden in the figures, and its certificate as a file."""

from __future__ import annotations

from http import HTTPStatus

import tornado.web

from lmtools.serving.pages import PageHandler
from lmtools.survey import certificate_text, explain


class DisclosurePage(PageHandler):
    """What is hidden and why, for a principal."""

    async def get(self) -> None:
        """Show the page, as the figures are now."""
        settings = self.site.options.settings
        explanation = await self.site.run(explain, settings, self.text)
        self.show("skjerming.html", explanation=explanation, certificate=explanation.ok is not None)


class CertificateFile(PageHandler):
    """The certificate that the door wrote at the last import."""

    async def get(self) -> None:
        """Send it as a file; there is none before the first import."""
        text = await self.site.run(certificate_text, self.site.options.settings)
        if not text:
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="sertifikat.json"')
        self.finish(text)
