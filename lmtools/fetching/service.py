"""Asking Udir's service: one thing at a time, slowly, patiently, and not again for what we have.

Every request is a GET with a question in its address. It carries lmtools' name and version, no cookie and
no name of who asks, and goes to the one host; a redirect to another is not followed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TypeVar

import httpx

from lmtools import __version__
from lmtools.errors import N_, FetchFailed, Message, UsageError
from lmtools.fetching import trouble
from lmtools.fetching.cache import Cache, Kept
from lmtools.fetching.trouble import Changed
from lmtools.settings import UDIR

AGENT = f"lmtools/{__version__} (lmtools fetch)"
ATTEMPTS = 5
PAUSE_SECONDS = 1.0
FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 120.0
FRESH_SECONDS = 24 * 3600.0
MOST_BYTES = 100_000_000
_TIMEOUT = httpx.Timeout(60, connect=15)
_BUSY = (429, 500, 502, 503, 504)
_MOST_COMPLAINT = 4_000

T = TypeVar("T")
Accept = Callable[[object], T]


def client() -> httpx.Client:
    """What asks: says that it is lmtools, keeps no cookie, and goes by the proxy that is set, if one is.

    Raises `UsageError` for a proxy that cannot be used.
    """
    try:
        return httpx.Client(
            headers={"User-Agent": AGENT, "Accept": "application/json"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=_TIMEOUT,
        )
    except (ImportError, ValueError, httpx.InvalidURL):  # the first for a proxy of the kind SOCKS
        raise UsageError(
            N_("Mellomtjeneren i HTTPS_PROXY kan ikke brukes. Skriv den som http://navn:port.")
        ) from None


class Service:
    """The service at `base`, asked by `http`, and what it has answered before, kept in `folder`.

    `is_fresh` asks again for what is kept. `wait` and `clock` are given by tests, which have no time.
    """

    def __init__(
        self,
        http: httpx.Client,
        base: str,
        folder: Path,
        *,
        is_fresh: bool = False,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.host = host_of(base)
        self.reused = 0
        self._base = base
        self._cache = Cache(folder)
        self._is_fresh = is_fresh
        self._wait = wait
        self._clock = clock
        self._has_asked = False
        self._seen: set[str] = set()
        self._http = http

    def ask(self, path: str, where: Message, accept: Accept[T], **query: str | int) -> tuple[bytes, T]:
        """The answer byte for byte, and what `accept` makes of it.

        `where` is what a sentence calls the question. `accept` raises `Changed` for an answer it does not
        know; only an answer that it takes is kept. Raises `FetchFailed` when there is no such answer.
        """
        address = str(httpx.URL(f"{self._base}{path}", params=query))
        kept = self._kept(address)
        taken = _taken(kept, accept)
        if kept and taken and self._clock() - kept.at < FRESH_SECONDS:
            self._count(address)
            return taken
        answer = self._fetch(address, where, kept if taken else None)
        if answer is None:  # what is kept still holds
            assert kept and taken
            self._cache.keep(address, replace(kept, at=self._clock()))
            self._count(address)
            return taken
        self._seen.add(address)
        try:
            value = accept(_json(answer.body))
        except Changed as change:
            raise trouble.changed(self.host, where, change.what) from None
        self._cache.keep(address, answer)
        return answer.body, value

    def _kept(self, address: str) -> Kept | None:
        """What is kept from before; of this run alone when everything is to be asked for again."""
        return None if self._is_fresh and address not in self._seen else self._cache.find(address)

    def _count(self, address: str) -> None:
        self.reused += address not in self._seen
        self._seen.add(address)

    def _fetch(self, address: str, where: Message, kept: Kept | None) -> Kept | None:
        """Ask until there is an answer; None when the one that is kept still holds."""
        if self._has_asked:
            self._wait(PAUSE_SECONDS)
        self._has_asked = True
        failures = 0
        while True:
            try:
                return self._ask_once(address, where, kept)
            except _Later as later:
                failures += 1
                if failures == ATTEMPTS:
                    raise later.error from None
                self._wait(max(later.seconds, FIRST_WAIT_SECONDS * 2 ** (failures - 1)))

    def _ask_once(self, address: str, where: Message, kept: Kept | None) -> Kept | None:
        try:
            with self._http.stream("GET", address, headers=_unless_same(kept)) as answer:
                if answer.status_code in _BUSY:
                    raise self._later(answer)
                if answer.status_code == httpx.codes.NOT_MODIFIED and kept:
                    return None
                return self._read(answer, where)
        except (httpx.TransportError, httpx.DecodingError):
            raise _Later(trouble.out_of_reach(self.host)) from None

    def _later(self, answer: httpx.Response) -> Exception:
        seconds = _seconds_to_wait(answer.headers.get("Retry-After", ""), self._clock())
        if seconds > LONGEST_WAIT_SECONDS:
            return trouble.told_to_wait(self.host, seconds)
        return _Later(trouble.unwell(self.host, answer.status_code), seconds)

    def _read(self, answer: httpx.Response, where: Message) -> Kept:
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise trouble.not_understood(self.host, where, _complaint(_body(answer, _MOST_COMPLAINT)))
        if answer.is_redirect:
            raise trouble.changed(self.host, where, Message(N_("vi blir sendt til en annen adresse")))
        if answer.status_code != httpx.codes.OK:
            what = Message(N_("svar {status}"), {"status": answer.status_code})
            raise trouble.changed(self.host, where, what)
        body = _body(answer, MOST_BYTES)
        if len(body) > MOST_BYTES:
            raise trouble.changed(self.host, where, Message(N_("det er altfor stort")))
        headers = answer.headers
        return Kept(body, self._clock(), headers.get("ETag", ""), headers.get("Last-Modified", ""))


class _Later(Exception):
    """Not now: `error` if it never succeeds, and how long the service asks us to wait."""

    def __init__(self, error: FetchFailed, seconds: float = 0.0) -> None:
        super().__init__()
        self.error = error
        self.seconds = seconds


def host_of(base: str) -> str:
    """The host that a service's address names. Raises `UsageError` for no address."""
    try:
        address = httpx.URL(base)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in ("http", "https") or not address.host or "%" in address.host:
        raise UsageError(
            N_("LMTOOLS_UDIR må være en hel adresse, som {example}. Den er nå «{value}»."),
            example=UDIR,
            value=base,
        )
    return address.host


