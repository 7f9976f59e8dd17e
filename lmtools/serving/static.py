"""Sends the built files: compressed, and kept by the browser as long as they are right."""

from __future__ import annotations

from http import HTTPStatus

import tornado.web

from lmtools.serving.assets import Asset
from lmtools.serving.base import Handler


class StaticFile(Handler):
    """`GET static/<path>`."""

    def get(self, name: str) -> None:
        """Send the file, or say that the browser's copy is right."""
        assets = self.site.assets
        asset = assets.find(name)
        if asset is None:
            raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
        lasting = assets.is_lasting(name, asset, self.get_query_argument("v", None))
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if lasting else "no-cache")
        self.set_header("Content-Type", asset.media_type)
        self.set_header("Etag", f'"{asset.version}"')
        if self.check_etag_header():
            self.set_status(HTTPStatus.NOT_MODIFIED)
            return
        self._send(asset)

    def head(self, name: str) -> None:
        """The same headers without the file."""
        self.get(name)

    def _send(self, asset: Asset) -> None:
        known = {
            part.partition(";")[0].strip()
            for part in self.request.headers.get("Accept-Encoding", "").split(",")
        }
        coding = next((one for one in asset.compressed if one in known), None)
        if coding:
            self.set_header("Content-Encoding", coding)
        self.finish(asset.compressed[coding] if coding else asset.body)

    def compute_etag(self) -> str | None:
        """The etag is the file's own, set above."""
        return None

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """A script or a picture that is missing needs no page."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("")
