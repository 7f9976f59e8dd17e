"""A browser without a screen: cookies and connections of its own, pages with what they are made of."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import Any

import aiohttp
from yarl import URL

from lmtools.domain.jsonable import Json

LONG = aiohttp.ClientTimeout(total=600)
WAIT_SECONDS = 3.0
"""A page that says "wait" asks again after this long (its `Refresh` header)."""
PART = re.compile(r'(?:src|href)="([^"?]+\.(?:js|css|woff2))"')
IMPORT = re.compile(r'(?:from|import)"\./([^"]+\.js)"')


class Trouble(Exception):
    """What one was told instead of what one asked for. The text is the server's, not a person's.

    `status` is that of the answer and `told` what else it said; 0 and nothing where there was none.
    """

    def __init__(self, said: str, *, status: int = 0, told: Json | None = None) -> None:
        super().__init__(said)
        self.status, self.told = status, told or {}


def session_of(base: str) -> aiohttp.ClientSession:
    """A browser of its own: cookies, up to six connections, and where its pages come from."""
    origin = str(URL(base).origin())
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True),  # an address in numbers may have cookies too
        connector=aiohttp.TCPConnector(limit_per_host=6, limit=12, keepalive_timeout=60),
        headers={"Origin": origin, "Accept-Language": "nb-NO"},
        timeout=LONG,
    )


class Browser:
    """One browser at the server `base` (with a slash at its end)."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = session_of(base)

    async def call(self, path: str, body: Json | None = None) -> Any:
        """GET `path`, or POST `body` to it as JSON. Raises Trouble with the server's sentence.

        What comes back is JSON, and whoever asks knows its shape.
        """
        method = "GET" if body is None else "POST"
        async with self.http.request(method, f"{self.base}{path}", json=body) as answer:
            told = await answer.json(content_type=None)
        if "error" in told:
            raise Trouble(str(told["error"]), status=answer.status, told=told)
        return told

    async def open_page(self, url: str) -> tuple[str, str]:
        """The page at `url`, when it no longer asks to wait: its HTML and its own address."""
        while True:
            async with self.http.get(url) as answer:
                html, url = await answer.text(), str(answer.url)
                if "Refresh" not in answer.headers:
                    break
            await asyncio.sleep(WAIT_SECONDS)
        if answer.status != 200:
            raise Trouble(f"the page gave {answer.status}")
        return html, url

    async def fetch(self, urls: Iterable[str]) -> None:
        """Fetch scripts, styles and fonts, as a phone does that has never been here."""
        await asyncio.gather(*(self._read(url) for url in urls))

    async def parts_of(self, html: str) -> tuple[str, ...]:
        """The addresses of what the page needs: what it names, and what its scripts import."""
        found = [str(URL(self.base).join(URL(path))) for path in PART.findall(html)]
        for url in found:  # grows while scripts are read
            if url.endswith(".js"):
                script = (await self._read(url)).decode("utf-8", "replace")
                beside = [str(URL(url).join(URL(name))) for name in IMPORT.findall(script)]
                found += [one for one in beside if one not in found]
        return tuple(dict.fromkeys(found))

    async def close(self) -> None:
        """Close the browser."""
        await self.http.close()

    async def _read(self, url: str) -> bytes:
        async with self.http.get(url) as answer:
            content = await answer.read()
        if answer.status != 200:
            raise Trouble(f"a part of the page gave {answer.status}")
        return content