def _taken(kept: Kept | None, accept: Accept[T]) -> tuple[bytes, T] | None:
    """The kept answer with what `accept` makes of it, unless it is one of an older lmtools."""
    if kept is None:
        return None
    try:
        return kept.body, accept(_json(kept.body))
    except Changed:
        return None


def _json(body: bytes) -> object:
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        is_page = body.lstrip()[:1] == b"<"
        what = N_("det er en nettside og ikke tall") if is_page else N_("det er ikke JSON")
        raise Changed(what) from None
    return value


def _unless_same(kept: Kept | None) -> dict[str, str]:
    """Headers that ask for an answer only if it is another than the one that is kept."""
    known = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
    return {name: value for name, value in known.items() if value}


def _body(answer: httpx.Response, most: int) -> bytes:
    """The answer's body, read until it is longer than `most`."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > most:
            break
    return bytes(body)


def _complaint(body: bytes) -> str:
    """What the service says is wrong, in its own words."""
    try:
        said = json.loads(body)["melding"]
    except (ValueError, KeyError, TypeError, RecursionError):
        said = body.decode("utf-8", "replace")
    return trouble.shorten(str(said))


def _seconds_to_wait(header: str, now: float) -> float:
    """What `Retry-After` asks for: seconds, or until a date; 0 for what is neither."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except (ValueError, TypeError):
        return 0.0
