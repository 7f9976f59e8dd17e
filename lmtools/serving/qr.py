"""The addresses that lead into a session, drawn as QR codes: the session's own, and one for each table."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import segno

from lmtools.serving.door import proof_of

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

    from lmtools.serving.site import Site

TABLE = "bord"
_TABLE_NUMBER = re.compile(r"[1-9][0-9]?")


def table_in(request: HTTPServerRequest) -> int | None:
    """The table that a joining address names, or None. Whether there is such a table, the room knows.

    A link on another site moves nobody to another table: those who scan a code come from no site.
    """
    given = request.query_arguments.get(TABLE, [b""])[-1].decode("ascii", "replace")
    is_foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
    return int(given) if _TABLE_NUMBER.fullmatch(given) and not is_foreign else None


def joining_address(site: Site, request: HTTPServerRequest, code: str, table: int | None = None) -> str:
    """What a QR code holds: the address of `code` with its proof, and the table where it lies."""
    proved = f"{site.shown_address(request)}bli-med/{code}/{proof_of(code, site.keys.cookie)}"
    return proved if table is None else f"{proved}?{TABLE}={table}"


def draw(address: str, title: str) -> str:
    """`address` as an SVG that fills its place, dark on white; `title` says what it is."""
    image = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        image,
        kind="svg",
        scale=8,
        border=4,
        dark="#1e2624",
        light="#ffffff",
        title=title,
        omitsize=True,
        xmldecl=False,
    )
    return image.getvalue().decode()
