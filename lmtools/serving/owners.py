"""Whose kernel is whose: a kernel answers the browser that asked for it and no other.

So an id that leaks, in a screenshot or a log of somebody's, opens nothing. Only a hash of the
browser's cookie is held, in memory, as long as the kernel lives.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Container

from lmtools.serving.security import Allowance

MOST_EACH = 6
"""Kernels one browser may hold at a time: some tabs of the same workbook."""

AT_ONCE, SECONDS_EACH = 60, 0.25
"""Messages a kernel may be sent in a heap, and how often it may go on. A page sends about five at first."""


class Owners:
    """Which browser asked for which kernel."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._paces: dict[str, Allowance] = {}

    def keep(self, kernel: str, browser: str) -> None:
        """Remember that `browser` asked for `kernel`."""
        self._owners[kernel] = _hash(browser)
        self._paces[kernel] = Allowance(AT_ONCE, SECONDS_EACH)

    def owns(self, kernel: str, browser: str) -> bool:
        """Whether `browser` asked for `kernel`."""
        return hmac.compare_digest(self._owners.get(kernel, ""), _hash(browser))

    def pace(self, kernel: str) -> Allowance:
        """How many messages `kernel`, which has an owner, may be sent now."""
        return self._paces[kernel]

    def has_enough(self, browser: str, alive: Container[str]) -> bool:
        """Whether `browser` holds as many of the `alive` kernels as one may; forgets those that are gone."""
        for kernel in [kernel for kernel in self._owners if kernel not in alive]:
            del self._owners[kernel], self._paces[kernel]
        return sum(owner == _hash(browser) for owner in self._owners.values()) >= MOST_EACH


def _hash(browser: str) -> str:
    return hashlib.sha256(browser.encode("utf-8", "replace")).hexdigest()
