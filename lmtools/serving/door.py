"""The door of the house: how codes are tried, so that nobody finds a session by trying them all.

A code has six digits and is typed by hand, so what protects it is that wrong ones are few. Strangers
share an allowance of wrong codes: a handful at once for a room that mistypes, and so many a day. A try
takes from it before it is looked up, and gets it back when the code was right; so the allowance holds
however many ask at the same time, and whatever cookies they drop.

Those who are in a session already never wait here, and neither does one who has scanned the QR code:
its address carries a proof that cannot be guessed. No address of anyone is looked at.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import time
from collections.abc import Callable

from lmtools.serving.security import Allowance, SlowDown, TooMany

log = logging.getLogger("lmtools")

DAY = 24 * 60 * 60
AT_ONCE = 60
SECONDS_EACH = 10.0
A_DAY = 500
PATIENCE_SECONDS = 3.0
LONG_PATIENCE_SECONDS = 20.0  # while codes are being looked up, which may prove right
MOST_WAITING = 300
LOOK_SECONDS = 0.1


class Door:
    """Where strangers try codes. `at_once` wrong ones may come in a heap, `a_day` in the long run."""

    def __init__(
        self, *, at_once: int = AT_ONCE, a_day: int = A_DAY, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowances = (Allowance(at_once, SECONDS_EACH, clock), Allowance(a_day, DAY / a_day, clock))
        self._browsers = SlowDown(house=None)
        self._waiting = 0
        self._trying = 0
        self._told = False

    def would_wait(self, browser: str) -> bool:
        """Whether `browser`, as a stranger, could not have a code looked up at once."""
        return not self._is_open() or self._browsers.wait_for(browser) > 0

    async def try_code(self, browser: str) -> None:
        """Use one of the allowance, waiting a moment for it if need be.

        Raises:
            TooMany: when there is none. Scanning the QR code still works.
        """
        await self._browsers.before(browser)
        if not self._is_open() and self._waiting < MOST_WAITING:
            await self._wait()
        if not self._is_open():
            self._tell()
            raise TooMany(
                "Mange feil koder er prøvd i det siste, så nye koder må vente. "
                "Skann QR-koden på lerretet, så kommer du rett inn."
            )
        self._trying += 1
        for allowance in self._allowances:
            allowance.use()

    def was_right(self) -> None:
        """The code that was tried belongs to a session: it costs nothing."""
        self._trying -= 1
        for allowance in self._allowances:
            allowance.give_back()

    def was_wrong(self, browser: str) -> None:
        """There is no such session."""
        self._trying -= 1
        self._browsers.failed(browser)

    def _is_open(self) -> bool:
        return all(allowance.left() >= 1 for allowance in self._allowances)

    async def _wait(self) -> None:
        # When a whole staff types at once, what they took comes back within milliseconds.
        self._waiting += 1
        try:
            waited = 0.0
            while waited < (LONG_PATIENCE_SECONDS if self._trying > 0 else PATIENCE_SECONDS):
                await asyncio.sleep(LOOK_SECONDS)
                waited += LOOK_SECONDS
                if self._is_open():
                    return
        finally:
            self._waiting -= 1

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            log.warning("Many wrong codes have been tried. Whoever is new must scan the QR code to come in.")


def proof_of(code: str, secret: bytes) -> str:
    """What the QR code's address holds beside `code`: 50 bits that only this server can make."""
    digest = hmac.new(secret, f"bli-med:{code}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:10].decode().lower()


def is_proof(given: str | None, code: str, secret: bytes) -> bool:
    """Whether `given` is the proof for `code`, compared in constant time."""
    return bool(given) and hmac.compare_digest(str(given).encode(), proof_of(code, secret).encode())
