"""Headers of every response, and the checks that stand before a command is heard.

Nothing is fetched from outside and nobody else may frame or post to the app. The policy
allows inline style (Vega and the widgets set it) but no inline or evaluated script.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

from lmtools.errors import LmtoolsError

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


def is_same_origin(request: HTTPServerRequest) -> bool:
    """Whether `request` comes from a page of this app."""
    return is_from_us(request.headers, request.host)


def is_from_us(headers: Mapping[str, str], host: str) -> bool:
    """Whether a request with these `headers` to `host` comes from a page of this app.

    A browser tells where a POST comes from in `Origin`, and says in `Sec-Fetch-Site`
    whether that is the same place. A proxy in between may have replaced `Host`, and
    then tells the old one in `X-Forwarded-Host`. No page elsewhere can set these.
    """
    site = headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin"):
        return False
    if site == "same-origin":
        return True
    ours = {host.lower(), headers.get("X-Forwarded-Host", "").split(",")[0].strip().lower()} - {""}
    return urlsplit(headers.get("Origin", "")).netloc.lower() in ours


class TooMany(LmtoolsError):
    """More was asked for than one may have just now; it will do later."""


@dataclass
class Allowance:
    """So many at once (`most`); each that was used comes back after `seconds_each`."""

    most: float
    seconds_each: float
    clock: Callable[[], float] = time.monotonic
    _used: float = 0.0
    _at: float = 0.0

    def left(self) -> float:
        """How many may be used now."""
        now = self.clock()
        self._used = max(0.0, self._used - (now - self._at) / self.seconds_each)
        self._at = now
        return self.most - self._used

    def use(self, count: int = 1) -> bool:
        """Use `count` if there are so many; say whether there were."""
        if self.left() < count:
            return False
        self._used += count
        return True

    def give_back(self) -> None:
        """Undo the use of one."""
        self._used = max(0.0, self._used - 1)


class Paces:
    """An allowance for each of those who ask; the ones that were not asked for longest are forgotten."""

    def __init__(self, most: float, seconds_each: float, *, known: int = 5000) -> None:
        self._most, self._seconds_each, self._known = most, seconds_each, known
        self._paces: OrderedDict[str, Allowance] = OrderedDict()

    def use(self, who: str, count: int) -> bool:
        """Use `count` of what `who` may; say whether there were so many."""
        pace = self._paces.setdefault(who, Allowance(self._most, self._seconds_each))
        self._paces.move_to_end(who)
        if len(self._paces) > self._known:
            self._paces.popitem(last=False)
        return pace.use(count)


class SlowDown:
    """Makes guessing slow without shutting anybody out.

    Every failure is remembered for its browser and for the house as a whole. A browser that
    has failed waits longer before each new try (at most `longest` seconds). A browser nobody
    knows waits only while many have failed lately, and then a second or two: a school behind
    one address still gets in. Addresses are never looked at or stored.
    """

    def __init__(
        self, *, free: int = 3, house: int | None = 60, window: float = 60.0, longest: float = 8.0
    ) -> None:
        self._free, self._house, self._window, self._longest = free, house, window, longest
        self._browsers: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=1000)

    def wait_for(self, browser: str | None, *, now: float | None = None) -> float:
        """Seconds that `browser` has to wait before its next try is looked at."""
        now = time.monotonic() if now is None else now
        own = len(_recent(self._browsers.get(browser or "", deque()), now - self._window))
        if own > self._free:
            return min(self._longest, 0.5 * 2.0 ** (own - self._free - 1))
        if self._house is None:
            return 0.0
        everybody = len(_recent(self._all, now - self._window))
        return min(2.0, everybody / self._house - 1) if everybody > self._house else 0.0

    def failed(self, browser: str | None, *, now: float | None = None) -> None:
        """Remember that a try did not succeed."""
        now = time.monotonic() if now is None else now
        self._all.append(now)
        if browser:
            self._browsers.setdefault(browser, deque(maxlen=20)).append(now)
            self._browsers.move_to_end(browser)
            while len(self._browsers) > 5000:
                self._browsers.popitem(last=False)

    async def before(self, browser: str | None) -> None:
        """Wait as long as `browser` has to."""
        delay = self.wait_for(browser)
        if delay > 0:
            await asyncio.sleep(delay)


def _recent(times: deque[float], since: float) -> deque[float]:
    while times and times[0] < since:
        times.popleft()
    return times
